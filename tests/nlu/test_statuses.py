"""Residence status as in `labels.md`; documents and keyword priority after domain.md section 3."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.nlu.phrases import Reading
from bot.nlu.statuses import find_status

Read = Callable[[str], Reading]

TOLD = [
    ("de", "deutscher pass", "german"),
    ("de", "ich bin deutscher seit 2021", "german"),
    ("de", "eingebürgert worden, bin eingebürgert", "german"),
    ("de", "EU bürger aus rumänien", "eu_citizen"),
    ("de", "ich bin rumäne", "eu_citizen"),
    ("de", "österreicherin", "eu_citizen"),
    ("de", "pass von der schweiz", "eu_citizen"),
    ("de", "norwegischer pass", "eu_citizen"),
    ("de", "aufenthaltskarte als frau von eu bürger", "eu_citizen"),
    ("de", "Aufenthaltserlaubnis", "residence_permit"),
    ("de", "aufentaltserlaubnis", "residence_permit"),
    ("de", "blaue karte eu", "residence_permit"),
    ("de", "anerkannter flüchtling mit blauem pass", "residence_permit"),
    ("de", "subsidiärer schutz", "residence_permit"),
    ("de", "abschiebungsverbot", "residence_permit"),
    ("de", "chancenaufenthalt 104c", "residence_permit"),
    ("de", "studentenvisum", "residence_permit"),
    ("de", "§ 25 Abs. 2", "residence_permit"),
    ("de", "§25b", "residence_permit"),
    ("de", "§ 16-21", "residence_permit"),
    ("de", "28 aufenthg", "residence_permit"),
    ("de", "§ 104c", "residence_permit"),
    ("de", "25 abs 3", "residence_permit"),
    ("de", "niederlassungserlaubnis", "settlement_permit"),
    ("de", "unbefristet", "settlement_permit"),
    ("de", "§ 9a", "settlement_permit"),
    ("de", "§ 18c", "settlement_permit"),
    ("de", "§ 26 Abs. 3", "settlement_permit"),
    ("de", "§ 24", "temporary_protection"),
    ("de", "paragraf 24", "temporary_protection"),
    ("de", "vorübergehender schutz", "temporary_protection"),
    ("de", "Aufenthaltserlaubnis § 24", "temporary_protection"),
    ("de", "spätaussiedler", "late_resettler"),
    ("de", "registrierschein friedland", "late_resettler"),
    ("de", "Aufenthaltsgestattung steht drauf", "asylum_seeker"),
    ("de", "ankunftsnachweis", "asylum_seeker"),
    ("de", "asyl beantragt, warte auf bescheid", "asylum_seeker"),
    ("de", "hab duldung", "tolerated"),
    ("de", "dulding", "tolerated"),
    ("de", "aussetzung der abschiebung", "tolerated"),
    ("de", "§ 60a", "tolerated"),
    ("de", "noch keine Papiere", "undocumented"),
    ("de", "illegal hier leider", "undocumented"),
    ("de", "duldung abgelaufen", "undocumented"),
    ("de", "fiktionsbescheinigung", "fiction_certificate"),
    ("de", "§ 81 abs 4", "fiction_certificate"),
    ("de", "weiß nicht was auf meinem papier steht", "unknown"),
    ("de", "rosa papier", "unknown"),  # domain.md section 3: found in no source
    ("en", "german citizen", "german"),
    ("en", "i'm from romania so EU", "eu_citizen"),
    ("en", "swiss national", "eu_citizen"),
    ("en", "student visa", "residence_permit"),
    ("en", "i am recognised refugee, blue passport", "residence_permit"),
    ("en", "permanent residence", "settlement_permit"),
    ("en", "section 24", "temporary_protection"),
    ("en", "late resettler from kazakhstan", "late_resettler"),
    ("en", "asylum seeker, waiting for interview", "asylum_seeker"),
    ("en", "i have only the red line paper, you know duldung", "tolerated"),
    ("en", "no papers yet", "undocumented"),
    ("en", "fiktion paper, 6 months", "fiction_certificate"),
    ("ar", "معي دولدونغ", "tolerated"),
    ("ar", "انا لاجئ معترف فيه", "residence_permit"),
    ("ar", "ما معي اوراق", "undocumented"),
    ("fa", "دولدونگ دارم", "tolerated"),
    ("fa", "پاسپورت آبی", "residence_permit"),
    ("fa", "بدون مدارک", "undocumented"),
    ("tr", "süresiz oturum", "settlement_permit"),
    ("tr", "duldungum var", "tolerated"),
    ("tr", "Alman vatandaşıyım", "german"),
    ("tr", "§24 ile buradayım", "temporary_protection"),
    ("fr", "je suis demandeur d'asile", "asylum_seeker"),
    ("fr", "j'ai une duldung", "tolerated"),
    ("fr", "sans papiers", "undocumented"),
    ("ru", "у меня дульдунг", "tolerated"),
    ("ru", "параграф 24", "temporary_protection"),
    ("ru", "поздний переселенец", "late_resettler"),
    ("uk", "тимчасовий захист", "temporary_protection"),
    ("uk", "в мене дульдунг", "tolerated"),
]


@pytest.mark.parametrize(("language", "message", "status"), TOLD, ids=[case[1] for case in TOLD])
def test_a_status_is_told(
    language: str, message: str, status: str, read: Read, need_language: Callable[[str], None]
) -> None:
    need_language(language)
    found = find_status(read(message))
    assert found is not None
    assert found.value == status
    assert 0 <= found.start < found.end <= len(message)


@pytest.mark.parametrize(
    ("message", "status"),
    [
        # keyword priority (domain.md section 3)
        ("asyl abgelehnt, habe duldung", "tolerated"),
        ("asyl abgelehnt", "tolerated"),
        ("abgelehnt, aber klage gegen asyl ablehnung läuft", "asylum_seeker"),
        ("rejected but my lawyer did appeal asylum", "asylum_seeker"),
        ("duldung mit ausbildung", "tolerated"),
        ("asyl anerkannt", "residence_permit"),
        ("aufenthaltstitel verlängerung beantragt", "fiction_certificate"),
        # negations and changes count (labels.md)
        ("keine Duldung mehr, jetzt Aufenthaltserlaubnis", "residence_permit"),
        ("no duldung any more, I got the Aufenthaltserlaubnis", "residence_permit"),
        ("nicht mehr duldung, hab jetzt aufenthaltserlaubnis bekommen", "residence_permit"),
        ("früher duldung, jetzt niederlassungserlaubnis", "settlement_permit"),
        # what one has, not what one wishes for
        ("habe duldung und möchte aufenthaltserlaubnis beantragen", "tolerated"),
        ("hab aufenthaltserlaubnis, möchte niederlassungserlaubnis beantragen", "residence_permit"),
        # somebody else's
        ("mein bruder hat duldung, ich habe aufenthaltserlaubnis", "residence_permit"),
        ("ich habe gestattung, mein bruder hat duldung", "asylum_seeker"),
    ],
)
def test_what_counts_where_several_words_meet(message: str, status: str, read: Read) -> None:
    found = find_status(read(message))
    assert found is not None
    assert found.value == status


@pytest.mark.parametrize(
    ("language", "message", "unclear"),
    [
        ("de", "aufenthaltstitel", "permit"),
        ("en", "residence permit", "permit"),
        ("ar", "عندي اقامة", "permit"),
        ("ru", "внж", "permit"),
        ("de", "asyl", "asylum"),
        ("en", "asylum", "asylum"),
    ],
)
def test_words_that_tell_no_class(
    language: str, message: str, unclear: str, read: Read, need_language: Callable[[str], None]
) -> None:
    need_language(language)
    found = find_status(read(message))
    assert found is not None
    assert (found.value, found.unclear) == (None, unclear)


@pytest.mark.parametrize(
    "message",
    [
        "ich wohne in hamm", "will deutschen pass", "keine duldung", "ich bin 24", "ich komme aus syrien",
        "i want german passport", "bamf hat mein kurs bezahlt", "deutschkurs gesucht", "does this chat eat plenty data",
        "weiß nicht", "privat", "24", "klasse 9",
    ],
)  # fmt: skip
def test_no_status_is_told(message: str, read: Read) -> None:
    assert find_status(read(message)) is None
