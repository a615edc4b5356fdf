"""The one use case the dialogue calls: what to ask next, what to recommend, which numbers to give."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.offices import Contact, Directory, Finder, Office, Ranked
from bot.orientation.eligibility import EligibilityTable
from bot.orientation.emergencies import EmergencyKind, Helpline, Helplines
from bot.orientation.person import Person
from bot.orientation.questions import next_question
from bot.orientation.recommendation import Recommendation, centre_in_reach, recommend, recommend_urgent

_GERMANY = ZoneInfo("Europe/Berlin")


class Guide:
    """The decision table, the offices and the helplines together, at the time that *clock* gives (with its zone)."""

    def __init__(
        self,
        table: EligibilityTable,
        directory: Directory,
        helplines: Helplines,
        finders: Collection[Finder],
        central_contact: str,
        clock: Callable[[], datetime],
    ) -> None:
        """*central_contact*: the association's own, as one line; empty where none is set."""
        self._table = table
        self._helplines = helplines
        self._finders = {finder.id: finder for finder in finders}
        self._clock = clock
        self._offices = directory
        self.central_contact = central_contact

    def contact(self, office: Office) -> Contact:
        """Where to ask about an office: its own phone and site, what is missing from its carrier's."""
        return self._offices.contact(office)

    def town(self, place: str) -> str:
        """The municipality's name for a name or postal code."""
        return self._offices.town(place)

    def serves(self, place: str) -> bool:
        """Whether the place lies in the served area."""
        return self._offices.serves(place)

    def finder(self, finder_id: str) -> Finder:
        """A site to find offices or online counselling; ``KeyError`` where there is none of that id."""
        return self._finders[finder_id]

    def finders_for(self, service: str) -> tuple[Finder, ...]:
        """Sites where offices of this service, of every carrier, can be found."""
        online = ("mbeon", "jmd4you")
        return tuple(each for each in self._finders.values() if service in each.services and each.id not in online)

    @property
    def now(self) -> datetime:
        """The time in Germany."""
        return self._clock().astimezone(_GERMANY)

    @property
    def today(self) -> date:
        """The day in Germany."""
        return self.now.date()

    def next_question(self, person: Person, answered: Collection[str]) -> str | None:
        """See :func:`bot.orientation.questions.next_question`."""
        reach = centre_in_reach(person, self._offices, self.today)
        return next_question(person, answered, self._table, centre_in_reach=reach)

    def recommend(self, person: Person) -> Recommendation:
        """See :func:`bot.orientation.recommendation.recommend`."""
        return recommend(person, self._table, self._offices, self.today)

    def recommend_urgent(self, kind: EmergencyKind, person: Person) -> Recommendation:
        """See :func:`bot.orientation.recommendation.recommend_urgent`."""
        return recommend_urgent(kind, person, self._table, self._offices, self.today)

    def nearest(self, service: str, place: str, limit: int = 2) -> tuple[Ranked, ...]:
        """The offices of one service as they are named to a person, the best first."""
        return self._offices.nearest(service, place, self.today, limit)

    def helplines(self, kind: EmergencyKind, language: str) -> tuple[Helpline, ...]:
        """At most three numbers for this danger, in the order to show."""
        return self._helplines.helplines_for(kind, language, self.now)

    def may_ask_town(self, kind: EmergencyKind) -> bool:
        """Whether the town may be asked after the numbers."""
        return self._helplines.may_ask_town(kind)

    def german_sentence_key(self, kind: EmergencyKind) -> str:
        """Key of the German sentence to say on the phone."""
        return self._helplines.german_sentence_key(kind)
