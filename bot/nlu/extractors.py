"""The graph components that put age, status, person, place and danger of a message among its entities.

They come after the statistical components in `config.yml`; `DangerPhrases` last of them, since it overrides the intent.
"""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import ages, dangers, persons, phrases, places, statuses
from bot.offices import gazetteer
from bot.offices.gazetteer import Gazetteer

EMERGENCY = "emergency"
CERTAIN = 0.98
"""How sure the model must be to alarm against words that say it is past, figurative or a feeling."""
EMERGENCY_KIND = "emergency_kind"  # set on the message by the statistical components; may be absent


class _PhraseExtractor(GraphComponent, EntityExtractorMixin):
    """What the components share: one reading of the message, and entities in the shape that Rasa hands on."""

    def __init__(self, source: phrases.Phrases | None = None) -> None:
        self._phrases = source

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Built anew for each graph; the phrases are read once per process."""
        return cls(phrases.all_phrases())

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The phrase files, so that a changed phrase is not answered from the cache."""
        return phrases.fingerprint()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message; a message without text is left alone."""
        for message in messages:
            text = message.get(TEXT)
            if isinstance(text, str) and text.strip():
                self.extend(message, text)
        return messages

    @abstractmethod
    def extend(self, message: Message, text: str) -> None:
        """Add what this component finds in one message."""

    def reading(self, text: str) -> phrases.Reading:
        """The phrases of a message, found once for all components."""
        assert self._phrases is not None
        return self._phrases.read(text)

    def add(self, message: Message, entity: str, value: Any, start: int, end: int, **more: str) -> None:
        """Put one entity among those of the message."""
        found = {"entity": entity, "start": start, "end": end, "value": value, "confidence": 1.0, **more}
        message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name([found]), add_to_output=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AgeExtractor(_PhraseExtractor):
    """Adds `age`, an integer, with the role self, child or other."""

    def __init__(self, source: phrases.Phrases | None = None, today: Callable[[], date] = date.today) -> None:
        super().__init__(source)
        self._today = today

    def extend(self, message: Message, text: str) -> None:
        for age in ages.find_ages(self.reading(text), self._today()):
            self.add(message, "age", age.years, age.start, age.end, role=age.role)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class StatusExtractor(_PhraseExtractor):
    """Adds `residence_status`, or `permit_unclear` / `asylum_unclear` where a word tells no class."""

    def extend(self, message: Message, text: str) -> None:
        status = statuses.find_status(self.reading(text))
        if status is None:
            return
        if status.value is not None:
            self.add(message, "residence_status", status.value, status.start, status.end)
        else:
            self.add(message, f"{status.unclear}_unclear", True, status.start, status.end)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PersonExtractor(_PhraseExtractor):
    """Adds what `persons` finds: for_whom, unaccompanied, letter, feeling, refusal and the like."""

    def extend(self, message: Message, text: str) -> None:
        for fact in persons.find_facts(self.reading(text)):
            self.add(message, fact.name, fact.value, fact.start, fact.end)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(_PhraseExtractor):
    """Adds `place`, or `place_candidates` (a list) where several places are meant."""

    def __init__(self, source: phrases.Phrases | None = None) -> None:
        super().__init__(source)
        self._gazetteer = _gazetteer()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return _digest(gazetteer.DATA)

    def extend(self, message: Message, text: str) -> None:
        found = places.find_place(text, self._gazetteer)
        if found is None:
            return
        if found.value is not None:
            self.add(message, "place", found.value, found.start, found.end)
        else:
            self.add(message, "place_candidates", list(found.candidates), found.start, found.end)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DangerPhrases(_PhraseExtractor):
    """Sets the intent `emergency` where a danger phrase stands, and adds its kind and need in any emergency."""

    def extend(self, message: Message, text: str) -> None:
        danger = dangers.find_danger(self.reading(text))
        if danger is not None:
            kind: str | None = danger.kind
            start, end = danger.start, danger.end
            intent = {"name": EMERGENCY, "confidence": 1.0}
            others = [other for other in message.get("intent_ranking", []) if other.get("name") != EMERGENCY]
            message.set(INTENT, intent, add_to_output=True)
            message.set("intent_ranking", [intent, *others], add_to_output=True)
        elif (message.get(INTENT) or {}).get("name") == EMERGENCY and self._said_otherwise(message, text):
            return
        elif (message.get(INTENT) or {}).get("name") == EMERGENCY:
            needs = [entity["value"] for entity in message.get(ENTITIES, []) if entity["entity"] == "need"]
            kind = message.get(EMERGENCY_KIND) or dangers.kind_from_needs(needs)
            start, end = 0, len(text)
        else:
            return
        if kind is not None:
            self.add(message, "emergency", kind, start, end)
            self._add_need(message, kind, start, end)

    def _said_otherwise(self, message: Message, text: str) -> bool:
        """Whether words say that it is past, figurative or a feeling, and the model is not sure: the next intent counts."""
        ranking = message.get("intent_ranking") or []
        if (
            len(ranking) < 2
            or float(ranking[0]["confidence"]) >= CERTAIN
            or not self.reading(text).has("no_danger", "feeling")
        ):
            return False
        message.set(INTENT, ranking[1], add_to_output=True)
        return True

    def _add_need(self, message: Message, kind: str, start: int, end: int) -> None:
        need = dangers.NEED_OF_KIND.get(kind)
        present = {entity["value"] for entity in message.get(ENTITIES, []) if entity["entity"] == "need"}
        if need is not None and need not in present:
            self.add(message, "need", need, start, end)


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    """The gazetteer, read once per process."""
    return Gazetteer.load()


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
