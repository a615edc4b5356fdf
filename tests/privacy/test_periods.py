"""When a conversation is due. Source of the periods: domain notes, section 6, "Retention"."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.privacy import LastSign, Periods

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOMENT = timedelta(seconds=1)


def sign(silent: timedelta, state: str | None = None, standing: timedelta | None = None) -> LastSign:
    return LastSign(NOW - silent, state, None if standing is None else NOW - standing)


@pytest.mark.parametrize(
    ("what", "signs", "due"),
    [
        ("nothing is known of it", [], False),
        ("no case, silent for just under 24 hours", [sign(24 * HOUR - MOMENT)], False),
        ("no case, silent for 24 hours", [sign(24 * HOUR)], True),
        ("only offered a human, silent for 24 hours", [sign(24 * HOUR, "offered", 25 * HOUR)], True),
        ("one store heard of it lately", [sign(30 * HOUR), sign(HOUR)], False),
        ("all stores heard of it long ago", [sign(30 * HOUR), sign(25 * HOUR)], True),
        ("waits for a counsellor", [sign(2 * DAY, "waiting", 2 * DAY)], False),
        ("a counsellor has it", [sign(13 * DAY, "active", 13 * DAY)], False),
        ("open for 14 days without a word, not yet 30 days more", [sign(44 * DAY - HOUR, "active", 50 * DAY)], False),
        ("open without a word for 14 and 30 days", [sign(44 * DAY, "active", 50 * DAY)], True),
        ("open, person silent, but taken over lately", [sign(44 * DAY, "active", DAY)], False),
        ("closed 30 days ago but one hour", [sign(40 * DAY, "closed", 30 * DAY - HOUR)], False),
        ("closed 30 days ago", [sign(40 * DAY, "closed", 30 * DAY)], True),
        ("closed 30 days ago, wrote again today", [sign(HOUR, "closed", 30 * DAY)], False),
        ("a case in one store, old events in the other", [sign(2 * DAY, "waiting", 2 * DAY), sign(2 * DAY)], False),
    ],
)
def test_a_conversation_is_due(what: str, signs: list[LastSign], due: bool) -> None:
    assert Periods().due(signs, NOW) is due, what


def test_the_operator_may_keep_less() -> None:
    assert Periods(without_case=HOUR).due([sign(HOUR)], NOW)
