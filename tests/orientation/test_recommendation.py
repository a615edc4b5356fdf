"""One service and why, with the nearest office that offers it first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from bot.orientation import (
    AgeGroup,
    EligibilityTable,
    NearbyOffice,
    Need,
    Person,
    ResidenceStatus,
    Service,
    centre_in_reach,
    recommend,
)

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Near:
    id: str
    distance_km: float | None


@dataclass(frozen=True)
class SmallDistrict:
    """Hamm and Bochum, with the offices each service has; no intercultural centre unless one is given."""

    offices: dict[str, tuple[Near, ...]]
    places: frozenset[str] = frozenset({"Hamm", "Bochum"})

    def nearest(self, service: str, place: str, today: date, limit: int) -> Sequence[NearbyOffice]:
        assert place in self.places and today == TODAY
        return self.offices.get(service, ())[:limit]

    def in_reach(self, service: str, place: str, today: date) -> bool:
        return bool(self.offices.get(service))

    def serves(self, place: str) -> bool:
        return place in self.places


DISTRICT = SmallDistrict(
    {
        "jmd": (Near("hamm-jmd", None), Near("unna", 17.0), Near("bochum", 45.1)),
        "refugee_counselling": (Near("wattenscheid", 46.2), Near("bochum", 47.0)),
        "mbe": (Near("unna", 17.0),),
    }
)
WOMAN_19 = Person(
    age_group=AgeGroup.FROM_18_TO_26,
    residence_status=ResidenceStatus.TOLERATED,
    needs=(Need.TRAINING_WORK,),
    place="Hamm",
)


def test_all_in_the_first_message_gives_both_services_their_reason_and_offices(table: EligibilityTable) -> None:
    """Journey 1: Hamm, 19, Duldung, looks for training."""
    recommendation = recommend(WOMAN_19, table, DISTRICT, TODAY)
    assert recommendation.as_slot() == {
        "primary": "jmd",
        "services": ["jmd", "refugee_counselling"],
        "rule": "R4.jmd_first",
        "reasons": ["school_work_first", "two_services_fit"],
        "offices": [
            {"id": "hamm-jmd", "service": "jmd", "distance_km": None},
            {"id": "unna", "service": "jmd", "distance_km": 17.0},
            {"id": "wattenscheid", "service": "refugee_counselling", "distance_km": 46.2},
        ],
    }


def test_the_slot_survives_json_and_its_strings_are_plain(table: EligibilityTable) -> None:
    slot = recommend(WOMAN_19, table, DISTRICT, TODAY).as_slot()
    assert json.loads(json.dumps(slot)) == slot
    assert type(slot["primary"]) is str


def test_without_a_place_no_office_is_named(table: EligibilityTable) -> None:
    recommendation = recommend(Person(), table, DISTRICT, TODAY)
    assert recommendation.offices == ()
    assert "no_office_known" not in recommendation.reasons


def test_outside_the_district_no_office_but_online_counselling_and_a_human(table: EligibilityTable) -> None:
    """Journey 8."""
    person = Person(age_group=AgeGroup.FROM_28, residence_status=ResidenceStatus.EU_CITIZEN, place="München")
    recommendation = recommend(person, table, DISTRICT, TODAY)
    assert (recommendation.primary, recommendation.offices) == (Service.MBE, ())
    assert "outside_district" in recommendation.reasons
    assert {"mbeon", "jmd4you", "human"} <= set(recommendation.contacts)


def test_without_an_office_for_the_first_service_none_is_named_at_all(table: EligibilityTable) -> None:
    only_mbe = SmallDistrict({"mbe": (Near("unna", 17.0),)})
    recommendation = recommend(WOMAN_19, table, only_mbe, TODAY)
    assert recommendation.offices == ()
    assert "no_office_known" in recommendation.reasons


@pytest.mark.parametrize(
    ("centres", "place", "first"),
    [
        ((Near("centre", 2.0),), "Hamm", Service.INTERCULTURAL_CENTRE),
        ((), "Hamm", Service.MBE),
        ((Near("centre", 2.0),), "München", Service.MBE),
        ((), None, Service.INTERCULTURAL_CENTRE),
    ],
)
def test_the_intercultural_centre_is_first_only_where_one_can_be_reached(
    table: EligibilityTable, centres: tuple[Near, ...], place: str | None, first: Service
) -> None:
    district = SmallDistrict({**DISTRICT.offices, "intercultural_centre": centres})
    person = Person(
        age_group=AgeGroup.FROM_28,
        residence_status=ResidenceStatus.RESIDENCE_PERMIT,
        needs=(Need.COMMUNITY_LEISURE,),
        place=place,
    )
    recommendation = recommend(person, table, district, TODAY)
    assert recommendation.primary is first
    assert centre_in_reach(person, district, TODAY) == (first is Service.INTERCULTURAL_CENTRE)
    if recommendation.offices:
        assert recommendation.offices[0].service is first


def test_whatever_is_recommended_the_first_office_serves_the_first_service(table: EligibilityTable) -> None:
    everything = SmallDistrict({service.value: (Near(service.value, 1.0),) for service in Service})
    for age in AgeGroup:
        for status in ResidenceStatus:
            for need in Need:
                person = Person(age_group=age, residence_status=status, needs=(need,), place="Hamm")
                recommendation = recommend(person, table, everything, TODAY)
                assert recommendation.offices[0].service is recommendation.primary
                assert {office.service for office in recommendation.offices} == set(recommendation.services)


def test_a_key_the_recommendation_adds_is_written_out_in_the_table(table: EligibilityTable) -> None:
    assert {"outside_district", "no_office_known"} <= table.reason_keys
    assert {"mbeon", "jmd4you", "human"} <= table.contact_keys
