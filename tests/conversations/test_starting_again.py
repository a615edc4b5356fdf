"""Starting again: asked back once wherever it is said, and a no goes on as if nothing had been."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Conversation
from tests.conversations.test_every_intent import QUESTIONS, ask, reading


async def test_as_the_first_word_it_is_asked_back_once(person: Conversation) -> None:
    answer = await person.say("neu", reading("restart", language="de"))
    assert answer.keys == ["restart_sure"]
    assert answer.choices == ["again", "no"]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_in_the_middle_it_is_asked_back_once_and_a_no_leads_to_the_same_question(
    person: Conversation, question: str
) -> None:
    await ask(person, question)
    asked_back = await person.say("neu", reading("restart"))
    assert asked_back.keys == ["restart_sure"]
    answer = await person.press(asked_back, "no")
    assert person.asked == question
    assert answer.keys == [f"ask_{question}"], "the no is no wrong answer to the question"


async def test_after_a_yes_what_was_said_is_forgotten_and_the_language_kept(person: Conversation) -> None:
    await ask(person, "residence_status")
    await person.press(await person.say("neu", reading("restart")), "again")
    kept = {"language": "de", "introduced": True}
    assert {name: value for name, value in person.slots.items() if value not in (None, [])} == kept
    await person.say("wohnung", reading("state_need", need="housing"))
    assert person.asked == "age_group"


async def test_after_the_recommendation_it_is_asked_back_once(person: Conversation) -> None:
    await ask(person, "residence_status")
    await person.say("x", reading("inform", residence_status="residence_permit"))
    answer = await person.say("neu", reading("restart"))
    assert answer.keys == ["restart_sure"]
    assert person.slots["recommendation"] is not None
