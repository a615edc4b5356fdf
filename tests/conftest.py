"""What all tests share. Importing Rasa changes the filters of warnings, so it is imported here once, before any test runs."""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

with warnings.catch_warnings(record=True):
    warnings.simplefilter("ignore")
    import rasa.core.agent
    import rasa.core.run  # noqa: F401

    import bot.app
    import bot.nlu.extractors
    import bot.nlu.intents
    import bot.nlu.language  # noqa: F401


pytest_plugins = ["tests.trained"]


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """A command run inside a test takes over every way to the log; the next test gets them back."""
    root = logging.getLogger()
    configured, handlers, level = structlog.get_config(), list(root.handlers), root.level
    hooks = sys.excepthook, threading.excepthook, warnings.showwarning, logging.raiseExceptions
    yield
    structlog.configure(**configured)
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, threading.excepthook, warnings.showwarning, logging.raiseExceptions = hooks


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What `known_gaps.txt` lists runs, but does not stop the others: the gap is reported, never hidden."""
    lines = (Path(__file__).parent / "known_gaps.txt").read_text(encoding="utf-8").splitlines()
    gaps = tuple(line for line in lines if line and not line.startswith("#"))
    for item in items:
        if item.nodeid.startswith(gaps):
            item.add_marker(pytest.mark.xfail(reason="a known gap: tests/known_gaps.txt", strict=False))
