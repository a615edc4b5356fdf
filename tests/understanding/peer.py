"""Rasa's default pipeline, trained on the same examples: what our own understanding is held against."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

PIPELINE = """\
recipe: default.v1
assistant_id: peer
language: de
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: 100
  constrain_similarities: true
  entity_recognition: false
policies: []
"""
"""As ``rasa init`` writes it, without what reads entities: our examples mark none."""


def subset(count: int, seed: int = 7) -> list[tuple[str, str]]:
    """*count* of our examples (all with 0), drawn evenly over languages and intents: ``(text, intent)``."""
    groups: dict[tuple[str, str], list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*/*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))["nlu"]:
            lines = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            groups.setdefault((path.parent.name, block["intent"]), []).extend(lines)
    chance = random.Random(seed)
    for lines in groups.values():
        chance.shuffle(lines)
    drawn: list[tuple[str, str]] = []
    depth = 0
    while any(len(lines) > depth for lines in groups.values()) and (not count or len(drawn) < count):
        for (_, intent), lines in sorted(groups.items()):
            if len(lines) > depth and (not count or len(drawn) < count):
                drawn.append((lines[depth], intent))
        depth += 1
    return drawn


def train(folder: Path, examples: list[tuple[str, str]]) -> tuple[Path, float]:
    """The model file of the default pipeline after *examples*, and the seconds it took."""
    folder.mkdir(parents=True, exist_ok=True)
    by_intent: dict[str, list[str]] = {}
    for text, intent in examples:
        by_intent.setdefault(intent, []).append(text)
    nlu = {
        "version": "3.1",
        "nlu": [
            {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
            for intent, texts in by_intent.items()
        ],
    }
    (folder / "nlu.yml").write_text(yaml.safe_dump(nlu, allow_unicode=True), encoding="utf-8")
    (folder / "config.yml").write_text(PIPELINE, encoding="utf-8")
    started = time.monotonic()
    before = Path.cwd()
    os.chdir(folder)  # Rasa's cache is relative
    try:
        from rasa.model_training import train_nlu

        path = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
    finally:
        os.chdir(before)
    assert path is not None
    return Path(path), time.monotonic() - started


def reader(path: Path) -> Any:
    """An agent that reads messages with the model at *path*."""
    from rasa.core.agent import Agent

    return Agent.load(str(path))
