"""The clock's hand: what a running bot does again and again (APScheduler)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.errors import PaperboyError

log = logging.getLogger(__name__)


@asynccontextmanager
async def every(interval: timedelta, job: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Run ``job`` now and then every ``interval``, one at a time, for as long as the block runs.

    A run that a sleeping machine or a busy loop made late is made up for once. What the world outside spoils is
    logged, and tried again the next time. One that is under way at the end of the block is cancelled, and waited for.
    """
    under_way = asyncio.Lock()

    async def run() -> None:
        async with under_way:
            try:
                await job()
            except PaperboyError as error:
                log.warning("%s", error)
            except asyncio.CancelledError:
                log.debug("Stopped in the middle of a run")  # the scheduler would report it as an error

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # one that still runs is no news
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(
        run,
        IntervalTrigger(seconds=round(interval.total_seconds()), timezone=UTC),
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.remove_all_jobs()
        await asyncio.sleep(0)  # a run that was to begin just now begins, so that it is there to be stopped
        scheduler.shutdown(wait=False)
        async with under_way:
            pass
