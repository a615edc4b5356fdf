"""The pattern language of data/phrases/README.md does what the README says."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.nlu.numbers import NumberWords
from bot.nlu.phrases import TOPICS, PhraseBook, Phrases


def phrases_of(tmp_path: Path, *patterns: str, **topics: list[str]) -> Phrases:
    """Phrases of one small file: `patterns` under `refusal`, `topics` with '__' for the dot."""
    given = {"refusal": list(patterns), **{key.replace("__", "."): value for key, value in topics.items()}}
    lines = ["language: de", "review: draft", "numbers: {ein: 1, sieben: 7, zwanzig: 20}", "number_joiners: [und]"]
    for topic, keys in TOPICS.items():
        if keys is None:
            lines.append(f"{topic}: {given.get(topic, [])!r}")
        else:
            lines.append(f"{topic}:")
            lines += [f"  {key}: {given.get(f'{topic}.{key}', [])!r}" for key in keys]
    (tmp_path / "de.yml").write_text("\n".join(lines), encoding="utf-8")
    return Phrases([PhraseBook.load("de", tmp_path)])


@pytest.mark.parametrize(
    ("pattern", "message", "found"),
    [
        ("Straße", "auf der STRASSE hier", True),
        ("Straße", "strassen", False),
        ("wohn*", "wir wohnen", True),
        ("*dulung", "vorduldung", False),
        ("*duldung", "Ausbildungsduldung", True),
        ("*duld*", "ungeduldig", True),
        ("~duldung", "dulding", True),
        ("~duldung", "dudlung", True),  # two swapped letters are one mistake
        ("~duldung", "dulden", False),
        ("~aufenthalt", "aufentalht", True),  # two mistakes in a long word
        ("mann|frau kommt", "meine frau kommt", True),
        ("mann|~tochter|kind* kommt", "die tocher kommt", True),
        ("mann|~tochter|kind* kommt", "die kinder kommt", True),
        ("e-mail|mail bekommen", "e mail bekommen", True),
        ("e-mail|mail bekommen", "mail bekommen", True),
        ("will nicht? sagen", "will sagen", True),
        ("will nicht|nix? sagen", "will nix sagen", True),
        ("will nicht|nix|? sagen", "will sagen", True),
        ("will .. sagen", "will das jetzt nicht sagen", True),
        ("will .. sagen", "will das jetzt aber nicht sagen", False),
        ("^ hallo", "hallo du", True),
        ("^ hallo", "du hallo", False),
        ("weg $", "geh weg!", True),
        ("weg $", "weg hier", False),
        ("bin #", "bin 27", True),
        ("bin #", "bin sieben und zwanzig", True),
        ("bin #", "bin siebenundzwanzig", True),
        ("bin #", "bin alt", False),
        ("§ 24", "§24", True),
        ("sieben und zwanzig", "sieben und zwanzig", True),  # spelt out in the pattern itself
    ],
)
def test_a_pattern_matches_as_written(tmp_path: Path, pattern: str, message: str, found: bool) -> None:
    assert phrases_of(tmp_path, pattern).read(message).has("refusal") is found


def test_a_phrase_knows_its_place_and_its_number(tmp_path: Path) -> None:
    message = "Also: ich bin sieben und zwanzig, ja"
    (hit,) = phrases_of(tmp_path, "ich bin #").read(message).of("refusal")
    assert message[hit.start : hit.end] == "ich bin sieben und zwanzig"
    assert [number.value for number in hit.numbers] == [27]


@pytest.mark.parametrize(
    ("message", "negated"),
    [
        ("keine duldung", True),
        ("keine echte alte duldung", True),
        ("keine so eine echte duldung", False),
        ("duldung nicht mehr", True),
        ("keine ahnung, duldung", False),
        ("weiss nicht duldung", False),
        ("duldung", False),
    ],
)
def test_a_negation_counts_within_two_words(tmp_path: Path, message: str, negated: bool) -> None:
    phrases = phrases_of(
        tmp_path,
        status__tolerated=["duldung"],
        negation__before=["kein*", "nicht"],
        negation__after=["nicht mehr"],
        not_knowing=["weiss nicht"],
    )
    reading = phrases.read(message)
    assert reading.negated(reading.of("status.tolerated")[0]) is negated


def test_a_negation_in_the_gap_counts(tmp_path: Path) -> None:
    reading = phrases_of(tmp_path, danger__suicide=["mich .. umbringen"], negation__before=["nicht"]).read(
        "ich will mich nicht umbringen"
    )
    assert reading.negated(reading.of("danger")[0], reach=0)


@pytest.mark.parametrize(
    ("values", "joiners", "words", "value"),
    [
        ({"acht": 8, "zwanzig": 20}, ["und"], "achtundzwanzig", 28),
        ({"acht": 8, "zwanzig": 20}, ["und"], "acht und zwanzig", 28),
        ({"twenty": 20, "seven": 7}, ["and"], "twenty-seven", 27),
        ({"yirmi": 20, "yedi": 7}, [], "yirmi yedi", 27),
        ({"yirmi": 20, "yedi": 7}, [], "yirmiyedi", 27),
        ({"on": 10, "altı": 6}, [], "on altı", 16),
        ({"quatre-vingt": 80, "quatre": 4, "dix": 10, "deux": 2}, ["et"], "quatre-vingt-deux", 82),
        ({"soixante": 60, "onze": 11}, ["et"], "soixante et onze", 71),
        ({"ثمانية": 8, "عشرين": 20}, ["و"], "ثمانية وعشرين", 28),
        ({"بیست": 20, "هفت": 7}, ["و"], "بیست و هفت", 27),
        ({"двадцать": 20, "семь": 7}, [], "двадцать семь", 27),
        ({"سطعش": 16}, ["و"], "سطعش", 16),
    ],
)
def test_number_words_are_added(values: dict[str, int], joiners: list[str], words: str, value: int) -> None:
    from bot.nlu.normalise import folded_tokens

    (span,) = NumberWords(values, joiners).find([word.text for word in folded_tokens(words)])
    assert span.value == value


def test_two_numbers_stay_two_numbers() -> None:
    spans = NumberWords({"zwei": 2, "drei": 3, "zwanzig": 20}, ["und"]).find(
        ["zwei", "drei", "12", "17", "und", "zwanzig"]
    )
    assert [span.value for span in spans] == [2, 3, 12, 17, 20]


def test_all_phrases_are_found_within_milliseconds(phrases: Phrases) -> None:
    messages = [
        f"{greeting} ich bin {age} und wohne in {town} hab duldung suche ausbildung"
        for greeting in ("hallo", "salut", "guten tag")
        for age in range(12, 60, 3)
        for town in ("hamm", "bochum", "herne")
    ]
    for message in messages[:20]:
        phrases.read(message)
    phrases.read.cache_clear()
    start = time.perf_counter()
    for message in messages:
        phrases.read(message)
    mean = (time.perf_counter() - start) / len(messages)
    assert mean < 0.012, f"{mean * 1000:.1f} ms a message"  # about 1 ms on an idle machine
