"""Buttons: what pressing one means, as the reading of a message. The same holds when its words are typed.

A choice is a short text, ``<what>:<value>`` or ``<what>``, which a channel may carry as it is (at most 64 bytes).
"""

from __future__ import annotations

from typing import Any

_SAID: dict[str, tuple[str, dict[str, Any]]] = {
    "refuse": ("dont_know", {"refusal": True}),
    "unsure": ("dont_know", {"not_knowing": True}),
    "why": ("ask_why", {}),
    "human": ("request_human", {}),
    "yes": ("affirm", {}),
    "no": ("deny", {}),
    "where": ("ask_office", {}),
    "wrong": ("deny", {"objection": True}),
    "keep": ("ask_office", {"card": True}),
    "delete": ("delete_data", {}),
    "no_danger": ("deny", {"false_alarm": True}),
    "facility": ("inform", {"in_reception_facility": True}),
    "badly": ("inform", {"badly_treated": True}),
    "again": ("restart", {"confirmed": True}),
    "confidential": ("ask_confidentiality", {}),
}
_INTENT_OF_VALUE = {
    "need": "state_need",
    "age_group": "inform",
    "adult_age_group": "inform",
    "for_whom": "inform",
    "place": "inform",
    "residence_status": "inform",
    "unaccompanied": "inform",
    "reopen": "inform",
    "language": "change_language",
    "service": "ask_service",
}


def reading(choice: str) -> tuple[str, list[dict[str, Any]]]:
    """The intent and the entities that *choice* stands for. Raises ``KeyError`` for a choice that does not exist."""
    what, _, value = choice.partition(":")
    if what == "need":
        intent = "report_discrimination" if value == "discrimination" else "state_need"
        return intent, [_entity("need", name) for name in value.split("+")]
    if value:
        intent = _INTENT_OF_VALUE[what]
        return intent, [_entity(what, {"true": True, "false": False}.get(value, value))]
    intent, values = _SAID[what]
    return intent, [_entity(name, said) for name, said in values.items()]


def title_key(choice: str) -> str:
    """The catalogue key of the words on the button."""
    return "choice_" + choice.replace(":", "_").replace("+", "_and_")


def _entity(name: str, value: Any) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": 0, "end": 0, "confidence": 1.0, "extractor": "button"}
