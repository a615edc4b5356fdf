"""The decision table: which service for whom, by which rule and why. Orientation, never a decision on entitlement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from bot.orientation.emergencies import EmergencyKind
from bot.orientation.person import AgeGroup, ForWhom, Need, Person, ResidenceStatus, Service
from bot.orientation.rows import Fields, RuleDataError, read_yaml

DEFAULT_TABLE = Path(__file__).resolve().parents[2] / "data" / "rules" / "eligibility.yml"
MOST_SERVICES = 3
FLAGS = (
    "unaccompanied",
    "in_reception_facility",
    "has_children",
    "refugee_background",
    "uninsured",
    "residence_letter",
)

_PARENT_AGES = (AgeGroup.FROM_12_TO_17, AgeGroup.FROM_18_TO_26, AgeGroup.AGE_27, AgeGroup.FROM_28)
_RowKind = TypeVar("_RowKind", bound="Row")


class Origin(str, Enum):
    """Where a row comes from: the association's own text, a public source, or a judgement it has yet to confirm."""

    CLIENT = "client"
    SOURCE = "source"
    JUDGEMENT = "judgement"


@dataclass(frozen=True)
class Source:
    """A source written out; ``address`` is ``None`` for what is on no page."""

    key: str
    name: str
    address: str | None
    as_of: str


@dataclass(frozen=True)
class Row:
    """What every row of the table carries."""

    id: str
    origin: tuple[Origin, ...]
    sources: tuple[Source, ...]
    valid_from: date
    reasons: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class Eligibility:
    """The answer. ``reasons`` (the weightiest first) and ``contacts`` (named beside the services) are keys."""

    primary: Service
    services: tuple[Service, ...]
    rule: str
    reasons: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class UrgentAnswer:
    """What belongs to a danger after the numbers, without any question; ``services`` is empty where a human is next."""

    services: tuple[Service, ...]
    rule: str
    reasons: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class _Facts:
    person: Person
    age: AgeGroup  # the age that counts: the parent's on the family route
    status: ResidenceStatus
    first: tuple[Service, ...]


@dataclass(frozen=True)
class _When:
    needs_only: frozenset[Need]
    needs_any: frozenset[Need]
    needs_not_only: frozenset[Need]
    needs_from: int
    statuses: frozenset[ResidenceStatus]
    ages: frozenset[AgeGroup]
    own_ages: frozenset[AgeGroup]
    for_whom: frozenset[ForWhom]
    first_services: tuple[Service, ...]
    flags: tuple[tuple[str, frozenset[bool | None]], ...]

    def fits_needs(self, needs: frozenset[Need]) -> bool:
        return (
            len(needs) >= self.needs_from
            and (not self.needs_only or (bool(needs) and needs <= self.needs_only))
            and (not self.needs_any or not needs.isdisjoint(self.needs_any))
            and (not self.needs_not_only or not needs <= self.needs_not_only)
        )

    def fits_person(self, facts: _Facts) -> bool:
        return (
            (not self.statuses or facts.status in self.statuses)
            and (not self.ages or facts.age in self.ages)
            and (not self.own_ages or facts.person.age_group in self.own_ages)
            and (not self.for_whom or facts.person.for_whom in self.for_whom)
            and (not self.first_services or facts.first == self.first_services)
            and (not self.flags or all(getattr(facts.person, name) in allowed for name, allowed in self.flags))
        )


@dataclass(frozen=True)
class _OrderRow(Row):
    when: _When | None
    emergencies: tuple[EmergencyKind, ...]
    first: tuple[Service, ...]
    second_from_matrix: bool
    ask: str | None


@dataclass(frozen=True)
class _Cell(Row):
    statuses: tuple[ResidenceStatus, ...]
    ages: tuple[AgeGroup, ...]
    first: tuple[Service, ...]
    second: tuple[Service, ...]
    keep: tuple[Service, ...]
    family_route: bool


@dataclass(frozen=True)
class _Effect(Row):
    when: _When
    put_first: tuple[Service, ...]
    card: tuple[Service, ...]
    add: tuple[Service, ...]
    needs_centre: bool


class EligibilityTable:
    """The table as it counts on one day. Build it with ``load``."""

    def __init__(
        self,
        order: tuple[_OrderRow, ...],
        cells: Mapping[tuple[ResidenceStatus, AgeGroup], _Cell],
        effects: tuple[_Effect, ...],
        *,
        secure: frozenset[ResidenceStatus],
        permit_words: frozenset[ResidenceStatus],
        reasons: frozenset[str],
        contacts: frozenset[str],
    ) -> None:
        self._order = order
        self._cells = dict(cells)
        # Finding the next question evaluates dozens of persons with the same needs.
        self._effects_for = lru_cache(maxsize=1024)(
            lambda needs: tuple(effect for effect in effects if effect.when.fits_needs(needs))
        )
        self.secure_statuses = secure
        self.permit_statuses = permit_words
        self.reason_keys = reasons
        self.contact_keys = contacts
        self._rows = {row.id: row for row in (*order, *self._cells.values(), *effects)}
        self._urgent = {kind: row for row in order for kind in row.emergencies}

    @classmethod
    def load(cls, path: Path = DEFAULT_TABLE, *, on: date | None = None) -> EligibilityTable:
        """Read and check the table as it counts on a day; without a day, the newest rows.

        Raises ``RuleDataError`` with file, row and the next step: a misspelt field or value, a source, reason or
        contact that is not written out, a combination of status and age group without a row or with two.
        """
        file = Fields(read_yaml(path), path.name)
        file.text("as_of")
        listed = file.part("sources")
        sources = {key: _source(key, listed.part(key)) for key in file.mapping("sources")}
        reasons, contacts = frozenset(file.mapping("reasons")), frozenset(file.mapping("contacts"))
        statuses = file.part("statuses")
        reader = _RowReader(sources, reasons, contacts)
        order = _valid(map(reader.order_row, file.entries("order")), on, path.name)
        cells = _valid(map(reader.cell, file.entries("matrix")), on, path.name)
        effects = _valid(map(reader.effect, file.entries("needs_effects")), on, path.name)
        table = cls(
            order,
            _matrix(cells, path.name),
            effects,
            secure=frozenset(statuses.several("secure", ResidenceStatus)),
            permit_words=frozenset(statuses.several("permit_words", ResidenceStatus)),
            reasons=reasons,
            contacts=contacts,
        )
        missing = [kind.value for kind in EmergencyKind if kind not in table._urgent]
        if missing:
            raise RuleDataError(f"{path.name}: no row of order answers {', '.join(missing)}; add it to emergencies.")
        if len(table._rows) != len(order) + len(cells) + len(effects):
            raise RuleDataError(f"{path.name}: an id is used in two parts of the table; give each rule its own.")
        statuses.nothing_else()
        file.nothing_else()
        return table

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def row(self, rule: str) -> Row:
        """The row an answer names as its rule, with its sources; ``KeyError`` where there is none."""
        return self._rows[rule]

    def evaluate(self, person: Person, *, centre_in_reach: bool = True) -> Eligibility:
        """The services for this person, one to three, the first first.

        Whatever is not known counts as refused. ``centre_in_reach``: an intercultural centre with a usable address is
        within reach of the person's place; where not, it is not named first. ``rule`` is the row that put the first
        service first.
        """
        status = person.residence_status or ResidenceStatus.REFUSED
        cell = self._cells[status, person.age_group or AgeGroup.REFUSED]
        age = person.age_group or AgeGroup.REFUSED
        first, second, keep = cell.first, cell.second, cell.keep
        reasons, contacts = list(cell.reasons), list(cell.contacts)
        if cell.family_route:
            age = _parent_age(person)
            parents = self._cells[status, age]
            first, second, keep = parents.first, cell.second + parents.second, parents.keep
            reasons += parents.reasons
            contacts += parents.contacts
        facts = _Facts(person, age, status, first)
        needs = frozenset(person.needs)

        for row in self._order:
            if row.when is not None and row.when.fits_person(facts) and row.when.fits_needs(needs):
                beside = first + second if row.second_from_matrix else ()
                services = _once(row.first + beside)[:MOST_SERVICES]
                return Eligibility(services[0], services, row.id, row.reasons, row.contacts)

        rule = cell.id
        leading: list[str] = []
        following: list[str] = []
        cards: tuple[Service, ...] = ()
        added: tuple[Service, ...] = ()
        for effect in self._effects_for(needs):
            if not effect.when.fits_person(facts):
                continue
            contacts += effect.contacts
            if effect.needs_centre and not centre_in_reach:
                cards += effect.put_first
                following.append("centre_too_far")
                continue
            if effect.put_first:
                if effect.put_first[0] is not first[0]:
                    rule = effect.id
                first = _once(effect.put_first + first)
                leading = [*effect.reasons, *leading]
            else:
                following += effect.reasons
            cards += effect.card
            added += effect.add
        services = _once(first[:2] + cards + first[2:] + added + second)[:MOST_SERVICES]
        if rule == cell.id and not set(keep) <= set(services):
            services = _once(services[: MOST_SERVICES - len(keep)] + keep)
        # What was asked for and found no room among three is named beside them, so that nothing said is lost.
        contacts += [service.value for service in first + cards if service not in services]
        return Eligibility(
            services[0],
            services,
            rule,
            tuple(dict.fromkeys([*leading, *reasons, *following])),
            tuple(dict.fromkeys(contacts)),
        )

    def for_emergency(self, kind: EmergencyKind) -> UrgentAnswer:
        """What belongs to a danger besides the numbers; asks nothing of the person."""
        row = self._urgent[kind]
        return UrgentAnswer(row.first, row.id, row.reasons, row.contacts)


def _parent_age(person: Person) -> AgeGroup:
    adult = person.adult_age_group
    return adult if adult in _PARENT_AGES else AgeGroup.FROM_28


def _once(services: Iterable[Service]) -> tuple[Service, ...]:
    return tuple(dict.fromkeys(services))


def _source(key: str, entry: Fields) -> Source:
    source = Source(key, entry.text("name"), entry.optional_text("address"), entry.text("as_of"))
    entry.nothing_else()
    return source


@dataclass(frozen=True)
class _RowReader:
    sources: Mapping[str, Source]
    reasons: frozenset[str]
    contacts: frozenset[str]

    def order_row(self, entry: Fields) -> _OrderRow:
        row = _OrderRow(
            *self._common(entry),
            when=_when(entry.part("when")) if entry.has("when") else None,
            emergencies=entry.several("emergencies", EmergencyKind),
            first=entry.several("first", Service),
            second_from_matrix=entry.flag("second_from_matrix"),
            ask=entry.optional_text("ask"),
        )
        if row.when is not None and not row.first:
            raise RuleDataError(f"{entry.where}: ends the evaluation without a service; fill first.")
        entry.nothing_else()
        return row

    def cell(self, entry: Fields) -> _Cell:
        row = _Cell(
            *self._common(entry),
            statuses=entry.several("statuses", ResidenceStatus),
            ages=entry.several("ages", AgeGroup),
            first=entry.several("first", Service),
            second=entry.several("second", Service),
            keep=entry.several("keep", Service),
            family_route=entry.flag("family_route"),
        )
        if row.family_route == bool(row.first):
            raise RuleDataError(f"{entry.where}: give either first services or family_route: true, and not both.")
        if len(row.first) > MOST_SERVICES:
            raise RuleDataError(f"{entry.where}: more than {MOST_SERVICES} first services; keep the weightiest.")
        entry.nothing_else()
        return row

    def effect(self, entry: Fields) -> _Effect:
        row = _Effect(
            *self._common(entry),
            when=_when(entry.part("when")),
            put_first=entry.several("put_first", Service),
            card=entry.several("card", Service),
            add=entry.several("add", Service),
            needs_centre=entry.flag("needs_centre"),
        )
        entry.nothing_else()
        return row

    def _common(
        self, entry: Fields
    ) -> tuple[str, tuple[Origin, ...], tuple[Source, ...], date, tuple[str, ...], tuple[str, ...]]:
        origin, sources = entry.several("origin", Origin), entry.texts("source")
        reasons, contacts = entry.texts("reasons"), entry.texts("contacts")
        row_id = entry.text("id")
        for name, values, known in (
            ("source", sources, self.sources.keys()),
            ("reasons", reasons, self.reasons),
            ("contacts", contacts, self.contacts),
        ):
            unknown = [value for value in values if value not in known]
            if unknown:
                raise RuleDataError(
                    f"{entry.where}: {name} {', '.join(unknown)} is not written out; add it at the top of the file."
                )
        if not origin or not sources:
            raise RuleDataError(f"{entry.where}: origin or source is missing; say where the rule comes from.")
        written = tuple(self.sources[key] for key in sources)
        return row_id, origin, written, entry.day("valid_from"), reasons, contacts


def _when(entry: Fields) -> _When:
    when = _When(
        needs_only=frozenset(entry.several("needs_only", Need)),
        needs_any=frozenset(entry.several("needs_any", Need)),
        needs_not_only=frozenset(entry.several("needs_not_only", Need)),
        needs_from=entry.count("needs_from"),
        statuses=frozenset(entry.several("statuses", ResidenceStatus)),
        ages=frozenset(entry.several("ages", AgeGroup)),
        own_ages=frozenset(entry.several("own_ages", AgeGroup)),
        for_whom=frozenset(entry.several("for_whom", ForWhom)),
        first_services=entry.several("first_services", Service),
        flags=tuple((name, entry.flags(name)) for name in FLAGS if entry.has(name)),
    )
    entry.nothing_else()
    return when


def _valid(rows: Iterable[_RowKind], on: date | None, file: str) -> tuple[_RowKind, ...]:
    """The newest row of each id that counts on the day, in the order of the file."""
    newest: dict[str, _RowKind] = {}
    seen: set[tuple[str, date]] = set()
    for row in rows:
        if (row.id, row.valid_from) in seen:
            raise RuleDataError(f"{file}, {row.id}: stands twice with the same valid_from; remove one.")
        seen.add((row.id, row.valid_from))
        if on is not None and row.valid_from > on:
            continue
        if row.id not in newest or row.valid_from > newest[row.id].valid_from:
            newest[row.id] = row
    return tuple(newest.values())


def _matrix(cells: Iterable[_Cell], file: str) -> dict[tuple[ResidenceStatus, AgeGroup], _Cell]:
    matrix: dict[tuple[ResidenceStatus, AgeGroup], _Cell] = {}
    for cell in cells:
        for place in ((status, age) for status in cell.statuses for age in cell.ages):
            if place in matrix:
                raise RuleDataError(
                    f"{file}, {cell.id}: {place[0].value} at {place[1].value} has the row {matrix[place].id} already; "
                    "remove one."
                )
            if cell.family_route and place[1] in _PARENT_AGES:
                raise RuleDataError(f"{file}, {cell.id}: family_route is only for children under 12; fill first.")
            matrix[place] = cell
    for status in ResidenceStatus:
        for age in AgeGroup:
            if (status, age) not in matrix:
                raise RuleDataError(f"{file}: no row of matrix for {status.value} at {age.value}; add one.")
    return matrix
