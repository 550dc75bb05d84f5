"""The adapter on the stand-in server with everything real: store, outbox, client, and a session where one is wished."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import discord

from bot.clock import Clock
from bot.delivery import Ledger, Sent, send_pages
from bot.discord.adapter import DiscordAdapter
from bot.discord.client import make_client
from bot.discord.gateway import Session, logged_in
from bot.discord.limits import Traffic
from bot.messages import Delivery, Destination, Page, State
from bot.store import Store
from bot.subscriptions import OnUnknown
from tests.doubles.clock import FastClock

DAY = date(2026, 11, 24)


def written(text: str, title: str = "") -> str:
    """A page of one text display, as an edition has it."""
    shown = {"components": [{"type": 17, "components": [{"type": 10, "content": text}]}]}
    return json.dumps({"title": title, **shown} if title else shown, ensure_ascii=False)


def _page(number: int, text: str, *, title: str = "", thread: str = "", papers: tuple[str, ...] = ()) -> Page:
    return Page(
        number=number,
        text=written(text, title),
        form="components",
        thread=thread,
        papers=papers,
        links=number == 1,
        silent=number > 1,
    )


EDITION = [
    _page(1, "**Tuesday** [Vision](thread:cs.CV) [Minds](thread:cs.AI)", title="2026-11-24 · 3"),
    _page(2, "## cs.CV", title="2026-11-24 · cs.CV · 2", thread="cs.CV"),
    _page(3, "first page of vision", thread="cs.CV", papers=("2611.90001",)),
    _page(4, "second page of vision", thread="cs.CV", papers=("2611.90002",)),
    _page(5, "## cs.AI", title="2026-11-24 · cs.AI · 1", thread="cs.AI"),
    _page(6, "first page of minds", thread="cs.AI", papers=("2611.90003",)),
]
"""A cover, and two categories of an opener with its pages."""
TEXTS = [
    "**Tuesday** Vision Minds",
    "## cs.CV",
    "first page of vision",
    "second page of vision",
    "## cs.AI",
    "first page of minds",
]
TITLES = ["2026-11-24 · 3", "2026-11-24 · cs.CV · 2", "2026-11-24 · cs.AI · 1"]


class LeapingClock(FastClock):
    """Runs fast, and can be put forward."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def leap(self, **by: float) -> None:
        """Put it forward, by so many ``hours`` or ``minutes``."""
        self._ahead += timedelta(**by)


@dataclass
class Office:
    """One run of the program."""

    adapter: DiscordAdapter
    client: discord.Client
    store: Store
    ledger: Ledger
    reports: list[tuple[str, str]] = field(default_factory=list)

    async def bring(
        self,
        chat: int,
        pages: Sequence[Page] = EDITION,
        *,
        day: date = DAY,
        on_unknown: OnUnknown = "resend",
        mention: int | None = None,
        silent: bool = False,
        until: int = 0,
    ) -> Sent:
        """Plan an edition, and send what is not sent; only ``until`` this page, if given. Raises what stops it."""
        begun = count()
        where = Destination("discord", str(chat))
        await self.ledger.plan(where, day, pages)
        done = await send_pages(
            where,
            day,
            ledger=self.ledger,
            adapter=self.adapter,
            on_unknown=on_unknown,
            silent=silent,
            mention=str(mention or ""),
            stopping=lambda: bool(until) and next(begun) >= until,
        )
        if done.fault is not None:
            raise done.fault
        return done

    async def states(self, chat: int, day: date = DAY) -> list[State]:
        return [one.state for one in await self.deliveries(chat, day)]

    async def deliveries(self, chat: int, day: date = DAY) -> list[Delivery]:
        return await self.store.deliveries(Destination("discord", str(chat)), day)


@asynccontextmanager
async def office(
    api_url: str, gateway_url: str, token: str, database: Path, clock: Clock, *, session: bool = False
) -> AsyncIterator[Office]:
    """The program as it is put together, but for what people ask.

    Without a ``session``, which takes half a second to come about, it hears of nothing and must ask for everything.
    """
    reports: list[tuple[str, str]] = []

    async def report(cause: str, text: str) -> None:
        reports.append((cause, text))

    async with await Store.open(database) as store:
        traffic = Traffic(clock)
        client = make_client(api_url=api_url, gateway_url=gateway_url, traffic=traffic)
        way = Session(client, token, traffic=traffic) if session else logged_in(client, token)
        async with way:
            adapter = DiscordAdapter(client, notes=store, clock=clock, report=report)
            await adapter.begin()
            try:
                yield Office(adapter, client, store, store, reports)
            finally:
                await adapter.finish()


Open = Callable[..., AbstractAsyncContextManager[Office]]
"""``office`` on one server and one database."""
