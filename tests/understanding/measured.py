"""What was understood of messages whose meaning is known, counted; everything here is plain arithmetic on pairs."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FACTS = ("age", "residence_status", "place")
LETTERS = 8
"""Only messages with more letters than this must tell their language; "ok" and "27" belong to none."""
BINS = 10


@dataclass(frozen=True)
class Heard:
    """One message: what it means (a line of ``tests/heldout``) and what was read in it, in *milliseconds*."""

    meant: Mapping[str, Any]
    intent: str
    confidence: float
    found: Mapping[str, Any]
    needs: frozenset[str]
    milliseconds: float

    @classmethod
    def of(cls, meant: Mapping[str, Any], parse: Mapping[str, Any], milliseconds: float) -> Heard:
        """From Rasa's reading of ``meant["text"]``; of several values of an entity the first counts."""
        found: dict[str, Any] = {}
        for entity in parse.get("entities") or []:
            found.setdefault(entity["entity"], entity["value"])
        needs = frozenset(each["value"] for each in parse.get("entities") or [] if each["entity"] == "need")
        intent = parse.get("intent") or {}
        return cls(meant, str(intent.get("name")), float(intent.get("confidence") or 0.0), found, needs, milliseconds)

    @property
    def right(self) -> bool:
        """Whether the intent is the one that was meant."""
        return bool(self.intent == self.meant["intent"])


@dataclass
class Score:
    """Shares over some messages; ``None`` where there was nothing to count."""

    heard: list[Heard] = field(default_factory=list)

    def intent(self) -> float | None:
        """Messages whose intent was found."""
        return share(each.right for each in self.heard)

    def fact(self, name: str) -> float | None:
        """Messages in which *name* was read exactly, or rightly not at all."""
        return share(each.found.get(name) == each.meant[name] for each in self.heard)

    def language(self) -> float | None:
        """Messages of more than eight letters whose language was found."""
        long = [each for each in self.heard if sum(map(str.isalpha, each.meant["text"])) > LETTERS]
        return share(each.found.get("language") == each.meant["language"] for each in long)

    def needs(self) -> float | None:
        """Micro-F1 over the needs of all messages."""
        both = sum(len(each.needs & set(each.meant["needs"])) for each in self.heard)
        said = sum(len(each.needs) + len(each.meant["needs"]) for each in self.heard)
        return 2 * both / said if said else None

    def alarms(self) -> tuple[int, int, int, int]:
        """Dangers heard, dangers, false alarms, messages without danger."""
        dangers = [each for each in self.heard if each.meant["intent"] == "emergency"]
        others = [each for each in self.heard if each.meant["intent"] != "emergency"]
        heard = sum(each.intent == "emergency" for each in dangers)
        return heard, len(dangers), sum(each.intent == "emergency" for each in others), len(others)

    def calibration(self) -> tuple[float, list[tuple[float, float, int]]]:
        """How far confidence and truth lie apart (expected calibration error), and ``(confidence, right, messages)`` a bin."""
        bins: dict[int, list[Heard]] = defaultdict(list)
        for each in self.heard:
            bins[min(int(each.confidence * BINS), BINS - 1)].append(each)
        rows = [
            (
                sum(e.confidence for e in bins[b]) / len(bins[b]),
                sum(e.right for e in bins[b]) / len(bins[b]),
                len(bins[b]),
            )
            for b in sorted(bins)
        ]
        whole = len(self.heard) or 1
        return sum(abs(sure - right) * count for sure, right, count in rows) / whole, rows

    def confusions(self) -> Counter[tuple[str, str]]:
        """How often one intent was taken for another: ``(meant, read)``."""
        return Counter((str(each.meant["intent"]), each.intent) for each in self.heard if not each.right)

    def by_intent(self) -> dict[str, tuple[float, int]]:
        """For each intent the share that was found and how many messages mean it."""
        groups: dict[str, list[bool]] = defaultdict(list)
        for each in self.heard:
            groups[str(each.meant["intent"])].append(each.right)
        return {name: (sum(right) / len(right), len(right)) for name, right in groups.items()}


def whole(scores: Mapping[str, Score]) -> Score:
    """The messages of all languages as one."""
    return Score([each for score in scores.values() for each in score.heard])


def share(truths: Iterable[bool]) -> float | None:
    """The share that is true."""
    all_of_them = list(truths)
    return sum(all_of_them) / len(all_of_them) if all_of_them else None


def mean(shares: Sequence[float | None]) -> float:
    """The mean of the shares that there are."""
    known = [each for each in shares if each is not None]
    return sum(known) / len(known) if known else float("nan")


def messages(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The labelled messages of *folder* by language; the first line of a file is its head."""
    found = {}
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        found[path.stem] = [json.loads(line) for line in lines[1:] if line.strip()]
    return found
