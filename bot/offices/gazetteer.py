"""Which municipality a person means: names in many languages and scripts, inflected, misspelt, or a postal code.

`Gazetteer.resolve` reads an answer to "in which town do you live?", `Gazetteer.find_in` finds the place in a free
sentence. Official names are those of `data/places/postcodes_de.csv` (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from bot.offices.spelling import APOSTROPHES, Token, fold, rough, script, skeleton, sound, stems, tokens, umlaut_forms

__all__ = ["NRW", "Found", "Gazetteer", "GazetteerError", "Mention", "Place", "Role"]

DATA = Path(__file__).resolve().parents[2] / "data" / "places"
NRW = "Nordrhein-Westfalen"
LARGE = 20_000
"""From this population a town outside NRW is taken from a free sentence."""
BIG = 100_000
"""Outside NRW only cities from this size are recognised inflected or misspelt."""
DWARFED = 4
"""A namesake this many times smaller is not asked about."""
SAME_PLACE_KM = 12.0

_STATES = {
    "01": "Baden-Württemberg", "02": "Bayern", "03": "Bremen", "04": "Hamburg", "05": "Hessen", "06": "Niedersachsen",
    "07": NRW, "08": "Rheinland-Pfalz", "09": "Saarland", "10": "Schleswig-Holstein", "11": "Brandenburg",
    "12": "Mecklenburg-Vorpommern", "13": "Sachsen", "14": "Sachsen-Anhalt", "15": "Thüringen", "16": "Berlin",
}  # fmt: skip

Role = Literal["home", "plain", "from", "past", "work", "not"]


class GazetteerError(ValueError):
    """The place data cannot be used; the message names the file and the row."""


@dataclass(frozen=True)
class Place:
    """A municipality, seen from its centre or, where one was given, from a postal code area."""

    name: str
    """Official German name."""
    county: str
    """"Kreis Soest", "Ennepe-Ruhr-Kreis"; a city that belongs to no district bears its own name."""
    state: str
    latitude: float
    longitude: float
    postcode: str | None = None
    population: int = 0
    """0 where the data do not say."""

    @property
    def in_nrw(self) -> bool:
        return self.state == NRW

    @property
    def value(self) -> str:
        """What the slot and the entity `place` hold: the postal code if one was given, else the official name."""
        return self.postcode or self.name

    @property
    def label(self) -> str:
        """The name with its district or state, to tell namesakes apart: "Halle (Kreis Gütersloh)"."""
        if "(" in self.name:
            return self.name
        return f"{self.name} ({self.county if self.county != self.name else self.state})"


@dataclass(frozen=True)
class Found:
    """What an answer can mean: no place, one, or several of which the person should choose."""

    places: tuple[Place, ...] = ()
    namesakes: tuple[Place, ...] = ()
    """Small places of the same name elsewhere, not worth a question but there for a correction."""

    @property
    def place(self) -> Place | None:
        """The place, if it is clear which."""
        return self.places[0] if len(self.places) == 1 else None

    @property
    def ambiguous(self) -> bool:
        return len(self.places) > 1


@dataclass(frozen=True)
class Mention:
    """A place in a sentence, with character offsets and what the sentence says about it."""

    places: tuple[Place, ...]
    start: int
    end: int
    role: Role = "plain"


@dataclass(frozen=True)
class _Ref:
    place: int
    part: bool
    """A city district, not the municipality itself."""
    curated: bool
    population: int


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


# What stands before a place: words of the languages understood.
_IN = _words(
    "in im bei nahe raum stadt ort kreis gemeinde nach wohnort wohne wohnhaft lebe at near live city town a dans "
    "vers pres ville depuis habite к в во на у под від до биля коло около возле город городе городу г м місто місті "
    "місту мисто "
    "мисти мисту град граду билия вид пид във във край إلى الى في فى مدينه بمدينه قرب جنب به در توي تو شهر نزديك "
    "نزديكي "
    "la langa oras orasul w we pod miescie en cerca ciudad li bajare ne qytetin qytet u kod gradu magaalada "
    "ع قصدي په كي ښار شار له ኣብ ከተማ"
)
_FROM = _words("aus von from из из зи з с із من از din z nga iz ji de ካብ od от")
_ARTICLES = _words("der dem den die the la le l de of der")
_NOT = _words("nicht not pas не нет ні ни مش مو ليس لست نه nie nu nuk jo maaha")
_BUT = _words(
    "ich i я انا ana ben moi je اني sondern aber but mais а але но ama jetzt now maintenant sino сеичас тепер зараз"
)
_AND = _words("und and et ve и й та und aber but mais ama ولي ولكن لكن بس اما но але а oder or ou")

# These open a clause of their own: "früher Köln jetzt Hamm".
_NOW = _words("jetzt now maintenant сеичас теперь тепер зараз simdi artik الان هلا هلق هسه اكنون teraz acum tani sada")

_LIVE = re.compile(
    r"^(wohn(e|en|t|haft|ort|e?n?)|leb(e|en|t)|liv(e|es|ing)|habit(e|ons|ent)|vis|vivo|vivimos|жив(у|ем|ет|емо|е)|"
    r"мешка\w*|мешкаю|прожива\w*|прож\w*|yasiyor\w*|oturuyor\w*|ikamet|اعيش|نعيش|عايش\w*|ساكن\w*|اسكن|نسكن|مقيم\w*|"
    r"زندغي|ساكنم|mieszka\w*|locui\w*|stau|dijim|jetoj|jetojm\w*|zivim\w*|живея|живеем|ku|degganahay|jetzt|now|"
    r"aktuell|derzeit|maintenant|сеичас|зараз|тепер|simdi|الان|هلا|هلق|حاليا)$"
)
_WORK = re.compile(
    r"^(arbeit(e|et)|work|works|working|travaill(e|es|ons)|работа(ю|ет|ем)|працю\w*|calisiyor\w*|اعمل|اشتغل|بشتغل|"
    r"lucrez|pracuj\w*|trabajo|radim|punoj|работя)$"
)
_SEARCH = re.compile(
    r"^(such\w*|find\w*|brauch\w*|need|look\w*|search\w*|cherch\w*|ищ\w*|искать|шука\w*|ariyor\w*|lazim|ابحث|ادور|"
    r"بدي|اريد|دنبال|ميخواهم|ميخوام|want|moecht\w*|mocht\w*|will|wollen|хочу|busco|caut|szukam)$"
)
_PAST = re.compile(
    r"^(fruher|gewohnt|gelebt|vorher|damals|ehemals|used|lived|before|habitais|avant|раньше|жил|жила|жили|ранише|"
    r"жив|كنت|كان|سابقا|قبلا|eskiden|onceden|بودم|kiedys|mieszkal\w*)$"
)
# "кар ميكنم": the Persian verb "to work" is two words.
_PERSIAN_WORK = ("كار", "ميكنم", "ميغنم")

# Turkish "Hamm'dayım": I am in Hamm.
_BEING_THERE = re.compile(r".[dt][ae]yi[mz]$")
_BEING_THERE_ALONE = _words("dayim deyim tayim teyim dayiz deyiz tayiz teyiz")

_GAP = re.compile(r"[\s\-–‐/'’`´ʼ‘()]*")
_LETTER_GAP = re.compile(r"[\s\-–‐'’`´ʼ‘().]*")
_SENTENCE_END = re.compile(r"[.!?;:\n]")
_POSTCODE = re.compile(r"(?<![\d+/.,-])(?:D-?)?(\d{5})(?![\d/-]|[.,]\d|\s*(?:€|euro?|km|uah|usd)\b)", re.IGNORECASE)

_AREA_CODE = re.compile(r"(?<!\d)0\d{2,4}\s$")


class Gazetteer:
    """All places that can be understood. Loading takes well under a second; keep one for the whole process."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places: list[Place] = list(places)
        self._keys: dict[str, list[_Ref]] = defaultdict(list)
        self._far: dict[str, list[int]] = defaultdict(list)
        self._codes: dict[str, list[Place]] = defaultdict(list)
        self._official: dict[str, list[int]] = defaultdict(list)
        self._words: frozenset[str] = frozenset()
        self._starts: dict[str, int] = {}
        self._labels: dict[str, int] = {}
        self._sounds: list[str] = []
        self._spellings: list[str] = []
        self._sound_refs: list[_Ref] = []
        self._arabic: list[str] = []
        self._arabic_refs: list[int] = []
        self._skeletons: dict[str, set[int]] = defaultdict(set)
        self._declined: dict[str, list[_Ref]] = defaultdict(list)

    # ------------------------------------------------------------------ loading

    @classmethod
    def load(cls, directory: Path = DATA) -> Gazetteer:
        """Read the place data. Raises `GazetteerError` when a file is missing or names an unknown municipality."""
        rows = _rows(directory / "postcodes_de.csv", "postcode", "place", "district", "state", "latitude", "longitude")
        merged, codes = _municipalities(rows)
        gazetteer = cls(merged)
        for index, place in enumerate(merged):
            gazetteer._official[fold(_base(place.name))].append(index)
            if fold(place.name) != fold(_base(place.name)):
                gazetteer._official[fold(place.name)].append(index)
        geonames = _rows(directory / "places_de.csv", "name", "state_code", "latitude", "longitude", "population")
        gazetteer._read_geonames(geonames, codes)
        for code, entries in codes.items():
            for index, latitude, longitude in entries:
                place = gazetteer._places[index]
                here = replace(place, latitude=latitude, longitude=longitude, postcode=code)
                if all(p.name != here.name for p in gazetteer._codes[code]):
                    gazetteer._codes[code].append(here)
        gazetteer._read_official_names()
        gazetteer._read_districts(_rows(directory / "districts.csv", "district", "municipality"))
        gazetteer._read_names(_rows(directory / "names.csv", "municipality", "language", "names"))
        words = _rows(directory / "common_words.csv", "word", "meaning")
        gazetteer._words = frozenset(fold(row["word"]) for row in words)
        gazetteer._index()
        return gazetteer

    def _read_geonames(self, rows: list[dict[str, str]], codes: dict[str, list[tuple[int, float, float]]]) -> None:
        by_state: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
        for entries in codes.values():
            for entry in entries:
                by_state[self._places[entry[0]].state].append(entry)
        for row in rows:
            state = _STATES.get(row["state_code"], "")
            where = (float(row["latitude"]), float(row["longitude"]))
            population = int(row["population"] or 0)
            alternates = [a.strip() for a in row["alternate_names"].split("|") if a.strip()]
            index = self._same_municipality(row["name"], alternates, state, where)
            part = index is None
            if index is None:
                index = _nearest(by_state[state], where)
                if index is None:
                    continue
            elif population >= self._places[index].population:
                self._places[index] = replace(
                    self._places[index], latitude=where[0], longitude=where[1], population=population
                )
            if self._places[index].in_nrw or population >= LARGE:
                for name in _usable_names(row["name"], alternates, population):
                    for key in umlaut_forms(name):
                        self._add(key, _Ref(index, part, False, population))

    def _same_municipality(
        self, name: str, alternates: list[str], state: str, where: tuple[float, float]
    ) -> int | None:
        for names in ([name], alternates):
            near = [
                (_rough_km(where, (self._places[i].latitude, self._places[i].longitude)), i)
                for candidate in names
                for i in self._official.get(fold(candidate), ())
                if self._places[i].state == state
            ]
            if near and min(near)[0] <= SAME_PLACE_KM:
                return min(near)[1]
        return None

    def _read_official_names(self) -> None:
        for index, place in enumerate(self._places):
            for name in {place.name, _base(place.name)}:
                for key in umlaut_forms(name):
                    if place.in_nrw or place.population >= LARGE:
                        self._add(key, _Ref(index, False, True, place.population))
                    else:
                        self._far[key].append(index)

    def _read_districts(self, rows: list[dict[str, str]]) -> None:
        for row in rows:
            index = self._official_index(row["municipality"], "districts.csv")
            for key in umlaut_forms(row["district"]):
                known = [r for r in self._keys.get(key, ()) if r.part]
                population = max((r.population for r in known), default=0)
                # The written list beats the nearest postal code.
                self._keys[key] = [r for r in self._keys.get(key, ()) if not r.part or r.curated]
                self._add(key, _Ref(index, True, True, population))

    def _read_names(self, rows: list[dict[str, str]]) -> None:
        for row in rows:
            index = self._official_index(row["municipality"], "names.csv")
            for name in row["names"].split("|"):
                if fold(name):
                    self._add(fold(name), _Ref(index, False, True, self._places[index].population))

    def _official_index(self, name: str, file: str) -> int:
        found = [i for i in self._official.get(fold(name), ()) if self._places[i].in_nrw]
        if len(found) != 1:
            raise GazetteerError(
                f"{file}: {name!r} is no municipality of NRW in postcodes_de.csv; use its official name"
            )
        return found[0]

    def _add(self, key: str, ref: _Ref) -> None:
        known = self._keys[key]
        for position, other in enumerate(known):
            if other.place == ref.place:
                if (ref.part, not ref.curated) < (other.part, not other.curated):
                    known[position] = ref
                return
        known.append(ref)

    def _index(self) -> None:
        self._labels = {place.label: index for index, place in enumerate(self._places) if place.label != place.name}
        self._keys = {key: refs for key, refs in self._keys.items() if key and refs}
        for key in [*self._keys, *self._far]:
            first, _, rest = key.partition(" ")
            self._starts[first] = max(self._starts.get(first, 1), 1 + rest.count(" ") + bool(rest))
        for key in list(self._keys):
            if " " in key and script(key) != "other":
                self._keys.setdefault(key.replace(" ", ""), self._keys[key])
            if script(key) == "cyrillic" and key[-1] in "аеоя" and len(key) >= 4:
                self._declined[key[:-1]] += self._keys[key]
        for key, refs in self._keys.items():
            ref = max(refs, key=lambda r: (not r.part, r.population))
            kind = script(key)
            if key in self._words or not self._known_bent(ref):
                continue
            if kind == "latin" and ref.curated and len(key) >= 4:
                if not ref.part or len(key) >= 6:
                    self._spellings.append(key.replace(" ", ""))
                    self._sounds.append(sound(key))
                    self._sound_refs.append(ref)
                    # Cyrillic writes ö as е and ü as и or ю.
                    slavic = sound(fold(self._places[ref.place].name.replace("ö", "e").replace("ü", "i")))
                    if not ref.part and slavic != self._sounds[-1]:
                        self._spellings.append(key.replace(" ", ""))
                        self._sounds.append(slavic)
                        self._sound_refs.append(ref)
                if not ref.part and self._places[ref.place].population >= LARGE:
                    for form in {skeleton(key), skeleton(key.replace("ch", "sch"))}:
                        if len(form) >= 3:
                            self._skeletons[form].add(ref.place)
            elif kind == "arabic" and len(key) >= 4 and self._places[ref.place].in_nrw:
                self._arabic.append(rough(key))
                self._arabic_refs.append(ref.place)

    def _known_bent(self, ref: _Ref) -> bool:
        """Whether the place is near or large enough to be recognised inflected or misspelt."""
        return self._places[ref.place].in_nrw or self._places[ref.place].population >= BIG

    # ------------------------------------------------------------------ asking

    @property
    def municipalities(self) -> tuple[Place, ...]:
        """Every municipality of the data, at its centre."""
        return tuple(self._places)

    def official(self, name: str) -> Place | None:
        """The municipality of NRW with this official name ("Wetter" is enough for "Wetter (Ruhr)")."""
        found = [self._places[i] for i in self._official.get(fold(name), ()) if self._places[i].in_nrw]
        return found[0] if len(found) == 1 else None

    def postcode(self, code: str) -> Place | None:
        """The municipality of a postal code, at the centre of that code's area; the larger one where two share it."""
        return max(self._codes.get(code, ()), key=lambda p: (p.in_nrw, p.population), default=None)

    def near(self, latitude: float, longitude: float) -> Place | None:
        """The municipality of a shared location, or None outside Germany (nothing within 30 km)."""
        nearest = min(
            (
                (_rough_km((latitude, longitude), (p.latitude, p.longitude)), c)
                for c, ps in self._codes.items()
                for p in ps
            ),
            default=(1e9, ""),
        )
        found = self.postcode(nearest[1]) if nearest[0] <= 30 else None
        return None if found is None else replace(found, latitude=latitude, longitude=longitude, postcode=None)

    def resolve(self, text: str) -> Found:
        """What an answer to "in which town do you live?" means. Generous: everything said is taken for a place.

        A postal code beats the names beside it. Several places mean: ask which; the answer may be a `Place.label`.
        """
        text = _plain_digits(text)
        for match in _postcodes(text):
            place = self.postcode(match.group(1))
            if place is not None:
                return Found((place,))
        exact = self._labels.get(text.strip())
        if exact is not None:
            return Found((self._places[exact],))
        words = tokens(text)
        if not words:
            return Found()
        mentions = _at_home(self._scan(text, words, answer=True))
        if not mentions:
            return Found()
        refs = [set(m.places) for m in mentions]
        common = set.intersection(*refs)
        places = common or set.union(*refs)
        unclear = [m for m in mentions if len(m.places) > 1]
        beside = [w for w in words if not any(m.start <= w.start < m.end for m in unclear)]
        chosen = self._qualified(tuple(p for m in mentions for p in m.places if p in places), beside)
        unique = tuple(dict.fromkeys(chosen))
        if all(not p.in_nrw for p in unique):
            unique = unique[:1]
        names = {fold(_base(p.name)) for p in unique}
        others = {i for name in names for i in self._official.get(name, ())}
        namesakes = tuple(self._places[i] for i in sorted(others) if self._places[i] not in unique)
        return Found(unique, namesakes)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every place a sentence names, in its order, each with what the sentence says about it.

        Roles: `home` they live there, `plain` just named, `from` they come from it, `past` lived there once, `work`
        they work there, `not` denied.
        """
        text = _plain_digits(text)
        words = tokens(text)
        found = list(self._scan(text, words, answer=False))
        for match in _postcodes(text):
            place = self.postcode(match.group(1))
            if place is not None:
                found.append(Mention((place,), match.start(1), match.end(1), "home"))
        return tuple(sorted(found, key=lambda m: m.start))

    def find_in(self, text: str) -> tuple[Mention, ...]:
        """The place where the writer of a sentence lives, as far as the sentence says so.

        Empty if none; more than one if it names several alike. A postal code is returned alone. Where somebody works,
        once lived or does not live is left out; "from" counts only when no other place is named, because people say
        "I am from Hamm" of the town they live in.
        """
        found = self.mentions(text)
        codes = tuple(m for m in found if m.places[0].postcode)
        return codes[:1] or _at_home(found)

    # ------------------------------------------------------------------ reading a text

    def _scan(self, text: str, words: list[Token], answer: bool) -> tuple[Mention, ...]:
        found: list[Mention] = []
        lower_case = not any(w.capitalised for w in words[1:]) and text == text.lower()
        position = 0
        while position < len(words):
            hit = self._hit(text, words, position, answer, lower_case)
            if hit is None:
                position += 1
                continue
            places, length = hit
            last = words[position + length - 1]
            role = _role(text, words, position, position + length)
            found.append(Mention(places, words[position].start, last.end, role))
            position += length
        return tuple(found)

    def _hit(
        self, text: str, words: list[Token], i: int, answer: bool, lower_case: bool
    ) -> tuple[tuple[Place, ...], int] | None:
        first = words[i]
        longest = self._longest(first)
        for length in range(min(longest, len(words) - i), 0, -1):
            window = words[i : i + length]
            if length > 1 and not all(_touch(text, a, b, _LETTER_GAP) for a, b in pairwise(window)):
                continue
            for key, inflected, located in self._forms(text, window, words, i + length):
                refs = self._keys.get(key)
                if not refs and inflected:
                    refs = self._declined.get(key)
                if refs and inflected:
                    refs = [r for r in refs if self._known_bent(r)]
                far = () if refs else self._far.get(key, ())
                if refs and self._accepted(
                    key, refs, text, words, i, i + length, inflected, located, answer, lower_case
                ):
                    return self._chosen(refs), length
                sure = len(words) <= length + 1 or _located(text, words, i, article=False)
                if far and answer and not inflected and sure and key not in self._words:
                    return (max((self._places[p] for p in far), key=lambda p: p.population),), length
        if i + 1 < len(words) and _touch(text, first, words[i + 1]):
            # "Gelsen kirchen", "گلزن کیرشن"
            joined = self._keys.get(first.key + words[i + 1].key, ())
            if joined and len(first.key) >= 3 and len(first.key + words[i + 1].key) >= 8:
                return self._chosen(joined), 2
        places = self._misspelt(text, words, i, answer)
        return (places, 1) if places else None

    def _longest(self, first: Token) -> int:
        longest = self._starts.get(first.key, 1)
        if longest == 1 and script(first.key) == "arabic":
            longest = max((self._starts.get(stem, 1) for stem, _ in stems(first)), default=1)
        return longest

    def _forms(
        self, text: str, window: list[Token], words: list[Token], after: int
    ) -> Iterator[tuple[str, bool, bool]]:
        following = words[after] if after < len(words) else None
        if following is not None and text[window[-1].end : following.start] not in APOSTROPHES:
            following = None
        whole = " ".join(w.key for w in window)
        yield whole, False, following is not None and any(loc for _, loc in _apostrophe(window[-1], following))
        if len(window) == 1:
            for stem, located in stems(window[0], following):
                yield stem, True, located
            # "بإسن": a beginning and an ending at once is rare enough to leave out; an ending on a stem is not.
            return
        head, tail = whole.rpartition(" ")[0], window[-1]
        for stem, located in stems(tail, following):
            yield f"{head} {stem}", True, located
        if script(window[0].key) == "arabic":
            rest = " ".join(w.key for w in window[1:])
            for stem, located in stems(window[0]):
                yield f"{stem} {rest}", True, located

    def _accepted(
        self, key: str, refs: list[_Ref], text: str, words: list[Token], i: int, j: int,
        inflected: bool, located: bool, answer: bool, lower_case: bool,
    ) -> bool:  # fmt: skip
        first = words[i]
        municipal = any(not r.part and self._places[r.place].in_nrw for r in refs)
        before = _located(text, words, i, article=False)
        located = located or before or _located(text, words, i)
        alone = _alone(text, words, i, j)
        kind = script(key)
        cased = kind in ("latin", "cyrillic")
        if key in self._words:
            if inflected and not (before or (located and municipal and (len(key) >= 5 or kind == "arabic"))):
                return False
            if before or inflected or (located and not municipal):
                return not cased or first.capitalised or lower_case or answer
            if answer:
                return alone or len(words) <= 3
            return alone and len(words) <= 2 and not inflected
        if inflected and kind == "latin" and not located and not first.capitalised and len(key) < 6:
            return False
        if kind == "arabic" and len(key) <= 3 and not alone and not any(self._places[r.place].in_nrw for r in refs):
            return False
        if answer or located:
            return True
        strong = any(
            not r.part and (self._places[r.place].in_nrw or (len(key) >= 5 and (first.capitalised or not cased)))
            for r in refs
        )
        if strong:
            return len(key) >= 4 or alone
        if alone and not inflected:
            return True
        curated = any(r.curated for r in refs)
        return curated and len(key) >= 6 and (first.capitalised or not cased or len(key) >= 8)

    def _chosen(self, refs: Iterable[_Ref]) -> tuple[Place, ...]:
        """The places a name can mean: of namesakes those that are not dwarfed, of NRW always the municipalities."""
        refs = sorted(refs, key=lambda r: (r.part, -r.population))
        places = [self._places[r.place] for r in refs]
        if all(not p.in_nrw for p in places):
            return (max(places, key=lambda p: p.population),)
        municipal = [r for r in refs if not r.part]
        biggest = max((r.population for r in municipal), default=0)
        kept: list[Place] = []
        for ref in refs:
            place = self._places[ref.place]
            if ref.part and municipal and ref.population * DWARFED <= biggest:
                continue
            if ref.part and municipal and not ref.curated:
                continue
            home = max((r.population for r in municipal if self._places[r.place].in_nrw), default=0)
            if not place.in_nrw and (ref.population < LARGE or home >= DWARFED * ref.population):
                continue
            if place not in kept:
                kept.append(place)
        return tuple(kept) or tuple(places[:1])

    def _qualified(self, places: tuple[Place, ...], words: list[Token]) -> tuple[Place, ...]:
        """Namesakes narrowed by what stands beside the name: "Halle Westfalen", "Wickede Dortmund"."""
        if len(set(places)) < 2:
            return places
        scores = []
        for place in places:
            near = fold(f"{place.name} {place.county} {place.state} {'nrw westfalen westf' if place.in_nrw else ''}")
            beside = near.split()
            scores.append(sum(1 for w in words if len(w.key) >= 3 and w.key in beside))
        return tuple(p for p, s in zip(places, scores, strict=True) if s == max(scores))

    def _misspelt(self, text: str, words: list[Token], i: int, answer: bool) -> tuple[Place, ...]:
        word = words[i]
        key = word.key
        kind = script(key)
        if len(key) < (4 if answer else 5) or key in self._words or key in _IN or key in _FROM or key in _NOT:
            return ()
        located = _located(text, words, i)
        short_answer = answer and len(words) <= 3
        single = len(words) == 1
        if kind == "arabic":
            if not located and not short_answer and not single:
                return ()
            forms = [key, *(stem for stem, _ in stems(word) if len(stem) >= 4)]
            return () if any(form in self._words for form in forms) else self._by_arabic(forms)
        if kind not in ("latin", "cyrillic", "ethiopic"):
            return ()
        forms = [key]
        if kind == "cyrillic" or located:
            forms += [stem for stem, _ in stems(word) if len(stem) >= 4][:3]
        if any(form in self._words for form in forms):
            return ()
        if answer and (located or len(words) <= 2):
            return self._by_sound(forms, 88.0 if len(key) <= 5 else 82.0, parts=True)
        if single:
            return self._by_sound(forms, 90.0 if len(key) <= 6 else 85.0, least=LARGE)
        if located and (word.capitalised or kind == "ethiopic"):
            return self._by_sound(forms, 90.0 if len(key) <= 6 else 84.0, parts=len(key) >= 8)
        if located and len(key) >= 6:
            return self._by_sound(forms, 90.0 if len(key) <= 6 else 86.0, least=LARGE)
        mid_sentence = i > 0 and word.capitalised and not _SENTENCE_END.search(text[words[i - 1].end : word.start])
        if len(key) >= 9 or (mid_sentence and len(key) >= 7):
            return self._by_sound(forms, 90.0, least=LARGE)
        return ()

    def _by_sound(self, forms: list[str], floor: float, parts: bool = False, least: int = 0) -> tuple[Place, ...]:
        """Places that sound like a word. `floor` is the likeness in percent, `least` the fewest inhabitants."""
        best: dict[int, float] = {}
        strict = max(floor, 89.0)
        for form in forms:
            spoken = sound(form)
            asked = [(spoken, self._sounds)] if len(spoken) >= 4 else []
            if script(form) == "latin":
                asked.append((form, self._spellings))
            elif asked and spoken[0] == "g":
                asked.append(("h" + spoken[1:], self._sounds))
            for text, choices in asked:
                for name, score, position in process.extract(
                    text, choices, scorer=fuzz.ratio, score_cutoff=floor, limit=4
                ):
                    if name[0] != text[0] or abs(len(name) - len(text)) > 2:
                        continue
                    ref = self._sound_refs[position]
                    known = self._places[ref.place]
                    if (ref.part and not parts) or known.population < least:
                        continue
                    # A district or a far city must fit better than a town of the region.
                    if score < strict and (ref.part or not known.in_nrw):
                        continue
                    place = ref.place
                    best[place] = max(best.get(place, 0.0), score)
        return self._clear(best)

    def _by_arabic(self, forms: list[str]) -> tuple[Place, ...]:
        best: dict[int, float] = {}
        for form in (f for f in forms if len(f) >= 5):
            for name, score, position in process.extract(
                rough(form), self._arabic, scorer=fuzz.ratio, score_cutoff=85.0, limit=4
            ):
                if name[0] == rough(form)[0]:
                    best[self._arabic_refs[position]] = max(best.get(self._arabic_refs[position], 0.0), score)
        if not best:
            for form in forms:
                bones = skeleton(form)
                for place in self._skeletons.get(bones, ()):
                    if len(bones) >= 5 or (len(bones) == 4 and self._places[place].population >= BIG):
                        best[place] = 86.0
        return self._clear(best)

    def _clear(self, best: dict[int, float]) -> tuple[Place, ...]:
        if not best:
            return ()
        top = max(best.values())
        near = sorted((i for i in best if best[i] >= top - 3), key=lambda i: (-best[i], -self._places[i].population))
        winner = self._places[near[0]]
        rivals = [
            self._places[i]
            for i in near[1:]
            if self._places[i].in_nrw >= winner.in_nrw and self._places[i].population * DWARFED > winner.population
        ]
        return (winner, *rivals)


# ---------------------------------------------------------------------- evidence in the sentence


def _postcodes(text: str) -> Iterator[re.Match[str]]:
    """Five digits that may be a postal code: not the rest of a phone number, not an amount."""
    for match in _POSTCODE.finditer(text):
        if not _AREA_CODE.search(text, 0, match.start()):
            yield match


def _touch(text: str, before: Token, after: Token, gap: re.Pattern[str] = _GAP) -> bool:
    return gap.fullmatch(text, before.end, after.start) is not None


def _apostrophe(word: Token, following: Token) -> Iterator[tuple[str, bool]]:
    for stem, located in stems(word, following):
        if stem == word.key:
            yield stem, located


def _located(text: str, words: list[Token], i: int, article: bool = True) -> bool:
    """Whether a word like "in" stands right before; `article` allows one between ("in der Nordstadt")."""
    if i == 0 or not _touch(text, words[i - 1], words[i]):
        # "м. Хамм", "г.Дортмунд"
        return i > 0 and words[i - 1].key in ("г", "м") and text[words[i - 1].end : words[i].start].strip() == "."
    before = words[i - 1].key
    if before in _IN or before in _FROM:
        return True
    if article and before in _ARTICLES and i > 1 and _touch(text, words[i - 2], words[i - 1]):
        return words[i - 2].key in _IN or words[i - 2].key in _FROM
    return False


def _alone(text: str, words: list[Token], i: int, j: int) -> bool:
    """Whether the name stands between commas, digits or the ends of the message."""
    before = i > 0 and _touch(text, words[i - 1], words[i])
    after = j < len(words) and _touch(text, words[j - 1], words[j])
    return not before and not after


def _role(text: str, words: list[Token], i: int, j: int) -> Role:
    if _denied(text, words, i):
        return "not"
    if j < len(words) and words[j].key in ("degil", "değil"):
        return "not"
    clause = _clause(text, words, i, j)
    searching = any(_SEARCH.match(k) for k in clause)
    living = any(_LIVE.match(k) for k in clause)
    past = any(_PAST.match(k) for k in clause)
    beside = [w.key for w in words[max(0, i - 4) : j + 4] if w.key in clause]
    working = any(_WORK.match(k) for k in beside) or (
        _PERSIAN_WORK[0] in beside and any(k in _PERSIAN_WORK[1:] for k in beside)
    )
    if _BEING_THERE.search(words[j - 1].key) or (j < len(words) and words[j].key in _BEING_THERE_ALONE):
        return "home"
    if past:
        return "past"
    if living:
        return "home"
    if working and not searching:
        return "work"
    if i > 0 and words[i - 1].key in _FROM and _touch(text, words[i - 1], words[i]):
        return "from"
    return "plain"


def _denied(text: str, words: list[Token], i: int) -> bool:
    """Whether a "not" among the three words before reaches the name: "nicht mehr in Köln", not "nicht Köln,
    sondern"."""
    reached = i
    for n in range(i - 1, max(-1, i - 4), -1):
        if re.search(r"[,.;:!?\n]", text[words[n].end : words[reached].start]) or words[n].key in _BUT:
            return False
        if words[n].key in _NOT:
            return True
        # French drops the "ne": "plus à Dortmund" is "no longer".
        if words[n].key == "plus" and words[n + 1].key == "a":
            return True
        reached = n
    return False


def _clause(text: str, words: list[Token], i: int, j: int) -> list[str]:
    start = i
    while start > 0 and words[start - 1].key not in _AND and not _clause_end(text, words[start - 1], words[start]):
        start -= 1
        if words[start].key in _NOW:
            break
    end = j
    while end < len(words) and words[end].key not in _AND and not _clause_end(text, words[end - 1], words[end]):
        if words[end].key in _NOW:
            break
        end += 1
    return [w.key for w in (*words[start:i], *words[j:end])]


def _clause_end(text: str, before: Token, after: Token) -> bool:
    return re.search(r"[.,!?;:\n،؛؟]", text[before.end : after.start]) is not None


def _at_home(found: Iterable[Mention]) -> tuple[Mention, ...]:
    found = tuple(found)
    for role in ("home", "plain", "from"):
        chosen = tuple(m for m in found if m.role == role)
        if chosen:
            return _distinct(chosen)
    return ()


def _distinct(found: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """One mention per place; a district beside its town ("Wickede, Dortmund") settles which is meant."""
    kept: list[Mention] = []
    for mention in found:
        for position, other in enumerate(kept):
            shared = tuple(p for p in other.places if p in mention.places)
            if shared:
                kept[position] = replace(other, places=shared)
                break
        else:
            kept.append(mention)
    return tuple(kept)


_DIGITS = {ord(c): str(n) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for n, c in enumerate(digits)}


def _plain_digits(text: str) -> str:
    return text.translate(_DIGITS)


# ---------------------------------------------------------------------- reading the files


def _rows(path: Path, *columns: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise GazetteerError(
                    f"{path.name} lacks the column {', '.join(missing)}; restore it from the repository"
                )
            return list(reader)
    except FileNotFoundError as error:
        raise GazetteerError(f"{path} is missing; restore it from the repository") from error


def _base(name: str) -> str:
    return name.partition(" (")[0]


def _county(district: str, place: str, state: str) -> str:
    name = district.partition(",")[0]
    if state != NRW:
        return name.removeprefix("Kreisfreie Stadt ")
    if district.endswith(", Stadt") or "kreis" in name.lower() or name.startswith("Städteregion "):
        return name
    return f"Kreis {name}"


def _municipalities(rows: list[dict[str, str]]) -> tuple[list[Place], dict[str, list[tuple[int, float, float]]]]:
    """Municipalities at the middle of their postal codes, and for each code the municipality and the code's position.

    Rows such as "Bad Berleburg Arfeld" or "Hamburg Altona-Nord" are districts and go to the town they begin with.
    """
    towns: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        towns[row["district"], row["state"]].add(row["place"])
    parents: dict[tuple[str, str, str], str] = {}
    for (district, state), names in towns.items():
        for name in names:
            pieces = name.split(" ")
            parent = next((" ".join(pieces[:n]) for n in range(1, len(pieces)) if " ".join(pieces[:n]) in names), name)
            if parent == name and district.partition(",")[0] == pieces[0] and len(pieces) > 1 and state != NRW:
                parent = name if "(" in name or pieces[1].islower() else pieces[0]
            parents[name, district, state] = parent
    spots: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    by_code: dict[str, list[tuple[tuple[str, str, str], float, float]]] = defaultdict(list)
    for row in rows:
        key = (parents[row["place"], row["district"], row["state"]], row["district"], row["state"])
        try:
            spot = (float(row["latitude"]), float(row["longitude"]))
        except ValueError as error:
            raise GazetteerError(f"postcodes_de.csv: {row['postcode']} {row['place']}: {error}") from error
        spots[key].append(spot)
        by_code[row["postcode"]].append((key, *spot))
    order = {key: n for n, key in enumerate(spots)}
    places = []
    for (name, district, state), seen in spots.items():
        latitude = sum(s[0] for s in seen) / len(seen)
        longitude = sum(s[1] for s in seen) / len(seen)
        places.append(Place(name, _county(district, name, state), state, round(latitude, 5), round(longitude, 5)))
    codes = {code: [(order[key], lat, lon) for key, lat, lon in entries] for code, entries in by_code.items()}
    return places, codes


def _usable_names(name: str, alternates: list[str], population: int) -> Iterator[str]:
    """The names worth knowing: not airport codes, not Chinese or Hindi names in Latin letters."""
    yield name
    for alternate in alternates:
        plain = re.split(r"[,،(\[/]", alternate)[0].strip()
        key = fold(plain)
        if not key:
            continue
        if script(key) == "latin":
            if population < 200_000 or len(key) < 5 or not plain[0].isupper() or plain.isupper():
                continue
        elif len(key) < 2:
            continue
        yield plain


def _rough_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Flat-earth distance, good enough to find the nearest of many points; offices are measured by `geodesic`."""
    return float(((a[0] - b[0]) ** 2 + ((a[1] - b[1]) * cos(radians(a[0]))) ** 2) ** 0.5 * 111.2)


def _nearest(entries: list[tuple[int, float, float]], where: tuple[float, float]) -> int | None:
    nearest = min(entries, key=lambda e: _rough_km(where, (e[1], e[2])), default=None)
    return None if nearest is None else nearest[0]
