"""``wegweiser``, or ``python -m bot``: all commands in one place."""

from __future__ import annotations

import os

import typer

from bot.cli import actions, chat, db, languages, offices, serve, settings, train

# Rasa reports usage to its makers unless told not to; SQLAlchemy 1.4 warns of its own future on each import.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

# The encoder's threads would wait for each other by spinning; messages, not parts of one, are what runs side by side.
os.environ.setdefault("OMP_NUM_THREADS", "1")

app = typer.Typer(
    name="wegweiser",
    help="First contact for migrants who look for help: the right counselling service and office, in their own language.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("chat")(chat.chat)
app.command("train")(train.train)
app.command("actions")(actions.actions)
app.command("settings")(settings.settings_command)
app.command("languages")(languages.languages)
app.add_typer(db.app, name="db")
app.add_typer(offices.app, name="offices")


def main() -> None:
    """Run the command that was named."""
    app()
