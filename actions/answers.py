"""Answers to questions and small talk, and what is said when a message was not understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.cards import human_lines, say_card, say_offices, say_reasons
from actions.memory import Memory, introduce, offer_languages, say, say_lines
from actions.orientation import recommendation_of, staying
from bot.languages import ANSWERED, UNDERSTOOD
from bot.orientation import Guide

WHY = frozenset({"needs", "age_group", "adult_age_group", "place", "residence_status", "unaccompanied"})
UNDERSTANDING_TRIES = 3
"""After so many messages in a row that were not understood, a human is offered."""


class Answer(Action):
    """Answers what was asked, in one message; the form then goes on with its question."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def name(self) -> str:
        """See the rules in ``data/stories/answers.yml``."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Send the answer that belongs to the intent."""
        memory = Memory(tracker)
        answer = getattr(self, f"_{memory.intent}", None)
        if answer is None:
            say(dispatcher, "not_understood")
        else:
            answer(dispatcher, memory)
        introduce(dispatcher, memory)
        memory["misses"] = 0
        return memory.events()

    def _greet(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        say(dispatcher, "hello_again" if memory["introduced"] and memory.asked is None else "hello")

    def _goodbye(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        say(dispatcher, "farewell")

    def _thank(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        say(dispatcher, "thanks_back")

    def _ask_cost(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        say(dispatcher, "cost")

    def _ask_confidentiality(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        say(dispatcher, "confidential")

    def _ask_bot(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        say(dispatcher, "about_bot")

    def _out_of_scope(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        say(dispatcher, "abuse" if memory.said("abuse") else "out_of_scope")

    def _ask_why(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        if memory.asked:
            say(dispatcher, f"why_{memory.asked}" if memory.asked in WHY else "why_other")
        elif memory["recommendation"]:
            say_reasons(dispatcher, memory["recommendation"])
        else:
            say(dispatcher, "why_other")

    def _ask_service(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        asked_for = memory.said("service")
        named = asked_for or (memory["recommendation"] or {}).get("services") or ["jmd", "mbe", "refugee_counselling"]
        say_lines(
            dispatcher,
            *[
                ("card_line", {"service": {"key": f"service_{each}"}, "about": {"key": f"about_{each}"}})
                for each in named[:3]
            ],
        )

    def _ask_office(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        if memory.said("card"):
            if memory["recommendation"]:
                say_card(dispatcher, memory, self._guide, recommendation_of(self._guide, memory))
            else:
                say(dispatcher, "nothing_to_keep")
        elif memory["recommendation"]:
            say_offices(dispatcher, memory, self._guide, recommendation_of(self._guide, memory))
        elif memory["place"] is None:
            say(dispatcher, "office_no_place")

    def _change_language(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        wanted = memory.said("language")[-1] if memory.said("language") else None
        if wanted in ANSWERED:
            say(dispatcher, "language_set")
            memory.note("language_open", None)
        elif wanted in UNDERSTOOD:
            offer_languages(dispatcher, memory)
        else:
            memory.note("language_open", True)


class Misunderstood(Action):
    """Counts what was not understood. The question is then asked shorter, then with buttons only, then a human is offered."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def name(self) -> str:
        """See the rules in ``data/stories/human.yml``; also Rasa's last resort."""
        return "action_misunderstood"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say something only where no question follows that says it."""
        memory = Memory(tracker)
        misses = int(memory["misses"] or 0) + 1
        memory["misses"] = misses
        if memory.said("abuse"):
            say(dispatcher, "abuse")
        elif staying(memory):
            memory["misses"] = 0  # whoever is in danger hears what to do, not that the bot is at a loss
        elif misses >= UNDERSTANDING_TRIES:
            say(dispatcher, "not_understood_human")
            say_human_contacts(dispatcher, memory, self._guide)
            memory["handoff"] = memory["handoff"] or "offered"
            memory["misses"] = 0
            if memory.asked:
                memory.settle(memory.asked)
        elif memory.asked is None and memory["recommendation"] is not None:
            say(dispatcher, "not_understood", choices=["where", "wrong", "human"])
        elif memory.asked is None:
            memory["misses"] = 0  # nothing was asked yet: the first question follows in full
            say(dispatcher, "not_understood")
        introduce(dispatcher, memory)
        return memory.events()


class OfferHuman(Action):
    """Where humans are: this chat has none yet, and says so."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def name(self) -> str:
        """See the rules in ``data/stories/human.yml``."""
        return "action_offer_human"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Give the contacts of people; sets ``handoff`` to offered."""
        memory = Memory(tracker)
        say_human_contacts(dispatcher, memory, self._guide)
        introduce(dispatcher, memory)
        memory["handoff"] = memory["handoff"] or "offered"
        memory["misses"] = 0
        return memory.events()


def say_human_contacts(dispatcher: CollectingDispatcher, memory: Memory, guide: Guide) -> None:
    """That nobody answers in this chat, and who does: the office, the association, online counselling."""
    say_lines(dispatcher, "human_not_here", *human_lines(memory, guide))
