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

HAMM: dict[str, object] = {"id": "hamm", "name": "Beratung Hamm", "services": ["jmd", "mbe"], "street": "Straße 1"}
UNNA: dict[str, object] = {"id": "unna", "name": "Beratung Unna", "services": ["mbe"]}


def two_offices() -> list[dict[str, object]]:
    return [UNNA, HAMM]


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:  # noqa: F811
    """A database that nobody has prepared."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def database(empty: Database) -> Database:
    """A prepared database with two offices."""
    empty.prepare(two_offices)
    return empty
