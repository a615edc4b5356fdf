"""Danger: which numbers come first, which line speaks the language and is open now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.orientation.rows import Fields, RuleDataError, read_yaml

DEFAULT_HELPLINES = Path(__file__).resolve().parents[2] / "data" / "helplines.yml"
MOST_NUMBERS = 3

_GERMANY = ZoneInfo("Europe/Berlin")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GERMAN = "de"


class EmergencyKind(str, Enum):
    """Kinds of danger. ``deportation`` is also a rejection letter or a letter with a deadline: act today."""

    SUICIDE = "suicide"
    VIOLENCE = "violence"
    CHILD = "child"
    MEDICAL = "medical"
    HOMELESS = "homeless"
    DEPORTATION = "deportation"
    TRAFFICKING = "trafficking"
    MINOR_ALONE = "minor_alone"


class Audience(str, Enum):
    """Whom a line is for."""

    ANYONE = "anyone"
    WOMAN = "woman"
    MAN = "man"
    CHILD = "child"
    PARENT = "parent"


@dataclass(frozen=True)
class Hours:
    """When a line answers, German local time; public holidays are not known."""

    always: bool
    weekly: tuple[tuple[int, time, time], ...] = ()  # weekday (Monday 0), from, to (not included)

    def open_at(self, now: datetime) -> bool:
        """Whether somebody answers at this moment; ``now`` must carry its time zone."""
        local = _in_germany(now)
        return self.always or any(
            day == local.weekday() and begin <= local.time() < end for day, begin, end in self.weekly
        )


@dataclass(frozen=True)
class Helpline:
    """One number or page, with what is known of it. ``number`` is as shown, ``dial`` what a phone dials."""

    id: str
    number: str | None
    dial: str | None
    link: str | None
    audience: Audience
    hours: Hours
    languages: frozenset[str]
    at_times: frozenset[str]
    on_days: frozenset[tuple[str, int]]  # language and the weekday (Monday 0) on which it is spoken
    cost: str
    authority: bool
    sources: tuple[str, ...]
    as_of: str
    last_checked: str | None
    show: bool
    note: str | None

    def open_at(self, now: datetime) -> bool:
        """Whether somebody answers at this moment; ``now`` must carry its time zone."""
        return self.hours.open_at(now)

    def speaks(self, language: str, now: datetime) -> bool:
        """Whether the language can be counted on at this moment."""
        return language in self.languages or (language, _in_germany(now).weekday()) in self.on_days

    def may_speak(self, language: str, now: datetime) -> bool:
        """Whether the language is spoken at least sometimes or by arrangement."""
        return self.speaks(language, now) or language in self.at_times


@dataclass(frozen=True)
class Danger:
    """What belongs to one kind of danger; ``german_sentence`` is the key of the sentence to say on the phone."""

    kind: EmergencyKind
    first: tuple[str, ...]
    lines: tuple[str, ...]
    interpreter_lines: tuple[str, ...]
    assume: frozenset[Audience]
    ask_town: bool
    german_sentence: str


class Helplines:
    """All numbers and the dangers they answer, read once from ``data/helplines.yml``."""

    def __init__(self, helplines: Mapping[str, Helpline], dangers: Mapping[EmergencyKind, Danger]) -> None:
        self._helplines = dict(helplines)
        self._dangers = dict(dangers)

    @classmethod
    def load(cls, path: Path = DEFAULT_HELPLINES) -> Helplines:
        """Read and check the file; raises ``RuleDataError`` with file, entry and the next step."""
        file = Fields(read_yaml(path), path.name)
        helplines: dict[str, Helpline] = {}
        for entry in file.entries("helplines"):
            line = _helpline(entry)
            if line.id in helplines:
                raise RuleDataError(f"{entry.where}: id {line.id!r} stands twice; give each line its own id.")
            helplines[line.id] = line
        dangers = {kind: _danger(kind, file.part("dangers").part(kind.value), helplines) for kind in EmergencyKind}
        return cls(helplines, dangers)

    def __iter__(self) -> Iterator[Helpline]:
        return iter(self._helplines.values())

    def helpline(self, helpline_id: str) -> Helpline:
        """The line of this id, whether it may be shown or not; ``KeyError`` where there is none."""
        return self._helplines[helpline_id]

    def danger(self, kind: EmergencyKind) -> Danger:
        """What belongs to this kind of danger."""
        return self._dangers[kind]

    def may_ask_town(self, kind: EmergencyKind) -> bool:
        """Whether, after the numbers, one optional question for the town may follow."""
        return self._dangers[kind].ask_town

    def german_sentence_key(self, kind: EmergencyKind) -> str:
        """Key of the German sentence to say on the phone."""
        return self._dangers[kind].german_sentence

    def helplines_for(
        self, kind: EmergencyKind, language: str, now: datetime, audience_hint: Audience | str | None = None
    ) -> tuple[Helpline, ...]:
        """At most three, in the order to show: 110/112 where life is at risk, then the line that speaks the language.

        A line counts only while it is open. Where none can be counted on to speak the language, one that speaks it
        at times comes first and a German-speaking one after it. ``language`` is an ISO 639-1 code (or ``kmr``), a
        region behind it is ignored. Nothing marked ``show: false`` is ever returned.
        """
        danger = self._dangers[kind]
        spoken = language.replace("_", "-").split("-")[0].lower()
        hint = Audience(audience_hint) if audience_hint is not None else None
        chosen = self._shown(danger.first)

        def usable(ids: Iterable[str]) -> list[Helpline]:
            return [line for line in self._shown(ids) if line.open_at(now) and _fits(line, hint, danger.assume)]

        lines = usable(danger.lines)
        if hint is not None:
            # A line made for this person goes before one for everybody.
            lines.sort(key=lambda line: line.audience is not hint)
        speaking = [line for line in lines if line.speaks(spoken, now)]
        at_times = [line for line in lines if line.may_speak(spoken, now)]
        by_interpreter = [line for line in usable(danger.interpreter_lines) if line.speaks(spoken, now)]
        german = [line for line in lines if line.speaks(_GERMAN, now)]
        best = (speaking or at_times or by_interpreter)[:1]
        if not speaking:
            best += [line for line in german if line not in best][:1]
        return tuple(dict.fromkeys(chosen + best))[:MOST_NUMBERS]

    def _shown(self, ids: Iterable[str]) -> list[Helpline]:
        return [self._helplines[line] for line in ids if self._helplines[line].show]


def _fits(line: Helpline, hint: Audience | None, assume: frozenset[Audience]) -> bool:
    if line.audience is Audience.ANYONE:
        return True
    return line.audience is hint if hint is not None and hint is not Audience.ANYONE else line.audience in assume


def _in_germany(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("The time has no time zone, so opening hours cannot be known; pass an aware datetime.")
    return now.astimezone(_GERMANY)


def _helpline(entry: Fields) -> Helpline:
    number, link = entry.optional_text("number"), entry.optional_text("link")
    if number is None and link is None:
        raise RuleDataError(f"{entry.where}: neither number nor link; add the one people shall use.")
    if (number is None) != (entry.optional_text("dial") is None):
        raise RuleDataError(f"{entry.where}: number and dial belong together; add the missing one.")
    on_days = entry.mapping("on_days")
    line = Helpline(
        id=entry.text("id"),
        number=number,
        dial=entry.optional_text("dial"),
        link=link,
        audience=entry.one("audience", Audience),
        hours=_hours(entry.part("hours")),
        languages=frozenset(entry.texts("languages")),
        at_times=frozenset(entry.texts("at_times")),
        on_days=frozenset(
            (language, _weekday(day, entry.where)) for language, days in on_days.items() for day in days or ()
        ),
        cost=entry.text("cost"),
        authority=entry.flag("authority"),
        sources=entry.texts("source"),
        as_of=entry.text("as_of"),
        last_checked=entry.optional_text("last_checked"),
        show=entry.flag("show"),
        note=entry.optional_text("note"),
    )
    if not line.sources:
        raise RuleDataError(f"{entry.where}: no source; write out where the number was read.")
    entry.nothing_else()
    return line


def _hours(entry: Fields) -> Hours:
    always = entry.flag("always")
    weekly: list[tuple[int, time, time]] = []
    for span in entry.entries("weekly"):
        begin, end = _clock(span, "from"), _clock(span, "to")
        if begin >= end:
            raise RuleDataError(f"{span.where}: ends at {end:%H:%M}, before it begins; split it at midnight.")
        weekly += [(_weekday(day, span.where), begin, end) for day in span.texts("days")]
        span.nothing_else()
    if always == bool(weekly):
        raise RuleDataError(f"{entry.where}: give either always: true or weekly, and not both.")
    entry.nothing_else()
    return Hours(always, tuple(weekly))


def _clock(entry: Fields, name: str) -> time:
    text = entry.text(name)
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise RuleDataError(f'{entry.where}: {name} is {text!r}, not a time; write it like "08:00".') from None


def _weekday(day: object, where: str) -> int:
    if day not in _WEEKDAYS:
        raise RuleDataError(f"{where}: {day!r} is no weekday; use one of {', '.join(_WEEKDAYS)}.")
    return _WEEKDAYS.index(str(day))


def _danger(kind: EmergencyKind, entry: Fields, known: Mapping[str, Helpline]) -> Danger:
    danger = Danger(
        kind=kind,
        first=entry.texts("first"),
        lines=entry.texts("lines"),
        interpreter_lines=entry.texts("interpreter_lines"),
        assume=frozenset(entry.several("assume", Audience)),
        ask_town=entry.flag("ask_town"),
        german_sentence=entry.text("german_sentence"),
    )
    for line in danger.first + danger.lines + danger.interpreter_lines:
        if line not in known:
            raise RuleDataError(f"{entry.where}: there is no helpline {line!r}; add it above or correct the name.")
    entry.nothing_else()
    return danger
