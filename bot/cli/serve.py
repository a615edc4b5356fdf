"""``python -m bot serve``: the bot with its channels."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from bot.cli.opening import quiet_imports, said_plainly


def serve(
    api: Annotated[
        bool,
        typer.Option("--api", help="Also mount Rasa's HTTP API and the REST channel. For tools on this machine only."),
    ] = False,
) -> None:
    """Listens on 127.0.0.1 and answers. Creates or upgrades the database first."""
    from bot.settings import HOST, Settings

    with said_plainly():
        settings = Settings.from_environ(os.environ)
        quiet_imports()
        from bot.logs import configure_logs
        from bot.model import current_model

        configure_logs(settings.log_level, settings.log_format)  # type: ignore[arg-type]
        current_model(settings.models_dir)
        typer.echo("Starting ...", err=True)
        from bot.app import build, build_server

        house = build(settings)
        server = build_server(house, api=api)
    server.run(host=HOST, port=settings.port, workers=1, access_log=False, motd=False) if _has_motd(
        server
    ) else server.run(host=HOST, port=settings.port, workers=1, access_log=False)


def _has_motd(server: object) -> bool:
    import inspect

    return "motd" in inspect.signature(server.run).parameters  # type: ignore[attr-defined]
