"""Every phrase file holds every key, every pattern compiles, and the words of one language do not contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.phrases import DANGERS, FOLDER, LANGUAGES, STATUSES, PhraseBook, PhraseError, Phrases, parse_pattern

FILES = sorted(FOLDER.glob("*.yml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_a_file_can_be_read_and_holds_every_key(path: Path) -> None:
    assert PhraseBook.read(path).language == path.stem


def test_every_pattern_of_a_file_becomes_a_matcher(path: Path) -> None:
    assert Phrases([PhraseBook.read(path)]).compile() > 0


def test_every_plain_pattern_is_found_in_itself(path: Path) -> None:
    book = PhraseBook.read(path)
    phrases = Phrases([book])
    missed = []
    for topic, patterns in book.patterns.items():
        for pattern in patterns:
            example = example_of(pattern.source)
            if example and topic not in phrases.read(example).found:
                missed.append(f"{path.name}: {topic}: '{pattern.source}' is not found in '{example}'")
    assert not missed, "\n".join(missed)


def test_no_pattern_stands_twice_in_one_topic_or_for_two_statuses(path: Path) -> None:
    book = PhraseBook.read(path)
    doubles = []
    for topic, patterns in book.patterns.items():
        seen: set[object] = set()
        for pattern in patterns:
            if pattern.variants in seen:
                doubles.append(f"{path.name}: {topic}: '{pattern.source}' stands twice (folded alike); remove one")
            seen.add(pattern.variants)
    for keys in ([f"status.{status}" for status in STATUSES], [f"danger.{danger}" for danger in DANGERS]):
        owner: dict[object, str] = {}
        for key in keys:
            for pattern in book.patterns[key]:
                if owner.setdefault(pattern.variants, key) != key:
                    doubles.append(f"{path.name}: '{pattern.source}' stands in {owner[pattern.variants]} and in {key}")
    assert not doubles, "\n".join(doubles)


def test_no_single_common_word_raises_the_alarm(path: Path) -> None:
    book = PhraseBook.read(path)
    short = [
        f"{path.name}: danger.{danger}: '{pattern.source}' is one short word; write a phrase"
        for danger in DANGERS
        for pattern in book.patterns[f"danger.{danger}"]
        if len(pattern.source.split()) == 1 and len(pattern.source.strip("*~")) < 8
    ]
    assert not short, "\n".join(short)


def test_no_word_is_folded_to_one_that_everybody_writes(path: Path) -> None:
    """ "ZUE" (a reception centre) is folded to "zu"; all languages are looked for in every message."""
    book = PhraseBook.read(path)
    short = [
        f"{path.name}: {topic}: '{atom.text}' is too short once folded; write a phrase"
        for topic, patterns in book.patterns.items()
        if topic.split(".")[0] in ("status", "reception_facility", "unaccompanied", "danger")
        for pattern in patterns
        for slots in pattern.variants
        if len(slots) == 1
        for atom in slots[0].atoms
        if atom.kind == "exact" and len(atom.text) < 3 and atom.text not in "^$"
    ]
    assert not short, "\n".join(short)


def test_the_core_languages_know_the_dangers(path: Path) -> None:
    book = PhraseBook.read(path)
    if path.stem in LANGUAGES[:8]:
        for danger in DANGERS:
            assert len(book.patterns[f"danger.{danger}"]) >= 12, f"{path.name}: danger.{danger} has too few phrases"


def example_of(source: str) -> str:
    """A message that the pattern must match: the first alternative of each word, '12' for a number."""
    words = []
    for word in source.split():
        if word in {"^", "$", ".."}:
            continue
        first = word.removesuffix("?").split("|")[0]
        words.append("12" if first == "#" else first.strip("*~"))
    return " ".join(words)


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("", "empty"),
        ("bin #jahre", "'#' must stand by itself"),
        (".. schlägt", "'..' must stand between two words"),
        ("er .. .. mich", "'..' must stand between two words"),
        ("jetzt ^ hier", "'^' may only stand first"),
        ("hier $ jetzt", "'$' may only stand last"),
        ("~duld*", "not both"),
        ("~ja", "at least 4 letters"),
        ("kein?", "at least one word must be required"),
        ("d*", "one letter"),
        ("!!", "no letter or digit"),
        ("er ... mich", "no sign of the pattern language"),
    ],
)
def test_a_wrong_pattern_is_refused_with_its_fault(pattern: str, fault: str) -> None:
    with pytest.raises(PhraseError, match=fault.replace("^", r"\^").replace("$", r"\$").replace(".", r"\.")):
        parse_pattern(pattern)


def test_an_error_names_file_key_and_pattern(tmp_path: Path) -> None:
    (tmp_path / "de.yml").write_text("language: de\nreview: draft\nrefusal: ['~ja']\n", encoding="utf-8")
    with pytest.raises(PhraseError, match=r"de\.yml: refusal: '~ja'.*letters"):
        PhraseBook.load("de", tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PhraseError, match=r"de\.yml: there is no such file"):
        PhraseBook.load("de", tmp_path)


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "de.yml").write_text("language: de\nlanguage: de\n", encoding="utf-8")
    with pytest.raises(PhraseError, match="occurs twice"):
        PhraseBook.load("de", tmp_path)
