"""How long a conversation is kept, and when it is due to be erased.

No law names a period; these are the ones proposed in the project's notes on the subject (domain, section 6):
without a case gone 24 hours after the last message; an open case without a word for 14 days closes by itself; 30 days
after closing all of it is gone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

OPEN_STATES = frozenset({"waiting", "active"})


@dataclass(frozen=True)
class LastSign:
    """What a store knows of a conversation: its last message, and its hand-off and since when it stands so."""

    at: datetime
    handoff: str | None = None
    handoff_since: datetime | None = None


@dataclass(frozen=True)
class Periods:
    """How long silence lasts before a conversation goes."""

    without_case: timedelta = timedelta(hours=24)
    open_case: timedelta = timedelta(days=14)
    after_closing: timedelta = timedelta(days=30)

    def due(self, signs: Collection[LastSign], now: datetime) -> bool:
        """Whether a conversation is to be erased, given what every store knows of it.

        An open case that nobody closed counts as closed 14 days after its last word: no case is kept for ever.
        """
        if not signs:
            return False
        silent = now - max(sign.at for sign in signs)
        if silent < self.without_case:
            return False
        return all(self._case_is_over(sign, silent, now) for sign in signs)

    def _case_is_over(self, sign: LastSign, silent: timedelta, now: datetime) -> bool:
        standing = now - (sign.handoff_since or sign.at)
        if sign.handoff in OPEN_STATES:
            return min(silent, standing) >= self.open_case + self.after_closing
        if sign.handoff == "closed":
            return standing >= self.after_closing
        return True
