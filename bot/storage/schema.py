"""Making, upgrading and seeding the database, in one transaction and one process at a time."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from bot.storage.database import UPGRADE, Database, OfficeRecords, open_sqlite_file
from bot.storage.errors import DatabaseDamaged, DatabaseNewer, DatabaseNotPrepared, DatabaseOutOfReach, StorageError
from bot.storage.repositories import insert_offices
from bot.storage.tables import conversations, metadata, offices

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
OFFICES_FILE = Path(__file__).resolve().parents[2] / "data" / "offices" / "offices.yml"
WAIT_S = 60
# Any number, as long as nobody else uses it in the same PostgreSQL database.
_ADVISORY_LOCK = 5_773_990_107

State = Literal["empty", "older", "current"]


@dataclass(frozen=True)
class Prepared:
    """What `prepare` found and did; `before` is the revision it found, none for an empty database."""

    before: str | None
    revision: str
    seeded: int


@dataclass(frozen=True)
class Status:
    """How the database stands, without changing it."""

    state: State
    revision: str | None
    newest: str
    offices: int
    conversations: int


def prepare(database: Database, records: Callable[[], OfficeRecords]) -> Prepared:
    """Brings the database to the newest revision and seeds the offices if there are none.

    Raises:
        StorageError: if the database is newer, damaged or out of reach.
    """
    with _alone(database), database.writing() as connection:
        if database.dialect == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_S}s'")
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        before = _revision(connection, database.name)
        if before != newest_revision():
            command.upgrade(_config(connection), "head")
        _check_tables(connection, database.name)
        empty = connection.execute(sa.select(sa.func.count()).select_from(offices)).scalar_one() == 0
        seeded = insert_offices(connection, records()) if empty else 0
        return Prepared(before, newest_revision(), seeded)


def status(database: Database) -> Status:
    """How the database stands; an absent SQLite file is empty and stays absent.

    Raises:
        StorageError: if the database is newer, damaged or out of reach.
    """
    newest = newest_revision()
    if database.path is not None and not database.path.exists():
        return Status("empty", None, newest, 0, 0)
    with database.reading() as connection:
        revision = _revision(connection, database.name)
        if revision is None:
            return Status("empty", None, newest, 0, 0)
        if revision != newest:
            return Status("older", revision, newest, 0, 0)
        _check_tables(connection, database.name)
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (offices, conversations)
        ]
    return Status("current", revision, newest, *counts)


def require_current(database: Database) -> None:
    """Refuses to go on with a database that `prepare` has not brought up to date.

    Raises:
        DatabaseNotPrepared: if it is empty or older.
    """
    if status(database).state != "current":
        raise DatabaseNotPrepared(f"The database {database.name} is empty or older; run `{UPGRADE}`.")


def bundled_offices() -> list[dict[str, Any]]:
    """The records of `data/offices/offices.yml`, plain and fit for JSON."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        with OFFICES_FILE.open(encoding="utf-8") as file:
            records = YAML(typ="safe", pure=True).load(file)
    except (OSError, UnicodeError, YAMLError) as error:
        raise StorageError(
            f"The offices cannot be read from {OFFICES_FILE}; put the file back as it was delivered."
        ) from error
    if not isinstance(records, list) or not all(isinstance(r, dict) and isinstance(r.get("id"), str) for r in records):
        raise StorageError(f"{OFFICES_FILE} must hold a list of offices, each with an id; put back the delivered file.")
    return [{key: _plain(value) for key, value in record.items()} for record in records]


def newest_revision() -> str:
    """The revision this version of Wegweiser works with."""
    head = _scripts().get_current_head()
    assert head is not None, "a package without migrations"
    return str(head)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Alembic expands percent signs.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _revision(connection: Connection, name: str) -> str | None:
    """The revision that the database carries; none if it holds nothing of ours.

    Raises:
        DatabaseNewer, DatabaseDamaged: if it is not one this version can take further.
    """
    revisions = MigrationContext.configure(connection).get_current_heads()
    if not revisions:
        stray = sorted(set(metadata.tables) & set(sa.inspect(connection).get_table_names()))
        if stray:
            raise DatabaseDamaged(
                f"The database {name} holds a table {stray[0]!r} but not which revision it is of; put a backup in its "
                "place, or give Wegweiser a database of its own."
            )
        return None
    known = {script.revision for script in _scripts().walk_revisions()}
    if not set(revisions) <= known:
        raise DatabaseNewer(
            f"The database {name} is newer than this version of Wegweiser (it carries revision {revisions[0]!r}, known "
            f"is up to {newest_revision()!r}); install the version that made it, or put back a backup."
        )
    return str(revisions[0])


def _check_tables(connection: Connection, name: str) -> None:
    missing = sorted(set(metadata.tables) - set(sa.inspect(connection).get_table_names()))
    if missing:
        raise DatabaseDamaged(
            f"The database {name} lost its table {missing[0]!r}; put a backup in its place, or start with an empty one."
        )


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """One process at a time: a lock file beside a SQLite file. PostgreSQL locks inside the transaction."""
    if database.path is None:
        yield
        return
    lock = database.path.with_name(f"{database.path.name}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseOutOfReach(
            f"The database {database.name} cannot be opened or made ({error.strerror}); check that its folder belongs "
            "to this user."
        ) from error
    try:
        _wait_for(handle, database.name)
        open_sqlite_file(database.path)
        yield
    finally:
        # Closing gives the lock back. The file stays: removing it would let two processes lock two different files.
        os.close(handle)


def _wait_for(handle: int, name: str) -> None:
    until = time.monotonic() + WAIT_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise DatabaseOutOfReach(
                    f"The database {name} has been prepared by another process for {WAIT_S} seconds; end that process "
                    "and try again."
                ) from None
            time.sleep(0.05)
        else:
            return
