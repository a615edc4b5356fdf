"""Whose age a message tells, in whole years: the entity `age` of `labels.md`.

`age.is`, `age.turns`, `age.born` of the phrase files say what is an age, `age.is_not` what is none and wins. Beside
them counts a number that stands alone: the whole message ("27", "no, 26") or one item of a list ("31, Arnsberg,
Gestattung"). Nothing is dropped as implausible: 200 or -3 is returned, so that the dialogue can ask again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from bot.nlu.normalise import breaks_between
from bot.nlu.numbers import NumberSpan
from bot.nlu.phrases import Found, Reading

Role = Literal["self", "child", "other"]

OLDEST = 110  # years; more is implausible (domain.md 2.1, R5)
_SOLAR_HIJRI = 621  # years between the calendars of Iran and Afghanistan and ours
_SOLAR_YEARS = range(1300, 1500)
_RANGE = re.compile(r"[\s]*[-–—−/][\s]*|\s*\.\.+\s*")
_DATE_GAP = re.compile(r"\s*[./\-–]\s*|\s*[.]\s+")
_COMMA = re.compile(r"[,;!?\n،؛؟፣፤፧]")
_MINUS = re.compile(r"(?:^|\s)[-−–]$")
_FOLLOWS = 4  # words between "my son" and his age
_PRECEDES = 1  # words between an age and "my son"


@dataclass(frozen=True)
class Age:
    """An age in years as said (possibly implausible), whose it is, and where it stands in the message."""

    years: int
    role: Role
    start: int
    end: int


def find_ages(reading: Reading, today: date) -> tuple[Age, ...]:
    """The ages in a message, first that of the person the question is about: a child's before the parent's."""
    never = {index for pair in _ranges(reading) for number in pair for index in _indices(number)}
    denied = [hit for hit in reading.of("age.is_not") if not _comma_inside(reading, hit)]
    excluded = never | {index for hit in denied for number in hit.numbers for index in _indices(number)}

    def is_none(number: NumberSpan, hit: Found) -> bool:
        """Whether the number is no age although `hit` says so; another language must say more words to deny it."""
        return bool(never & set(_indices(number))) or any(
            number in other.numbers
            and (other.language == hit.language or other.last - other.first >= hit.last - hit.first)
            for other in denied
        )

    said: dict[NumberSpan, tuple[int, Found | None]] = {}
    dates = _dates(reading)
    in_dates = {index for parts, _year in dates for part in parts for index in _indices(part)}
    born = reading.of("age.born")

    for hit in born:
        written = [year for parts, year in dates if any(_within(part, hit) for part in parts)]
        years = [number for number in hit.numbers if not in_dates & set(_indices(number))]
        for number in (*written, *years):
            if number in written or number.value > OLDEST or not is_none(number, hit):
                age = age_from_year(number.value, today, solar=hit.language in {"fa", "ps"}, short=number.digits)
                if age is not None:
                    said[number] = (age, hit)
    four_digits = [number for number in said if number.value > OLDEST]
    if four_digits:  # "geboren am 3 mai 2007": the 3 is no year
        said = {number: age for number, age in said.items() if number in four_digits}

    for topic, later in (("age.turns", 1), ("age.is", 0)):
        for hit in reading.of(topic):
            for number in hit.numbers:
                if number in said or is_none(number, hit) or in_dates & set(_indices(number)):
                    continue
                if not number.digits and number.value <= 2 and hit.last - hit.first < 2:
                    continue  # "ich ein", "one year" is hardly an age, "one year old" is
                years_old = _signed(reading, number) - later
                if years_old > 999 or (number.digits and _leading_zero(reading, number)):
                    continue
                said[number] = (years_old, hit)
    denied_numbers = {number for number in said if _not_before(reading, number)}
    if len(denied_numbers) < len(said):  # "not 23 but 32"
        said = {number: told for number, told in said.items() if number not in denied_numbers}
    if not said:
        alone = _alone(reading, excluded, dates, today)
        if alone is not None:
            said[alone[0]] = (alone[1], None)
    return _with_roles(reading, said)


def age_from_year(year: int, today: date, *, solar: bool = False, short: bool = True) -> int | None:
    """This year minus the birth year, also of the Solar Hijri calendar; None if it can be no birth year.

    `short` admits two digits ("jahrgang 98"), read in the Solar Hijri calendar where `solar` is set.
    """
    if year in _SOLAR_YEARS:
        year += _SOLAR_HIJRI
    elif 0 <= year < 100 and short:
        if solar:
            year += _SOLAR_HIJRI + (1300 if 1300 + year + _SOLAR_HIJRI > today.year - 100 and year > 10 else 1400)
        else:
            year += 2000 if year <= today.year % 100 else 1900
    return today.year - year if today.year - OLDEST <= year <= today.year else None


def _alone(
    reading: Reading,
    excluded: set[int],
    dates: list[tuple[tuple[NumberSpan, ...], NumberSpan]],
    today: date,
) -> tuple[NumberSpan, int] | None:
    """A number, birth year or birth date that stands by itself in the message or between commas."""
    words, text = reading.words, reading.text
    for parts, year in dates:
        if parts[0].first == 0 and parts[-1].last == len(words) - 1:
            age = age_from_year(year.value, today, short=True)
            return None if age is None else (year, age)
    candidates = []
    for number in reading.number_spans:
        if excluded & set(_indices(number)):
            continue
        whole = number.first == 0 and number.last == len(words) - 1
        before = number.first == 0 or breaks_between(text, words[number.first - 1].end, words[number.first].start)
        after = number.last == len(words) - 1 or breaks_between(
            text, words[number.last].end, words[number.last + 1].start
        )
        corrected = (
            any(hit.first <= number.first <= hit.last + 1 and len(words) <= 6 for hit in reading.of("change"))
            and number.last == len(words) - 1
        )
        listed = len(words) <= 6 and len(reading.number_spans) == 1 and reading.has("status")
        if not (before and after) and not corrected and not listed:
            continue
        if number.digits:
            if _leading_zero(reading, number) or _glued(reading, number):
                continue
        elif not whole or len(words[number.first].text) < 4:
            continue
        value = _signed(reading, number)
        if value > 999:
            year_age = age_from_year(value, today) if whole and value < 10_000 else None
            if year_age is not None and year_age >= 5:
                candidates.append((number, year_age))
        elif whole or 5 <= value <= OLDEST:
            candidates.append((number, value))
    return candidates[0] if len(candidates) == 1 else None


def _with_roles(reading: Reading, said: dict[NumberSpan, tuple[int, Found | None]]) -> tuple[Age, ...]:
    roles: dict[NumberSpan, Role] = {}
    for topic, role in (("for_whom.child", "child"), ("for_whom.other", "other")):
        for mention in _outermost(reading.of(topic)):
            owner = _owner(mention, said)
            if owner is not None and owner not in roles:
                hit = said[owner][1]
                for number in said:
                    if number == owner or (hit is not None and said[number][1] == hit):
                        roles.setdefault(number, role)  # type: ignore[arg-type]
    order: dict[Role, int] = {"child": 0, "other": 1, "self": 2}
    found = {
        (years, roles.get(number, "self")): Age(
            years, roles.get(number, "self"), reading.words[number.first].start, reading.words[number.last].end
        )
        for number, (years, _hit) in said.items()
    }
    return tuple(sorted(found.values(), key=lambda age: (order[age.role], age.start)))


def _owner(mention: Found, said: dict[NumberSpan, tuple[int, Found | None]]) -> NumberSpan | None:
    """The number that is the age of somebody mentioned: the next one, else the one just before."""
    best: tuple[int, NumberSpan] | None = None
    for number, (years, hit) in said.items():
        if mention.first <= number.first <= mention.last or (
            hit is not None and hit.touches(mention) and hit.first >= mention.first
        ):
            distance = 0
        elif number.first > mention.last:
            distance = number.first - mention.last - 1
            if distance > _FOLLOWS and not (len(said) == 1 and 0 <= years < 18):
                continue
        else:
            gap = mention.first - number.last - 1
            if gap > _PRECEDES:
                continue
            distance = gap + _FOLLOWS
        if best is None or distance < best[0]:
            best = (distance, number)
    return None if best is None else best[1]


def _outermost(hits: Iterable[Found]) -> list[Found]:
    """One hit for each mention: hits that share a word count once, with the shortest reach to the right."""
    kept: list[Found] = []
    for hit in sorted(hits, key=lambda hit: (hit.last - hit.first, hit.first)):
        if not any(hit.touches(other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.first)


def _ranges(reading: Reading) -> list[tuple[NumberSpan, NumberSpan]]:
    """Two numbers with only a dash between, or a number with a plus: an age group, not an age."""
    spans, found = reading.number_spans, []
    for left, right in pairwise(spans):
        between = reading.text[reading.words[left.last].end : reading.words[right.first].start]
        if right.first == left.last + 1 and _RANGE.fullmatch(between):
            found.append((left, right))
    for span in spans:
        if reading.text[reading.words[span.last].end :].lstrip().startswith("+"):
            found.append((span, span))
    return found


def _dates(reading: Reading) -> list[tuple[tuple[NumberSpan, ...], NumberSpan]]:
    """Calendar dates written in digits, each with the number that is the year: "12.03.2007", "2007-03-12"."""
    spans = [span for span in reading.number_spans if span.digits]
    found: list[tuple[tuple[NumberSpan, ...], NumberSpan]] = []
    for parts in zip(spans, spans[1:], spans[2:]):
        gaps = [
            reading.text[reading.words[left.last].end : reading.words[right.first].start]
            for left, right in pairwise(parts)
        ]
        if not all(_DATE_GAP.fullmatch(gap) for gap in gaps) or parts[2].first != parts[0].first + 2:
            continue
        year = parts[0] if parts[0].value > 31 and parts[2].value <= 31 else parts[2]
        day_and_month = [part.value for part in parts if part is not year]
        if all(1 <= value <= 31 for value in day_and_month) and min(day_and_month) <= 12:
            found.append((parts, year))
    return found


def _comma_inside(reading: Reading, hit: Found) -> bool:
    """Whether a comma parts the phrase: "mein Mann ist 45, er …" says nothing against 45."""
    return bool(_COMMA.search(reading.text, hit.start, hit.end))


def _indices(number: NumberSpan) -> range:
    return range(number.first, number.last + 1)


def _within(number: NumberSpan, hit: Found) -> bool:
    return hit.first <= number.first <= hit.last + 2


def _not_before(reading: Reading, number: NumberSpan) -> bool:
    return any(
        hit.last == number.first - 1 and not reading.break_between(hit, number) for hit in reading.of("negation.before")
    )


def _signed(reading: Reading, number: NumberSpan) -> int:
    """The number with its minus, where one stands directly before it."""
    if number.digits and _MINUS.search(reading.text[: reading.words[number.first].start]):
        return -number.value
    return number.value


def _leading_zero(reading: Reading, number: NumberSpan) -> bool:
    return len(reading.words[number.first].text) > 1 and reading.words[number.first].text.startswith("0")


def _glued(reading: Reading, number: NumberSpan) -> bool:
    """Whether a letter or § is written to the number: "B1", "24h"."""
    words, at = reading.words, number.first
    return (at > 0 and words[at - 1].end == words[at].start) or (
        number.last + 1 < len(words) and words[number.last].end == words[number.last + 1].start
    )
