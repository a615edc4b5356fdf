"""``python -m tests.understanding``: what the trained model understands of messages it has never seen, beside Rasa's default."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

os.environ.setdefault("OMP_NUM_THREADS", "1")

from bot.settings import ROOT
from tests.understanding.measured import Score, messages
from tests.understanding.reading import read
from tests.understanding.report import draw, show

FOLDER = ROOT / "var" / "understanding"


def understanding(
    sets: Annotated[Path, typer.Option(help="Folder with labelled messages.")] = ROOT / "tests" / "heldout",
    peer: Annotated[bool, typer.Option(help="Also train and test Rasa's default pipeline.")] = True,
    peer_examples: Annotated[int, typer.Option(help="Examples for it, drawn evenly; 0 for all (hours).")] = 600,
    picture: Annotated[Path | None, typer.Option(help="Where to draw the accuracy per language.")] = None,
    wrong: Annotated[Path | None, typer.Option(help="Where to write the messages that were misread.")] = None,
) -> None:
    """Read every message of *sets* with the model in models/ and print what was understood."""
    from bot.cli.opening import quiet_imports
    from bot.logs import configure_logs

    quiet_imports()
    configure_logs("ERROR", "console")
    console = Console()
    console.width = max(console.width, 110)
    labelled = messages(sets)
    scores = asyncio.run(_ours(labelled))
    theirs, note = None, ""
    if peer:
        theirs, note = _peer(labelled, peer_examples)
    show(scores, console, theirs, note)
    if picture:
        draw(scores, theirs, picture)
    if wrong:
        wrong.write_text("\n".join(_misread(scores)) + "\n", encoding="utf-8")


async def _ours(labelled: dict[str, list[dict[str, Any]]]) -> dict[str, Score]:
    from bot.app import build, build_agent
    from bot.settings import Settings

    FOLDER.mkdir(parents=True, exist_ok=True)
    database = FOLDER / "wegweiser.db"
    house = build(Settings.from_environ({"WEGWEISER_DATABASE_URL": f"sqlite:///{database}"}))
    try:
        return await read(build_agent(house), labelled)
    finally:
        house.database.close()


def _peer(labelled: dict[str, list[dict[str, Any]]], count: int) -> tuple[dict[str, Score], str]:
    from tests.understanding import peer

    examples = peer.subset(count)
    print(f"Training Rasa's default pipeline on {len(examples)} examples (some minutes) ...", flush=True)
    path, seconds = peer.train(FOLDER / "peer", examples)
    scores = asyncio.run(read(peer.reader(path), labelled))
    return (
        scores,
        f"Rasa's default pipeline: {len(examples)} of our examples, drawn evenly, trained in {seconds:.0f} s.",
    )


def _misread(scores: dict[str, Score]) -> list[str]:
    lines = []
    for code, score in scores.items():
        for each in score.heard:
            faults = [] if each.right else [f"{each.meant['intent']} → {each.intent} {each.confidence:.2f}"]
            faults += [
                f"{name}: {each.meant[name]} → {each.found.get(name)}"
                for name in ("age", "residence_status", "place", "language")
                if each.found.get(name) != each.meant[name]
            ]
            if each.needs != frozenset(each.meant["needs"]):
                faults.append(f"needs: {sorted(each.meant['needs'])} → {sorted(each.needs)}")
            lines += [f"{code}\t{each.meant['text']}\t{'; '.join(faults)}"] if faults else []
    return lines


if __name__ == "__main__":
    typer.run(understanding)
