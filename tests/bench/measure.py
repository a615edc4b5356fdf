"""The same measurements for any bot: start, memory after many conversations, speed alone and at once."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.bench.budget import Budget, OutOfTime
from tests.bench.load import Load, persons, write
from tests.bench.messages import Script
from tests.bench.servers import Memory, Server

START_LIMIT = 240.0
"""Seconds within which a bot must have answered for the first time; Rasa's starter bot takes minutes on a busy machine."""


@dataclass(frozen=True)
class Extent:
    """How much is measured. ``persons_alone`` and ``persons_at_once`` are per repetition, ``width`` of the latter at a time."""

    starts: int
    conversations: int
    repetitions: int
    persons_alone: int
    persons_at_once: int
    width: int = 16


FULL = Extent(starts=3, conversations=200, repetitions=3, persons_alone=16, persons_at_once=64)
QUICK = Extent(starts=1, conversations=40, repetitions=1, persons_alone=8, persons_at_once=32)


@dataclass
class Measured:
    """What was measured of one bot; one number per repetition. A list stays empty where nothing was measured."""

    name: str
    first_answer: list[float] = field(default_factory=list)
    """Seconds from the start of the process."""
    start_processor: list[float] = field(default_factory=list)
    """Seconds of processor time until then; unlike the clock it hardly grows when others use the machine."""
    memory: Memory | None = None
    conversations: int = 0
    """Conversations held before the memory was read."""
    median: list[float] = field(default_factory=list)
    """Milliseconds per message, one person at a time."""
    p95: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    """Milliseconds of the server's processor time per message, one person at a time."""
    per_second: list[float] = field(default_factory=list)
    """Messages per second, many persons at once."""
    at_once_median: list[float] = field(default_factory=list)
    at_once_p95: list[float] = field(default_factory=list)
    messages: int = 0
    unanswered: int = 0
    remarks: list[str] = field(default_factory=list)
    """What a reader must know of the numbers, such as parts left out."""

    def add(self, load: Load) -> None:
        """Count the messages of *load*."""
        self.messages += len(load.milliseconds) + load.unanswered
        self.unanswered += load.unanswered
        if load.cut_short:
            self.remarks.append("A part was cut short, since its time was used up.")


def middle(values: list[float]) -> float | None:
    """The median of the repetitions, ``None`` where there is none."""
    return statistics.median(values) if values else None


@dataclass(frozen=True)
class Subject:
    """A bot to measure: how it is started, what persons write to it, and what it says when a turn failed."""

    name: str
    server: Callable[[], Server]
    scripts: Mapping[str, Script]
    apologies: frozenset[str] = frozenset()

    @property
    def first_message(self) -> str:
        """What is asked until it is answered."""
        return next(iter(self.scripts.values()))[0]


def measure(subject: Subject, extent: Extent, budget: Budget) -> Measured:
    """Start the bot once, load it and end it.

    Raises ``ServerError`` when it does not answer at all, ``OutOfTime`` when not even its start could begin. When *budget* is
    used up later, what follows is left out and remarked.
    """
    found = Measured(subject.name)
    with subject.server() as running:
        _start(found, subject, running, budget)
        try:
            _converse(found, subject, running, extent, budget)
            for number in range(1, extent.repetitions + 1):
                _speed(found, subject, running, extent, budget, number)
        except OutOfTime as error:
            found.remarks.append(str(error))
    return found


def start_again(found: Measured, subject: Subject, budget: Budget) -> None:
    """Measure the start once more, if there is time for it."""
    if budget.left < 10 + 1.5 * max(found.first_answer):
        found.remarks.append(
            f"Started {len(found.first_answer)} times instead of more often, since little time was left."
        )
        return
    with subject.server() as running:
        _start(found, subject, running, budget)


def _start(found: Measured, subject: Subject, running: Server, budget: Budget) -> None:
    seconds = running.first_answer(subject.first_message, budget.share(START_LIMIT, f"starting {found.name}"))
    found.first_answer.append(seconds)
    found.start_processor.append(running.processor_seconds())
    budget.say(f"{found.name}: first answer after {seconds:.1f} s")


def _converse(found: Measured, subject: Subject, running: Server, extent: Extent, budget: Budget) -> None:
    limit = budget.share(120, f"{extent.conversations} conversations with {found.name}")
    everyone = persons(subject.scripts.values(), extent.conversations)
    load = write(running.address, everyone, at_once=extent.width, limit=limit, apologies=subject.apologies)
    found.add(load)
    found.conversations, found.memory = load.persons, running.memory()
    held = found.memory.rss / 1e9
    budget.say(f"{found.name}: {held:.2f} GB after {load.persons} conversations ({load.seconds:.0f} s)")


def _speed(found: Measured, subject: Subject, running: Server, extent: Extent, budget: Budget, number: int) -> None:
    before = running.processor_seconds()
    limit = budget.share(45, f"the speed of {found.name}")
    everyone = persons(subject.scripts.values(), extent.persons_alone)
    alone = write(running.address, everyone, at_once=1, limit=limit, apologies=subject.apologies)
    found.add(alone)
    found.median.append(alone.median)
    found.p95.append(alone.p95)
    found.processor.append(1000 * (running.processor_seconds() - before) / max(1, len(alone.milliseconds)))
    limit = budget.share(45, f"the speed of {found.name} with many persons")
    everyone = persons(subject.scripts.values(), extent.persons_at_once)
    crowd = write(running.address, everyone, at_once=extent.width, limit=limit, apologies=subject.apologies)
    found.add(crowd)
    found.per_second.append(crowd.per_second)
    found.at_once_median.append(crowd.median)
    found.at_once_p95.append(crowd.p95)
    budget.say(
        f"{found.name}: {number} of {extent.repetitions}: alone {alone.median:.0f} ms median, {alone.p95:.0f} ms p95; "
        f"{extent.width} at once {crowd.per_second:.0f} messages/s"
    )
