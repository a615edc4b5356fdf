"""Ages become bands, slots become a person."""

import pytest

from bot.orientation import AgeGroup, ForWhom, Need, Person, ResidenceStatus, age_group_of


@pytest.mark.parametrize(
    ("age", "group"),
    [
        (-1, None),
        (0, "under_12"),
        (11, "under_12"),
        (12, "12_17"),
        (17, "12_17"),
        (18, "18_26"),
        (26, "18_26"),
        (27, "27"),
        (28, "28_plus"),
        (110, "28_plus"),
        (111, None),
    ],
)
def test_an_age_falls_into_its_band_and_an_implausible_one_into_none(age: int, group: str | None) -> None:
    assert age_group_of(age) == (AgeGroup(group) if group else None)


def test_slots_of_the_conversation_become_a_person() -> None:
    person = Person.from_slots(
        {
            "for_whom": "child",
            "age_group": "12_17",
            "residence_status": "tolerated",
            "needs": ["school", "housing", "school"],
            "unaccompanied": False,
            "place": "Hamm",
            "language": "ar",
            "requested_slot": None,
        }
    )
    assert person == Person(
        for_whom=ForWhom.CHILD,
        age_group=AgeGroup.FROM_12_TO_17,
        residence_status=ResidenceStatus.TOLERATED,
        needs=(Need.SCHOOL, Need.HOUSING),
        unaccompanied=False,
        place="Hamm",
    )


def test_empty_slots_are_a_person_of_whom_nothing_is_known() -> None:
    assert Person.from_slots({"age_group": None, "needs": None, "for_whom": None}) == Person()


@pytest.mark.parametrize(
    "slots",
    [{"residence_status": "secret paper"}, {"needs": ["secret"]}, {"needs": "secret"}, {"unaccompanied": "secret"}],
)
def test_a_wrong_slot_is_named_but_its_value_is_not(slots: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(slots))) as failure:
        Person.from_slots(slots)
    assert "secret" not in str(failure.value)
