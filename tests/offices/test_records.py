"""An entry says what is known, and the trust class what may be said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.offices import Office, OfficesError, Trust, load_finders, load_offices, parse_office, read_offices, trust

ENTRY: dict[str, Any] = {
    "id": "awo-musterstadt",
    "name": "AWO Musterstadt",
    "operator": "AWO Unterbezirk Muster",
    "region": "westliches-westfalen",
    "street": "Marktplatz 1",
    "city": "Hamm",
    "services": ["mbe"],
    "source": "https://example.org",
    "as_of": "2024-05",
}
TODAY = date(2026, 11, 25)


def office(**changes: Any) -> Office:
    return parse_office({k: v for k, v in {**ENTRY, **changes}.items() if v is not None})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"confirmed_on": date(2026, 11, 25)}, Trust.A),
        ({"confirmed_on": date(2025, 11, 25)}, Trust.A),
        ({"confirmed_on": date(2025, 11, 24)}, Trust.B),
        ({"confirmed_on": date(2026, 11, 26)}, Trust.B),
        ({"confirmed_on": "2026-10-01"}, Trust.A),
        ({"confirmed_on": date(2026, 10, 1), "street": None}, Trust.C),
        ({"confirmed_on": date(2026, 10, 1), "maybe_closed": True}, Trust.D),
        ({"confirmed_on": date(2026, 10, 1), "as_of": "2012-04"}, Trust.A),
        ({}, Trust.B),
        ({"street": None}, Trust.C),
        ({"as_of": "unknown"}, Trust.B),
        ({"as_of": "unknown", "street": None}, Trust.C),
        ({"as_of": "2016"}, Trust.B),
        ({"as_of": "2015-12-31"}, Trust.D),
        ({"as_of": "2012-04", "street": None}, Trust.D),
        ({"maybe_closed": True}, Trust.D),
    ],
)
def test_trust_follows_confirmation_street_age_and_closure(changes: dict[str, Any], expected: Trust) -> None:
    assert trust(office(**changes), TODAY) is expected


def test_the_year_is_that_of_the_newest_evidence() -> None:
    assert office().year == 2024
    assert office(as_of="unknown").year is None
    assert office(confirmed_on=date(2026, 1, 2)).year == 2026


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"street": 5}, "not_text street=5"),
        ({"postcode": "5906"}, "postcode_not_five_digits 5906"),
        ({"services": ["jmd", "yoga"]}, "service_unknown yoga"),
        ({"services": "jmd"}, "not_a_list services"),
        ({"region": "bayern"}, "region_unknown bayern"),
        ({"as_of": "Mai 2024"}, "as_of_unparsable Mai 2024"),
        ({"as_of": "2024-13"}, "as_of_unparsable 2024-13"),
        ({"confirmed_on": "gestern"}, "not_a_date"),
        ({"maybe_closed": "no"}, "not_true_or_false"),
        ({"opening_hours": "Mo-Fr 9-25 Uhr"}, "hours_unparsable"),
        ({"fax": "1"}, "field_unknown fax"),
        ({"source": None}, "field_missing source"),
        ({"id": "AWO Hamm"}, "id_not_lower_case_with_hyphens"),
    ],
)
def test_a_wrong_entry_is_refused_with_field_and_value(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(OfficesError, match=r"awo-musterstadt|AWO Hamm") as refused:
        office(**changes)
    assert message in str(refused.value)


def test_one_wrong_entry_does_not_hide_the_others(tmp_path: Path) -> None:
    file = tmp_path / "offices.yml"
    good = "{id: a, name: A, operator: B, region: nrw-other, services: [], source: s, as_of: unknown}"
    file.write_text(f"- {good}\n- {good}\n- just text\n- {{id: b}}\n", encoding="utf-8")
    offices, problems = read_offices(file)
    assert [o.id for o in offices] == ["a"]
    assert {(p.office, p.code) for p in problems} >= {("a", "id_twice"), ("#3", "not_an_entry"), ("b", "field_missing")}
    with pytest.raises(OfficesError, match="id_twice"):
        load_offices(file)


@pytest.mark.parametrize(
    ("content", "message"), [("a: b", "must be a list"), ("- [", "no valid YAML"), (None, "missing")]
)
def test_an_unusable_file_says_why(tmp_path: Path, content: str | None, message: str) -> None:
    file = tmp_path / "offices.yml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(OfficesError, match=message):
        read_offices(file)


def test_every_shipped_office_is_valid_and_names_its_source() -> None:
    offices = load_offices()
    assert len(offices) == 56
    assert all(o.source and o.operator for o in offices)
    assert not any(o.confirmed_on for o in offices), "nobody has confirmed an entry yet; do not claim it"


def test_notes_of_the_sources_became_fields() -> None:
    known = {o.id: o for o in load_offices()}
    assert known["awo-moers-ukraine"].maybe_closed
    assert known["awo-lennestadt-integrationsagentur"].maybe_closed
    assert known["awo-bottrop-prosper"].walk_in is False
    assert known["awo-luenen-migration"].by_appointment
    assert "Diakonisches Werk" in known["awo-herten-haus-der-kulturen"].phone_of
    assert known["awo-herten-haus-der-kulturen"].note


def test_an_office_without_services_or_of_class_d_is_not_named() -> None:
    assert office().named
    assert not office(services=[]).named
    assert not replace(office(), maybe_closed=True).named


def test_finders_claim_no_check_that_did_not_happen() -> None:
    finders = {f.id: f for f in load_finders()}
    assert {"bamf-navi", "jugendmigrationsdienste", "mbeon", "jmd4you"} <= set(finders)
    assert all(f.url.startswith("https://") for f in finders.values())
    assert all(f.last_checked is None for f in finders.values())
