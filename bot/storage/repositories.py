"""Reading and writing the tables, each call one short transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot.privacy.periods import LastSign
from bot.storage.database import Database
from bot.storage.tables import HANDOFF_STATES, RASA_EVENTS, conversations, offices

_events = sa.table(RASA_EVENTS, sa.column("sender_id"), sa.column("timestamp"))


class OfficeRepository:
    """The offices as plain records, whose keys and meaning the offices' room knows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[dict[str, Any]]:
        """Every record, by id."""
        with self._database.reading() as connection:
            return list(connection.execute(sa.select(offices.c.record).order_by(offices.c.id)).scalars())

    def seed(self, records: Iterable[Mapping[str, Any]]) -> int:
        """Stores the records if there are none yet; says how many were stored."""
        with self._database.writing() as connection:
            if connection.execute(sa.select(offices.c.id).limit(1)).first() is not None:
                return 0
            return insert_offices(connection, records)

    def replace(self, record: Mapping[str, Any], now: datetime) -> None:
        """Stores a changed or new office under its id."""
        values = {"record": dict(record), "edited_at": now}
        with self._database.writing() as connection:
            _put(connection, offices, str(record["id"]), values)


class ConversationRepository:
    """When each conversation was last alive, and who is in charge of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def touch(self, conversation_id: str, now: datetime) -> None:
        """Notes a message."""
        with self._database.writing() as connection:
            _put(connection, conversations, conversation_id, {"last_message_at": now})

    def handoff(self, conversation_id: str) -> str | None:
        """State of the hand-off: offered, waiting, active, closed, or none."""
        with self._database.reading() as connection:
            statement = sa.select(conversations.c.handoff).where(conversations.c.id == conversation_id)
            return connection.execute(statement).scalar_one_or_none()

    def set_handoff(self, conversation_id: str, state: str | None, now: datetime) -> None:
        """Notes a new state of the hand-off; a conversation not known yet begins with it.

        Raises:
            ValueError: if there is no such state.
        """
        if state is not None and state not in HANDOFF_STATES:
            raise ValueError(f"{state!r} is no state of a hand-off; use None or one of {', '.join(HANDOFF_STATES)}.")
        changed = {"handoff": state, "handoff_since": None if state is None else now}
        with self._database.writing() as connection:
            _put(connection, conversations, conversation_id, changed, {"last_message_at": now})

    def silent_since(self, cutoff: datetime) -> list[str]:
        """Conversations without a message after `cutoff`, longest silent first."""
        statement = (
            sa.select(conversations.c.id)
            .where(conversations.c.last_message_at <= cutoff)
            .order_by(conversations.c.last_message_at)
        )
        with self._database.reading() as connection:
            return list(connection.execute(statement).scalars())

    def last_sign(self, conversation_id: str) -> LastSign | None:
        """When it was last alive and how its hand-off stands; none if it is not known."""
        statement = sa.select(
            conversations.c.last_message_at, conversations.c.handoff, conversations.c.handoff_since
        ).where(conversations.c.id == conversation_id)
        with self._database.reading() as connection:
            row = connection.execute(statement).one_or_none()
        return None if row is None else LastSign(*row)

    def erase(self, conversation_id: str) -> int:
        """Removes it; says how many rows went."""
        with self._database.writing() as connection:
            return _gone(connection, sa.delete(conversations).where(conversations.c.id == conversation_id))


class TrackerEvents:
    """What Rasa keeps of a conversation in its own table, which is there once Rasa has started on this database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def erase(self, conversation_id: str) -> int:
        """Removes every event; says how many went."""
        with self._database.writing() as connection:
            if not _has_events(connection):
                return 0
            return _gone(connection, sa.delete(_events).where(_events.c.sender_id == conversation_id))

    def silent_since(self, cutoff: datetime) -> list[str]:
        """Conversations without an event after `cutoff`."""
        statement = (
            sa.select(_events.c.sender_id)
            .group_by(_events.c.sender_id)
            .having(sa.func.max(_events.c.timestamp) <= cutoff.timestamp())
        )
        with self._database.reading() as connection:
            return list(connection.execute(statement).scalars()) if _has_events(connection) else []

    def last_sign(self, conversation_id: str) -> LastSign | None:
        """When the last event was; none if there is none."""
        statement = sa.select(sa.func.max(_events.c.timestamp)).where(_events.c.sender_id == conversation_id)
        with self._database.reading() as connection:
            newest = connection.execute(statement).scalar_one() if _has_events(connection) else None
        return None if newest is None else LastSign(datetime.fromtimestamp(newest, timezone.utc))


class DatabaseFile:
    """What erased rows leave behind in SQLite's file and log: cleared last of all stores."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def erase(self, conversation_id: str) -> int:
        """Clears all remains, whosever they are; no row is lost, so none is counted."""
        self._database.settle()
        return 0


def insert_offices(connection: Connection, records: Iterable[Mapping[str, Any]]) -> int:
    """Adds records to an empty table, inside the caller's transaction."""
    rows = [{"id": str(record["id"]), "record": dict(record)} for record in records]
    if rows:
        connection.execute(sa.insert(offices), rows)
    return len(rows)


def _put(
    connection: Connection, table: sa.Table, key: str, values: Mapping[str, Any], first: Mapping[str, Any] | None = None
) -> None:
    """Inserts the row or changes it; `first` holds values that only a new row gets."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(id=key, **{**(first or {}), **values})
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=dict(values)))


def _gone(connection: Connection, statement: sa.sql.Delete) -> int:
    return int(connection.execute(statement).rowcount)


def _has_events(connection: Connection) -> bool:
    return bool(sa.inspect(connection).has_table(RASA_EVENTS))
