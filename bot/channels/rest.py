"""Rasa's REST channel as tools know it (same name, address and JSON), but through our guard. Only mounted by ``serve --api``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

LONGEST_BODY = 64 * 1024
LONGEST_SENDER = 128


class RestChannel(InputChannel):
    """``POST /webhooks/rest/webhook`` with ``{"sender": ..., "message": ...}``; answers with the list of messages."""

    @classmethod
    def name(cls) -> str:
        """The address and the channel's name in the tracker."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Rasa mounts this under ``/webhooks/rest``."""
        routes = Blueprint("wegweiser_rest")

        @routes.route("/", methods=["GET"])
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            problem, sender, text = read_body(request)
            if problem:
                return response.json({"status": "error", "reason": problem}, status=400)
            collected = CollectingOutputChannel()
            await on_new_message(UserMessage(text, collected, sender, input_channel=self.name()))
            return response.json(collected.messages)

        return routes


def read_body(request: Request) -> tuple[str, str, str]:
    """``(what is wrong, sender, text)``; the first is empty for a good request. Nothing else of the body is taken."""
    if len(request.body) > LONGEST_BODY:
        return f"The body is longer than {LONGEST_BODY} bytes; send less.", "", ""
    try:
        body = request.json
    except Exception:
        return 'The body is no JSON; send {"sender": "...", "message": "..."}.', "", ""
    if not isinstance(body, dict):
        return 'The body must be an object; send {"sender": "...", "message": "..."}.', "", ""
    sender, text = body.get("sender", "default"), body.get("message")
    if not isinstance(sender, (str, int)) or not 0 < len(str(sender)) <= LONGEST_SENDER:
        return f"'sender' must be a text of 1 to {LONGEST_SENDER} characters.", "", ""
    if not isinstance(text, str):
        return "'message' must be a text.", "", ""
    return "", str(sender), text
