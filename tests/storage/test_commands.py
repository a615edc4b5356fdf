"""`python -m bot db ...` as an operator types it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.db import app
from bot.storage import ConversationRepository, Database
from bot.storage.schema import bundled_offices

NOW = datetime.now(timezone.utc)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "wegweiser.db"
    monkeypatch.setenv("WEGWEISER_DATABASE_URL", f"sqlite:///{path}")
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_upgrade_makes_a_database_and_status_tells_of_it(file: Path) -> None:
    assert "empty" in run("status").stdout

    made = run("upgrade")
    again = run("upgrade")

    assert (made.exit_code, again.exit_code) == (0, 0)
    assert f"was empty; offices added: {len(bundled_offices())}\n" in made.stdout
    assert "offices added: 0" in again.stdout
    assert "current" in run("status").stdout


def test_purge_erases_what_was_silent_for_the_hours_of_the_setting(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWEISER_KEEP_HOURS", "3")
    run("upgrade")
    conversations = ConversationRepository(Database(f"sqlite:///{file}"))
    conversations.touch("silent", NOW - timedelta(hours=4))
    conversations.touch("alive", NOW - timedelta(hours=2))

    purged = run("purge")

    assert (purged.exit_code, purged.stdout) == (0, "conversations erased: 1, rows: 1, failed: 0\n")
    assert conversations.silent_since(NOW) == ["alive"]


def test_erase_takes_one_conversation_at_once(file: Path) -> None:
    run("upgrade")
    conversations = ConversationRepository(Database(f"sqlite:///{file}"))
    conversations.touch("web-1", NOW)

    assert run("erase", "web-1").stdout == "rows erased: 1\n"
    assert conversations.last_sign("web-1") is None
    assert run("erase", "web-1").stdout == "rows erased: 0\n"


@pytest.mark.parametrize("words", [("purge",), ("erase", "web-1")])
def test_nothing_is_erased_from_a_database_nobody_prepared(file: Path, words: tuple[str, ...]) -> None:
    refused = run(*words)

    assert refused.exit_code == 1
    assert "run `python -m bot db upgrade`" in refused.stderr
    assert not file.exists()


def test_a_damaged_database_is_one_line_and_exit_code_1(file: Path) -> None:
    file.write_bytes(b"no database at all " * 300)

    for command in ("upgrade", "status", "purge"):
        refused = run(command)
        assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
        assert "damaged" in refused.stderr


def test_a_wrong_setting_is_one_line_and_exit_code_2(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWEISER_PORT", "door")

    refused = run("status")

    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "WEGWEISER_PORT is 'door'" in refused.stderr
