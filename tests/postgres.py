"""A PostgreSQL of its own for the tests: started in a temporary folder on a Unix socket, gone afterwards.

Tests that ask for the fixture `database_url` run on SQLite and on PostgreSQL. Without the programs of PostgreSQL they
fail and say what to install; `WEGWEISER_TEST_POSTGRES=off` leaves them out, and the report says so.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest

ROLE = "wegweiser"
OFF = os.environ.get("WEGWEISER_TEST_POSTGRES", "").lower() == "off"
ENGINES = ("sqlite", "postgresql")
START_S = 30


@dataclass
class Cluster:
    """A running PostgreSQL with one role that needs no password."""

    socket: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, name: str) -> str:
        return f"postgresql://{ROLE}@/{name}?host={self.socket}"

    def connect(self, name: str = "postgres") -> Any:
        connection = psycopg2.connect(host=str(self.socket), user=ROLE, dbname=name, connect_timeout=5)
        connection.autocommit = True
        return connection

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"test_{next(self._numbers)}"
        connection = self.connect()
        try:
            connection.cursor().execute(f"CREATE DATABASE {name} TEMPLATE template0")
        finally:
            connection.close()
        return self.url(name)


def _programs() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: float(f.parent.name), reverse=True)
    found = shutil.which("initdb")
    for folder in [*folders, *([Path(found).parent] if found else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    pytest.fail(
        "PostgreSQL is not installed, so its tests cannot run: apt-get install postgresql, "
        "or leave them out with WEGWEISER_TEST_POSTGRES=off.",
        pytrace=False,
    )


def _other_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root lends it another user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    pytest.fail("PostgreSQL does not run as root, and there is no user postgres or nobody to lend.", pytrace=False)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A PostgreSQL that lives as long as the test run."""
    programs, user = _programs(), _other_user()
    # Not below pytest's folder, which other users cannot enter; short, since a socket's path has a limit.
    folder = Path(tempfile.mkdtemp(prefix="wegweiser-pg-", dir="/tmp"))
    server = None
    try:
        if user:
            os.chown(folder, user["user"], user["group"])
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd=folder, **user,
        )  # fmt: skip
        with (folder / "log").open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off",
                 "-c", "max_connections=40"],
                stdout=output, stderr=output, cwd=folder, **user,
            )  # fmt: skip
        cluster = Cluster(folder)
        _wait_until_it_answers(cluster, server, folder / "log")
        yield cluster
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=START_S)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(cluster: Cluster, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            cluster.connect().close()
        except psycopg2.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                pytest.fail(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}", pytrace=False)
            time.sleep(0.1)
        else:
            return


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'wegweiser.db'}"
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    return cluster.new_database()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what needs PostgreSQL, if that was asked for."""
    if not OFF:
        return
    out = [item for item in items if needs_postgres(item)]
    if out:
        items[:] = [item for item in items if item not in out]
        config.hook.pytest_deselected(items=out)
        config.stash[_LEFT_OUT] = config.stash.get(_LEFT_OUT, 0) + len(out)


_LEFT_OUT = pytest.StashKey[int]()


def needs_postgres(item: pytest.Item) -> bool:
    """Whether a test runs on PostgreSQL."""
    if "postgres_cluster" in getattr(item, "fixturenames", ()):
        return True
    callspec = getattr(item, "callspec", None)
    return callspec is not None and callspec.params.get("database_url") == "postgresql"


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Says that PostgreSQL was left out."""
    left_out = config.stash.get(_LEFT_OUT, 0)
    if left_out:
        terminalreporter.write_line(f"PostgreSQL left out (WEGWEISER_TEST_POSTGRES=off): {left_out} tests")
        config.stash[_LEFT_OUT] = 0
