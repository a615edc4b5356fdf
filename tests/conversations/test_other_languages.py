"""Ten languages are understood and not yet answered: a person hears so in their own, and the language they choose holds."""

from __future__ import annotations

import pytest

from bot.languages import ANSWERED
from tests.conversations.conftest import Conversation

FIRST = {
    "ro": ("bună ziua, am 34 de ani și caut un apartament în hamm", "fr"),
    "bg": ("здравейте, на 34 години съм и търся жилище в хам", "ru"),
    "pl": ("dzień dobry, mam 34 lata i szukam mieszkania w hamm", "de"),
    "es": ("buenas, tengo 34 años y busco piso en hamm", "en"),
    "kmr": ("silav, ez 34 salî me û li hamm li xaniyekî digerim", "tr"),
    "ps": ("سلام، زه ۳۴ کلن یم او په هام کې کور لټوم", "fa"),
    "sq": ("përshëndetje, jam 34 vjeç dhe kërkoj banesë në hamm", "de"),
    "sr": ("dobar dan, imam 34 godine i tražim stan u hammu", "de"),
    "so": ("salaan, waxaan ahay 34 jir, guri ayaan ka raadinayaa hamm", "en"),
    "ti": ("ሰላም፡ ወዲ 34 ዓመት እየ፡ ኣብ ሃም ገዛ እደሊ ኣለኹ", "en"),
}


@pytest.mark.parametrize("code", FIRST)
async def test_it_is_said_in_their_own_language_and_the_choice_holds(person: Conversation, code: str) -> None:
    first, chosen = FIRST[code]
    answer = await person.say(first)
    assert person.slots["language"] == code
    assert answer.keys.count("language_not_yet") == 1
    offered = [choice for choice in answer.choices if choice.startswith("language:")]
    assert offered == [f"language:{each}" for each in ANSWERED]
    assert person.slots["age_group"] == "28_plus"
    answer = await person.press(answer, f"language:{chosen}")
    assert person.slots["language"] == chosen
    answer = await person.say(first)
    assert person.slots["language"] == chosen
    assert "language_not_yet" not in answer.keys


async def test_whoever_goes_on_without_choosing_is_told_once(person: Conversation) -> None:
    await person.say(FIRST["pl"][0])
    answer = await person.say("mieszkam w ahlen z dwójką dzieci")
    assert "language_not_yet" not in answer.keys
    assert person.slots["place"] == "Ahlen"


async def test_danger_comes_before_the_choice_of_a_language(person: Conversation) -> None:
    answer = await person.say("mąż mnie bije, boję się o życie")
    assert answer.keys[0] == "danger_violence"
    assert answer.keys.count("language_not_yet") == 1
