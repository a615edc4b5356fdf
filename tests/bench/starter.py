"""Rasa's own starter bot, as ``rasa init --no-prompt`` makes it: the yardstick. Made once, kept in ``var/bench/starter``."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tests.bench.servers import HOST, Server, end_tree, environment, free_port

MODEL = "models/starter.tar.gz"
STAMP = "made_by.json"

ENDPOINTS = """\
tracker_store:
  type: SQL
  dialect: sqlite
  db: {database}
"""


class StarterError(Exception):
    """The starter bot could not be made; the message says why."""


def is_made(folder: Path) -> bool:
    """Whether *folder* holds a trained starter bot of the Rasa that is installed."""
    try:
        made_by = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(made_by == _made_by()) and (folder / MODEL).is_file()


def make(folder: Path, limit: float) -> None:
    """Make and train the starter bot in *folder*; about two minutes on two free cores.

    Raises :class:`StarterError` after *limit* seconds. What was trained until then is kept in Rasa's cache, so that the next
    call continues there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder.parent / "starter-training.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            raise StarterError(f"Training it took more than {limit:.0f} s. Run again: it continues there.") from None
        finally:
            end_tree(process.pid)
    models = sorted((folder / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if code != 0 or not models:
        raise StarterError(f"'rasa init' ended with code {code} and {len(models)} models. See {log}.")
    models[-1].replace(folder / MODEL)
    (folder / STAMP).write_text(json.dumps(_made_by()) + "\n", encoding="utf-8")


def server(folder: Path, temporary: Path, log: Path) -> Server:
    """The starter bot with its own credentials; like ours it keeps conversations in a fresh SQLite file, in *temporary*."""
    endpoints = temporary / "endpoints.yml"
    endpoints.write_text(ENDPOINTS.format(database=temporary / "starter.db"), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "rasa", "run", "--enable-api", "--interface", HOST, "--port", str(port)]
    command += ["--model", MODEL, "--credentials", "credentials.yml", "--endpoints", str(endpoints)]
    return Server("Rasa's starter", command, port, folder, environment(), log)


def _made_by() -> dict[str, str]:
    return {"rasa": version("rasa")}
