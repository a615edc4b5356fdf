"""Labelled messages read by a model, with the time each took."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from tests.understanding.measured import Heard, Score


async def read(agent: Any, labelled: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Score]:
    """The score of each language; *agent* has Rasa's ``parse_message``, *labelled* is what ``measured.messages`` returns."""
    scores = {code: Score() for code in labelled}
    await agent.parse_message("hello")  # the first message opens what is opened once
    for code, lines in labelled.items():
        for line in lines:
            started = time.perf_counter()
            parse = await agent.parse_message(line["text"])
            scores[code].heard.append(Heard.of(line, parse, (time.perf_counter() - started) * 1000))
    return scores
