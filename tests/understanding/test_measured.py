"""The arithmetic behind the figures of `make understanding`, on messages counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.understanding.measured import Heard, Score, mean


def heard(meant: str, read: str, confidence: float = 0.5, *, text: str = "a long message", **facts: Any) -> Heard:
    """One message that means the intent *meant* and was read as *read*; *facts* are ``name=(meant, read)``."""
    facts = {
        "age": (None, None),
        "residence_status": (None, None),
        "place": (None, None),
        "language": ("de", "de"),
        **facts,
    }
    needs_meant, needs_read = facts.pop("needs", ([], []))
    line = {"text": text, "intent": meant, "needs": needs_meant, **{name: pair[0] for name, pair in facts.items()}}
    entities = [{"entity": name, "value": pair[1]} for name, pair in facts.items() if pair[1] is not None]
    entities += [{"entity": "need", "value": need} for need in needs_read]
    return Heard.of(line, {"intent": {"name": read, "confidence": confidence}, "entities": entities}, 10.0)


def test_intents_confusions_and_worst() -> None:
    score = Score([heard("greet", "greet"), heard("greet", "thank"), heard("deny", "deny"), heard("deny", "deny")])
    assert score.intent() == 0.75
    assert score.by_intent() == {"greet": (0.5, 2), "deny": (1.0, 2)}
    assert score.confusions() == {("greet", "thank"): 1}


def test_a_fact_must_be_read_exactly_and_not_be_invented() -> None:
    score = Score(
        [
            heard("inform", "inform", age=(16, 16)),
            heard("inform", "inform", age=(16, 17)),
            heard("greet", "greet", age=(None, 5)),
        ]
    )
    assert score.fact("age") == pytest.approx(1 / 3)


def test_short_messages_need_not_tell_their_language() -> None:
    score = Score(
        [heard("greet", "greet", text="ok", language=("de", "tr")), heard("greet", "greet", language=("fr", "fr"))]
    )
    assert score.language() == 1.0


def test_needs_are_counted_over_all_messages() -> None:
    score = Score(
        [
            heard("state_need", "state_need", needs=(["housing", "school"], ["housing"])),
            heard("greet", "greet", needs=([], ["school"])),
        ]
    )
    assert score.needs() == pytest.approx(2 * 1 / (2 + 2))


def test_alarms() -> None:
    score = Score(
        [heard("emergency", "emergency"), heard("emergency", "deny"), heard("deny", "emergency"), heard("deny", "deny")]
    )
    assert score.alarms() == (1, 2, 1, 2)


def test_calibration_is_the_distance_between_confidence_and_truth() -> None:
    score = Score([heard("greet", "greet", 0.9), heard("greet", "thank", 0.9), heard("greet", "greet", 0.3)])
    error, rows = score.calibration()
    assert rows == [(pytest.approx(0.3), 1.0, 1), (pytest.approx(0.9), 0.5, 2)]
    assert error == pytest.approx((0.7 * 1 + 0.4 * 2) / 3)


def test_what_was_not_counted_does_not_count() -> None:
    assert Score().intent() is None
    assert mean([None, 0.5, 1.0]) == 0.75
