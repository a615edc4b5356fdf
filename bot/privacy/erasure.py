"""Erasing: at once when a person asks, by itself when a conversation has been silent long enough."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.privacy.periods import LastSign, Periods

log = structlog.get_logger()

Lock = Callable[[str], AbstractAsyncContextManager[object]]
"""Gives the lock of one conversation, so that no turn is under way while it is erased."""

Clock = Callable[[], datetime]
EVERY = timedelta(minutes=10)


class Erasable(Protocol):
    """A store that keeps something of conversations."""

    def erase(self, conversation_id: str) -> int:
        """Removes all it keeps of the conversation; says how many rows or entries went."""
        ...


class KnowsLastSign(Protocol):
    """A store that knows when conversations were last alive."""

    def silent_since(self, cutoff: datetime) -> Sequence[str]:
        """Ids of the conversations without a sign after `cutoff`."""
        ...

    def last_sign(self, conversation_id: str) -> LastSign | None:
        """What it knows of one conversation; none if nothing."""
        ...


class ErasureIncomplete(Exception):
    """Some stores could not erase; the others did. The message names the stores, never the conversation."""


@dataclass(frozen=True)
class Purged:
    """What a purge did; `failed` conversations are tried again at the next one."""

    conversations: int
    rows: int
    failed: int


def erase_everything(conversation_id: str, stores: Sequence[Erasable]) -> int:
    """Erases a conversation in every store; says how many rows went. Call it under the conversation's lock.

    A store that fails does not keep the next ones from erasing.

    Raises:
        ErasureIncomplete: if a store failed. Do not tell the person that it is done.
    """
    rows = 0
    failed: list[str] = []
    first: Exception | None = None
    for store in stores:
        try:
            rows += store.erase(conversation_id)
        except Exception as error:
            failed.append(type(store).__name__)
            first = first or error
    if failed:
        raise ErasureIncomplete(
            f"Not everything was erased: {', '.join(failed)} failed. Try again; what is gone stays gone."
        ) from first
    return rows


async def purge(
    now: datetime, periods: Periods, known: Sequence[KnowsLastSign], stores: Sequence[Erasable], lock: Lock
) -> Purged:
    """Erases every conversation that is due at `now`, one after another, each under its lock.

    A conversation that only some of `known` remember is found as well; one that came alive while the purge waited for
    its lock stays.
    """
    cutoff = now - periods.without_case
    silent: dict[str, None] = {}
    for store in known:
        silent.update(dict.fromkeys(await asyncio.to_thread(store.silent_since, cutoff)))
    conversations = rows = failed = 0
    for conversation_id in silent:
        try:
            async with lock(conversation_id):
                if not periods.due(await asyncio.to_thread(_signs, conversation_id, known), now):
                    continue
                rows += await asyncio.to_thread(erase_everything, conversation_id, stores)
        except Exception as error:
            failed += 1
            log.error("purge.failed", conversation=conversation_id, exc_info=error)
        else:
            conversations += 1
    return Purged(conversations, rows, failed)


def _signs(conversation_id: str, known: Sequence[KnowsLastSign]) -> list[LastSign]:
    return [sign for sign in (store.last_sign(conversation_id) for store in known) if sign is not None]


class PurgeLoop:
    """Purges again and again until it is cancelled; a purge that fails is logged and does not end it.

    `once` is a purge with its stores already given: `lambda now: purge(now, periods, known, stores, lock)`.
    """

    def __init__(
        self,
        once: Callable[[datetime], Awaitable[Purged]],
        clock: Clock,
        every: timedelta = EVERY,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._once = once
        self._clock = clock
        self._every = every
        self._sleep = sleep

    async def run(self) -> None:
        """Purges at once, then each time `every` has passed."""
        while True:
            try:
                purged = await self._once(self._clock())
            except Exception as error:
                log.error("purge.failed", exc_info=error)
            else:
                log.info("purge.done", conversations=purged.conversations, rows=purged.rows, failed=purged.failed)
            await self._sleep(self._every.total_seconds())
