"""`wegweiser offices`: keep the list of offices honest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.offices import (
    Gazetteer,
    GazetteerError,
    OfficesError,
    Problem,
    Trust,
    check_finders,
    check_offices,
    load_finders,
    read_offices,
    trust,
)
from bot.offices.records import OFFICES_FILE

app = typer.Typer(help="Look after the list of offices.", no_args_is_help=True)


@app.callback()
def main() -> None:
    """Look after the list of offices."""


@app.command()
def check(
    file: Annotated[Path, typer.Option("--file", help="List to check instead of the shipped one.")] = OFFICES_FILE,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors and the summary only.")] = False,
) -> None:
    """Print what is wrong, incomplete or old in the list of offices; exit 1 on errors."""
    console = Console()
    today = date.today()
    try:
        offices, unreadable = read_offices(file)
        problems = [
            *unreadable,
            *check_offices(offices, Gazetteer.load(), today),
            *check_finders(load_finders(), today),
        ]
    except (OfficesError, GazetteerError) as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    errors = [p for p in problems if p.severity == "error"]
    shown = errors if quiet else [*errors, *(p for p in problems if p.severity != "error")]
    if shown:
        console.print(_table(shown))
    classes = {kind: sum(1 for o in offices if trust(o, today) is kind) for kind in Trust}
    console.print(
        f"{len(offices)} offices: " + ", ".join(f"{n} class {kind.value}" for kind, n in classes.items()),
        highlight=False,
    )
    console.print(f"{len(errors)} errors, {len(problems) - len(errors)} warnings", highlight=False)
    if errors:
        raise typer.Exit(1)


def _table(problems: Sequence[Problem]) -> Table:
    table = Table(title="Offices to look at")
    for heading in ("office", "severity", "what", "value"):
        table.add_column(heading, overflow="fold")
    for problem in problems:
        style = "red" if problem.severity == "error" else ""
        table.add_row(problem.office, problem.severity, problem.code, problem.value, style=style)
    return table
