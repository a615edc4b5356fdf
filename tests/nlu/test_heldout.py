"""What the trained model understands of messages it has never seen (`tests/heldout`), per language, as a floor.

The sets were written independently of the training data; no native speaker has checked them yet. They are never trained on and
nothing is chosen by them (that is what `tests/tuning` is for). The floors keep what was reached; raise them when more is
reached. Run with `-s` to see the table; `make understanding` prints more.
"""

from __future__ import annotations

import pytest

from bot.dialogue.agent import WegweiserAgent
from bot.languages import ANSWERED, UNDERSTOOD
from bot.settings import ROOT
from tests.understanding.measured import Score, mean, messages, whole
from tests.understanding.reading import read

CORE = ANSWERED
OTHERS = tuple(code for code in UNDERSTOOD if code not in ANSWERED)
LEAST = {"core": 80, "others": 30}
"""Messages in each set."""
INTENT_FLOOR, INTENT_FLOOR_OTHERS, INTENT_MEAN = 0.84, 0.80, 0.90
LANGUAGE_FLOOR = 0.95
FACT_FLOOR = 0.90
NEEDS_FLOOR = 0.80
ALARM_RECALL = 0.95
FALSE_ALARMS = 0.02

Scores = dict[str, Score]


@pytest.fixture(scope="module")
async def scores(agent: WegweiserAgent) -> Scores:
    found = await read(agent, messages(ROOT / "tests" / "heldout"))
    print("\nlanguage  messages  intent   age  status  place  language  needs  alarms  false")
    for language, score in found.items():
        facts = "   ".join(f"{score.fact(name):.2f}" for name in ("age", "residence_status", "place"))
        heard, dangers, false, _ = score.alarms()
        meant = f"{score.language():.2f}   {score.needs():.2f}     {heard}/{dangers}      {false}"
        print(f"{language:8}  {len(score.heard):8}    {score.intent():.2f}  {facts}      {meant}")
    return found


def test_there_is_a_set_for_every_language(scores: Scores) -> None:
    assert set(scores) == {*CORE, *OTHERS}
    assert all(len(scores[language].heard) >= LEAST["core"] for language in CORE)
    assert all(len(scores[language].heard) >= LEAST["others"] for language in OTHERS)


@pytest.mark.parametrize("language", CORE)
def test_intents_in_a_language_of_the_core(scores: Scores, language: str) -> None:
    assert (scores[language].intent() or 0) >= INTENT_FLOOR


@pytest.mark.parametrize("language", OTHERS)
def test_intents_in_the_other_languages(scores: Scores, language: str) -> None:
    assert (scores[language].intent() or 0) >= INTENT_FLOOR_OTHERS


def test_intents_on_the_whole(scores: Scores) -> None:
    assert mean([score.intent() for score in scores.values()]) >= INTENT_MEAN


@pytest.mark.parametrize("fact", ["age", "residence_status", "place"])
@pytest.mark.parametrize("language", [*CORE, *OTHERS])
def test_facts(scores: Scores, language: str, fact: str) -> None:
    assert (scores[language].fact(fact) or 0) >= FACT_FLOOR


def test_languages_and_needs_on_the_whole(scores: Scores) -> None:
    assert (whole(scores).language() or 0) >= LANGUAGE_FLOOR
    assert (whole(scores).needs() or 0) >= NEEDS_FLOOR


def test_danger_is_heard_and_little_else_alarms(scores: Scores) -> None:
    heard, dangers, false, others = whole(scores).alarms()
    assert heard / dangers >= ALARM_RECALL
    assert false / others <= FALSE_ALARMS
