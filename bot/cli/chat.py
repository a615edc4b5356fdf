"""``python -m bot chat``: a conversation in the terminal, as a person would have it."""

from __future__ import annotations

import asyncio
import os
import uuid
from typing import TYPE_CHECKING, Any

import typer

from bot.cli.opening import quiet_imports, said_plainly

if TYPE_CHECKING:
    from bot.dialogue.agent import WegweiserAgent


def chat() -> None:
    """Talks with you here. Type in any language, or the number of a button; an empty line ends."""
    from bot.settings import Settings

    with said_plainly():
        settings = Settings.from_environ(os.environ)
        quiet_imports()
        from bot.logs import configure_logs

        configure_logs("ERROR", settings.log_format)  # type: ignore[arg-type]
        typer.echo("Starting ... (an empty line ends the conversation)")
        from bot.app import build, build_agent

        house = build(settings)
        agent = build_agent(house)
    conversation = f"terminal-{uuid.uuid4().hex}"
    try:
        asyncio.run(_converse(agent, conversation))
    finally:
        house.erase(conversation)
        house.database.close()


async def _converse(agent: WegweiserAgent, conversation: str) -> None:
    titles: list[str] = []
    while True:
        try:
            typed = (await asyncio.to_thread(input, "\n> ")).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not typed:
            return
        if typed.isdigit() and 0 < int(typed) <= len(titles) and not any(typed == title for title in titles):
            typed = titles[int(typed) - 1]
            typer.echo(f"  [{typed}]")
        messages: list[dict[str, Any]] = await agent.handle_text(typed, sender_id=conversation) or []
        titles = [button["title"] for message in messages for button in message.get("buttons", [])]
        number = 0
        for message in messages:
            typer.echo(f"\n{message.get('text', '')}")
            for button in message.get("buttons", []):
                number += 1
                typer.echo(f"  {number}  [{button['title']}]")
