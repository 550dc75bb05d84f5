"""The program as its command puts it together, with both platforms at once."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import date

from bot.arxiv import Arxiv
from bot.cli.platforms import TOKENS, Platforms
from bot.clock import Clock
from bot.config import Settings
from bot.store import Store
from bot.summarize.summarizer import ModelSummarizer
from handlers.budget import StoredBudget
from handlers.clockwork import Clockwork
from handlers.courier import Outcome
from handlers.daily import Parts
from tests.doubles.model import KEY, NAME, ModelServer

TURNS = 2
"""Of the clockwork in each round: one thing follows from another."""


class Bot:
    """One start of the program, put together as the command does it."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._clockwork: Clockwork | None = None

    async def open(
        self,
        settings: Settings,
        clock: Clock,
        model: ModelServer,
        *,
        logged_in: Iterable[str] = tuple(TOKENS),
    ) -> None:
        """Begin, and wait until it is ``logged_in`` there."""
        enter = self._stack.enter_async_context
        store = await enter(await Store.open(settings.database))
        store.adopt(settings.own_subscriptions)
        wishes = settings.arxiv
        source = await enter(
            Arxiv(
                rss_url=wishes.rss_url, site_url=wishes.site_url, api_url=wishes.api_url, contact=wishes.contact,
                clock=clock, patience=60.0, stopped=await store.stops(),
            )
        )  # fmt: skip
        summarizer = await enter(
            ModelSummarizer(
                base_url=model.base_url, api_key=KEY, model=NAME, budget=StoredBudget(store, clock), concurrency=4,
                daily_token_budget=0, clock=clock,
            )
        )  # fmt: skip
        parts = Parts(source=source, store=store, summarizer=summarizer, clock=clock)
        self._platforms = platforms = await enter(Platforms(settings, parts))
        platforms.connect(TOKENS)
        await self.log_in(logged_in)
        self._clockwork = Clockwork(parts, platforms.courier, categories=wishes.categories, on_outcome=_unseen)

    async def log_in(self, platforms: Iterable[str] = tuple(TOKENS)) -> None:
        """Wait until it is logged in there."""
        for platform in platforms:
            await self._platforms.log_in(platform, patience=30.0)

    async def round(self) -> None:
        """Look what is due, and bring it."""
        if self._clockwork is None:
            raise RuntimeError("it has not begun")
        for _ in range(TURNS):
            await self._clockwork.turn()
            await self._clockwork.finish()

    async def close(self, *, at_once: bool = False) -> None:
        """Stop; ``at_once``: let nothing that is under way come to its end."""
        if self._clockwork:
            await self._clockwork.stop(patience=0.0 if at_once else 8.0)
        await self._stack.aclose()


def _unseen(day: date, outcome: Outcome) -> None:
    del day, outcome
