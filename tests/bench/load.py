"""Persons who write: one at a time, or many at once. A person's messages follow each other, each after the last answer."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import httpx

from tests.bench.messages import Script
from tests.bench.servers import WEBHOOK

PATIENCE = 20.0
"""Seconds after which a message counts as unanswered."""


@dataclass
class Load:
    """What came back. ``milliseconds`` holds one number per answered message, ``seconds`` the time of the whole load."""

    milliseconds: list[float] = field(default_factory=list)
    unanswered: int = 0
    seconds: float = 0.0
    persons: int = 0
    cut_short: bool = False

    @property
    def median(self) -> float:
        """Milliseconds within which half of the messages were answered."""
        return statistics.median(self.milliseconds) if self.milliseconds else float("nan")

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 messages were answered."""
        if len(self.milliseconds) < 2:
            return self.median
        return statistics.quantiles(self.milliseconds, n=20, method="inclusive")[-1]

    @property
    def per_second(self) -> float:
        """Answered messages per second."""
        return len(self.milliseconds) / self.seconds if self.seconds else float("nan")


def persons(scripts: Iterable[Script], count: int) -> Iterator[tuple[str, Script]]:
    """*count* new persons, each an id never used before and the next of *scripts*, which begin again at their end."""
    for script in itertools.islice(itertools.cycle(tuple(scripts)), count):
        yield f"bench-{uuid.uuid4().hex}", script


def write(
    address: str, everyone: Iterator[tuple[str, Script]], *, at_once: int, limit: float, apologies: frozenset[str]
) -> Load:
    """Let *everyone* write to the server at *address*, *at_once* of them at a time, for at most *limit* seconds.

    An empty answer, a status other than 200, silence of :data:`PATIENCE` seconds and one of *apologies* count as unanswered.
    """
    return asyncio.run(_write(address, everyone, at_once, limit, apologies))


async def _write(
    address: str, everyone: Iterator[tuple[str, Script]], at_once: int, limit: float, apologies: frozenset[str]
) -> Load:
    load = Load()
    connections = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=PATIENCE, limits=connections) as client:
        begun = time.perf_counter()

        async def chair() -> None:
            # Whoever is done makes room for the next person; all chairs share the one iterator.
            for sender, script in everyone:
                load.persons += 1
                for text in script:
                    if time.perf_counter() - begun > limit:
                        load.cut_short = True
                        return
                    await _ask(client, sender, text, load, apologies)

        await asyncio.gather(*(chair() for _ in range(at_once)))
        load.seconds = time.perf_counter() - begun
    return load


async def _ask(client: httpx.AsyncClient, sender: str, text: str, load: Load, apologies: frozenset[str]) -> None:
    asked = time.perf_counter()
    try:
        response = await client.post(WEBHOOK, json={"sender": sender, "message": text})
        answer = response.json() if response.status_code == 200 else []
    except (httpx.HTTPError, ValueError):
        answer = []
    took = (time.perf_counter() - asked) * 1000
    if answer and not any(each.get("text") in apologies for each in answer):
        load.milliseconds.append(took)
    else:
        load.unanswered += 1
