"""Keys and values become words in the person's language: texts, lines, buttons, the form for young people."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.words import CatalogueGenerator
from bot.languages import ANSWERED, Catalogue, CatalogueError
from bot.settings import ROOT

GENERATOR = CatalogueGenerator(Catalogue(), facts={"hours": 24})
SLOTS = Domain.from_file(str(ROOT / "domain.yml")).slots


async def words(response: str, slots: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """The message for a person whose slots are *slots*."""
    tracker = DialogueStateTracker("ali", SLOTS)
    for name, value in {"language": "de", **(slots or {})}.items():
        tracker._set_slot(name, value)
    message = await GENERATOR.generate(f"utter_{response}", tracker, "rest", **fields)
    assert message is not None
    return message


async def test_a_key_becomes_the_words_of_the_language() -> None:
    assert (await words("cost"))["text"].startswith("Die Beratung kostet nichts.")
    assert await words("cost", {"language": "fr"}) != await words("cost")
    assert set(await words("cost")) == {"text"}


@pytest.mark.parametrize(
    ("language", "answered"),
    [(None, "de"), *((code, code) for code in ANSWERED), ("kmr", "en"), ("ti", "en"), ("xx", "en")],
)
async def test_a_language_without_a_catalogue_is_answered_in_english(language: str | None, answered: str) -> None:
    assert await words("cost", {"language": language}) == await words("cost", {"language": answered})


@pytest.mark.parametrize(
    ("slots", "informal"),
    [
        ({}, False),
        ({"age_group": "12_17"}, True),
        ({"age_group": "under_12"}, True),
        ({"age_group": "12_17", "for_whom": "self"}, True),
        ({"age_group": "12_17", "for_whom": "child"}, False),
        ({"age_group": "12_17", "for_whom": "other"}, False),
        ({"age_group": "18_26"}, False),
        ({"age_group": "refused"}, False),
    ],
)
async def test_who_is_under_18_and_writes_for_themselves_is_du(slots: dict[str, Any], informal: bool) -> None:
    text = (await words("ask_needs", slots))["text"]
    assert ("brauchst du" in text) is informal
    assert ("brauchen Sie" in text) is not informal


async def test_values_are_put_in() -> None:
    assert (await words("office_phone", phone="02327 328823"))["text"] == "Telefon: 02327 328823"


async def test_a_fact_may_be_named_in_any_sentence() -> None:
    assert "24 Stunden" in (await words("notice"))["text"]


async def test_a_value_may_be_words_itself_with_values_of_its_own() -> None:
    service = {"key": "card_line", "values": {"service": {"key": "service_jmd"}, "about": "gut"}}
    assert (await words("recommend_one", service=service))["text"] == (
        "Für Sie passt: • Jugendmigrationsdienst (JMD): gut."
    )


async def test_a_list_is_read_out_with_commas() -> None:
    services = [{"key": "service_refugee_counselling"}, "MBE", 3]
    assert (await words("recommend_also", services=services))["text"] == "Auch möglich: Flüchtlingsberatung, MBE, 3."


async def test_lines_make_one_message_and_an_empty_key_a_blank_line() -> None:
    parts = [["card_title"], ["", {}], ["office_phone", {"phone": "110"}]]
    message = await words("lines", parts=parts)
    assert message["text"] == "Ihre Karte. Machen Sie ein Foto vom Bildschirm.\n\nTelefon: 110"


async def test_a_button_carries_its_words_as_payload_and_its_choice() -> None:
    message = await words("ask_place", choices=["facility", "refuse"])
    assert message["buttons"] == [
        {"title": title, "payload": title, "choice": choice}
        for title, choice in (
            ("Unterkunft vom Land, noch keine Stadt", "facility"),
            ("Möchte ich nicht sagen", "refuse"),
        )
    ]


async def test_a_town_is_named_on_its_button_and_a_language_by_its_own_name() -> None:
    choices = ["place:Münster (Hessen)", "language:ar", "language:uk"]
    message = await words("ask_place_which", choices=choices, labels={"place:Münster (Hessen)": "Münster (Hessen)"})
    assert [button["title"] for button in message["buttons"]] == ["Münster (Hessen)", "العربية", "Українська"]


@pytest.mark.parametrize("language", ["ar", "fa"])
async def test_each_line_and_title_is_made_readable_from_right_to_left(language: str) -> None:
    parts = [["office_phone", {"phone": "02327 328823"}], ["german_sentence_medical", {"language": "Arabisch"}]]
    message = await words("lines", {"language": language}, parts=parts, choices=["residence_status:tolerated"])
    phone, sentence = message["text"].split("\n")
    assert "\u206602327 328823\u2069" in phone
    assert sentence.startswith("\u2066„Ich brauche") and sentence.endswith("“\u2069")
    assert message["buttons"][0]["payload"] == message["buttons"][0]["title"]


@pytest.mark.parametrize("fields", [{}, {"parts": [["no_such_key", {}]]}, {"choices": ["no_such_choice"]}])
async def test_a_key_without_words_is_an_error_and_never_shown(fields: dict[str, Any]) -> None:
    with pytest.raises(CatalogueError, match="no_such"):
        await words("cost" if fields else "no_such_key", **fields)
