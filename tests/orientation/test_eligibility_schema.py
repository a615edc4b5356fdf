"""A mistake in the table is found when it is read, and the message names row, value and next step."""

from datetime import date
from pathlib import Path

import pytest

from bot.orientation import AgeGroup, EligibilityTable, Person, ResidenceStatus, RuleDataError, Service
from bot.orientation.eligibility import DEFAULT_TABLE

TEXT = DEFAULT_TABLE.read_text(encoding="utf-8")
RASA_KEYS = {"version", "nlu", "stories", "rules", "intents", "entities", "responses", "forms", "slots", "actions"}


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            'statuses: [german], ages: ["18_26"]',
            "statuses: [german], ages: [18_26]",
            r"R3\.german\.18_26.*1826.*quotes",
        ),
        ('statuses: [german], ages: ["27"]', 'statuses: [german], ages: ["29"]', r"R3\.german\.27.*'29'.*none of"),
        ("statuses: [german]", "statuses: [germann]", r"germann.*none of"),
        ("put_first: [jmd]", "put_frist: [jmd]", r"R4\.jmd_first.*unknown field put_frist"),
        ("source: [client_text]", "source: [somewhere]", r"somewhere is not written out"),
        ("reasons: [meeting_people]", "reasons: [meting_people]", r"meting_people is not written out"),
        ("needs_from: 2", 'needs_from: "two"', r"R4\.several_needs.*whole number"),
        ("emergencies: [homeless]", "emergencies: [house]", r"R0b.*house.*none of"),
        ("    emergencies: [homeless]\n", "", r"no row of order answers homeless"),
        ("unaccompanied: [true]", "unaccompanied: [yess]", r"unaccompanied must be a list of true, false or null"),
        ("    valid_from: 2026-11-01\n", "    valid_from: soon\n", r"R0.*'soon', not a day"),
        ("    origin: [judgement]\n", "", r"R0: origin or source is missing"),
        ("ask: for_whom", "ask: for_whom\n    ask: age", r"'ask' stands twice"),
        ("as_of:", "as_of: [", r"not valid YAML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in TEXT
    broken = tmp_path / "eligibility.yml"
    broken.write_text(TEXT.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(RuleDataError, match=f"(?s)eligibility.yml.*{told}"):
        EligibilityTable.load(broken)


def row(rule: str) -> str:
    return next(line for line in TEXT.splitlines(keepends=True) if f"id: {rule}," in line)


def test_a_missing_row_and_a_doubled_one_are_named(tmp_path: Path) -> None:
    file = tmp_path / "eligibility.yml"
    file.write_text(TEXT.replace(row("R3.tolerated.27"), ""), encoding="utf-8")
    with pytest.raises(RuleDataError, match="no row of matrix for tolerated at 27"):
        EligibilityTable.load(file)
    line = row("R3.tolerated.27")
    file.write_text(TEXT.replace(line, line + line), encoding="utf-8")
    with pytest.raises(RuleDataError, match=r"R3\.tolerated\.27: stands twice"):
        EligibilityTable.load(file)
    file.write_text(TEXT.replace(line, line + line.replace("R3.tolerated.27", "R3.mine")), encoding="utf-8")
    with pytest.raises(RuleDataError, match=r"tolerated at 27 has the row R3\.tolerated\.27 already"):
        EligibilityTable.load(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleDataError, match="cannot be read"):
        EligibilityTable.load(tmp_path / "nowhere.yml")


def test_a_row_counts_from_its_day(tmp_path: Path) -> None:
    line = row("R3.tolerated.28_plus")
    later = line.replace("first: [refugee_counselling], second: [mbe]", "first: [mbe], second: [refugee_counselling]")
    later = later.replace("valid_from: 2025-11-27", "valid_from: 2027-01-01")
    assert later != line
    file = tmp_path / "eligibility.yml"
    file.write_text(TEXT.replace(line, line + later), encoding="utf-8")
    who = Person(age_group=AgeGroup.FROM_28, residence_status=ResidenceStatus.TOLERATED)
    for day, first in (
        (date(2026, 12, 31), Service.REFUGEE_COUNSELLING),
        (date(2027, 1, 1), Service.MBE),
        (None, Service.MBE),
    ):
        assert EligibilityTable.load(file, on=day).evaluate(who).primary is first


@pytest.mark.parametrize("name", ["rules/eligibility.yml", "helplines.yml"])
def test_rasa_does_not_take_the_file_for_its_own(name: str) -> None:
    """Rasa reads every YAML file under data/ that carries one of its keys at the top."""
    text = (DEFAULT_TABLE.parents[1] / name).read_text(encoding="utf-8")
    top = {line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()}
    assert top and not top & RASA_KEYS
