"""The decision table: every combination has an answer, every rule an example, every sourced rule its source."""

from itertools import combinations, product

import pytest

from bot.orientation import (
    AgeGroup,
    EligibilityTable,
    EmergencyKind,
    ForWhom,
    Need,
    Origin,
    Person,
    ResidenceStatus,
    Service,
)

A = AgeGroup
S = ResidenceStatus
N = Need

SHORT = {
    "J": Service.JMD,
    "M": Service.MBE,
    "S": Service.REFUGEE_COUNSELLING,
    "A": Service.ANTI_DISCRIMINATION,
    "I": Service.INTEGRATION_AGENCY,
    "K": Service.INTERCULTURAL_CENTRE,
}
AGES = (A.FROM_12_TO_17, A.FROM_18_TO_26, A.AGE_27, A.FROM_28, A.UNKNOWN, A.REFUSED)
SETTLED = (S.EU_CITIZEN, S.RESIDENCE_PERMIT, S.SETTLEMENT_PERMIT, S.TEMPORARY_PROTECTION, S.LATE_RESETTLER)
UNSECURED = (S.ASYLUM_SEEKER, S.TOLERATED)
OPEN = (S.UNKNOWN, S.REFUSED)

# Read against the matrix, one line a status, in the order of AGES; J JMD, M MBE, S refugee counselling,
# K intercultural centre, A anti-discrimination, I integration agency.
MATRIX = {
    (S.GERMAN,): "JK JK MJK MK MJK MJK",
    SETTLED: "JK JM MJ MK MJK MJK",
    UNSECURED: "SJ SJ SMJ SM SMJ SMJ",
    (S.UNDOCUMENTED,): "S S S S S S",
    (S.FICTION_CERTIFICATE,): "JS JSM MSJ MS MJS MJS",
    OPEN: "JS JS MSJ MS MJS MJS",
}
CELLS = [
    (status, age, letters)
    for statuses, line in MATRIX.items()
    for status in statuses
    for age, letters in zip(AGES, line.split(), strict=True)
]
NEEDS = [(), *((need,) for need in N), *combinations(N, 2)]


def services(letters: str) -> tuple[Service, ...]:
    return tuple(SHORT[letter] for letter in letters)


@pytest.mark.parametrize(("status", "age", "letters"), CELLS)
def test_without_a_need_the_matrix_answers(table: EligibilityTable, status: S, age: A, letters: str) -> None:
    answer = table.evaluate(Person(age_group=age, residence_status=status))
    assert answer.services == services(letters)
    assert answer.primary is answer.services[0]
    if age in (A.UNKNOWN, A.REFUSED):
        assert answer.rule == ("R6" if status in OPEN else f"R3.{status.value}.age_open")
    else:
        assert answer.rule == f"R3.{status.value}.{age.value}"


# Family route: the parent's row; the row's own second service before the parent's.
FAMILY = [
    (S.GERMAN, A.FROM_18_TO_26, "JK"),
    (S.GERMAN, A.FROM_28, "MK"),
    (S.RESIDENCE_PERMIT, A.FROM_18_TO_26, "JKM"),
    (S.RESIDENCE_PERMIT, A.AGE_27, "MKJ"),
    (S.RESIDENCE_PERMIT, None, "MK"),
    (S.RESIDENCE_PERMIT, A.REFUSED, "MK"),
    (S.TOLERATED, A.FROM_18_TO_26, "SJ"),
    (S.TOLERATED, A.FROM_28, "SM"),
    (S.UNDOCUMENTED, A.FROM_18_TO_26, "S"),
    (S.FICTION_CERTIFICATE, A.FROM_28, "MKS"),
    (S.REFUSED, A.FROM_18_TO_26, "JS"),
    (S.UNKNOWN, None, "MS"),
]


@pytest.mark.parametrize(("status", "parent", "letters"), FAMILY)
def test_a_child_under_12_goes_the_way_of_the_parent(
    table: EligibilityTable, status: S, parent: A | None, letters: str
) -> None:
    person = Person(ForWhom.CHILD, age_group=A.UNDER_12, adult_age_group=parent, residence_status=status)
    answer = table.evaluate(person)
    assert answer.services == services(letters)
    assert answer.rule == f"R3.{status.value}.under_12"
    assert answer.reasons[0] == "family_route"


def test_every_combination_has_an_answer_of_one_to_three_services(table: EligibilityTable) -> None:
    for age, status, needs, centre in product((*A, None), (*S, None), NEEDS, (True, False)):
        person = Person(age_group=age, residence_status=status, needs=needs)
        answer = table.evaluate(person, centre_in_reach=centre)
        told = f"{age} {status} {needs} {answer}"
        assert 1 <= len(answer.services) <= 3, told
        assert len(set(answer.services)) == len(answer.services), told
        assert answer.primary is answer.services[0], told
        assert answer.reasons and set(answer.reasons) <= table.reason_keys, told
        assert set(answer.contacts) <= table.contact_keys | set(Service), told
        assert table.row(answer.rule).sources, told


def test_what_must_hold_for_all_combinations(table: EligibilityTable) -> None:
    """Who is sent where, in the words of the services: sections 1.3 to 1.5 of the subject facts."""
    for age, status, needs, centre in product(A, S, NEEDS, (True, False)):
        answer = table.evaluate(Person(age_group=age, residence_status=status, needs=needs), centre_in_reach=centre)
        told = f"{age} {status} {needs} {answer}"
        if status in (S.GERMAN, S.EU_CITIZEN):
            assert Service.REFUGEE_COUNSELLING not in answer.services, told
        if status is S.UNDOCUMENTED:
            assert not {Service.JMD, Service.MBE} & set(answer.services), told
            assert "human" in answer.contacts, told
        if age is A.FROM_28:
            assert Service.JMD not in answer.services, told
        if needs == (N.DISCRIMINATION,):
            assert answer.services[:2] == services("AI") and answer.rule == "R4.discrimination_only", told
        elif N.DISCRIMINATION in needs:
            assert Service.ANTI_DISCRIMINATION in answer.services[1:], told
        if needs and set(needs) <= {N.COMMUNITY_LEISURE, N.FAMILY_PARENTING}:
            assert (answer.primary is Service.INTERCULTURAL_CENTRE) == centre, told


@pytest.mark.parametrize("status", [*SETTLED, S.GERMAN, S.FICTION_CERTIFICATE, *OPEN])
def test_at_27_the_adult_service_is_first_the_youth_service_named_and_the_person_hears_why(
    table: EligibilityTable, status: S
) -> None:
    """Law ends JMD with the 27th birthday (sgb8), the client's ranges overlap; the order is a judgement."""
    for needs in NEEDS:
        if (needs and set(needs) <= {N.COMMUNITY_LEISURE, N.FAMILY_PARENTING}) or needs == (N.DISCRIMINATION,):
            continue
        answer = table.evaluate(Person(age_group=A.AGE_27, residence_status=status, needs=needs))
        assert answer.primary is Service.MBE, needs
        assert Service.JMD in answer.services, needs
        assert answer.reasons[0] == "age_27_border", needs


def test_with_age_open_both_ages_are_named(table: EligibilityTable) -> None:
    answer = table.evaluate(Person(residence_status=S.RESIDENCE_PERMIT, age_group=A.REFUSED))
    assert answer.services[:2] == services("MJ")
    assert answer.reasons == ("age_decides",)


def test_who_refuses_everything_gets_three_cards_and_a_human(table: EligibilityTable) -> None:
    answer = table.evaluate(Person(age_group=A.REFUSED, residence_status=S.REFUSED))
    assert answer == table.evaluate(Person())
    assert (set(answer.services), answer.rule, answer.contacts) == (set(services("JMS")), "R6", ("human",))


def person(age: A | None, status: S | None, *needs: N, **facts: object) -> Person:
    return Person(age_group=age, residence_status=status, needs=needs, **facts)  # type: ignore[arg-type]


YOUNG = (A.FROM_18_TO_26, S.TOLERATED)
PERMIT_19 = (A.FROM_18_TO_26, S.RESIDENCE_PERMIT)
PERMIT_40 = (A.FROM_28, S.RESIDENCE_PERMIT)

# Each rule that is no cell of the matrix: example, services, rule of the answer, a reason or contact it must bring.
EXAMPLES = [
    ("R1", person(A.FROM_12_TO_17, S.ASYLUM_SEEKER, N.SCHOOL, unaccompanied=True), "SJ", "R1", "youth_office"),
    ("R1", person(A.FROM_12_TO_17, None, N.DISCRIMINATION, unaccompanied=True), "SJ", "R1", "alone_minor"),
    ("R1.under_12", person(A.UNDER_12, None, unaccompanied=True), "S", "R1.under_12", "youth_office"),
    ("R2", person(A.FROM_18_TO_26, None, in_reception_facility=True), "SJ", "R2", "facility_first"),
    ("R2", person(A.FROM_28, S.ASYLUM_SEEKER, N.DISCRIMINATION, in_reception_facility=True), "SM", "R2",
     "facility_counselling"),
    ("R4.jmd_first", person(*YOUNG, N.TRAINING_WORK), "JS", "R4.jmd_first", "school_work_first"),
    ("R4.jmd_first", person(*YOUNG, N.TRAINING_WORK, N.RESIDENCE_ASYLUM), "SJ", "R3.tolerated.18_26",
     "residence_question"),
    ("R4.residence_first", person(*YOUNG, N.FAMILY_REUNIFICATION), "SJ", "R3.tolerated.18_26", "residence_question"),
    ("R4.residence_letter_first", person(*YOUNG, N.SCHOOL, residence_letter=True), "SJ", "R3.tolerated.18_26",
     "residence_question"),
    ("R4.leisure_first", person(*PERMIT_40, N.COMMUNITY_LEISURE), "KM", "R4.leisure_first", "meeting_people"),
    ("R4.leisure_first", person(*YOUNG, N.COMMUNITY_LEISURE), "KJS", "R4.leisure_first", "meeting_people"),
    ("R4.leisure_first", person(*PERMIT_40, N.COMMUNITY_LEISURE, N.FAMILY_PARENTING), "KM", "R4.leisure_first",
     "meeting_people"),
    ("R4.discrimination_only", person(*PERMIT_40, N.DISCRIMINATION), "AIM", "R4.discrimination_only",
     "discrimination_only"),
    ("R4.discrimination_card", person(*PERMIT_40, N.DISCRIMINATION, N.HOUSING), "MAK",
     "R3.residence_permit.28_plus", "discrimination_too"),
    ("R4.discrimination_card", person(*YOUNG, N.DISCRIMINATION, N.HOUSING), "SJA", "R3.tolerated.18_26",
     "two_services_fit"),
    ("R4.discrimination_card", person(None, None, N.DISCRIMINATION, N.HOUSING), "MJA", "R6", "refugee_counselling"),
    ("R4.leisure_card", person(*PERMIT_19, N.HOUSING, N.FAMILY_PARENTING), "JKM", "R3.residence_permit.18_26",
     "meeting_people_too"),
    ("R4.adult_problems", person(A.FROM_18_TO_26, S.GERMAN, N.HOUSING), "JMK", "R3.german.18_26", "adult_problems"),
    ("R4.adult_problems", person(*YOUNG, N.HOUSING), "SJM", "R3.tolerated.18_26", "adult_problems"),
    ("R4.young_parent", person(*PERMIT_19, N.SCHOOL, has_children=True), "JM", "R3.residence_permit.18_26",
     "young_parent"),
    ("R4.open_proceedings", person(*PERMIT_40, N.RESIDENCE_ASYLUM), "MSK", "R3.residence_permit.28_plus",
     "open_proceedings"),
    ("R4.recognised_refugee", person(*PERMIT_40, N.FAMILY_REUNIFICATION, refugee_background=True), "MSK",
     "R3.residence_permit.28_plus", "open_proceedings"),
    ("R4.recognised_refugee_letter",
     person(*PERMIT_40, N.LETTERS_AUTHORITIES, residence_letter=True, refugee_background=True), "MSK",
     "R3.residence_permit.28_plus", "open_proceedings"),
    ("R4.return", person(A.FROM_28, S.TOLERATED, N.RETURN), "SM", "R3.tolerated.28_plus", "return_counselling"),
    ("R4.health_psychosocial", person(A.FROM_28, S.TOLERATED, N.HEALTH_PSYCHOSOCIAL), "SM", "R3.tolerated.28_plus",
     "psychosocial_centre"),
    ("R4.health_refugee_background", person(*PERMIT_40, N.HEALTH_PSYCHOSOCIAL, refugee_background=True), "MK",
     "R3.residence_permit.28_plus", "psychosocial_centre"),
    ("R4.health_undocumented", person(A.FROM_28, S.UNDOCUMENTED, N.HEALTH_PSYCHOSOCIAL), "S",
     "R3.undocumented.28_plus", "health_clearing"),
    ("R4.health_uninsured", person(A.FROM_28, S.EU_CITIZEN, N.HEALTH_PSYCHOSOCIAL, uninsured=True), "MK",
     "R3.eu_citizen.28_plus", "health_clearing"),
    ("R4.violence_protection", person(*PERMIT_40, N.VIOLENCE_PROTECTION), "MK", "R3.residence_permit.28_plus",
     "womens_line"),
    ("R4.work_eu", person(A.FROM_28, S.EU_CITIZEN, N.TRAINING_WORK), "MK", "R3.eu_citizen.28_plus", "fair_mobility"),
    ("R4.work_non_eu", person(*PERMIT_40, N.TRAINING_WORK), "MK", "R3.residence_permit.28_plus", "fair_integration"),
    ("R4.recognition", person(*PERMIT_40, N.RECOGNITION), "MK", "R3.residence_permit.28_plus",
     "recognition_counselling"),
    ("R4.child_alone", person(A.UNDER_12, S.RESIDENCE_PERMIT), "MK", "R3.residence_permit.under_12", "child_line"),
    ("R4.several_needs", person(*PERMIT_40, N.HOUSING, N.TRAINING_WORK), "MK", "R3.residence_permit.28_plus",
     "several_needs_one_place"),
]  # fmt: skip


@pytest.mark.parametrize(("named", "who", "letters", "rule", "brings"), EXAMPLES)
def test_each_rule_is_reached_by_an_example(
    table: EligibilityTable, named: str, who: Person, letters: str, rule: str, brings: str
) -> None:
    answer = table.evaluate(who)
    assert answer.services == services(letters)
    assert answer.rule == rule
    assert brings in answer.reasons + answer.contacts
    assert table.row(named)


URGENT = [
    (EmergencyKind.SUICIDE, "R0", "", "human"),
    (EmergencyKind.VIOLENCE, "R0", "", "human"),
    (EmergencyKind.CHILD, "R0", "", "human"),
    (EmergencyKind.MEDICAL, "R0", "", "human"),
    (EmergencyKind.TRAFFICKING, "R0", "", "human"),
    (EmergencyKind.HOMELESS, "R0b", "", "town_shelter_office"),
    (EmergencyKind.DEPORTATION, "R0c", "S", "lawyer"),
    (EmergencyKind.MINOR_ALONE, "R1", "SJ", "youth_office"),
]


@pytest.mark.parametrize(("kind", "rule", "letters", "contact"), URGENT)
def test_each_danger_has_its_row_without_a_question(
    table: EligibilityTable, kind: EmergencyKind, rule: str, letters: str, contact: str
) -> None:
    answer = table.for_emergency(kind)
    assert (answer.rule, answer.services) == (rule, services(letters))
    assert contact in answer.contacts and "human" in answer.contacts


def test_no_rule_is_without_an_example(table: EligibilityTable) -> None:
    matrix = {f"R3.{status.value}.{age.value}" for status, age, _ in CELLS if age not in (A.UNKNOWN, A.REFUSED)}
    matrix |= {f"R3.{status.value}.age_open" for status, _, _ in CELLS if status not in OPEN} | {"R6"}
    matrix |= {f"R3.{status.value}.under_12" for status in S}
    # R5 is a question; tests/orientation/test_questions.py reaches it.
    shown = matrix | {named for named, *_ in EXAMPLES} | {rule for _, rule, _, _ in URGENT} | {"R5"}
    assert {row.id for row in table} == shown


@pytest.mark.parametrize("status", S)
def test_the_row_of_every_child_under_12_is_reached(table: EligibilityTable, status: S) -> None:
    assert table.evaluate(person(A.UNDER_12, status)).rule == f"R3.{status.value}.under_12"


CLIENT = "client_text"
JMD_RULES = ("jugendsozialarbeit.news/oeffnung_der_jmd_fuer_fleuchtlinge", "diakonie.de/informieren/infothek/2023")
REGIONAL = "recht.nrw.de/mbnrw/2025-199"
NAMED_SOURCES: dict[str, tuple[str, ...]] = {
    **{f"R3.{s.value}.under_12": (CLIENT,) for s in S},
    **{f"R3.{s.value}.{a}": (CLIENT, *JMD_RULES) for s in (S.GERMAN, *SETTLED) for a in ("12_17", "18_26")},
    **{f"R3.{s.value}.27": (CLIENT, "gesetze-im-internet.de/sgb_8", JMD_RULES[1]) for s in (S.GERMAN, *SETTLED)},
    **{
        f"R3.{s.value}.28_plus": (CLIENT, JMD_RULES[1], "verwaltungsvorschriften-im-internet.de")
        for s in (S.GERMAN, *SETTLED)
    },
    **{f"R3.{s.value}.age_open": (CLIENT, JMD_RULES[1]) for s in (S.GERMAN, *SETTLED)},
    **{f"R3.{s.value}.{a}": (CLIENT, JMD_RULES[0], REGIONAL) for s in UNSECURED for a in ("12_17", "18_26")},
    **{f"R3.{s.value}.{a}": (CLIENT, REGIONAL, "drk-nordrhein.de") for s in UNSECURED for a in ("27", "28_plus")},
    **{f"R3.{s.value}.age_open": (CLIENT, REGIONAL) for s in UNSECURED},
    **{
        f"R3.undocumented.{a}": (CLIENT, JMD_RULES[0], "caritas-nrw.de/rechtinformationsdienst")
        for a in ("12_17", "18_26", "27", "28_plus", "age_open")
    },
    **{
        f"R3.fiction_certificate.{a}": ("gesetze-im-internet.de/aufenthg_2004",)
        for a in ("12_17", "18_26", "27", "28_plus", "age_open")
    },
    "R0b": ("bestwig.de", "kalkar.de"),
    "R0c": ("wuerzburger-fluechtlingsrat.de", "sozialrecht-lotse.de"),
    "R1": ("fragdenstaat.de", "diakonie-rwl.de", "vd_id=22226"),
    "R1.under_12": ("fragdenstaat.de", "diakonie-rwl.de"),
    "R2": ("vd_id=22226",),
    "R4.leisure_first": (CLIENT,),
    "R4.leisure_card": (CLIENT,),
    "R4.discrimination_only": (CLIENT, "mkffi.nrw/servicestellen-fuer-antidiskriminierungsarbeit"),
    "R4.discrimination_card": (CLIENT,),
    "R4.adult_problems": ("paritaet-bw.de",),
    "R4.young_parent": ("paritaet-bw.de", "awo-sh.de"),
    "R4.return": ("vd_id=22226",),
    "R4.health_psychosocial": ("awo-kv-wesel.de",),
    "R4.health_refugee_background": ("awo-kv-wesel.de",),
    "R4.health_undocumented": ("soziales-zentrum.org",),
    "R4.health_uninsured": ("soziales-zentrum.org",),
    "R4.violence_protection": ("hilfetelefon.de",),
    "R4.work_eu": ("bmas.de/DE/Europa-und-die-Welt",),
    "R4.work_non_eu": ("bmas.de/DE/Arbeit",),
    "R4.recognition": ("netzwerk-iq.de",),
}


def test_every_sourced_rule_has_its_source_named_here(table: EligibilityTable) -> None:
    sourced = {row.id for row in table if {Origin.CLIENT, Origin.SOURCE} & set(row.origin)}
    assert sourced == set(NAMED_SOURCES)


@pytest.mark.parametrize(("rule", "named"), NAMED_SOURCES.items())
def test_a_sourced_rule_names_its_source(table: EligibilityTable, rule: str, named: tuple[str, ...]) -> None:
    row = table.row(rule)
    written = [f"{source.key} {source.address}" for source in row.sources]
    for part in named:
        assert any(part in text for text in written), f"{rule} rests on {written}, not on {part}"
    assert (CLIENT in named) == (Origin.CLIENT in row.origin)
    assert (named != (CLIENT,)) == (Origin.SOURCE in row.origin)


@pytest.mark.parametrize("source", ["mbe_caritas_eu", "mbe_awo_sh"])
def test_eu_citizens_and_late_resettlers_rest_on_a_page_of_their_own(table: EligibilityTable, source: str) -> None:
    status = {"mbe_caritas_eu": "eu_citizen", "mbe_awo_sh": "late_resettler"}[source]
    assert source in {found.key for found in table.row(f"R3.{status}.28_plus").sources}


def test_a_mother_who_asks_for_her_15_year_old_hears_the_service_of_the_child(table: EligibilityTable) -> None:
    mother_asks = person(A.FROM_12_TO_17, S.RESIDENCE_PERMIT, N.SCHOOL, for_whom=ForWhom.CHILD)
    assert table.evaluate(mother_asks).primary is Service.JMD


def test_a_father_under_27_hears_jmd_first_and_mbe_second_whatever_his_status_but_no_papers(
    table: EligibilityTable,
) -> None:
    for status in S:
        answer = table.evaluate(person(A.FROM_18_TO_26, status, has_children=True))
        assert (Service.MBE in answer.services) == (status is not S.UNDOCUMENTED), status
        if status in (*SETTLED, S.GERMAN, S.FICTION_CERTIFICATE, *OPEN):
            assert answer.services[:2] == services("JM"), status


def test_a_child_of_11_alone_at_the_keyboard_gets_the_childrens_line_but_not_where_a_parent_asks(
    table: EligibilityTable,
) -> None:
    assert "child_line" in table.evaluate(person(A.UNDER_12, None)).contacts
    assert "child_line" not in table.evaluate(person(A.UNDER_12, None, for_whom=ForWhom.CHILD)).contacts


@pytest.mark.parametrize(
    ("who", "letters", "rule"),
    [
        (person(*PERMIT_40, N.COMMUNITY_LEISURE), "MK", "R3.residence_permit.28_plus"),
        (person(*YOUNG, N.FAMILY_PARENTING), "SJK", "R3.tolerated.18_26"),
        (person(*YOUNG, N.COMMUNITY_LEISURE), "JSK", "R4.jmd_first"),
    ],
)
def test_without_a_centre_in_reach_the_other_service_comes_first(
    table: EligibilityTable, who: Person, letters: str, rule: str
) -> None:
    answer = table.evaluate(who, centre_in_reach=False)
    assert (answer.services, answer.rule) == (services(letters), rule)
    assert "centre_too_far" in answer.reasons


def test_the_order_in_which_needs_were_said_changes_nothing(table: EligibilityTable) -> None:
    for age, status, pair in product(A, S, combinations(N, 2)):
        there, back = person(age, status, *pair), person(age, status, *reversed(pair))
        assert table.evaluate(there) == table.evaluate(back)
