"""What was measured, beside the bars it is held against: as a table, and as a file that two runs can be compared by."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Measured, middle

Reading = Callable[[Measured], "float | None"]


@dataclass(frozen=True)
class Row:
    """One line of the table. *bar* is what must be reached: at most that much, or at least where *more_is_better*."""

    title: str
    reading: Reading
    digits: int
    bar: float | None = None
    more_is_better: bool = False

    def verdict(self, value: float | None) -> str:
        """``reached``, ``fell short``, ``not measured``, or nothing where there is no bar."""
        if self.bar is None:
            return ""
        if value is None:
            return "not measured"
        reached = value >= self.bar if self.more_is_better else value <= self.bar
        return "reached" if reached else "fell short"

    @property
    def bar_text(self) -> str:
        """The bar as it stands in the table."""
        if self.bar is None:
            return ""
        return f"{'≥' if self.more_is_better else '≤'} {self.bar:g}"


ROWS = (
    Row("first answer (s)", lambda bot: middle(bot.first_answer), 1, 15),
    Row("  its processor time (s)", lambda bot: middle(bot.start_processor), 1),
    Row("memory (GB)", lambda bot: bot.memory.rss / 1e9 if bot.memory else None, 2, 0.8),
    Row(
        "  shared pages divided (GB)",
        lambda bot: bot.memory.pss / 1e9 if bot.memory and bot.memory.pss else None,
        2,
    ),
    Row("one at a time, median (ms)", lambda bot: middle(bot.median), 1, 30),
    Row("one at a time, p95 (ms)", lambda bot: middle(bot.p95), 1),
    Row("  processor, a message (ms)", lambda bot: middle(bot.processor), 1),
    Row("sixteen at once (1/s)", lambda bot: middle(bot.per_second), 1, 50, more_is_better=True),
    Row("sixteen at once, median (ms)", lambda bot: middle(bot.at_once_median), 0),
    Row("sixteen at once, p95 (ms)", lambda bot: middle(bot.at_once_p95), 0),
)


@dataclass(frozen=True)
class Machine:
    """Where it was measured. ``load``: how many processes wanted a core in the minute before."""

    system: str
    python: str
    rasa: str
    cores: int
    load: float

    @classmethod
    def here(cls) -> Machine:
        """This machine, now."""
        return cls(
            platform.platform(), platform.python_version(), version("rasa"), os.cpu_count() or 1, os.getloadavg()[0]
        )

    @property
    def busy(self) -> bool:
        """Whether others use so much of it that the numbers say little."""
        return self.load > 0.3 * self.cores


def show(ours: Measured | None, starter: Measured | None, machine: Machine, console: Console) -> None:
    """Print the table, and below it whatever a reader must know of the numbers."""
    bots = [bot for bot in (ours, starter) if bot is not None]
    table = Table(
        "",
        *(bot.name for bot in bots),
        "ratio",
        "bar",
        "verdict",
        title="Measured on loopback, medians of the repetitions",
    )
    for column in table.columns[1:-1]:
        column.justify = "right"
    for row in ROWS:
        values = [row.reading(bot) for bot in bots]
        table.add_row(
            row.title,
            *(_number(value, row.digits) for value in values),
            _ratio(values),
            row.bar_text,
            _verdict(row, ours),
        )
    table.add_row("messages, unanswered", *(f"{bot.messages}, {bot.unanswered}" for bot in bots), "", "", "")
    console.print(table)
    console.print(
        f"{machine.system}, {machine.cores} cores, Python {machine.python}, Rasa {machine.rasa}", highlight=False
    )
    if machine.busy:
        console.print(
            f"The machine was busy (load {machine.load:.1f} before the run): all numbers are worse than they need be."
        )
    for bot in bots:
        for remark in dict.fromkeys(bot.remarks):
            console.print(f"{bot.name}: {remark}", markup=False, highlight=False)
        if bot.unanswered:
            console.print(f"{bot.name}: {bot.unanswered} messages were not answered; look at its log.", markup=False)


def save(
    path: Path, ours: Measured | None, starter: Measured | None, machine: Machine, when: datetime, notes: Sequence[str]
) -> None:
    """Write everything to *path* as JSON, so that two runs can be compared."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bars = [
        {
            "what": row.title,
            "bar": row.bar_text,
            "value": row.reading(ours) if ours else None,
            "verdict": _verdict(row, ours),
        }
        for row in ROWS
        if row.bar is not None
    ]
    results: dict[str, Any] = {
        "when": when.isoformat(timespec="seconds"),
        "machine": asdict(machine),
        "bars": bars,
        "wegweiser": asdict(ours) if ours else None,
        "starter": asdict(starter) if starter else None,
        "notes": list(notes),
    }
    path.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _verdict(row: Row, ours: Measured | None) -> str:
    return row.verdict(row.reading(ours) if ours else None)


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _ratio(values: Sequence[float | None]) -> str:
    if len(values) != 2 or values[0] is None or not values[1]:
        return ""
    return f"{values[0] / values[1]:.2f}"
