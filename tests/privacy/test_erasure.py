"""Erasing at once and by itself, with the real stores."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone

import pytest

from bot.privacy import ErasureIncomplete, Periods, Purged, PurgeLoop, erase_everything, purge
from bot.storage import ConversationRepository, Database, DatabaseFile, TrackerEvents

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)


class Broken:
    """A store whose database is away."""

    def erase(self, conversation_id: str) -> int:
        raise OSError(f"cannot erase {conversation_id}")


class Locks:
    """Remembers whom it locked; may do something while a purge waits."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.held: set[str] = set()

    async def while_waiting(self, conversation_id: str) -> None:
        await asyncio.sleep(0)

    @asynccontextmanager
    async def __call__(self, conversation_id: str) -> AsyncIterator[None]:
        await self.while_waiting(conversation_id)
        self.taken.append(conversation_id)
        self.held.add(conversation_id)
        try:
            yield
        finally:
            self.held.remove(conversation_id)


@pytest.fixture
def conversations(database: Database) -> ConversationRepository:
    return ConversationRepository(database)


@pytest.fixture
def events(database: Database) -> TrackerEvents:
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE events (sender_id VARCHAR(255), timestamp FLOAT)")
        for sender, at in (("both", NOW - 30 * HOUR), ("rasa only", NOW - 30 * HOUR), ("alive", NOW - HOUR)):
            connection.exec_driver_sql(f"INSERT INTO events VALUES ('{sender}', {at.timestamp()})")
    return TrackerEvents(database)


def test_everything_goes_at_once(
    database: Database, conversations: ConversationRepository, events: TrackerEvents
) -> None:
    conversations.touch("both", NOW)
    conversations.set_handoff("both", "active", NOW)

    assert erase_everything("both", [events, conversations, DatabaseFile(database)]) == 2
    assert conversations.last_sign("both") is None
    assert events.last_sign("both") is None
    assert events.last_sign("alive") is not None


def test_a_store_that_fails_does_not_keep_the_others_from_erasing(conversations: ConversationRepository) -> None:
    conversations.touch("person-7", NOW)

    with pytest.raises(ErasureIncomplete, match="Broken failed") as incomplete:
        erase_everything("person-7", [Broken(), conversations])

    assert conversations.last_sign("person-7") is None
    assert "person-7" not in str(incomplete.value)


def test_a_purge_takes_the_silent_ones_under_their_locks(
    conversations: ConversationRepository, events: TrackerEvents
) -> None:
    conversations.touch("both", NOW - 30 * HOUR)
    conversations.touch("alive", NOW - 30 * HOUR)
    conversations.touch("ours only", NOW - 30 * HOUR)
    conversations.touch("waits", NOW - 30 * HOUR)
    conversations.set_handoff("waits", "waiting", NOW - 30 * HOUR)
    locks = Locks()

    done = asyncio.run(purge(NOW, Periods(), [conversations, events], [events, conversations], locks))

    assert done == Purged(conversations=3, rows=4, failed=0)
    assert set(locks.taken) >= {"both", "rasa only", "ours only"}
    assert sorted(conversations.silent_since(NOW)) == ["alive", "waits"]
    assert events.silent_since(NOW) == ["alive"]


def test_who_writes_while_the_purge_waits_for_the_lock_stays(conversations: ConversationRepository) -> None:
    conversations.touch("late", NOW - 30 * HOUR)

    class WritesMeanwhile(Locks):
        async def while_waiting(self, conversation_id: str) -> None:
            conversations.touch(conversation_id, NOW)

    done = asyncio.run(purge(NOW, Periods(), [conversations], [conversations], WritesMeanwhile()))

    assert done == Purged(0, 0, 0)
    assert conversations.last_sign("late") is not None


def test_a_conversation_that_cannot_be_erased_does_not_stop_the_purge(conversations: ConversationRepository) -> None:
    for name in ("a", "b"):
        conversations.touch(name, NOW - 30 * HOUR)

    class FailsFor(Broken):
        def erase(self, conversation_id: str) -> int:
            return super().erase(conversation_id) if conversation_id == "a" else 0

    done = asyncio.run(purge(NOW, Periods(), [conversations], [FailsFor(), conversations], Locks()))

    assert (done.conversations, done.failed) == (1, 1)


def test_the_loop_goes_on_after_a_failed_purge_and_asks_the_clock_each_time() -> None:
    moments = iter([NOW, NOW + HOUR, NOW + 2 * HOUR])
    asked: list[datetime] = []
    slept: list[float] = []

    async def once(now: datetime) -> Purged:
        asked.append(now)
        if len(asked) == 1:
            raise OSError("away")
        return Purged(0, 0, 0)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise asyncio.CancelledError

    loop = PurgeLoop(once, lambda: next(moments), every=timedelta(minutes=5), sleep=sleep)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(loop.run())

    assert asked == [NOW, NOW + HOUR, NOW + 2 * HOUR]
    assert slept == [300.0, 300.0, 300.0]
