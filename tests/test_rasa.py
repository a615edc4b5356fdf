"""Rasa's own checks pass: the data are consistent, and the stories of tests/stories follow from the rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.model import current_model
from bot.settings import ROOT

STORIES = ROOT / "tests" / "stories"


@dataclass(frozen=True)
class Run:
    """What Rasa said: an exit code for each command, its output, and the report of the stories."""

    validate: int
    core: int
    output: str
    report: Path


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Both commands in one process, as each start of Rasa takes seconds."""
    folder = tmp_path_factory.mktemp("rasa")
    model = str(current_model(ROOT / "models"))
    commands = [
        ["data", "validate", "--fail-on-warnings", "--data", "data/nlu", "data/stories"],
        [
            *("test", "core", "--model", model, "--stories", str(STORIES), "--out", str(folder)),
            *("--fail-on-prediction-errors", "--no-plot"),
        ],
    ]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.rasa_commands", json.dumps(commands)],
        cwd=ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout, done.stderr[-3000:]
    validate, core = json.loads(done.stdout.splitlines()[-1])
    return Run(validate, core, done.stdout + done.stderr, folder / "story_report.json")


def test_the_data_are_valid(rasa: Run) -> None:
    assert rasa.validate == 0, rasa.output[-6000:]


def test_every_story_follows_from_the_rules(rasa: Run) -> None:
    """`rasa test core` is also content with no story at all, so those that ran are counted."""
    assert rasa.core == 0, rasa.output[-6000:]
    written = yaml.safe_load((STORIES / "test_stories.yml").read_text(encoding="utf-8"))["stories"]
    ran = json.loads(rasa.report.read_text(encoding="utf-8"))["conversation_accuracy"]
    assert (ran["total"], ran["correct"]) == (len(written), len(written))
    assert len(written) >= 12


def test_the_stories_use_every_intent_and_every_action_of_the_rules() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    text = (STORIES / "test_stories.yml").read_text(encoding="utf-8")
    intents = {name for each in domain["intents"] for name in each}
    unused = {name for name in intents if f"intent: {name}\n" not in text}
    # A yes is ruled like any other fact; starting again is tested in tests/conversations.
    assert unused <= {"affirm", "restart"}
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data/stories").glob("*.yml"))
    missing = [name for name in domain["actions"] if f"action: {name}\n" in rules and f"action: {name}\n" not in text]
    assert not missing
