"""The bot as it is served: the real trained model, the real actions and a real database, in process, made once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction

from bot.app import House, build, build_agent
from bot.dialogue.agent import WegweiserAgent
from bot.model import is_current
from bot.settings import ROOT, Settings

# A Tuesday morning in the week of the examples in the design.
NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)


class Clock:
    """The time in the tests: stands still unless it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[House]:
    path = tmp_path_factory.mktemp("house") / "wegweiser.db"
    built = build(Settings.from_environ({"WEGWEISER_DATABASE_URL": f"sqlite:///{path}"}), clock)
    yield built
    built.database.close()


@pytest.fixture(scope="session")
def model() -> Path:
    models = ROOT / "models"
    assert is_current(models), "The model is missing or older than its data; run 'make train' first."
    return models / "wegweiser.tar.gz"


@pytest.fixture(scope="session")
def agent(house: House, model: Path) -> Iterator[WegweiserAgent]:
    built = build_agent(house, model)
    schema = Draft7Validator(RemoteAction.action_response_format_spec())
    with pytest.MonkeyPatch.context() as patch:
        # What Rasa would check of a foreign action server; `serve` does without.
        patch.setattr(RemoteAction, "_validate_action_result", lambda self, result: schema.validate(result) or True)
        yield built
