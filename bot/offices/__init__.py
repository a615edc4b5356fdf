"""The offices: who offers which service where, how far that is to be trusted, when it is open, and which town a
person means.

`Directory` ranks offices for a place (catchment, then town, then distance), `Gazetteer` understands places in many
languages and scripts, `open_state` reads opening hours on the calendar of North Rhine-Westphalia, `trust` gives the
class A to D that decides what may be said. Facts live in `data/offices/` and `data/places/`; nothing here asks a
network or a database. The room uses opening_hours, holidays, geopy, rapidfuzz and ruamel.yaml, and no other room.
"""

from __future__ import annotations

from bot.offices.checks import check_finders, check_offices
from bot.offices.directory import DISTRICT, REACH_KM, Contact, Directory, Ranked
from bot.offices.gazetteer import NRW, Found, Gazetteer, GazetteerError, Mention, Place
from bot.offices.hours import HoursError, OpenState, is_holiday, open_state, parse_hours
from bot.offices.records import (
    SERVICES,
    Finder,
    Office,
    OfficesError,
    Problem,
    Trust,
    load_finders,
    load_offices,
    parse_office,
    read_offices,
    trust,
)

__all__ = [
    "DISTRICT",
    "NRW",
    "REACH_KM",
    "SERVICES",
    "Contact",
    "Directory",
    "Finder",
    "Found",
    "Gazetteer",
    "GazetteerError",
    "HoursError",
    "Mention",
    "Office",
    "OfficesError",
    "OpenState",
    "Place",
    "Problem",
    "Ranked",
    "Trust",
    "check_finders",
    "check_offices",
    "is_holiday",
    "load_finders",
    "load_offices",
    "open_state",
    "parse_hours",
    "parse_office",
    "read_offices",
    "trust",
]
