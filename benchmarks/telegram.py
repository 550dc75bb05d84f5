"""Messages to 2,000 chats against bare aiohttp that posts the same bodies. ``python -m benchmarks.telegram`` prints it.

Ours is all of it: the library's bot, our transport, our pacing with its limits as they are but a clock that does not
wait, so that what is measured is work. The server is a process of its own.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from telegram import Bot, LinkPreviewOptions
from telegram.ext import ExtBot

from benchmarks.posting import AT_A_TIME, server, work
from benchmarks.reporting import Report, print_figure, report_pairs
from bot.delivery import send_pages
from bot.messages import Destination, Page
from bot.store import Store
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.limiter import Limiter, Pass
from bot.telegram.pacing import Pacer, Priority
from bot.telegram.trail import Trail
from bot.telegram.transport import AiohttpRequest
from handlers.courier import AT_ONCE
from tests.doubles.clock import MovedClock

TOKEN = "123456:" + "A" * 35
CHATS = 2_000
ROUNDS = 5
BOUND = 5.0
TEXT = (
    '<b><a href="https://arxiv.org/abs/2607.00001">Sparse Lanterns: Reading Long Papers by Few Lights</a></b>\n'
    "A. Lamp, B. Wick &amp; 3 more\nA small model finds the sentences that matter, and reads only those.\n"
    "<blockquote expandable>Method: find what matters, then read. Result: 3 points better for less.</blockquote>\n\n"
) * 9
PREVIEW = LinkPreviewOptions(is_disabled=True)
DAY = date(2026, 7, 1)
EDITION = [
    Page(number=1, text=TEXT, form="html"),
    *(Page(number=n, text=TEXT, thread="cs.CV", form="html", papers=(f"2607.0000{n}",)) for n in range(2, 6)),
]
"""A cover and four pages, as on an ordinary day."""


BEGIN = datetime(2026, 7, 1, tzinfo=UTC)


async def _all(send: Callable[[int], Awaitable[object]], at_a_time: int = AT_A_TIME) -> float:
    """CPU seconds for a message, one to every chat."""
    return await work(send, range(1, CHATS + 1), at_a_time) / CHATS


async def _ours(url: str) -> float:
    pacer = Pacer(MovedClock(BEGIN))
    async with AiohttpRequest() as request:
        bot = Bot(TOKEN, base_url=url, request=request, get_updates_request=request)

        async def send(chat: int) -> None:
            async with pacer.turn(chat, Priority.EDITION):
                await bot.send_message(
                    chat, TEXT, parse_mode="HTML", disable_notification=True, link_preview_options=PREVIEW
                )

        return await _all(send)


async def _delivered(url: str) -> float:
    """CPU seconds for a page of an edition to every chat: planned, recorded in the store before and after."""
    clock = MovedClock(BEGIN)
    with tempfile.TemporaryDirectory() as folder:
        async with await Store.open(Path(folder) / "p.db") as store:
            trail, pacer = Trail(store), Pacer(clock)
            bot: ExtBot[Pass] = ExtBot(
                TOKEN,
                base_url=url,
                request=AiohttpRequest(),
                get_updates_request=AiohttpRequest(),
                rate_limiter=Limiter(pacer, trail),
            )
            async with bot:

                async def report(cause: str, text: str) -> None:
                    raise RuntimeError(f"{cause}: {text}")

                adapter = TelegramAdapter(bot, trail=trail, pacer=pacer, notes=store, clock=clock, report=report)

                async def send(chat: int) -> None:
                    where = Destination("telegram", str(chat))
                    await store.plan(where, DAY, EDITION)
                    done = await send_pages(where, DAY, ledger=store, adapter=adapter, on_unknown="resend")
                    if done.sent != len(EDITION):
                        raise RuntimeError(f"{done} of {len(EDITION)} pages")

                return await _all(send, AT_ONCE) / len(EDITION)


async def _bare(url: str) -> float:
    address = f"{url}{TOKEN}/sendMessage"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = "&" + urlencode(
        {
            "text": TEXT,
            "parse_mode": "HTML",
            "disable_notification": "true",
            "link_preview_options": '{"is_disabled": true}',
        }
    )
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def send(chat: int) -> None:
            # The body was made beforehand: the reference does nothing but post and read.
            async with session.post(address, data=f"chat_id={chat}{body}".encode(), headers=headers) as response:
                await response.json()

        return await _all(send)


def run(report: Report) -> None:
    """Measure, and report (what, ours, reference, ratio, bound)."""
    with server("tests.doubles.telegram.plain") as url:
        asyncio.run(_bare(url))  # warms both sides
        pairs = [(asyncio.run(_ours(url)), asyncio.run(_bare(url))) for _ in range(ROUNDS)]
        editions = [(asyncio.run(_delivered(url)), asyncio.run(_bare(url))) for _ in range(ROUNDS)]
    report_pairs(report, f"a message to each of {CHATS:,} chats, CPU", pairs, "aiohttp", BOUND)
    report_pairs(report, f"a page of an edition to each of {CHATS:,} chats, CPU", editions, "aiohttp", BOUND)


if __name__ == "__main__":
    run(print_figure)
