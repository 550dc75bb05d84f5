"""What the benchmarks of both platforms share: a server that says yes, and the work of messages to it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager

AT_A_TIME = 30
"""Messages under way, in ours and in what it is measured against."""


@contextmanager
def server(module: str) -> Iterator[str]:
    """A platform that takes every message, in a process of its own; gives the address that it prints."""
    with subprocess.Popen([sys.executable, "-m", module], stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None:
                raise RuntimeError("the server has no output")
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def work(send: Callable[[int], Awaitable[object]], chats: Iterable[int], at_a_time: int = AT_A_TIME) -> float:
    """CPU seconds for a message to each of the chats."""
    left = iter(chats)

    async def sender() -> None:
        for chat in left:
            await send(chat)

    started = time.process_time()
    await asyncio.gather(*(sender() for _ in range(at_a_time)))
    return time.process_time() - started
