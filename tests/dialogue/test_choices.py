"""Buttons: each means something the dialogue knows, fits every channel, and has a title in the catalogue."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.dialogue.choices import reading, title_key
from bot.orientation import AgeGroup, ForWhom, Need, ResidenceStatus
from bot.settings import ROOT
from tests.languages.spoken import shown_choices

LONGEST = 64
"""Bytes that a messenger carries with a button."""

CHOICES = sorted({*shown_choices(), "place:Münster (Westfalen)", "place:44137", "language:ar", "service:jmd"})
VALUES: dict[str, set[Any]] = {
    "need": {need.value for need in Need},
    "age_group": {group.value for group in AgeGroup},
    "adult_age_group": {group.value for group in AgeGroup},
    "for_whom": {whom.value for whom in ForWhom},
    "residence_status": {status.value for status in ResidenceStatus},
    "reopen": {"needs", "age_group", "place", "residence_status", "for_whom"},
}


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return content


def test_buttons_are_found_in_the_actions() -> None:
    assert len(CHOICES) > 40


@pytest.mark.parametrize("choice", CHOICES)
def test_a_button_says_what_the_dialogue_knows(choice: str, domain: dict[str, Any]) -> None:
    intent, entities = reading(choice)
    assert intent in {name for each in domain["intents"] for name in each}
    for entity in entities:
        assert entity["entity"] in domain["entities"]
        assert entity["value"] in VALUES.get(entity["entity"], {entity["value"]})
    assert len(choice.encode()) <= LONGEST


@pytest.mark.parametrize(
    ("choice", "intent", "entities"),
    [
        ("refuse", "dont_know", [("refusal", True)]),
        ("human", "request_human", []),
        ("need:housing+benefits_money", "state_need", [("need", "housing"), ("need", "benefits_money")]),
        ("need:discrimination", "report_discrimination", [("need", "discrimination")]),
        ("need:violence_protection", "state_need", [("need", "violence_protection")]),
        ("age_group:12_17", "inform", [("age_group", "12_17")]),
        ("unaccompanied:true", "inform", [("unaccompanied", True)]),
        ("unaccompanied:false", "inform", [("unaccompanied", False)]),
        ("reopen:place", "inform", [("reopen", "place")]),
        ("language:fa", "change_language", [("language", "fa")]),
        ("no_danger", "deny", [("false_alarm", True)]),
        ("again", "restart", [("confirmed", True)]),
        ("place:Münster (Westfalen)", "inform", [("place", "Münster (Westfalen)")]),
    ],
)
def test_what_a_button_means(choice: str, intent: str, entities: list[tuple[str, Any]]) -> None:
    meant, found = reading(choice)
    assert (meant, [(each["entity"], each["value"]) for each in found]) == (intent, entities)
    assert all(each["confidence"] == 1.0 for each in found)


@pytest.mark.parametrize("choice", ["", "maybe", "colour:red"])
def test_a_button_that_does_not_exist_is_an_error(choice: str) -> None:
    with pytest.raises(KeyError):
        reading(choice)


@pytest.mark.parametrize(
    ("choice", "key"),
    [
        ("why", "choice_why"),
        ("age_group:28_plus", "choice_age_group_28_plus"),
        ("need:housing+benefits_money", "choice_need_housing_and_benefits_money"),
    ],
)
def test_a_button_has_its_title_in_the_catalogue(choice: str, key: str) -> None:
    assert title_key(choice) == key


def test_no_button_is_a_command_of_rasa() -> None:
    assert not [choice for choice in CHOICES if choice.startswith("/")]
