"""Actions run inside the process of the bot: no second server, no open port, the same objects in tests."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import structlog
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

log = structlog.get_logger(__name__)

FAILED: ContextVar[list[str]] = ContextVar("actions that failed in this turn")
"""Set to a new list before each turn by :mod:`bot.dialogue.agent`, since Rasa itself only logs what an action raises."""

_RESOLVE = Event.resolve_by_type


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


def prepare_rasa() -> None:
    """Let Rasa do once, or not at all, what it does for every action and every event of a turn.

    It checks by a JSON schema what a foreign action server sends: 20 ms a call, and ours are no foreigners (the tests keep
    the check). It looks through all classes for the one of each event. And it logs each rejection of the form as an error,
    which here is how every question is answered in the middle of the form; what really fails is logged by
    :class:`InProcessActions`.
    """
    logging.getLogger("rasa.core.actions.action").setLevel(logging.CRITICAL)
    RemoteAction._validate_action_result = lambda self, result: True
    kinds: dict[str, type[Event]] = {}

    def resolve(name: str, default: type[Event] | None = None) -> type[Event] | None:
        if name not in kinds:
            found = _RESOLVE(name, default)
            if found is None or found.type_name != name:
                return found
            kinds[name] = found
        return kinds[name]

    Event.resolve_by_type = staticmethod(resolve)
