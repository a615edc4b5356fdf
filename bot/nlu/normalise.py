"""How a message is made comparable: `clean` for the sentence vectors, `fold` and `folded_tokens` for the phrases.

The folding is described for translators in `data/phrases/README.md`; phrase and message go through the same function,
so what is equal there is equal here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 2000  # characters kept of one message

_APOSTROPHES = frozenset("'’‘‛ʼʻʹ′`´＇ʾʿ")
_TATWEEL = "\u0640"
# Letters that Unicode does not take apart, or that people type for one another.
_LETTERS = {
    "ß": "ss",
    "ẞ": "ss",
    "ı": "i",
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "æ": "a",
    "œ": "o",
    "ґ": "г",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ۍ": "ي",
    "ے": "ي",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۀ": "ه",
    "ک": "ك",
    "ڪ": "ك",
    "ګ": "گ",
    "ٱ": "ا",
    # Ethiopic letters that sound alike and are written for one another.
    **dict(zip("ሠሡሢሣሤሥሦሧፀፁፂፃፄፅፆ", "ሰሱሲሳሴስሶሷጸጹጺጻጼጽጾ")),
    "አ": "ኣ",
    "ዐ": "ዓ",
}
_DIGRAPH = re.compile(r"(?<![aeiouq])([uoa])e")
_SENTENCE_END = re.compile(r"[.!?;,:…\n؟،؛۔።፣፤፥፧、。]")


@dataclass(frozen=True)
class FoldedToken:
    """One folded word with its place (character offsets) in the message as it was typed."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """The message as the sentence vectors read it: one spelling per character, digits 0-9, nothing invisible."""
    kept = []
    for char in unicodedata.normalize("NFKC", text[:MAX_LENGTH]):
        category = unicodedata.category(char)
        if category == "Nd":
            kept.append(str(unicodedata.digit(char)))
        elif char == "\u200c":  # Persian non-joiner: the two halves are separate to the eye, so keep them apart
            kept.append(" ")
        elif category in {"Cf", "Co", "Cs", "Cn"} or char == _TATWEEL:
            continue
        elif category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        else:
            kept.append(char)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    """What one typed character becomes: letters and digits, '' for nothing, ' ' for a gap between words."""
    if char in _APOSTROPHES or char == _TATWEEL:
        return ""
    if char == "§":
        return char
    folded = []
    for part in unicodedata.normalize("NFKD", char):
        category = unicodedata.category(part)
        if category == "Nd":
            folded.append(str(unicodedata.digit(part)))
        elif category[0] == "L":
            for small in unicodedata.normalize("NFKD", part.lower()):
                if unicodedata.category(small)[0] != "M":
                    folded.append(_LETTERS.get(small, small))
        elif category[0] == "M" or category == "Cf" or part == _TATWEEL:
            continue
        elif part in _LETTERS:
            folded.append(_LETTERS[part])
        else:
            folded.append(" ")
    return "".join(folded)


def folded_tokens(text: str) -> list[FoldedToken]:
    """The folded words of a message, each with its offsets in `text`; only the first 2,000 characters are read."""
    found: list[FoldedToken] = []
    word: list[tuple[str, int]] = []
    kind = ""

    def close() -> None:
        if word:
            found.append(_token(word, kind))
            word.clear()

    for position, char in enumerate(text[:MAX_LENGTH]):
        for folded in _fold_char(char):
            if folded == " ":
                close()
                continue
            new_kind = "digits" if folded.isdigit() else "sign" if folded == "§" else "letters"
            if new_kind != kind or new_kind == "sign":
                close()
                kind = new_kind
            word.append((folded, position))
    close()
    return [token for i, token in enumerate(found) if not (token.text == "§" and i and found[i - 1].text == "§")]


def _token(word: list[tuple[str, int]], kind: str) -> FoldedToken:
    text = "".join(char for char, _ in word)
    if kind == "letters":
        text = _DIGRAPH.sub(r"\1", text)
        text = re.sub(r"(.)\1{2,}", r"\1", text)  # "hilfeeee"
    return FoldedToken(text, word[0][1], word[-1][1] + 1)


def fold(text: str) -> str:
    """The message in the folded spelling of `data/phrases/README.md`, words separated by one space."""
    return " ".join(token.text for token in folded_tokens(text))


def tokens(folded: str) -> list[str]:
    """The words of a folded message."""
    return folded.split()


def breaks_between(text: str, left: int, right: int) -> bool:
    """Whether a full stop, comma or line end stands in `text` between two character offsets."""
    return bool(_SENTENCE_END.search(text, left, right))
