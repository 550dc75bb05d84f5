import asyncio
import logging

import pytest

from bot.turns import Turns


async def test_questions_of_one_key_are_worked_on_in_order_and_others_beside_them() -> None:
    turns, done, free = Turns(8), [], asyncio.Event()

    async def slow() -> None:
        await free.wait()
        done.append("slow")

    async def quick(name: str) -> None:
        done.append(name)

    turns.take("ada", slow, holding=10)
    turns.take("ada", lambda: quick("ada"), holding=10)
    turns.take("ben", lambda: quick("ben"), holding=10)
    turns.take(None, lambda: quick("nobody"), holding=10)
    await asyncio.sleep(0.01)
    assert sorted(done) == ["ben", "nobody"]
    free.set()
    await turns.finish(1)
    assert done[2:] == ["slow", "ada"]
    assert turns.tasks == set()


async def test_what_takes_long_lets_the_next_one_pass_and_is_finished_all_the_same() -> None:
    turns, done, free = Turns(8), [], asyncio.Event()

    async def slow() -> None:
        await free.wait()
        done.append("slow")

    async def quick() -> None:
        done.append("quick")
        free.set()

    turns.take("ada", slow, holding=0.01)
    turns.take("ada", quick, holding=0.01)
    await turns.finish(5)
    await turns.finish(5)
    assert done == ["quick", "slow"]


async def test_only_so_many_are_worked_on_at_once() -> None:
    turns, under_way, most = Turns(2), 0, 0

    async def work() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1

    for at in range(10):
        turns.take(at, work, holding=10)
    await turns.finish(5)
    assert most == 2


async def test_a_failure_is_logged_without_its_words_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    turns, done = Turns(8), []

    said = "my " + "diary"

    async def broken() -> None:
        raise ValueError(said)

    async def fine() -> None:
        done.append("fine")

    turns.take("ada", broken, holding=10)
    turns.take("ada", fine, holding=10)
    await turns.finish(5)
    assert done == ["fine"]
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "ValueError" in record.getMessage()
    assert "test_turns.py" in record.getMessage()
    assert said not in caplog.text


async def test_what_does_not_end_is_given_up_at_the_end() -> None:
    turns, cancelled = Turns(8), []

    async def forever() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    turns.take("ada", forever, holding=60)
    turns.take("ada", forever, holding=60)
    turns.spawn(forever())
    await asyncio.sleep(0.01)
    await turns.finish(0.01)
    await asyncio.sleep(0)
    assert len(cancelled) == 2
