"""discord.py's rate limits by channel, tidied up in a time that does not grow with the number of channels.

For every channel that is new to it, the library (2.7) looks through all that it remembers for those of the last 300 s
which are not used any more: with thousands of channels that is ten times the work of sending. Here it looks when as
many have come as it kept the last time, so that each costs the same, however many there are.
"""

from __future__ import annotations

from typing import Final

import discord

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
