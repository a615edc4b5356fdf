"""What is known about an office, how far it may be trusted, and how the list is read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.offices.hours import HoursError, parse_hours

__all__ = [
    "OFFICES_FILE",
    "REGIONS",
    "SERVICES",
    "Finder",
    "Office",
    "OfficesError",
    "Problem",
    "Trust",
    "load_finders",
    "load_offices",
    "parse_office",
    "read_offices",
    "trust",
]

SERVICES = (
    "jmd",
    "mbe",
    "refugee_counselling",
    "anti_discrimination",
    "integration_agency",
    "intercultural_centre",
)
REGIONS = ("westliches-westfalen", "nrw-other")

DATA = Path(__file__).resolve().parents[2] / "data" / "offices"
OFFICES_FILE = DATA / "offices.yml"
FINDERS_FILE = DATA / "finders.yml"

CONFIRMED_FOR = timedelta(days=365)
TOO_OLD_BEFORE = 2016
"""An entry that rests on pages older than this year is class D and never named to a person."""

_AS_OF = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_POSTCODE = re.compile(r"\d{5}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class OfficesError(ValueError):
    """The list of offices cannot be used; the message names every entry and field that is wrong."""


class Trust(str, Enum):
    """How far the entry may be trusted; decides what a person is told about it."""

    A = "A"
    """Confirmed by the operator within twelve months: address, hours, open now."""
    B = "B"
    """Street and service on a page: "this is from YEAR, ask before you go"; hours only as of then."""
    C = "C"
    """Town only: "the AWO offers this in TOWN", with a phone or site to ask."""
    D = "D"
    """Older than 2016 or perhaps closed: never named to a person."""


@dataclass(frozen=True)
class Office:
    """One counselling office as public pages or its operator describe it. Empty text means: no page says."""

    id: str
    name: str
    operator: str
    region: str
    services: tuple[str, ...]
    source: str
    as_of: str
    """YYYY, YYYY-MM, YYYY-MM-DD or `unknown`: the date of the newest page the entry rests on."""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    phone_of: str = ""
    """Whose phone it is, where it is not the office's own."""
    email: str = ""
    website: str = ""
    languages: tuple[str, ...] = ()
    """ISO 639-1 (`ber`: ISO 639-2)."""
    opening_hours: str = ""
    """OpenStreetMap syntax."""
    catchment: tuple[str, ...] = ()
    """Municipalities ("Werdohl") and districts ("Kreis Soest", "Ennepe-Ruhr-Kreis")."""
    more_sources: tuple[str, ...] = ()
    confirmed_on: date | None = None
    maybe_closed: bool = False
    walk_in: bool | None = None
    by_appointment: bool = False
    note: str = ""

    @property
    def carrier(self) -> str:
        """The body that runs the office; whose secrecy and whose team it is."""
        return self.operator

    @property
    def year(self) -> int | None:
        """The year to tell a person ("this is from 2022"); None where the pages bear no date."""
        known = self.confirmed_on.year if self.confirmed_on else None
        on_page = int(self.as_of[:4]) if self.as_of != "unknown" else None
        return max((y for y in (known, on_page) if y is not None), default=None)

    @property
    def named(self) -> bool:
        """Whether it may be named to a person at all: it offers a service and is not class D."""
        return bool(self.services) and not self.outdated

    @property
    def outdated(self) -> bool:
        return self.maybe_closed or (self.year is not None and self.year < TOO_OLD_BEFORE)


def trust(office: Office, today: date) -> Trust:
    """The trust class of an entry on a given day.

    Perhaps closed beats everything. A confirmation counts for twelve months, then the entry is what its page is
    worth. An undated page with a street is B: the street can be named together with the advice to ask first.
    """
    if office.outdated:
        return Trust.D
    if not office.street:
        return Trust.C
    if office.confirmed_on is not None and timedelta(0) <= today - office.confirmed_on <= CONFIRMED_FOR:
        return Trust.A
    return Trust.B


@dataclass(frozen=True)
class Problem:
    """One thing that `offices check` found. `value` holds what is wrong, never a person's data."""

    office: str
    severity: str
    """`error`: the entry cannot be used as it is; `warning`: usable, but somebody should look."""
    code: str
    value: str = ""


@dataclass(frozen=True)
class Finder:
    """A nationwide search or online counselling to fall back on. `last_checked` is None until somebody looked."""

    id: str
    name: str
    url: str
    kind: str
    """`search` finds offices of all carriers, `online` is counselling itself, `carrier` a carrier's own pages."""
    services: tuple[str, ...] = ()
    last_checked: date | None = None
    sources: tuple[str, ...] = field(default=())


_LISTS = {"services", "languages", "catchment", "more_sources"}
_FLAGS = {"maybe_closed", "walk_in", "by_appointment"}
_REQUIRED = ("id", "name", "operator", "region", "services", "source", "as_of")
_KNOWN = tuple(f.name for f in fields(Office))


def parse_office(entry: Mapping[str, Any]) -> Office:
    """An entry of the list as an `Office`. Raises `OfficesError` naming every field that is wrong."""
    problems = list(_entry_problems(entry))
    if problems:
        who = str(entry.get("id", "?"))
        raise OfficesError("; ".join(f"{who}: {p.code} {p.value}".strip() for p in problems))
    values: dict[str, Any] = {}
    for key, value in entry.items():
        if key in _LISTS:
            values[key] = tuple(str(item) for item in value)
        elif key == "confirmed_on":
            values[key] = _day(value)
        elif key in _FLAGS:
            values[key] = value
        else:
            values[key] = str(value)
    return Office(**values)


def _entry_problems(entry: Mapping[str, Any]) -> Iterable[Problem]:
    who = str(entry.get("id", "?"))

    def wrong(code: str, value: object) -> Problem:
        return Problem(who, "error", code, str(value))

    for key in _REQUIRED:
        if key not in entry or (key != "services" and entry[key] in (None, "")):
            yield wrong("field_missing", key)
    for key, value in entry.items():
        if key not in _KNOWN:
            yield wrong("field_unknown", key)
        elif key in _LISTS:
            if not isinstance(value, Sequence) or isinstance(value, str):
                yield wrong("not_a_list", f"{key}={value!r}")
        elif key in _FLAGS:
            if not isinstance(value, bool):
                yield wrong("not_true_or_false", f"{key}={value!r}")
        elif key == "confirmed_on":
            if value is not None and _day(value) is None:
                yield wrong("not_a_date", f"{key}={value!r}")
        elif not isinstance(value, (str, date)):
            yield wrong("not_text", f"{key}={value!r} (put it in quotes)")
    if isinstance(entry.get("id"), str) and not _ID.fullmatch(entry["id"]):
        yield wrong("id_not_lower_case_with_hyphens", entry["id"])
    if "region" in entry and entry["region"] not in REGIONS:
        yield wrong("region_unknown", entry["region"])
    services = entry.get("services")
    if isinstance(services, Sequence) and not isinstance(services, str):
        for service in services:
            if service not in SERVICES:
                yield wrong("service_unknown", service)
    as_of = entry.get("as_of")
    if as_of is not None and as_of != "unknown" and not _AS_OF.fullmatch(str(as_of)):
        yield wrong("as_of_unparsable", as_of)
    if isinstance(entry.get("postcode"), str) and not _POSTCODE.fullmatch(entry["postcode"]):
        yield wrong("postcode_not_five_digits", entry["postcode"])
    if isinstance(entry.get("opening_hours"), str):
        try:
            parse_hours(entry["opening_hours"])
        except HoursError as error:
            yield wrong("hours_unparsable", error)


def _day(value: object) -> date | None:
    """A day from YAML (a date) or from the database (ISO text)."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def read_offices(path: Path = OFFICES_FILE) -> tuple[tuple[Office, ...], tuple[Problem, ...]]:
    """The usable entries and what is wrong with the others, for whoever repairs the list.

    Raises `OfficesError` only when the file itself is missing or no list in YAML.
    """
    offices: list[Office] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, entry in enumerate(_yaml_list(path), start=1):
        if not isinstance(entry, Mapping):
            problems.append(Problem(f"#{number}", "error", "not_an_entry", type(entry).__name__))
            continue
        found = list(_entry_problems(entry))
        problems += found
        if found:
            continue
        office = parse_office(entry)
        if office.id in seen:
            problems.append(Problem(office.id, "error", "id_twice", office.id))
            continue
        seen.add(office.id)
        offices.append(office)
    return tuple(offices), tuple(problems)


def load_offices(path: Path = OFFICES_FILE) -> tuple[Office, ...]:
    """All offices of the list, in its order. Raises `OfficesError` if any entry is wrong."""
    offices, problems = read_offices(path)
    if problems:
        what = "\n".join(f"  {p.office}: {p.code} {p.value}" for p in problems)
        raise OfficesError(f"{path.name} has entries that cannot be used; correct them:\n{what}")
    return offices


def load_finders(path: Path = FINDERS_FILE) -> tuple[Finder, ...]:
    """Searches and online counselling, in the order of the file."""
    finders = []
    for entry in _yaml_list(path):
        try:
            finders.append(
                Finder(
                    id=entry["id"],
                    name=entry["name"],
                    url=entry["url"],
                    kind=entry["kind"],
                    services=tuple(entry.get("services", ())),
                    last_checked=entry.get("last_checked"),
                    sources=tuple(entry.get("sources", ())),
                )
            )
        except (KeyError, TypeError) as error:
            raise OfficesError(f"{path.name}: an entry lacks {error}; add it") from error
    return tuple(finders)


def _yaml_list(path: Path) -> list[Any]:
    try:
        with path.open(encoding="utf-8") as stream:
            content = YAML(typ="safe").load(stream)
    except FileNotFoundError as error:
        raise OfficesError(f"{path} is missing; restore it from the repository") from error
    except YAMLError as error:
        raise OfficesError(f"{path.name} is no valid YAML: {error}") from error
    if not isinstance(content, list):
        raise OfficesError(f"{path.name} must be a list of entries that start with '- id:'")
    return content
