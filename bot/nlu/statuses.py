"""Which residence status a message tells: the entity `residence_status` of `labels.md`.

The words stand in `status` and `signals` of the phrase files; here stand the paragraphs of the Residence Act and what
wins where several words meet (domain.md section 3, keyword priority).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.nlu.normalise import breaks_between
from bot.nlu.phrases import Found, Reading

# Paragraph -> class (domain.md section 3). None as letter: with any letter that is not named itself.
_PARAGRAPHS: dict[tuple[int, str | None], str] = {
    (9, None): "settlement_permit",
    (18, "c"): "settlement_permit",
    (24, None): "temporary_protection",
    (25, None): "residence_permit",
    (38, "a"): "residence_permit",
    (60, "a"): "tolerated",
    (60, "b"): "tolerated",
    (60, "c"): "tolerated",
    (60, "d"): "tolerated",
    (81, None): "fiction_certificate",
    (104, "c"): "residence_permit",
    **{(number, None): "residence_permit" for number in (*range(16, 22), 22, 23, *range(28, 37))},
}
_PARAGRAPH_WORDS = ("paragra", "параграф", "باراغراف", "پاراگراف", "باراگراف", "پراگراف", "ፓራግራፍ")
_LAW_WORDS = ("aufenthg", "aufenthaltsg")
_SUBSECTION_WORDS = ("abs", "absatz", "paragraph", "abschnitt", "satz")
# § 26 Abs. 3/4: Niederlassungserlaubnis on humanitarian grounds; § 60 Abs. 5/7: ban on deportation.
_SUBSECTIONS = {
    (26, 3): "settlement_permit",
    (26, 4): "settlement_permit",
    (60, 5): "residence_permit",
    (60, 7): "residence_permit",
}

# Where several words remain: what a person has is usually the lower rung, the higher one is what they wish for.
_PRIORITY = (
    "tolerated",
    "fiction_certificate",
    "temporary_protection",
    "asylum_seeker",
    "undocumented",
    "residence_permit",
    "settlement_permit",
    "late_resettler",
    "eu_citizen",
    "german",
    "unknown",
)
_WISHED_FOR = frozenset({"residence_permit", "settlement_permit", "german", "eu_citizen"})


@dataclass(frozen=True)
class Status:
    """The class a message tells (None: a word that tells no class), and where.

    `unclear` is "permit" for a residence permit of unknown kind, "asylum" for the bare word.
    """

    value: str | None
    start: int
    end: int
    unclear: str | None = None


@dataclass(frozen=True)
class _Word:
    value: str
    first: int
    last: int
    start: int
    end: int


def find_status(reading: Reading) -> Status | None:
    """The residence status a message tells, or that it names a word which tells no class, or None."""
    # The same words count in several languages; once is enough.
    said = list({(hit.topic, hit.first, hit.last): hit for hit in reading.of("status")}.values())
    held = [hit for hit in said if not _covered(hit, said) and not _negated(reading, hit)]
    words = [_Word(hit.topic.partition(".")[2], hit.first, hit.last, hit.start, hit.end) for hit in held]
    words = [word for word in words if not _wished(reading, word)]
    paragraphs = _paragraphs(reading)
    # A paragraph says more than the word beside it ("Aufenthaltserlaubnis § 9" is rare; "Aufenthaltserlaubnis § 24" is not).
    if paragraphs:
        words = [word for word in words if word.value not in {"residence_permit", "unknown"}] + paragraphs
    words = _after_change(reading, words)
    words = _own(reading, words)
    values = {word.value for word in words}
    rejected, appeal = _said(reading, "rejected"), _said(reading, "appeal")
    recognised, applied, renewal = (_said(reading, kind) for kind in ("recognised", "applied", "renewal"))
    asylum, permit = _said(reading, "asylum"), _said(reading, "ambiguous_permit")

    def tell(value: str, *signals: tuple[Found, ...]) -> Status:
        for word in words:
            if word.value == value:
                return Status(value, word.start, word.end)
        for signal in signals:
            if signal:
                return Status(value, signal[0].start, signal[0].end)
        return Status(value, words[0].start, words[0].end)

    about_asylum = bool(asylum) or "asylum_seeker" in values
    renewing = bool(renewal) and (bool(applied) or "fiction_certificate" in values) and (bool(values) or bool(permit))
    if renewing and values <= {"residence_permit", "undocumented", "fiction_certificate"}:
        return tell("fiction_certificate", renewal)
    if rejected and appeal and (about_asylum or values <= {"tolerated"}):
        return tell("asylum_seeker", appeal)
    if rejected and about_asylum and not recognised and values <= {"asylum_seeker", "tolerated"}:
        return tell("tolerated", rejected)
    if recognised and about_asylum and values <= {"asylum_seeker", "residence_permit"}:
        return tell("residence_permit", recognised)
    for value in _PRIORITY:
        if value in values and value != "unknown":
            return tell(value)
    if recognised and permit:
        return tell("residence_permit", recognised)
    if permit:
        return Status(None, permit[0].start, permit[0].end, unclear="permit")
    if "unknown" in values:
        return tell("unknown")
    if asylum:
        return Status(None, asylum[0].start, asylum[0].end, unclear="asylum")
    return None


def _said(reading: Reading, signal: str) -> tuple[Found, ...]:
    """The hits of a signal that are neither negated nor part of a longer status word."""
    statuses = reading.of("status")
    return tuple(
        hit
        for hit in reading.of(f"signals.{signal}")
        if not _negated(reading, hit)
        and not (
            signal in {"ambiguous_permit", "asylum"}
            and any(status.first <= hit.first and hit.last <= status.last for status in statuses)
        )
    )


def _covered(hit: Found, others: list[Found]) -> bool:
    """Whether a longer status phrase of another class contains this one: "Duldung abgelaufen" contains "Duldung"."""
    return any(
        other.topic != hit.topic
        and other.first <= hit.first
        and hit.last <= other.last
        and other.last - other.first > hit.last - hit.first
        for other in others
    )


def _negated(reading: Reading, hit: Found) -> bool:
    return reading.negated(hit)


def _wished(reading: Reading, word: _Word) -> bool:
    """Whether the person wants this class instead of having it: "ich möchte die Niederlassungserlaubnis beantragen"."""
    if word.value not in _WISHED_FOR or reading.has("signals.renewal"):
        return False
    return any(
        (hit.first <= word.last and word.first <= hit.last)
        or 0 < hit.first - word.last <= 2
        or (0 < word.first - hit.last <= 3 and not breaks_between(reading.text, hit.end, word.start))
        for hit in reading.of("signals.applied")
        if not any(hit.touches(known) for known in reading.of("signals.recognised"))
    )


def _after_change(reading: Reading, words: list[_Word]) -> list[_Word]:
    """What is said after "now" or "no longer", if anything is: "Duldung hatte ich, jetzt Aufenthaltserlaubnis"."""
    for change in reversed(reading.of("change")):
        later = [word for word in words if word.first > change.first]
        if later and len(later) < len(words):
            return later
    return words


def _own(reading: Reading, words: list[_Word]) -> list[_Word]:
    """Without the words about somebody else ("mein Bruder hat Duldung"), where others remain."""
    mentions = reading.of("for_whom.other", "for_whom.child")
    own = [
        word
        for word in words
        if not any(0 < word.first - hit.last <= 2 or word.first in range(hit.first, hit.last + 1) for hit in mentions)
    ]
    return own or words


def _paragraphs(reading: Reading) -> list[_Word]:
    """Paragraphs of the Residence Act: "§ 24", "25 abs 3", "paragraf 60a", "24 параграф"."""
    words, found = reading.words, []
    for at, word in enumerate(words):
        if not word.text.isdigit() or len(word.text) > 3:
            continue
        before = words[at - 1].text if at else ""
        following = [token.text for token in words[at + 1 : at + 5]]
        letter = ""
        if following and len(following[0]) == 1 and following[0] in "abcdавс":
            glued = words[at + 1].start == word.end
            letter = following[0] if glued or before == "§" else ""
        rest = following[1:] if letter else following
        marked = before == "§" or before.startswith(_PARAGRAPH_WORDS)
        by_subsection = len(rest) > 1 and rest[0] in _SUBSECTION_WORDS and rest[1].isdigit()
        by_law = any(text.startswith(_LAW_WORDS) for text in rest[:3])
        after = bool(rest) and rest[0].startswith(_PARAGRAPH_WORDS)
        if not (marked or by_subsection or by_law or after):
            continue
        number = int(word.text)
        value = _PARAGRAPHS.get((number, letter or None)) or _PARAGRAPHS.get((number, None))
        if by_subsection and not letter:
            value = _SUBSECTIONS.get((number, int(rest[1][:3])), value)
        if value is None or any(text.startswith("bvfg") for text in rest):
            continue
        last = at + len(following) - len(rest)
        hit = _Word(value, at, last, words[at].start, words[last].end)
        if not any(0 < at - negation.last <= 3 for negation in reading.of("negation.before")):
            found.append(hit)
    return found
