"""The bot at work on its sample day, whatever platform it is on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bot.cli.parts import QUICK, assemble, messages
from bot.cli.platforms import Platforms
from bot.cli.watch import TerminalProgress
from bot.clock import Clock
from bot.config import ArxivSettings, Settings, SubscriptionSettings
from bot.demo.server import DAY, SampleDay
from bot.papers import IMPORT, Summary
from handlers.courier import Outcome
from handlers.errands import Errand
from handlers.press import Press

MORNING: Final = datetime(DAY.year, DAY.month, DAY.day, 8, 30, tzinfo=UTC)
CATEGORIES: Final = ("cs.CV", "cs.AI")
CHINESE: Final = Path(__file__).with_name("chinese.json")
"""Chinese summaries of some papers of the sample day, by their numbers."""


@asynccontextmanager
async def delivered(
    folder: Path, platform: str, subscriptions: Sequence[SubscriptionSettings], *, clock: Clock, **blocks: Any
) -> AsyncIterator[None]:
    """The bot on one platform, answering, after its sample day was delivered to all its subscriptions.

    Its database goes into ``folder``. ``blocks`` are further settings, such as the platform's own.
    """
    async with SampleDay() as arxiv:
        settings = Settings(
            database=folder / f"{platform}.db",
            arxiv=ArxivSettings(
                categories=CATEGORIES,
                rss_url=arxiv.rss_url,
                site_url=arxiv.site_url,
                api_url=arxiv.api_url,
                request_interval=0,
                page_interval=0,
            ),
            subscriptions=tuple(subscriptions),
            **blocks,
        )
        with TerminalProgress(messages()) as progress:
            async with (
                assemble(settings, progress, patience=QUICK, clock=clock) as parts,
                Platforms(settings, parts) as platforms,
            ):
                platforms.connect({platform})
                await platforms.log_in(platform, patience=None)
                stored = await parts.store.subscriptions()
                in_english = [one for one in stored if one.wishes.language == "English"]
                await platforms.courier.bring(Errand(day=DAY), in_english, Press(parts), on_outcome=_expect_success)
                # Summaries can be kept of what is stored: now the day is.
                for summary in _summaries(arxiv):
                    await parts.store.save_summary(summary)
                await platforms.courier.bring(Errand(day=DAY), stored, Press(parts), on_outcome=_expect_success)
                yield


def _summaries(arxiv: SampleDay) -> list[Summary]:
    written: dict[str, dict[str, str]] = json.loads(CHINESE.read_text(encoding="utf-8"))
    return [
        Summary(
            paper_id=paper.id,
            version=paper.version,
            language="Chinese",
            origin=IMPORT,
            made=MORNING,
            unsupported=(),
            **written[number],
        )
        for paper in arxiv.papers
        if (number := paper.id.partition(".")[2]) in written
    ]


async def _expect_success(outcome: Outcome) -> None:
    if outcome.fault:
        raise outcome.fault
