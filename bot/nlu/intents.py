"""What a message is about: one intent, any number of needs, and the kind of danger, each by a linear model on the vectors."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear import EachForItself, LetterSequences, Softmax, together
from bot.nlu.normalise import clean
from bot.nlu.vectors import VECTOR

INTENT_RANKING = "intent_ranking"
DANGER_KIND = "emergency_kind"
"""The attribute that holds the likeliest kind of danger, should the message be one."""

NEED_INTENTS = frozenset(
    {"state_need", "request_human", "report_discrimination", "emergency", "inform", "ask_office", "greet"}
)
"""Intents beside which a need may be said; elsewhere what sounds like one is none."""


ALARM = 0.5
"""How sure the classifier alone must be of danger: below it, most of its alarms were false (the phrases need no model)."""
LIKELIEST = 0.15
"""How sure the likeliest need must be to be taken where one was stated and none is surer."""
NEEDY = 0.6
"""How likely the intents that carry needs must be together; below it only a need that is :data:`PLAIN` is taken."""
PLAIN = 0.7
MOST_NEEDS = 3
"""Needs taken from one message; people seldom ask for more, and a model that finds more is guessing."""


LETTERS_STRENGTH = 3.0
"""Inverse of the regularisation of the models on letter sequences."""
LETTERS_STRENGTH_NEEDS = 10.0


_MARKS = re.compile(r"[^\w\s'’?§]|_")


def spelling(text: str) -> str:
    """*text* as its letter sequences are counted: without marks, which hardly anybody types, save the one of a question."""
    return " ".join(_MARKS.sub(" ", clean(text).lower()).split())


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True
)
class MeaningClassifier(GraphComponent, IntentClassifier):
    """Sets ``intent``, ``intent_ranking`` and one entity ``need`` for each need that is asked for.

    Learns from the examples' intent and from the metadata beside it (``needs``, ``emergency``).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``need_threshold``: how sure a need must be to be taken. ``strength``: inverse of the regularisation.

        ``letters_share``: how much the letter sequences count beside the sentence vectors. ``sharpness``: see :func:`together`.
        """
        return {"need_threshold": 0.25, "strength": 0.01, "letters_share": 0.5, "sharpness": 1.5}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self.letters: LetterSequences | None = None
        self.intents: Softmax | None = None
        self.spelt_intents: Softmax | None = None
        self.needs: EachForItself | None = None
        self.spelt_needs: EachForItself | None = None
        self.dangers: Softmax | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeaningClassifier:
        """Called by Rasa before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MeaningClassifier:
        """Called by Rasa with what :meth:`train` kept."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.letters = LetterSequences.load(Path(folder) / "letters.npz")
            component.intents = Softmax.load(Path(folder) / "intents.npz")
            component.spelt_intents = Softmax.load(Path(folder) / "spelt_intents.npz")
            component.needs = EachForItself.load(Path(folder) / "needs.npz")
            component.spelt_needs = EachForItself.load(Path(folder) / "spelt_needs.npz")
            component.dangers = Softmax.load(Path(folder) / "dangers.npz")
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn intents, needs and kinds of danger from all examples."""
        examples = [each for each in training_data.intent_examples if each.get(VECTOR) is not None]
        vectors = np.stack([each.get(VECTOR).values for each in examples])
        strength = float(self._config["strength"])
        facts = [(each.get("metadata") or {}).get("intent") or {} for each in examples]
        names = [each.get(INTENT) for each in examples]
        self.intents = Softmax.train(vectors, names, strength)
        self.letters = LetterSequences()
        rows = self.letters.learn([spelling(each.get(TEXT)) for each in examples])
        self.spelt_intents = Softmax.train_sparse(rows, names, LETTERS_STRENGTH)
        # Examples of intents beside which no need is labelled teach nothing about needs, except that they carry none.
        needs = [frozenset(fact.get("needs") or ()) for fact in facts]
        self.needs = EachForItself.train(vectors, needs, strength)
        self.spelt_needs = EachForItself.train_sparse(rows, needs, LETTERS_STRENGTH_NEEDS)
        dangers = [(vector, fact["emergency"]) for vector, fact in zip(vectors, facts) if fact.get("emergency")]
        self.dangers = Softmax.train(
            np.stack([vector for vector, _ in dangers]), [kind for _, kind in dangers], strength
        )
        with self._storage.write_to(self._resource) as folder:
            self.letters.save(Path(folder) / "letters.npz")
            self.intents.save(Path(folder) / "intents.npz")
            self.spelt_intents.save(Path(folder) / "spelt_intents.npz")
            self.needs.save(Path(folder) / "needs.npz")
            self.spelt_needs.save(Path(folder) / "spelt_needs.npz")
            self.dangers.save(Path(folder) / "dangers.npz")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify what a person wrote. A message without a vector (only emoji) keeps no intent."""
        for message in messages:
            meaning = message.get(VECTOR)
            if meaning is None or self.letters is None or self.dangers is None:
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING, [], add_to_output=True)
                continue
            vector, row = meaning.values, self.letters.row(spelling(message.get(TEXT)))
            shares = self._intents(vector, row)
            if shares[0][0] == "emergency" and shares[0][1] < ALARM:
                shares = [shares[1], shares[0], *shares[2:]]
            ranking = [{"name": name, "confidence": share} for name, share in shares]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING, ranking[:10], add_to_output=True)
            message.set(DANGER_KIND, next(iter(self.dangers.probabilities(vector))))
            found = self._needs(vector, row, shares, len(message.get(TEXT) or ""))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _intents(self, vector: Any, row: Any) -> list[tuple[str, float]]:
        assert self.intents is not None and self.spelt_intents is not None
        by_meaning, by_spelling = self.intents.probabilities(vector), self.spelt_intents.probabilities(row)
        return together(by_meaning, by_spelling, float(self._config["letters_share"]), float(self._config["sharpness"]))

    def _needs(self, vector: Any, row: Any, intents: list[tuple[str, float]], length: int) -> list[dict[str, Any]]:
        assert self.needs is not None and self.spelt_needs is not None
        share, spelt = float(self._config["letters_share"]), self.spelt_needs.scores(row)
        shares = {
            name: 1.0 / (1.0 + math.exp(-(1 - share) * score - share * spelt[name]))
            for name, score in self.needs.scores(vector).items()
        }
        intent = intents[0][0]
        if intent == "report_discrimination":
            taken = {"discrimination": shares.get("discrimination", 1.0)}
        else:
            carried = sum(each for name, each in intents if name in NEED_INTENTS) >= NEEDY
            enough = float(self._config["need_threshold"]) if carried else PLAIN
            taken = {name: sure for name, sure in shares.items() if sure >= enough}
        if intent == "state_need" and not taken:
            # Whoever states a need has one: the likeliest is better than asking again, unless none stands out.
            name, sure = max(shares.items(), key=lambda item: item[1])
            taken = {name: sure} if sure >= LIKELIEST else {}
        return [
            {
                "entity": "need",
                "value": name,
                "start": 0,
                "end": length,
                "confidence": sure,
                "extractor": "MeaningClassifier",
            }
            for name, sure in sorted(taken.items(), key=lambda item: -item[1])[:MOST_NEEDS]
        ]
