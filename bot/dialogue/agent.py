"""Rasa's agent as Wegweiser runs it: our listening before, our erasing after, and never silence when something breaks."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.endpoint import FAILED
from bot.dialogue.listening import Places, Situation, nothing_said, pressed, silence, typed, understand

log = structlog.get_logger(__name__)

READERS = ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="reading")
"""Threads that run the model, as many as there are processors."""


class TurnNotStored(Exception):
    """The answer was given but could not be kept."""


class ListeningProcessor(MessageProcessor):
    """Rasa's processor with three differences: it listens with the conversation in mind, it does not store a turn in which
    all was erased, and it answers kindly when a turn fails."""

    places: Places
    touch: Callable[[str], object]

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """The reading of a message: of the message alone without *tracker*, else completed by the conversation."""
        message.text = typed(message.text)
        if nothing_said(message.text):
            return silence(message.text)
        if tracker is None:
            return await self._read(
                message, DialogueStateTracker.from_events(message.sender_id, []), only_output_properties
            )
        situation = situation_of(tracker)
        button = pressed(message.text, situation)
        if button is not None:
            return button
        parse = await self._read(message, tracker, only_output_properties)
        return understand(parse, situation, self.places)

    async def _read(
        self, message: UserMessage, tracker: DialogueStateTracker, only_output_properties: bool
    ) -> dict[str, Any]:
        """Run the model beside the event loop: the encoder needs no lock of Python's, so other people's turns go on."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            READERS, self._parse_message_with_graph, message, tracker, only_output_properties
        )

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Answer a message. Whatever breaks, the person hears something and what they said before is kept."""
        failed: list[str] = []
        FAILED.set(failed)
        try:
            self.touch(message.sender_id)
            answer = await super().handle_message(message)
        except TurnNotStored:
            return await self._apologise(message, "not_stored")
        except Exception as error:
            log.error("turn_failed", kind=type(error).__name__, exc_info=error)
            return await self._apologise(message, "turn_failed")
        if failed:
            return await self._apologise(message, "turn_failed")
        return answer

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation, unless it was erased in this turn because the person asked for that."""
        if tracker.get_slot("erased"):
            return
        try:
            await super().save_tracker(tracker)
        except Exception as error:
            log.error("turn_not_stored", kind=type(error).__name__, exc_info=error)
            raise TurnNotStored from error

    async def _apologise(self, message: UserMessage, key: str) -> list[dict[str, Any]] | None:
        channel = message.output_channel
        assert channel is not None
        try:
            tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        except Exception:
            tracker = DialogueStateTracker(message.sender_id, self.domain.slots)
        words = await self.nlg.generate(f"utter_{key}", tracker, channel.name())
        if words:
            await channel.send_response(message.sender_id, words)
        return channel.messages if isinstance(channel, CollectingOutputChannel) else None


class WegweiserAgent(Agent):
    """Rasa's agent with :class:`ListeningProcessor` inside."""

    def __init__(self, *, places: Places, touch: Callable[[str], object], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._places, self._touch = places, touch

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load the model file at *model_path*; raises Rasa's ``ModelNotFound`` where there is none."""
        processor = ListeningProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
            http_interpreter=None,
        )
        processor.places, processor.touch = self._places, self._touch
        self.processor = processor
        self.domain = processor.domain
        self.tracker_store.domain = self.domain
        self._set_fingerprint(fingerprint)


def situation_of(tracker: DialogueStateTracker) -> Situation:
    """What *tracker* knows of the conversation."""
    events = list(reversed(tracker.events))
    answer = itertools.takewhile(lambda event: not isinstance(event, UserUttered), events)
    return Situation(
        asked=tracker.get_slot("requested_slot"),
        language=tracker.get_slot("language"),
        confirming=tracker.get_slot("confirming"),
        recommended=tracker.get_slot("recommendation") is not None,
        offered=bool((tracker.get_slot("open_points") or {}).get("languages_offered")),
        human_offered=any([choice for _, choice in _buttons(event)] == ["human"] for event in answer),
        shown=tuple(button for event in events for button in _buttons(event)),
    )


def _buttons(event: Event) -> list[tuple[str, str]]:
    """The buttons of a message of the bot, each ``(title, choice)``; none where *event* is something else."""
    shown = event.data.get("buttons") or [] if isinstance(event, BotUttered) else []
    return [(str(button.get("title", "")), str(button["choice"])) for button in shown if button.get("choice")]


__all__ = ["ListeningProcessor", "WegweiserAgent", "situation_of"]
