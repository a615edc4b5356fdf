"""What a message tells about the person apart from age, status and place, as far as phrases can tell it.

For whom help is sought, whether a minor is alone, a state facility, life outside Germany, refusing or not knowing an
answer, a letter, an insult, a feeling, a correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.phrases import Found, Reading


@dataclass(frozen=True)
class Fact:
    """One thing told: `name` is the entity, `value` its value, then the place in the message."""

    name: str
    value: str | bool
    start: int
    end: int


# Entity -> topics with the value each stands for; the first topic found wins.
_FACTS: dict[str, tuple[tuple[str, str | bool], ...]] = {
    "in_reception_facility": (("reception_facility", True),),
    "outside_germany": (("outside_germany", True),),
    "refusal": (("refusal", True),),
    "not_knowing": (("not_knowing", True),),
    "letter": (("letter.photo", "photo"), ("letter.urgent", "urgent"), ("letter.any", "any")),
    "abuse": (("abuse", True),),
    "feeling": (("feeling.fear", "fear"), ("feeling.pain", "pain"), ("feeling.sadness", "sadness")),
    "correction": (("change", True),),
}
_NEGATABLE = frozenset({"feeling", "outside_germany", "in_reception_facility"})


def find_facts(reading: Reading) -> tuple[Fact, ...]:
    """What a message tells about the person; at most one fact of each name."""
    return tuple(_facts(reading))


def _facts(reading: Reading) -> Iterator[Fact]:
    yield from _for_whom(reading)
    yield from _unaccompanied(reading)
    for name, topics in _FACTS.items():
        for topic, value in topics:
            hits = [hit for hit in reading.of(topic) if name not in _NEGATABLE or not _denied(reading, hit)]
            if name == "letter" and value == "urgent" and reading.has("no_danger") and not reading.has("letter.any"):
                continue
            if hits:
                yield _fact(name, value, hits[0])
                break


def _denied(reading: Reading, hit: Found) -> bool:
    """Whether a negation stands right before ("keine Angst"); "I do not know, I am afraid" denies nothing."""
    return reading.negated(hit, reach=0)


def _for_whom(reading: Reading) -> Iterator[Fact]:
    child, other, oneself = (reading.of(f"for_whom.{whom}") for whom in ("child", "other", "self"))
    if oneself and not any(hit.touches(mention) for hit in oneself for mention in (*child, *other)):
        last = oneself[-1]
        if not any(mention.first > last.last for mention in (*child, *other)):
            yield _fact("for_whom", "self", last)
            return
    if child and (not other or child[0].first <= other[0].first):
        yield _fact("for_whom", "child", child[0])
    elif other:
        yield _fact("for_whom", "other", other[0])
    elif oneself:
        yield _fact("for_whom", "self", oneself[0])


def _unaccompanied(reading: Reading) -> Iterator[Fact]:
    alone, family = reading.of("unaccompanied"), reading.of("with_family")
    alone_now = [hit for hit in alone if not reading.negated(hit, reach=0) and not _inside(hit, family)]
    if alone_now:
        yield _fact("unaccompanied", True, alone_now[0])
    elif family:
        yield _fact("unaccompanied", False, family[0])


def _inside(hit: Found, longer: tuple[Found, ...]) -> bool:
    return any(other.first <= hit.first and hit.last <= other.last for other in longer)


def _fact(name: str, value: str | bool, hit: Found) -> Fact:
    return Fact(name, value, hit.start, hit.end)
