"""What is done again and again: one at a time, and nothing of it is left at the end."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import PaperboyError
from bot.scheduler import Job, scheduled

DAY = timedelta(days=1)


async def test_a_run_is_made_at_once_and_what_the_world_spoils_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    made = asyncio.Event()

    async def job() -> None:
        made.set()
        raise PaperboyError("arXiv sleeps")

    async with scheduled([Job("the job", DAY, job)]), asyncio.timeout(5):
        await made.wait()
    assert caplog.messages == ["the job: arXiv sleeps"]
    assert "Traceback" not in caplog.text


async def test_a_run_that_the_end_cuts_off_is_over_afterwards_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    steps: list[str] = []
    begun = asyncio.Event()

    async def job() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            steps.append("tidied up")

    async with scheduled([Job("the job", DAY, job)]), asyncio.timeout(5):
        await begun.wait()
    assert steps == ["tidied up"]
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []


@pytest.mark.parametrize("turns", range(6))
async def test_an_end_right_after_the_beginning_is_no_error_either(
    turns: int, caplog: pytest.LogCaptureFixture
) -> None:
    steps: list[str] = []

    async def job() -> None:
        steps.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            steps.append("over")

    async with scheduled([Job("the job", DAY, job)]):
        for _ in range(turns):
            await asyncio.sleep(0)
    steps_then = list(steps)
    await asyncio.sleep(0.02)
    assert steps == steps_then in ([], ["begun", "over"])
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []


async def test_a_mistake_of_ours_is_told_with_its_place_and_the_other_jobs_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = asyncio.Event()

    async def wrong() -> None:
        raise ZeroDivisionError

    async def right() -> None:
        made.set()

    async with scheduled([Job("wrong", DAY, wrong), Job("right", DAY, right)]), asyncio.timeout(5):
        await made.wait()
        await asyncio.sleep(0)
    assert [record.message for record in caplog.records if record.exc_info] == ["wrong"]


async def test_jobs_run_side_by_side_and_each_one_at_a_time() -> None:
    running: list[str] = []
    both = asyncio.Event()

    def job(name: str) -> Job:
        async def run() -> None:
            assert name not in running
            running.append(name)
            if len(running) == 2:
                both.set()
            await both.wait()

        return Job(name, DAY, run)

    async with scheduled([job("one"), job("other")]), asyncio.timeout(5):
        await both.wait()


async def test_when_the_clock_is_set_back_nothing_waits_until_it_is_as_late_again() -> None:
    runs: list[datetime] = []
    moment = [datetime(2026, 11, 24, 12, tzinfo=UTC)]

    ran = asyncio.Event()

    async def job() -> None:
        runs.append(moment[0])
        ran.set()

    async with scheduled([Job("the job", DAY, job)], now=lambda: moment[0], look=0.01), asyncio.timeout(5):
        await ran.wait()
        ran.clear()
        moment[0] += timedelta(days=2)  # forwards: what is due then is the scheduler's own affair
        await asyncio.sleep(0.05)
        assert len(runs) == 1
        moment[0] -= timedelta(days=3)
        await ran.wait()
    assert runs[1] == datetime(2026, 11, 23, 12, tzinfo=UTC)
