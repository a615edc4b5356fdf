"""What must hold in every conversation (design.md section 4), whatever is said."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.app import House
from bot.orientation import Service
from tests.conversations.conftest import Answer, Conversation

MAIN_QUESTIONS = ("needs", "age_group", "place", "residence_status")
SERVICES = {service.value for service in Service}
AGAIN = frozenset({"card_line", "danger_number", "contact_service"})
"""Keys of lines that stand several times in one answer, each with other values."""
OFFICE = "office_"


def questions(answer: Answer) -> list[str]:
    """Keys of the messages that put a question of the orientation."""
    return [key for key in answer.keys if key.startswith(("ask_", "short_", "tap")) or key == "odd_age"]


def recommended(person: Conversation, house: House) -> dict[str, Any]:
    """The recommendation in the slots, after checking its shape."""
    assert person.asked is None, f"still asks {person.asked}"
    recommendation = person.slots["recommendation"]
    assert recommendation is not None, f"nothing was recommended; {person.slots['needs']}, {person.parse.get('intent')}"
    assert set(recommendation) == {"primary", "services", "rule", "reasons", "offices"}
    services, offices = recommendation["services"], recommendation["offices"]
    assert recommendation["primary"] == services[0]
    assert 1 <= len(services) <= 3
    assert set(services) <= SERVICES
    assert len(set(services)) == len(services)
    assert isinstance(recommendation["rule"], str)
    assert recommendation["rule"]
    assert recommendation["reasons"]
    assert all(isinstance(reason, str) for reason in recommendation["reasons"])
    place = person.slots["place"]
    if place is None:
        assert offices == []
    elif house.guide.serves(place) and house.guide.nearest(services[0], place, 1):
        assert offices, f"offices for {services[0]} are known near {place}"
    for office in offices:
        assert set(office) == {"id", "service", "distance_km"}
        assert office["service"] in services
        known = {ranked.office.id for ranked in house.guide.nearest(office["service"], place, 3)}
        assert office["id"] in known
    if offices:
        assert offices[0]["service"] == services[0]
    return dict(recommendation)


class Watch:
    """Follows a conversation and checks what holds in every turn."""

    def __init__(self, person: Conversation) -> None:
        self.person = person
        self.notices = 0
        self.opened: list[str] = []

    async def say(self, text: str) -> Answer:
        """Send *text*; see :meth:`checked`."""
        return self.checked(await self.person.say(text))

    async def press(self, answer: Answer, choice: str) -> Answer:
        """Press a button; see :meth:`checked`."""
        return self.checked(await self.person.press(answer, choice))

    def checked(self, answer: Answer) -> Answer:
        """At most one question, nothing twice, one introduction, status last, each question with its ways out."""
        asked = questions(answer)
        assert len(asked) <= 1, f"two questions at once: {asked}"
        twice = [
            key for key, times in Counter(answer.keys).items()
            if times > 1 and key not in AGAIN and not key.startswith((OFFICE, "online_", "finder"))
        ]  # fmt: skip
        assert not twice, f"said twice: {twice}"
        self.notices += answer.keys.count("notice")
        assert self.notices == 1, "it says once, in its first answer, what it is"
        question = self.person.asked
        if question is not None and question not in self.opened:
            assert "residence_status" not in self.opened or question == "unaccompanied", "status is the last question"
            self.opened.append(question)
        if question in MAIN_QUESTIONS and asked:
            last = answer.messages[-1]
            assert asked == list(last.keys)[:1], "the question comes last"
            assert len(last.choices) >= 2
            assert {"refuse", "unsure"} & set(last.choices), "every question can be left open"
            assert {"why", "unsure"} & set(last.choices)
        assert len([each for each in self.opened if each in MAIN_QUESTIONS]) <= 4
        return answer
