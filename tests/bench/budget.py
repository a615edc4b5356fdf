"""How long the benchmark may take, and the lines that say how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable


class OutOfTime(Exception):
    """A part was not begun, since the time of the whole run is used up."""


class Budget:
    """The seconds of the whole run. Every part asks how many it may take; what is left out is said in the report."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._seconds = seconds

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return self._clock() - self._begun

    @property
    def left(self) -> float:
        """Seconds until the end, never below zero."""
        return max(0.0, self._seconds - self.spent)

    def within(self, seconds: float) -> Budget:
        """A budget that ends after *seconds* from now, or with this one; its lines count from the same beginning."""
        part = Budget(self._seconds, self._clock)
        part._begun = self._begun
        part._seconds = min(self._seconds, self.spent + seconds)
        return part

    def share(self, at_most: float, part: str) -> float:
        """Seconds that *part* may take: *at_most*, or what is left. Raises :class:`OutOfTime` below five seconds."""
        if self.left < 5:
            raise OutOfTime(f"No time was left for: {part}. Run again when the machine is less busy.")
        return min(at_most, self.left)

    def say(self, line: str) -> None:
        """Print *line* with the seconds since the beginning."""
        print(f"{self.spent:5.0f} s  {line}", flush=True)
