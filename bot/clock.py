"""The one place that asks for the time and waits for it, so that a test can move the clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
"""arXiv's own time zone: announcement days begin and end there."""


class Clock(Protocol):
    """What the rest of the program knows of time."""

    def now(self) -> datetime:
        """The current moment (aware, UTC)."""

    async def sleep(self, seconds: float) -> None:
        """Wait that long; 0 or less gives the loop one turn."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The current moment (aware, UTC)."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait that long; 0 or less gives the loop one turn."""
        await asyncio.sleep(max(0.0, seconds))
