"""Beginning anew on request, and going on after the service itself was restarted in the middle of the questions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import House, build, build_agent
from bot.dialogue.agent import WegweiserAgent
from tests.conversations.conftest import Conversation
from tests.conversations.contract import Watch, questions, recommended
from tests.conversations.test_danger_texts import DANGER
from tests.trained import Clock

ANEW = {
    "de": "ich möchte nochmal von vorne anfangen",
    "en": "i want to start again from the beginning",
    "ar": "بدي ابدا من جديد من الاول",
    "uk": "хочу почати спочатку",
    "tr": "baştan başlamak istiyorum",
    "fr": "je veux recommencer depuis le début",
    "ru": "хочу начать сначала",
    "fa": "میخوام از اول شروع کنم",
}
HOUSING = {
    "de": "ich bin 24 und suche eine wohnung",
    "en": "i am 24 and look for a flat",
    "ar": "عمري ٢٤ سنة وبدي بيت للايجار",
    "uk": "мені 24, шукаю квартиру",
    "tr": "24 yaşındayım kiralık ev arıyorum",
    "fr": "j'ai 24 ans et je cherche un appartement",
    "ru": "мне 24, ищу квартиру",
    "fa": "۲۴ سالمه دنبال خونه میگردم",
}


@pytest.mark.parametrize("code", list(ANEW))
async def test_before_anything_is_forgotten_it_asks_back(person: Conversation, code: str) -> None:
    watch = Watch(person)
    await watch.say(HOUSING[code])
    assert person.asked == "place"
    answer = await watch.say(ANEW[code])
    assert "restart_sure" in answer.keys, person.parse["intent"]
    assert {"again", "no"} <= set(answer.choices)
    assert person.slots["needs"] == ["housing"]
    assert person.slots["age_group"] == "18_26"


@pytest.mark.parametrize("code", list(ANEW))
async def test_with_a_tap_all_is_forgotten_but_the_language(person: Conversation, code: str) -> None:
    watch = Watch(person)
    await watch.say(HOUSING[code])
    answer = await watch.say(ANEW[code])
    answer = await person.press(answer, "again")
    for slot in ("needs", "age_group", "place", "residence_status", "recommendation", "emergency", "requested_slot"):
        assert not person.slots[slot], slot
    assert person.slots["language"] == code
    answer = await watch.say(HOUSING[code])
    assert "notice" not in answer.keys
    assert person.slots["needs"] == ["housing"]
    assert person.asked == "place"


YES = {"de": "ja", "en": "yes", "ar": "نعم", "uk": "так", "tr": "evet"}
NO = {"de": "nein", "en": "no", "ar": "لا", "uk": "ні", "tr": "hayır"}


@pytest.mark.parametrize("code", list(YES))
async def test_yes_can_be_typed(person: Conversation, code: str) -> None:
    watch = Watch(person)
    await watch.say(HOUSING[code])
    await watch.say(ANEW[code])
    await person.say(YES[code])
    assert not person.slots["needs"]


@pytest.mark.parametrize("way", ["typed", "tapped"])
@pytest.mark.parametrize("code", list(NO))
async def test_after_no_the_open_question_comes_again(person: Conversation, code: str, way: str) -> None:
    watch = Watch(person)
    await watch.say(HOUSING[code])
    answer = await watch.say(ANEW[code])
    answer = await (watch.say(NO[code]) if way == "typed" else watch.press(answer, "no"))
    assert person.asked == "place"
    assert questions(answer) in (["ask_place"], ["short_place"])
    assert person.slots["needs"] == ["housing"]
    assert person.slots["age_group"] == "18_26"


async def test_a_yes_later_on_restarts_nothing(person: Conversation) -> None:
    watch = Watch(person)
    await watch.say(HOUSING["de"])
    await watch.say(ANEW["de"])
    await watch.say("in bochum")
    assert person.slots["place"] == "Bochum"
    await watch.say("ja")
    assert person.slots["place"] == "Bochum"
    assert person.slots["needs"] == ["housing"]


# --- the service restarts ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
async def again(house: House, model: Path, clock: Clock) -> AsyncIterator[WegweiserAgent]:
    """The service built anew on the same database, as after a restart."""
    rebuilt = build(house.settings, clock)
    yield build_agent(rebuilt, model)
    rebuilt.database.close()


def continued(person: Conversation, agent: WegweiserAgent) -> Conversation:
    """The same conversation, served by another agent."""
    later = Conversation(agent)
    later.id = person.id
    return later


@pytest.mark.parametrize("code", list(HOUSING))
async def test_after_a_restart_of_the_service_the_questions_go_on_where_they_stood(
    person: Conversation, house: House, again: WegweiserAgent, code: str
) -> None:
    await person.say(HOUSING[code])
    assert person.asked == "place"

    later = continued(person, again)
    answer = await later.say("bochum")

    assert later.slots["needs"] == ["housing"]
    assert later.slots["age_group"] == "18_26"
    assert later.slots["place"] == "Bochum"
    assert later.slots["language"] == code
    assert later.asked == "residence_status"
    assert "notice" not in answer.keys, "what was said is not said twice"
    assert questions(answer) == ["ask_residence_status"]
    await later.press(answer, "refuse")
    assert recommended(later, house)["primary"] == "jmd"


async def test_a_button_shown_before_the_restart_works_after_it(person: Conversation, again: WegweiserAgent) -> None:
    answer = await person.say("hallo")
    later = continued(person, again)
    answer = await later.press(answer, "need:housing+benefits_money")
    assert later.slots["needs"] == ["housing", "benefits_money"]
    assert later.asked == "age_group"
    assert answer.keys.count("notice") == 0


async def test_a_question_stays_open_over_the_restart_when_something_else_is_asked(
    person: Conversation, again: WegweiserAgent
) -> None:
    await person.say(HOUSING["de"])
    later = continued(person, again)
    answer = await later.say("kostet das was?")
    assert "cost" in answer.keys
    assert later.asked == "place"


async def test_danger_before_the_restart_is_still_known_after_it(person: Conversation, again: WegweiserAgent) -> None:
    await person.say(DANGER["violence"]["de"])
    later = continued(person, again)
    answer = await later.say("danke")
    assert later.slots["emergency"] == "violence"
    assert questions(answer) == []
    assert "notice" not in answer.keys


async def test_the_recommendation_can_be_corrected_after_the_restart(
    person: Conversation, house: House, again: WegweiserAgent
) -> None:
    await person.say("ich bin 19, wohne in hamm, hab duldung und suche ausbildung")
    before = recommended(person, house)
    later = continued(person, again)
    await later.say("nein ich bin 31")
    after = recommended(later, house)
    assert (before["primary"], after["primary"]) == ("jmd", "refugee_counselling")
