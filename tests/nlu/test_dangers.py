"""Danger is heard by phrases in every language; figures of speech, the past and the news are not danger."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.nlu.dangers import NEED_OF_KIND, find_danger, kind_from_needs
from bot.nlu.phrases import Reading

Read = Callable[[str], Reading]

DANGER = [
    ("de", "ich will nicht mehr leben", "suicide"),
    ("de", "ich bringe mich um", "suicide"),
    ("de", "kein sinn mehr will mich töten", "suicide"),
    ("de", "ich will sterben", "suicide"),
    ("de", "er schlägt mich", "violence"),
    ("de", "mein mann schlägt mich gerade", "violence"),
    ("de", "ich weiß nicht was machen er schlägt mich", "violence"),
    ("de", "ich weiß nicht er schlägt mich", "violence"),
    ("de", "mein bruder will mich umbringen", "violence"),
    ("de", "ich soll zwangsverheiratet werden", "violence"),
    ("de", "mein mann schlägt meine kinder", "child"),
    ("de", "mein kind ist verschwunden", "child"),
    ("de", "mein vater kann nicht atmen", "medical"),
    ("de", "er hat einen herzinfarkt", "medical"),
    ("de", "wir schlafen heute draussen", "homeless"),
    ("de", "weiß nicht wo ich heute schlafen soll", "homeless"),
    ("de", "abschiebung morgen", "deportation"),
    ("de", "morgen werde ich abgeschoben", "deportation"),
    ("de", "sie schieben mich ab", "deportation"),
    ("de", "chef hat meinen pass weggenommen und ich muss arbeiten", "trafficking"),
    ("de", "sie zwingen mich zur prostitution", "trafficking"),
    ("de", "ich bin 15 und allein", "minor_alone"),
    ("de", "ich bin 16 allein hier. schlafe bei freund. jugendamt schickt mich weg?", "minor_alone"),
    ("en", "I will kill myself", "suicide"),
    ("en", "i want to die", "suicide"),
    ("en", "he is beating me", "violence"),
    ("en", "i dont know he hits me every day", "violence"),
    ("en", "he wants to kill me", "violence"),
    ("en", "my husband hits my daughter", "child"),
    ("en", "she can't breathe", "medical"),
    ("en", "we sleep outside tonight", "homeless"),
    ("en", "nowhere to sleep", "homeless"),
    ("en", "they deport me tomorrow", "deportation"),
    ("en", "my boss took my passport", "trafficking"),
    ("en", "i am 15 and all alone in germany", "minor_alone"),
    ("en", "i am not safe he hits me", "violence"),
    ("ar", "بدي انتحر", "suicide"),
    ("ar", "زوجي عم يضربني", "violence"),
    ("ar", "نايمين بالشارع اليوم مع الاولاد", "homeless"),
    ("ar", "رح يرحلوني بكرا", "deportation"),
    ("fa", "میخوام خودکشی کنم", "suicide"),
    ("fa", "شوهرم منو میزنه", "violence"),
    ("fa", "امشب تو خیابون میخوابیم", "homeless"),
    ("fa", "فردا دیپورتم میکنن", "deportation"),
    ("tr", "kendimi öldürmek istiyorum", "suicide"),
    ("tr", "kocam beni dövüyor", "violence"),
    ("tr", "bu gece sokakta kalıyoruz", "homeless"),
    ("tr", "yarın sınır dışı edecekler", "deportation"),
    ("fr", "je veux mourir", "suicide"),
    ("fr", "mon mari me frappe", "violence"),
    ("fr", "on dort dehors ce soir", "homeless"),
    ("fr", "on m'expulse demain", "deportation"),
    ("ru", "хочу умереть", "suicide"),
    ("ru", "муж меня бьет", "violence"),
    ("ru", "сегодня ночуем на улице", "homeless"),
    ("ru", "завтра депортируют", "deportation"),
    ("uk", "хочу померти", "suicide"),
    ("uk", "чоловік мене б'є", "violence"),
    ("uk", "сьогодні ночуємо на вулиці", "homeless"),
]


@pytest.mark.parametrize(("language", "message", "kind"), DANGER, ids=[case[1] for case in DANGER])
def test_danger_is_heard(
    language: str, message: str, kind: str, read: Read, need_language: Callable[[str], None]
) -> None:
    need_language(language)
    found = find_danger(read(message))
    assert found is not None
    assert found.kind == kind
    assert 0 <= found.start < found.end <= len(message)


@pytest.mark.parametrize(
    "message",
    [
        # figurative
        "ich sterbe vor hunger", "die bürokratie bringt mich um", "hab mich totgelacht", "this paperwork is killing me",
        "i am dying to know the answer", "my phone is dying",
        # past, now safe
        "früher hat mein ex mich geschlagen, jetzt bin ich in sicherheit", "als kind wurde ich geschlagen",
        "ich wurde in libyen gefoltert", "last winter i was homeless, now i'm on a friend's sofa",
        # reported, asked, denied
        "im film schlägt er mich nicht", "in den nachrichten wird ein afghane abgeschoben",
        "werde ich abgeschoben wenn ich hier schreibe", "will they deport me if i write here",
        "er schlägt mich nicht", "i don't want to die", "ich will nicht sterben", "wo ist ein frauenhaus in der nähe",
        # ordinary
        "ich suche eine wohnung in hamm", "ich habe angst vor dem brief", "i live in kaiser street",
        "i don't want to live in this camp", "ich will nicht hier leben", "ich bin 30 und allein",
        "bin allein hier und suche freunde", "ich lebe allein", "hilfe", "help me please", "notfall formular",
        "my mother died last year", "ich bin krank und brauche einen arzt", "i am tired of this camp",
        "i work with knives in a kitchen", "mein vermieter hat gekündigt", "i am 5 years alone in germany",
        "alleinerziehend mit zwei kindern", "was ist eine abschiebung", "vor einem jahr war ich obdachlos",
        "opa möchte in serbien sterben, wie organisieren wir seine rückreise",
    ],
)  # fmt: skip
def test_ordinary_talk_raises_no_alarm(message: str, read: Read) -> None:
    assert find_danger(read(message)) is None


@pytest.mark.parametrize(
    ("needs", "kind"),
    [
        (["violence_protection"], "violence"),
        (["housing"], "homeless"),
        (["residence_asylum", "letters_authorities"], "deportation"),
        (["health_psychosocial"], "medical"),
        (["language_course"], None),
        ([], None),
    ],
)
def test_the_kind_follows_from_the_need_when_no_phrase_told_it(needs: list[str], kind: str | None) -> None:
    assert kind_from_needs(needs) == kind


def test_suicide_is_never_guessed_from_a_need() -> None:
    assert all(kind_from_needs([need]) != "suicide" for need in NEED_OF_KIND.values())
