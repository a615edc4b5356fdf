"""Which language a message is written in, learned from the examples' own language by their letter sequences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intents import spelling
from bot.nlu.linear import LetterSequences, Softmax
from bot.nlu.phrases import all_phrases

SURE = 0.25
"""Below this a message tells no language. The conversation asks for more before it changes one that it knows."""

STRENGTH = 30.0
"""Inverse of the regularisation."""
SEQUENCES = 60_000


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageIdentifier(GraphComponent):
    """Adds the entity ``language``: what to answer in. Whoever asks for a language by name gets that one.

    Runs after the intent is known. A message without letters, or one that fits several languages alike, carries none.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set."""
        return {}

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self._resource = resource
        self._letters: LetterSequences | None = None
        self.languages: Softmax | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """Called by Rasa before training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageIdentifier:
        """Called by Rasa with what :meth:`train` kept."""
        component = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._letters = LetterSequences.load(Path(folder) / "letters.npz")
            component.languages = Softmax.load(Path(folder) / "languages.npz")
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples; the metadata beside them names their language."""
        pairs = [
            (spelling(example.get(TEXT)), ((example.get("metadata") or {}).get("intent") or {}).get("language"))
            for example in training_data.intent_examples
        ]
        known = [(text, language) for text, language in pairs if language]
        self._letters = LetterSequences(most=SEQUENCES)
        features = self._letters.learn([text for text, _ in known])
        # As common as in the examples: most people write in one of the eight.
        self.languages = Softmax.train_sparse(features, [language for _, language in known], STRENGTH, balanced=False)
        with self._storage.write_to(self._resource) as folder:
            self._letters.save(Path(folder) / "letters.npz")
            self.languages.save(Path(folder) / "languages.npz")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the language to each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = self._asked_for(message) or self._written_in(text)
            if found is not None:
                language, confidence = found
                entity = {
                    "entity": "language",
                    "value": language,
                    "start": 0,
                    "end": len(text),
                    "confidence": confidence,
                    "extractor": "LanguageIdentifier",
                }
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages

    def _asked_for(self, message: Message) -> tuple[str, float] | None:
        if (message.get(INTENT) or {}).get("name") != "change_language":
            return None
        names = all_phrases().read(message.get(TEXT)).of("language_names")
        # "I speak Arabic, not German": the one that is not negated would be better known from grammar; the last named is
        # right more often in "kann kein deutsch, arabisch bitte", the first in "arabisch statt deutsch".
        return (names[-1].topic.removeprefix("language_names."), 1.0) if names else None

    def _written_in(self, text: str) -> tuple[str, float] | None:
        if self.languages is None or self._letters is None or not any(letter.isalpha() for letter in text):
            return None
        language, share = next(iter(self.languages.probabilities(self._letters.row(spelling(text))).items()))
        return (language, share) if share >= SURE else None
