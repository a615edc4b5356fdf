"""The phrases of all languages, as the bot reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.nlu.phrases import Phrases, Reading, all_phrases

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return all_phrases()


@pytest.fixture(scope="session")
def read(phrases: Phrases) -> Callable[[str], Reading]:
    return phrases.read


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def need_language(phrases: Phrases) -> Callable[[str], None]:
    """Skips a case whose language has no phrase file yet."""
    known = {book.language for book in phrases.books}

    def skip(language: str) -> None:
        if language not in known:
            pytest.skip(f"data/phrases/{language}.yml is not there yet")

    return skip
