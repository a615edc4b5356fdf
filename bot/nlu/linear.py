"""Linear classifiers that are kept as plain numbers: trained by scikit-learn, stored as ``.npz``, applied with numpy alone."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse, spmatrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

Matrix = NDArray[np.float32]


STEPS = 500
STEPS_SPARSE = 60
"""Counts of letters need hundreds of steps to settle; after 60 they tell languages apart as well (0.93 on examples left out)."""


def _scaled(features: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """*features* with mean 0 and spread 1 in each column, and the mean and spread they had.

    Sentence vectors all point into one narrow cone; unscaled, the regularisation would act on what they have in common.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    return (features - mean) / spread, mean, spread


@dataclass(frozen=True)
class Softmax:
    """One label of many. ``weights`` has shape ``[labels, features]``, ``bias`` ``[labels]``."""

    labels: tuple[str, ...]
    weights: Matrix
    bias: Matrix

    @classmethod
    def train(cls, features: Matrix, labels: list[str], strength: float) -> Softmax:
        """Learn from *features* (``[examples, features]``); *strength* is the inverse of the regularisation."""
        scaled, mean, spread = _scaled(features)
        weights, bias = _fit(scaled, labels, strength)
        weights = weights / spread
        return cls(*_numbers(sorted(set(labels)), weights, bias - weights @ mean))

    @classmethod
    def train_sparse(cls, features: spmatrix, labels: list[str], strength: float, *, balanced: bool = True) -> Softmax:
        """Like :meth:`train` for counts, which are taken as they are. *balanced*: each label counts alike, however rare."""
        return cls(*_numbers(sorted(set(labels)), *_fit(features, labels, strength, STEPS_SPARSE, balanced=balanced)))

    def probabilities(self, vector: Matrix | spmatrix) -> dict[str, float]:
        """How sure each label is, highest first; they add up to 1. *vector*: ``[features]``, or a sparse ``[1, features]``."""
        scores = _times(self.weights, vector) + self.bias
        powers = np.exp(scores - scores.max())
        shares = powers / powers.sum()
        order = np.argsort(-shares)
        return {self.labels[index]: float(shares[index]) for index in order}

    def save(self, path: Path) -> None:
        """Write the numbers to *path* (``.npz``)."""
        np.savez_compressed(path, labels=np.array(self.labels), weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> Softmax:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(tuple(str(name) for name in kept["labels"]), kept["weights"], kept["bias"])


@dataclass(frozen=True)
class EachForItself:
    """Any number of labels at once, each with its own probability. Shapes as in :class:`Softmax`."""

    labels: tuple[str, ...]
    weights: Matrix
    bias: Matrix

    @classmethod
    def train(cls, features: Matrix, labels: list[frozenset[str]], strength: float) -> EachForItself:
        """Learn one yes-or-no decision for each label that occurs, as rare as it is, so that the shares mean what they say."""
        scaled, mean, spread = _scaled(features)
        names, weights, bias = _yes_or_no(scaled, labels, strength, STEPS)
        weights = weights / spread
        return cls(*_numbers(names, weights, bias - weights @ mean))

    @classmethod
    def train_sparse(cls, features: spmatrix, labels: list[frozenset[str]], strength: float) -> EachForItself:
        """Like :meth:`train` for counts, which are taken as they are."""
        return cls(*_numbers(*_yes_or_no(features, labels, strength, STEPS_SPARSE)))

    def scores(self, vector: Matrix | spmatrix) -> dict[str, float]:
        """How much speaks for each label: the logarithm of its odds, 0 where it is as likely as not."""
        found = _times(self.weights, vector) + self.bias
        return {name: float(score) for name, score in zip(self.labels, found)}

    def save(self, path: Path) -> None:
        """Write the numbers to *path* (``.npz``)."""
        np.savez_compressed(path, labels=np.array(self.labels), weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> EachForItself:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(tuple(str(name) for name in kept["labels"]), kept["weights"], kept["bias"])


def _times(weights: Matrix, vector: Any) -> Matrix:
    """*weights* (``[labels, features]``) times one vector. Of a sparse row only what is there is looked at: all took 4 ms."""
    product: Matrix = weights[:, vector.indices] @ vector.data if issparse(vector) else weights @ vector
    return product


def _fit(
    features: Any, labels: list[str], strength: float, steps: int = STEPS, *, balanced: bool = True
) -> tuple[Any, Any]:
    """Weights and bias, a row for each label in alphabetical order; *balanced*: each label counts alike, however rare."""
    model = LogisticRegression(C=strength, max_iter=steps, class_weight="balanced" if balanced else None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is meant, see STEPS_SPARSE
        model.fit(features, labels)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return weights, bias


def _yes_or_no(features: Any, labels: list[frozenset[str]], strength: float, steps: int) -> tuple[list[str], Any, Any]:
    names = sorted(set().union(*labels))
    pairs = [
        _fit(features, [str(name in found) for found in labels], strength, steps, balanced=False) for name in names
    ]
    weights = np.array([pair[0][1] - pair[0][0] for pair in pairs])
    return names, weights, np.array([pair[1][1] - pair[1][0] for pair in pairs])


def _numbers(labels: list[str], weights: Any, bias: Any) -> tuple[tuple[str, ...], Matrix, Matrix]:
    return tuple(labels), np.asarray(weights, dtype=np.float32), np.asarray(bias, dtype=np.float32)


class LetterSequences:
    """How often sequences of one to four letters occur in a text, weighted by how rare they are among the examples.

    Catches what sentence vectors blur: Latin-letter Arabic and Persian, dialect spellings, short words.
    """

    MOST = 40_000

    def __init__(self, vocabulary: list[str] | None = None, rarity: Matrix | None = None, *, most: int = MOST) -> None:
        self._counts = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(1, 4),
            sublinear_tf=True,
            min_df=1 if vocabulary else 2,
            max_features=None if vocabulary else most,
            vocabulary=vocabulary,
        )
        if rarity is not None:
            self._counts.idf_ = rarity.astype(np.float64)

    def learn(self, texts: list[str]) -> spmatrix:
        """Choose the sequences by *texts* and return their rows."""
        return self._counts.fit_transform(texts)

    def row(self, text: str) -> spmatrix:
        """The row of one text, ``[1, sequences]``."""
        return self._counts.transform([text])

    def save(self, path: Path) -> None:
        """Write the sequences and their rarity to *path* (``.npz``)."""
        np.savez_compressed(path, vocabulary=self._counts.get_feature_names_out().astype(str), rarity=self._counts.idf_)

    @classmethod
    def load(cls, path: Path) -> LetterSequences:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls([str(sequence) for sequence in kept["vocabulary"]], kept["rarity"])


def together(
    first: dict[str, float], second: dict[str, float], share: float, sharpness: float = 1.0
) -> list[tuple[str, float]]:
    """What two models find, *second* counting for *share* (between 0 and 1): their geometric mean, the likeliest first.

    *sharpness* raises the likelihoods to that power, so that they mean what they say: two models that agree are right more
    often than either thinks.
    """
    mixed = {
        name: ((max(first[name], 1e-9) ** (1 - share)) * (max(second.get(name, 0.0), 1e-9) ** share)) ** sharpness
        for name in first
    }
    whole = sum(mixed.values())
    return sorted(((name, each / whole) for name, each in mixed.items()), key=lambda pair: -pair[1])
