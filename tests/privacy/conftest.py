from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.storage import Database
from tests.postgres import (  # noqa: F401
    database_url,
    postgres_cluster,
    pytest_collection_modifyitems,
    pytest_terminal_summary,
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:  # noqa: F811
    """A prepared database without offices."""
    database = Database(database_url)
    database.prepare(lambda: [])
    yield database
    database.close()
