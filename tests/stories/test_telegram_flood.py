"""A day of 537 papers into one channel: nothing is lost, no limit is passed, and hardly a second is wasted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from bot.delivery import send_pages
from bot.digest import digest
from bot.messages import Destination
from bot.papers import Announced, Announcement, Kind
from bot.store import Store
from bot.subscriptions import Layout, Look
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.limiter import Limiter, Pass
from bot.telegram.pacing import Pacer
from bot.telegram.trail import Trail
from bot.telegram.transport import AiohttpRequest
from bot.wishes import Wishes
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.doubles.telegram.server import TelegramDouble

DAY = date(2026, 11, 24)
PAPERS = 537
BURST, SECOND, MINUTE = 3, 1.0, (20, 60.0)
"""What Telegram lets into one channel: a few messages at once, then one a second, and 20 in any minute."""


def earliest(messages: int) -> float:
    """Seconds after which the last of so many messages can stand in a channel by its limits, and no sooner."""
    times: list[float] = []
    for number in range(messages):
        paced = (number - BURST + 1) * SECOND
        many, span = MINUTE
        since = times[number - many] + span if number >= many else 0.0
        # After a pause the burst is there again, but a minute of 20 never leaves one that long.
        times.append(max(0.0, paced, since, times[-1] if times else 0.0))
    return times[-1]


def most_within(moments: Sequence[datetime], seconds: float) -> int:
    """The most of them in any window of that length."""
    return max(
        sum(1 for other in moments if 0 <= (other - moment).total_seconds() < seconds - 1e-6) for moment in moments
    )


@pytest.mark.parametrize("layout", ["classic", "rich"])
async def test_537_papers_reach_a_channel_each_once_within_the_limits_and_as_fast_as_they_allow(
    layout: Layout, tmp_path: Path
) -> None:
    papers = invent(PAPERS)
    entries = tuple(Announced(paper, Kind.NEW) for paper in papers)
    announcement = Announcement(day=DAY, category="cs.CV", entries=entries, stated=PAPERS, source="rss")
    edition = digest(DAY, [announcement], {}, Wishes(categories=("cs.CV",)))
    clock = MovedClock(datetime(2026, 11, 24, 6, tzinfo=UTC))
    async with TelegramDouble(clock) as telegram, await Store.open(tmp_path / "p.db") as store:
        channel = telegram.channel("Papers")
        trail, pacer = Trail(store), Pacer(clock)
        bot: ExtBot[Pass] = ExtBot(
            telegram.token,
            base_url=telegram.base_url,
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(),
            rate_limiter=Limiter(pacer, trail),
        )
        async with bot:

            async def report(cause: str, text: str) -> None:
                raise AssertionError(text)

            adapter = TelegramAdapter(bot, trail=trail, pacer=pacer, notes=store, clock=clock, report=report)
            here = Destination("telegram", str(channel.id))
            pages = adapter.pages(edition, Look(layout=layout))
            await store.plan(here, DAY, pages)
            begun = clock.now()
            sent = await send_pages(here, DAY, ledger=store, adapter=adapter, on_unknown="resend")
        assert (sent.sent, sent.edited) == (len(pages), 1)
        assert telegram.breaches == []
        moments = [
            call.at for call in telegram.calls if call.method in ("sendMessage", "sendRichMessage", "editMessageText")
        ]
        carried = [
            paper.id
            for message in channel.sent
            for paper in papers
            if f"https://arxiv.org/abs/{paper.id}" in message.links
        ]
    assert carried == [paper.id for paper in papers]
    assert most_within(moments, 1.0) <= BURST + 1
    assert most_within(moments, 60.0) <= 20
    taken = (max(moments) - begun).total_seconds()
    assert taken <= 1.05 * earliest(len(pages) + 1)
