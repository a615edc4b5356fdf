"""Which keys and choices the code can say, read from the code itself and from the data that name keys."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from bot.dialogue.choices import reading, title_key
from bot.nlu.phrases import DANGERS
from bot.offices import SERVICES
from bot.orientation import AgeGroup, Helplines, Need
from bot.settings import ROOT

FEELINGS = ("fear", "pain", "sadness")
LETTERS = ("letter_urgent", "letter_photo")


@cache
def trees(folder: str) -> tuple[tuple[Path, ast.Module], ...]:
    """Every module under *folder*, parsed."""
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def families() -> dict[str, tuple[str, ...]]:
    """What each key with a changing end (``f"heard_{need}"``) may become."""
    rules = yaml.safe_load((ROOT / "data/rules/eligibility.yml").read_text(encoding="utf-8"))
    questions = ("needs", "age_group", "place", "residence_status")
    # Contacts that have a line of their own elsewhere in the message.
    elsewhere = {"human", "mbeon", "jmd4you"}
    return {
        "about_": SERVICES,
        "ask_": (
            *(*questions, "adult_age_group", "place_which", "unaccompanied", "for_whom", "badly_treated"),
            *("age_group_child", "age_group_other", "residence_status_child", "unaccompanied_other"),
        ),
        "comfort_": FEELINGS,
        "contact_": tuple(contact for contact in rules["contacts"] if contact not in elsewhere),
        "danger_": DANGERS,
        "heard_": (*(need.value for need in Need), *LETTERS),
        "helpline_": tuple(line.id for line in Helplines.load() if line.show),
        "reason_": tuple(rules["reasons"]),
        "service_": SERVICES,
        "short_": (*questions, "other"),
        "why_": (*questions, "adult_age_group", "unaccompanied", "other"),
    }


def family_keys() -> frozenset[str]:
    """Every key of the families, the titles of the buttons and the German sentences for the phone."""
    keys = {beginning + end for beginning, ends in families().items() for end in ends}
    titles = {title_key(choice) for choice in shown_choices() if choice.partition(":")[0] not in ("language", "place")}
    helplines = yaml.safe_load((ROOT / "data/helplines.yml").read_text(encoding="utf-8"))
    return frozenset(keys | titles | {danger["german_sentence"] for danger in helplines["dangers"].values()})


def changing_beginnings() -> dict[str, str]:
    """The beginnings of keys with a changing end, as the actions write them, and where."""
    found: dict[str, str] = {}
    for path, tree in trees("actions"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.JoinedStr) or len(node.values) != 2:
                continue
            start, end = node.values
            if isinstance(start, ast.Constant) and isinstance(end, ast.FormattedValue):
                beginning = str(start.value)
                if beginning.endswith("_") and not beginning.startswith(("_", "utter_", "action_", "validate_")):
                    found[beginning] = f"{path.name}:{node.lineno}"
    return found


def words_in_code() -> frozenset[str]:
    """Every text constant of the code; a key that stands among them may be said."""
    return frozenset(
        node.value
        for folder in ("actions", "bot")
        for _, tree in trees(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def said_keys() -> dict[str, str]:
    """Every key that an action says outright, and where: arguments of ``say`` and ``say_lines``, lines, ``{"key": ...}``."""
    found: dict[str, str] = {}
    for path, tree in trees("actions"):
        for node in ast.walk(tree):
            for key in _said_by(node):
                found[key] = f"{path.name}:{getattr(node, 'lineno', 0)}"
    return found


def _said_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "say":
            yield from _lines(node.args[1])
        elif name == "say_lines":
            for argument in node.args[1:]:
                yield from _lines(argument)
        elif name == "append" and isinstance(node.func, ast.Attribute) and _named(node.func.value, "lines"):
            yield from _lines(node.args[0])
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(_named(target, "lines") for target in targets):
            yield from _lines(node.value)
    elif isinstance(node, ast.FunctionDef) and node.returns is not None and "Line" in ast.unparse(node.returns):
        for each in ast.walk(node):
            if isinstance(each, ast.Return) and each.value is not None:
                yield from _lines(each.value)
    elif isinstance(node, ast.Dict) and [ast.unparse(key) for key in node.keys if key] == ["'key'"]:
        yield from _lines(node.values[0])


def _lines(node: ast.AST) -> Iterator[str]:
    """Keys in an expression that gives a line or lines; an empty key is a blank line."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.Tuple) and node.elts:
        yield from _lines(node.elts[0])
    elif isinstance(node, ast.List):
        for each in node.elts:
            yield from _lines(each)
    elif isinstance(node, ast.IfExp):
        yield from (*_lines(node.body), *_lines(node.orelse))
    elif isinstance(node, ast.Starred):
        yield from _lines(node.value)


def _named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


@cache
def shown_choices() -> frozenset[str]:
    """Every button an action may show: ``what:value`` constants, and bare ones that stand in a list or tuple."""
    found = {f"age_group:{group.value}" for group in AgeGroup if group.value not in ("unknown", "refused")}
    for _, tree in trees("actions"):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and _exists(node.value)
                and ":" in node.value
            ):
                found.add(node.value)
            elif isinstance(node, (ast.List, ast.Tuple)):
                constants = [each.value for each in node.elts if isinstance(each, ast.Constant)]
                found |= {each for each in constants if isinstance(each, str) and _exists(each)}
    return frozenset(found)


def _exists(choice: str) -> bool:
    try:
        _, entities = reading(choice)
    except KeyError:
        return False
    return all(entity["value"] != "" for entity in entities)
