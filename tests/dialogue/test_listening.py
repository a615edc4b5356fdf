"""What a message means after what was asked and shown; pure functions over plain data."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.listening import LONGEST, Situation, nothing_said, pressed, silence, typed, understand

QUESTIONS = (
    "needs", "age_group", "adult_age_group", "place", "place_which", "residence_status", "for_whom", "unaccompanied",
    "badly_treated", "language",
)  # fmt: skip


class Gazetteer:
    """Knows three towns; one name is that of two."""

    def answer(self, text: str) -> tuple[str, ...]:
        return {"hamm": ("Hamm",), "44137": ("44137",), "münster": ("Münster (Westfalen)", "Münster (Hessen)")}.get(
            text.lower(), ()
        )


def parse(
    text: str, intent: str, confidence: float = 0.9, language: tuple[str, float] | None = None, **entities: Any
) -> dict[str, Any]:
    """What the model reads in a message."""
    found = [{"entity": name, "value": value, "start": 0, "end": len(text)} for name, value in entities.items()]
    if language is not None:
        found.append(
            {"entity": "language", "value": language[0], "confidence": language[1], "start": 0, "end": len(text)}
        )
    return {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": found}


def heard(parsed: dict[str, Any], **situation: Any) -> tuple[str, dict[str, Any]]:
    """The intent and the entities after the situation."""
    done = understand(parsed, Situation(**situation), Gazetteer())
    return done["intent"]["name"], {each["entity"]: each["value"] for each in done["entities"]}


# --- what was typed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("/greet", "greet"),
        ('/inform{"age": 99}', 'inform{"age": 99}'),
        ("  // /restart", "restart"),
        ("/\n/restart", "restart"),
        ("/\u00a0/restart", "restart"),
        ("\t/\x1c/restart", "restart"),
        ("/", ""),
        (" hallo ", "hallo"),
        ("ja/nein", "ja/nein"),
        ("", ""),
        (None, ""),
    ],
)
def test_typed_text_is_never_a_command_of_rasa(sent: str | None, read: str) -> None:
    assert typed(sent) == read


def test_an_endless_message_is_read_from_its_beginning_and_its_end() -> None:
    read = typed("a" * 20_000 + " er schlägt mich")
    assert len(read) == LONGEST
    assert read.startswith("aaaa")
    assert read.endswith("a er schlägt mich")


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("", True),
        ("...", True),
        ("🙏🙏", True),
        (" \n", True),
        ("ok", False),
        ("٢٧", False),
        ("да", False),
        ("27", False),
    ],
)
def test_without_a_letter_or_digit_nothing_is_said(text: str, nothing: bool) -> None:
    assert nothing_said(text) is nothing


def test_silence_is_not_understood_and_tells_nothing() -> None:
    assert silence("…")["intent"] == {"name": "nlu_fallback", "confidence": 1.0}
    assert silence("…")["entities"] == []


@pytest.mark.parametrize(
    ("signs", "intent"),
    [
        ("👍", "affirm"),
        ("👍🏽 👌", "affirm"),
        ("✔️", "affirm"),
        ("👎", "deny"),
        ("👍👎", "nlu_fallback"),
        ("👍😭", "nlu_fallback"),
        ("😭🙏", "nlu_fallback"),
    ],
)
def test_a_thumb_is_a_yes_or_a_no(signs: str, intent: str) -> None:
    assert silence(signs)["intent"]["name"] == intent


# --- buttons ---------------------------------------------------------------------------------------------------------

SHOWN = (
    ("Aufenthaltsgestattung, Ankunftsnachweis", "residence_status:asylum_seeker"),
    ("Möchte ich nicht sagen", "refuse"),
    ("\u2066Duldung\u2069", "residence_status:tolerated"),
    ("Так", "yes"),
    ("27", "age_group:27"),
)


@pytest.mark.parametrize(
    ("text", "intent", "entity"),
    [
        ("Möchte ich nicht sagen", "dont_know", ("refusal", True)),
        ("möchte ich nicht sagen!", "dont_know", ("refusal", True)),
        ("mochte ich nicht sagen", "dont_know", ("refusal", True)),
        ("Duldung", "inform", ("residence_status", "tolerated")),
        ("aufenthaltsgestattung ankunftsnachweis", "inform", ("residence_status", "asylum_seeker")),
        ("27", "inform", ("age_group", "27")),
        ("٢٧", "inform", ("age_group", "27")),
    ],
)
def test_the_words_of_a_button_mean_the_same_when_typed(text: str, intent: str, entity: tuple[str, Any]) -> None:
    read = pressed(text, Situation(shown=SHOWN))
    assert read is not None
    assert read["intent"] == {"name": intent, "confidence": 1.0}
    assert [(each["entity"], each["value"]) for each in read["entities"]] == [entity]
    assert read["text"] == text


@pytest.mark.parametrize("text", ["Duldung habe ich nicht", "ja", "", "🙏"])
def test_other_words_are_no_button(text: str) -> None:
    assert pressed(text, Situation(shown=SHOWN)) is None


def test_the_newest_of_two_equal_buttons_counts() -> None:
    shown = (("27", "adult_age_group:27"), ("27", "age_group:27"))
    read = pressed("27", Situation(shown=shown))
    assert read is not None and read["entities"][0]["entity"] == "adult_age_group"


# --- the language ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found", "known", "after"),
    [
        ("bonjour", ("fr", 0.4), None, "fr"),
        ("ok", ("en", 0.99), "ar", "ar"),
        ("27", ("tr", 0.99), "uk", "uk"),
        ("Duldung", ("de", 0.99), "ar", "ar"),
        ("je cherche un logement à Hamm", ("fr", 0.95), "de", "fr"),
        ("je cherche un logement à Hamm", ("fr", 0.5), "de", "de"),
        ("44137 44137 44137 44137", ("en", 0.99), "fa", "fa"),
        ("ich suche eine wohnung", ("de", 0.6), "de", "de"),
        ("hello", None, "fa", None),
    ],
)
def test_a_known_language_stays_until_another_is_certain(
    text: str, found: tuple[str, float] | None, known: str | None, after: str | None
) -> None:
    _, said = heard(parse(text, "greet", language=found), language=known)
    assert said.get("language") == after


@pytest.mark.parametrize(
    ("asked", "offered", "then"),
    [
        ("age_group", True, "request_human"),
        (None, True, "request_human"),
        ("age_group", False, "affirm"),
        ("unaccompanied", True, "affirm"),
    ],
)
def test_a_yes_to_the_offer_of_a_human_is_a_wish_for_one(asked: str | None, offered: bool, then: str) -> None:
    assert heard(parse("ja gerne", "affirm"), asked=asked, human_offered=offered)[0] == then


@pytest.mark.parametrize(
    ("offered", "text", "written", "known", "then"),
    [
        (True, "locuiesc in hamm si caut o casa", "ro", "fr", "fr"),
        (False, "locuiesc in hamm si caut o casa", "ro", "fr", "ro"),
        (True, "je cherche un logement à hamm", "fr", "ro", "fr"),
        (True, "ich suche eine wohnung in hamm", "de", "fr", "de"),
    ],
)
def test_a_language_chosen_among_those_offered_holds(
    offered: bool, text: str, written: str, known: str, then: str
) -> None:
    read = parse(text, "state_need", language=(written, 0.95))
    assert heard(read, language=known, offered=offered)[1]["language"] == then


def test_who_asks_for_a_language_gets_it_however_short_the_message() -> None:
    assert heard(parse("english?", "change_language", language=("en", 0.3)), language="de")[1]["language"] == "en"


def test_a_message_holds_one_language_at_most() -> None:
    done = understand(parse("bonjour", "greet", language=("fr", 0.9)), Situation(), Gazetteer())
    assert [each["entity"] for each in done["entities"]] == ["language"]


# --- evidence of the question asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "text", "read", "intent", "entity"),
    [
        ("age_group", "19", parse("19", "out_of_scope", 0.3, age=19), "inform", "age"),
        ("age_group", "19", parse("19", "greet", 0.9, age=19), "inform", "age"),
        ("age_group", "mein Sohn", parse("mein Sohn", "affirm", 0.4, for_whom="child"), "inform", "for_whom"),
        ("place", "Hamm", parse("Hamm", "greet", 0.6), "inform", "place"),
        ("place", "44137", parse("44137", "out_of_scope", 0.4), "inform", "place"),
        ("place", "Münster", parse("Münster", "greet", 0.6), "inform", "place_candidates"),
        ("residence_status", "x", parse("x", "deny", 0.4, residence_status="tolerated"), "inform", "residence_status"),
        ("residence_status", "x", parse("x", "thank", 0.4, permit_unclear=True), "inform", "permit_unclear"),
        ("unaccompanied", "x", parse("x", "affirm", 0.6, unaccompanied=True), "inform", "unaccompanied"),
        ("needs", "wohnung", parse("wohnung", "out_of_scope", 0.5, need="housing"), "state_need", "need"),
    ],
)
def test_what_answers_the_question_is_an_answer(
    asked: str, text: str, read: dict[str, Any], intent: str, entity: str
) -> None:
    name, said = heard(read, asked=asked)
    assert (name, entity in said) == (intent, True), text


@pytest.mark.parametrize("intent", ["state_need", "report_discrimination"])
def test_an_answer_that_tells_a_need_too_keeps_its_intent(intent: str) -> None:
    name, said = heard(parse("19 und suche arbeit", intent, age=19, need="training_work"), asked="age_group")
    assert (name, said["age"], said["need"]) == (intent, 19, "training_work")


@pytest.mark.parametrize(
    "intent", ["ask_why", "ask_cost", "ask_confidentiality", "ask_office", "ask_service", "ask_bot"]
)
def test_a_question_back_stays_a_question_even_with_a_fact(intent: str) -> None:
    assert heard(parse("warum? ich bin 19", intent, age=19), asked="age_group")[0] == intent


@pytest.mark.parametrize("entity", ["refusal", "not_knowing"])
@pytest.mark.parametrize("asked", QUESTIONS)
def test_who_will_not_answer_or_does_not_know_is_understood(asked: str, entity: str) -> None:
    assert heard(parse("xx", "out_of_scope", 0.5, **{entity: True}), asked=asked)[0] == "dont_know"


@pytest.mark.parametrize(
    ("text", "intent", "told"),
    [
        ("Hogsmeade", "out_of_scope", True),
        ("in der stadt", "inform", True),
        ("was kostet die beratung bei euch", "ask_cost", False),
        ("ich suche schon lange eine wohnung", "state_need", False),
    ],
)
def test_a_short_answer_that_is_no_town_is_told_so(text: str, intent: str, told: bool) -> None:
    assert ("place_unknown" in heard(parse(text, intent), asked="place")[1]) is told


@pytest.mark.parametrize("fact", [{"age": 34}, {"residence_status": "tolerated"}, {"age_group": "18_26"}])
def test_another_fact_than_the_town_is_no_unknown_town(fact: dict[str, Any]) -> None:
    assert "place_unknown" not in heard(parse("34", "inform", **fact), asked="place")[1]


def test_a_place_is_only_looked_for_when_it_was_asked() -> None:
    assert "place" not in heard(parse("Hamm", "inform"), asked="age_group")[1]
    assert "place" not in heard(parse("Hamm", "inform"))[1]


def test_a_place_that_was_understood_is_not_looked_up_again() -> None:
    assert heard(parse("Hamm", "inform", place="Bochum"), asked="place")[1]["place"] == "Bochum"


@pytest.mark.parametrize(
    ("read", "intent"),
    [
        (parse("xyz", "thank", 0.1), "nlu_fallback"),
        (parse("xyz", "thank", 0.1, feeling="fear"), "state_need"),
        (parse("my flat", "thank", 0.1, need="housing"), "state_need"),
        (parse("xyz 27", "thank", 0.1, age=27), "inform"),
        (parse("xyz", "thank", 0.8), "thank"),
        (parse("brief vom amt", "greet", 0.6, letter="any"), "state_need"),
        (parse("foto", "ask_bot", 0.97, letter="photo"), "state_need"),
        (parse("du bist dumm", "ask_bot", 0.6, abuse=True), "out_of_scope"),
    ],
)
def test_what_the_model_is_not_sure_of_is_settled_by_what_was_found(read: dict[str, Any], intent: str) -> None:
    assert heard(read)[0] == intent


# --- danger ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("confidence", [1.0, 0.5, 0.2, 0.0])
@pytest.mark.parametrize("asked", [*QUESTIONS, None])
def test_danger_is_never_explained_away(asked: str | None, confidence: float) -> None:
    everything = {
        "emergency": "violence", "age": 19, "need": "housing", "residence_status": "tolerated", "for_whom": "child",
        "unaccompanied": True, "badly_treated": True, "refusal": True, "not_knowing": True, "letter": "photo",
        "abuse": True, "feeling": "fear",
    }  # fmt: skip
    name, said = heard(parse("hamm", "emergency", confidence, **everything), asked=asked, confirming="restart")
    assert name == "emergency"
    assert said == everything


@pytest.mark.parametrize(("intent", "sure"), [("request_human", 0.65), ("change_language", 0.65), ("delete_data", 0.8)])
@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_wish_for_a_human_or_for_deletion_is_never_an_answer(asked: str, intent: str, sure: float) -> None:
    read = parse("19 in hamm, mensch bitte", intent, sure, age=19, place="Hamm", need="housing", refusal=True)
    assert heard(read, asked=asked)[0] == intent


# --- asking back -----------------------------------------------------------------------------------------------------


def test_a_yes_confirms_what_was_asked_back() -> None:
    assert heard(parse("ja", "affirm"), confirming="restart") == ("restart", {"confirmed": True})
    assert heard(parse("ja", "affirm")) == ("affirm", {})
    assert heard(parse("nein", "deny"), confirming="restart")[0] == "deny"


def test_the_reading_of_the_model_is_left_as_it_was() -> None:
    read = parse("Hamm", "greet", 0.6, language=("de", 0.9))
    before = repr(read)
    understand(read, Situation(asked="place", language="ar"), Gazetteer())
    assert repr(read) == before
