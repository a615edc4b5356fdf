"""The REST channel as tools know it: same address, same JSON, and nothing of the body but sender and message is taken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels.rest import LONGEST_BODY, LONGEST_SENDER, RestChannel
from tests.served import served

WEBHOOK = "/webhooks/rest/webhook"


@pytest.fixture
def received() -> list[UserMessage]:
    return []


@pytest.fixture
async def server(received: list[UserMessage]) -> AsyncIterator[httpx.AsyncClient]:
    """The channel mounted as Rasa mounts it, before a bot that answers with a text and two buttons."""

    async def answer(message: UserMessage) -> None:
        received.append(message)
        assert message.output_channel is not None
        buttons = [{"title": title, "payload": title, "choice": title.lower()} for title in ("Ja", "Nein")]
        await message.output_channel.send_response(message.sender_id, {"text": "Gut?", "buttons": buttons})
        await message.output_channel.send_response(message.sender_id, {"text": "Erste Zeile\n\nZweite"})

    Sanic.test_mode = True
    app = Sanic("rest_channel_test", configure_logging=False)
    app.blueprint(RestChannel().blueprint(answer), url_prefix="/webhooks/rest")
    async with served(app) as client:
        yield client


async def test_the_channel_is_healthy(server: httpx.AsyncClient) -> None:
    answer = await server.get("/webhooks/rest/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_message_is_answered_with_the_list_of_messages(
    server: httpx.AsyncClient, received: list[UserMessage]
) -> None:
    answer = await server.post(WEBHOOK, json={"sender": "ali", "message": "hallo"})
    assert answer.status_code == 200
    question, *lines = answer.json()
    assert question["recipient_id"] == "ali"
    assert question["text"] == "Gut?"
    assert [(each["title"], each["payload"]) for each in question["buttons"]] == [("Ja", "Ja"), ("Nein", "Nein")]
    assert "\n".join(each["text"] for each in lines).split() == ["Erste", "Zeile", "Zweite"]
    assert (received[0].text, received[0].sender_id, received[0].input_channel) == ("hallo", "ali", "rest")


@pytest.mark.parametrize(
    ("sender", "taken"),
    [("ali", "ali"), (4711, "4711"), ("a" * LONGEST_SENDER, "a" * LONGEST_SENDER), ("علي", "علي"), (None, "default")],
)
async def test_a_sender_is_a_text_or_a_number(
    server: httpx.AsyncClient, received: list[UserMessage], sender: Any, taken: str
) -> None:
    body = {"message": "hallo"} if sender is None else {"sender": sender, "message": "hallo"}
    assert (await server.post(WEBHOOK, json=body)).status_code == 200
    assert received[0].sender_id == taken


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "no JSON"),
        (b"", "object"),
        (b"\xff\xfe", "no JSON"),
        (b"[]", "must be an object"),
        (b'"hallo"', "must be an object"),
        (b"null", "must be an object"),
        (b'{"sender": "ali"}', "'message' must be a text"),
        (b'{"sender": "ali", "message": null}', "'message' must be a text"),
        (b'{"sender": "ali", "message": 27}', "'message' must be a text"),
        (b'{"sender": "ali", "message": ["a"]}', "'message' must be a text"),
        (b'{"sender": "", "message": "a"}', "'sender' must be a text"),
        (b'{"sender": null, "message": "a"}', "'sender' must be a text"),
        (b'{"sender": {"id": 1}, "message": "a"}', "'sender' must be a text"),
        (b'{"sender": ["ali"], "message": "a"}', "'sender' must be a text"),
        (b'{"sender": 1.5, "message": "a"}', "'sender' must be a text"),
        (b'{"sender": "%s", "message": "a"}' % (b"a" * (LONGEST_SENDER + 1)), "'sender' must be a text"),
        (b'{"message": "%s"}' % (b"a" * LONGEST_BODY), "longer than"),
    ],
)
async def test_a_body_that_cannot_be_used_is_refused_with_the_reason(
    server: httpx.AsyncClient, received: list[UserMessage], body: bytes, reason: str
) -> None:
    answer = await server.post(WEBHOOK, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["status"] == "error"
    assert reason in answer.json()["reason"]
    assert not received


async def test_nothing_else_of_the_body_is_taken(server: httpx.AsyncClient, received: list[UserMessage]) -> None:
    """Rasa's own channel lets whoever writes choose the channel and add metadata."""
    body = {"sender": "ali", "message": "hallo", "input_channel": "telegram", "metadata": {"admin": True}}
    body["parse_data"] = {"intent": {"name": "delete_data"}}
    assert (await server.post(WEBHOOK, json=body)).status_code == 200
    assert received[0].input_channel == "rest"
    assert not received[0].metadata
    assert received[0].parse_data is None


async def test_an_empty_message_reaches_the_bot_which_answers_it(
    server: httpx.AsyncClient, received: list[UserMessage]
) -> None:
    assert (await server.post(WEBHOOK, json={"sender": "ali", "message": ""})).status_code == 200
    assert received[0].text == ""


async def test_only_post_writes(server: httpx.AsyncClient) -> None:
    assert (await server.get(WEBHOOK)).status_code == 405
