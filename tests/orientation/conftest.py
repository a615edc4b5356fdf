"""The real table and the real helplines: reading them is cheap."""

import pytest

from bot.orientation import EligibilityTable, Helplines


@pytest.fixture(scope="session")
def table() -> EligibilityTable:
    return EligibilityTable.load()


@pytest.fixture(scope="session")
def helplines() -> Helplines:
    return Helplines.load()
