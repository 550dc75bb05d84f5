"""Workers over a queue, and a stop that loses nothing: what is in flight may land, nothing new takes off."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 - no error, just like StopIteration: it ends a worker of a stopped pool
    """Raised where nothing would be lost, when the pool was stopped."""


class Pool:
    """``size`` workers that share one queue; used for one run."""

    def __init__(self, size: int, *, grace: float) -> None:
        """``grace``: seconds that work in flight gets to finish after the pool was stopped."""
        self._size = size
        self._grace = grace
        self._stop = asyncio.Event()
        self._saving: set[asyncio.Task[Any] | None] = set()

    async def run(self, jobs: Iterable[T], work: Callable[[T], Awaitable[None]]) -> None:
        """Do every job, each once. Cancellation stops the pool, and so does the first exception, which is raised."""
        queue = deque(jobs)

        async def worker() -> None:
            with suppress(Stopped):
                while queue and not self._stop.is_set():
                    await work(queue.popleft())

        workers = {asyncio.create_task(worker()) for _ in range(min(self._size, len(queue)))}
        if not workers:
            return
        try:
            # asyncio.wait, unlike gather, leaves the workers alone when it is cancelled itself.
            await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            await self._land(workers)
        for task in workers:
            if not task.cancelled() and (error := task.exception()):
                raise error

    def breathe(self) -> None:
        """Call before something costly begins; raises ``Stopped`` after a stop."""
        if self._stop.is_set():
            raise Stopped

    async def pause(self, waiting: Coroutine[Any, Any, None]) -> None:
        """Wait for something that is a mere wait: a stop ends it at once, with ``Stopped``."""
        tasks = {asyncio.ensure_future(waiting), asyncio.ensure_future(self._stop.wait())}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        self.breathe()

    @contextmanager
    def saving(self) -> Iterator[None]:
        """What runs inside is finished even when the grace is over."""
        task = asyncio.current_task()
        self._saving.add(task)
        try:
            yield
        finally:
            self._saving.discard(task)

    async def _land(self, workers: set[asyncio.Task[None]]) -> None:
        self._stop.set()
        try:
            if pending := {task for task in workers if not task.done()}:
                await asyncio.wait(pending, timeout=self._grace)
        finally:  # also when a second Ctrl-C cuts the grace short
            if pending := {task for task in workers if not task.done()}:
                for task in pending - self._saving:
                    task.cancel()
                await asyncio.wait(pending)
