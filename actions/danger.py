"""Danger: the numbers first, a German sentence for the phone, no question before them."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.memory import Memory, introduce, say, say_lines
from bot.languages import UNDERSTOOD, language
from bot.orientation import EmergencyKind, Guide


class Emergency(Action):
    """Says what to do now. It depends on no model: the kind is set by a phrase or by the classifier, either is enough."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def name(self) -> str:
        """See the rules in ``data/stories/danger.yml``."""
        return "action_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Numbers, sentence, the optional question for the town, and how to undo a false alarm."""
        memory = Memory(tracker)
        kind = EmergencyKind(memory["emergency"] or "medical")
        code = memory["language"] if memory["language"] in UNDERSTOOD else "de"
        numbers = self._guide.helplines(kind, code)
        spoken = {"language": language(code).german}
        lines: list[Any] = [f"danger_{kind.value}"]
        lines += [
            ("danger_number", {"number": line.number or line.link, "who": {"key": f"helpline_{line.id}"}})
            for line in numbers
        ]
        if numbers:
            lines += ["", "danger_say", (self._guide.german_sentence_key(kind), spoken)]
        say_lines(dispatcher, *lines)
        introduce(dispatcher, memory)
        town = self._guide.may_ask_town(kind)
        undo = ["no_danger", "human"]
        if town and memory["place"] is None:
            say(dispatcher, "ask_place_urgent", choices=["refuse", *undo])
        else:
            say(dispatcher, "danger_undo", choices=undo)
        memory["misses"] = 0
        return memory.events()
