"""Every intent has an answer everywhere: before anything was asked, at each question, after the recommendation, after danger.

The readings are given, so that this tests the dialogue and not the understanding.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.settings import ROOT
from tests.conversations.conftest import Conversation

INTENTS = (
    "greet", "goodbye", "thank", "affirm", "deny", "inform", "state_need", "request_human", "ask_office", "ask_service",
    "ask_confidentiality", "ask_cost", "ask_why", "ask_bot", "change_language", "dont_know", "restart", "delete_data",
    "report_discrimination", "emergency", "out_of_scope", "nlu_fallback",
)  # fmt: skip

INTERRUPTING = {
    "greet": "hello",
    "thank": "thanks_back",
    "ask_confidentiality": "confidential",
    "ask_cost": "cost",
    "ask_bot": "about_bot",
    "out_of_scope": "out_of_scope",
    "ask_service": "card_line",
}

QUESTIONS = ("needs", "age_group", "place", "residence_status")


def reading(intent: str, **entities: Any) -> dict[str, Any]:
    return {
        "text": intent,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in entities.items()],
    }


async def ask(person: Conversation, question: str) -> None:
    """Bring the conversation to the point where *question* is open."""
    await person.say("hallo", reading("greet", language="de"))
    if question == "needs":
        return
    await person.say("wohnung", reading("state_need", need="housing"))
    if question == "age_group":
        return
    await person.say("31", reading("inform", age=31))
    if question == "place":
        return
    await person.say("Hamm", reading("inform", place="Hamm"))
    assert person.asked == "residence_status"


@pytest.mark.parametrize("intent", INTENTS)
async def test_an_intent_as_the_first_message_is_answered(person: Conversation, intent: str) -> None:
    answer = await person.say("x", reading(intent, **{"language": "de", **_facts(intent)}))
    assert answer.text.strip()


@pytest.mark.parametrize("filling", [False, True], ids=["alone", "with a fact"])
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("intent", INTENTS)
async def test_an_intent_at_a_question_is_answered(
    person: Conversation, intent: str, question: str, filling: bool
) -> None:
    await ask(person, question)
    assert person.asked == question
    facts = {"need": "school", "place": "Bochum"} if filling else {}
    answer = await person.say("x", reading(intent, **{**_facts(intent), **facts}))
    assert answer.text.strip()
    if intent in INTERRUPTING:
        assert INTERRUPTING[intent] in answer.keys, "the question must be answered also when the message fills a slot"
        assert person.asked is not None or filling, "the question comes again"
    if intent == "emergency":
        assert person.asked is None
        assert "danger_violence" in answer.keys
    if filling and intent not in ("delete_data", "restart"):
        assert person.slots["place"] == "Bochum", "what was said along is kept"


@pytest.mark.parametrize("intent", INTENTS)
async def test_an_intent_after_the_recommendation_is_answered(person: Conversation, intent: str) -> None:
    await ask(person, "residence_status")
    await person.say("x", reading("inform", residence_status="residence_permit"))
    assert person.slots["recommendation"]["primary"] == "mbe"
    answer = await person.say("x", reading(intent, **_facts(intent)))
    assert answer.text.strip()
    if intent not in ("delete_data", "restart"):
        assert person.slots["recommendation"] is not None


@pytest.mark.parametrize("intent", INTENTS)
async def test_an_intent_after_danger_is_answered(person: Conversation, intent: str) -> None:
    await person.say("x", reading("emergency", language="de", emergency="deportation", need="residence_asylum"))
    answer = await person.say("x", reading(intent, **_facts(intent)))
    assert answer.text.strip()


def test_the_intents_here_are_those_of_the_domain() -> None:
    import yaml

    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert {name for each in domain["intents"] for name in each} == set(INTENTS)


def _facts(intent: str) -> dict[str, Any]:
    return {
        "emergency": {"emergency": "violence", "need": "violence_protection"},
        "report_discrimination": {"need": "discrimination"},
        "state_need": {"need": "housing"},
        "change_language": {"language": "en"},
        "inform": {"age": 19},
    }.get(intent, {})
