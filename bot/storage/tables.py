"""The tables. Migrations make them; a test holds both equal. Rasa's own table `events` is not ours to change."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

RASA_EVENTS = "events"
HANDOFF_STATES = ("offered", "waiting", "active", "closed")


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment, always with its time zone in Python; SQLite, which knows none, keeps UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored; use datetime.now(timezone.utc).")
        utc = value.astimezone(timezone.utc)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


metadata = sa.MetaData()

offices = sa.Table(
    "offices",
    metadata,
    sa.Column("id", sa.String(100), primary_key=True),
    # The whole record as in data/offices, id included.
    sa.Column("record", sa.JSON(none_as_null=True), nullable=False),
    # Null until a coordinator changes the office.
    sa.Column("edited_at", UtcDateTime()),
)

conversations = sa.Table(
    "conversations",
    metadata,
    # Rasa's sender id.
    sa.Column("id", sa.String(255), primary_key=True),
    sa.Column("last_message_at", UtcDateTime(), nullable=False, index=True),
    sa.Column("handoff", sa.String(10)),
    sa.Column("handoff_since", UtcDateTime()),
    sa.CheckConstraint("handoff IN ('offered', 'waiting', 'active', 'closed')", name="handoff_is_a_known_state"),
)
