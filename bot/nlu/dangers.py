"""Danger told in a message. Phrases and the classifier, either is enough (design.md, principle 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.nlu.phrases import DANGERS, Found, Reading

# The need that belongs to a danger (labels.md); it also tells the kind when only the classifier heard the danger.
NEED_OF_KIND: dict[str, str] = {
    "suicide": "health_psychosocial",
    "violence": "violence_protection",
    "child": "violence_protection",
    "medical": "health_psychosocial",
    "homeless": "housing",
    "deportation": "residence_asylum",
    "trafficking": "violence_protection",
}
_KIND_OF_NEED = {
    "violence_protection": "violence",
    "housing": "homeless",
    "residence_asylum": "deportation",
    "health_psychosocial": "medical",
}
# Several at once: first the one where minutes count.
_ORDER = ("suicide", "medical", "child", "violence", "trafficking", "minor_alone", "homeless", "deportation")
_MINORS = range(8, 18)  # years; "5 years alone in Germany" tells the length of a stay
_NEAR = 3  # words between a phrase and what silences it


@dataclass(frozen=True)
class Danger:
    """A danger told by phrases: its kind and where it is told."""

    kind: str
    start: int
    end: int


def find_danger(reading: Reading) -> Danger | None:
    """The danger a message tells by its phrases, the most pressing kind first; None is no proof of safety."""
    hits = [hit for hit in reading.of("danger") if not _silenced(reading, hit)]
    for kind in _ORDER:
        for hit in hits:
            if hit.topic == f"danger.{kind}" and (kind != "minor_alone" or _young(reading, hit)):
                return Danger(kind, hit.start, hit.end)
    return None


def _young(reading: Reading, hit: Found) -> bool:
    """Whether "I am # and alone" is said by a minor; true where no number is part of the phrase."""
    others = {number for denied in reading.of("age.is_not") for number in denied.numbers}
    return all(number.value in _MINORS and number not in others for number in hit.numbers)


def _silenced(reading: Reading, hit: Found) -> bool:
    """Whether the phrase is negated, figurative, past or reported.

    A negation counts only directly before or after the phrase: "I don't know what to do he hits me" is danger.
    """
    if reading.negated(hit, reach=0, by_own=True):
        return True
    for other in reading.of("no_danger"):
        if reading.negated(other, reach=0, by_own=True):
            continue  # "I am not safe"
        gap = max(other.first - hit.last, hit.first - other.last) - 1
        if other.touches(hit) or (gap <= _NEAR and not reading.break_between(other, hit)):
            return True
    return False


def kind_from_needs(needs: Iterable[str]) -> str | None:
    """The kind of a danger that only the classifier heard, from the needs of the message; never suicide."""
    found = set(needs)
    return next((kind for need, kind in _KIND_OF_NEED.items() if need in found), None)


assert set(_ORDER) == set(DANGERS), "every kind of danger needs its place in the order"
