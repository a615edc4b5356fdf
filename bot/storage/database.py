"""The one database: SQLite by default, PostgreSQL when it grows.

Every transaction is short and never open across an `await` (Rasa loses the turn that finds the database locked);
in async code call the repositories through `asyncio.to_thread`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.storage.errors import DatabaseDamaged, DatabaseNotPrepared, DatabaseOutOfReach, StorageError

if TYPE_CHECKING:
    from bot.storage.schema import Prepared

BUSY_TIMEOUT_MS = 5000
CONNECT_TIMEOUT_S = 5
UPGRADE = "python -m bot db upgrade"

_POOLED: dict[str, Any] = {"poolclass": sa.pool.QueuePool, "connect_args": {"check_same_thread": False}}
"""SQLAlchemy opens a SQLite file anew for each transaction, which takes longer than the transaction."""

OfficeRecords = Iterable[Mapping[str, Any]]


class Database:
    """A database at an address; opened on first use.

    `reading()` and `writing()` each give one transaction: committed at the end of the block, rolled back on an error.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError:
            raise DatabaseOutOfReach(
                "The database address cannot be understood; it starts with sqlite:/// or postgresql://."
            ) from None
        self.dialect: str = self.url.get_backend_name()
        if self.dialect not in {"sqlite", "postgresql"} or (self.dialect == "sqlite" and not self.path_text):
            raise DatabaseOutOfReach(
                f"A database of the kind {self.dialect!r} does not serve; use a SQLite file or PostgreSQL, "
                "since two processes share it."
            )
        self.engine = _sqlite(self.url) if self.dialect == "sqlite" else _postgresql(self.url)

    @property
    def path_text(self) -> str:
        """The SQLite file as written in the address; empty for PostgreSQL and for a database in memory."""
        text = self.url.database or ""
        return "" if self.dialect != "sqlite" or text == ":memory:" else text

    @property
    def path(self) -> Path | None:
        """The SQLite file; none with PostgreSQL."""
        return Path(self.path_text) if self.path_text else None

    @property
    def name(self) -> str:
        """What to call it in messages: the file, or the address without password and options."""
        return self.path_text or str(self.url.set(query={}).render_as_string(hide_password=True))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads; with SQLite it never waits for a writer."""
        with self._naming_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; with SQLite it takes the write lock at once, waiting up to five seconds."""
        with (
            self._naming_errors(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def prepare(self, offices: Callable[[], OfficeRecords] | None = None) -> Prepared:
        """Creates, upgrades and seeds the database as needed; safe from several processes at once.

        `offices` gives the records to seed an empty table with (default: the file in `data/offices`).

        Raises:
            StorageError: if the database is newer, damaged or out of reach.
        """
        # Alembic is only worth its import time here.
        from bot.storage.schema import bundled_offices, prepare

        return prepare(self, bundled_offices if offices is None else offices)

    def engine_for_rasa(self) -> Engine:
        """An engine of its own for Rasa's tracker store, in SQLAlchemy's older style and with the driver's transactions."""
        if self.dialect == "postgresql":
            return sa.create_engine(self.url, hide_parameters=True, pool_pre_ping=True, connect_args=_waits(self.url))
        engine = sa.create_engine(self.url, hide_parameters=True, **_POOLED)
        sa.event.listen(engine, "connect", lambda connection, _record: _pragmas(connection))
        return engine

    def settle(self) -> None:
        """Writes SQLite's file anew and empties its log, so that erased rows are in neither.

        Overwriting alone (`secure_delete`) leaves copies behind that rows and index entries left in a page when it was
        balanced; after a few hundred conversations one in ten could be found again. Waits for a writer; raises
        `StorageError` where it takes too long. A reader keeps the log until SQLite's next chance.
        """
        if self.path is None or not self.path.exists():
            return
        with self._naming_errors(), _plain_sqlite(self.path) as connection:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Gives back every connection."""
        self.engine.dispose()

    def _naming_errors(self) -> AbstractContextManager[None]:
        return naming_errors(self.name)


@contextmanager
def naming_errors(name: str) -> Iterator[None]:
    """Turns the driver's errors into ours; broken constraints and slips in statements stay what they are."""
    try:
        yield
    except DBAPIError as error:
        # hide_parameters keeps values out of SQLAlchemy's own text; ours takes the driver's first line only.
        named = _named(error.orig, name)
        if named is None:
            raise
        raise named from error
    except sqlite3.Error as error:
        named = _named(error, name)
        if named is None:
            raise
        raise named from error


def _named(error: BaseException | None, name: str) -> StorageError | None:
    said = (str(error).strip().splitlines() or [""])[0].rstrip(".")
    if isinstance(error, sqlite3.Error):
        if isinstance(error, sqlite3.OperationalError):
            if said.startswith("no such"):
                return DatabaseNotPrepared(f"The database {name} lacks a part ({said}); run `{UPGRADE}`.")
            if "locked" in said:
                return DatabaseOutOfReach(
                    f"The database {name} is held by another process; wait, or end the process that holds it."
                )
            if "syntax error" in said:
                return None
            return DatabaseOutOfReach(
                f"The database {name} cannot be opened or written ({said}); check that its folder exists, belongs to "
                "this user and has room."
            )
        if type(error) is sqlite3.DatabaseError:
            return DatabaseDamaged(
                f"The database {name} is damaged or not a database ({said}); put a backup in its place, or move the "
                "file away to start empty."
            )
        return None
    code = getattr(error, "pgcode", None)
    if code == "42P01":
        return DatabaseNotPrepared(f"The database {name} lacks a table; run `{UPGRADE}`.")
    if code == "42501":
        return DatabaseOutOfReach(f"The database {name} refuses this user ({said}); grant it the right to make tables.")
    if code == "55P03":
        return DatabaseOutOfReach(
            f"The database {name} is being prepared by another process and it takes long; try again."
        )
    if code in {"XX001", "XX002"}:
        return DatabaseDamaged(f"The database {name} is damaged ({said}); put a backup in its place.")
    if type(error).__name__ in {"InterfaceError"} or _is_operational(error):
        return DatabaseOutOfReach(
            f"The database {name} cannot be reached ({said}); check that it runs and that address, user and password "
            "are right."
        )
    return None


def _is_operational(error: BaseException | None) -> bool:
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)


def _sqlite(url: sa.engine.URL) -> Engine:
    engine = sa.create_engine(url, future=True, hide_parameters=True, **_POOLED)

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        # The driver would begin transactions by itself, and only before INSERT: a half-made schema could stay behind.
        connection.isolation_level = None
        _pragmas(connection)

    def on_begin(connection: Connection) -> None:
        # A reader that turns writer is refused at once when somebody wrote meanwhile; so writers say it first.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    sa.event.listen(engine, "connect", on_connect)
    sa.event.listen(engine, "begin", on_begin)
    return engine


def _postgresql(url: sa.engine.URL) -> Engine:
    return sa.create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True, connect_args=_waits(url))


def _waits(url: sa.engine.URL) -> dict[str, int]:
    return {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_S}


def _pragmas(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    # With a write-ahead log nothing is lost when a process is killed; only a power cut may take the last moments.
    connection.execute("PRAGMA synchronous = NORMAL")
    # Erased rows are overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete = ON")


@contextmanager
def _plain_sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection outside transactions, for what SQLite does not do inside one."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _pragmas(connection)
        yield connection
    finally:
        connection.close()


def open_sqlite_file(path: Path) -> None:
    """Makes the file if it is missing (readable by its owner only), switches it to WAL and looks for damage.

    Call it while no other process prepares the same file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseOutOfReach(
            f"The database {path} cannot be opened or made ({error.strerror}); check that its folder belongs to this "
            "user."
        ) from error
    with naming_errors(str(path)), _plain_sqlite(path) as connection:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DatabaseDamaged(
            f"The database {path} is damaged ({found.splitlines()[0]}); put a backup in its place, or move the file "
            "away to start empty."
        )
