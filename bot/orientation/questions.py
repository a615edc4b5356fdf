"""Which question comes next: as few as possible, and none that cannot change the first service."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache

from bot.orientation.eligibility import EligibilityTable
from bot.orientation.person import UNDER_18, AgeGroup, ForWhom, Person, ResidenceStatus

NEEDS = "needs"
AGE_GROUP = "age_group"
PLACE = "place"
RESIDENCE_STATUS = "residence_status"
MAIN_QUESTIONS = (NEEDS, AGE_GROUP, PLACE, RESIDENCE_STATUS)

FOR_WHOM = "for_whom"
ADULT_AGE_GROUP = "adult_age_group"
PLACE_WHICH = "place_which"
UNACCOMPANIED = "unaccompanied"
FURTHER_QUESTIONS = (FOR_WHOM, ADULT_AGE_GROUP, PLACE_WHICH, UNACCOMPANIED)

# None stands for "was not asked": skipping a question must lead to the same first service as any answer to it.
_AGES: tuple[AgeGroup | None, ...] = (
    AgeGroup.FROM_12_TO_17,
    AgeGroup.FROM_28,
    None,
    AgeGroup.FROM_18_TO_26,
    AgeGroup.AGE_27,
    AgeGroup.UNDER_12,
)
_PARENT_AGES: tuple[AgeGroup | None, ...] = (
    AgeGroup.FROM_18_TO_26,
    AgeGroup.FROM_28,
    AgeGroup.AGE_27,
    AgeGroup.FROM_12_TO_17,
    None,
)
_OPEN = (ResidenceStatus.UNKNOWN, ResidenceStatus.REFUSED)
_STATUSES: tuple[ResidenceStatus | None, ...] = (
    *(status for status in ResidenceStatus if status not in _OPEN),
    None,
)


def next_question(
    person: Person, answered: Collection[str], table: EligibilityTable, *, centre_in_reach: bool = True
) -> str | None:
    """Name of the next question (a slot name, or ``place_which``); ``None`` when the answer can be given.

    ``answered`` are the questions already put and answered in any way, also with "I do not want to say" or after one
    repeat: none of them is returned again. The order is needs, age group, place, status; the further questions stand
    where they belong and come only when they are needed. As long as the place is open, leave ``centre_in_reach`` true.
    """
    anybody = replace(person, place=None)
    statuses = _open_statuses(person, answered, table)
    for question in (FOR_WHOM, NEEDS, AGE_GROUP, ADULT_AGE_GROUP, PLACE, RESIDENCE_STATUS, UNACCOMPANIED):
        if question in answered:
            continue
        if question == FOR_WHOM and _contradictory(person, answered):
            return question
        if question == NEEDS and not person.needs and not _alone_under_18(person):
            return question
        if question == AGE_GROUP and _age_matters(anybody, statuses, table, centre_in_reach):
            return question
        if question == ADULT_AGE_GROUP and _parent_age_matters(anybody, statuses, table, centre_in_reach):
            return question
        if question == PLACE and not person.place and not person.in_reception_facility:
            if not person.place_ambiguous:
                return question
            if PLACE_WHICH not in answered:
                return PLACE_WHICH
        if question == RESIDENCE_STATUS and _status_matters(anybody, statuses, table, centre_in_reach):
            return question
        if question == UNACCOMPANIED and _may_be_alone(person, answered, table):
            return question
    return None


def _contradictory(person: Person, answered: Collection[str]) -> bool:
    """Two ages at once, or a "child" of 28 and more that nobody was asked about: mostly the age of the parent."""
    if person.contradictory:
        return True
    return person.for_whom is ForWhom.CHILD and person.age_group is AgeGroup.FROM_28 and AGE_GROUP not in answered


def _alone_under_18(person: Person) -> bool:
    return person.unaccompanied is True and person.age_group in UNDER_18


def _varies(persons: Iterable[Person], table: EligibilityTable, centre_in_reach: bool) -> bool:
    first = None
    for person in persons:
        service = table.evaluate(person, centre_in_reach=centre_in_reach).primary
        if first is not None and service is not first:
            return True
        first = service
    return False


def _open_statuses(
    person: Person, answered: Collection[str], table: EligibilityTable
) -> tuple[ResidenceStatus | None, ...]:
    if person.residence_status is not None or RESIDENCE_STATUS in answered:
        return (person.residence_status,)
    if person.permit_unclear:
        return tuple(status for status in _STATUSES if status is None or status in table.permit_statuses)
    return _STATUSES


# Trying all open values takes up to a few milliseconds, and every turn of every conversation asks for the same ones.
# Remembered without the place, so nothing that points to a person stays.
_remembered = lru_cache(maxsize=4096)


@_remembered
def _age_matters(
    person: Person, statuses: tuple[ResidenceStatus | None, ...], table: EligibilityTable, centre_in_reach: bool
) -> bool:
    return person.age_group is None and any(
        _varies(
            (replace(person, age_group=age, residence_status=status) for age in _AGES),
            table,
            centre_in_reach,
        )
        for status in statuses
    )


@_remembered
def _parent_age_matters(
    person: Person, statuses: tuple[ResidenceStatus | None, ...], table: EligibilityTable, centre_in_reach: bool
) -> bool:
    return (
        person.age_group is AgeGroup.UNDER_12
        and person.adult_age_group is None
        and any(
            _varies(
                (replace(person, adult_age_group=age, residence_status=status) for age in _PARENT_AGES),
                table,
                centre_in_reach,
            )
            for status in statuses
        )
    )


@_remembered
def _status_matters(
    person: Person, statuses: tuple[ResidenceStatus | None, ...], table: EligibilityTable, centre_in_reach: bool
) -> bool:
    return person.residence_status is None and _varies(
        (replace(person, residence_status=status) for status in statuses),
        table,
        centre_in_reach,
    )


def _may_be_alone(person: Person, answered: Collection[str], table: EligibilityTable) -> bool:
    """Under 18, and nothing says that the stay is settled; a parent who asks for a child is there with it."""
    if person.unaccompanied is not None or person.age_group not in UNDER_18 or person.for_whom is ForWhom.CHILD:
        return False
    if person.residence_status is None:
        return RESIDENCE_STATUS in answered or person.in_reception_facility is True
    return person.residence_status not in table.secure_statuses
