"""Messages to Discord's channels against bare aiohttp that posts the same bodies, and to many channels against few.

``python -m benchmarks.discord`` prints it. Ours is all of it: the library's client with its own limits by channel, our
limit over all of them with a clock that does not wait, our attempts; for editions also the adapter, the outbox and the
store. The server is a process of its own, which takes every message.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import aiohttp
import discord

from benchmarks.posting import AT_A_TIME, server, work
from benchmarks.reporting import Report, print_figure, report_pairs
from bot.delivery import send_pages
from bot.discord.adapter import DiscordAdapter
from bot.discord.client import make_client
from bot.discord.gateway import logged_in
from bot.discord.limits import Priority, Traffic
from bot.discord.rest import Rest
from bot.messages import Destination, Page
from bot.store import Store
from handlers.courier import AT_ONCE
from tests.doubles.clock import MovedClock
from tests.doubles.discord import shapes
from tests.doubles.discord.places import Channel, Guild, Kind, Role, User

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde." + "a" * 38
CHANNELS = 2_000
FEW, MANY = 100, 5_000
ROUNDS = 5
BOUND = 5.0
FLAT = 1.5
PAPER = [
    {
        "type": 9,
        "components": [
            {
                "type": 10,
                "content": "**1\\. [Sparse Lanterns: Reading Long Papers by Few Lights](https://arxiv.org/abs/2607.00001)**\n"
                "-# A. Lamp, B. Wick, C. Glow\u00a0+3 · `2607.00001` · `cs.CV`",
            }
        ],
        "accessory": {"type": 2, "style": 2, "label": "Details", "custom_id": "+paper 2607.00001"},
    },
    {
        "type": 10,
        "content": "A small model finds the sentences that matter and reads only those: on four sets of long papers it "
        "answers as well as one that reads everything, at a twelfth of the cost.",
    },
]
LINE = {"type": 14, "divider": True, "spacing": 1}
CONTAINER = {"type": 17, "components": [*PAPER, *[LINE, *PAPER] * 7]}
"""Eight papers: as many as a page holds."""
BODY = {
    "components": [CONTAINER | {"id": 7}],
    "flags": 1 << 15,
    "allowed_mentions": {"parse": []},
    "enforce_nonce": True,
}

DAY = date(2026, 7, 1)


def _page(number: int, title: str = "", **more: Any) -> Page:
    text = json.dumps({"title": title, "components": [CONTAINER]}, separators=(",", ":"))
    return Page(number=number, text=text, form="components", **more)


EDITION = [
    _page(1, "2026-07-01 · 40 papers"),
    _page(2, "2026-07-01 · cs.CV · 40", thread="cs.CV"),
    *(_page(number, thread="cs.CV", papers=(f"2607.0000{number}",)) for number in range(3, 8)),
]
"""A cover, a category's opener, and five pages in the thread that is made under it."""

BEGIN = datetime(2026, 7, 1, tzinfo=UTC)


async def _all(
    send: Callable[[int], Awaitable[object]], channels: int, messages: int, at_a_time: int = AT_A_TIME
) -> float:
    """CPU seconds for a message, so many of them spread over so many channels."""
    return await work(send, (number % channels + 1 for number in range(messages)), at_a_time) / messages


async def _ours(url: str, channels: int, messages: int) -> float:
    traffic = Traffic(MovedClock(BEGIN))
    client = make_client(api_url=url, gateway_url="ws://127.0.0.1:1/", traffic=traffic)
    async with logged_in(client, TOKEN):
        ask = Rest(client)

        async def send(channel: int) -> None:
            await ask(
                "POST",
                "/channels/{channel_id}/messages",
                channel_id=channel,
                json=BODY | {"nonce": f"pb{channel}"},
                priority=Priority.EDITION,
            )

        return await _all(send, channels, messages)


async def _delivered(url: str, channels: int) -> float:
    """CPU seconds for a page of an edition to each channel: planned, recorded in the store before and after."""
    clock = MovedClock(BEGIN)
    traffic = Traffic(clock)
    client = make_client(api_url=url, gateway_url="ws://127.0.0.1:1/", traffic=traffic)
    with tempfile.TemporaryDirectory() as folder:
        async with await Store.open(Path(folder) / "p.db") as store, logged_in(client, TOKEN):

            async def report(cause: str, text: str) -> None:
                raise RuntimeError(f"{cause}: {text}")

            _tell(client, channels)
            adapter = DiscordAdapter(client, notes=store, clock=clock, report=report)

            async def send(channel: int) -> None:
                where = Destination("discord", str(channel))
                await store.plan(where, DAY, EDITION)
                done = await send_pages(where, DAY, ledger=store, adapter=adapter, on_unknown="resend")
                if done.sent != len(EDITION):
                    raise RuntimeError(f"{done} of {len(EDITION)} pages")

            return await _all(send, channels, channels, AT_ONCE) / len(EDITION)


def _tell(client: discord.Client, channels: int) -> None:
    """What a gateway tells at a start: servers of fifty channels each."""
    bot = User(id=123456789012345678, name="Paperboy", bot=True)
    for first in range(1, channels + 1, 50):
        number = 10**18 + first
        guild = Guild(id=number, name="Lab", owner=bot, me=bot, bot=True, joined_at=BEGIN)
        guild.roles = {number: Role(id=number, name="@everyone", permissions=0)}
        guild.members = {bot.id: {number}}
        guild.channels = [
            Channel(id=channel, kind=Kind.TEXT, name="papers", guild=guild)
            for channel in range(first, min(first + 50, channels + 1))
        ]
        # Only a gateway has another way in.
        client._connection.parse_guild_create(shapes.created(guild, []))  # noqa: SLF001


async def _bare(url: str) -> float:
    headers = {"Content-Type": "application/json", "Authorization": f"Bot {TOKEN}", "User-Agent": "DiscordBot (x, 1)"}
    body = json.dumps(BODY | {"nonce": "pb1"}).encode()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def send(channel: int) -> None:
            # The body was made beforehand: the reference does nothing but post and read.
            async with session.post(f"{url}/channels/{channel}/messages", data=body, headers=headers) as response:
                await response.json()

        return await _all(send, CHANNELS, CHANNELS)


def run(report: Report) -> None:
    """Measure, and report (what, ours, reference, ratio, bound)."""
    with server("tests.doubles.discord.plain") as url:
        asyncio.run(_bare(url))  # warms both sides
        pairs = [(asyncio.run(_ours(url, CHANNELS, CHANNELS)), asyncio.run(_bare(url))) for _ in range(ROUNDS)]
        editions = [(asyncio.run(_delivered(url, CHANNELS)), asyncio.run(_bare(url))) for _ in range(ROUNDS)]
        spreads = [(asyncio.run(_ours(url, MANY, MANY)), asyncio.run(_ours(url, FEW, MANY))) for _ in range(ROUNDS)]
    report_pairs(report, f"a message to each of {CHANNELS:,} channels, CPU", pairs, "aiohttp", BOUND)
    report_pairs(report, f"a page of an edition to each of {CHANNELS:,} channels, CPU", editions, "aiohttp", BOUND)
    report_pairs(report, f"messages to {MANY:,} channels, CPU", spreads, f"to {FEW}", FLAT)


if __name__ == "__main__":
    run(print_figure)
