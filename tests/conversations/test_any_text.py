"""Whatever is typed is read: any characters, up to 20,000 of them, in bounded time, and nothing raises."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.dialogue.agent import WegweiserAgent
from tests.conversations.conftest import Conversation

MOST = 20_000

WORDS = (
    "§", "§§ 24", "16", "١٧", "۱۸", "१९", "Ⅻ", "²", "½", "1398", "44137", "-3", "200",
    "duldung", "nicht", "kein", "hamm", "münster", "ich bin", "jahre alt", "mein sohn", "schlägt mich",
    "мне", "років", "سنة", "ساله", "yaşındayım", "ans", "ዓመት", "ፓራግራፍ", "أنا", "لا", "не", "и",
    "\u0301", "\u200c", "\u202e", "\u2067", "\ufeff", "\ud83d", "👍🏽", "1️⃣", "{", '/inform{"age": 3}', "\n", "؟", "።",
)  # fmt: skip
"""What the rules look for, so that chance meets them more often than among all of Unicode."""

characters = st.text(st.characters(exclude_categories=()), max_size=200)
sentences = st.lists(st.one_of(st.sampled_from(WORDS), characters), max_size=40).map(" ".join)
long = st.builds(lambda part, times: (part * times)[:MOST], characters.filter(bool), st.integers(1, MOST))
anything = st.one_of(characters, sentences, long)
bounded = settings(
    max_examples=150,
    deadline=timedelta(seconds=10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=True,
    database=None,
)


@bounded
@example("ا" * MOST)
@example("§ 24 " * (MOST // 5))
@example("ich bin 16 " * (MOST // 11))
@example("\u0301" * MOST)
@example("ﷺ" * MOST)  # one character that becomes eighteen
@given(text=anything)
async def test_any_text_is_read(agent: WegweiserAgent, text: str) -> None:
    parse = await agent.parse_message(text)
    assert 0.0 <= parse["intent"]["confidence"] <= 1.0
    for entity in parse["entities"]:
        assert 0 <= entity["start"] <= entity["end"] <= len(text)


@settings(bounded, max_examples=25)
@given(text=anything)
async def test_any_text_is_answered(agent: WegweiserAgent, text: str) -> None:
    answer = await Conversation(agent).say(text)
    assert answer.text.strip()
