"""A person's messages are answered one after the other, in order; nobody waits for anybody else."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.dialogue.locks import ConversationLocks


async def settle() -> None:
    """Let every task run as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_messages_of_one_person_are_answered_in_the_order_of_arrival() -> None:
    locks, order, at_once = ConversationLocks(), [], 0

    async def answer(number: int) -> None:
        nonlocal at_once
        async with locks.lock("ali"):
            at_once += 1
            assert at_once == 1
            await settle()
            order.append(number)
            at_once -= 1

    await asyncio.gather(*(answer(number) for number in range(20)))
    assert order == list(range(20))


async def test_who_waits_is_woken_at_once() -> None:
    """Rasa's own store looks once a second."""
    locks, first = ConversationLocks(), asyncio.Event()

    async def hold() -> None:
        async with locks.lock("ali"):
            await first.wait()

    async def follow() -> float:
        async with locks.lock("ali"):
            return asyncio.get_running_loop().time()

    holding, following = asyncio.create_task(hold()), asyncio.create_task(follow())
    await settle()
    released = asyncio.get_running_loop().time()
    first.set()
    assert await following - released < 0.2
    await holding


async def test_people_do_not_wait_for_one_another() -> None:
    locks = ConversationLocks()
    inside: set[str] = set()
    everybody_in = asyncio.Event()

    async def answer(person: str) -> None:
        async with locks.lock(person):
            inside.add(person)
            if len(inside) == 5:
                everybody_in.set()
            await asyncio.wait_for(everybody_in.wait(), 2)

    await asyncio.gather(*(answer(f"person-{number}") for number in range(5)))
    assert len(inside) == 5


async def test_nothing_is_left_behind() -> None:
    locks = ConversationLocks()

    async def answer(person: str) -> None:
        async with locks.lock(person):
            await settle()

    await asyncio.gather(*(answer(f"person-{number % 7}") for number in range(50)))
    assert not locks._held and not locks._waiting


async def test_a_failing_turn_frees_the_conversation() -> None:
    locks = ConversationLocks()
    with pytest.raises(ZeroDivisionError):
        async with locks.lock("ali"):
            raise ZeroDivisionError
    assert not locks._held
    async with locks.lock("ali"):
        pass


async def test_who_stops_waiting_leaves_the_others_their_turn() -> None:
    locks, done = ConversationLocks(), []

    async def answer(name: str) -> None:
        async with locks.lock("ali"):
            await settle()
            done.append(name)

    tasks = [asyncio.create_task(answer(name)) for name in ("first", "second", "third")]
    await asyncio.sleep(0)
    tasks[1].cancel()
    with suppress(asyncio.CancelledError):
        await tasks[1]
    await asyncio.gather(tasks[0], tasks[2])
    assert done == ["first", "third"]
    assert not locks._held and not locks._waiting


async def test_rasas_own_arguments_are_taken() -> None:
    async with ConversationLocks().lock("ali", lock_lifetime=1, wait_time_in_seconds=1):
        pass
