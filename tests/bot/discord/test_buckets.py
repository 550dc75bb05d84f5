"""What it costs to remember the rate limits of many channels, counted in the library's own calls."""

from __future__ import annotations

import sys
from types import FrameType

import discord
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


async def test_the_library_looks_at_every_channel_for_each_new_one_and_we_at_about_two_for_any_number() -> None:
    theirs = discord.Client(intents=discord.Intents.none())
    # Should the library mend this by itself, the module that works around it can go.
    assert looks(theirs, 1_000) > 300
    assert looks(ours(), 1_000) < 3
    assert looks(ours(), 20_000) < 3


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
