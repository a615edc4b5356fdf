"""Where the person lives: the entity `place`, read by the gazetteer of `bot.offices`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.normalise import MAX_LENGTH
from bot.offices.gazetteer import Gazetteer, Mention


@dataclass(frozen=True)
class PlaceFound:
    """A place in a message: its `value` (official name, or postal code), or the values to choose from."""

    value: str | None
    candidates: tuple[str, ...]
    start: int
    end: int


def find_place(text: str, gazetteer: Gazetteer) -> PlaceFound | None:
    """The place a message tells: the postal code before the name, the home before any other; None if it tells none."""
    mentions = gazetteer.find_in(text[:MAX_LENGTH])
    if not mentions:
        return None
    values = _values(mentions)
    first = mentions[0]
    if len(values) == 1:
        return PlaceFound(values[0], (), first.start, first.end)
    return PlaceFound(None, values, first.start, mentions[-1].end)


def _values(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """What the mentions can mean; namesakes ("Halle") and several towns named alike are all candidates."""
    places = [place for mention in mentions for place in mention.places]
    values = list(dict.fromkeys(place.value for place in places))
    if len(values) < len(dict.fromkeys(place.label for place in places)):  # namesakes: told apart by their district
        return tuple(dict.fromkeys(place.label for place in places))
    return tuple(values)
