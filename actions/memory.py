"""What the conversation holds, read from Rasa's slots, and what a turn changes about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.languages import ANSWERED, UNDERSTOOD, language
from bot.orientation import AgeGroup, ForWhom, Need, Person, ResidenceStatus

OFFERED = "languages_offered"
"""The point that says that the languages of the answers were offered; from then on a choice among them holds."""

MAIN_QUESTIONS = ("needs", "age_group", "place", "residence_status")

# Actions that speak before the form takes its turn: after one of them the message counts as answered.
ANSWERING = frozenset(
    {
        "action_answer",
        "action_emergency",
        "action_offer_human",
        "action_misunderstood",
        "action_delete_data",
        "action_restart",
    }
)


class Memory:
    """The slots of one conversation, with the changes of this turn laid over them."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self.changes: dict[str, Any] = {}

    def __getitem__(self, slot: str) -> Any:
        return self.changes[slot] if slot in self.changes else self._tracker.get_slot(slot)

    def __setitem__(self, slot: str, value: Any) -> None:
        self.changes[slot] = value

    @property
    def intent(self) -> str:
        """The intent of the message being answered."""
        return str((self._tracker.latest_message.get("intent") or {}).get("name") or "nlu_fallback")

    def said(self, entity: str) -> list[Any]:
        """The values of *entity* in the message being answered."""
        entities = self._tracker.latest_message.get("entities") or []
        return [each["value"] for each in entities if each["entity"] == entity]

    @property
    def entities(self) -> list[Mapping[str, Any]]:
        """All entities of the message being answered."""
        return self._tracker.latest_message.get("entities") or []

    @property
    def asked(self) -> str | None:
        """The question that is open."""
        return self._tracker.get_slot("requested_slot")

    @property
    def answered(self) -> frozenset[str]:
        """Questions that need no asking any more, whether answered, skipped or refused."""
        return frozenset(self["answered"] or ())

    def settle(self, *questions: str) -> None:
        """Mark *questions* as answered."""
        self["answered"] = sorted(self.answered | set(questions))

    def reopen(self, *questions: str) -> None:
        """Take *questions* as never asked."""
        self["answered"] = sorted(self.answered - set(questions))

    @property
    def points(self) -> dict[str, Any]:
        """What must be cleared before the next question (which Münster, whose age, which permit)."""
        return dict(self["open_points"] or {})

    def note(self, point: str, value: Any) -> None:
        """Keep *point* open with *value*; ``None`` closes it."""
        points = self.points
        if value is None:
            points.pop(point, None)
        else:
            points[point] = value
        self["open_points"] = points

    @property
    def person(self) -> Person:
        """The person the help is for, as far as it is known."""
        return Person(
            for_whom=ForWhom(self["for_whom"] or "self"),
            age_group=AgeGroup(self["age_group"]) if self["age_group"] else None,
            adult_age_group=AgeGroup(self["adult_age_group"]) if self["adult_age_group"] else None,
            residence_status=ResidenceStatus(self["residence_status"]) if self["residence_status"] else None,
            needs=tuple(Need(need) for need in self["needs"] or ()),
            unaccompanied=self["unaccompanied"],
            in_reception_facility=self["in_reception_facility"],
            place=self["place"],
        )

    def happened_this_turn(self, *kinds: str) -> list[str]:
        """Names of the events of these kinds since the person's message (for ``action``: the actions' names)."""
        found: list[str] = []
        for event in reversed(self._tracker.events):
            if event.get("event") == "user":
                break
            if event.get("event") in kinds:
                found.append(str(event.get("name")))
        return found

    @property
    def already_answered(self) -> bool:
        """Whether an action has spoken to this message before the form."""
        return bool(ANSWERING.intersection(self.happened_this_turn("action")))

    def events(self) -> list[EventType]:
        """The turn's changes as Rasa's events; what stays the same makes none."""
        return [SlotSet(slot, value) for slot, value in self.changes.items() if value != self._tracker.get_slot(slot)]


def say(dispatcher: CollectingDispatcher, key: str, **values: Any) -> None:
    """Send the words of *key*; *values* as :class:`bot.dialogue.words.CatalogueGenerator` takes them."""
    dispatcher.utter_message(response=f"utter_{key}", **values)


def say_lines(dispatcher: CollectingDispatcher, *parts: tuple[str, Mapping[str, Any]] | str, **values: Any) -> None:
    """Send one message of several lines, each a key or a key with values; an empty key is a blank line."""
    lines = [[part, {}] if isinstance(part, str) else [part[0], dict(part[1])] for part in parts]
    dispatcher.utter_message(response="utter_lines", parts=lines, **values)


def introduce(dispatcher: CollectingDispatcher, memory: Memory) -> None:
    """Say once that this is a program of the AWO, no human and no authority; it never delays an answer."""
    if not memory["introduced"]:
        say(dispatcher, "notice")
        memory["introduced"] = True
    if memory["language"] in UNDERSTOOD and memory["language"] not in ANSWERED and not memory.points.get(OFFERED):
        offer_languages(dispatcher, memory)


def offer_languages(dispatcher: CollectingDispatcher, memory: Memory) -> None:
    """Say, in the person's own language, that it is understood, and which languages there are answers in."""
    memory.note(OFFERED, True)
    choices = [f"language:{code}" for code in ANSWERED]
    say(dispatcher, "language_not_yet", language=language(memory["language"]).name, choices=choices)
