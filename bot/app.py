"""The one place where the rooms are wired together. Nothing here decides or speaks; nothing elsewhere builds.

Importing this module imports Rasa (seconds); commands import it when they need it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rasa_sdk import Action

from bot.languages import Catalogue
from bot.model import current_model
from bot.offices import Contact, Directory, Gazetteer, load_finders, parse_office
from bot.orientation import EligibilityTable, Guide, Helplines
from bot.privacy import Erasable, KnowsLastSign, Periods, PurgeLoop, erase_everything, purge
from bot.settings import HOST, Settings
from bot.storage import (
    ConversationRepository,
    Database,
    DatabaseFile,
    OfficeRepository,
    TrackerEvents,
)

if TYPE_CHECKING:
    from sanic import Sanic

    from bot.dialogue.agent import WegweiserAgent

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of the running service."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class House:
    """The rooms, furnished: what serving, chatting and tests share."""

    settings: Settings
    database: Database
    conversations: ConversationRepository
    events: TrackerEvents
    guide: Guide
    catalogue: Catalogue
    gazetteer: Gazetteer
    clock: Clock

    def erase(self, conversation_id: str) -> int:
        """Erase all that is kept about a conversation. Call it under its lock."""
        return erase_everything(conversation_id, [self.events, self.conversations, DatabaseFile(self.database)])

    def actions(self) -> list[Action]:
        """Every action, each with its use case."""
        from actions.answers import Answer, Misunderstood, OfferHuman
        from actions.danger import Emergency
        from actions.hearing import Hear
        from actions.orientation import QUESTIONS, AskQuestion, Recommend, ValidateOrientationForm
        from actions.privacy import DeleteData, Restart

        return [
            Hear(),
            ValidateOrientationForm(self.guide),
            Recommend(self.guide),
            Answer(self.guide),
            Misunderstood(self.guide),
            OfferHuman(self.guide),
            Emergency(self.guide),
            DeleteData(self.erase),
            Restart(),
            *(AskQuestion(question) for question in QUESTIONS),
        ]


def build(settings: Settings, clock: Clock = utc_now) -> House:
    """Open the database (created, upgraded and seeded as needed) and load the rules, offices and words.

    Raises ``StorageError``, ``RuleDataError``, ``OfficesError``, ``GazetteerError`` or ``CatalogueError``, each with a
    sentence that says what to do.
    """
    database = Database(settings.database_url)
    database.prepare()
    gazetteer = Gazetteer.load()
    records = OfficeRepository(database).all()
    carriers = {name: Contact(each.phone, website=each.site) for name, each in settings.carrier_contacts.items()}
    directory = Directory(tuple(parse_office(record) for record in records), gazetteer, carriers)
    table = EligibilityTable.load(on=clock().date())
    guide = Guide(table, directory, Helplines.load(), load_finders(), _central(settings), clock)
    return House(
        settings=settings,
        database=database,
        conversations=ConversationRepository(database),
        events=TrackerEvents(database),
        guide=guide,
        catalogue=Catalogue(),
        gazetteer=gazetteer,
        clock=clock,
    )


def build_agent(house: House, model: Path | None = None) -> WegweiserAgent:
    """The agent with the newest model, storing in the house's database. Raises ``ModelError`` where no model serves."""
    from bot.dialogue.agent import WegweiserAgent
    from bot.dialogue.endpoint import InProcessActions, prepare_rasa
    from bot.dialogue.locks import ConversationLocks
    from bot.dialogue.trackers import Trackers
    from bot.dialogue.words import CatalogueGenerator

    path = model or current_model(house.settings.models_dir)
    prepare_rasa()
    store = Trackers(house.database.engine_for_rasa())
    agent = WegweiserAgent(
        places=PlaceAnswers(house.gazetteer),
        touch=lambda conversation: house.conversations.touch(conversation, house.clock()),
        generator=CatalogueGenerator(house.catalogue, facts=_facts(house.settings)),
        tracker_store=store,
        lock_store=ConversationLocks(),
        action_endpoint=InProcessActions(house.actions()),
    )
    # Rasa would wrap the store in one that falls back to memory without a word: a turn that is not stored must be told.
    agent.tracker_store = store
    agent.load_model(str(path))
    return agent


class PlaceAnswers:
    """The gazetteer as the dialogue asks it: the answer to "in which town?"."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def answer(self, text: str) -> tuple[str, ...]:
        """Official names or postal codes that *text* may mean; namesakes with their district."""
        places = self._gazetteer.resolve(text).places
        values = [place.value for place in places]
        return tuple(values if len(set(values)) == len(values) else [place.label for place in places])


def build_server(house: House, *, api: bool) -> Sanic:
    """The web server with its channels. ``api`` also mounts Rasa's own HTTP API and the REST channel, for loopback only."""
    from rasa.core import run as rasa_run

    from bot.channels.rest import RestChannel

    app = rasa_run.configure_app([RestChannel()] if api else [], cors=None, enable_api=api, port=house.settings.port)
    app.register_listener(partial(_start, house), "before_server_start")
    app.register_listener(partial(_stop, house), "after_server_stop")
    return app


async def _start(house: House, app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
    agent = build_agent(house)
    app.ctx.agent = agent
    known: list[KnowsLastSign] = [house.conversations, house.events]
    stores: list[Erasable] = [house.events, house.conversations, DatabaseFile(house.database)]
    periods = Periods(without_case=timedelta(hours=house.settings.keep_hours))
    loop = PurgeLoop(lambda now: purge(now, periods, known, stores, agent.lock_store.lock), house.clock)
    app.ctx.purging = asyncio.get_running_loop().create_task(loop.run())
    print(f"Wegweiser is listening on http://{HOST}:{house.settings.port}", flush=True)


async def _stop(house: House, app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
    purging = getattr(app.ctx, "purging", None)
    if purging is not None:
        purging.cancel()
        with suppress(asyncio.CancelledError):
            await purging
    if hasattr(app.ctx, "agent"):
        app.ctx.agent.tracker_store.engine.dispose()
    house.database.close()


def _facts(settings: Settings) -> dict[str, object]:
    return {"hours": settings.keep_hours}


def _central(settings: Settings) -> str:
    central = settings.central
    return ", ".join(part for part in (central.name, central.phone, central.site) if part) if central else ""
