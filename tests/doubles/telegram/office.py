"""An adapter for the stand-in server with everything real, and somebody who listens to updates."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from telegram import MessageOriginChannel, Update
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.delivery import Ledger, Sent, send_pages
from bot.messages import Delivery, Destination, Page, State
from bot.store import Store
from bot.subscriptions import OnUnknown
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.limiter import Limiter
from bot.telegram.pacing import Pacer
from bot.telegram.trail import Trail
from bot.telegram.transport import AiohttpRequest
from tests.doubles.clock import FastClock
from tests.doubles.telegram.world import World

DAY = date(2026, 11, 24)
EDITION = [
    Page(
        number=1, text='<b>Tuesday</b> <a href="thread:cs.CV">Vision</a> <a href="thread:cs.AI">Minds</a>', links=True
    ),
    Page(number=2, text="<b>cs.CV</b> first page of vision", thread="cs.CV", papers=("2611.90001",), silent=True),
    Page(number=3, text="second page of vision", thread="cs.CV", papers=("2611.90002",), silent=True),
    Page(number=4, text="<b>cs.AI</b> first page of minds", thread="cs.AI", papers=("2611.90003",), silent=True),
    Page(number=5, text="second page of minds", thread="cs.AI", papers=("2611.90004",), silent=True),
]
"""A cover and two threads of two pages each."""
TEXTS = [
    "Tuesday Vision Minds",
    "cs.CV first page of vision",
    "second page of vision",
    "cs.AI first page of minds",
    "second page of minds",
]


@dataclass
class Office:
    """One run of the program."""

    adapter: TelegramAdapter
    bot: ExtBot[Any]
    store: Store
    ledger: Ledger
    reports: list[tuple[str, str]] = field(default_factory=list)

    async def bring(
        self, chat: int | str, pages: Sequence[Page] = EDITION, *, day: date = DAY, on_unknown: OnUnknown = "resend"
    ) -> Sent:
        """Plan an edition, and send what is not sent. Raises what stops it."""
        where = Destination("telegram", str(chat))
        await self.ledger.plan(where, day, pages)
        done = await send_pages(where, day, ledger=self.ledger, adapter=self.adapter, on_unknown=on_unknown)
        if done.fault is not None:
            raise done.fault
        return done

    async def states(self, chat: int | str, day: date = DAY) -> list[State]:
        return [one.state for one in await self.deliveries(chat, day)]

    async def deliveries(self, chat: int | str, day: date = DAY) -> list[Delivery]:
        return await self.store.deliveries(Destination("telegram", str(chat)), day)

    async def caught_up(self, telegram: World) -> None:
        """Wait until all updates were heard."""
        async with asyncio.timeout(10):
            while telegram.updates.pending:  # noqa: ASYNC110 -- a server has no event for it
                await asyncio.sleep(0.01)

    async def listen(self) -> None:
        """Take updates and tell the adapter of them, for ever."""
        offset = 0
        while True:
            for update in await self.bot.get_updates(offset, timeout=10):
                offset = update.update_id + 1
                await self._hear(update)

    async def _hear(self, update: Update) -> None:
        message = update.effective_message
        if message is None:
            return
        if message.is_automatic_forward and isinstance(message.forward_origin, MessageOriginChannel):
            origin = message.forward_origin
            await self.adapter.forwarded(origin.chat.id, origin.message_id, message.chat.id, message.message_id)
        else:
            self.adapter.saw(message.chat.id, message.message_id)


@asynccontextmanager
async def office(
    base_url: str, token: str, database: Path, clock: Clock, *, patience: float = 30.0, listening: bool = True
) -> AsyncIterator[Office]:
    """The program as it is put together, but for what people ask; ``patience``: seconds until an answer is lost."""
    reports: list[tuple[str, str]] = []

    async def report(cause: str, text: str) -> None:
        reports.append((cause, text))

    async with await Store.open(database) as store:
        # The server counts no messages here, so nothing is gained by waiting for turns.
        trail, pacer = Trail(store), Pacer(FastClock(2000))
        bot: ExtBot[Any] = ExtBot(
            token,
            base_url=base_url,
            request=AiohttpRequest(timeout=patience),
            get_updates_request=AiohttpRequest(),
            rate_limiter=Limiter(pacer, trail),
        )
        async with bot:
            adapter = TelegramAdapter(bot, trail=trail, pacer=pacer, notes=store, clock=clock, report=report)
            here = Office(adapter, bot, store, store, reports)
            listener = asyncio.create_task(here.listen()) if listening else None
            try:
                yield here
            finally:
                if listener is not None:
                    listener.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await listener


Open = Callable[..., AbstractAsyncContextManager[Office]]
"""``office`` on one server and one database."""
