"""The recommendation as a person reads it: service and why, the office with how far it may be trusted, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.memory import Memory, introduce, say, say_lines
from bot.languages import UNDERSTOOD, language
from bot.offices import Office, OpenState, Ranked, Trust, open_state
from bot.orientation import Guide, Recommendation

Line = Any
"""A key, or a key with its values; an empty key is a blank line."""

NEXT_STEPS = ["human", "wrong", "keep"]
ONLINE = {"jmd": "jmd4you", "mbe": "mbeon", "refugee_counselling": "mbeon"}
WHOLE_REASONS = frozenset({"discrimination_only", "meeting_people", "facility_first", "alone_minor", "act_today"})
"""Reasons that say all of it: a second one about age or status would only confuse."""
MOST_REASONS = 2
"""Reasons that are said at once; all of them come after "why?"."""
NOT_SPOKEN = frozenset({"human", "mbeon", "jmd4you"})
"""Contacts that have a line of their own elsewhere in the message."""


def say_recommendation(
    dispatcher: CollectingDispatcher, memory: Memory, guide: Guide, recommendation: Recommendation, *, again: bool
) -> None:
    """All of it, in the order of ``conversations.md``: service and why, office, second service, sentence, buttons."""
    services = [service.value for service in recommendation.services]
    if again:
        say(dispatcher, "heard_correction")
    say_lines(dispatcher, *_service_lines(memory, services, recommendation))
    introduce(dispatcher, memory)
    say_lines(dispatcher, *_office_lines(memory, guide, recommendation))
    say_lines(dispatcher, *_next_lines(memory, services[0]), choices=NEXT_STEPS)


def _service_lines(memory: Memory, services: list[str], recommendation: Recommendation) -> list[Line]:
    first = {"service": _service(services[0])}
    if _nothing_known(memory):
        lines: list[Line] = ["recommend_cards"]
        lines += [("card_line", {"service": _service(each), "about": {"key": f"about_{each}"}}) for each in services]
        return [*lines, "", "always_checked"]
    if "two_services_fit" in recommendation.reasons and len(services) > 1:
        lines = [("recommend_two", {**first, "second": _service(services[1])})]
        rest = services[2:]
    else:
        whom = memory["for_whom"] or "self"
        lines = [({"self": "recommend_one", "child": "recommend_child"}.get(whom, "recommend_other"), first)]
        rest = services[1:]
    reasons = [reason for reason in recommendation.reasons if reason not in ("outside_district", "no_office_known")]
    most = 1 if reasons and reasons[0] in WHOLE_REASONS else MOST_REASONS
    lines += [f"reason_{reason}" for reason in reasons[:most]]
    lines.append(f"about_{services[0]}")
    if rest:
        lines.append(("recommend_also", {"services": [_service(each) for each in rest]}))
    others = [contact for contact in recommendation.contacts if contact not in NOT_SPOKEN]
    if others:
        lines += ["", "contacts_intro", *(_contact_line(contact) for contact in others)]
    return [*lines, "", "always_checked"]


def _contact_line(contact: str) -> Line:
    """A named contact, or a service for which there was no place among the first three."""
    return ("contact_service", {"service": _service(contact)}) if contact in GERMAN_NAMES else f"contact_{contact}"


def say_reasons(dispatcher: CollectingDispatcher, recommendation: Mapping[str, Any]) -> None:
    """Why this service was named."""
    say_lines(dispatcher, "why_recommended", *(f"reason_{reason}" for reason in recommendation["reasons"]))


def say_same_service(dispatcher: CollectingDispatcher, recommendation: Recommendation) -> None:
    """That the service named before helps with this too, and who else does."""
    others = [contact for contact in recommendation.contacts if contact not in NOT_SPOKEN]
    lines: list[Line] = [("same_service", {"service": _service(recommendation.primary.value)})]
    lines += ["", "contacts_intro", *(_contact_line(contact) for contact in others)] if others else []
    say_lines(dispatcher, *lines, choices=["where", "human", "wrong"])


def say_offices(
    dispatcher: CollectingDispatcher, memory: Memory, guide: Guide, recommendation: Recommendation | None
) -> None:
    """Where the services are; ``None`` for a person who is not in Germany yet."""
    if recommendation is None:
        say_lines(dispatcher, "outside_germany", *_online_lines(guide, ["jmd", "mbe"]), choices=["human"])
        return
    say_lines(dispatcher, *_office_lines(memory, guide, recommendation), choices=NEXT_STEPS)


def say_card(dispatcher: CollectingDispatcher, memory: Memory, guide: Guide, recommendation: Recommendation) -> None:
    """One message to keep: service, office, German sentence."""
    services = [service.value for service in recommendation.services]
    say_lines(
        dispatcher,
        "card_title",
        "",
        ("office_for_service", {"service": [_service(each) for each in services]}),
        *_office_lines(memory, guide, recommendation),
        "",
        *_sentence_lines(memory, services[0]),
    )


def human_lines(memory: Memory, guide: Guide) -> list[Line]:
    """Where people answer: the office of the service named (or of the likeliest), the association, online counselling."""
    recommendation = memory["recommendation"] or {}
    services = list(recommendation.get("services") or ["mbe", "jmd"])
    lines: list[Line] = []
    if memory["place"] and guide.serves(memory["place"]):
        near = guide.nearest(services[0], memory["place"], 1)
        lines += [("office_for_service", {"service": _service(services[0])})] if near else []
        for ranked in near:
            lines += _one_office(memory, guide, ranked)
    return [*lines, *_central_lines(guide), *_online_lines(guide, services)]


def _office_lines(memory: Memory, guide: Guide, recommendation: Recommendation) -> list[Line]:
    services = [service.value for service in recommendation.services]
    place = memory["place"]
    if "outside_district" in recommendation.reasons:
        return ["outside_district", *_online_lines(guide, services), *_central_lines(guide)]
    if memory["in_reception_facility"] and not place:
        return _online_lines(guide, services)
    if not place:
        return ["office_no_place", *_central_lines(guide), *_online_lines(guide, services)]
    if not recommendation.offices:
        return [
            "office_none",
            *_finder_lines(guide, services[0]),
            *_central_lines(guide),
            *_online_lines(guide, services),
        ]
    lines: list[Line] = []
    shown: set[str] = set()
    for number, service in enumerate(services[:2]):
        for ranked in guide.nearest(service, place, 1):
            # The second service is a choice: an office too far to go to would only make the message longer.
            if ranked.office.id in shown or (number and ranked.for_phone_only):
                continue
            shown.add(ranked.office.id)
            lines += [""] if lines else []
            lines.append(("office_for_service", {"service": _service(service)}))
            lines += _one_office(memory, guide, ranked)
            if ranked.for_phone_only:
                lines += [("office_far_ask", {"place": guide.town(place)}), *_finder_lines(guide, service)]
    return [*lines, "", *_online_lines(guide, services)]


def _one_office(memory: Memory, guide: Guide, ranked: Ranked) -> list[Line]:
    office = ranked.office
    lines: list[Line] = []
    reachable = guide.contact(office)
    if ranked.for_phone_only and ranked.distance_km is not None:
        lines.append(("office_far" if reachable.phone else "office_far_site", {"km": round(ranked.distance_km)}))
    if ranked.trust is Trust.C:
        where = (
            ("office_town_only", {"city": office.city})
            if office.city
            else ("office_area_only", {"operator": office.operator})
        )
        lines += [
            where,
            ("office_name", {"name": office.name}),
            *(_contact_lines(office, guide) or ["office_no_contact"]),
        ]
    else:
        lines.append(("office_name", {"name": office.name}))
        if not ranked.for_phone_only:
            town = f"{office.postcode} {office.city}".strip()
            lines.append(("office_street", {"street": office.street, "city": town}))
        lines += _contact_lines(office, guide)
    if ranked.trust is Trust.A and office.opening_hours:
        state = open_state(office.opening_hours, guide.now)
        lines.append(_open_line(state))
    elif office.opening_hours:
        lines.append(("office_hours_as_of", {"hours": office.opening_hours}))
    if office.by_appointment:
        lines.append("office_by_appointment")
    elif office.walk_in is False:
        lines.append("office_not_walk_in")
    if office.languages:
        known = [language(code).name for code in office.languages if code in UNDERSTOOD]
        lines += [("office_languages", {"languages": known})] if known else []
    if ranked.trust is not Trust.A:
        lines.append(("office_dated", {"year": office.year}) if office.year else "office_undated")
    return lines


def _contact_lines(office: Office, guide: Guide) -> list[Line]:
    lines: list[Line] = []
    contact = guide.contact(office)
    if contact.phone and contact.phone_of:
        lines.append(("office_phone_of", {"phone": contact.phone, "of": contact.phone_of}))
    elif contact.phone:
        lines.append(("office_phone", {"phone": contact.phone}))
    if contact.website:
        lines.append(("office_site", {"site": contact.website}))
    return lines


def _open_line(state: OpenState) -> Line:
    if state.state == "open":
        return "office_open_now"
    if state.next_opening is None:
        return "office_by_appointment"
    return ("office_closed_now", {"when": state.next_opening.strftime("%d.%m. %H:%M")})


def _online_lines(guide: Guide, services: list[str]) -> list[Line]:
    # The youth service's counselling is open to whoever is named it; refugee counselling has none of its own.
    for_age = [each for each in services if each in ("jmd", "mbe")]
    wanted = dict.fromkeys(ONLINE[each] for each in for_age or services if each in ONLINE)
    keys = {"jmd4you": "online_jmd", "mbeon": "online_mbe"}
    return [(keys[each], {"site": guide.finder(each).url}) for each in wanted]


def _finder_lines(guide: Guide, service: str) -> list[Line]:
    return [("finder", {"site": finder.url}) for finder in guide.finders_for(service)[:1]]


def _central_lines(guide: Guide) -> list[Line]:
    contact = guide.central_contact
    return [("central_contact", {"contact": contact})] if contact else ["central_unknown"]


def _next_lines(memory: Memory, service: str) -> list[Line]:
    sentence = _sentence_lines(memory, service)
    return ["bring", *(["", *sentence] if sentence else [])]


def _sentence_lines(memory: Memory, service: str) -> list[Line]:
    code = memory["language"] or "de"
    if code == "de":
        return []
    spoken = language(code).german if code in UNDERSTOOD else code
    return ["show_sentence", ("german_sentence", {"service": GERMAN_NAMES[service], "language": spoken})]


GERMAN_NAMES = {
    "jmd": "den Jugendmigrationsdienst (JMD)",
    "mbe": "die Migrationsberatung (MBE)",
    "refugee_counselling": "die Flüchtlingsberatung",
    "anti_discrimination": "die Beratung gegen Diskriminierung",
    "integration_agency": "die Integrationsagentur",
    "intercultural_centre": "das Interkulturelle Zentrum",
}
"""The services in the German sentence that is shown at the door, whatever language the person speaks."""


def _service(name: str) -> dict[str, str]:
    return {"key": f"service_{name}"}


def _nothing_known(memory: Memory) -> bool:
    open_words = (None, "unknown", "refused")
    return not memory["needs"] and memory["age_group"] in open_words and memory["residence_status"] in open_words
