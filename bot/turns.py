"""What people ask, worked on side by side, and in order where the order is seen."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from weakref import WeakValueDictionary

log = logging.getLogger(__name__)


class Turns:
    """Begins work, and knows what is under way. Whatever comes of one piece of it, the others go on."""

    def __init__(self, at_once: int) -> None:
        """``at_once`` is how many questions are worked on at the same time."""
        self.tasks: set[asyncio.Task[None]] = set()
        """All that is under way."""
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._places = asyncio.Semaphore(at_once)

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Begin something that nobody waits for."""
        self._keep(asyncio.create_task(work))

    def take(self, key: Hashable | None, work: Callable[[], Awaitable[None]], *, holding: float) -> None:
        """Begin to work on a question after those of the same ``key`` that came before it; None: at once.

        ``holding`` is for how many seconds a question makes the next ones wait.
        """
        self.spawn(self._in_order(key, work, holding))

    async def finish(self, patience: float) -> None:
        """Let what is being said be said, and give up what takes longer than so many seconds."""
        if self.tasks:
            _, slow = await asyncio.wait(self.tasks, timeout=patience)
            for task in slow:
                task.cancel()
            await asyncio.gather(*slow, return_exceptions=True)

    async def _in_order(self, key: Hashable | None, work: Callable[[], Awaitable[None]], holding: float) -> None:
        if key is None:
            async with self._places:
                await _safely(work)
            return
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock, self._places:
            working = asyncio.ensure_future(_safely(work))
            try:
                await asyncio.wait([working], timeout=holding)
            except asyncio.CancelledError:
                working.cancel()
                raise
            if not working.done():
                self._keep(working)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


async def _safely(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except Exception as error:
        log.error("An update could not be worked on: %s", told(error))  # noqa: TRY400 -- its words may be somebody's


def told(error: BaseException) -> str:
    """An error for the log: its kind and where it happened. Its words may be what somebody wrote, or hold a token."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__)).rstrip()}"
