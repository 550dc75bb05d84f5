"""What is done again and again: one at a time, and nothing of it is left at the end."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.errors import PaperboyError
from bot.scheduler import every

DAY = timedelta(days=1)


async def test_a_run_is_made_at_once_and_what_the_world_spoils_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    made = asyncio.Event()

    async def job() -> None:
        made.set()
        raise PaperboyError("arXiv sleeps")

    async with every(DAY, job), asyncio.timeout(5):
        await made.wait()
    assert caplog.messages == ["arXiv sleeps"]
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

    async with every(DAY, job), asyncio.timeout(5):
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

    async with every(DAY, job):
        for _ in range(turns):
            await asyncio.sleep(0)
    steps_then = list(steps)
    await asyncio.sleep(0.02)
    assert steps == steps_then in ([], ["begun", "over"])
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []
