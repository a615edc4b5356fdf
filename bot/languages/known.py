"""Which languages there are: eight in which every answer exists, ten more that are understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Language:
    """A language a person may write in.

    ``code`` is ISO 639-1 (``kmr`` for Kurmanji), ``name`` what its speakers call it, ``german`` what a counsellor calls it.
    """

    code: str
    name: str
    german: str
    direction: Direction = "ltr"


_ALL = (
    Language("de", "Deutsch", "Deutsch"),
    Language("en", "English", "Englisch"),
    Language("ar", "العربية", "Arabisch", "rtl"),
    Language("fa", "فارسی / دری", "Persisch (Farsi, Dari)", "rtl"),
    Language("uk", "Українська", "Ukrainisch"),
    Language("ru", "Русский", "Russisch"),
    Language("tr", "Türkçe", "Türkisch"),
    Language("fr", "Français", "Französisch"),
    Language("ro", "Română", "Rumänisch"),
    Language("bg", "Български", "Bulgarisch"),
    Language("pl", "Polski", "Polnisch"),
    Language("es", "Español", "Spanisch"),
    Language("kmr", "Kurmancî", "Kurdisch (Kurmandschi)"),
    Language("ps", "پښتو", "Paschtu", "rtl"),
    Language("sq", "Shqip", "Albanisch"),
    Language("sr", "Srpski / Српски", "Serbisch"),
    Language("so", "Soomaali", "Somali"),
    Language("ti", "ትግርኛ", "Tigrinya"),
)

ANSWERED: tuple[str, ...] = ("de", "en", "ar", "fa", "uk", "ru", "tr", "fr")
"""Codes of the languages with a full catalogue, in the order in which they are offered."""

UNDERSTOOD: tuple[str, ...] = tuple(known.code for known in _ALL)
"""Codes of all languages a message may be written in."""

_BY_CODE = {known.code: known for known in _ALL}


def language(code: str) -> Language:
    """The language of that code; raises ``KeyError`` for one that Wegweiser does not know."""
    return _BY_CODE[code]
