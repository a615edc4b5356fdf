"""The trained model: where it lies, and whether it still fits the data it was trained on. Imports nothing heavy."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from bot.settings import ROOT

NAME = "wegweiser"
STAMP = f"{NAME}.json"

# Whatever a model learns from, and the code that learns. Words, phrases, offices and rules are read afresh at each start.
SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/stories",
    "bot/nlu/intents.py",
    "bot/nlu/language.py",
    "bot/nlu/linear.py",
    "bot/nlu/normalise.py",
    "bot/nlu/vectors.py",
)


class ModelError(Exception):
    """There is no model to serve; the message says what to do."""


def fingerprint(root: Path = ROOT) -> str:
    """A hash of everything a model is made from."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = root / source
        files = [path] if path.is_file() else sorted(path.rglob("*.yml")) + sorted(path.rglob("*.py"))
        for file in files:
            digest.update(str(file.relative_to(root)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def stamp(models: Path, root: Path = ROOT) -> None:
    """Note beside the model what it was trained on."""
    (models / STAMP).write_text(json.dumps({"trained_on": fingerprint(root)}) + "\n", encoding="utf-8")


def is_current(models: Path, root: Path = ROOT) -> bool:
    """Whether a model is there and was trained on the data as they are now."""
    if not (models / f"{NAME}.tar.gz").is_file() or not (models / STAMP).is_file():
        return False
    try:
        kept = json.loads((models / STAMP).read_text(encoding="utf-8"))
    except ValueError:
        return False
    return isinstance(kept, dict) and kept.get("trained_on") == fingerprint(root)


def current_model(models: Path, root: Path = ROOT) -> Path:
    """The model to serve. Raises :class:`ModelError` where it is missing or older than its data."""
    path = models / f"{NAME}.tar.gz"
    if not path.is_file():
        raise ModelError(f"There is no model in {models}. Train one: python -m bot train")
    if not is_current(models, root):
        raise ModelError(f"The model in {models} is older than its data. Train a new one: python -m bot train")
    return path
