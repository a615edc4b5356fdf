"""The orientation: which question comes next, how it is asked, and what is recommended in the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.cards import say_offices, say_recommendation, say_same_service
from actions.hearing import skip_the_rest
from actions.memory import Memory, introduce, say
from bot.orientation import EmergencyKind, Guide, Need, Person, Recommendation
from bot.orientation.person import UNDER_18

FORM = "orientation_form"
INTERRUPTING = frozenset(
    {
        "ask_bot",
        "ask_confidentiality",
        "ask_cost",
        "ask_office",
        "ask_service",
        "ask_why",
        "change_language",
        "delete_data",
        "emergency",
        "greet",
        "nlu_fallback",
        "out_of_scope",
        "request_human",
        "restart",
        "thank",
    }
)
"""Intents that a rule answers first, even when the same message also fills a slot (else the form would take it silently)."""

URGENT = frozenset({"deportation", "homeless", "minor_alone"})
"""Dangers after whose numbers the town alone is asked."""

SMALL_WORDS = frozenset({"affirm", "deny", "dont_know", "nlu_fallback", "thank", "greet"})

URGENT_RULES = frozenset({"R0b", "R0c", "R1"})

TRIES = 2
"""How often a question may go unanswered before the orientation goes on without it (domain.md R6)."""

NEEDS = (
    "need:letters_authorities",
    "need:residence_asylum",
    "need:training_work+school+language_course",
    "need:housing+benefits_money",
    "need:family_parenting",
    "need:health_psychosocial",
    "need:community_leisure",
    "badly",
    "unsure",
)
STATUSES = (
    "residence_status:residence_permit",
    "residence_status:settlement_permit",
    "residence_status:temporary_protection",
    "residence_status:asylum_seeker",
    "residence_status:tolerated",
    "residence_status:fiction_certificate",
    "residence_status:eu_citizen",
    "residence_status:german",
    "residence_status:unknown",
)
PERMITS = (
    "residence_status:residence_permit",
    "residence_status:settlement_permit",
    "residence_status:asylum_seeker",
    "residence_status:tolerated",
    "residence_status:fiction_certificate",
    "residence_status:unknown",
)
ASKING_BACK = ("why", "refuse")
QUESTIONS = (
    "adult_age_group",
    "age_group",
    "badly_treated",
    "for_whom",
    "language",
    "needs",
    "place",
    "place_which",
    "residence_status",
    "unaccompanied",
)


class ValidateOrientationForm(Action):
    """Says one sentence to what was just heard, then chooses the next question; ``None`` ends the form."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def name(self) -> str:
        """See Rasa: runs whenever the form takes its turn."""
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Raises ``ActionExecutionRejection`` for an intent that a rule has to answer first."""
        memory = Memory(tracker)
        if memory.intent in INTERRUPTING and not memory.already_answered:
            raise ActionExecutionRejection(FORM, "another action answers this message first")
        if memory.intent == "goodbye":
            skip_the_rest(memory)
        if not memory.already_answered:
            _acknowledge(dispatcher, memory)
        introduce(dispatcher, memory)
        if _objecting(memory):
            question = None
        else:
            question = next_question(self._guide, memory)
            question = self._give_up_after_tries(memory, question)
        if question != memory.asked:
            memory["misses"] = 0 if memory.intent != "nlu_fallback" else memory["misses"]
        memory.note("reopened", None)
        if memory["confirming"]:
            memory["confirming"] = None
        # Rasa takes a form that sets nothing as rejected; the list of settled questions is always given.
        events = [event for event in memory.events() if event.get("name") != "answered"]
        return [*events, SlotSet("answered", sorted(memory.answered)), SlotSet("requested_slot", question)]

    def _give_up_after_tries(self, memory: Memory, question: str | None) -> str | None:
        unanswered = question is not None and question == memory.asked and not memory.already_answered
        if not unanswered or memory["confirming"] or memory.points.get("reopened"):
            return question
        if memory.points.get("unclear_status") and not memory.points.get("asked_unclear"):
            return question  # "residence permit" is an answer; the question that tells the papers apart follows
        memory["misses"] = int(memory["misses"] or 0) + 1
        if memory["misses"] < TRIES:
            return question
        assert question is not None
        if question in ("age_group", "adult_age_group", "residence_status"):
            memory[question] = "unknown"
        _close(memory, question)
        memory["misses"] = 0
        return next_question(self._guide, memory)


def next_question(guide: Guide, memory: Memory) -> str | None:
    """The question to ask now, first what must be cleared, then the orientation's own; ``None`` when all is known."""
    points = memory.points
    if points.get("language_open"):
        return "language"
    if points.get("outside_germany"):
        return None
    if staying(memory):
        return None
    if urgent_kind(memory) is not None:
        asked = memory["emergency"] is not None  # after the numbers of a danger the town was asked already
        return (
            None
            if asked or memory["place"] or memory["in_reception_facility"] or "place" in memory.answered
            else "place"
        )
    if points.get("ages"):
        return "for_whom"
    if points.get("badly_treated"):
        return "badly_treated"
    if points.get("places") and "place_which" not in memory.answered:
        return "place_which"
    if points.get("odd_age") and memory["age_group"] is None and "age_group" not in memory.answered:
        return "age_group"
    return guide.next_question(person_of(memory), memory.answered)


def person_of(memory: Memory) -> Person:
    """The person with what the open points add to the slots."""
    points = memory.points
    return replace(
        memory.person,
        permit_unclear=points.get("unclear_status") == "permit",
        # Who of 18 to 26 asks for help with the family has one (journey "a father under 27 with children").
        has_children=True
        if Need.FAMILY_PARENTING in memory.person.needs and memory["for_whom"] in (None, "self")
        else None,
        residence_letter=True if memory["letter"] == "urgent" or memory["emergency"] == "deportation" else None,
    )


def urgent_kind(memory: Memory) -> EmergencyKind | None:
    """The danger after which only the town was asked, as long as the person has not turned to something else."""
    before = memory["recommendation"]
    if before is not None and before["rule"] not in URGENT_RULES:
        return None
    if memory["letter"] == "urgent" and set(memory["needs"] or ()) <= {"residence_asylum", "letters_authorities"}:
        return EmergencyKind.DEPORTATION  # a rejection or a deadline: act today, as before a deportation
    if memory["emergency"] not in URGENT or (memory.said("need") and memory.intent != "emergency"):
        return None
    return EmergencyKind(memory["emergency"])


def recommendation_of(guide: Guide, memory: Memory) -> Recommendation:
    """What this person is told now."""
    kind = urgent_kind(memory)
    person = person_of(memory)
    if kind is EmergencyKind.MINOR_ALONE and person.age_group in UNDER_18:
        kind = None  # the table itself has a row for each age: none of the youth service below twelve
    return guide.recommend(person) if kind is None else guide.recommend_urgent(kind, person)


class AskQuestion(Action):
    """Asks one question, shorter with an example after a first miss, with the buttons only after a second."""

    def __init__(self, question: str) -> None:
        self._question = question

    def name(self) -> str:
        """``action_ask_<question>``, as Rasa's form looks for it."""
        return f"action_ask_{self._question}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Send the question with its buttons."""
        memory = Memory(tracker)
        introduce(dispatcher, memory)
        key, choices, labels = self._wording(memory)
        say(dispatcher, key, choices=list(choices), labels=labels)
        if memory.points.get("unclear_status") and self._question == "residence_status":
            memory.note("asked_unclear", True)
        return memory.events()

    def _wording(self, memory: Memory) -> tuple[str, tuple[str, ...], dict[str, str]]:
        whom = memory["for_whom"] or "self"
        question = self._question
        labels: dict[str, str] = {}
        choices: tuple[str, ...] = ASKING_BACK
        key = f"ask_{question}"
        if question == "needs":
            choices = (*NEEDS, *ASKING_BACK)
        elif question == "age_group":
            key = {"self": key, "child": f"{key}_child", "other": f"{key}_other"}[whom]
            groups = tuple(f"age_group:{group}" for group in ("12_17", "18_26", "27", "28_plus"))
            groups = ("age_group:under_12", *groups) if whom != "self" else groups
            others = ("for_whom:child", "for_whom:other") if whom == "self" else ()
            choices = (*groups, *others, *ASKING_BACK)
            if memory.points.get("odd_age"):
                return "odd_age", choices, labels
        elif question == "adult_age_group":
            choices = ("adult_age_group:18_26", "adult_age_group:27", "adult_age_group:28_plus", *ASKING_BACK)
        elif question == "place":
            key = "ask_place_urgent" if memory["letter"] == "urgent" else key
            choices = ("facility", *ASKING_BACK)
        elif question == "place_which":
            places = memory.points.get("places") or []
            labels = {f"place:{place}": str(place) for place in places}
            choices = (*labels, "refuse")
        elif question == "residence_status":
            unclear = memory.points.get("unclear_status")
            key = "ask_status_unclear" if unclear else key if whom == "self" else f"{key}_child"
            choices = (*(PERMITS if unclear else STATUSES), *ASKING_BACK)
        elif question == "unaccompanied":
            key = key if whom == "self" else f"{key}_other"
            choices = ("yes", "no", *ASKING_BACK)
        elif question == "for_whom":
            choices = ("for_whom:self", "for_whom:child", "for_whom:other")
        elif question == "badly_treated":
            choices = ("need:violence_protection", "need:discrimination", "refuse")
        elif question == "language":
            from bot.languages import ANSWERED

            return "language_which", tuple(f"language:{code}" for code in ANSWERED), labels
        misses = int(memory["misses"] or 0)
        if misses == 1:
            key = (
                f"short_{question}"
                if question in ("needs", "age_group", "place", "residence_status")
                else "short_other"
            )
        elif misses > 1:
            key = "tap"
        if misses:
            choices = (*choices, "human")
        return key, choices, labels


class Recommend(Action):
    """Names the service, why, the office, and what to do next; again only when something has changed."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def name(self) -> str:
        """See the rules: follows the form when nothing is left to ask."""
        return "action_recommend"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Fill the slot ``recommendation`` and say it; where nothing is new, at least one sentence is said."""
        memory = Memory(tracker)
        if memory.points.get("outside_germany"):
            say_offices(dispatcher, memory, self._guide, None)
            return memory.events()
        recommendation = recommendation_of(self._guide, memory)
        slot = recommendation.as_slot()
        before = memory["recommendation"]
        spoken = bool(memory.happened_this_turn("bot"))
        if staying(memory):
            say(dispatcher, "danger_stay", choices=["no_danger", "human"])
            return memory.events()
        if before is not None and all(slot[part] == before[part] for part in ("services", "offices")):
            if slot != before:
                say_same_service(dispatcher, recommendation)
                spoken = True
            memory["recommendation"] = slot
            before = slot
        if slot != before:
            say_recommendation(dispatcher, memory, self._guide, recommendation, again=before is not None)
            memory["recommendation"] = slot
            if memory.intent == "goodbye":
                say(dispatcher, "farewell")
        elif _objecting(memory):
            say(dispatcher, "what_is_wrong", choices=_correctable(memory))
        elif memory.intent == "affirm":
            say_offices(dispatcher, memory, self._guide, recommendation)
        elif not spoken:
            say(dispatcher, "anything_else", choices=["where", "human", "wrong"])
        return memory.events()


def staying(memory: Memory) -> bool:
    """Whether life was at risk and the person has said nothing new since: no question then, only that one stays."""
    danger = memory["emergency"]
    if danger is None or danger in URGENT or memory.intent == "emergency":
        return False
    return memory.intent in SMALL_WORDS and not memory.said("false_alarm")


def _objecting(memory: Memory) -> bool:
    """Whether the person says that what was recommended is not right, without saying what is."""
    if memory.intent != "deny" or memory["recommendation"] is None or memory.said("false_alarm"):
        return False
    facts = ("need", "age", "age_group", "residence_status", "place", "for_whom", "unaccompanied")
    return memory.asked is None and not any(memory.said(fact) for fact in facts)


def _correctable(memory: Memory) -> list[str]:
    return ["reopen:needs", "reopen:age_group", "reopen:place", "reopen:residence_status", "human"]


def _acknowledge(dispatcher: CollectingDispatcher, memory: Memory) -> None:
    """One sentence to what was said, chosen by urgency, then feeling, then need."""
    if memory.said("false_alarm"):
        say(dispatcher, "danger_undone")
        return
    letters = memory.said("letter")
    needs = memory.said("need")
    if memory.points.get("odd_age") and memory["age_group"] is not None:
        say(dispatcher, "odd_age_said")
        memory.note("odd_age", None)
    if "urgent" in letters:
        say(dispatcher, "heard_letter_urgent")
    elif "photo" in letters:
        say(dispatcher, "heard_letter_photo")
    elif memory.said("feeling"):
        say(dispatcher, f"comfort_{memory.said('feeling')[0]}", choices=["human"])
    elif letters:
        say(dispatcher, "heard_letters_authorities")
    elif needs:
        say(dispatcher, f"heard_{needs[0]}")
    elif memory.said("abuse"):
        say(dispatcher, "abuse")


def _close(memory: Memory, question: str) -> None:
    memory.settle(question)
    for point, asked in (
        ("ages", "for_whom"),
        ("badly_treated", "badly_treated"),
        ("places", "place_which"),
        ("language_open", "language"),
        ("odd_age", "age_group"),
    ):
        if question == asked:
            memory.note(point, None)
