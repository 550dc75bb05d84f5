"""Clocks for tests: one that they move, where an hour of waiting costs no time, and one that runs fast."""

from __future__ import annotations

import asyncio
import time
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


class FastClock:
    """Real time, so many times as fast."""

    START = datetime(2026, 11, 24, 2, tzinfo=UTC)

    def __init__(self, speed: float = 50.0) -> None:
        self._speed = speed
        self._begun = time.monotonic()

    def now(self) -> datetime:
        passed = time.monotonic() - self._begun
        return self.START + timedelta(seconds=passed * self._speed)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self._speed)
