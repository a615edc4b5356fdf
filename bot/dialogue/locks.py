"""One message of a person after the other, without the second of waiting that Rasa's own store puts between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore


class ConversationLocks(InMemoryLockStore):
    """Locks for one process: whoever waits is woken at once, in the order of arrival."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[None, None]:
        """Hold the conversation; the arguments beside its id are Rasa's and have no meaning here."""
        lock = self._held.setdefault(conversation_id, asyncio.Lock())
        self._waiting[conversation_id] = self._waiting.get(conversation_id, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[conversation_id] -= 1
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id], self._held[conversation_id]
