"""A clock for programs that talk over sockets: whenever nobody has anything to do for a moment, it jumps ahead.

Unlike with ``MovedClock``, people who sleep at the same time sleep together: time goes as far as the longest of them.
"""

from __future__ import annotations

import asyncio
import heapq
from datetime import datetime, timedelta
from itertools import count

MOMENT = 0.003
"""Real seconds in which an answer over loopback usually comes."""


class IdleClock:
    """Sleepers are woken one after the other, by the time for which they asked."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = count()
        self._waking: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> None:
        """``advance(hours=1)``: any keywords of ``timedelta``."""
        self._now += timedelta(**by)

    def to(self, moment: datetime) -> None:
        """Go on to this moment, unless it is past."""
        self._now = max(self._now, moment)

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + timedelta(seconds=seconds), next(self._count), waking))
        if self._waking is None or self._waking.done():
            self._waking = asyncio.create_task(self._wake())
        await waking

    async def _wake(self) -> None:
        while self._sleepers:
            await asyncio.sleep(MOMENT)
            while self._sleepers and self._sleepers[0][2].done():
                heapq.heappop(self._sleepers)
            if self._sleepers:
                self._now = max(self._now, self._sleepers[0][0])
            while self._sleepers and self._sleepers[0][0] <= self._now:
                if not (waking := heapq.heappop(self._sleepers)[2]).done():
                    waking.set_result(None)
