"""A clock for many sleepers: time jumps to the next one to wake whenever nobody has anything left to do."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

T = TypeVar("T")

TURNS = 25
"""After so many turns of the loop in which nobody went to sleep, all are taken to be waiting. No sockets, please."""


class EventClock:
    """``await clock.run(main())`` runs it to its end, in no time."""

    def __init__(self, now: datetime = datetime(2026, 7, 1, 6, tzinfo=UTC)) -> None:
        self._start = self._now = now
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = count()

    def now(self) -> datetime:
        return self._now

    @property
    def passed(self) -> float:
        """Seconds since the start."""
        return (self._now - self._start).total_seconds()

    def jump(self, seconds: float) -> None:
        """What an administrator or a time server does to a machine's clock: nobody has slept meanwhile."""
        by = timedelta(seconds=seconds)
        self._now += by
        self._sleepers = [(at + by, place, waking) for at, place, waking in self._sleepers]

    async def sleep(self, seconds: float) -> None:
        waking = asyncio.get_running_loop().create_future()
        at = self._now + timedelta(seconds=max(0.0, seconds))
        heapq.heappush(self._sleepers, (at, next(self._count), waking))
        await waking

    async def run(self, main: Coroutine[Any, Any, T]) -> T:
        """The result of ``main``."""
        task = asyncio.create_task(main)
        while not task.done():
            for _ in range(TURNS):
                await asyncio.sleep(0)
            while self._sleepers and self._sleepers[0][2].done():
                heapq.heappop(self._sleepers)
            if task.done():
                break
            if not self._sleepers:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                raise AssertionError("everybody waits, and nobody will wake them")
            at, _, waking = heapq.heappop(self._sleepers)
            self._now = max(self._now, at)
            waking.set_result(None)
        return task.result()
