"""The actions over HTTP, as Rasa's own commands call them."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection
from sanic import Sanic

from bot.dialogue.stock import StockGenerator, action_server
from tests.served import served

TRACKER: dict[str, Any] = {
    "sender_id": "ali", "slots": {}, "latest_message": {"text": "geheim"}, "events": [], "paused": False,
    "followup_action": None, "active_loop": {}, "latest_action_name": None,
}  # fmt: skip


class Say(Action):
    """Says a key and sets a slot."""

    def name(self) -> str:
        return "action_say"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        dispatcher.utter_message(response="utter_cost")
        return [SlotSet("place", "Hamm")]


class Reject(Action):
    """Leaves the message to another action."""

    def name(self) -> str:
        return "action_reject"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        raise ActionExecutionRejection("action_reject", "another action answers")


class Break(Action):
    """Fails with words of the person in the error."""

    def name(self) -> str:
        return "action_break"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        raise ValueError(tracker.latest_message["text"])


@pytest.fixture
async def server() -> AsyncIterator[httpx.AsyncClient]:
    Sanic.test_mode = True
    app = action_server([Say(), Reject(), Break()])
    async with served(app) as client:
        yield client


async def call(server: httpx.AsyncClient, action: str) -> httpx.Response:
    body = {"next_action": action, "tracker": copy.deepcopy(TRACKER), "domain": {}, "sender_id": "ali"}
    return await server.post("/webhook", json=body)


async def test_an_action_answers_with_events_and_responses(server: httpx.AsyncClient) -> None:
    answer = await call(server, "action_say")
    assert answer.status_code == 200
    assert [each["name"] for each in answer.json()["events"]] == ["place"]
    assert [each["response"] for each in answer.json()["responses"]] == ["utter_cost"]


async def test_a_rejection_is_told_as_rasa_expects_it(server: httpx.AsyncClient) -> None:
    answer = await call(server, "action_reject")
    assert answer.status_code == 400
    assert answer.json() == {"action_name": "action_reject", "error": "another action answers"}


async def test_an_action_that_does_not_exist_is_named(server: httpx.AsyncClient) -> None:
    answer = await call(server, "action_other")
    assert (answer.status_code, answer.json()["action_name"]) == (404, "action_other")


async def test_an_error_tells_its_kind_and_no_word_of_the_person(server: httpx.AsyncClient) -> None:
    answer = await call(server, "action_break")
    assert (answer.status_code, answer.json()["error"]) == (500, "ValueError")
    assert "geheim" not in answer.text


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null"])
async def test_what_is_no_call_is_refused(server: httpx.AsyncClient, body: bytes) -> None:
    answer = await server.post("/webhook", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


async def test_the_server_is_healthy_and_lists_its_actions(server: httpx.AsyncClient) -> None:
    assert (await server.get("/health")).json() == {"status": "ok"}
    names = [each["name"] for each in (await server.get("/actions")).json()]
    assert names == ["action_say", "action_reject", "action_break"]


async def test_the_generator_of_the_endpoints_file_knows_its_facts() -> None:
    from rasa.core.nlg.generator import NaturalLanguageGenerator
    from rasa.core.utils import AvailableEndpoints
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.settings import ROOT

    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    generator = NaturalLanguageGenerator.create(endpoints.nlg, Domain.empty())
    assert isinstance(generator, StockGenerator)
    words = await generator.generate("utter_notice", DialogueStateTracker("ali", []), "rest")
    assert words is not None and "24 Stunden" in words["text"]
    assert endpoints.action is not None and endpoints.action.url == "http://127.0.0.1:5055/webhook"
