"""The examples of every language are complete, told apart by more than one word, and labelled with labels that exist."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.languages import UNDERSTOOD
from bot.nlu.dangers import NEED_OF_KIND
from bot.nlu.normalise import fold
from bot.nlu.phrases import DANGERS
from bot.orientation import Need
from bot.settings import ROOT

FOLDER = ROOT / "data" / "nlu"
LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())

INTENTS = frozenset(
    {
        "greet", "goodbye", "thank", "affirm", "deny", "inform", "state_need", "request_human", "ask_office", "ask_service",
        "ask_confidentiality", "ask_cost", "ask_why", "ask_bot", "change_language", "dont_know", "restart", "delete_data",
        "report_discrimination", "emergency", "out_of_scope",
    }
)  # fmt: skip
"""The intents a message can have; ``nlu_fallback`` is made by the dialogue and has no examples."""

CORE, OTHERS = (60, 40), (20, 12)
"""Examples of each intent, and of each need asked for alone: in a language that is answered, in one that is understood."""
SHORTEST = 3
"""Words from which an example must differ from every other in more than one word; shorter ones cannot."""

METADATA = frozenset({"language", "needs", "emergency"})


@dataclass(frozen=True)
class Example:
    """One line of a file of examples."""

    file: str
    intent: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.intent}: '{self.text}'"


@cache
def blocks(language: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every block of a language with the name of its file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []
    for path in sorted((FOLDER / language).glob("*.yml")):
        content = yaml.load(path.read_text(encoding="utf-8"), loader)
        found += [(str(path.relative_to(FOLDER)), block) for block in content["nlu"]]
    return tuple(found)


@cache
def examples(language: str) -> tuple[Example, ...]:
    """Every example of a language."""
    return tuple(
        Example(file, block["intent"], line.removeprefix("- ").strip())
        for file, block in blocks(language)
        for line in block["examples"].splitlines()
        if line.strip()
    )


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_is_a_folder_for_every_language_that_is_answered() -> None:
    from bot.languages import ANSWERED

    assert set(ANSWERED) <= set(LANGUAGES) <= set(UNDERSTOOD)


def test_every_intent_and_every_need_has_enough_examples(language: str) -> None:
    from bot.languages import ANSWERED

    per_intent, per_need = CORE if language in ANSWERED else OTHERS
    counted = Counter(example.intent for example in examples(language))
    assert set(counted) <= INTENTS, f"{language}: no such intent: {sorted(set(counted) - INTENTS)}"
    needs: Counter[str] = Counter()
    for _, block in blocks(language):
        if block["intent"] in ("state_need", "report_discrimination"):
            for need in block["metadata"].get("needs", ()):
                needs[need] += sum(1 for line in block["examples"].splitlines() if line.strip())
    short: dict[str, int] = {intent: counted[intent] for intent in sorted(INTENTS) if counted[intent] < per_intent}
    short |= {str(need): needs[need] for need in Need if needs[need] < per_need}
    assert not short, f"{language}: fewer than {per_intent} of an intent or {per_need} of a need: {short}"


def test_the_labels_of_a_block_exist_and_fit_its_intent(language: str) -> None:
    faults = [
        f"{file}: {block.get('intent')}: {fault}"
        for file, block in blocks(language)
        for fault in faults_of(block, language)
    ]
    assert not faults, "\n".join(faults)


def test_every_line_is_a_plain_message(language: str) -> None:
    faults = [
        f"{file}: {block['intent']}: line {line!r} must begin with '- '"
        for file, block in blocks(language)
        for line in block["examples"].splitlines()
        if line.strip() and not line.startswith("- ")
    ]
    faults += [f"{example}: {fault}" for example in examples(language) for fault in faults_of_text(example.text)]
    assert not faults, "\n".join(faults)


def test_no_two_examples_agree_or_differ_in_one_word_only(language: str) -> None:
    faults = [f"{one}\n    and {other}" for one, other in near_doubles(examples(language))]
    assert not faults, f"{language}: {len(faults)} pairs; say one of each differently:\n" + "\n".join(faults)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Hallo!", "hallo", True),
        ("ich suche Arbeit", "ich suche arbeit!!", True),
        ("ich suche arbeit", "ich suche wohnung", True),
        ("ich suche arbeit", "ich suche jetzt arbeit", True),
        ("bitte ich suche arbeit", "ich suche arbeit", True),
        ("suche arbeit", "suche wohnung", False),
        ("ich suche arbeit", "wir suchen arbeit", False),
        ("ich suche arbeit", "ich suche eine neue arbeit", False),
        ("arbeit suche ich", "ich suche arbeit", False),
    ],
)
def test_examples_are_near_when_one_word_parts_them(one: str, other: str, near: bool) -> None:
    pair = (Example("a.yml", "state_need", one), Example("b.yml", "inform", other))
    assert bool(list(near_doubles(pair))) is near


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ({"intent": "greet", "metadata": {"language": "de"}}, None),
        ({"intent": "greet"}, "language"),
        ({"intent": "greet", "metadata": {"language": "en"}}, "language"),
        ({"intent": "state_need", "metadata": {"language": "de", "needs": ["house"]}}, "house"),
        ({"intent": "state_need", "metadata": {"language": "de"}}, None),
        ({"intent": "report_discrimination", "metadata": {"language": "de", "needs": ["discrimination", "school"]}}, "alone"),
        ({"intent": "emergency", "metadata": {"language": "de"}}, "emergency"),
        ({"intent": "emergency", "metadata": {"language": "de", "emergency": "fire"}}, "fire"),
        ({"intent": "emergency", "metadata": {"language": "de", "emergency": "homeless"}}, "housing"),
        ({"intent": "greet", "metadata": {"language": "de", "emergency": "child"}}, "emergency"),
        ({"intent": "greet", "metadata": {"language": "de", "mood": "good"}}, "mood"),
    ],
)  # fmt: skip
def test_a_wrong_label_is_found(block: dict[str, Any], fault: str | None) -> None:
    found = " ".join(faults_of(block, "de"))
    assert (fault in found) if fault else not found


@pytest.mark.parametrize("text", ["[Hamm](place)", "/greet", "{name}", "ich bin [19]{'entity': 'age'}", ""])
def test_what_rasa_would_read_as_its_own_is_found(text: str) -> None:
    assert list(faults_of_text(text))


def faults_of(block: dict[str, Any], language: str) -> Iterator[str]:
    """What is wrong with the labels of a block."""
    labels = block.get("metadata") or {}
    intent, kind = block.get("intent"), labels.get("emergency")
    needs = set(labels.get("needs") or ())
    if labels.get("language") != language:
        yield f"the language is {labels.get('language')!r}; write {language}"
    if set(labels) - METADATA:
        yield f"no such label: {sorted(set(labels) - METADATA)}"
    if needs - {need.value for need in Need}:
        yield f"no such need: {sorted(needs - {need.value for need in Need})}"
    if intent == "report_discrimination" and needs != {"discrimination"}:
        yield "the need is discrimination alone"
    if (intent == "emergency") != (kind is not None):
        yield "the label emergency and the intent emergency belong together"
    if kind is not None and kind not in DANGERS:
        yield f"no such kind of danger: {kind}"
    # A lost child is a danger without violence, and forced labour is one of work.
    if kind not in (None, "child", "trafficking") and NEED_OF_KIND.get(kind) and NEED_OF_KIND[kind] not in needs:
        yield f"{kind} carries the need {NEED_OF_KIND[kind]}"


def faults_of_text(text: str) -> Iterator[str]:
    """What Rasa would not read as the words of a person."""
    if re.search(r"[\[\]{}]", text):
        yield "brackets mark entities for Rasa; write the message as a person types it"
    if text.startswith("/"):
        yield "a slash at the beginning is a command of Rasa"
    if not text:
        yield "nothing is said"


def near_doubles(examples: Sequence[Example]) -> Iterator[tuple[Example, Example]]:
    """Pairs that are equal once normalised, or parted by one word put in, taken out or put in its place."""
    # Both as the phrases fold a message and as it is typed: "d'accord" is one word there, two here.
    pairs: set[tuple[int, int]] = set()
    for read in (folded_words, typed_words):
        pairs |= _near([read(example.text) or (example.text,) for example in examples])
    for one, other in sorted(pairs):
        yield examples[one], examples[other]


def folded_words(text: str) -> tuple[str, ...]:
    """The words without accents, case and spelling variants; none where there are only emoji."""
    return tuple(fold(text).split())


def typed_words(text: str) -> tuple[str, ...]:
    """The words as typed, without case and punctuation."""
    return tuple(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _near(words: Sequence[tuple[str, ...]]) -> set[tuple[int, int]]:
    pairs: set[tuple[int, int]] = set()
    first: dict[tuple[str, ...], int] = {}
    without: defaultdict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    for number, each in enumerate(words):
        if each in first:
            pairs.add((first[each], number))
            continue
        first[each] = number
        if len(each) >= SHORTEST:
            for place in range(len(each)):
                without[(place, each[:place] + each[place + 1 :])].append(number)
    for (_, rest), numbers in without.items():
        pairs.update((one, other) for index, one in enumerate(numbers) for other in numbers[index + 1 :])
        if len(rest) >= SHORTEST and rest in first:
            pairs.update((first[rest], number) for number in numbers)
    return {(min(pair), max(pair)) for pair in pairs}


def test_no_file_lies_beside_the_folders() -> None:
    stray = [path.name for path in FOLDER.iterdir() if not path.is_dir() and path.name != "README.md"]
    assert not stray, f"{stray} in data/nlu: put each file into the folder of its language"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_language_has_the_same_files(language: str) -> None:
    assert _names(FOLDER / language) == _names(FOLDER / "de")
