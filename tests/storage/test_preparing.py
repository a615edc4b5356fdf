"""The database makes, upgrades and seeds itself, and refuses only what it cannot use."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import autogenerate, command
from alembic.runtime.migration import MigrationContext

from bot.storage import (
    ConversationRepository,
    Database,
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseNotPrepared,
    DatabaseOutOfReach,
    OfficeRepository,
    schema,
)
from bot.storage.database import open_sqlite_file
from bot.storage.schema import newest_revision, require_current, status
from bot.storage.tables import RASA_EVENTS, metadata
from tests.postgres import Cluster
from tests.storage.conftest import two_offices

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; from bot.storage import Database; print(Database(sys.argv[1]).prepare().seeded)"


def tables(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(sa.inspect(connection).get_table_names())


def execute(database: Database, *statements: str) -> None:
    with database.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_an_empty_database_gets_tables_and_offices(empty: Database) -> None:
    done = empty.prepare(two_offices)

    assert (done.before, done.revision, done.seeded) == (None, newest_revision(), 2)
    assert set(metadata.tables) <= tables(empty)
    assert [office["id"] for office in OfficeRepository(empty).all()] == ["hamm", "unna"]


def test_the_second_start_changes_nothing(database: Database) -> None:
    done = database.prepare(lambda: pytest.fail("offices were read again"))

    assert (done.before, done.revision, done.seeded) == (newest_revision(), newest_revision(), 0)


def test_an_older_database_is_upgraded_and_keeps_its_offices(empty: Database) -> None:
    with schema._alone(empty), empty.writing() as connection:
        command.upgrade(schema._config(connection), "0001")
        connection.exec_driver_sql("INSERT INTO offices (id, record) VALUES ('old', '{\"id\": \"old\"}')")
    assert status(empty).state == "older"

    done = empty.prepare(two_offices)

    assert (done.before, done.seeded) == ("0001", 0)
    assert OfficeRepository(empty).all() == [{"id": "old"}]
    assert ConversationRepository(empty).silent_since(datetime(9000, 1, 1, tzinfo=timezone.utc)) == []


def test_migrations_and_tables_say_the_same(database: Database) -> None:
    with database.reading() as connection:
        options = {"compare_type": True, "include_name": lambda name, kind, _: (kind, name) != ("table", RASA_EVENTS)}
        context = MigrationContext.configure(connection, opts=options)
        assert autogenerate.compare_metadata(context, metadata) == []


def test_every_migration_is_named_by_a_sentence_and_follows_the_one_before() -> None:
    files = sorted((ROOT / "bot/storage/migrations/versions").glob("[0-9]*.py"))
    scripts = list(reversed(list(schema._scripts().walk_revisions())))

    assert [file.name[:4] for file in files] == [script.revision for script in scripts]
    assert all(len(file.stem.split("_")) >= 4 for file in files)


def test_rasas_table_is_left_alone(empty: Database) -> None:
    if empty.path:
        open_sqlite_file(empty.path)
    execute(empty, "CREATE TABLE events (sender_id VARCHAR(255))", "INSERT INTO events VALUES ('a')")

    empty.prepare(two_offices)

    with empty.reading() as connection:
        assert connection.exec_driver_sql("SELECT sender_id FROM events").scalar_one() == "a"


def test_four_processes_may_start_at_once(database_url: str) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", START, database_url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in started]

    assert [code for _, _, code in ended] == [0] * 4, ended
    delivered = len(schema.bundled_offices())
    assert sorted(int(out) for out, _, _ in ended) == [0, 0, 0, delivered]
    database = Database(database_url)
    assert status(database).offices == delivered
    database.close()


def test_a_start_that_was_killed_half_way_does_not_spoil_the_next(database_url: str) -> None:
    half = (
        "import sys, time; from bot.storage import Database\n"
        "def offices():\n    print('tables are made', flush=True); time.sleep(60); return []\n"
        "Database(sys.argv[1]).prepare(offices)"
    )
    process = subprocess.Popen([sys.executable, "-c", half, database_url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "tables are made\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)

    database = Database(database_url)
    done = database.prepare(two_offices)

    assert (done.before, done.seeded) == (None, 2)
    database.close()


def test_offices_that_cannot_be_stored_leave_the_database_as_it_was(empty: Database) -> None:
    with pytest.raises(KeyError):
        empty.prepare(lambda: [{"name": "without id"}])

    assert status(empty).state == "empty"


def test_a_newer_database_is_refused_and_left_as_it_is(database: Database) -> None:
    execute(database, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseNewer, match=r"is newer than this version of Wegweiser .*'9999'.*; install the version"):
        database.prepare(two_offices)
    with pytest.raises(DatabaseNewer):
        status(database)


def test_a_database_that_lost_a_table_is_refused(database: Database) -> None:
    execute(database, "DROP TABLE conversations")

    with pytest.raises(DatabaseDamaged, match="lost its table 'conversations'; put a backup"):
        database.prepare(two_offices)


def test_a_database_with_our_tables_but_no_revision_is_refused(database: Database) -> None:
    execute(database, "DROP TABLE alembic_version")

    with pytest.raises(DatabaseDamaged, match="holds a table 'conversations' but not which revision"):
        database.prepare(two_offices)


def test_what_was_not_prepared_says_how_to_prepare_it(empty: Database) -> None:
    with pytest.raises(DatabaseNotPrepared, match="python -m bot db upgrade"):
        OfficeRepository(empty).all()
    with pytest.raises(DatabaseNotPrepared, match="python -m bot db upgrade"):
        require_current(empty)


def test_looking_at_an_absent_file_does_not_make_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'none.db'}")

    assert status(database).state == "empty"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"this is a letter, not a database. " * 200, b"SQLite format 3\0" + b"\1" * 8192])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wegweiser.db"
    file.write_bytes(content)

    with pytest.raises(DatabaseDamaged, match="is damaged"):
        Database(f"sqlite:///{file}").prepare(two_offices)
    assert file.read_bytes() == content


def test_a_file_with_a_torn_page_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wegweiser.db"
    database = Database(f"sqlite:///{file}")
    database.prepare()
    database.settle()
    torn = bytearray(file.read_bytes())
    torn[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    file.write_bytes(bytes(torn))

    with pytest.raises(DatabaseDamaged, match="is damaged"):
        Database(f"sqlite:///{file}").prepare(two_offices)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(DatabaseOutOfReach, match="cannot be opened or made"):
        Database(f"sqlite:///{tmp_path / 'file' / 'wegweiser.db'}").prepare(two_offices)


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "wegweiser.db").mkdir()

    with pytest.raises(DatabaseOutOfReach, match="cannot be opened or made"):
        Database(f"sqlite:///{tmp_path / 'wegweiser.db'}").prepare(two_offices)


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    database = Database("postgresql://bot:geheim@127.0.0.1:1/wegweiser")

    with pytest.raises(DatabaseOutOfReach, match="cannot be reached") as refusal:
        database.prepare(two_offices)
    assert "geheim" not in str(refusal.value)
    assert "127.0.0.1:1" in str(refusal.value)


def test_a_database_that_the_server_does_not_have_is_said(postgres_cluster: Cluster) -> None:
    url = postgres_cluster.url("nowhere")

    with pytest.raises(DatabaseOutOfReach, match='"nowhere" does not exist'):
        Database(url).prepare(two_offices)


@pytest.mark.parametrize("url", ["mysql://a@b/c", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_an_address_that_two_processes_cannot_share_is_refused(url: str) -> None:
    with pytest.raises(DatabaseOutOfReach):
        Database(url)


def test_waiting_for_a_process_that_hangs_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "WAIT_S", 0.2)
    database = Database(f"sqlite:///{tmp_path / 'wegweiser.db'}")
    handle = os.open(tmp_path / "wegweiser.db.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(DatabaseOutOfReach, match="prepared by another process"):
            database.prepare(two_offices)
    finally:
        os.close(handle)


def test_the_file_is_for_its_owner_only_and_set_up_for_two_processes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'wegweiser.db'}")
    database.prepare(two_offices)

    assert database.path is not None
    assert database.path.stat().st_mode & 0o077 == 0
    with database.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "busy_timeout": 5000, "foreign_keys": 1, "secure_delete": 1}


def test_a_held_write_lock_is_said_and_readers_go_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'wegweiser.db'}")
    database.prepare(two_offices)
    holder = sqlite3.connect(tmp_path / "wegweiser.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert len(OfficeRepository(database).all()) == 2
        began = time.monotonic()
        with pytest.raises(DatabaseOutOfReach, match="held by another process"):
            OfficeRepository(database).seed([])
        assert time.monotonic() - began >= 4.5
    finally:
        holder.close()
