"""Deleting everything, and beginning anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, Restarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.memory import Memory, say

log = structlog.get_logger(__name__)


class DeleteData(Action):
    """Erases all that is kept about the conversation, then says so; it runs under the conversation's lock.

    The turn itself is not stored afterwards: :mod:`bot.dialogue.agent` sees the slot ``erased``.
    """

    def __init__(self, erase: Callable[[str], object]) -> None:
        self._erase = erase

    def name(self) -> str:
        """See the rules in ``data/stories/privacy.yml``."""
        return "action_delete_data"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Never says that it is done where a store has failed."""
        try:
            await asyncio.to_thread(self._erase, tracker.sender_id)
        except Exception as error:
            log.error("erase_failed", error=type(error).__name__)
            say(dispatcher, "delete_failed", choices=["delete"])
            return []
        say(dispatcher, "deleted")
        return [SlotSet("erased", True)]


class Restart(Action):
    """Asks back before what was said is forgotten, then forgets it and keeps the language. Replaces Rasa's own."""

    def name(self) -> str:
        """Rasa runs this for the intent ``restart``."""
        return "action_restart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """An open hand-off is kept."""
        memory = Memory(tracker)
        if not memory.said("confirmed"):
            say(dispatcher, "restart_sure", choices=["again", "no"])
            memory["confirming"] = "restart"
            # No rule can follow an action of Rasa's own; without this the fallback would speak until Rasa stops it.
            return [*memory.events(), FollowupAction("action_listen")]
        say(dispatcher, "restarted")
        kept = [SlotSet(slot, memory[slot]) for slot in ("language", "introduced", "handoff")]
        # Rasa would begin a new session next, which forgets the language too.
        return [Restarted(), *kept, FollowupAction("action_listen")]
