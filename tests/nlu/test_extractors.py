"""The graph components put what was found among the entities of the message, and danger above everything."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extractors import AgeExtractor, DangerPhrases, PersonExtractor, PlaceExtractor, StatusExtractor
from bot.nlu.phrases import Phrases


def understood(phrases: Phrases, text: str, **given: Any) -> Message:
    """The message after all components."""
    message = Message(data={"text": text, **given})
    components = [
        AgeExtractor(phrases, today=lambda: date(2026, 11, 24)),
        StatusExtractor(phrases),
        PersonExtractor(phrases),
        PlaceExtractor(phrases),
        DangerPhrases(phrases),
    ]
    for component in components:
        component.process([message])
    return message


def values(message: Message) -> dict[str, Any]:
    """Entity -> value; needs as a list."""
    entities = message.get("entities", [])
    found = {entity["entity"]: entity["value"] for entity in entities if entity["entity"] != "need"}
    needs = [entity["value"] for entity in entities if entity["entity"] == "need"]
    return {**found, "needs": needs} if needs else found


def need(value: str) -> dict[str, Any]:
    return {"entity": "need", "value": value, "start": 0, "end": 1, "confidence": 0.9, "extractor": "NeedClassifier"}


def test_everything_in_the_first_message(phrases: Phrases) -> None:
    message = understood(phrases, "je suis à Hamm, 19 ans, j'ai une Duldung, je cherche une formation")
    found = values(message)
    assert (found["age"], found["residence_status"], found["place"]) == (19, "tolerated", "Hamm")


def test_entities_are_complete_and_can_be_sent(phrases: Phrases) -> None:
    text = "mein sohn ist 16, hat duldung, wir wohnen in bochum, habe angst er schlägt mich"
    entities = understood(phrases, text).get("entities")
    json.dumps(entities)
    for entity in entities:
        assert {"entity", "value", "start", "end", "confidence", "extractor"} <= set(entity)
        assert 0 <= entity["start"] < entity["end"] <= len(text)
    assert {entity["extractor"] for entity in entities} == {
        "AgeExtractor", "StatusExtractor", "PersonExtractor", "PlaceExtractor", "DangerPhrases",
    }  # fmt: skip
    assert "entities" in understood(phrases, text).as_dict(only_output_properties=True)


def test_an_age_names_its_role(phrases: Phrases) -> None:
    entities = understood(phrases, "ich bin 40, mein sohn ist 15").get("entities")
    assert [(e["value"], e["role"]) for e in entities if e["entity"] == "age"] == [(15, "child"), (40, "self")]


@pytest.mark.parametrize(
    ("text", "entity"), [("residence permit", "permit_unclear"), ("asyl", "asylum_unclear")]
)  # fmt: skip
def test_a_word_that_tells_no_class_is_marked(phrases: Phrases, text: str, entity: str) -> None:
    found = values(understood(phrases, text))
    assert found[entity] is True
    assert "residence_status" not in found


def test_two_towns_are_left_to_choose(phrases: Phrases) -> None:
    found = values(understood(phrases, "bochum oder herne"))
    assert "place" not in found
    assert found["place_candidates"] == ["Bochum", "Herne"]


def test_a_danger_phrase_overrides_the_classifier(phrases: Phrases) -> None:
    message = understood(
        phrases,
        "mein mann schlägt mich",
        intent={"name": "state_need", "confidence": 0.9},
        intent_ranking=[{"name": "state_need", "confidence": 0.9}, {"name": "emergency", "confidence": 0.05}],
    )
    assert message.get("intent") == {"name": "emergency", "confidence": 1.0}
    assert [intent["name"] for intent in message.get("intent_ranking")] == ["emergency", "state_need"]
    assert values(message)["emergency"] == "violence"
    assert values(message)["needs"] == ["violence_protection"]


def test_a_need_that_is_there_is_not_doubled(phrases: Phrases) -> None:
    message = understood(phrases, "mein mann schlägt mich", entities=[need("violence_protection")])
    assert values(message)["needs"] == ["violence_protection"]


EMERGENCY = {"name": "emergency", "confidence": 0.8}


@pytest.mark.parametrize(
    ("given", "kind", "needs"),
    [
        ({"emergency_kind": "suicide"}, "suicide", ["health_psychosocial"]),
        ({"entities": [need("housing")]}, "homeless", ["housing"]),
        ({"entities": [need("residence_asylum")]}, "deportation", ["residence_asylum"]),
        ({}, None, None),
    ],
)
def test_the_classifier_alone_is_enough(
    phrases: Phrases, given: dict[str, Any], kind: str | None, needs: list[str] | None
) -> None:
    message = understood(phrases, "bitte schnell es ist schlimm", intent=EMERGENCY, **given)
    assert message.get("intent") == EMERGENCY
    assert values(message).get("emergency") == kind
    assert values(message).get("needs") == needs


def test_a_harmless_phrase_does_not_silence_the_classifier(phrases: Phrases) -> None:
    message = understood(phrases, "ich sterbe vor hunger", intent=EMERGENCY, emergency_kind="medical")
    assert message.get("intent") == EMERGENCY
    assert values(message)["emergency"] == "medical"


@pytest.mark.parametrize("text", ["", "   ", "😀", "/start", "?!", "a" * 5000, "\u202e\u2066"])
def test_odd_messages_are_survived(phrases: Phrases, text: str) -> None:
    assert "emergency" not in values(understood(phrases, text))
