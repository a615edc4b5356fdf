"""The phrase files `data/phrases/<language>.yml`: reading, checking and matching them.

The pattern language is described in `data/phrases/README.md`. Each pattern becomes a spaCy Matcher. Thousands of them
cannot all run on every message within milliseconds, so an index over the words (exact, beginnings, endings, misspelt)
first picks the few patterns whose words all occur, and only those run.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import spacy
import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.nlu.normalise import FoldedToken, breaks_between, folded_tokens
from bot.nlu.numbers import NumberSpan, NumberWords

FOLDER = Path(__file__).resolve().parents[2] / "data" / "phrases"

LANGUAGES = (
    "de",
    "en",
    "ar",
    "fa",
    "uk",
    "ru",
    "tr",
    "fr",
    "ro",
    "bg",
    "pl",
    "es",
    "kmr",
    "ps",
    "sq",
    "sr",
    "so",
    "ti",
)
STATUSES = (
    "german",
    "eu_citizen",
    "residence_permit",
    "settlement_permit",
    "temporary_protection",
    "late_resettler",
    "asylum_seeker",
    "tolerated",
    "undocumented",
    "fiction_certificate",
    "unknown",
)
DANGERS = ("suicide", "violence", "child", "medical", "homeless", "deportation", "trafficking", "minor_alone")

# Every key of a phrase file that holds patterns: a tuple names the keys below it, None means the list stands here.
TOPICS: Mapping[str, tuple[str, ...] | None] = {
    "age": ("is", "turns", "born", "is_not"),
    "status": STATUSES,
    "signals": ("ambiguous_permit", "asylum", "rejected", "appeal", "recognised", "applied", "renewal"),
    "negation": ("before", "after"),
    "for_whom": ("child", "other", "self"),
    "unaccompanied": None,
    "with_family": None,
    "reception_facility": None,
    "outside_germany": None,
    "refusal": None,
    "not_knowing": None,
    "danger": DANGERS,
    "no_danger": None,
    "letter": ("any", "urgent", "photo"),
    "abuse": None,
    "feeling": ("fear", "pain", "sadness"),
    "change": None,
    "language_names": LANGUAGES,
}
_OTHER_KEYS = ("language", "review", "numbers", "number_joiners")
_REVIEW = re.compile(r"draft|reviewed by .+ on \d{4}-\d{2}-\d{2}")
_GAP = 3  # words that '..' may stand for
_MOST_VARIANTS = 64
_SHORTEST_MISSPELT = 4  # letters; shorter words misspelt by one letter are other words


class PhraseError(ValueError):
    """A phrase file that cannot be used; the message names file, key and pattern and says what to do."""


# --- one pattern ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Atom:
    """One condition on one word: `exact`, `prefix`, `suffix`, `infix`, `fuzzy`, or `number` (then `text` is empty)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Slot:
    """One place in a pattern: any of `atoms` fits; `gap` stands for up to three words."""

    atoms: tuple[Atom, ...]
    optional: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Pattern:
    """A phrase as written, with the variants it stands for (more than one where an alternative has several words)."""

    source: str
    variants: tuple[tuple[Slot, ...], ...]


def allowed_misspelling(word: str) -> int:
    """Letters by which a word marked `~` may differ (README: one, two in words of eight letters and more)."""
    return 2 if len(word) >= 8 else 1


def parse_pattern(source: str) -> Pattern:
    """The pattern as slots; raises `PhraseError` saying what is wrong (without file and key)."""
    # A '?' that slipped off its word, as it does in right-to-left text, belongs to the word before.
    words = re.sub(r"[|\s]+\?(?=\s|$)", "?", source).split()
    if not words:
        raise PhraseError("the pattern is empty; remove it")
    choices: list[list[tuple[Slot, ...]]] = []
    for position, word in enumerate(words):
        if word in {"^", "$"}:
            if (word == "^") != (position == 0) or (word == "$" and position != len(words) - 1):
                raise PhraseError(f"'{word}' may only stand {'first' if word == '^' else 'last'}")
            choices.append([(Slot((Atom("exact", word),)),)])
        elif word in {"..", "..?", "…", "..."}:
            if word != "..":
                raise PhraseError(f"'{word}' is no sign of the pattern language; write '..'")
            if position in {0, len(words) - 1} or words[position - 1] == "..":
                raise PhraseError("'..' must stand between two words")
            choices.append([(Slot((), gap=True),)])
        else:
            choices.append(_parse_word(word))
    if math.prod(len(choice) for choice in choices) > _MOST_VARIANTS:
        raise PhraseError("too many alternatives of different kinds; write several patterns")
    variants = tuple(tuple(itertools.chain.from_iterable(parts)) for parts in itertools.product(*choices))
    for variant in variants:
        required = [slot for slot in variant if not slot.optional and not slot.gap]
        if all(atom.kind == "exact" and atom.text in "^$" for slot in required for atom in slot.atoms):
            raise PhraseError("at least one word must be required (without '?')")
        if all(len(atom.text) < 2 and atom.kind not in {"number", "exact"} for s in required for atom in s.atoms):
            raise PhraseError("a beginning or ending of one letter matches nearly everything; write more letters")
    return Pattern(source, variants)


@cache
def _parse_word(word: str) -> list[tuple[Slot, ...]]:
    optional = word.endswith("?")
    body = word[:-1].removesuffix("|") if optional else word  # "a|b|?" reads as naturally as "a|b?"
    single: list[Atom] = []
    longer: list[tuple[Slot, ...]] = []
    for alternative in body.split("|"):
        try:
            atoms = _parse_alternative(alternative)
        except PhraseError as error:
            raise PhraseError(str(error).replace("{word}", word)) from None
        if len(atoms) == 1:
            single.append(atoms[0])
        else:
            longer.append(tuple(Slot((atom,)) for atom in atoms))
    # spaCy compares one token either exactly or with one number of misspelt letters: a variant for each.
    alike: dict[int, list[Atom]] = defaultdict(list)
    for atom in dict.fromkeys(single):
        alike[allowed_misspelling(atom.text) if atom.kind == "fuzzy" else 0].append(atom)
    found: list[tuple[Slot, ...]] = [(Slot(tuple(atoms), optional=optional),) for atoms in alike.values()]
    if optional and not single:
        found.append(())
    return found + longer


@cache
def _parse_alternative(written: str) -> tuple[Atom, ...]:
    """The conditions of one alternative, one for each word it folds into; a fault names the whole word as '{word}'."""
    if written == "#":
        return (Atom("number", ""),)
    if "#" in written:
        raise PhraseError("'#' must stand by itself, not inside '{word}'")
    if "?" in written.rstrip("?") or written.endswith("?"):
        raise PhraseError("'?' must be the last sign of a word, not inside '{word}'")
    if "^" in written or "$" in written:
        raise PhraseError("'^' and '$' must stand by themselves, not inside '{word}'")
    fuzzy = written.startswith("~")
    before = written.startswith("*")
    after = len(written) > 1 and written.endswith("*")
    core = written[1 if fuzzy or before else 0 : -1 if after else None]
    if any(sign in core for sign in "~*"):
        raise PhraseError("'~' stands before a word, '*' before or after it; not inside '{word}'")
    if fuzzy and after:
        raise PhraseError("a word takes '~' or '*', not both: '{word}'")
    parts = [token.text for token in folded_tokens(core)]
    if not parts:
        raise PhraseError(f"'{written}' holds no letter or digit")
    if fuzzy:
        if any(len(part) < _SHORTEST_MISSPELT for part in parts):
            raise PhraseError(
                f"'~' needs words of at least {_SHORTEST_MISSPELT} letters: '{{word}}'; write it without '~'"
            )
        return tuple(Atom("fuzzy", part) for part in parts)
    atoms = [Atom("exact", part) for part in parts]
    if before and after and len(parts) == 1:
        return (Atom("infix", parts[0]),)
    if before:
        atoms[0] = Atom("suffix", parts[0])
    if after:
        atoms[-1] = Atom("prefix", parts[-1])
    return tuple(atoms)


# --- one file ------------------------------------------------------------------------------------------------------


class _Words(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml reads eight files in one second instead of seven
    """Reads every scalar as the word it is: Turkish `on` and German `null` are numbers there, not true and nothing."""


def _mapping_without_doubles(loader: _Words, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node))
        if key in found:
            raise PhraseError(f"line {key_node.start_mark.line + 1}: the key '{key}' occurs twice; keep one")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Words.yaml_implicit_resolvers = {}
_Words.add_constructor("tag:yaml.org,2002:map", _mapping_without_doubles)


@dataclass(frozen=True)
class PhraseBook:
    """What one file holds: patterns by topic (`status.tolerated`, `danger.violence`, `refusal`) and number words."""

    language: str
    review: str
    numbers: NumberWords
    patterns: Mapping[str, tuple[Pattern, ...]]

    @classmethod
    def load(cls, language: str, folder: Path = FOLDER) -> PhraseBook:
        """The phrases of one language; raises `PhraseError` naming file, key and pattern."""
        return cls.read(folder / f"{language}.yml")

    @classmethod
    def read(cls, path: Path) -> PhraseBook:
        """The phrases of one file, with every fault of the file in one `PhraseError`."""
        try:
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Words)  # noqa: S506 - a safe loader
        except FileNotFoundError:
            raise PhraseError(f"{path.name}: there is no such file in {path.parent}; see its README.md") from None
        except PhraseError as error:
            raise PhraseError(f"{path.name}: {error}") from None
        except yaml.YAMLError as error:
            raise PhraseError(f"{path.name}: this is not valid YAML, quote patterns with signs: {error}") from None
        if not isinstance(data, dict):
            raise PhraseError(f"{path.name}: the file must hold keys and lists as in README.md")
        faults: list[str] = []
        language, review = data.get("language"), data.get("review")
        if language != path.stem or language not in LANGUAGES:
            faults.append(f"language: is '{language}', must be '{path.stem}' and one of {', '.join(LANGUAGES)}")
        if not (isinstance(review, str) and _REVIEW.fullmatch(review)):
            faults.append(f"review: is '{review}', must be 'draft' or 'reviewed by NAME on YYYY-MM-DD'")
        faults += [f"{key}: is no key of README.md; remove it" for key in data if key not in {*TOPICS, *_OTHER_KEYS}]
        numbers = _read_numbers(data, faults)
        patterns: dict[str, tuple[Pattern, ...]] = {}
        for key, written in _topics(data, faults):
            compiled = []
            for source in written:
                try:
                    compiled.append(parse_pattern(source))
                except PhraseError as error:
                    faults.append(f"{key}: '{source}': {error}")
            patterns[key] = tuple(compiled)
        if faults:
            raise PhraseError("\n".join(f"{path.name}: {fault}" for fault in faults))
        return cls(str(language), str(review), numbers, patterns)

    @classmethod
    def load_all(cls, folder: Path = FOLDER) -> tuple[PhraseBook, ...]:
        """The phrases of every language that has a file, in the order of `LANGUAGES`."""
        return tuple(cls.load(language, folder) for language in LANGUAGES if (folder / f"{language}.yml").exists())


def _read_numbers(data: Mapping[str, Any], faults: list[str]) -> NumberWords:
    numbers, joiners = data.get("numbers"), data.get("number_joiners")
    values: dict[str, int] = {}
    if not isinstance(numbers, dict):
        faults.append("numbers: must map number words to numbers, as {zwanzig: 20}")
    else:
        for word, value in numbers.items():
            if not (isinstance(value, str) and value.isdigit()):
                faults.append(f"numbers: '{word}' must have a whole number, not '{value}'")
            else:
                values[word] = int(value)
    if not isinstance(joiners, list) and joiners not in (None, ""):
        faults.append("number_joiners: must be a list, as [und]")
    return NumberWords(values, joiners if isinstance(joiners, list) else [])


def _topics(data: Mapping[str, Any], faults: list[str]) -> Iterator[tuple[str, list[str]]]:
    for topic, keys in TOPICS.items():
        if topic not in data:
            faults.append(f"{topic}: is missing; README.md says what it holds, an empty list is allowed")
            continue
        below = data[topic]
        if keys is None:
            yield topic, _list(topic, below, faults)
            continue
        if not isinstance(below, dict):
            faults.append(f"{topic}: must hold the keys {', '.join(keys)}")
            continue
        faults += [f"{topic}.{key}: is no key of README.md; remove it" for key in below if key not in keys]
        for key in keys:
            if key in below:
                yield f"{topic}.{key}", _list(f"{topic}.{key}", below[key], faults)
            elif not (topic == "language_names" and key == data.get("language")):
                faults.append(f"{topic}.{key}: is missing; an empty list is allowed")


def _list(key: str, value: Any, faults: list[str]) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        faults.append(f"{key}: must be a list of patterns; quote patterns that hold special signs")
        return []
    return value


# --- matching ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A phrase found in a message.

    `first` and `last` are indices of folded words (both inside), `start` and `end` offsets of characters; `numbers` the
    values of its '#'; `skipped` the indices of words that '..' stands for.
    """

    topic: str
    language: str
    pattern: str
    first: int
    last: int
    start: int
    end: int
    numbers: tuple[NumberSpan, ...] = ()
    skipped: tuple[int, ...] = ()

    def touches(self, other: Found) -> bool:
        """Whether the two phrases share a word."""
        return self.first <= other.last and other.first <= self.last


_ByWord = dict[int, list[Found]]


@dataclass(frozen=True)
class Reading:
    """A message with all phrases found in it."""

    text: str
    words: tuple[FoldedToken, ...]
    found: Mapping[str, tuple[Found, ...]]
    _numbers: Mapping[str, tuple[NumberSpan, ...]] = field(default_factory=dict)
    # Asked again and again by the rules: without a memory, a message of one word said a thousand times took half a minute.
    _asked: dict[tuple[str, ...], tuple[Found, ...]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, *topics: str) -> tuple[Found, ...]:
        """The phrases of these topics; `status` stands for every `status.…`."""
        if topics not in self._asked:
            hits: list[Found] = []
            for topic in topics:
                for key, phrases in self.found.items():
                    if key == topic or key.startswith(topic + "."):
                        hits.extend(phrases)
            self._asked[topics] = tuple(sorted(hits, key=lambda hit: (hit.first, hit.last)))
        return self._asked[topics]

    def has(self, *topics: str) -> bool:
        """Whether any phrase of these topics was found."""
        return bool(self.of(*topics))

    @cached_property
    def number_spans(self) -> tuple[NumberSpan, ...]:
        """All numbers in the message, in digits or in words of any language; the longest where several begin alike."""
        best: dict[int, NumberSpan] = {}
        for span in itertools.chain.from_iterable(self._numbers.values()):
            if span.first not in best or span.last > best[span.first].last:
                best[span.first] = span
        return tuple(best[first] for first in sorted(best))

    def break_between(self, left: Found | NumberSpan, right: Found | NumberSpan) -> bool:
        """Whether a comma, full stop or line end stands between two phrases or numbers."""
        if left.first > right.first:
            left, right = right, left
        return breaks_between(self.text, self.words[left.last].end, self.words[right.first].start)

    def negated(self, phrase: Found, reach: int = 2, *, by_own: bool = False) -> bool:
        """Whether a negation stands within `reach` words (no comma or full stop between), or where '..' stands.

        `by_own`: only one of the phrase's own language, since one language's "never" is another's "not".
        """

        def counts(negation: Found) -> bool:
            return not by_own or negation.language == phrase.language

        starting, ending, following = self._negations
        for word in phrase.skipped:
            if any(counts(negation) for negation in (*starting.get(word, ()), *following.get(word, ()))):
                return True
        for distance in range(1, reach + 2):
            for negation in ending.get(phrase.first - distance, ()):
                if counts(negation) and not self.break_between(negation, phrase):
                    return True
            for negation in following.get(phrase.last + distance, ()):
                if counts(negation) and not self.break_between(phrase, negation):
                    return True
        return False

    @cached_property
    def _negations(self) -> tuple[_ByWord, _ByWord, _ByWord]:
        """Negations of what follows by their first word and by their last, and negations of what precedes by their first."""
        known = {word for phrase in self.of("not_knowing") for word in range(phrase.first, phrase.last + 1)}
        starting, ending, following = defaultdict(list), defaultdict(list), defaultdict(list)
        for negation in self.of("negation.before"):
            if any(word in known for word in range(negation.first, negation.last + 1)):
                continue  # "I do not know, …" negates nothing that follows
            starting[negation.first].append(negation)
            ending[negation.last].append(negation)
        for negation in self.of("negation.after"):
            following[negation.first].append(negation)
        return starting, ending, following


@dataclass
class _Entry:
    """One variant of one pattern; its spaCy Matcher is made when it is first needed."""

    topic: str
    language: str
    source: str
    slots: tuple[Slot, ...]
    matcher: Matcher | None = None

    @property
    def counts(self) -> bool:
        """Whether the pattern holds '#'."""
        return any(atom.kind == "number" for slot in self.slots for atom in slot.atoms)


class Phrases:
    """Finds the phrases of several books in a message."""

    def __init__(self, books: Iterable[PhraseBook]) -> None:
        self.books = tuple(books)
        self._vocab = spacy.blank("xx").vocab
        self._entries: list[_Entry] = []
        self._by_atom: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        self._texts: dict[str, set[str]] = defaultdict(set)
        for book in self.books:
            for topic, patterns in book.patterns.items():
                for pattern in patterns:
                    for slots in pattern.variants:
                        self._add(_Entry(topic, book.language, pattern.source, slots))
        self._misspelt: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._texts["fuzzy"]):
            for length in range(len(word) - allowed_misspelling(word), len(word) + allowed_misspelling(word) + 1):
                self._misspelt[length].append(word)
        self.keys_of_word = lru_cache(maxsize=20_000)(self._keys_of_word)
        # All components read the same message one after the other; nobody's message is kept longer than the next few.
        self.read = lru_cache(maxsize=4)(self._read)

    def _add(self, entry: _Entry) -> None:
        index = len(self._entries)
        self._entries.append(entry)
        required = [slot for slot in entry.slots if not slot.optional and not slot.gap]

        def rarity(slot: Slot) -> int:
            if any(atom.kind == "number" for atom in slot.atoms):
                return -1
            return min(0 if atom.text in "^$" else len(atom.text) for atom in slot.atoms)

        for atom in max(required, key=rarity).atoms:
            self._by_atom[_key(atom, entry.language)].append(index)
        for slot in entry.slots:
            for atom in slot.atoms:
                self._texts[atom.kind].add(atom.text)

    def _keys_of_word(self, word: str) -> frozenset[tuple[str, str, str]]:
        """Every condition that a folded word meets (numbers apart: they depend on the language)."""
        keys = set()
        if word in self._texts["exact"]:
            keys.add(("exact", word, ""))
        for cut in range(1, len(word) + 1):
            if word[:cut] in self._texts["prefix"]:
                keys.add(("prefix", word[:cut], ""))
            if word[-cut:] in self._texts["suffix"]:
                keys.add(("suffix", word[-cut:], ""))
        keys.update(("infix", part, "") for part in self._texts["infix"] if part in word)
        near = self._misspelt.get(len(word), ())
        for candidate, _distance, _index in process.extract(
            word, near, scorer=OSA.distance, score_cutoff=2, limit=None
        ):
            if _misspelt(word, candidate):
                keys.add(("fuzzy", candidate, ""))
        return frozenset(keys)

    def _read(self, text: str) -> Reading:
        words = tuple(folded_tokens(text))
        texts = [word.text for word in words]
        numbers = {book.language: book.numbers.find(texts) for book in self.books}
        keys: set[tuple[str, str, str]] = {("exact", "^", ""), ("exact", "$", "")}
        for word in texts:
            keys |= self.keys_of_word(word)
        keys.update(("number", "", language) for language, spans in numbers.items() if spans)
        documents: dict[tuple[NumberSpan, ...], tuple[Doc, list[tuple[int, int]]]] = {}
        hits: dict[str, dict[tuple[int, int, str], Found]] = defaultdict(dict)
        for index in sorted({index for key in keys for index in self._by_atom.get(key, ())}):
            entry = self._entries[index]
            if not all(
                any(_key(atom, entry.language) in keys for atom in slot.atoms)
                for slot in entry.slots
                if not slot.optional and not slot.gap
            ):
                continue
            spans = numbers[entry.language]
            together = tuple(span for span in spans if span.compound) if entry.counts else ()
            if together not in documents:
                documents[together] = self._document(texts, together)
            document, places = documents[together]
            for found in self._match(entry, document, places, words, spans):
                hits[entry.topic].setdefault((found.first, found.last, found.language), found)
        return Reading(text, words, {topic: tuple(found.values()) for topic, found in hits.items()}, numbers)

    def _document(self, texts: list[str], together: tuple[NumberSpan, ...]) -> tuple[Doc, list[tuple[int, int]]]:
        """The message for spaCy between '^' and '$', number words that belong together as one, and where each stood."""
        spoken = {span.first: span for span in together}
        words, places, at = ["^"], [(-1, -1)], 0
        while at < len(texts):
            span = spoken.get(at)
            words.append(str(span.value) if span else texts[at])
            places.append((at, span.last if span else at))
            at = places[-1][1] + 1
        words.append("$")
        places.append((len(texts), len(texts)))
        return Doc(self._vocab, words=words), places

    def _match(
        self,
        entry: _Entry,
        document: Doc,
        places: list[tuple[int, int]],
        words: tuple[FoldedToken, ...],
        spans: tuple[NumberSpan, ...],
    ) -> Iterator[Found]:
        if entry.matcher is None:
            entry.matcher = self._matcher(entry)
        by_place = {span.first: span for span in spans}
        for _id, start, end, alignment in entry.matcher(document, with_alignments=True):
            inside = [place for place in range(start, end) if document[place].text not in {"^", "$"}]
            if not inside:
                continue
            first, last = places[inside[0]][0], places[inside[-1]][1]
            numbers: list[NumberSpan] = []
            skipped: list[int] = []
            for place in inside:
                slot = entry.slots[alignment[place - start]]
                if slot.gap:
                    skipped.extend(range(places[place][0], places[place][1] + 1))
                elif any(atom.kind == "number" for atom in slot.atoms) and places[place][0] in by_place:
                    numbers.append(by_place[places[place][0]])
            yield Found(
                entry.topic,
                entry.language,
                entry.source,
                first,
                last,
                words[first].start,
                words[last].end,
                tuple(numbers),
                tuple(skipped),
            )

    def _matcher(self, entry: _Entry) -> Matcher:
        book = next(book for book in self.books if book.language == entry.language)
        matcher = Matcher(self._vocab, validate=False, fuzzy_compare=_fuzzy_compare)
        matcher.add("phrase", [[_spacy_token(slot, book.numbers) for slot in entry.slots]])
        return matcher

    def compile(self) -> int:
        """Make the matcher of every pattern now; returns how many there are."""
        for entry in self._entries:
            entry.matcher = entry.matcher or self._matcher(entry)
        return len(self._entries)


def _key(atom: Atom, language: str) -> tuple[str, str, str]:
    return (atom.kind, atom.text, language if atom.kind == "number" else "")


def _misspelt(word: str, written: str) -> bool:
    return OSA.distance(word, written) <= allowed_misspelling(written)


def _fuzzy_compare(word: str, written: str, limit: int = -1) -> bool:
    """How spaCy's FUZZY compares here: two swapped letters count as one mistake."""
    return bool(OSA.distance(word, written) <= limit)


def _spacy_token(slot: Slot, numbers: NumberWords) -> dict[str, Any]:
    """One slot as a token pattern of spaCy's Matcher."""
    if slot.gap:
        return {"OP": f"{{0,{_GAP}}}"}
    token: dict[str, Any]
    kinds = {atom.kind for atom in slot.atoms}
    if kinds == {"exact"}:
        token = {"ORTH": {"IN": [atom.text for atom in slot.atoms]}}
    elif kinds == {"fuzzy"}:
        level = allowed_misspelling(slot.atoms[0].text)
        token = {"ORTH": {f"FUZZY{level}": {"IN": [atom.text for atom in slot.atoms]}}}
    else:
        token = {"ORTH": {"REGEX": "|".join(_regex(atom, numbers) for atom in slot.atoms)}}
    if slot.optional:
        token["OP"] = "?"
    return token


def _regex(atom: Atom, numbers: NumberWords) -> str:
    word = re.escape(atom.text)
    if atom.kind == "number":
        return numbers.regex
    return {"prefix": f"^{word}", "suffix": f"{word}$", "infix": word}.get(atom.kind, f"^{word}$")


def fingerprint(folder: Path = FOLDER) -> str:
    """A hash of all phrase files, for the cache of the model's training."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def all_phrases() -> Phrases:
    """The phrases of every language, read once per process."""
    return Phrases(PhraseBook.load_all())
