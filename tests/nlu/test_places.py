"""The place of a message: official name, or postal code where one is given."""

from __future__ import annotations

import pytest

from bot.nlu.places import find_place
from bot.offices.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("ich wohne in Hamm", "Hamm"),
        ("arnsberg", "Arnsberg"),
        ("44137", "44137"),
        ("ich wohne in Dortmund, 44137", "44137"),
        ("wohne in der Nordstadt", "Dortmund"),
        ("wanne eickel", "Herne"),
        ("wattenscheid", "Bochum"),
        ("ich wohn in ahlen und arbeit in münster", "Ahlen"),
        ("je suis à Hamm, 19 ans", "Hamm"),
        ("انا ساكن في دورتموند", "Dortmund"),
    ],
)
def test_a_place_is_found(message: str, value: str, gazetteer: Gazetteer) -> None:
    found = find_place(message, gazetteer)
    assert found is not None
    assert (found.value, found.candidates) == (value, ())
    assert 0 <= found.start < found.end <= len(message)


def test_two_towns_named_alike_are_candidates(gazetteer: Gazetteer) -> None:
    found = find_place("bochum oder herne", gazetteer)
    assert found is not None
    assert found.value is None
    assert found.candidates == ("Bochum", "Herne")


@pytest.mark.parametrize("message", ["27", "ich habe duldung", "hallo", "ich komme aus syrien", "😀", ""])
def test_no_place_is_made_up(message: str, gazetteer: Gazetteer) -> None:
    assert find_place(message, gazetteer) is None
