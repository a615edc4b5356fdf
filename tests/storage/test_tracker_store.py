"""Rasa's own tracker store keeps its table in the same database, and our deletion reaches it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.trackers import Trackers
from bot.storage import Database, DatabaseFile, TrackerEvents
from bot.storage.schema import status

MARKED = "Zitronenfalter auf dem Amt"


@contextmanager
def trackers(database: Database) -> Iterator[Trackers]:
    store = Trackers(database.engine_for_rasa())
    try:
        yield store
    finally:
        store.engine.dispose()


def said(store: Trackers, sender: str, text: str) -> DialogueStateTracker:
    tracker = DialogueStateTracker(sender, store.domain.slots)
    tracker.update(UserUttered(text))
    return tracker


def test_rasa_stores_beside_us_and_is_erased(database: Database) -> None:
    with trackers(database) as store:
        for sender in ("a", "b"):
            asyncio.run(store.save(said(store, sender, MARKED)))

    events, now = TrackerEvents(database), datetime.now(timezone.utc)
    sign = events.last_sign("a")
    assert sign is not None
    assert abs(sign.at - now) < timedelta(minutes=1)
    assert sorted(events.silent_since(now + timedelta(minutes=1))) == ["a", "b"]
    assert events.erase("a") == 1
    assert events.last_sign("a") is None
    assert events.last_sign("b") is not None
    assert status(database).state == "current"


def test_each_event_is_stored_once_and_in_order(database: Database) -> None:
    with trackers(database) as store:
        asyncio.run(store.save(said(store, "a", "one")))
        for text in ("two", "three"):
            tracker = asyncio.run(store.get_or_create_tracker("a"))
            tracker.update(UserUttered(text))
            asyncio.run(store.save(tracker))
            asyncio.run(store.save(tracker))

        kept = asyncio.run(store.retrieve("a"))

    assert kept is not None
    assert [event.text for event in kept.events] == ["one", "two", "three"]


def test_only_the_session_that_runs_is_read(database: Database) -> None:
    with trackers(database) as store:
        asyncio.run(store.save(said(store, "a", "last week")))
        tracker = asyncio.run(store.get_or_create_tracker("a"))
        tracker.update(SessionStarted())
        tracker.update(UserUttered("today"))
        asyncio.run(store.save(tracker))
        again = asyncio.run(store.get_or_create_tracker("a"))
        again.update(UserUttered("now"))
        asyncio.run(store.save(again))

        kept, whole = asyncio.run(store.retrieve("a")), asyncio.run(store.retrieve_full_tracker("a"))

    assert kept is not None and whole is not None
    assert [event.text for event in kept.events if isinstance(event, UserUttered)] == ["today", "now"]
    assert [event.text for event in whole.events if isinstance(event, UserUttered)] == ["last week", "today", "now"]


def test_what_was_erased_is_in_no_file_any_more(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'wegweiser.db'}")
    database.prepare(lambda: [])
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE events (sender_id TEXT, timestamp FLOAT, data TEXT)")
        for sender in "ab":
            connection.exec_driver_sql(f"INSERT INTO events VALUES ('{sender}', 1, '{MARKED}')")
    assert any(MARKED.encode() in file.read_bytes() for file in tmp_path.iterdir())

    for sender in "ab":
        TrackerEvents(database).erase(sender)
    DatabaseFile(database).erase("a")

    assert [file.name for file in tmp_path.iterdir() if MARKED.encode() in file.read_bytes()] == []
