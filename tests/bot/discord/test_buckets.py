"""What it costs to remember the rate limits of many channels, counted in the library's own calls."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from types import FrameType

import discord
import pytest
from discord.http import Ratelimit

from bot.clock import SystemClock
from bot.discord.buckets import FIRST
from bot.discord.client import make_client
from bot.discord.limits import Traffic


def looks(client: discord.Client, channels: int) -> float:
    """How many remembered limits are looked at for each of so many new channels."""
    counted = 0

    def watch(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event == "call" and frame.f_code is Ratelimit.is_inactive.__code__

    sys.setprofile(watch)
    try:
        for number in range(channels):
            client.http.get_ratelimit(f"hash:{number}")
    finally:
        sys.setprofile(None)
    return counted / channels


def ours() -> discord.Client:
    return make_client(
        api_url="http://127.0.0.1:1/api/v10", gateway_url="ws://127.0.0.1:1/", traffic=Traffic(SystemClock())
    )


def theirs() -> discord.Client:
    return discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30)


async def test_the_library_looks_at_every_channel_for_each_new_one_and_we_at_about_two_for_any_number() -> None:
    # Should the library mend this by itself, the module that works around it can go.
    assert looks(theirs(), 1_000) > 300
    assert looks(ours(), 1_000) < 3
    assert looks(ours(), 20_000) < 3


@pytest.mark.parametrize("make", [ours, theirs])
async def test_within_a_long_window_there_is_room_for_as_many_as_discord_says(
    make: Callable[[], discord.Client],
) -> None:
    bucket = make().http.get_ratelimit("crosspost:1")
    bucket.limit, bucket.remaining, bucket.expires = 10, 9, asyncio.get_running_loop().time() + 3600
    if make is theirs:
        # Should the library mend this by itself, our own kind of bucket can go.
        with pytest.raises(discord.RateLimited):
            await bucket.acquire()
        return
    for _ in range(9):
        await bucket.acquire()
    with pytest.raises(discord.RateLimited):
        await bucket.acquire()


async def test_limits_that_nobody_has_used_for_long_are_forgotten() -> None:
    client = ours()
    http = client.http
    for number in range(FIRST - 1):
        # As if the last request had been long ago.
        http.get_ratelimit(f"old:{number}")._last_request -= 301
    busy = http.get_ratelimit("old:0")
    await busy.acquire()
    for number in range(FIRST):
        http.get_ratelimit(f"new:{number}")
    assert len(http._buckets) == FIRST + 1
    assert http.get_ratelimit("old:0") is busy
