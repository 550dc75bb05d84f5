"""A clock that tests move: ``sleep`` jumps ahead at once, so an hour of waiting costs no time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class MovedClock:
    """Stands still until somebody sleeps or ``advance``s it; remembers every sleep."""

    def __init__(self, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        self._now = now.astimezone(UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> None:
        """``advance(hours=1)``: any keywords of ``timedelta``."""
        self._now += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += timedelta(seconds=max(0.0, seconds))
        await asyncio.sleep(0)
