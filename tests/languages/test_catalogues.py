"""The words themselves: complete in every language, short, fit for right-to-left, and each of them said somewhere."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from actions.cards import NEXT_STEPS
from actions.orientation import ASKING_BACK, NEEDS, PERMITS, STATUSES
from bot.dialogue.choices import title_key
from bot.languages import ANSWERED, UNDERSTOOD, Catalogue, language, readable
from bot.languages.catalogue import DOMAIN, LOCALES
from bot.nlu.normalise import fold
from tests.languages.spoken import changing_beginnings, families, family_keys, said_keys, words_in_code

SOURCE = "de"
LONGEST_SENTENCE = 15
"""Words; plain German for readers who know little of it."""
LONGEST_TITLE = 40
"""Characters; more does not fit on a button of a small phone."""

AWAITED = frozenset(
    {
        "choice_confidential", "choice_reopen_for_whom", "danger_life", "danger_next", "danger_number_hours",
        "human_nobody_now", "office_near", "too_long",
    }
)  # fmt: skip
"""Words that are translated already and not said yet. Whoever says one takes it off this list; nothing is added."""

AGES = (
    *(f"age_group:{group}" for group in ("under_12", "12_17", "18_26", "27", "28_plus")),
    *("for_whom:child", "for_whom:other"),
)
ADULT_AGES = ("adult_age_group:18_26", "adult_age_group:27", "adult_age_group:28_plus")

ISOLATES, POP = "\u2066\u2067\u2068", "\u2069"
SAMPLES = {
    "phone": "02327 328823", "site": "https://www.awo.org", "year": "2022", "km": "46", "hours": "24", "number": "116 016",
    "city": "59065 Hamm", "street": "Werler Straße 5", "name": "AWO Bochum-Wattenscheid", "place": "Hamm",
    "service": "Jugendmigrationsdienst (JMD)", "second": "MBE", "when": "27.11. 09:00",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture(params=ANSWERED)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def entries(catalogue: Catalogue, code: str) -> Iterator[tuple[str, str, str]]:
    """Each wording with its context and key."""
    for context, key, wordings in catalogue.entries(code):
        for wording in wordings:
            yield context, key, wording


def placeholders(wording: str) -> list[str]:
    return sorted(set(re.findall(r"\{(\w*)\}", wording)))


def test_there_is_a_catalogue_for_every_language_that_is_answered(catalogue: Catalogue) -> None:
    complete = {code for code in catalogue.languages if catalogue.keys(code) == catalogue.keys(SOURCE)}
    assert complete == set(ANSWERED)


def test_who_is_understood_and_not_yet_answered_is_told_so_in_their_own_language(catalogue: Catalogue) -> None:
    assert set(catalogue.languages) == set(UNDERSTOOD)
    for code in set(UNDERSTOOD) - set(ANSWERED):
        assert catalogue.keys(code) == {"language_not_yet"}
        said = [wording for _, _, wording in entries(catalogue, code)]
        assert len(said) == 1
        assert said[0].strip() != catalogue.text("language_not_yet", SOURCE)


def test_every_key_has_words_in_every_language(catalogue: Catalogue, code: str) -> None:
    source, here = catalogue.keys(SOURCE), catalogue.keys(code)
    assert here == source, f"{code} lacks {sorted(source - here)} and has alone {sorted(here - source)}"
    assert not [key for _, key, wording in entries(catalogue, code) if not wording.strip()]


def test_no_key_stands_twice_in_a_file(code: str) -> None:
    text = (LOCALES / code / "LC_MESSAGES" / DOMAIN).read_text(encoding="utf-8")
    keys = re.findall(r'^(?:msgctxt "(\w+)"\n)?msgid "(\w+)"$', text, re.MULTILINE)
    assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})
    assert "#, fuzzy" not in text


def test_every_line_of_a_file_is_well_formed(code: str) -> None:
    """Babel takes a quotation mark too few without a word and loses letters."""
    lines = (LOCALES / code / "LC_MESSAGES" / DOMAIN).read_text(encoding="utf-8").splitlines()
    form = re.compile(r'((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?) )?"([^"\\]|\\.)*"|#.*|')
    assert not [f"line {number}: {line}" for number, line in enumerate(lines, 1) if not form.fullmatch(line)]


def test_the_form_for_young_people_belongs_to_a_key_that_exists(catalogue: Catalogue, code: str) -> None:
    ordinary = {key for context, key, _ in entries(catalogue, code) if not context}
    other = {(context, key) for context, key, _ in entries(catalogue, code) if context}
    assert {context for context, _ in other} <= {"du"}
    assert {key for _, key in other} <= ordinary


def test_placeholders_are_those_of_the_german_words(catalogue: Catalogue, code: str) -> None:
    source = {key: placeholders(wording) for context, key, wording in entries(catalogue, SOURCE) if not context}
    wrong = {
        (context, key): (placeholders(wording), source[key])
        for context, key, wording in entries(catalogue, code)
        if placeholders(wording) != source[key]
    }
    assert not wrong


def test_a_placeholder_is_a_name_in_one_pair_of_braces(catalogue: Catalogue, code: str) -> None:
    wrong = [key for _, key, wording in entries(catalogue, code) if re.search(r"[{}]", re.sub(r"\{\w+\}", "", wording))]
    assert not wrong


def test_every_key_that_is_said_exists(catalogue: Catalogue) -> None:
    missing = {key: where for key, where in said_keys().items() if key not in catalogue.keys(SOURCE)}
    assert not missing, f"no words for {missing}"
    assert len(said_keys()) > 50, "the keys are no longer found in the code; mend tests/languages/spoken.py"


def test_every_key_with_a_changing_end_exists_for_every_end(catalogue: Catalogue) -> None:
    unknown = {start: where for start, where in changing_beginnings().items() if start not in families()}
    assert not unknown, f"say in tests/languages/spoken.py what may follow: {unknown}"
    assert not family_keys() - catalogue.keys(SOURCE)


def test_no_key_is_kept_that_nobody_says(catalogue: Catalogue) -> None:
    unused = catalogue.keys(SOURCE) - family_keys() - words_in_code()
    assert unused - AWAITED == set(), "remove these from every catalogue, or say them"
    assert AWAITED - unused == set(), "these are said now; take them off the list"


def test_german_sentences_to_show_are_the_same_in_every_language(catalogue: Catalogue, code: str) -> None:
    def sentences(of: str) -> dict[tuple[str, str], str]:
        return {(c, key): wording for c, key, wording in entries(catalogue, of) if key.startswith("german_sentence")}

    assert sentences(code) == sentences(SOURCE)
    assert len(sentences(code)) == 9


def test_german_sentences_are_short(catalogue: Catalogue) -> None:
    long = [
        f"{key}: {len(words)} words: {sentence}"
        for _, key, wording in entries(catalogue, SOURCE)
        for sentence in re.split(r"(?<=[.!?:])\s+|\n", wording)
        if len(words := re.findall(r"[\w{}§-]+", sentence)) > LONGEST_SENTENCE
    ]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("choices", [NEEDS, STATUSES, PERMITS, AGES, ADULT_AGES, NEXT_STEPS])
def test_titles_shown_together_can_be_told_apart(catalogue: Catalogue, code: str, choices: tuple[str, ...]) -> None:
    """A button is also pressed by typing its words, whatever their case and accents."""
    titles = [fold(catalogue.text(title_key(choice), code)) for choice in (*choices, *ASKING_BACK, "human")]
    assert len(set(titles)) == len(set(choices) | {*ASKING_BACK, "human"})
    assert all(titles)


def test_titles_of_buttons_fit(catalogue: Catalogue, code: str) -> None:
    titles = {key: wording for _, key, wording in entries(catalogue, code) if key.startswith("choice_")}
    assert {key: len(title) for key, title in titles.items() if len(title) > LONGEST_TITLE} == {}
    assert not [key for key, title in titles.items() if placeholders(title) or "\n" in title]


def test_no_key_shows_in_the_words(catalogue: Catalogue, code: str) -> None:
    assert not [key for _, key, wording in entries(catalogue, code) if "_" in re.sub(r"\{\w+\}", "", wording)]


def test_the_plural_rule_gives_a_form_for_every_number(code: str) -> None:
    with (LOCALES / code / "LC_MESSAGES" / DOMAIN).open("rb") as file:
        catalog = read_po(file, locale=code)
    rule = gettext.c2py(catalog.plural_expr)
    assert {rule(number) for number in range(200)} == set(range(catalog.num_plurals))


@pytest.mark.parametrize("code", [code for code in ANSWERED if language(code).direction == "rtl"])
def test_right_to_left_words_keep_their_latin_runs_apart(catalogue: Catalogue, code: str) -> None:
    for context, key, wording in entries(catalogue, code):
        assert not set(wording) & set(ISOLATES + POP), f"{key}: isolates are put in when it is shown, not in the file"
        values = {name: SAMPLES.get(name, "Duldung") for name in placeholders(wording)}
        shown = readable(catalogue.text(key, code, informal=context == "du", values=values), code)
        assert deepest(shown) <= 1, f"{key}: {shown!r}"
        outside = re.sub(f"[{ISOLATES}][^{POP}]*{POP}", "", shown)
        assert not re.search(r"[A-Za-z]{2}|[0-9]{3}", outside), f"{key}: not set apart: {outside!r}"


@pytest.mark.parametrize(
    ("code", "line", "runs"),
    [
        ("ar", "هاتف: 02327 328823", ["02327 328823"]),
        ("fa", "تلفن: 02327 328823", ["02327 328823"]),
        ("ar", "هل لديك Duldung؟", ["Duldung"]),
        ("fa", "آیا Aufenthaltsgestattung دارید؟", ["Aufenthaltsgestattung"]),
        ("ar", "اكتب § 24 أو Duldung.", ["§ 24", "Duldung"]),
        ("fa", "JMD (Jugendmigrationsdienst) برای جوانان", ["JMD (Jugendmigrationsdienst)"]),
        ("ar", "إنترنت: http://centrumcultur.de/", ["http://centrumcultur.de/"]),
        ("ar", "Schule/مدرسة", ["Schule"]),
        ("ar", "„Guten Tag. Ich suche: {service}.“", ["„Guten Tag. Ich suche: {service}.“"]),
    ],
)
def test_a_number_and_a_german_word_are_set_apart(code: str, line: str, runs: list[str]) -> None:
    shown = readable(line, code)
    assert re.findall(f"\u2066([^{POP}]*){POP}", shown) == runs
    assert re.sub(f"[{ISOLATES}{POP}]", "", shown) == line


@pytest.mark.parametrize("code", [code for code in ANSWERED if language(code).direction == "ltr"])
def test_left_to_right_words_are_shown_as_they_are(code: str) -> None:
    assert readable("Telefon: 02327 328823", code) == "Telefon: 02327 328823"


def deepest(text: str) -> int:
    """How deeply isolates are nested; fails where one is not closed or closed twice."""
    depth = most = 0
    for character in text:
        depth += (character in ISOLATES) - (character == POP)
        assert depth >= 0, f"closed twice: {text!r}"
        most = max(most, depth)
    assert depth == 0, f"not closed: {text!r}"
    return most
