"""As few questions as possible, in the order needs, age, place, status; skipping one changes no first service."""

from dataclasses import replace
from itertools import combinations, product
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from bot.orientation import (
    MAIN_QUESTIONS,
    AgeGroup,
    EligibilityTable,
    ForWhom,
    Need,
    Person,
    ResidenceStatus,
    next_question,
)

A = AgeGroup
S = ResidenceStatus
N = Need
KNOWN = tuple(status for status in S if status not in (S.UNKNOWN, S.REFUSED))


def asked(person: Person, table: EligibilityTable, *, centre: bool = True, **answers: Any) -> list[str]:
    """Put all questions to somebody who gives the ``answers`` and refuses the others."""
    answered: set[str] = set()
    questions: list[str] = []
    while (question := next_question(person, frozenset(answered), table, centre_in_reach=centre)) is not None:
        assert question not in answered, f"{question} asked twice"
        questions.append(question)
        answered.add(question)
        if question in answers:
            person = replace(person, **{question: answers[question]})
    return questions


def test_who_says_only_hello_is_asked_the_four_questions_in_order(table: EligibilityTable) -> None:
    assert asked(Person(), table) == ["needs", "age_group", "place", "residence_status"]
    answers: dict[str, Any] = {
        "needs": (N.HOUSING,),
        "age_group": A.FROM_28,
        "place": "Hamm",
        "residence_status": S.TOLERATED,
    }
    assert asked(Person(), table, **answers) == list(MAIN_QUESTIONS)


@pytest.mark.parametrize(
    ("what", "person", "questions"),
    [
        (
            "all said",
            Person(age_group=A.FROM_18_TO_26, residence_status=S.TOLERATED, needs=(N.TRAINING_WORK,), place="Hamm"),
            [],
        ),
        ("only discrimination", Person(needs=(N.DISCRIMINATION,)), ["place"]),
        ("meeting people", Person(needs=(N.COMMUNITY_LEISURE,)), ["place"]),
        ("parenting", Person(needs=(N.FAMILY_PARENTING, N.COMMUNITY_LEISURE)), ["place"]),
        (
            "discrimination and housing",
            Person(needs=(N.DISCRIMINATION, N.HOUSING)),
            ["age_group", "place", "residence_status"],
        ),
        ("no papers: one service at every age", Person(needs=(N.HOUSING,), residence_status=S.UNDOCUMENTED), ["place"]),
        (
            "Duldung and work: the age decides",
            Person(needs=(N.TRAINING_WORK,), residence_status=S.TOLERATED),
            ["age_group", "place"],
        ),
        ("in a state facility", Person(needs=(N.HOUSING,), in_reception_facility=True), []),
        ("under 18 and alone", Person(age_group=A.FROM_12_TO_17, unaccompanied=True), ["place"]),
        ("which Münster", Person(needs=(N.DISCRIMINATION,), place_ambiguous=True), ["place_which"]),
    ],
)
def test_nothing_is_asked_that_cannot_change_the_first_service(
    table: EligibilityTable, what: str, person: Person, questions: list[str]
) -> None:
    assert asked(person, table) == questions, what


def test_without_a_centre_in_reach_age_and_status_count_again(table: EligibilityTable) -> None:
    person = Person(needs=(N.COMMUNITY_LEISURE,), place="Arnsberg")
    assert asked(person, table, centre=False) == ["age_group", "residence_status"]


@pytest.mark.parametrize(
    ("age", "needs", "status_asked"),
    [
        (A.FROM_28, (N.HOUSING,), True),  # MBE or refugee counselling
        (A.FROM_18_TO_26, (N.HOUSING,), True),
        (A.FROM_18_TO_26, (N.TRAINING_WORK,), False),  # JMD first with every paper that the word may mean
        (A.FROM_28, (N.TRAINING_WORK,), True),
        (A.FROM_28, (N.DISCRIMINATION,), False),
    ],
)
def test_an_unclear_permit_is_asked_for_only_where_the_open_classes_differ(
    table: EligibilityTable, age: A, needs: tuple[N, ...], status_asked: bool
) -> None:
    person = Person(age_group=age, needs=needs, place="Hamm", permit_unclear=True)
    assert (next_question(person, frozenset(), table) == "residence_status") is status_asked


@pytest.mark.parametrize("status", [*S, None])
@pytest.mark.parametrize("age", [A.FROM_12_TO_17, A.FROM_18_TO_26, A.UNDER_12])
def test_with_your_family_is_asked_once_of_the_young_without_a_settled_stay(
    table: EligibilityTable, status: S | None, age: A
) -> None:
    questions = asked(Person(age_group=age, needs=(N.SCHOOL,), place="Hamm"), table, residence_status=status)
    settled = status in (
        S.GERMAN,
        S.EU_CITIZEN,
        S.RESIDENCE_PERMIT,
        S.SETTLEMENT_PERMIT,
        S.TEMPORARY_PROTECTION,
        S.LATE_RESETTLER,
    )
    assert questions.count("unaccompanied") == (0 if settled or age is A.FROM_18_TO_26 else 1)


def test_a_parent_is_not_asked_whether_the_child_is_alone(table: EligibilityTable) -> None:
    person = Person(ForWhom.CHILD, age_group=A.FROM_12_TO_17, needs=(N.SCHOOL,), place="Hamm")
    assert asked(person, table, residence_status=S.TOLERATED) == ["residence_status"]


def test_for_a_child_under_12_the_age_of_the_parent_is_asked_once(table: EligibilityTable) -> None:
    child = Person(ForWhom.CHILD, age_group=A.UNDER_12, needs=(N.HOUSING,))
    assert asked(child, table) == ["adult_age_group", "place", "residence_status"]
    # Without papers the parent's age changes nothing.
    assert asked(replace(child, residence_status=S.UNDOCUMENTED), table) == ["place"]


@pytest.mark.parametrize(
    ("person", "contradiction"),
    [
        (Person(age_group=A.FROM_28, contradictory=True), True),  # R5: "I am 40, my son is 15"
        (Person(ForWhom.CHILD, age_group=A.FROM_28), True),
        (Person(ForWhom.CHILD, age_group=A.FROM_12_TO_17), False),
        (Person(age_group=A.FROM_28), False),
    ],
)
def test_a_contradiction_asks_once_who_needs_the_advice(
    table: EligibilityTable, person: Person, contradiction: bool
) -> None:
    """Rule R5."""
    assert table.row("R5").id == "R5"
    questions = asked(person, table)
    assert (questions[0] == "for_whom") is contradiction
    assert questions.count("for_whom") == int(contradiction)


def test_a_grown_child_whose_age_was_asked_is_no_contradiction(table: EligibilityTable) -> None:
    person = Person(ForWhom.CHILD, age_group=A.FROM_28)
    assert next_question(person, frozenset({"age_group"}), table) == "needs"


def test_a_skipped_question_could_not_have_changed_the_first_service(table: EligibilityTable) -> None:
    """For every age, status and one or two needs: asked in order, what is skipped is tried with every value."""
    needs = [(need,) for need in N] + list(combinations(N, 2))
    for said, permit_unclear in product(needs, (False, True)):
        start = Person(needs=said, permit_unclear=permit_unclear, place="Hamm")
        if next_question(start, frozenset(), table) != "age_group":
            firsts = {
                table.evaluate(replace(start, age_group=age, residence_status=status)).primary
                for age, status in product((*A, None), (*table.permit_statuses, None) if permit_unclear else (*S, None))
            }
            assert len(firsts) == 1, said
        for age in A:
            person = replace(start, age_group=age, adult_age_group=A.FROM_28)
            if next_question(person, frozenset(), table) != "residence_status":
                statuses = table.permit_statuses if permit_unclear else KNOWN
                firsts = {table.evaluate(replace(person, residence_status=s)).primary for s in (*statuses, None)}
                assert len(firsts) == 1, (said, age)


def test_never_more_than_four_main_questions_and_each_question_once(table: EligibilityTable) -> None:
    for age, status, need, alone, unclear in product((*A, None), (*S, None), N, (True, None), (True, False)):
        person = Person(
            age_group=age, residence_status=status, needs=(need,), unaccompanied=alone, permit_unclear=unclear
        )
        questions = asked(person, table)
        assert len(questions) == len(set(questions))
        assert sum(question in MAIN_QUESTIONS for question in questions) <= 4


def test_the_next_question_is_found_at_once(table: EligibilityTable) -> None:
    """Well under 2 ms, for the person whose needs make all values be tried."""
    times = []
    for _ in range(20):
        begin = perf_counter()
        next_question(Person(needs=(N.DISCRIMINATION,)), frozenset({"place"}), table)
        times.append(perf_counter() - begin)
    assert median(times) < 0.002
