"""Numbers in a message, in digits or in the number words of one language (`numbers` of its phrase file).

Words are added, never multiplied: "zwanzig und sieben", "achtundzwanzig", "quatre-vingt-deux", "ثمانية وعشرين",
"yirmi yedi" are read from the units and tens of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.nlu.normalise import folded_tokens

_LONGEST = 4  # words of one number: three of "quatre vingt dix sept" and a joiner is more than anybody's age needs


@dataclass(frozen=True)
class NumberSpan:
    """A number and the indices of the folded words that say it (both inside)."""

    first: int
    last: int
    value: int
    digits: bool
    compound: bool  # several words, or several numbers in one word


class NumberWords:
    """The number words of one language."""

    def __init__(self, values: Mapping[str, int], joiners: Iterable[str]) -> None:
        self._values: dict[tuple[str, ...], int] = {}
        for word, value in values.items():
            parts = tuple(token.text for token in folded_tokens(word))
            if parts and not all(part.isdigit() for part in parts):
                self._values[parts] = value
        self._joiners = {token.text for joiner in joiners for token in folded_tokens(joiner)}
        self._longest = max((len(parts) for parts in self._values), default=1)
        self._single = {parts[0]: value for parts, value in self._values.items() if len(parts) == 1}
        self.regex = "^(?:" + "|".join([r"\d+", *map(re.escape, sorted(self._single))]) + ")$"

    def find(self, words: Sequence[str]) -> tuple[NumberSpan, ...]:
        """The numbers in a list of folded words, left to right, the longest reading first."""
        found, at = [], 0
        while at < len(words):
            span = self._at(words, at)
            if span is None:
                at += 1
            else:
                found.append(span)
                at = span.last + 1
        return tuple(found)

    def _at(self, words: Sequence[str], at: int) -> NumberSpan | None:
        if words[at].isdigit():
            return NumberSpan(at, at, int(words[at][:9]), digits=True, compound=False)
        first = self._word(words, at, joined=False)
        if first is None:
            return None
        value, end = first
        while end < len(words):
            joined = words[end] in self._joiners
            following = self._word(words, end + joined, joined=joined) if end + joined < len(words) else None
            if following is None or words[end + joined].isdigit():
                following = None if joined else self._attached(words, end)
                joined = following is not None
            if following is None:
                break
            total = _sum(value, following[0], joined)
            if total is None:
                break
            value, end = total, following[1]
        compound = end - at > 1 or words[at] not in self._single
        return NumberSpan(at, end - 1, value, digits=False, compound=compound)

    def _word(self, words: Sequence[str], at: int, *, joined: bool) -> tuple[int, int] | None:
        """The number that begins at `at`, and where it ends: an entry of the file, or two entries written together."""
        for length in range(min(self._longest, len(words) - at), 0, -1):
            value = self._values.get(tuple(words[at : at + length]))
            if value is not None:
                return value, at + length
        value = self._together(words[at])
        return None if value is None or joined else (value, at + 1)

    def _attached(self, words: Sequence[str], at: int) -> tuple[int, int] | None:
        """A number with the joiner written to it: Arabic "وعشرين"."""
        for joiner in self._joiners:
            if words[at].startswith(joiner) and words[at][len(joiner) :] in self._single:
                return self._single[words[at][len(joiner) :]], at + 1
        return None

    def _together(self, word: str) -> int | None:
        """Two numbers written as one word: "achtundzwanzig", "yirmiyedi"."""
        if len(word) < 6:
            return None
        for cut in range(2, len(word) - 1):
            left = self._single.get(word[:cut])
            if left is None:
                continue
            rest = word[cut:]
            for joiner in ("", *self._joiners):
                if rest.startswith(joiner) and rest[len(joiner) :] in self._single:
                    total = _sum(left, self._single[rest[len(joiner) :]], bool(joiner))
                    if total is not None:
                        return total
        return None


def _sum(left: int, right: int, joined: bool) -> int | None:
    """Two neighbouring numbers as one, or None where they are two numbers."""
    if left >= 1000 and left % 100 == 0 and 0 < right < 100:
        return left + right
    if left == 100 and 0 < right < 100:
        return left + right
    if 10 <= left < 100 and left % 10 == 0 and (0 < right < 10 or (left in {60, 80} and 10 <= right < 20)):
        return left + right
    if joined and 0 < left < 10 and 20 <= right < 100 and right % 10 == 0:
        return left + right
    return None
