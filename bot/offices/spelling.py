"""How a place name is spelt by people: folding, inflection and sound.

Three keys of growing tolerance are made of a name. `fold` forgets case, accents and the letter variants of Arabic and
Cyrillic. `stems` takes off what a language hangs onto a name ("Dortmund'da", "в Бохумі", "بدورتموند"). `sound` writes
any script in rough Latin sound letters, and `skeleton` keeps of those the consonants, because Arabic script leaves
vowels out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["APOSTROPHES", "Token", "fold", "rough", "script", "skeleton", "sound", "stems", "tokens", "umlaut_forms"]

_TOKEN = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652\u0670\u200c\u0640]+[^\W\d_]*)*")
APOSTROPHES = frozenset("'’`´ʼ‘")

_LETTERS = str.maketrans(
    {
        # Latin letters that Unicode does not take apart
        "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "œ": "oe", "þ": "t", "ð": "d",
        # Arabic script: one shape per letter, whichever keyboard it was typed on
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ئ": "ي", "ێ": "ي",
        "ؤ": "و", "ۆ": "و", "ۇ": "و", "ک": "ك", "ڪ": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه",
        "گ": "غ", "ګ": "غ", "پ": "ب", "ڤ": "ف", "ټ": "ت", "ډ": "د", "ړ": "ر", "ښ": "ش", "ڼ": "ن", "ږ": "غ",
        "ء": "", "ـ": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "",
        # Cyrillic: what Russian, Ukrainian, Bulgarian and Serbian write differently
        "ё": "е", "э": "е", "є": "е", "ґ": "г", "і": "и", "ї": "и", "й": "и", "ы": "и", "ј": "и", "љ": "л", "њ": "н",
        "ь": "", "ъ": "",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Token:
    """One word of a message: as written, folded, and where it stands (character offsets)."""

    text: str
    key: str
    start: int
    end: int

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Case, accents and letter variants forgotten; words are divided by one space."""
    if text.isascii() and text.isalpha():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.translate(_LETTERS)
    return " ".join("".join(c if c.isalpha() else ("" if c in APOSTROPHES else " ") for c in text).split())


def umlaut_forms(name: str) -> set[str]:
    """The two folded spellings of a German name: "Lünen" is typed "lunen" and "luenen"."""
    written_out = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return {form for form in (fold(name), fold(written_out)) if form}


def tokens(text: str) -> list[Token]:
    """The words of a message in their order; digits and signs are no words, a hyphen divides."""
    found = []
    for match in _TOKEN.finditer(text):
        key = fold(match.group())
        if key:
            found.append(Token(match.group(), key, match.start(), match.end()))
    return found


@lru_cache(maxsize=8192)
def script(key: str) -> str:
    """latin, cyrillic, arabic, ethiopic or other, by the first letter of a folded word."""
    code = ord(key[0]) if key else 0
    if code < 0x250:
        return "latin"
    if 0x400 <= code < 0x530:
        return "cyrillic"
    if 0x600 <= code < 0x780 or 0xFB50 <= code < 0xFF00:
        return "arabic"
    if 0x1200 <= code < 0x13A0:
        return "ethiopic"
    return "other"


# Longest first. The second number is how many letters must be left for the ending to be taken off.
_LATIN_ENDINGS: tuple[tuple[str, int], ...] = (
    ("dayiz", 4), ("deyiz", 4), ("tayiz", 4), ("teyiz", 4), ("dayim", 4), ("deyim", 4), ("tayim", 4), ("teyim", 4),
    ("dayam", 4), ("dasin", 4), ("daki", 4), ("deki", 4), ("taki", 4), ("teki", 4), ("dan", 4), ("den", 4), ("tan", 4),
    ("ten", 4), ("da", 4), ("de", 4), ("ta", 4), ("te", 4), ("ya", 4), ("ye", 4), ("li", 5), ("lu", 5),
    ("un", 5), ("in", 5), ("it", 5), ("zie", 5), ("em", 5), ("om", 5), ("ie", 5),
    ("s", 4), ("u", 5), ("a", 5), ("e", 5), ("i", 5),
)  # fmt: skip
_APOSTROPHE_ENDINGS = re.compile("[dt][ae](n|ki|yi[mz]|yam)?|y?[aeiu]|n?[iu]n|l[iu]k?|s")
_CYRILLIC_ENDINGS = ("ами", "ями", "ови", "еви", "ах", "ях", "ом", "ем", "ов", "ою", "ои", "а", "у", "ю", "я", "е", "и")
_ARABIC_BEGINNINGS = ("وبال", "فال", "وال", "بال", "لل", "ال", "وب", "ول", "و", "ب", "ل", "ف", "ه")
_ARABIC_ENDINGS = ("ام", "يم", "م")
_GERMAN_ADJECTIVE = re.compile(r"(.{5,})ers?$")


def stems(token: Token, following: Token | None = None) -> Iterator[tuple[str, bool]]:
    """What is left of a word when the endings of many languages are taken off, likeliest first.

    The flag says that what was taken off means "in" or "to" and is as good as a preposition. `following` is the ending
    after an apostrophe ("Hamm" + "da"), which `tokens` cuts off as a word of its own.
    """
    key = token.key
    kind = script(key)
    if kind == "latin":
        if following is not None and following.start == token.end + 1 and _APOSTROPHE_ENDINGS.fullmatch(following.key):
            yield key, True
        for ending, left in _LATIN_ENDINGS:
            if key.endswith(ending) and len(key) - len(ending) >= left:
                yield key[: -len(ending)], len(ending) > 1 and ending[0] in "dt"
        adjective = _GERMAN_ADJECTIVE.match(key) if token.capitalised else None
        if adjective:
            yield adjective.group(1), False
            yield adjective.group(1) + "en", False
    elif kind == "cyrillic":
        for ending in _CYRILLIC_ENDINGS:
            if key.endswith(ending) and len(key) - len(ending) >= 3:
                yield key[: -len(ending)], False
    elif kind == "arabic":
        for beginning in _ARABIC_BEGINNINGS:
            if key.startswith(beginning) and len(key) - len(beginning) >= 3:
                yield key[len(beginning) :], "ب" in beginning or beginning == "ف"
        for ending in _ARABIC_ENDINGS:
            if key.endswith(ending) and len(key) - len(ending) >= 4:
                yield key[: -len(ending)], True


_SOUND_CYRILLIC = {
    "а": "a", "б": "b", "в": "f", "г": "g", "д": "d", "е": "e", "ж": "s", "з": "s", "и": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts",
    "ч": "s", "ш": "s", "щ": "s", "ю": "u", "я": "a",
}  # fmt: skip
_SOUND_ARABIC = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "s", "ج": "g", "چ": "s", "ح": "h", "خ": "h", "د": "d", "ذ": "s", "ر": "r",
    "ز": "s", "ژ": "s", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "s", "ع": "a", "غ": "g", "ف": "f",
    "ق": "g", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i",
}  # fmt: skip
# German spelling to sound, in this order.
_GERMAN_SOUNDS: tuple[tuple[str, str], ...] = (
    ("sch", "s"), ("tsch", "s"), ("chs", "ks"), ("ch", "h"), ("sh", "s"), ("kh", "h"), ("gh", "g"), ("zh", "s"),
    ("eu", "oi"), ("ey", "ai"), ("ei", "ai"), ("ay", "ai"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("ie", "i"),
    ("ph", "f"), ("th", "t"), ("dt", "t"), ("tz", "ts"), ("z", "ts"), ("ck", "k"), ("qu", "kf"), ("x", "ks"),
    ("c", "k"), ("q", "g"), ("v", "f"), ("w", "f"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_SILENT_H = re.compile(r"(?<=[aeiou])h(?![aeiou])")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=8192)
def sound(key: str) -> str:
    """A folded word in rough Latin sound letters: "бохум" and "bochum" are both "bohum"."""
    kind = script(key)
    if kind == "cyrillic":
        out = "".join(_SOUND_CYRILLIC.get(c, "") for c in key).replace("ei", "ai").replace("ou", "au")
    elif kind == "arabic":
        out = "".join(_SOUND_ARABIC.get(c, "") for c in key)
    elif kind == "ethiopic":
        out = "".join(_ethiopic(c) for c in key)
    elif kind == "latin":
        out = key
        for spelling, spoken in _GERMAN_SOUNDS:
            out = out.replace(spelling, spoken)
        out = _SILENT_H.sub("", out)
    else:
        return ""
    return _DOUBLE.sub(r"\1", out.replace(" ", ""))


def _ethiopic(letter: str) -> str:
    name = unicodedata.name(letter, "").rpartition(" ")[2].lower()
    if name.endswith("e") and not name.endswith("ee"):
        # The sixth form of a letter is mostly the consonant alone.
        name = name[:-1]
    for spelling, spoken in (("ee", "e"), ("aa", "a"), ("kh", "h"), ("sh", "s"), ("ph", "p"), ("w", "f"), ("v", "f")):
        name = name.replace(spelling, spoken)
    return name


@lru_cache(maxsize=8192)
def skeleton(key: str) -> str:
    """The consonants of a word's sound, classes that scripts confuse merged: "دورتموند" and "dortmund" are both
    "trtmnt"."""
    out = sound(key)
    if script(key) == "latin":
        out = out.replace("ks", "s")
    out = out.translate(str.maketrans("gdb", "ktp")).replace("ts", "s")
    return _DOUBLE.sub(r"\1", re.sub("[aeiou]", "", out))


_ROUGH = str.maketrans("غجقثطذضصزخ", "كككتتددسسش")


@lru_cache(maxsize=8192)
def rough(key: str) -> str:
    """A folded word in Arabic script with the letters merged between which writers of German names waver."""
    return _DOUBLE.sub(r"\1", key.translate(_ROUGH).replace(" ", ""))
