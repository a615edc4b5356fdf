"""Listening with the conversation in mind: what a message means after what was asked and shown.

``/model/parse`` knows the message alone. Here the same reading is completed by what only the conversation knows: a button's
words, the question that is open, the language spoken so far. Pure functions over plain data; nothing of Rasa's state is changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from bot.dialogue.choices import reading
from bot.languages import ANSWERED
from bot.nlu.normalise import fold

FALLBACK_INTENT = "nlu_fallback"
THRESHOLD = 0.4
"""How sure the likeliest intent must be when nothing else speaks for it. Confidences are calibrated: of messages understood
with 0.4, four in ten are understood rightly."""

SHORT = 12
"""Letters below which a message may not change a language already known."""
SWITCH = 0.75
"""How sure another language must be before the conversation changes to it."""

LONGEST = 2000
"""Characters that are read; of a longer message the beginning and the end."""
ENDING = 800
"""Characters of the end: a long story often comes to the danger last."""

_SIGNS = dict.fromkeys("👍👌✅✔☑🆗", "affirm") | dict.fromkeys("👎❌✖🚫", "deny")

_SLASHES = re.compile(r"^[/\s]+")

FILLING = frozenset(
    {"age", "age_group", "adult_age_group", "place", "place_candidates", "residence_status", "in_reception_facility"}
)
ANSWERS: Mapping[str, frozenset[str]] = {
    "needs": frozenset({"badly_treated"}),
    "age_group": frozenset({"age", "age_group", "for_whom"}),
    "adult_age_group": frozenset({"age", "adult_age_group"}),
    "place": frozenset({"place", "place_candidates", "in_reception_facility", "outside_germany"}),
    "place_which": frozenset({"place"}),
    "residence_status": frozenset({"residence_status", "permit_unclear", "asylum_unclear"}),
    "for_whom": frozenset({"for_whom"}),
    "unaccompanied": frozenset({"unaccompanied"}),
}
"""What answers each question, whatever the model thinks of the message as a whole."""
YES_OR_NO = frozenset({"for_whom", "unaccompanied", "badly_treated"})
"""Questions that "yes" answers."""
TELLING = frozenset({"inform", "state_need", "report_discrimination"})
KEPT_FROM = {"request_human": 0.65, "change_language": 0.65, "delete_data": 0.8}
"""How sure each of these wishes must be to hold whatever was asked; what is erased cannot be brought back."""
KEPT = frozenset(KEPT_FROM)
SURE = 0.95
UNSURE = 0.6
EXPLAINING = frozenset(
    {
        "ask_bot",
        "ask_confidentiality",
        "ask_cost",
        "ask_office",
        "ask_service",
        "ask_why",
        "out_of_scope",
        "goodbye",
        "restart",
    }
)


@dataclass(frozen=True)
class Situation:
    """What the conversation knows when a message arrives.

    ``offered``: the languages of the answers were offered, to somebody who writes in another.
    ``human_offered``: the bot's last answer asked whether the person would rather talk to a human.
    ``shown``: the buttons of the bot's messages, the newest first, each ``(title, choice)``.
    """

    asked: str | None = None
    language: str | None = None
    confirming: str | None = None
    recommended: bool = False
    offered: bool = False
    human_offered: bool = False
    shown: Sequence[tuple[str, str]] = field(default_factory=tuple)


class Places(Protocol):
    """Resolves the answer to "in which town?"."""

    def answer(self, text: str) -> tuple[str, ...]:
        """Official names (or postal codes) of the municipalities *text* may mean, best first; empty for none."""


def typed(text: str | None) -> str:
    """*text* as a person may have typed it: never a command of Rasa (``/intent{...}``), never endless, never ``None``."""
    said = text or ""
    if len(said) > LONGEST:
        said = f"{said[: LONGEST - ENDING - 1]}\n{said[-ENDING:]}"
    return _SLASHES.sub("", said).strip()


def pressed(text: str, situation: Situation) -> dict[str, Any] | None:
    """The reading of a button's words, typed or pressed; ``None`` when no button with these words was shown."""
    words = fold(text)
    if not words:
        return None
    for title, choice in situation.shown:
        if _folded(title) == words:
            intent, entities = reading(choice)
            return _reading(text, intent, 1.0, entities)
    return None


@lru_cache(maxsize=4096)
def _folded(title: str) -> str:
    return fold(title)


def nothing_said(text: str) -> bool:
    """Whether there is no letter and no digit in *text* (empty, emoji, punctuation)."""
    return not any(character.isalnum() for character in text)


def silence(text: str) -> dict[str, Any]:
    """The reading of a message in which nothing is said, or no more than a thumb up or down."""
    signs = {character for character in text if character in _SIGNS}
    others = {character for character in text if character not in _SIGNS and unicodedata.category(character) == "So"}
    meant = {_SIGNS[sign] for sign in signs}
    return _reading(text, meant.pop() if len(meant) == 1 and not others else FALLBACK_INTENT, 1.0, [])


def understand(parse: Mapping[str, Any], situation: Situation, places: Places) -> dict[str, Any]:
    """*parse*, completed by what the conversation knows. Danger stays danger whatever was asked."""
    parse = dict(parse)
    entities = [dict(each) for each in parse.get("entities") or []]
    text = str(parse.get("text") or "")
    intent = dict(parse.get("intent") or {})
    name, confidence = str(intent.get("name") or ""), float(intent.get("confidence") or 0.0)
    said = {each["entity"] for each in entities}

    if situation.asked in ("place", "place_which") and "place" not in said and name != "emergency":
        entities += _place(text, places, name, said)
        said = {each["entity"] for each in entities}
    name, confidence = _intent(name, confidence, entities, situation)
    if name == "affirm" and situation.human_offered and situation.asked not in YES_OR_NO:
        name, confidence = "request_human", 1.0
    if name == "affirm" and situation.confirming == "restart":
        name, entities = "restart", [*entities, _entity("confirmed", True, text)]
    language = _language(name, entities, situation, text)
    entities = [each for each in entities if each["entity"] != "language"]
    if language is not None:
        entities.append(_entity("language", language, text))
    parse.update(intent={"name": name, "confidence": confidence}, entities=entities)
    return parse


def _intent(name: str, confidence: float, entities: list[dict[str, Any]], situation: Situation) -> tuple[str, float]:
    """The intent after what was asked. Danger, a wish for a human and deletion are never explained away."""
    said = {each["entity"] for each in entities}
    if name == "emergency" or (name in KEPT and confidence >= KEPT_FROM[name]):
        return name, confidence
    if name == "delete_data":
        name, confidence = "", 0.0  # nothing is erased on a guess
    asked = situation.asked
    if ANSWERS.get(asked or "", frozenset()) & said and name not in EXPLAINING | KEPT:
        return (name, confidence) if name in TELLING else ("inform", 1.0)
    if asked and said & {"refusal", "not_knowing"} and confidence < SURE:
        return "dont_know", 1.0
    if "letter" in said and name not in TELLING | KEPT and (confidence < SURE or _value(entities, "letter") == "photo"):
        return "state_need", 1.0
    if asked == "needs" and "need" in said and name in ("out_of_scope", "greet"):
        return "state_need", 1.0
    if "abuse" in said and confidence < SURE:
        return "out_of_scope", 1.0
    if "feeling" in said and name == "out_of_scope" and confidence < SURE:
        return "state_need", 1.0
    if "place_unknown" in said and confidence < UNSURE:
        return "inform", 1.0  # a word that is no town known here, taken for a greeting or a farewell
    if confidence < UNSURE and said & (FILLING | {"for_whom"}):
        return "inform", confidence
    if confidence < THRESHOLD:
        told = said & {"feeling", "letter", "need"}
        return ("state_need", confidence) if told else (FALLBACK_INTENT, 1.0 - confidence)
    return name, confidence


def _value(entities: list[dict[str, Any]], name: str) -> Any:
    return next((each["value"] for each in entities if each["entity"] == name), None)


def _place(text: str, places: Places, name: str, said: set[str]) -> list[dict[str, Any]]:
    found = places.answer(text)
    if len(found) == 1:
        return [_entity("place", found[0], text)]
    if found:
        return [] if "place_candidates" in said else [_entity("place_candidates", list(found), text)]
    words = len(text.split())
    # Another fact than the one asked for ("34") is no town of which nobody has heard.
    short_answer = (
        words <= 3
        and not said & FILLING
        and name
        in (
            "inform",
            "out_of_scope",
            "greet",
            "ask_office",
            "goodbye",
            "change_language",
            "",
        )
    )
    return [_entity("place_unknown", True, text)] if short_answer else []


def _language(name: str, entities: Iterable[Mapping[str, Any]], situation: Situation, text: str) -> str | None:
    found = next((each for each in entities if each["entity"] == "language"), None)
    if found is None:
        return None
    if name == "change_language":
        return str(found["value"])
    if situation.language is None or found["value"] == situation.language:
        return str(found["value"])
    if situation.offered and situation.language in ANSWERED and found["value"] not in ANSWERED:
        return situation.language  # chosen, by somebody who goes on writing in their own
    letters = sum(character.isalpha() for character in text)
    changes = letters >= SHORT and float(found.get("confidence") or 0.0) >= SWITCH
    return str(found["value"]) if changes else situation.language


def _entity(name: str, value: Any, text: str) -> dict[str, Any]:
    return {
        "entity": name,
        "value": value,
        "start": 0,
        "end": len(text),
        "confidence": 1.0,
        "extractor": "conversation",
    }


def _reading(text: str, intent: str, confidence: float, entities: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": [],
        "entities": entities,
    }
