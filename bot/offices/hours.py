"""When an office is open: OpenStreetMap opening hours, on the calendar of North Rhine-Westphalia.

On a public holiday of the state an office counts as closed unless its hours say otherwise with `PH`. The hours' own
library knows only the national holidays, so All Saints and Corpus Christi come from the package `holidays`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

__all__ = ["HoursError", "OpenState", "is_holiday", "open_state", "parse_hours"]

ZONE = ZoneInfo("Europe/Berlin")
LOOK_AHEAD = 21
"""Days searched for the next opening; Christmas to Epiphany is the longest usual closure."""


class HoursError(ValueError):
    """The text is no opening hours in OpenStreetMap syntax."""


@dataclass(frozen=True)
class OpenState:
    """What can be said about one moment. Times are local (Europe/Berlin), aware."""

    state: Literal["open", "closed", "unknown"]
    until: datetime | None
    """When it closes, if open; None if that is not within three weeks."""
    next_opening: datetime | None
    """When it opens next, if not open now."""
    by_appointment: bool
    """Whether the hours that are meant (now, or the next ones) are by appointment only."""
    holiday: bool
    """Whether the day is a public holiday in North Rhine-Westphalia."""


@dataclass(frozen=True)
class _Span:
    start: datetime
    end: datetime
    sure: bool
    comment: str


@lru_cache(maxsize=256)
def parse_hours(text: str) -> OpeningHours:
    """The hours, ready to evaluate. Raises `HoursError` with the place where the text stops making sense."""
    try:
        # The country makes `PH` mean something on New Year's Day, which stands in for every holiday.
        return OpeningHours(text, country="DE")
    except ParserError as error:
        where = " ".join(str(error).split())
        raise HoursError(f"{text!r} is no OpenStreetMap opening hours: {where}") from error


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=[year]))


def is_holiday(day: date) -> bool:
    """Whether the day is a public holiday in North Rhine-Westphalia."""
    return day in _holidays(day.year)


def open_state(hours: str, now: datetime) -> OpenState:
    """Whether an office with these hours is open at a moment, and until or from when.

    `now` without a zone is local time. Raises `HoursError`. Ask only for offices of trust class A: older hours are told
    "as of then", never as "open now".
    """
    local = now.astimezone(ZONE) if now.tzinfo else now.replace(tzinfo=ZONE)
    here = local.replace(tzinfo=None)
    # Yesterday too, for hours that run past midnight.
    spans = _merged([s for n in range(-1, LOOK_AHEAD) for s in _spans(hours, here.date() + timedelta(days=n))])
    holiday = is_holiday(here.date())
    horizon = datetime.combine(here.date() + timedelta(days=LOOK_AHEAD), time.min)
    for span in spans:
        if span.end <= here:
            continue
        appointment = "appointment" in span.comment.casefold() or "vereinbarung" in span.comment.casefold()
        if span.start <= here:
            state: Literal["open", "unknown"] = "open" if span.sure else "unknown"
            closes = span.end.replace(tzinfo=ZONE) if span.end < horizon else None
            return OpenState(state, closes, None, appointment, holiday)
        return OpenState("closed", None, span.start.replace(tzinfo=ZONE), appointment, holiday)
    return OpenState("closed", None, None, False, holiday)


def _spans(text: str, day: date) -> list[_Span]:
    hours = parse_hours(text)
    asked = day
    if is_holiday(day):
        if "PH" not in text:
            return []
        asked = date(day.year, 1, 1)
    shift = day - asked
    begin = datetime.combine(asked, time.min)
    found = []
    for start, end, state, comment in hours.intervals(begin, begin + timedelta(days=1)):
        if state != State.CLOSED:
            sure = state == State.OPEN
            finish = min(end, begin + timedelta(days=1))
            found.append(_Span(max(start, begin) + shift, finish + shift, sure, str(comment or "")))
    return found


def _merged(spans: list[_Span]) -> list[_Span]:
    merged: list[_Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and last.end >= span.start and (last.sure, last.comment) == (span.sure, span.comment):
            merged[-1] = _Span(last.start, max(last.end, span.end), span.sure, span.comment)
        else:
            merged.append(span)
    return merged
