"""The person the help is for: age group, residence status, needs, and the few facts that change the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

OLDEST_PLAUSIBLE_AGE = 110

_Choice = TypeVar("_Choice", bound=Enum)


class AgeGroup(str, Enum):
    """Age in the bands that change the answer; ``unknown`` and ``refused`` route alike."""

    UNDER_12 = "under_12"
    FROM_12_TO_17 = "12_17"
    FROM_18_TO_26 = "18_26"
    AGE_27 = "27"
    FROM_28 = "28_plus"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class ResidenceStatus(str, Enum):
    """Classes of residence status; which paper belongs to which class is known to the understanding, not here."""

    GERMAN = "german"
    EU_CITIZEN = "eu_citizen"
    RESIDENCE_PERMIT = "residence_permit"
    SETTLEMENT_PERMIT = "settlement_permit"
    TEMPORARY_PROTECTION = "temporary_protection"
    LATE_RESETTLER = "late_resettler"
    ASYLUM_SEEKER = "asylum_seeker"
    TOLERATED = "tolerated"
    UNDOCUMENTED = "undocumented"
    FICTION_CERTIFICATE = "fiction_certificate"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class Need(str, Enum):
    """What the person asks help with."""

    LANGUAGE_COURSE = "language_course"
    SCHOOL = "school"
    TRAINING_WORK = "training_work"
    RECOGNITION = "recognition"
    RESIDENCE_ASYLUM = "residence_asylum"
    FAMILY_REUNIFICATION = "family_reunification"
    HOUSING = "housing"
    BENEFITS_MONEY = "benefits_money"
    HEALTH_PSYCHOSOCIAL = "health_psychosocial"
    FAMILY_PARENTING = "family_parenting"
    DISCRIMINATION = "discrimination"
    LETTERS_AUTHORITIES = "letters_authorities"
    COMMUNITY_LEISURE = "community_leisure"
    CITIZENSHIP = "citizenship"
    RETURN = "return"
    VIOLENCE_PROTECTION = "violence_protection"


class ForWhom(str, Enum):
    """Who the help is for. All other facts are those of that person, not of the one who writes."""

    SELF = "self"
    CHILD = "child"
    OTHER = "other"


class Service(str, Enum):
    """The counselling services that can be recommended."""

    JMD = "jmd"
    MBE = "mbe"
    REFUGEE_COUNSELLING = "refugee_counselling"
    ANTI_DISCRIMINATION = "anti_discrimination"
    INTEGRATION_AGENCY = "integration_agency"
    INTERCULTURAL_CENTRE = "intercultural_centre"


UNDER_18 = frozenset({AgeGroup.UNDER_12, AgeGroup.FROM_12_TO_17})


@dataclass(frozen=True)
class Person:
    """The person the help is for. ``None`` means: not said, and not asked yet.

    ``adult_age_group`` is the parent's, where the help is for a child under 12. ``permit_unclear``: said only
    "residence permit" (or the like), which does not tell the classes apart. ``contradictory``: two ages or an
    implausible one were said, and whose advice it is about is open. ``place_ambiguous``: the place named fits several
    municipalities. ``refugee_background`` and ``uninsured`` are never asked, only kept for this answer when said.
    """

    for_whom: ForWhom = ForWhom.SELF
    age_group: AgeGroup | None = None
    adult_age_group: AgeGroup | None = None
    residence_status: ResidenceStatus | None = None
    needs: tuple[Need, ...] = ()
    unaccompanied: bool | None = None
    in_reception_facility: bool | None = None
    place: str | None = None
    has_children: bool | None = None
    refugee_background: bool | None = None
    uninsured: bool | None = None
    residence_letter: bool | None = None
    permit_unclear: bool = False
    contradictory: bool = False
    place_ambiguous: bool = False

    @classmethod
    def from_slots(cls, slots: Mapping[str, object]) -> Person:
        """Read the conversation's slots by the names of this class's fields; other names are ignored.

        Raises ``ValueError`` for a value that is none of the known ones; the message names the slot, never the value.
        """
        needs = slots.get("needs") or ()
        if isinstance(needs, str) or not isinstance(needs, Iterable):
            raise ValueError("Slot needs must be a list of need labels; fix the action that fills it.")
        place = slots.get("place")
        return cls(
            for_whom=_choice(ForWhom, slots, "for_whom") or ForWhom.SELF,
            age_group=_choice(AgeGroup, slots, "age_group"),
            adult_age_group=_choice(AgeGroup, slots, "adult_age_group"),
            residence_status=_choice(ResidenceStatus, slots, "residence_status"),
            needs=tuple(dict.fromkeys(_member(Need, need, "needs") for need in needs)),
            unaccompanied=_flag(slots, "unaccompanied"),
            in_reception_facility=_flag(slots, "in_reception_facility"),
            place=str(place) if place else None,
            has_children=_flag(slots, "has_children"),
            refugee_background=_flag(slots, "refugee_background"),
            uninsured=_flag(slots, "uninsured"),
            residence_letter=_flag(slots, "residence_letter"),
            permit_unclear=bool(_flag(slots, "permit_unclear")),
            contradictory=bool(_flag(slots, "contradictory")),
            place_ambiguous=bool(_flag(slots, "place_ambiguous")),
        )


def age_group_of(age: int) -> AgeGroup | None:
    """The band of an age in whole years; ``None`` where no living person has that age (below 0, above 110).

    27 is a band of its own: the law ends the youth service with the 27th birthday (SGB VIII section 7), public texts
    of the services say "12 to 27" and "from 27".
    """
    if age < 0 or age > OLDEST_PLAUSIBLE_AGE:
        return None
    if age < 12:
        return AgeGroup.UNDER_12
    if age < 18:
        return AgeGroup.FROM_12_TO_17
    if age < 27:
        return AgeGroup.FROM_18_TO_26
    return AgeGroup.AGE_27 if age == 27 else AgeGroup.FROM_28


def _member(kind: type[_Choice], value: object, slot: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        allowed = ", ".join(str(member.value) for member in kind)
        # "from None": the value itself may tell a status and must not reach a log.
        raise ValueError(f"Slot {slot} holds none of its values ({allowed}); fix the action that fills it.") from None


def _choice(kind: type[_Choice], slots: Mapping[str, object], slot: str) -> _Choice | None:
    value = slots.get(slot)
    return None if value is None else _member(kind, value, slot)


def _flag(slots: Mapping[str, object], slot: str) -> bool | None:
    value = slots.get(slot)
    if value is None or isinstance(value, bool):
        return value
    raise ValueError(f"Slot {slot} must be true, false or empty; fix the action that fills it.")
