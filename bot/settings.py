"""Every setting of Wegweiser, in one typed table, read once.

`SETTINGS` is the table; `Settings.from_environ(os.environ)` reads it into one frozen object. `docs/settings.md` is
written from the same table (`python -m bot settings --markdown`). A setting stands here only if some part acts on it.
An empty variable counts as not set. Relative paths count from the project's folder, whatever the working folder is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from environs import Env, EnvError, validate

PREFIX = "WEGWEISER_"
ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
"""Where `serve` and `desk` listen. Not a setting: the way in from outside is the operator's proxy."""

_MASK = "***"
_SECRET_QUERY = {"password", "sslpassword", "passfile"}


class SettingError(ValueError):
    """A setting holds something it cannot; the message is one sentence with the next step, never a secret."""


@dataclass(frozen=True)
class Contact:
    """How to reach a carrier or the association by other means; an empty string where none is known."""

    name: str = ""
    phone: str = ""
    site: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.site)


@dataclass(frozen=True)
class Settings:
    """What the operator decided. Built by `from_environ`; tests may build it by hand."""

    # May hold a password, so it is never shown.
    database_url: str = field(repr=False)
    port: int
    desk_port: int
    models_dir: Path
    env: str
    keep_hours: int
    log_level: str
    log_format: str
    central_name: str
    central_phone: str
    central_site: str
    carrier_contacts: Mapping[str, Contact]

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Reads and checks every setting.

        Raises:
            SettingError: at the first value that cannot be used.
        """
        env = _Environment(environ)
        settings = cls(**{setting.field: setting.read(env) for setting in SETTINGS})
        if settings.port == settings.desk_port:
            raise SettingError(
                f"{PREFIX}PORT and {PREFIX}DESK_PORT are both {settings.port}; give the desk another port."
            )
        if environ.get("POSTGRESQL_SCHEMA"):
            # Rasa alone would obey it: its table would move where our deletion does not look.
            raise SettingError(
                "POSTGRESQL_SCHEMA is set and would part Rasa's table from ours; unset it and add "
                f"?options=-csearch_path%3D<schema> to {PREFIX}DATABASE_URL instead."
            )
        return settings

    @property
    def production(self) -> bool:
        """Whether people rely on this installation: no demo team, no demo login."""
        return self.env == "production"

    @property
    def central(self) -> Contact:
        """The association's own contact; false where none is known."""
        return Contact(self.central_name, self.central_phone, self.central_site)


class _Environment(Env):
    """Environs over a given mapping instead of the process's own variables."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        super().__init__(prefix=PREFIX)
        self._given = environ

    def _get_value(self, env_key: str, default: Any) -> Any:
        value = self._given.get(env_key, "").strip()
        return value if value else default


@dataclass(frozen=True)
class Setting:
    """One row of the table: what it is called, what it takes, what holds without it, and what it is for."""

    name: str
    takes: str
    default: Any
    help: str
    parse: Callable[[_Environment, str, Any], Any]
    # Turns the written value into what may be shown.
    show: Callable[[str], str] = str

    @property
    def variable(self) -> str:
        """The name in the environment."""
        return PREFIX + self.name

    @property
    def field(self) -> str:
        """The name in `Settings`."""
        return self.name.lower()

    def read(self, env: _Environment) -> Any:
        """The checked value.

        Raises:
            SettingError: if it is not what the setting takes.
        """
        try:
            return self.parse(env, self.name, self.default)
        except SettingError:
            raise
        except (EnvError, ValueError) as error:
            raise SettingError(
                f"{self.variable} is {self.show(env._given[self.variable])!r}, but it takes {self.takes}; "
                f"correct it or unset it (then: {self.default_text or 'none'})."
            ) from error

    @property
    def default_text(self) -> str:
        """The default as one would write it; empty where there is none."""
        return "" if self.default is None else str(self.default)

    def written(self, environ: Mapping[str, str]) -> str:
        """What holds now, as text with secrets masked; empty where nothing is set."""
        value = environ.get(self.variable, "").strip()
        return self.show(value or self.default_text)


def mask_url(url: str) -> str:
    """A database address without its password; only `***` if it cannot be read."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _MASK
    netloc = parts.netloc
    if "@" in netloc:
        login, _, host = netloc.rpartition("@")
        user, colon, _password = login.partition(":")
        netloc = f"{user}{colon}{_MASK if colon else ''}@{host}"
    query = parts.query
    if any(key.lower() in _SECRET_QUERY for key, _ in parse_qsl(query)):
        query = urlencode(
            [(key, _MASK if key.lower() in _SECRET_QUERY else value) for key, value in parse_qsl(query)], safe="*/"
        )
    if "@" in parts.path + parts.query + parts.fragment:
        # An unescaped "/", "?" or "#" in a password ends up here: better to show nothing.
        return f"{parts.scheme}://{_MASK}"
    if not netloc:
        # urlunsplit would drop the slashes of sqlite:///relative.
        return url if query == parts.query else f"{parts.scheme}://{parts.path}?{query}"
    return urlunsplit((parts.scheme, netloc, parts.path, query, parts.fragment))


def _database_url(env: _Environment, name: str, default: str) -> str:
    url: str = env.str(name, default)
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise ValueError(name)
    if scheme == "sqlite":
        path = rest.removeprefix("/")
        if not rest.startswith("/") or not path or path.startswith((":memory:", "file:")) or "?" in path:
            raise ValueError(name)
        return f"sqlite:///{ROOT / path}"
    if scheme in {"postgresql", "postgres", "postgresql+psycopg2"} and rest:
        # SQLAlchemy no longer knows the short name, which hosting services still hand out.
        return f"postgresql://{rest}"
    raise ValueError(name)


def _port(env: _Environment, name: str, default: int) -> int:
    return int(env.int(name, default, validate=validate.Range(min=1, max=65535)))


def _hours(env: _Environment, name: str, default: int) -> int:
    return int(env.int(name, default, validate=validate.Range(min=1, max=720)))


def _folder(env: _Environment, name: str, default: str) -> Path:
    return ROOT / Path(env.str(name, default))


def _one_of(*allowed: str) -> Callable[[_Environment, str, str], str]:
    def parse(env: _Environment, name: str, default: str) -> str:
        value = str(env.str(name, default)).lower()
        if value not in {choice.lower() for choice in allowed}:
            raise ValueError(name)
        return next(choice for choice in allowed if choice.lower() == value)

    return parse


def _text(env: _Environment, name: str, default: None) -> str:
    return str(env.str(name, ""))


def _phone(env: _Environment, name: str, default: None) -> str:
    return _checked_phone(str(env.str(name, "")))


def _site(env: _Environment, name: str, default: None) -> str:
    return _checked_site(str(env.str(name, "")))


def _checked_phone(value: str) -> str:
    if value and not re.fullmatch(r"\+?[0-9][0-9 ()/-]{2,29}", value):
        raise ValueError("phone")
    return value


def _checked_site(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc or re.search(r"\s", value)):
        raise ValueError("site")
    return value


def _carrier_contacts(env: _Environment, name: str, default: None) -> Mapping[str, Contact]:
    written = str(env.str(name, ""))
    if not written:
        return {}
    path = ROOT / written
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        with path.open(encoding="utf-8") as file:
            content = YAML(typ="safe", pure=True).load(file)
    except (OSError, UnicodeError, YAMLError) as error:
        raise SettingError(
            f"{PREFIX}{name} names {written!r}, which cannot be read as YAML or JSON; correct the path or the file."
        ) from error
    if not isinstance(content, dict):
        raise SettingError(f"{PREFIX}{name}: {written!r} must map each carrier's name to its phone and site.")
    return {str(carrier): _contact(name, written, carrier, entry) for carrier, entry in content.items()}


def _contact(name: str, written: str, carrier: object, entry: object) -> Contact:
    if isinstance(entry, dict) and set(entry) <= {"phone", "site"} and all(isinstance(v, str) for v in entry.values()):
        try:
            return Contact(str(carrier), _checked_phone(entry.get("phone", "")), _checked_site(entry.get("site", "")))
        except ValueError:
            pass
    raise SettingError(
        f"{PREFIX}{name}: {written!r} gives {str(carrier)!r} something else than a phone number (as text, in quotes) "
        "and a site (http or https) under the keys phone and site."
    )


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "DATABASE_URL",
        "`sqlite:///<path>` or `postgresql://<user>:<password>@<host>/<database>`",
        "sqlite:///var/wegweiser.db",
        "The one place for everything that is stored: Rasa's table of events and ours side by side.",
        _database_url,
        mask_url,
    ),
    Setting("PORT", "a port from 1 to 65535", 5005, f"Where `serve` listens, on {HOST} only.", _port),
    Setting("DESK_PORT", "a port from 1 to 65535", 8000, f"Where `desk` listens, on {HOST} only.", _port),
    Setting("MODELS_DIR", "a folder", "models", "Where the newest trained model is looked for.", _folder),
    Setting(
        "ENV",
        "development or production",
        "development",
        "In production no demo team and no demo login is ever made.",
        _one_of("development", "production"),
    ),
    Setting(
        "KEEP_HOURS",
        "hours from 1 to 720",
        24,
        "A conversation without a case is erased after so many hours of silence.",
        _hours,
    ),
    Setting(
        "LOG_LEVEL",
        "DEBUG, INFO, WARNING or ERROR",
        "INFO",
        "How much is logged. Whatever the level, no words of a person are.",
        _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
    Setting(
        "LOG_FORMAT",
        "console or json",
        "console",
        "Log lines for a reader or for a machine.",
        _one_of("console", "json"),
    ),
    Setting("CENTRAL_NAME", "a name", None, "What the association calls itself to people.", _text),
    Setting(
        "CENTRAL_PHONE",
        "a phone number: digits, spaces and + ( ) / -",
        None,
        "The association's number, given where no office answers; without it the bot says that none is known.",
        _phone,
    ),
    Setting(
        "CENTRAL_SITE",
        "an address with http or https",
        None,
        "The association's web site, given where no office answers; without it the bot says that none is known.",
        _site,
    ),
    Setting(
        "CARRIER_CONTACTS",
        "a YAML or JSON file that maps each carrier's name to `phone` and `site`",
        None,
        "How to reach each carrier by other means, used before the association's own contact.",
        _carrier_contacts,
    ),
)


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Variables with our prefix that no setting reads: mostly a slip of the pen."""
    known = {setting.variable for setting in SETTINGS}
    return sorted(
        name
        for name in environ
        if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_") and name not in known
    )


def markdown(settings: Sequence[Setting] = SETTINGS) -> str:
    """`docs/settings.md`: the table for people who run Wegweiser."""
    rows = "\n".join(
        f"| `{s.variable}` | {s.takes} | {f'`{s.default_text}`' if s.default_text else '-'} | {s.help} |"
        for s in settings
    )
    return (
        "# Settings\n\n"
        "Read from the environment when `serve`, `desk` or a command starts. An empty variable counts as not set.\n"
        "Relative paths count from the project's folder. A value that cannot be used stops the start with one "
        "sentence.\n"
        "`python -m bot settings` shows what holds now, with secrets masked; `python -m bot settings --markdown` "
        "writes this page.\n\n"
        "| variable | takes | default | what it is for |\n| --- | --- | --- | --- |\n"
        f"{rows}\n"
    )


assert {setting.field for setting in SETTINGS} == {f.name for f in fields(Settings)}, "table and Settings differ"
