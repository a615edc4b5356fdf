"""The words: one gettext file per language, ``locales/<language>/LC_MESSAGES/wegweiser.po``, read as it stands.

The message id is a key (``ask_place``), never a sentence, so that every language, German too, is an ordinary catalogue.
A message with the context ``du`` is the form for people under 18; where a language has none, the ordinary one serves.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from bot.languages.known import language

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "wegweiser.po"
FALLBACK = "en"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LEFT_TO_RIGHT_ISOLATE, _POP_ISOLATE = "\u2066", "\u2069"
_LATIN_WORD = r"[A-Za-zÀ-ž0-9§@+](?:[A-Za-zÀ-ž0-9@:/._+&'-]*[A-Za-zÀ-ž0-9](?:/(?=\s|$))?)?"
_LATIN_RUN = re.compile(rf"{_LATIN_WORD}(?:[ ,]+{_LATIN_WORD}| \({_LATIN_WORD}(?:[ ,]+{_LATIN_WORD})*\))*")
_RIGHT_TO_LEFT_LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


class CatalogueError(Exception):
    """A catalogue cannot be read, or a key is asked for that no catalogue holds."""


@dataclass(frozen=True)
class Review:
    """How far a native speaker has checked a catalogue: ``draft``, or ``reviewed`` by whom and when."""

    state: str
    by: str = ""
    on: str = ""


class Catalogue:
    """All words in all languages; ``text`` is what everything that speaks to people calls."""

    def __init__(self, folder: Path = LOCALES) -> None:
        """Read every language under *folder*; raises :class:`CatalogueError` naming the file that cannot be read."""
        self._words: dict[str, dict[tuple[str, str], Message]] = {}
        self._reviews: dict[str, Review] = {}
        self._plurals: dict[str, Callable[[int], int]] = {}
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}")):
            code = path.parent.parent.name
            try:
                with path.open("rb") as file:
                    catalog = read_po(file, locale=code, abort_invalid=True)
            except (PoFileError, ValueError, OSError) as error:
                raise CatalogueError(f"{path}: {error}. Mend the file, then start again.") from error
            self._words[code] = {
                (str(message.context or ""), _id(message)): message for message in catalog if message.id
            }
            self._reviews[code] = _review(catalog.header_comment)
            self._plurals[code] = gettext.c2py(catalog.plural_expr)
        if FALLBACK not in self._words:
            raise CatalogueError(f"No catalogue for '{FALLBACK}' under {folder}. Is the installation complete?")

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that have a catalogue."""
        return tuple(self._words)

    def review(self, code: str) -> Review:
        """How far the catalogue of *code* has been checked."""
        return self._reviews[code]

    def keys(self, code: str) -> frozenset[str]:
        """The keys that the catalogue of *code* has words for."""
        return frozenset(key for (_, key), message in self._words[code].items() if message.string)

    def entries(self, code: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """``(context, key, wordings)`` of every message; several wordings where a number decides."""
        for (context, key), message in self._words[code].items():
            strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            yield context, key, tuple(strings)

    def has(self, key: str) -> bool:
        """Whether the key is known at all."""
        return ("", key) in self._words[FALLBACK]

    def text(self, key: str, code: str, *, informal: bool = False, values: Mapping[str, object] | None = None) -> str:
        """The words of *key* in the language *code* with *values* put in.

        *informal* asks for the form used with people under 18. A language without a catalogue, or a word missing in it, is
        answered in English. What is shown passes :func:`readable` once, when all its parts are together.
        Raises :class:`CatalogueError` for a key that no catalogue holds.
        """
        message = self._find(key, code, informal)
        if message is None:
            code, message = FALLBACK, self._find(key, FALLBACK, informal)
        if message is None:
            raise CatalogueError(f"No words for the key '{key}'. Add it to every {DOMAIN}.")
        values = values or {}
        wording = _wording(message, values.get("count"), self._plurals[code])
        return _PLACEHOLDER.sub(lambda found: str(values.get(found.group(1), "")), wording)

    def _find(self, key: str, code: str, informal: bool) -> Message | None:
        words = self._words.get(code, {})
        for context in ("du", "") if informal else ("",):
            message = words.get((context, key))
            if message is not None and message.string:
                return message
        return None


def readable(text: str, code: str) -> str:
    """A whole line as it is shown to a reader of the language *code*."""
    return isolate(text) if language(code).direction == "rtl" else text


def isolate(text: str) -> str:
    """*text* for a right-to-left language: each Latin run (phone, address, German word) is set apart, so that it keeps its order.

    A text without any right-to-left letter (a German sentence to show) is one run, its brackets and quotation marks included.
    """
    if not _RIGHT_TO_LEFT_LETTER.search(text):
        return f"{_LEFT_TO_RIGHT_ISOLATE}{text}{_POP_ISOLATE}" if text.strip() else text
    return _LATIN_RUN.sub(lambda run: f"{_LEFT_TO_RIGHT_ISOLATE}{run.group(0)}{_POP_ISOLATE}", text)


def _id(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


def _wording(message: Message, count: object, plural: Callable[[int], int]) -> str:
    if isinstance(message.string, (list, tuple)):
        forms = [form for form in message.string if form]
        return str(forms[min(plural(count if isinstance(count, int) else 1), len(forms) - 1)])
    return str(message.string)


def _review(comment: str) -> Review:
    found = re.search(r"Review: (draft|reviewed by (.+) on (\d{4}-\d{2}-\d{2}))", comment)
    if found is None or found.group(1) == "draft":
        return Review("draft")
    return Review("reviewed", found.group(2), found.group(3))
