"""`python -m bot settings`: what holds now, or the page for the documentation."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer


def settings_command(
    markdown: Annotated[bool, typer.Option("--markdown", help="Write docs/settings.md to the output.")] = False,
) -> None:
    """Shows every setting: its value now, its default and what it is for. Secrets are masked."""
    from bot import settings

    if markdown:
        sys.stdout.write(settings.markdown())
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("setting", "value", "default", "what it is for")
    for setting in settings.SETTINGS:
        # As Text, since rich would read [brackets] in a value as colours.
        row = (setting.variable, setting.written(os.environ), setting.default_text, setting.help)
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
    for name in settings.unknown_variables(os.environ):
        typer.echo(f"{name} is set, but no setting has this name; it does nothing.", err=True)
    try:
        settings.Settings.from_environ(os.environ)
    except settings.SettingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
