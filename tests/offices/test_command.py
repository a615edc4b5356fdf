"""`wegweiser offices check` prints what to look at and fails on errors only."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bot.cli.offices import app


def test_the_shipped_list_passes_with_warnings() -> None:
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0, result.output
    assert "class_d" in result.output
    assert "0 errors" in result.output


def test_a_wrong_entry_fails_and_is_named(tmp_path: Path) -> None:
    file = tmp_path / "offices.yml"
    file.write_text(
        "- {id: x, name: X, operator: Y, region: nrw-other, services: [yoga], source: s, as_of: unknown}\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(app, ["check", "--quiet", "--file", str(file)])
    assert result.exit_code == 1
    assert "service_unknown" in result.output


def test_a_missing_file_fails_with_its_name(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--file", str(tmp_path / "none.yml")])
    assert result.exit_code == 1
    assert "is missing" in result.output.replace("\n", " ")
