"""``python -m bot actions``: our actions for Rasa's own commands, in a second terminal beside ``rasa shell``."""

from __future__ import annotations

import os

import typer

from bot.cli.opening import quiet_imports, said_plainly

PORT = 5055
"""The port of ``endpoints.yml``, where Rasa's users expect actions."""


def actions() -> None:
    """Serves the actions on 127.0.0.1:5055 for `rasa shell` and `rasa run`. `serve` and `chat` do not need it."""
    from bot.settings import HOST, Settings

    with said_plainly():
        settings = Settings.from_environ(os.environ)
        quiet_imports()
        from bot.logs import configure_logs

        configure_logs(settings.log_level, settings.log_format)  # type: ignore[arg-type]
        from bot.app import build

        house = build(settings)
        from bot.dialogue.stock import action_server

        server = action_server(house.actions())
    try:
        typer.echo(f"The actions are listening on http://{HOST}:{PORT}", err=True)
        server.run(host=HOST, port=PORT, workers=1, access_log=False)
    finally:
        house.database.close()
