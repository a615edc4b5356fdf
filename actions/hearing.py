"""What a message changes in the conversation's memory. Runs on every message, in the form and outside of it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.memory import MAIN_QUESTIONS, Memory
from bot.orientation import age_group_of

FACTS = ("age", "age_group", "place", "residence_status")


class Hear(Action):
    """Sets the slots from the entities of the message and from the question that was asked.

    Rasa calls it a second time when the form begins, so hearing the same message twice must change nothing more.
    """

    def name(self) -> str:
        """See Rasa: runs after every message."""
        return "action_validate_slot_mappings"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Only slots change here; nothing is said."""
        memory = Memory(tracker)
        if memory.said("language"):
            memory["language"] = memory.said("language")[-1]
        _danger(memory)
        _reopened(memory)
        _needs(memory)
        _for_whom_and_age(memory)
        _status(memory)
        _place(memory)
        _circumstances(memory)
        _skipped(memory)
        if memory["confirming"] and memory.intent not in ("affirm", "deny", "restart"):  # a no is heard by the form
            memory["confirming"] = None
        return memory.events()


def _danger(memory: Memory) -> None:
    if memory.said("false_alarm"):
        memory["emergency"] = None
    if memory.intent == "emergency" and memory.said("emergency"):
        memory["emergency"] = memory.said("emergency")[-1]
        if memory["emergency"] == "minor_alone":
            memory["unaccompanied"] = True


def _reopened(memory: Memory) -> None:
    for question in memory.said("reopen"):
        memory[question] = None
        memory.reopen(question)
        memory.note("reopened", question)


def _needs(memory: Memory) -> None:
    said = list(memory.said("need"))
    if memory.said("correction") and memory.intent == "inform" and any(map(memory.said, FACTS)):
        said = []  # "I live in Herne now, not in Hamm" corrects the town and is no wish for a flat
    letter = memory.said("letter")
    if letter:
        rank = {"any": 1, "photo": 2, "urgent": 3}
        best = max([*letter, memory["letter"] or "any"], key=lambda kind: rank.get(kind, 0))
        memory["letter"] = best
        if "residence_asylum" not in said:
            said = list(dict.fromkeys([*said, "letters_authorities"]))
    if memory.said("badly_treated"):
        memory.note("badly_treated", True)
    if memory.asked == "badly_treated" and said:
        memory.note("badly_treated", None)
    if said:
        known = list(memory["needs"] or [])
        replaces = bool(memory.said("correction")) or memory.points.get("reopened") == "needs"
        memory["needs"] = list(dict.fromkeys(said if replaces and memory.intent != "emergency" else known + said))
        memory.settle("needs")


def _for_whom_and_age(memory: Memory) -> None:
    if memory.intent == "emergency" and memory["age_group"] is not None and memory["emergency"] != "minor_alone":
        return  # whoever is in danger, or with whom, does not change who asked for advice before
    whom = memory.said("for_whom")
    ages = [each for each in memory.entities if each["entity"] == "age"]
    plausible = [each for each in ages if age_group_of(int(each["value"])) is not None]
    if ages and not plausible:
        memory.note("odd_age", True)
    elif ages or memory.said("age_group"):
        memory.note("odd_age", None)
    roles = {each.get("role") or "self": int(each["value"]) for each in plausible}
    if len(roles) > 1 and not whom and memory["for_whom"] is None:
        memory.note("ages", roles)  # "I am 40, my son is 15": whose advice is it? (decision table, R5)
        return
    if whom and whom[-1] != (memory["for_whom"] or "self"):
        ages_known = memory.points.get("ages") or {}
        if memory["for_whom"] is not None or memory["age_group"] is not None:
            memory["age_group"] = None
            memory.reopen("age_group")
        memory["for_whom"] = whom[-1]
        if whom[-1] in ages_known:
            memory["age_group"] = str(age_group_of(int(ages_known[whom[-1]])).value)  # type: ignore[union-attr]
            memory.settle("age_group")
    elif whom:
        memory["for_whom"] = whom[-1]
        ages_known = memory.points.get("ages") or {}
        if whom[-1] in ages_known:
            memory["age_group"] = str(age_group_of(int(ages_known[whom[-1]])).value)  # type: ignore[union-attr]
            memory.settle("age_group")
    if whom:
        memory.note("ages", None)
        memory.settle("for_whom")
    group = _age_group(memory, plausible)
    if group is None:
        return
    if memory.asked == "adult_age_group" and not whom:
        memory["adult_age_group"] = group
        memory.settle("adult_age_group")
    else:
        memory["age_group"] = group
        memory.settle("age_group")


def _age_group(memory: Memory, plausible: list[Any]) -> str | None:
    for adult in memory.said("adult_age_group"):
        memory["adult_age_group"] = adult
        memory.settle("adult_age_group")
        return None
    if memory.said("age_group"):
        return str(memory.said("age_group")[-1])
    if not plausible:
        return None
    whom = memory["for_whom"] or "self"
    fitting = [each for each in plausible if (each.get("role") or "self") == whom] or plausible
    return str(age_group_of(int(fitting[-1]["value"])).value)  # type: ignore[union-attr]


def _status(memory: Memory) -> None:
    if memory.said("residence_status"):
        memory["residence_status"] = memory.said("residence_status")[-1]
        memory.settle("residence_status")
        memory.note("unclear_status", None)
    elif memory.said("permit_unclear") or memory.said("asylum_unclear"):
        if memory["residence_status"] is None:
            memory.note("unclear_status", "permit" if memory.said("permit_unclear") else "asylum")
        if memory.asked == "residence_status" and memory.points.get("asked_unclear"):
            memory["residence_status"] = "unknown"
            memory.settle("residence_status")


def _place(memory: Memory) -> None:
    if memory.said("place"):
        memory["place"] = memory.said("place")[-1]
        memory.settle("place", "place_which")
        memory.note("places", None)
        memory.note("unknown_place", None)
    elif memory.said("place_candidates"):
        candidates = memory.said("place_candidates")[-1]
        memory.note("places", list(candidates)[:4])
        memory.reopen("place_which")
    if memory.said("place_unknown"):
        memory.note("unknown_place", True)
    if memory.said("outside_germany"):
        memory.note("outside_germany", True)


def _circumstances(memory: Memory) -> None:
    if memory.said("unaccompanied"):
        memory["unaccompanied"] = bool(memory.said("unaccompanied")[-1])
        memory.settle("unaccompanied")
    elif memory.asked == "unaccompanied" and memory.intent in ("affirm", "deny"):
        memory["unaccompanied"] = memory.intent == "deny"  # asked: are you here with your family?
        memory.settle("unaccompanied")
    if memory.said("in_reception_facility"):
        memory["in_reception_facility"] = True
        memory.settle("place")


def _skipped(memory: Memory) -> None:
    asked = memory.asked
    if not asked or memory.intent != "dont_know" or asked in memory.changes:
        return
    word = "refused" if memory.said("refusal") else "unknown"
    if asked in ("age_group", "adult_age_group", "residence_status"):
        memory[asked] = word
    if asked == "place_which":
        memory.note("places", None)
        memory.settle("place")  # whoever does not know which of two towns need not name one again
    if asked == "for_whom":
        memory.note("ages", None)
    if asked == "badly_treated":
        memory.note("badly_treated", None)
    memory.settle(asked)


def skip_the_rest(memory: Memory) -> None:
    """Whoever leaves in the middle gets the answer for what they did not want to say."""
    for slot in ("age_group", "residence_status"):
        if memory[slot] is None:
            memory[slot] = "refused"
    memory.settle(*MAIN_QUESTIONS, "unaccompanied", "adult_age_group", "for_whom", "place_which", "badly_treated")
    for point in list(memory.points):
        memory.note(point, None)
