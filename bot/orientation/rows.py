"""Reading rule data: YAML in, checked values out, and a clear sentence when something is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml

_Choice = TypeVar("_Choice", bound=Enum)
_READ_AS_NUMBER = 'put it in quotes, otherwise YAML reads 18_26 as 1826 and "08:00" may become a number'


class RuleDataError(ValueError):
    """The rule data cannot be used: says in which file and entry, what is wrong, and the next step."""


class _OneMeaning(yaml.SafeLoader):
    """Safe YAML in which a key that stands twice is an error: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise RuleDataError(f"line {key_node.start_mark.line + 1}: {key!r} stands twice; remove one.")
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> dict[str, object]:
    """The top-level mapping of a YAML file."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_OneMeaning)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise RuleDataError(f"{path}: cannot be read ({error.strerror}); put the file there.") from error
    except yaml.YAMLError as error:
        raise RuleDataError(f"{path}: not valid YAML ({error}); correct that line.") from error
    except RuleDataError as error:
        raise RuleDataError(f"{path}, {error}") from error
    if not isinstance(content, dict):
        raise RuleDataError(f"{path}: holds no keys at the top; compare it with the file in the repository.")
    return content


class Fields:
    """One mapping of the file, read field by field; ``nothing_else`` then tells misspelt fields."""

    def __init__(self, values: object, where: str) -> None:
        self.where = where
        if not isinstance(values, Mapping):
            raise RuleDataError(f"{where}: must hold named fields, not {values!r}; write them as name: value.")
        if isinstance(values.get("id"), str):
            self.where = f"{where}, {values['id']}"
        self._values = values
        self._read: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether the field stands there, also when it is empty."""
        return name in self._values

    def _get(self, name: str) -> object:
        self._read.add(name)
        return self._values.get(name)

    def text(self, name: str) -> str:
        """A field that must be text."""
        value = self.optional_text(name)
        if not value:
            raise RuleDataError(f"{self.where}: field {name} is missing; add it.")
        return value

    def optional_text(self, name: str) -> str | None:
        """A field that is text or absent."""
        value = self._get(name)
        if value is not None and not isinstance(value, str):
            raise RuleDataError(f"{self.where}: {name} is {value!r}, not text; {_READ_AS_NUMBER}.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; absent means empty."""
        values = self._list(name)
        for value in values:
            if not isinstance(value, str):
                raise RuleDataError(f"{self.where}: {name} holds {value!r}, not text; {_READ_AS_NUMBER}.")
        return tuple(str(value) for value in values)

    def flag(self, name: str) -> bool:
        """True or false; absent means false."""
        value = self._get(name)
        if value is not None and not isinstance(value, bool):
            raise RuleDataError(f"{self.where}: {name} is {value!r}; write true or false.")
        return bool(value)

    def flags(self, name: str) -> frozenset[bool | None]:
        """A list of true, false and null; absent means all three."""
        if not self.has(name):
            return frozenset({True, False, None})
        values = self._list(name)
        if not values or any(value is not None and not isinstance(value, bool) for value in values):
            raise RuleDataError(f"{self.where}: {name} must be a list of true, false or null, like [true].")
        return frozenset(value if isinstance(value, bool) else None for value in values)

    def count(self, name: str) -> int:
        """A whole number; absent means 0."""
        value = self._get(name)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise RuleDataError(f"{self.where}: {name} is {value!r}; write a whole number.")
        return value

    def day(self, name: str) -> date:
        """A day that must be there, year-month-day."""
        value = self._get(name)
        if not isinstance(value, date):
            raise RuleDataError(f"{self.where}: {name} is {value!r}, not a day; write it like 2026-11-01.")
        return value

    def one(self, name: str, kind: type[_Choice]) -> _Choice:
        """One of the values of an enumeration."""
        return self._member(name, self._get(name), kind)

    def several(self, name: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        """A list of values of an enumeration; absent means empty."""
        return tuple(self._member(name, value, kind) for value in self._list(name))

    def part(self, name: str) -> Fields:
        """A mapping inside this one; absent means empty."""
        value = self._get(name)
        return Fields({} if value is None else value, f"{self.where}, {name}")

    def mapping(self, name: str) -> Mapping[str, Any]:
        """A mapping with names of its own, such as languages or reasons; absent means empty."""
        value = self._get(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping) or any(not isinstance(key, str) for key in value):
            raise RuleDataError(f"{self.where}: {name} must be a mapping with text as keys; {_READ_AS_NUMBER}.")
        return value

    def entries(self, name: str) -> list[Fields]:
        """A list of mappings; absent means empty."""
        return [
            Fields(value, f"{self.where}, {name} no. {number}")
            for number, value in enumerate(self._list(name), start=1)
        ]

    def nothing_else(self) -> None:
        """Raise where a field stands that nothing reads: mostly a misspelt one."""
        unknown = sorted(str(name) for name in self._values if name not in self._read)
        if unknown:
            raise RuleDataError(f"{self.where}: unknown field {', '.join(unknown)}; correct or remove it.")

    def _list(self, name: str) -> list[object]:
        value = self._get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise RuleDataError(f"{self.where}: {name} is {value!r}, not a list; write it like [a, b].")
        return value

    def _member(self, name: str, value: object, kind: type[_Choice]) -> _Choice:
        try:
            return kind(value)
        except ValueError:
            hint = "" if isinstance(value, str) else f" ({_READ_AS_NUMBER})"
            allowed = ", ".join(str(member.value) for member in kind)
            raise RuleDataError(
                f"{self.where}: {name} holds {value!r}, which is none of: {allowed}; correct it{hint}."
            ) from None
