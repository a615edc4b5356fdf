"""``python -m tests.bench``: our bot and Rasa's starter bot, measured alike on this machine."""

from __future__ import annotations

import itertools
import signal
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console

from bot.languages import Catalogue
from bot.settings import ROOT
from tests.bench import starter
from tests.bench.budget import Budget, OutOfTime
from tests.bench.measure import FULL, QUICK, Measured, Subject, measure, start_again
from tests.bench.messages import SCRIPTS, STARTER_SCRIPTS, apologies
from tests.bench.report import Machine, save, show
from tests.bench.servers import Server, ServerError, environment, free_port

OURS, STARTER = "Wegweiser", "Rasa's starter"
FOLDER = ROOT / "var" / "bench"
WHOLE_RUN = 445.0
"""Seconds for everything; with the last answers and the last server's end it stays under eight minutes."""


def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer persons, one repetition: a first impression.")] = False,
    with_starter: Annotated[
        bool, typer.Option("--starter/--no-starter", help="Also measure Rasa's starter bot.")
    ] = True,
    with_ours: Annotated[bool, typer.Option("--ours/--no-ours", help="Measure our bot.")] = True,
) -> None:
    """Measure start, memory and speed, print them beside the bars, and write var/bench/results.json."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    machine, budget, extent = Machine.here(), Budget(WHOLE_RUN), QUICK if quick else FULL
    measured: dict[str, Measured] = {}
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="wegweiser-bench-") as name:
        subjects = [_ours(Path(name))] if with_ours else []
        subjects += [_starter(Path(name))] if with_starter else []
        for subject in subjects:
            try:
                if subject.name == STARTER and not starter.is_made(FOLDER / "starter"):
                    budget.say("Rasa's starter bot is made and trained (only once; some minutes) ...")
                    starter.make(FOLDER / "starter", budget.share(budget.left, "training Rasa's starter bot"))
                # On a busy machine ours must leave time for the yardstick.
                part = budget.left if subject is subjects[-1] else budget.left / 2
                measured[subject.name] = measure(subject, extent, budget.within(part))
            except (OutOfTime, ServerError, starter.StarterError) as error:
                notes.append(f"{subject.name} was not measured. {error}")
        # Last, since what comes before matters more when time is short.
        for _ in range(extent.starts - 1):
            for subject in subjects:
                if subject.name in measured:
                    _start_again(measured[subject.name], subject, budget)
    ours, theirs = measured.get(OURS), measured.get(STARTER)
    console = Console()
    console.width = max(console.width, 100)  # the table needs it, also where the output is a file
    show(ours, theirs, machine, console)
    for note in notes:
        console.print(note, markup=False, highlight=False)
    results = FOLDER / "results.json"
    save(results, ours, theirs, machine, datetime.now(timezone.utc), notes)
    budget.say(f"written to {results.relative_to(ROOT)}")
    if with_ours and ours is None:
        raise typer.Exit(1)


def _ours(temporary: Path) -> Subject:
    starts = itertools.count(1)

    def server() -> Server:
        port, database = free_port(), temporary / f"wegweiser-{next(starts)}.db"
        env = environment(WEGWEISER_DATABASE_URL=f"sqlite:///{database}", WEGWEISER_PORT=str(port))
        return Server(OURS, [sys.executable, "-m", "bot", "serve", "--api"], port, ROOT, env, FOLDER / "wegweiser.log")

    return Subject(OURS, server, SCRIPTS, apologies(Catalogue()))


def _starter(temporary: Path) -> Subject:
    return Subject(
        STARTER, lambda: starter.server(FOLDER / "starter", temporary, FOLDER / "starter.log"), STARTER_SCRIPTS
    )


def _start_again(found: Measured, subject: Subject, budget: Budget) -> None:
    try:
        start_again(found, subject, budget)
    except ServerError as error:
        found.remarks.append(str(error))


def _leave(number: int, _frame: FrameType | None) -> None:
    # Leaving by an exception lets every 'with' end its server.
    raise SystemExit(128 + number)


if __name__ == "__main__":
    typer.run(bench)
