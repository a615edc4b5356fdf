"""Rasa's own tracker store keeps its table in the same database, and our deletion reaches it."""

from __future__ import annotations

import asyncio
import warnings
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.storage import Database, DatabaseFile, TrackerEvents, tracker_store_endpoint
from bot.storage.schema import status

MARKED = "Zitronenfalter auf dem Amt"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////var/lib/wegweiser/wegweiser.db",
        "postgresql://bot:p%40ss%2Fw%3Ard@db.example:5433/wegweiser?sslmode=require",
        "postgresql://bot@/wegweiser?host=%2Fvar%2Frun%2Fpostgresql",
    ],
)
def test_the_address_reaches_rasa_whole(url: str) -> None:
    from sqlalchemy.engine import make_url

    endpoint = tracker_store_endpoint(url)

    assert endpoint["type"] == "sql"
    assert make_url(endpoint["url"]) == make_url(url)


def test_rasa_stores_beside_us_and_is_erased(database: Database) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from rasa.core.tracker_store import SQLTrackerStore, create_tracker_store
        from rasa.shared.core.domain import Domain
        from rasa.shared.core.events import UserUttered
        from rasa.shared.core.trackers import DialogueStateTracker
        from rasa.utils.endpoints import EndpointConfig

        endpoint = EndpointConfig(**tracker_store_endpoint(database.url.render_as_string(hide_password=False)))
        store = create_tracker_store(endpoint, Domain.empty())
        inner = getattr(store, "_tracker_store", store)
        assert isinstance(inner, SQLTrackerStore), "Rasa fell back to another store"
        for sender in ("a", "b"):
            tracker = DialogueStateTracker(sender, [])
            tracker.update(UserUttered(MARKED))
            asyncio.run(inner.save(tracker))
        inner.engine.dispose()

    events, now = TrackerEvents(database), datetime.now(timezone.utc)
    sign = events.last_sign("a")
    assert sign is not None
    assert abs(sign.at - now) < timedelta(minutes=1)
    assert sorted(events.silent_since(now + timedelta(minutes=1))) == ["a", "b"]
    assert events.erase("a") == 1
    assert events.last_sign("a") is None
    assert events.last_sign("b") is not None
    assert status(database).state == "current"


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
