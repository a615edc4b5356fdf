"""The shipped places and offices, loaded once."""

from __future__ import annotations

from datetime import date

import pytest

from bot.offices import Directory, Gazetteer

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="session")
def directory(gazetteer: Gazetteer) -> Directory:
    return Directory.load(gazetteer)


@pytest.fixture
def today() -> date:
    return TODAY
