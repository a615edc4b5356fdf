"""In danger: 110/112 first when life is at risk now, then the line that speaks the language; never more than three."""

from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.orientation import Audience, EmergencyKind, Helplines, RuleDataError
from bot.orientation.emergencies import DEFAULT_HELPLINES

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_10 = datetime(2026, 11, 23, 10, 30, tzinfo=BERLIN)
MONDAY_15 = datetime(2026, 11, 23, 15, 0, tzinfo=BERLIN)
TUESDAY_15 = datetime(2026, 11, 24, 15, 0, tzinfo=BERLIN)
SUNDAY_3 = datetime(2026, 11, 22, 3, 0, tzinfo=BERLIN)
LANGUAGES = (
    "de",
    "en",
    "ar",
    "fa",
    "uk",
    "ru",
    "tr",
    "fr",
    "ro",
    "bg",
    "pl",
    "es",
    "kmr",
    "ps",
    "sq",
    "sr",
    "so",
    "ti",
)
LIFE = {EmergencyKind.SUICIDE, EmergencyKind.VIOLENCE, EmergencyKind.CHILD, EmergencyKind.MEDICAL}


def shown(helplines: Helplines, kind: str, language: str, now: datetime, hint: str | None = None) -> list[str]:
    return [line.id for line in helplines.helplines_for(EmergencyKind(kind), language, now, hint)]


@pytest.mark.parametrize(
    ("kind", "language", "now", "hint", "ids"),
    [
        ("suicide", "de", SUNDAY_3, None, ["ambulance", "crisis_line"]),
        ("suicide", "ru", SUNDAY_3, None, ["ambulance", "russian_crisis_line"]),
        ("suicide", "uk", SUNDAY_3, None, ["ambulance", "russian_crisis_line", "crisis_line"]),
        ("suicide", "ar", SUNDAY_3, None, ["ambulance", "muslim_helpline", "crisis_line"]),
        ("suicide", "tr", TUESDAY_15, None, ["ambulance", "muslim_helpline"]),
        ("suicide", "tr", MONDAY_15, "man", ["ambulance", "crisis_line"]),
        ("suicide", "fa", SUNDAY_3, None, ["ambulance", "womens_line", "crisis_line"]),
        ("suicide", "fa", SUNDAY_3, "man", ["ambulance", "crisis_line"]),
        ("suicide", "ti", SUNDAY_3, None, ["ambulance", "crisis_line"]),
        ("suicide", "de", MONDAY_15, "child", ["ambulance", "child_line"]),
        ("suicide", "de", SUNDAY_3, "child", ["ambulance", "crisis_line"]),
        ("violence", "fa", SUNDAY_3, None, ["police", "ambulance", "womens_line"]),
        ("violence", "kmr", SUNDAY_3, "woman", ["police", "ambulance", "womens_line"]),
        ("violence", "ti", SUNDAY_3, "woman", ["police", "ambulance", "womens_line"]),
        ("violence", "de", MONDAY_15, "man", ["police", "ambulance", "mens_line"]),
        ("violence", "de", SUNDAY_3, "man", ["police", "ambulance", "crisis_line"]),
        ("child", "de", MONDAY_15, None, ["police", "ambulance", "child_line"]),
        ("child", "de", MONDAY_10, "parent", ["police", "ambulance", "parent_line"]),
        ("child", "uk", MONDAY_15, None, ["police", "ambulance", "ukraine_families"]),
        ("child", "uk", SUNDAY_3, None, ["police", "ambulance", "russian_crisis_line"]),
        ("medical", "ar", SUNDAY_3, None, ["ambulance", "doctor_on_call"]),
        ("homeless", "ar", SUNDAY_3, None, ["police"]),
        ("homeless", "ar", SUNDAY_3, "woman", ["police", "womens_line"]),
        ("deportation", "ar", SUNDAY_3, None, ["muslim_helpline", "crisis_line"]),
        ("deportation", "fa", SUNDAY_3, None, ["crisis_line"]),
        ("trafficking", "ro", SUNDAY_3, None, ["womens_line"]),
        ("trafficking", "en", SUNDAY_3, "man", ["trafficking_online"]),
        ("minor_alone", "fa", MONDAY_15, None, ["ambulance", "police", "child_line"]),
        ("minor_alone", "fa", SUNDAY_3, None, ["ambulance", "police", "crisis_line"]),
    ],
)
def test_who_hears_which_numbers(
    helplines: Helplines, kind: str, language: str, now: datetime, hint: str | None, ids: list[str]
) -> None:
    assert shown(helplines, kind, language, now, hint) == ids


def test_what_holds_for_every_danger_language_hour_and_person(helplines: Helplines) -> None:
    hours = [SUNDAY_3 + timedelta(hours=5 * step) for step in range(34)]
    hints: list[Audience | None] = [None, *Audience]
    for kind, language, now, hint in product(EmergencyKind, LANGUAGES, hours, hints):
        lines = helplines.helplines_for(kind, language, now, hint)
        told = f"{kind.value} {language} {now} {hint}: {[line.id for line in lines]}"
        assert 1 <= len(lines) <= 3, told
        assert all(line.show and line.open_at(now) for line in lines), told
        numbers = [line.number for line in lines]
        if kind in LIFE:
            assert numbers[0] in ("110", "112"), told
            later = [number for number in numbers[2:] if number in ("110", "112")]
            assert not later, told
        if kind is EmergencyKind.DEPORTATION:
            assert not {"110", "112"} & set(numbers), told
        if kind is EmergencyKind.VIOLENCE and hint in (None, Audience.WOMAN):
            assert numbers[2] == "116 016", told
        if hint not in (None, Audience.MAN):
            assert "mens_line" not in {line.id for line in lines}, told


def test_a_region_behind_the_language_changes_nothing(helplines: Helplines) -> None:
    assert shown(helplines, "suicide", "ru-RU", SUNDAY_3) == shown(helplines, "suicide", "ru", SUNDAY_3)


def test_hours_are_those_of_germany(helplines: Helplines) -> None:
    line = helplines.helpline("child_line")
    assert line.open_at(datetime(2026, 11, 23, 13, 30, tzinfo=ZoneInfo("UTC")))  # 14:30 in Germany
    assert not line.open_at(datetime(2026, 11, 23, 19, 30, tzinfo=ZoneInfo("UTC")))  # 20:30
    assert line.open_at(MONDAY_10)
    assert not line.open_at(MONDAY_10 + timedelta(days=1))
    with pytest.raises(ValueError, match="time zone"):
        line.open_at(datetime(2026, 11, 23, 15, 0))


def test_one_optional_question_for_the_town_only_where_it_helps(helplines: Helplines) -> None:
    assert {kind.value for kind in EmergencyKind if helplines.may_ask_town(kind)} == {
        "deportation",
        "homeless",
        "minor_alone",
    }


def test_every_danger_has_its_own_german_sentence(helplines: Helplines) -> None:
    assert len({helplines.german_sentence_key(kind) for kind in EmergencyKind}) == len(EmergencyKind)


# Number, languages that can be counted on (some of them), page: read against section 5 of the subject facts.
SOURCED = [
    ("police", "110", "de", "tk.de"),
    ("ambulance", "112", "de", "rd-westpfalz.drk.de"),
    ("doctor_on_call", "116 117", "de", "rd-westpfalz.drk.de"),
    ("womens_line", "116 016", "sq ar bg zh en fr it fa kmr pl pt ro ru sr hr es tr uk vi sign", "hilfetelefon.de"),
    ("mens_line", "0800 123 99 00", "de", "landkreis-heidenheim.de"),
    ("crisis_line", "0800 111 0 111", "de", "domradio.de"),
    ("child_line", "116 111", "de", "bmfsfj.de"),
    ("parent_line", "0800 111 0 550", "de", "bmfsfj.de"),
    ("ukraine_families", "0800 500 225 0", "uk ru", "pausentaste.de"),
    ("child_abuse_line", "0800 22 55 530", "de sign", "bundesregierung.de"),
    ("muslim_helpline", "030 44 35 09 821", "de", "polizei-dein-partner.de"),
    ("russian_crisis_line", "030 440 308 454", "ru", "telefonseelsorge.de"),
    ("federal_anti_discrimination", "0800 546 546 5", "de", "bzkj.de"),
    ("trafficking_online", None, "de en", "kok-gegen-menschenhandel.de"),
]


@pytest.mark.parametrize(("line_id", "number", "languages", "page"), SOURCED)
def test_every_line_that_is_shown_names_its_source(
    helplines: Helplines, line_id: str, number: str | None, languages: str, page: str
) -> None:
    line = helplines.helpline(line_id)
    assert line.number == number
    assert set(languages.split()) <= line.languages
    assert any(page in source for source in line.sources)
    assert line.last_checked is None, "nobody has called yet; name the day and drop this line once somebody has"
    if number is not None:
        assert line.dial == number.replace(" ", "")


def test_no_other_line_is_shown_and_unverified_ones_stay_hidden(helplines: Helplines) -> None:
    assert {line.id for line in helplines if line.show} == {line_id for line_id, *_ in SOURCED}
    assert {line.number for line in helplines if not line.show} == {"0800 40 40 020", "+49 30 1815-1111"}


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('thu], from: "08:00"', "thu], from: 8:00", r"mens_line.*from is 480, not text.*quotes"),
        ('thu], from: "08:00", to: "20:00"', 'thu], from: "20:00", to: "08:00"', r"mens_line.*split it at midnight"),
        ("days: [fri]", "days: [friday]", r"'friday' is no weekday"),
        ('dial: "116111"', "dial: 116111", r"child_line.*dial is 116111, not text"),
        ('    dial: "116111"\n', "", r"child_line.*number and dial belong together"),
        ("hours: {always: true}", "hours: {}", r"police.*either always: true or weekly"),
        ("id: ambulance", "id: police", r"'police' stands twice"),
        ("[ambulance, doctor_on_call]", "[ambulance, doctor]", r"medical.*no helpline 'doctor'"),
        ("audience: child", "audience: kid", r"child_line.*'kid'.*none of"),
        ("    show: true\n", "    show: true\n    shown: true\n", r"police.*unknown field shown"),
        ("  medical: {", "  medicine: {", r"medical.*german_sentence is missing"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    text = DEFAULT_HELPLINES.read_text(encoding="utf-8")
    assert right in text
    broken = tmp_path / "helplines.yml"
    broken.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(RuleDataError, match=f"(?s)helplines.yml.*{told}"):
        Helplines.load(broken)
