"""Messages become comparable, whatever script, accent, digit or invisible sign they were typed with."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import MAX_LENGTH, clean, fold, folded_tokens, tokens


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ich bin 16jährig!", "ich bin 16 jahrig"),
        ("Früher frueher FRÜHER", "fruher fruher fruher"),
        ("Straße Strasse", "strasse strasse"),
        ("neue Feuer quelle", "neue feuer quelle"),  # 'ue' after a vowel or q is no ü
        ("§24 AufenthG, §§ 16-21", "§ 24 aufenthg § 16 21"),
        ("j’ai l'âge", "jai lage"),
        ("п'ять Ґанок ёлка", "пять ганок елка"),
        ("мой мои", "мои мои"),
        ("İstanbul IŞIK ılık", "istanbul isik ilik"),
        ("عُمْري ٢٧ سنـــة", "عمري 27 سنه"),
        ("أنا إلى آخر", "انا الي اخر"),
        ("کی می‌خواهم ۱۶", "كي ميخواهم 16"),
        ("\u2066abc\u2069 \u200fdef", "abc def"),
        ("hilfeeee", "hilfe"),
        ("e\u0301te\u0301 été", "ete ete"),
        ("27 😀👍🏽 1️⃣", "27 1"),
        ("１６ ᠑᠖", "16 16"),
        ("Łódź", "lodz"),
        ("ፀሓይ፣ ሥራሕ አሎ", "ጸሓይ ስራሕ ኣሎ"),
        ("", ""),
        ("!?…", ""),
    ],
)
def test_folding_makes_spellings_equal(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Guten\u00a0Tag \n", "Guten Tag"),
        ("٢٧ ۲۷ २७", "27 27 27"),
        ("ســـلام", "سلام"),
        ("\u2067مرحبا\u2069\u200b", "مرحبا"),
        ("می‌خواهم", "می خواهم"),
        ("a\x00b\x07", "a b"),
        ("ﻻ", "لا"),
    ],
)
def test_cleaning_keeps_the_words_and_drops_what_is_invisible(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_only_the_first_two_thousand_characters_are_read() -> None:
    assert len(clean("a" * 5000)) == MAX_LENGTH
    assert folded_tokens("wort " * 5000)[-1].end <= MAX_LENGTH


def test_every_word_knows_where_it_stood() -> None:
    text = "Ich bin sechzehn, \u200fمن دمشق"
    assert [text[word.start : word.end] for word in folded_tokens(text)] == ["Ich", "bin", "sechzehn", "من", "دمشق"]


def test_words_of_a_folded_message() -> None:
    assert tokens(fold("§24, Hamm")) == ["§", "24", "hamm"]
