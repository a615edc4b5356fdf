"""Rules of the house that are held by tests, not by memory."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import ROOT, markdown

# Written apart, so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        ("/wo" + "rk/", "py" + r"pi\.org", "pythonhosted" + r"\.org", "np" + r"mjs\.(org|com)", "proxy" + r"\.golang")
    )
)
"""Paths of one machine and hosts of package registries."""

UNCHECKED = (".png", ".webp", ".ico", ".woff2", ".gz")
CONVERSATION = ROOT / "docs" / "conversation.md"


def tracked() -> list[Path]:
    """Every file that belongs to the project: kept in git, or about to be."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for line in done.stdout.splitlines() if (path := ROOT / line).is_file()]


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_room_imports_only_what_it_may() -> None:
    command = [str(ROOT / ".venv/bin/lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: \d+ kept, 0 broken", done.stdout)


def test_every_room_has_a_contract() -> None:
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")} - {"cli"}
    assert not {room for room in rooms if f'source_modules = ["bot.{room}"]' not in contracts}


def test_the_page_of_settings_is_written_from_the_settings() -> None:
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert page == markdown(), "run: .venv/bin/python -m bot settings --markdown > docs/settings.md"


def test_every_target_of_make_is_shown_by_make_help(makefile: str) -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    shown = set(re.findall(r"^ +make ([a-z]+)", done.stdout, re.MULTILINE))
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert targets == shown
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony and set(phony.group(1).split()) == targets


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_command_a_page_names_exists(page: str, makefile: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)`", text)) <= targets
    commands = (ROOT / "bot/cli/main.py").read_text(encoding="utf-8")
    for command in re.findall(r"python -m bot ([a-z]+)", text):
        assert f'"{command}"' in commands, f"{page}: there is no command {command}"


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in tracked():
        if path.suffix in UNCHECKED:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FOREIGN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_every_link_of_a_page_leads_somewhere() -> None:
    lost = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in tracked()
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert not lost


def test_every_intent_slot_and_question_is_described(domain: dict[str, Any]) -> None:
    page = CONVERSATION.read_text(encoding="utf-8")
    intents = {name for each in domain["intents"] for name in each}
    questions = {name.removeprefix("action_ask_") for name in domain["actions"] if name.startswith("action_ask_")}
    for kind, names in (("intent", intents), ("slot", set(domain["slots"])), ("question", questions)):
        missing = sorted(name for name in names if f"`{name}`" not in page)
        assert not missing, f"docs/conversation.md does not describe the {kind} {missing}"


def test_every_intent_of_the_domain_is_one_of_the_examples_or_made_by_the_dialogue(domain: dict[str, Any]) -> None:
    from bot.dialogue.listening import FALLBACK_INTENT
    from tests.nlu.test_examples import INTENTS

    assert {name for each in domain["intents"] for name in each} == INTENTS | {FALLBACK_INTENT}


def test_no_words_for_people_stand_in_the_domain(domain: dict[str, Any]) -> None:
    for key, variants in (domain.get("responses") or {}).items():
        assert variants == [{"text": key}]


def test_every_action_of_the_domain_is_built(domain: dict[str, Any]) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    for name in domain["actions"]:
        if name.startswith("action_ask_"):
            assert f'"{name.removeprefix("action_ask_")}"' in source
        elif name != "validate_orientation_form":
            assert f'return "{name}"' in source


def test_the_actions_are_flat() -> None:
    """Rasa walks a package of actions without its prefix, so a folder in it would shadow an installed package."""
    assert not [path for path in (ROOT / "actions").iterdir() if path.is_dir() and path.name != "__pycache__"]
