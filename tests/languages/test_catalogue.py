"""How words are looked up: the language, the form for young people, the way out when something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.languages import ANSWERED, UNDERSTOOD, Catalogue, CatalogueError, language
from bot.languages.catalogue import Review

HEADER = """# {review}
msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: {plural};\\n"
"""
GERMAN = """
msgid "ask"
msgstr "Wie alt sind Sie?"

msgctxt "du"
msgid "ask"
msgstr "Wie alt bist du?"

msgid "thanks"
msgstr "Danke, {name}. {name}!"

msgid "days"
msgid_plural "days"
msgstr[0] "{count} Tag"
msgstr[1] "{count} Tage"

msgid "untranslated"
msgstr ""
"""
ENGLISH = """
msgid "ask"
msgstr "How old are you?"

msgid "thanks"
msgstr "Thank you, {name}."

msgid "only_english"
msgstr "Only here"

msgid "untranslated"
msgstr "Later"
"""
ONE_OR_MORE = "nplurals=2; plural=(n != 1)"


def write(folder: Path, code: str, words: str, review: str = "Review: draft", plural: str = ONE_OR_MORE) -> Path:
    """A catalogue file of the language in *folder*."""
    path = folder / code / "LC_MESSAGES" / "wegweiser.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER.format(code=code, review=review, plural=plural) + words, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "de", GERMAN, "Review: reviewed by A. Beispiel on 2026-11-20")
    write(tmp_path, "en", ENGLISH)
    return tmp_path


@pytest.fixture
def catalogue(folder: Path) -> Catalogue:
    return Catalogue(folder)


@pytest.mark.parametrize(
    ("key", "code", "informal", "words"),
    [
        ("ask", "de", False, "Wie alt sind Sie?"),
        ("ask", "de", True, "Wie alt bist du?"),
        ("ask", "en", True, "How old are you?"),
        ("thanks", "de", True, "Danke, Ali. Ali!"),
        ("only_english", "de", False, "Only here"),
        ("untranslated", "de", False, "Later"),
        ("ask", "kmr", False, "How old are you?"),
    ],
)
def test_words_are_found(catalogue: Catalogue, key: str, code: str, informal: bool, words: str) -> None:
    assert catalogue.text(key, code, informal=informal, values={"name": "Ali"}) == words


@pytest.mark.parametrize(("count", "words"), [(1, "1 Tag"), (2, "2 Tage"), (0, "0 Tage"), (None, " Tag")])
def test_a_number_decides_the_form(catalogue: Catalogue, count: int | None, words: str) -> None:
    values = {} if count is None else {"count": count}
    assert catalogue.text("days", "de", values=values) == words


@pytest.mark.parametrize(("count", "words"), [(1, "день"), (3, "дня"), (5, "днів"), (21, "день"), (12, "днів")])
def test_a_language_with_three_forms_has_its_own_rule(folder: Path, count: int, words: str) -> None:
    rule = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
    forms = 'msgid "days"\nmsgid_plural "days"\nmsgstr[0] "день"\nmsgstr[1] "дня"\nmsgstr[2] "днів"\n'
    write(folder, "uk", forms, plural=rule)
    assert Catalogue(folder).text("days", "uk", values={"count": count}) == words


def test_a_value_that_is_not_given_leaves_no_brace(catalogue: Catalogue) -> None:
    assert catalogue.text("thanks", "en") == "Thank you, ."


def test_a_value_is_never_read_as_a_placeholder(catalogue: Catalogue) -> None:
    assert catalogue.text("thanks", "en", values={"name": "{hours}", "hours": 24}) == "Thank you, {hours}."


def test_a_key_that_no_catalogue_holds_is_an_error_that_names_it(catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError, match=r"No words for the key 'asc'.*Add it"):
        catalogue.text("asc", "de")


def test_keys_are_those_with_words(catalogue: Catalogue) -> None:
    assert catalogue.keys("de") == {"ask", "thanks", "days"}
    assert catalogue.has("only_english")
    assert not catalogue.has("asc")


@pytest.mark.parametrize(
    ("header", "review"),
    [
        ("Review: draft", Review("draft")),
        ("Review: reviewed by A. Beispiel on 2026-11-20", Review("reviewed", "A. Beispiel", "2026-11-20")),
        ("Review: reviewed by A. Beispiel", Review("draft")),
        ("No word of it", Review("draft")),
    ],
)
def test_the_header_says_who_has_checked_the_words(tmp_path: Path, header: str, review: Review) -> None:
    write(tmp_path, "en", ENGLISH, header)
    assert Catalogue(tmp_path).review("en") == review


@pytest.mark.parametrize(
    "words",
    ['msgid "ask"\nmsgstr "Quel age ?"\nsomething else\n', 'msgid "ask"\nmsgstr[x] "Quel"\n', 'msgid "ask"\n'],
    ids=["a stray line", "a form without a number", "a key without words"],
)
def test_a_broken_file_is_named_with_the_next_step(folder: Path, words: str) -> None:
    write(folder, "fr", words)
    with pytest.raises(CatalogueError, match=r"fr/LC_MESSAGES/wegweiser\.po.*Mend the file"):
        Catalogue(folder)


def test_without_the_last_resort_there_is_no_catalogue(tmp_path: Path) -> None:
    write(tmp_path, "de", GERMAN)
    with pytest.raises(CatalogueError, match="No catalogue for 'en'"):
        Catalogue(tmp_path)


def test_every_language_is_known_by_code() -> None:
    assert set(ANSWERED) < set(UNDERSTOOD)
    assert {code for code in UNDERSTOOD if language(code).direction == "rtl"} == {"ar", "fa", "ps"}
    with pytest.raises(KeyError):
        language("tlh")
