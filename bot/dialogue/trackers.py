"""Where Rasa keeps its conversations: in our database, read and written with as few statements as a turn needs."""

from __future__ import annotations

import itertools
import json
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker


class Trackers(SQLTrackerStore):
    """Rasa's store on an engine of ours.

    Rasa's own opens a connection for each turn, loads whole rows where only their text is read, and counts before it
    writes what it has just read; together a third of a turn.
    """

    def __init__(self, engine: Engine) -> None:
        # Not SQLTrackerStore's, which would make an engine of its own and try for ever to reach it.
        self.engine = engine
        self.Base.metadata.create_all(engine)
        self.sessionmaker = sessionmaker(bind=engine)
        TrackerStore.__init__(self, Domain.empty())

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        with self.session_scope() as session:
            query = self._event_query(session, sender_id, fetch_events_from_all_sessions)
            events = [json.loads(data) for (data,) in query.with_entities(self.SQLEvent.data)]
        if not events:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        if not fetch_events_from_all_sessions:
            tracker.stored_events = len(events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the events of this turn. The turn's lock is held, so nobody else adds any meanwhile."""
        await self.stream_events(tracker)
        with self.session_scope() as session:
            stored = getattr(tracker, "stored_events", None)
            if stored is None:
                stored = self._event_query(session, tracker.sender_id, False).count()
            rows = [_row(tracker.sender_id, event) for event in itertools.islice(tracker.events, stored, None)]
            if rows:
                session.execute(self.SQLEvent.__table__.insert(), rows)
            session.commit()
        tracker.stored_events = len(tracker.events)


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
