"""Which offices serve a person: by catchment, then town, then distance.

The served area is the district of the AWO Bezirksverband Westliches Westfalen (government regions Arnsberg and
Münster) and, elsewhere in North Rhine-Westphalia, every municipality that lies in the catchment or is the town of an
office of the list that may be named. Outside it no office is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from geopy.distance import geodesic

from bot.offices.gazetteer import Gazetteer, Place
from bot.offices.records import SERVICES, Office, Trust, load_offices, trust

__all__ = ["DISTRICT", "REACH_KM", "Contact", "Directory", "Ranked"]

REACH_KM = 30.0
"""Further than this an office is named for the telephone, never as a journey."""

DISTRICT = frozenset(
    {
        # Regierungsbezirk Arnsberg
        "Bochum", "Dortmund", "Hagen", "Hamm", "Herne", "Ennepe-Ruhr-Kreis", "Hochsauerlandkreis", "Märkischer Kreis",
        "Kreis Olpe", "Kreis Siegen-Wittgenstein", "Kreis Soest", "Kreis Unna",
        # Regierungsbezirk Münster
        "Bottrop", "Gelsenkirchen", "Münster", "Kreis Borken", "Kreis Coesfeld", "Kreis Recklinghausen",
        "Kreis Steinfurt", "Kreis Warendorf",
    }
)  # fmt: skip
"""Districts and cities of the AWO Bezirksverband Westliches Westfalen, as `Place.county` names them."""

How = Literal["catchment", "same_town", "distance"]
_ORDER: Mapping[str, int] = MappingProxyType({"catchment": 0, "same_town": 1, "distance": 2})


@dataclass(frozen=True)
class Contact:
    """How to ask: an office's own phone and site, or its carrier's. All empty means the words must say so."""

    phone: str = ""
    phone_of: str = ""
    """Whose phone it is, if not the office's own."""
    website: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.website)


@dataclass(frozen=True)
class Ranked:
    """An office for one service, seen from where the person lives."""

    office: Office
    service: str
    distance_km: float | None
    """From town centre to town centre; from postal code area to postal code area where both are known; None where no
    page states the office's town."""
    how: How
    trust: Trust
    for_phone_only: bool
    """Further than 30 km, or outside its catchment and nobody knows where: named to be called, with the sentence that
    another carrier may do it nearby."""

    @property
    def id(self) -> str:
        """The office's id."""
        return self.office.id


class Directory:
    """The offices of the list on the map of the gazetteer.

    `carriers` holds the central contacts of the carriers by the name in `Office.operator`: a setting, since no page was
    found that could be copied.
    """

    def __init__(
        self,
        offices: Sequence[Office],
        gazetteer: Gazetteer,
        carriers: Mapping[str, Contact] = MappingProxyType({}),
    ) -> None:
        self._offices = tuple(offices)
        self._by_id = {office.id: office for office in offices}
        self._gazetteer = gazetteer
        self._carriers = dict(carriers)
        self._centres = {office.id: self.town_of(office) for office in offices}
        self._areas = {office.id: gazetteer.postcode(office.postcode) for office in offices}

    @classmethod
    def load(
        cls, gazetteer: Gazetteer | None = None, carriers: Mapping[str, Contact] = MappingProxyType({})
    ) -> Directory:
        """The shipped list. Raises `OfficesError` or `GazetteerError` when the data cannot be used."""
        return cls(load_offices(), gazetteer or Gazetteer.load(), carriers)

    @property
    def offices(self) -> tuple[Office, ...]:
        return self._offices

    @property
    def gazetteer(self) -> Gazetteer:
        return self._gazetteer

    def office(self, office_id: str) -> Office | None:
        """The office with this id, also one that is not to be named."""
        return self._by_id.get(office_id)

    def contact(self, office: Office) -> Contact:
        """Where to ask about an office: its own phone and site, what is missing from its carrier's settings."""
        carrier = self._carriers.get(office.operator, Contact())
        if office.phone:
            return Contact(office.phone, office.phone_of, office.website or carrier.website)
        return Contact(carrier.phone, office.operator if carrier.phone else "", office.website or carrier.website)

    def place(self, value: Place | str | None) -> Place | None:
        """A place as the slot holds it: official name ("Wetter" is enough), postal code or label; None if unknown.

        Of namesakes the one in North Rhine-Westphalia.
        """
        if value is None or isinstance(value, Place):
            return value
        known = self._gazetteer.postcode(value) or self._gazetteer.official(value)
        return known or next(iter(self._gazetteer.resolve(value).places), None)

    def town(self, value: str) -> str:
        """The official name of the municipality behind a slot value, to say it to the person; unknown values as they
        are."""
        place = self.place(value)
        return place.name if place else value

    def serves(self, place: Place | str) -> bool:
        """Whether the place lies in the served area; if not, no office is named."""
        known = self.place(place)
        return known is not None and self._serves(known)

    def _serves(self, place: Place) -> bool:
        if not place.in_nrw:
            return False
        if place.county in DISTRICT:
            return True
        return any(
            office.named and (_in_catchment(office, place) or self._same_town(office, place))
            for office in self._offices
        )

    def nearest(self, service: str, place: Place | str | None, today: date, limit: int = 3) -> tuple[Ranked, ...]:
        """The offices that name a service, best first; none without a place or outside the served area.

        First those whose catchment contains the place, then those of the same town, then by distance. Within the
        first two the own town, an address and the shorter way come first. Offices of class D and without services are
        never among them. Raises `ValueError` for a service that does not exist.
        """
        if service not in SERVICES:
            raise ValueError(f"{service!r} is no service; use one of {', '.join(SERVICES)}")
        here = self.place(place)
        if here is None or not self._serves(here):
            return ()
        ranked = [
            self._ranked(office, service, here, today)
            for office in self._offices
            if service in office.services and trust(office, today) is not Trust.D
        ]
        ranked.sort(key=lambda r: self._order(r, here))
        return tuple(ranked[:limit])

    def in_reach(self, service: str, place: Place | str | None, today: date) -> bool:
        """Whether an office with a usable address (class A or B, not closed to walk-ins) offers it within 30 km."""
        return any(
            r.trust in (Trust.A, Trust.B)
            and r.office.walk_in is not False
            and r.distance_km is not None
            and not r.for_phone_only
            for r in self.nearest(service, place, today, limit=len(self._offices))
        )

    def distance_km(self, office: Office, place: Place) -> float | None:
        """Kilometres as the crow flies, one decimal; None where no page states the office's town."""
        where = self._centres[office.id]
        if place.postcode is not None or where is None:
            where = self._areas[office.id] or where
        if where is None:
            return None
        return _kilometres((where.latitude, where.longitude), (place.latitude, place.longitude))

    def town_of(self, office: Office) -> Place | None:
        """The municipality the office lies in, if a page states it."""
        return self._gazetteer.official(office.city) if office.city else None

    def _same_town(self, office: Office, place: Place) -> bool:
        town = self._centres[office.id]
        return town is not None and (town.name, town.county) == (place.name, place.county)

    def _ranked(self, office: Office, service: str, place: Place, today: date) -> Ranked:
        distance = self.distance_km(office, place)
        how: How = "distance"
        if _in_catchment(office, place):
            how = "catchment"
        elif self._same_town(office, place):
            how = "same_town"
        far = distance > REACH_KM if distance is not None else how == "distance"
        return Ranked(office, service, distance, how, trust(office, today), far)

    def _order(self, ranked: Ranked, place: Place) -> tuple[int, bool, str, float, str]:
        distance = ranked.distance_km if ranked.distance_km is not None else REACH_KM
        if ranked.how == "distance":
            unknown = ranked.distance_km is None
            return (_ORDER[ranked.how], unknown, "", distance, ranked.office.id)
        elsewhere = not self._same_town(ranked.office, place)
        return (_ORDER[ranked.how], elsewhere, ranked.trust.value, distance, ranked.office.id)


@lru_cache(maxsize=100_000)
def _kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    return round(float(geodesic(here, there).km), 1)


def _in_catchment(office: Office, place: Place) -> bool:
    """Whether the catchment names the municipality or its district. "Wetter" is enough for "Wetter (Ruhr)"."""
    names = {place.name, place.name.partition(" (")[0], place.county}
    return place.in_nrw and not names.isdisjoint(office.catchment)
