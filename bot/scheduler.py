"""The clock's hand: what a running bot does again and again (APScheduler)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.errors import PaperboyError

log = logging.getLogger(__name__)

LOOK = 5.0
"""Seconds between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again. It asks the clock itself whether there is anything to do."""

    name: str
    """For the log."""
    interval: timedelta
    """At least a second."""
    run: Callable[[], Awaitable[None]]


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def scheduled(
    jobs: Iterable[Job], *, now: Callable[[], datetime] = _now, look: float = LOOK
) -> AsyncIterator[None]:
    """Run each job now and then every interval, each one at a time, side by side, for as long as the block runs.

    A run that a sleeping machine or a busy loop made late is made up for once. What the world outside spoils is
    logged, and tried again the next time; so is what a mistake of ours spoils, with its traceback. What is under way
    at the end of the block is cancelled, and waited for. ``now`` is looked at every so many seconds (``look``): when
    it goes back, everything is run at once, for the scheduler would wait until it is as late again as it was.
    """
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # one that still runs is no news
    scheduler = AsyncIOScheduler(timezone=UTC)
    async with AsyncExitStack() as stack:
        for job in jobs:
            await stack.enter_async_context(_added(scheduler, job))
        scheduler.start()
        watching = asyncio.create_task(_watch(scheduler, now, look))
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.wait([watching])
            scheduler.remove_all_jobs()
            await asyncio.sleep(0)  # a run that was to begin just now begins, so that it is there to be stopped
            scheduler.shutdown(wait=False)


async def _watch(scheduler: AsyncIOScheduler, now: Callable[[], datetime], look: float) -> None:
    """See whether somebody sets the clock back."""
    before = now()
    while True:
        await asyncio.sleep(look)
        if (moment := now()) < before:
            log.warning("The clock was set back by %s; what is to be done goes by what it says now", before - moment)
            for job in scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
        before = moment


@asynccontextmanager
async def _added(scheduler: AsyncIOScheduler, job: Job) -> AsyncIterator[None]:
    """Add a job, and at the end wait for its last run."""
    under_way = asyncio.Lock()

    async def run() -> None:
        async with under_way:
            try:
                await job.run()
            except PaperboyError as error:
                log.warning("%s: %s", job.name, error)
            except asyncio.CancelledError:
                log.debug("Stopped in the middle of %s", job.name)  # the scheduler would report it as an error
            except Exception:
                log.exception("%s", job.name)

    scheduler.add_job(
        run,
        IntervalTrigger(seconds=max(1, round(job.interval.total_seconds())), timezone=UTC),
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    try:
        yield
    finally:
        async with under_way:
            pass
