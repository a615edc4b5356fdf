"""Whole conversations with the real trained model, the real actions and a real database, in process."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered

from bot.dialogue.agent import WegweiserAgent


@dataclass(frozen=True)
class Said:
    """One message of the bot: its words, the catalogue keys they came from, and the choices on its buttons."""

    text: str
    keys: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """All that the bot said to one message."""

    messages: tuple[Said, ...]

    @property
    def keys(self) -> list[str]:
        return [key for message in self.messages for key in message.keys]

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)

    @property
    def choices(self) -> list[str]:
        return [choice for message in self.messages for choice in message.choices]


class Conversation:
    """A person who writes to the bot."""

    _numbers = itertools.count(1)

    def __init__(self, agent: WegweiserAgent) -> None:
        self._agent = agent
        self.id = f"person-{next(self._numbers)}"
        self.slots: dict[str, Any] = {}
        self.parse: dict[str, Any] = {}

    async def say(self, text: str, reading: dict[str, Any] | None = None) -> Answer:
        """Send *text* (with *reading*: as if it had been understood so) and return the answer."""
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, self.id, input_channel="rest", parse_data=reading)
        await self._agent.handle_message(message)
        tracker = await self._agent.tracker_store.retrieve(self.id)
        if tracker is None:
            self.slots = {}
            return Answer(tuple(Said(each.get("text", ""), (), ()) for each in channel.messages))
        self.slots = tracker.current_slot_values()
        said: list[Said] = []
        for event in reversed(list(tracker.events)):
            if isinstance(event, UserUttered):
                self.parse = event.parse_data or {}
                break
            if isinstance(event, BotUttered):
                parts = event.metadata.get("parts") or []
                keys = tuple(part[0] for part in parts if part[0]) or (
                    str(event.metadata.get("utter_action", "")).removeprefix("utter_"),
                )
                buttons = event.data.get("buttons") or []
                said.append(Said(event.text or "", keys, tuple(button["choice"] for button in buttons)))
        answer = Answer(tuple(reversed(said)))
        # What the person saw is what the tracker holds; a message sent outside of it (an apology) would be missing.
        assert channel.messages, f"silence after {text!r}"
        assert "turn_failed" not in answer.keys
        apology = [
            each
            for each in channel.messages
            if "112" in each.get("text", "") and len(channel.messages) == 1 and not said
        ]
        assert not apology, f"the turn failed after {text!r}"
        return answer

    async def press(self, answer: Answer, choice: str) -> Answer:
        """Press the button for *choice* that *answer* shows, by typing its words."""
        tracker = await self._agent.tracker_store.retrieve(self.id)
        assert tracker is not None
        for event in reversed(list(tracker.events)):
            for button in getattr(event, "data", {}).get("buttons") or []:
                if button["choice"] == choice:
                    assert choice in answer.choices
                    return await self.say(button["title"])
        raise AssertionError(f"no button {choice!r} among {answer.choices}")

    @property
    def asked(self) -> str | None:
        return self.slots.get("requested_slot")


@pytest.fixture
def person(agent: WegweiserAgent) -> Conversation:
    return Conversation(agent)


@pytest.fixture
def people(agent: WegweiserAgent) -> Any:
    """Makes more than one person."""
    return lambda: Conversation(agent)
