"""What is wrong with the list of offices or has grown old; the coordinator's to-do list behind `offices check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.offices.directory import DISTRICT
from bot.offices.gazetteer import Gazetteer
from bot.offices.records import CONFIRMED_FOR, Finder, Office, Problem, Trust, trust

__all__ = ["STALE_AFTER_YEARS", "check_finders", "check_offices"]

STALE_AFTER_YEARS = 3
"""A page that is older says little about today; somebody should call."""


def check_offices(offices: Sequence[Office], gazetteer: Gazetteer, today: date) -> tuple[Problem, ...]:
    """Everything to look at in a list that can be read, errors first.

    Errors: a town, postal code or catchment that does not exist or does not fit. Warnings: class D, stale, incomplete.
    """
    found = [problem for office in offices for problem in _problems(office, gazetteer, today)]
    return tuple(sorted(found, key=lambda p: p.severity))


def check_finders(finders: Sequence[Finder], today: date) -> tuple[Problem, ...]:
    """A warning for every finder that nobody has opened within twelve months."""
    return tuple(
        Problem(f.id, "warning", "finder_unchecked", str(f.last_checked or "never"))
        for f in finders
        if f.last_checked is None or today - f.last_checked > timedelta(days=365)
    )


def _problems(office: Office, gazetteer: Gazetteer, today: date) -> Iterator[Problem]:
    def problem(severity: str, code: str, value: object = "") -> Problem:
        return Problem(office.id, severity, code, str(value))

    town = gazetteer.official(office.city) if office.city else None
    if office.city and town is None:
        yield problem("error", "city_unknown", office.city)
    if office.postcode:
        area = gazetteer.postcode(office.postcode)
        if area is None:
            yield problem("error", "postcode_unknown", office.postcode)
        elif town is not None and area.name != town.name:
            yield problem("error", "postcode_of_another_town", f"{office.postcode} is {area.name}, not {office.city}")
    counties = DISTRICT | {p.county for p in gazetteer.municipalities if p.in_nrw}
    for name in office.catchment:
        if name not in counties and gazetteer.official(name) is None:
            yield problem("error", "catchment_unknown", name)
    if not office.city and not office.catchment:
        yield problem("error", "neither_city_nor_catchment")
    if office.confirmed_on is not None and office.confirmed_on > today:
        yield problem("error", "confirmed_in_the_future", office.confirmed_on)

    kind = trust(office, today)
    if kind is Trust.D:
        yield problem("warning", "class_d", "maybe_closed" if office.maybe_closed else office.as_of)
        return
    if office.confirmed_on is not None and today - office.confirmed_on > CONFIRMED_FOR:
        yield problem("warning", "confirmation_expired", office.confirmed_on)
    if office.year is None:
        yield problem("warning", "undated", office.as_of)
    elif today.year - office.year > STALE_AFTER_YEARS:
        yield problem("warning", "stale", office.as_of)
    missing = [name for name in ("street", "city", "phone", "website", "services") if not getattr(office, name)]
    if missing:
        yield problem("warning", "incomplete", ", ".join(missing))
