"""The settings: what they take, what they refuse and how they are documented."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from bot.cli.settings import settings_command
from bot.settings import ROOT, SETTINGS, Contact, SettingError, Settings, markdown, mask_url, unknown_variables


def read(**values: str) -> Settings:
    return Settings.from_environ({f"WEGWEISER_{name}": value for name, value in values.items()})


def command() -> Typer:
    app = Typer()
    app.command()(settings_command)
    return app


def test_without_an_environment_everything_has_its_default() -> None:
    settings = Settings.from_environ({})

    assert settings.database_url == f"sqlite:///{ROOT}/var/wegweiser.db"
    assert (settings.port, settings.desk_port, settings.keep_hours) == (5005, 8000, 24)
    assert settings.models_dir == ROOT / "models"
    assert (settings.env, settings.production) == ("development", False)
    assert (settings.log_level, settings.log_format) == ("INFO", "console")
    assert (settings.central, bool(settings.central), settings.carrier_contacts) == (Contact(), False, {})


def test_an_empty_variable_counts_as_not_set() -> None:
    empty = {setting.variable: " " for setting in SETTINGS}

    assert Settings.from_environ(empty) == Settings.from_environ({})


@pytest.mark.parametrize(
    ("name", "written", "field", "value"),
    [
        ("DATABASE_URL", "sqlite:////srv/w.db", "database_url", "sqlite:////srv/w.db"),
        ("DATABASE_URL", "sqlite:///my/w.db", "database_url", f"sqlite:///{ROOT}/my/w.db"),
        ("DATABASE_URL", "postgresql://a:b@c/d", "database_url", "postgresql://a:b@c/d"),
        ("DATABASE_URL", "postgres://a:b@c/d", "database_url", "postgresql://a:b@c/d"),
        ("DATABASE_URL", "postgresql+psycopg2://a@c/d?sslmode=require", "database_url", "postgresql://a@c/d?sslmode=require"),
        ("PORT", " 5006 ", "port", 5006),
        ("DESK_PORT", "65535", "desk_port", 65535),
        ("MODELS_DIR", "/srv/models", "models_dir", Path("/srv/models")),
        ("ENV", "Production", "env", "production"),
        ("KEEP_HOURS", "1", "keep_hours", 1),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("LOG_FORMAT", "JSON", "log_format", "json"),
        ("CENTRAL_NAME", "AWO", "central_name", "AWO"),
        ("CENTRAL_PHONE", "+49 (0)231/5483-0", "central_phone", "+49 (0)231/5483-0"),
        ("CENTRAL_SITE", "https://example.org/hilfe", "central_site", "https://example.org/hilfe"),
    ],
)  # fmt: skip
def test_a_setting_is_read(name: str, written: str, field: str, value: object) -> None:
    assert getattr(read(**{name: written}), field) == value


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("DATABASE_URL", "wegweiser.db"),
        ("DATABASE_URL", "mysql://a@b/c"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///w.db?mode=ro"),
        ("PORT", "door"),
        ("PORT", "0"),
        ("DESK_PORT", "65536"),
        ("ENV", "staging"),
        ("KEEP_HOURS", "0"),
        ("KEEP_HOURS", "721"),
        ("KEEP_HOURS", "1.5"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("CENTRAL_PHONE", "ask Maria"),
        ("CENTRAL_SITE", "example.org"),
        ("CENTRAL_SITE", "javascript:alert(1)"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_with_the_next_step(name: str, written: str) -> None:
    with pytest.raises(SettingError) as refusal:
        read(**{name: written})

    said = str(refusal.value)
    assert said.startswith(f"WEGWEISER_{name} is {written!r}, but it takes ")
    assert "correct it or unset it" in said
    assert "\n" not in said


def test_both_processes_cannot_listen_on_one_port() -> None:
    with pytest.raises(SettingError, match="PORT and WEGWEISER_DESK_PORT are both 8000"):
        read(PORT="8000")


def test_rasas_own_schema_variable_is_refused() -> None:
    with pytest.raises(SettingError, match="POSTGRESQL_SCHEMA is set"):
        Settings.from_environ({"POSTGRESQL_SCHEMA": "rasa"})


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://bot:geheim@db/w", "postgresql://bot:***@db/w"),
        ("postgresql://bot:ge@heim@db:5/w", "postgresql://bot:***@db:5/w"),
        ("postgresql://bot:ge/geheim@db/w", "postgresql://***"),
        ("postgresql://bot:ge?geheim@db/w", "postgresql://***"),
        ("postgresql://bot@db/w?password=geheim&sslmode=require", "postgresql://bot@db/w?password=***&sslmode=require"),
        ("postgresql://bot@/w?host=/run/pg", "postgresql://bot@/w?host=/run/pg"),
        ("sqlite:///var/w.db", "sqlite:///var/w.db"),
        ("sqlite:////srv/w.db", "sqlite:////srv/w.db"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    assert "geheim" not in mask_url(url)
    assert mask_url(url) == shown


def test_a_refused_address_does_not_tell_its_password() -> None:
    with pytest.raises(SettingError) as refusal:
        read(DATABASE_URL="mysql://bot:geheim@db/w")

    assert "geheim" not in str(refusal.value)
    assert "mysql://bot:***@db/w" in str(refusal.value)


def test_settings_shown_by_accident_hold_no_password() -> None:
    assert "geheim" not in repr(read(DATABASE_URL="postgresql://bot:geheim@db/w"))


def test_settings_do_not_change_after_they_were_read() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        read().port = 1  # type: ignore[misc]


def test_carriers_contacts_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "carriers.yml"
    file.write_text("Träger A:\n  phone: '0231 1234'\n  site: https://a.example\nTräger B:\n  phone: '02381 99'\n")

    assert read(CARRIER_CONTACTS=str(file)).carrier_contacts == {
        "Träger A": Contact("Träger A", "0231 1234", "https://a.example"),
        "Träger B": Contact("Träger B", "02381 99", ""),
    }


def test_carriers_contacts_may_be_json(tmp_path: Path) -> None:
    file = tmp_path / "carriers.json"
    file.write_text('{"A": {"phone": "0231 1234"}}')

    assert read(CARRIER_CONTACTS=str(file)).carrier_contacts == {"A": Contact("A", "0231 1234")}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        ("a: [", "cannot be read"),
        ("- a", "must map each carrier's name"),
        ("a: 0231", "gives 'a' something else"),
        ("a: {phone: 0231}", "gives 'a' something else"),
        ("a: {phone: '0231 5', fax: '1'}", "gives 'a' something else"),
        ("a: {site: example.org}", "gives 'a' something else"),
    ],
)
def test_a_file_of_carriers_that_cannot_be_used_is_refused(tmp_path: Path, content: str | None, said: str) -> None:
    file = tmp_path / "carriers.yml"
    if content is not None:
        file.write_text(content)

    with pytest.raises(SettingError, match=re.escape(said)):
        read(CARRIER_CONTACTS=str(file))


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert page == markdown(), "run: .venv/bin/python -m bot settings --markdown > docs/settings.md"
    assert all(f"| `{setting.variable}` |" in page for setting in SETTINGS)


def test_a_slip_in_a_name_is_noticed() -> None:
    environ = {"WEGWEISER_PROT": "1", "WEGWEISER_PORT": "2", "WEGWEISER_TEST_POSTGRES": "off", "HOME": "/"}

    assert unknown_variables(environ) == ["WEGWEISER_PROT"]


def test_the_command_shows_what_holds_with_secrets_masked() -> None:
    shown = CliRunner().invoke(
        command(),
        env={
            "WEGWEISER_DATABASE_URL": "postgresql://bot:geheim@db/w",
            "WEGWEISER_PORT": "5999",
            "WEGWEISER_PROT": "1",
            "COLUMNS": "200",
        },
    )

    assert shown.exit_code == 0
    assert "5999" in shown.stdout
    assert "bot:***@db/w" in shown.stdout
    assert "geheim" not in shown.output
    assert all(setting.variable in shown.stdout for setting in SETTINGS)
    assert "WEGWEISER_PROT is set, but no setting has this name" in shown.stderr


def test_the_command_says_what_is_wrong_and_fails() -> None:
    shown = CliRunner().invoke(command(), env={"WEGWEISER_PORT": "door", "COLUMNS": "200"})

    assert shown.exit_code == 2
    assert "WEGWEISER_PORT is 'door', but it takes a port from 1 to 65535" in shown.stderr


def test_the_command_writes_the_page() -> None:
    assert CliRunner().invoke(command(), ["--markdown"]).stdout == markdown()
