"""The commands: quick help, one clear sentence where something is wrong, and an exit code that tells what kind of thing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.model import STAMP
from bot.settings import ROOT

COMMANDS = ("serve", "chat", "train", "actions", "settings", "languages", "db", "offices")
HEAVY = ("rasa", "tensorflow", "spacy", "sanic", "sqlalchemy", "sklearn")

runner = CliRunner()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's own settings, and a database of the test's own."""
    for name in [name for name in os.environ if name.startswith("WEGWEISER_") and "_TEST_" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WEGWEISER_DATABASE_URL", f"sqlite:///{tmp_path}/wegweiser.db")


def plain(text: str) -> str:
    """*text* without colours and line breaks."""
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split())


def test_help_names_every_command() -> None:
    done = runner.invoke(app, ["--help"])
    assert done.exit_code == 0
    assert {command for command in COMMANDS if command not in done.output} == set()
    registered = {each.name for each in (*app.registered_commands, *app.registered_groups)}
    assert registered == set(COMMANDS), "name the new command here and in the documents"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    done = runner.invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert len(plain(done.output)) > 100


def test_help_needs_nothing_heavy() -> None:
    """In a process of its own: here everything is imported already."""
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from bot.cli.main import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", [["serve"], ["chat"], ["train"], ["actions"], ["settings"], ["db", "status"]])
@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("WEGWEISER_PORT", "http", "WEGWEISER_PORT is 'http', but it takes a port from 1 to 65535"),
        ("WEGWEISER_KEEP_HOURS", "0", "WEGWEISER_KEEP_HOURS is '0', but it takes hours from 1 to 720"),
        ("WEGWEISER_DATABASE_URL", "mysql://localhost/x", "WEGWEISER_DATABASE_URL is"),
    ],
)
def test_a_wrong_setting_is_named_and_the_code_is_2(
    command: list[str], variable: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    done = runner.invoke(app, command)
    assert done.exit_code == 2
    assert sentence in plain(done.output)
    assert "Traceback" not in done.output


@pytest.mark.parametrize("command", ["serve", "chat"])
@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "There is no model in"),
        ({"wegweiser.tar.gz": "", STAMP: json.dumps({"trained_on": "other data"})}, "is older than its data"),
        ({"wegweiser.tar.gz": ""}, "is older than its data"),
        ({"wegweiser.tar.gz": "", STAMP: "{"}, "is older than its data"),
    ],
    ids=["missing", "old", "unstamped", "broken stamp"],
)
def test_a_missing_or_old_model_is_said_with_the_command_that_makes_one(
    command: str, files: dict[str, str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    models.mkdir()
    for name, content in files.items():
        (models / name).write_text(content, encoding="utf-8")
    monkeypatch.setenv("WEGWEISER_MODELS_DIR", str(models))
    done = runner.invoke(app, [command])
    assert done.exit_code == 1
    assert sentence in plain(done.output)
    assert "python -m bot train" in plain(done.output)
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("command", [["actions"], ["chat"], ["db", "upgrade"], ["db", "purge"]])
def test_a_database_out_of_reach_is_said_and_the_code_is_1(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("WEGWEISER_DATABASE_URL", f"sqlite:///{blocked}/wegweiser.db")
    done = runner.invoke(app, command)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit), done.exception
    assert len(plain(done.output)) > 40


def test_training_is_left_out_when_the_model_fits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.model import stamp

    (tmp_path / "wegweiser.tar.gz").touch()
    stamp(tmp_path)
    monkeypatch.setenv("WEGWEISER_MODELS_DIR", str(tmp_path))
    done = runner.invoke(app, ["train", "--if-needed"])
    assert done.exit_code == 0
    assert "nothing to train" in done.output


def test_languages_are_listed_with_who_checked_their_words() -> None:
    done = runner.invoke(app, ["languages"], env={"COLUMNS": "120"})
    assert done.exit_code == 0
    assert "Kurmancî" in done.output and "understood only" in done.output and "draft" in done.output
