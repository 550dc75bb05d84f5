"""How long an event loop was kept from its next turn."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import Self

TURN = 0.001  # seconds between looks


class Stall:
    """While it is entered, ``longest`` grows to the longest wait in seconds.

    Only what this process did meanwhile counts: a turn that came late because the machine was busy with others would
    tell nothing about the program.
    """

    def __init__(self) -> None:
        self.longest = 0.0

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            start, worked = time.perf_counter(), time.process_time()
            await asyncio.sleep(TURN)
            late = time.perf_counter() - start - TURN
            self.longest = max(self.longest, min(late, time.process_time() - worked))
