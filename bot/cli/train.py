"""``python -m bot train``: a model from ``data/nlu``, ``data/stories`` and ``data/phrases``."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

from bot.cli.opening import quiet_imports, said_plainly


def train(
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Do nothing if the model fits the data.")] = False,
) -> None:
    """Trains the model. The first time takes some minutes, later ones less: vectors are kept in var/."""
    from bot.model import NAME, is_current, stamp
    from bot.settings import ROOT, Settings

    with said_plainly():
        settings = Settings.from_environ(os.environ)
        if if_needed and is_current(settings.models_dir):
            typer.echo("The model fits the data; nothing to train.")
            return
        quiet_imports()
        from bot.logs import configure_logs

        configure_logs("WARNING", settings.log_format)  # type: ignore[arg-type]
        typer.echo("Training the model (the first time takes some minutes) ...")
        os.environ["LOG_LEVEL"] = "ERROR"  # else Rasa draws progress bars of steps that mean nothing to a reader
        started = time.monotonic()
        os.chdir(ROOT)  # Rasa's cache and the paths in config.yml are relative
        from rasa.model_training import train as rasa_train

        result = rasa_train(
            domain="domain.yml",
            config="config.yml",
            training_files=["data/nlu", "data/stories"],
            output=str(settings.models_dir),
            fixed_model_name=NAME,
        )
        if result.code != 0 or result.model is None:
            typer.echo("Training failed. Run 'rasa data validate' to see what is wrong with the data.", err=True)
            raise typer.Exit(1)
        stamp(settings.models_dir)
    typer.echo(f"Trained in {time.monotonic() - started:.0f} s: {result.model}")
