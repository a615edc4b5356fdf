"""Offices by catchment, then town, then distance; further than 30 km only for the telephone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.offices import DISTRICT, Contact, Directory, Gazetteer, Trust, check_offices, load_offices

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("place", "service", "office", "how", "trust", "phone_only"),
    [
        ("Hamm", "jmd", "awo-hamm-migration", "same_town", "C", False),
        ("Hamm", "anti_discrimination", "awo-hamm-antidiskriminierung", "same_town", "B", False),
        ("Hamm", "refugee_counselling", "awo-wattenscheid-centrumcultur", "distance", "B", True),
        ("Arnsberg", "refugee_counselling", "awo-wattenscheid-centrumcultur", "distance", "B", True),
        ("Gevelsberg", "refugee_counselling", "awo-en-fluechtlingsberatung", "catchment", "C", False),
        ("Wetter (Ruhr)", "refugee_counselling", "awo-en-fluechtlingsberatung", "catchment", "C", False),
        ("Lippstadt", "jmd", "awo-lippstadt-migration", "catchment", "B", False),
        ("Werl", "mbe", "awo-lippstadt-migration", "catchment", "B", True),
        ("Dortmund", "jmd", "awo-dortmund-migration-berswordthalle", "same_town", "B", False),
        ("44137", "mbe", "awo-dortmund-migration-berswordthalle", "same_town", "B", False),
        ("Hattingen", "jmd", "awo-hattingen-jmd", "catchment", "B", False),
        ("Nottuln", "jmd", "awo-duelmen-jmd", "catchment", "C", False),
        ("Dorsten", "jmd", "awo-marl-jmd", "distance", "C", False),
        # rest of NRW, served because it lies in a catchment or is the town of an office
        ("Bad Driburg", "refugee_counselling", "awo-bad-driburg-fluechtlingsberatung", "catchment", "B", False),
        ("Moers", "refugee_counselling", "awo-kreis-wesel-fluechtlingsberatung", "catchment", "C", False),
    ],
)
def test_the_first_office(
    directory: Directory, place: str, service: str, office: str, how: str, trust: str, phone_only: bool
) -> None:
    first = directory.nearest(service, place, TODAY)[0]
    assert (first.office.id, first.how, first.trust.value, first.for_phone_only) == (office, how, trust, phone_only)


def test_distances_are_as_the_crow_flies_and_unknown_without_a_town(directory: Directory) -> None:
    far = directory.nearest("refugee_counselling", "Hamm", TODAY)[0]
    assert far.distance_km == pytest.approx(47, abs=2)
    assert directory.nearest("refugee_counselling", "Gevelsberg", TODAY)[0].distance_km is None


def test_an_office_of_another_catchment_without_a_town_comes_last_and_is_no_journey(directory: Directory) -> None:
    everything = directory.nearest("refugee_counselling", "Hamm", TODAY, limit=50)
    assert everything[-1].office.id == "awo-en-fluechtlingsberatung"
    assert everything[-1].for_phone_only


@pytest.mark.parametrize("service", ["jmd", "mbe", "refugee_counselling", "integration_agency", "intercultural_centre"])
@pytest.mark.parametrize("place", ["Hamm", "Siegen", "Münster", "Bochum", "Marl"])
def test_class_d_and_offices_without_the_service_are_never_named(
    directory: Directory, place: str, service: str
) -> None:
    for ranked in directory.nearest(service, place, TODAY, limit=100):
        assert ranked.trust is not Trust.D
        assert service in ranked.office.services


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Dortmund", True), ("Münster", True), ("Olpe", True), ("Bocholt", True), ("44137", True), ("Kamp-Lintfort",
        True), ("Köln", True), ("Aachen", False), ("Düsseldorf", False), ("Duisburg", False), ("Berlin", False),
        ("80331", False), ],
)  # fmt: skip
def test_the_served_area(directory: Directory, place: str, expected: bool) -> None:
    assert directory.serves(place) is expected


def test_outside_the_served_area_and_without_a_place_no_office_is_named(directory: Directory) -> None:
    assert directory.nearest("mbe", "Aachen", TODAY) == ()
    assert directory.nearest("mbe", "München", TODAY) == ()
    assert directory.nearest("mbe", None, TODAY) == ()
    assert not directory.in_reach("mbe", None, TODAY)


@pytest.mark.parametrize(
    ("place", "service", "expected"),
    [
        ("Dortmund", "intercultural_centre", True),  # Herten and Wattenscheid, both with a street
        ("Siegen", "intercultural_centre", False),  # only class D there
        ("Hamm", "intercultural_centre", False),
        ("Marl", "intercultural_centre", True),  # its own is class D, Herten is near
        ("Siegen", "mbe", False),  # town only, no address
    ],
)
def test_in_reach_needs_a_usable_address_within_30_km(
    directory: Directory, place: str, service: str, expected: bool
) -> None:
    assert directory.in_reach(service, place, TODAY) is expected


def test_an_unknown_service_is_refused_by_name(directory: Directory) -> None:
    with pytest.raises(ValueError, match="'yoga' is no service"):
        directory.nearest("yoga", "Hamm", TODAY)


def test_the_district_has_twenty_counties_and_all_exist(gazetteer: Gazetteer) -> None:
    assert len(DISTRICT) == 20
    assert {p.county for p in gazetteer.municipalities if p.in_nrw} >= DISTRICT


def test_a_carrier_contact_fills_in_what_the_office_lacks(gazetteer: Gazetteer) -> None:
    offices = load_offices()
    carriers = {"AWO Unterbezirk Ruhr-Lippe-Ems": Contact(phone="0800 1", website="https://example.org")}
    directory = Directory(offices, gazetteer, carriers)
    hamm = directory.office("awo-hamm-migration")
    witten = directory.office("awo-witten-jmd")
    wattenscheid = directory.office("awo-wattenscheid-centrumcultur")
    assert hamm is not None and witten is not None and wattenscheid is not None
    assert directory.contact(hamm) == Contact("0800 1", "AWO Unterbezirk Ruhr-Lippe-Ems", "https://awo-rle.de")
    assert directory.contact(wattenscheid).phone == "02327 328823"
    assert not directory.contact(witten)


def test_a_slot_value_is_read_back_as_its_town(directory: Directory) -> None:
    assert directory.town("44137") == "Dortmund"
    assert directory.town("Wetter") == "Wetter (Ruhr)"


def test_the_shipped_list_has_no_errors_and_says_what_to_look_at(gazetteer: Gazetteer) -> None:
    problems = check_offices(load_offices(), gazetteer, TODAY)
    assert [p for p in problems if p.severity == "error"] == []
    assert {p.code for p in problems} >= {"class_d", "undated", "stale", "incomplete"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"city": "Hamburg-Harburg"}, "city_unknown"),
        ({"postcode": "44137"}, "postcode_of_another_town"),
        ({"postcode": "00000"}, "postcode_unknown"),
        ({"catchment": ("Kreis Phantasia",)}, "catchment_unknown"),
        ({"city": "", "catchment": ()}, "neither_city_nor_catchment"),
        ({"confirmed_on": date(2027, 1, 1)}, "confirmed_in_the_future"),
        ({"confirmed_on": date(2025, 1, 1)}, "confirmation_expired"),
    ],
)
def test_the_check_finds(gazetteer: Gazetteer, changes: dict[str, object], code: str) -> None:
    hamm = next(o for o in load_offices() if o.id == "awo-hamm-antidiskriminierung")
    problems = check_offices([replace(hamm, **changes)], gazetteer, TODAY)  # type: ignore[arg-type]
    assert code in {p.code for p in problems}
