from __future__ import annotations

import asyncio

import pytest

from bot.summarize.pool import Pool


async def test_every_job_is_done_once_and_never_more_at_a_time_than_there_are_workers() -> None:
    done: list[int] = []
    at_once: list[int] = []
    running: set[int] = set()

    async def work(job: int) -> None:
        running.add(job)
        at_once.append(len(running))
        await asyncio.sleep(0)
        running.discard(job)
        done.append(job)

    await Pool(3, grace=1.0).run(range(20), work)
    assert sorted(done) == list(range(20))
    assert max(at_once) == 3


async def test_the_first_failure_ends_the_others_soon() -> None:
    begun: list[int] = []

    async def work(job: int) -> None:
        begun.append(job)
        await asyncio.sleep(0)
        if job == 0:
            raise ValueError("the first job")

    with pytest.raises(ValueError, match="the first job"):
        await Pool(2, grace=1.0).run(range(1000), work)
    assert len(begun) < 20


async def test_after_a_cancellation_no_job_begins_and_those_begun_end() -> None:
    begun: list[int] = []
    ended: list[int] = []
    under_way = asyncio.Event()

    async def work(job: int) -> None:
        begun.append(job)
        if len(begun) == 2:
            under_way.set()
        await asyncio.sleep(0.05)
        ended.append(job)

    task = asyncio.create_task(Pool(2, grace=5.0).run(range(50), work))
    await under_way.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sorted(ended) == sorted(begun) == [0, 1]
