"""What a message is about: one intent, any number of needs, and the kind of danger, each by a linear model on the vectors."""

from __future__ import annotations

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

from bot.nlu.linear import EachForItself, Softmax
from bot.nlu.vectors import VECTOR

INTENT_RANKING = "intent_ranking"
DANGER_KIND = "emergency_kind"
"""The attribute that holds the likeliest kind of danger, should the message be one."""

NEED_INTENTS = frozenset(
    {"state_need", "request_human", "report_discrimination", "emergency", "inform", "ask_office", "greet"}
)
"""Intents beside which a need may be said; elsewhere what sounds like one is none."""


ALARM = 0.4
"""How sure the classifier alone must be of danger: below it, half of its alarms were false (the phrases need no model)."""
LIKELIEST = 0.15
"""How sure the likeliest need must be to be taken where one was stated and none is surer."""
STATED = 0.2
"""How likely a message must also be a stated need, when it is taken for something else (facts, a greeting)."""
MOST_NEEDS = 3
"""Needs taken from one message; people seldom ask for more, and a model that finds more is guessing."""


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True
)
class MeaningClassifier(GraphComponent, IntentClassifier):
    """Sets ``intent``, ``intent_ranking`` and one entity ``need`` for each need that is asked for.

    Learns from the examples' intent and from the metadata beside it (``needs``, ``emergency``).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``need_threshold``: how sure a need must be to be taken. ``strength``: inverse of the regularisation."""
        return {"need_threshold": 0.5, "strength": 0.003}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self.intents: Softmax | None = None
        self.needs: EachForItself | None = None
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
            component.intents = Softmax.load(Path(folder) / "intents.npz")
            component.needs = EachForItself.load(Path(folder) / "needs.npz")
            component.dangers = Softmax.load(Path(folder) / "dangers.npz")
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn intents, needs and kinds of danger from all examples."""
        examples = [each for each in training_data.intent_examples if each.get(VECTOR) is not None]
        vectors = np.stack([each.get(VECTOR).values for each in examples])
        strength = float(self._config["strength"])
        facts = [(each.get("metadata") or {}).get("intent") or {} for each in examples]
        self.intents = Softmax.train(vectors, [each.get(INTENT) for each in examples], strength)
        # Examples of intents beside which no need is labelled teach nothing about needs, except that they carry none.
        self.needs = EachForItself.train(vectors, [frozenset(fact.get("needs") or ()) for fact in facts], strength)
        dangers = [(vector, fact["emergency"]) for vector, fact in zip(vectors, facts) if fact.get("emergency")]
        self.dangers = Softmax.train(
            np.stack([vector for vector, _ in dangers]), [kind for _, kind in dangers], strength
        )
        with self._storage.write_to(self._resource) as folder:
            self.intents.save(Path(folder) / "intents.npz")
            self.needs.save(Path(folder) / "needs.npz")
            self.dangers.save(Path(folder) / "dangers.npz")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify what a person wrote. A message without a vector (only emoji) keeps no intent."""
        for message in messages:
            meaning = message.get(VECTOR)
            if meaning is None or self.intents is None or self.needs is None or self.dangers is None:
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING, [], add_to_output=True)
                continue
            vector = meaning.values
            shares = list(self.intents.probabilities(vector).items())
            if shares[0][0] == "emergency" and shares[0][1] < ALARM:
                shares = [shares[1], shares[0], *shares[2:]]
            ranking = [{"name": name, "confidence": share} for name, share in shares]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING, ranking[:10], add_to_output=True)
            message.set(DANGER_KIND, next(iter(self.dangers.probabilities(vector))))
            stated = dict(shares).get("state_need", 0.0)
            found = self._needs(vector, shares[0][0], stated, len(message.get(TEXT) or ""))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _needs(self, vector: Any, intent: str, stated: float, length: int) -> list[dict[str, Any]]:
        assert self.needs is not None
        if intent not in NEED_INTENTS:
            return []
        shares = self.needs.probabilities(vector)
        taken = {name: share for name, share in shares.items() if share >= float(self._config["need_threshold"])}
        if intent == "report_discrimination":
            taken = {"discrimination": shares.get("discrimination", 1.0)}
        elif (intent == "state_need" or stated >= STATED) and not taken:
            # Whoever states a need has one: the likeliest is better than asking again, unless none stands out.
            name, share = max(shares.items(), key=lambda item: item[1])
            taken = {name: share} if share >= LIKELIEST else {}
        return [
            {
                "entity": "need",
                "value": name,
                "start": 0,
                "end": length,
                "confidence": share,
                "extractor": "MeaningClassifier",
            }
            for name, share in sorted(taken.items(), key=lambda item: -item[1])[:MOST_NEEDS]
        ]
