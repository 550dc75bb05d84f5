"""discord.py's rate limits, mended in three places (2.7); the first is that they are tidied up at a steady cost.

For every channel that is new to it, the library (2.7) looks through all that it remembers for those of the last 300 s
which are not used any more: with thousands of channels that is ten times the work of sending. Here it looks when as
many have come as it kept the last time, so that each costs the same, however many there are.

A limit of ten an hour is one an hour for it: where a window ends beyond ``max_ratelimit_timeout`` it refuses, whatever
room there is in it. And who is cancelled while it sits out a global limit leaves everybody waiting for good; ours (see
``limits``) needs no help.
"""

from __future__ import annotations

import asyncio
from typing import Final

import discord
from discord.http import Ratelimit

FIRST: Final = 256
"""Buckets from which on it is worth looking at all: the library's own measure."""


def tidy(client: discord.Client) -> None:
    """Let the client forget old rate limits at a steady cost."""
    http = client.http
    due = FIRST

    def clear() -> None:
        nonlocal due
        buckets = http._buckets  # noqa: SLF001 -- the library offers no other way to it
        if len(buckets) < due:
            return
        for key in [key for key, bucket in buckets.items() if bucket.is_inactive()]:
            del buckets[key]
        due = max(FIRST, 2 * len(buckets))

    # Called by the library's get_ratelimit for each new key, on the instance, so that this one is found first.
    http._try_clear_expired_ratelimits = clear  # type: ignore[method-assign]  # noqa: SLF001

    def limit(key: str) -> Ratelimit:
        if key not in http._buckets:  # noqa: SLF001 -- as above
            http._buckets[key] = _Roomy(http.max_ratelimit_timeout)  # noqa: SLF001
            clear()
        return http._buckets[key]  # noqa: SLF001

    http.get_ratelimit = limit  # type: ignore[method-assign]


def stay_open(client: discord.Client) -> None:
    """Never let all requests wait for one: to be called once the client is logged in, as that makes it able to."""
    client.http._global_over = _Open()  # noqa: SLF001 -- the library offers no other way to it


class _Roomy(Ratelimit):
    """A limit with room in it is no reason to wait, whenever its window ends."""

    async def acquire(self) -> None:
        if self.remaining > 0 and not self.is_expired():
            self._last_request = self._loop.time()
            self.remaining -= 1
            self.outgoing += 1
        else:
            await super().acquire()


class _Open(asyncio.Event):
    """Is set, and stays so."""

    def __init__(self) -> None:
        super().__init__()
        self.set()

    def clear(self) -> None:
        """Nothing."""
