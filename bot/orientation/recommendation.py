"""The recommendation: services by the table, and the nearest offices that offer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.orientation.eligibility import Eligibility, EligibilityTable, UrgentAnswer
from bot.orientation.emergencies import EmergencyKind
from bot.orientation.person import Person, Service

OUTSIDE_DISTRICT = "outside_district"
NO_OFFICE_KNOWN = "no_office_known"
_OFFICES_FOR_FIRST = 2
_OUTSIDE_CONTACTS = ("mbeon", "jmd4you", "human")


class NearbyOffice(Protocol):
    """An office as seen from a place; ``distance_km`` is ``None`` where its address is not known."""

    @property
    def id(self) -> str: ...

    @property
    def distance_km(self) -> float | None: ...


class OfficeDirectory(Protocol):
    """What the recommendation needs of the offices; ``place`` is a municipality's name or a postal code."""

    def nearest(self, service: str, place: str, today: date, limit: int) -> Sequence[NearbyOffice]:
        """The offices that offer the service on that day, the best first."""

    def in_reach(self, service: str, place: str, today: date) -> bool:
        """Whether an office that offers the service, with a usable address, is within reach."""

    def serves(self, place: str) -> bool:
        """Whether the place lies in the district."""


@dataclass(frozen=True)
class RecommendedOffice:
    """One office for one of the services."""

    id: str
    service: Service
    distance_km: float | None


@dataclass(frozen=True)
class Recommendation:
    """What the person is told. ``offices[0]`` serves ``primary``; no place, no office."""

    primary: Service
    services: tuple[Service, ...]
    rule: str
    reasons: tuple[str, ...]
    contacts: tuple[str, ...]
    offices: tuple[RecommendedOffice, ...]

    def as_slot(self) -> dict[str, object]:
        """The value of the slot ``recommendation``: plain values that survive JSON."""
        return {
            "primary": self.primary.value,
            "services": [service.value for service in self.services],
            "rule": self.rule,
            "reasons": list(self.reasons),
            "offices": [
                {"id": office.id, "service": office.service.value, "distance_km": office.distance_km}
                for office in self.offices
            ],
        }


def centre_in_reach(person: Person, directory: OfficeDirectory, today: date) -> bool:
    """Whether an intercultural centre can be named first; true as long as no place is known."""
    if not person.place:
        return True
    return directory.serves(person.place) and directory.in_reach(
        Service.INTERCULTURAL_CENTRE.value, person.place, today
    )


def recommend(person: Person, table: EligibilityTable, directory: OfficeDirectory, today: date) -> Recommendation:
    """Services, rule and reasons for this person, with offices near their place.

    Outside the district no office is named, and online counselling and a human stand among the contacts. Where no
    office for the first service is known, none is named at all: the others would look like the first step.
    """
    answer = table.evaluate(person, centre_in_reach=centre_in_reach(person, directory, today))
    return _with_offices(answer, answer.services, person.place, directory, today)


def recommend_urgent(
    kind: EmergencyKind, person: Person, table: EligibilityTable, directory: OfficeDirectory, today: date
) -> Recommendation:
    """What helps after the numbers of a danger were given, without a further question.

    Where the danger's own row names no service (no roof tonight), the person's ordinary services stand beside its contacts.
    """
    answer = table.for_emergency(kind)
    services = answer.services or table.evaluate(person).services
    return _with_offices(answer, services, person.place, directory, today)


def _with_offices(
    answer: Eligibility | UrgentAnswer,
    services: tuple[Service, ...],
    place: str | None,
    directory: OfficeDirectory,
    today: date,
) -> Recommendation:
    reasons, contacts = answer.reasons, answer.contacts
    offices: tuple[RecommendedOffice, ...] = ()
    if place and not directory.serves(place):
        reasons += (OUTSIDE_DISTRICT,)
        contacts = tuple(dict.fromkeys(contacts + _OUTSIDE_CONTACTS))
    elif place:
        offices = _offices(services, place, directory, today)
        if not offices:
            reasons += (NO_OFFICE_KNOWN,)
    return Recommendation(services[0], services, answer.rule, reasons, contacts, offices)


def _offices(
    services: Sequence[Service], place: str, directory: OfficeDirectory, today: date
) -> tuple[RecommendedOffice, ...]:
    found: list[RecommendedOffice] = []
    for number, service in enumerate(services):
        limit = 1 if number else _OFFICES_FOR_FIRST
        near = directory.nearest(service.value, place, today, limit)[:limit]
        if not near and not number:
            return ()
        found += [RecommendedOffice(office.id, service, office.distance_km) for office in near]
    return tuple(found)
