"""Ages as `labels.md` means them: of the person the question is about, in years, on 24 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.nlu.ages import age_from_year, find_ages
from bot.nlu.phrases import Reading

Read = Callable[[str], Reading]

TOLD = [
    ("de", "27", 27),
    ("de", "26!", 26),
    ("de", "nein, 26", 26),
    ("de", "no, 26", 26),
    ("de", "٢٧", 27),
    ("de", "۱۹", 19),
    ("de", "ich bin 19", 19),
    ("de", "bin 16jährig", 16),
    ("de", "bin achtundzwanzig und wohne in bochum", 28),
    ("de", "ich bin sieben und zwanzig jahre alt", 27),
    ("de", "sechzehn", 16),
    ("de", "in Hamm 19 jahre hab duldung suche ausbildung", 19),
    ("de", "31, Arnsberg, Gestattung", 31),
    ("de", "Hamm, 19, Duldung", 19),
    ("de", "werde nächsten monat 18", 17),
    ("de", "ich werde im mai 18", 17),
    ("de", "bin 1998 geboren", 28),
    ("de", "jahrgang 98", 28),
    ("de", "geboren am 12.03.2007", 19),
    ("de", "12.03.2007", 19),
    ("de", "2003-05-12", 23),
    ("de", "1998", 28),
    ("de", "nicht 23 sondern 32", 32),
    ("de", "bin ich mit 27 zu alt? bin 27", 27),
    ("de", "ich bin 22, geht das noch?", 22),
    ("de", "bin 30 und seit 3 jahren in deutschland", 30),
    ("de", "ich bin 41 und habe 3 kinder", 41),
    ("de", "wohne dortmund nordstadt bin 22 jahre", 22),
    ("de", "ich bin 24 und hab § 24", 24),
    ("de", "bin 200 jahre alt", 200),
    ("de", "-3", -3),
    ("de", "ich bin -3 jahre alt", -3),
    ("en", "i am 22 years old", 22),
    ("en", "i'm twenty-seven", 27),
    ("en", "am 33", 33),
    ("en", "i will be 18 next month", 17),
    ("en", "born in 1995", 31),
    ("en", "1999 is my birth year", 27),
    ("en", "age 23, soest", 23),
    ("en", "bangladeshi student in dortmund, 21 yrs", 21),
    ("en", "actually 45, typing mistake", 45),
    ("en", "i am 25 and came 2 years ago", 25),
    ("en", "hagen, am 33", 33),
    ("ar", "عمري ٢٧ سنة", 27),
    ("ar", "انا عمري ثمانية وعشرين سنة", 28),
    ("ar", "omri 19 sne", 19),
    ("ar", "مواليد 1998", 28),
    ("fa", "من ۲۷ سالمه", 27),
    ("fa", "بیست و هفت سالمه", 27),
    ("fa", "متولد ۱۳۸۰", 25),
    ("tr", "27 yaşındayım", 27),
    ("tr", "yirmi yedi yaşındayım", 27),
    ("tr", "1998 doğumluyum", 28),
    ("fr", "j'ai 19 ans", 19),
    ("fr", "j'ai vingt-sept ans", 27),
    ("fr", "j'ai quatre-vingt-deux ans", 82),
    ("fr", "je suis à Hamm, 19 ans, j'ai une Duldung, je cherche une formation", 19),
    ("fr", "né en 1998", 28),
    ("ru", "мне 27 лет", 27),
    ("ru", "мне двадцать семь", 27),
    ("ru", "1998 года рождения", 28),
    ("uk", "мені 27 років", 27),
    ("uk", "мені двадцять сім", 27),
]


@pytest.mark.parametrize(("language", "message", "years"), TOLD, ids=[case[1] for case in TOLD])
def test_an_age_is_told(
    language: str, message: str, years: int, read: Read, today: date, need_language: Callable[[str], None]
) -> None:
    need_language(language)
    found = find_ages(read(message), today)
    assert [age.years for age in found] == [years]
    assert 0 <= found[0].start < found[0].end <= len(message)


NOT_TOLD = [
    ("de", "44137"),
    ("de", "§ 24"),
    ("de", "paragraf 24"),
    ("de", "ich wohne seit 3 jahren hier"),
    ("de", "habe 3 kinder"),
    ("de", "um 15 uhr"),
    ("de", "12-17"),
    ("de", "18 – 26"),
    ("de", "28+"),
    ("de", "28 oder älter"),
    ("de", "zwischen 18 und 26"),
    ("de", "bis 26 jahre?"),
    ("de", "ist 27 zu alt für den jmd?"),
    ("de", "jmd geht bis 26 oder?"),
    ("de", "Münsterstr. 54"),
    ("de", "hausnummer 26"),
    ("de", "b1"),
    ("de", "ich habe b2 kurs gemacht"),
    ("de", "wir sind 4 personen"),
    ("de", "0231 123456"),
    ("de", "noch zwei jahre gestattung"),
    ("de", "kann ich zwei staatsangehörigkeiten haben"),
    ("de", "brauche einen termin"),
    ("de", "§ 25 Abs. 3"),
    ("de", "500 euro"),
    ("de", "neuen job gefunden"),
    ("en", "i live here for 5 years"),
    ("en", "i have two kids"),
    ("en", "under 27"),
    ("en", "section 24"),
    ("en", "at 10 am"),
    ("en", "is 27 too old for jmd"),
    ("en", "up to what age?"),
    ("en", "one year searching flat"),
    ("ar", "انا من سنتين بالمانيا"),
    ("tr", "3 yıldır almanyadayım"),
    ("fr", "je suis en allemagne depuis 3 ans"),
    ("fr", "j'ai 3 enfants"),
    ("ru", "живу 3 года в германии"),
    ("uk", "параграф 24"),
    ("fa", "پاراگراف ۲۴"),
]


@pytest.mark.parametrize(("language", "message"), NOT_TOLD, ids=[case[1] for case in NOT_TOLD])
def test_a_number_that_is_no_age(
    language: str, message: str, read: Read, today: date, need_language: Callable[[str], None]
) -> None:
    need_language(language)
    assert find_ages(read(message), today) == ()


@pytest.mark.parametrize(
    ("message", "ages"),
    [
        ("mein sohn ist 16", [(16, "child")]),
        ("meine tochter wird 15", [(14, "child")]),
        ("mein sohn wird 12 im dezember", [(11, "child")]),
        ("meine 15jährige tochter braucht eine schule", [(15, "child")]),
        ("mein sohn, 13, sucht eine schule", [(13, "child")]),
        ("ich bin 40, mein sohn ist 15", [(15, "child"), (40, "self")]),
        ("mein sohn ist 15 und ich bin 40", [(15, "child"), (40, "self")]),
        ("ich bin die mutter 38 und das kind ist 9", [(9, "child"), (38, "self")]),
        ("meine kinder sind 8 und 15", [(8, "child"), (15, "child")]),
        ("meine freundin ist 20", [(20, "other")]),
        ("mein mann ist 45, er hat aufenthalt nach § 25", [(45, "other")]),
        ("ich bin 40 und suche schule für meinen sohn", [(40, "self")]),
        ("my son is 14 years old", [(14, "child")]),
        ("i am father 36, my child is 8", [(8, "child"), (36, "self")]),
        ("for my brother, he is 20", [(20, "other")]),
    ],
)
def test_whose_age_it_is(message: str, ages: list[tuple[int, str]], read: Read, today: date) -> None:
    assert [(age.years, age.role) for age in find_ages(read(message), today)] == ages


@pytest.mark.parametrize(
    ("language", "message", "years"),
    [("ar", "عندي ابني عمره ستة عشر", 16), ("tr", "oğlum 16 yaşında", 16), ("fr", "mon fils a 16 ans", 16),
     ("ru", "моему сыну 16", 16), ("uk", "моєму сину 16", 16), ("fa", "پسرم ۱۶ سالشه", 16)],
)  # fmt: skip
def test_a_childs_age_in_other_languages(
    language: str, message: str, years: int, read: Read, today: date, need_language: Callable[[str], None]
) -> None:
    need_language(language)
    assert [(age.years, age.role) for age in find_ages(read(message), today)] == [(years, "child")]


@pytest.mark.parametrize(
    ("year", "solar", "age"),
    [(1998, False, 28), (2026, False, 0), (2027, False, None), (1900, False, None), (1380, False, 25), (1404, False, 1),
     (98, False, 28), (7, False, 19), (80, True, 25)],
)  # fmt: skip
def test_this_year_minus_the_birth_year(year: int, solar: bool, age: int | None, today: date) -> None:
    assert age_from_year(year, today, solar=solar) == age


def test_the_year_is_that_of_the_clock(read: Read) -> None:
    assert find_ages(read("geboren 2000"), date(2030, 1, 1))[0].years == 30
