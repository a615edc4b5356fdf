"""Open or closed is said only by the hours and the calendar of North Rhine-Westphalia."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from bot.offices import HoursError, is_holiday, open_state, parse_hours

WEEK = "Mo-Fr 09:00-17:00"


@pytest.mark.parametrize(
    ("hours", "now", "state", "until_or_next"),
    [
        (WEEK, "2026-11-25 10:00", "open", "2026-11-25 17:00"),
        (WEEK, "2026-11-25 08:59", "closed", "2026-11-25 09:00"),
        (WEEK, "2026-11-25 17:00", "closed", "2026-11-26 09:00"),
        (WEEK, "2026-11-27 18:00", "closed", "2026-11-30 09:00"),
        # Allerheiligen, a Monday in 2027: a holiday in NRW
        (WEEK, "2027-11-01 10:00", "closed", "2027-11-02 09:00"),
        # Corpus Christi, a holiday in NRW
        (WEEK, "2026-06-04 10:00", "closed", "2026-06-05 09:00"),
        # Epiphany is none in NRW
        (WEEK, "2026-01-06 10:00", "open", "2026-01-06 17:00"),
        # Reformation Day is none in NRW either (a Friday in 2025)
        (WEEK, "2025-10-31 10:00", "open", "2025-10-31 17:00"),
        (WEEK, "2026-12-24 17:30", "closed", "2026-12-28 09:00"),
        ("Mo-Fr 09:00-17:00; PH 10:00-12:00", "2027-11-01 11:00", "open", "2027-11-01 12:00"),
        ("Mo-Fr 09:00-17:00; PH off", "2027-11-01 11:00", "closed", "2027-11-02 09:00"),
        ("Mo,Fr 09:00-12:00; We 13:30-16:30", "2026-11-25 13:45", "open", "2026-11-25 16:30"),
        ("Fr 20:00-02:00", "2026-11-28 01:00", "open", "2026-11-28 02:00"),
        ("24/7", "2026-11-25 03:00", "open", None),
        ("off", "2026-11-25 10:00", "closed", None),
    ],
)
def test_open_state(hours: str, now: str, state: str, until_or_next: str | None) -> None:
    found = open_state(hours, datetime.fromisoformat(now))
    change = found.until or found.next_opening
    assert found.state == state
    assert (change.strftime("%Y-%m-%d %H:%M") if change else None) == until_or_next


def test_holidays_are_those_of_the_state() -> None:
    assert is_holiday(date(2026, 11, 1))
    assert is_holiday(date(2026, 6, 4))
    assert not is_holiday(date(2026, 1, 6))
    assert open_state(WEEK, datetime(2027, 11, 1, 10)).holiday


def test_hours_by_appointment_say_so() -> None:
    hours = 'Mo-Th 09:00-17:00 "by appointment"; Fr 09:00-13:00'
    assert open_state(hours, datetime(2026, 11, 25, 10)).by_appointment
    assert not open_state(hours, datetime(2026, 11, 27, 10)).by_appointment


def test_another_zone_is_turned_into_local_time() -> None:
    assert open_state(WEEK, datetime(2026, 7, 1, 7, 30, tzinfo=timezone.utc)).state == "open"  # 09:30 in summer
    assert open_state(WEEK, datetime(2026, 11, 25, 7, 30, tzinfo=timezone.utc)).state == "closed"  # 08:30 in winter


def test_text_that_is_no_hours_is_refused_with_the_text() -> None:
    with pytest.raises(HoursError, match="montags ab neun"):
        parse_hours("montags ab neun")
