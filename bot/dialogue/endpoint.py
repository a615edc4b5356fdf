"""Actions run inside the process of the bot: no second server, no open port, the same objects in tests."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import structlog
from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

log = structlog.get_logger(__name__)

FAILED: ContextVar[list[str]] = ContextVar("actions that failed in this turn")
"""Set to a new list before each turn by :mod:`bot.dialogue.agent`, since Rasa itself only logs what an action raises."""

_RESULT = Draft7Validator(RemoteAction.action_response_format_spec())


class InProcessActions(EndpointConfig):
    """What Rasa calls in place of an action server's address."""

    def __init__(self, actions: Iterable[Action]) -> None:
        # Rasa would send the whole domain with each call; no action of ours reads it.
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = None,
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action named in ``json``.

        A rejection becomes what Rasa expects of a server (status 400). Any other error is logged without a word of the
        conversation and raised again: the listener tells the person (:mod:`bot.dialogue.agent`).
        """
        call = kwargs["json"]
        try:
            return await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            reason = {"action_name": rejection.action_name, "error": rejection.message}
            raise ClientResponseError(400, "rejected", json.dumps(reason).encode()) from rejection
        except Exception as error:
            log.error("action_failed", kind=type(error).__name__, where=call.get("next_action"), exc_info=error)
            FAILED.get([]).append(str(call.get("next_action")))
            raise


def prepare_remote_actions() -> None:
    """Let Rasa check action results by a schema compiled once; building it anew cost 20 ms a call.

    Rasa also logs each rejection of the form as an error, which here is how every question is answered in the middle of the
    form; what really fails is logged by :class:`InProcessActions`.
    """
    logging.getLogger("rasa.core.actions.action").setLevel(logging.CRITICAL)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        _RESULT.validate(result)
        return True

    RemoteAction._validate_action_result = validate
