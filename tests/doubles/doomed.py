"""A delivery that is killed at one moment: ``python -m tests.doubles.doomed DATABASE CHAT MOMENT PAGE``.

Plans ``PAGES`` and sends them into the file CHAT; at the MOMENT of that page it kills its own process with SIGKILL,
as a crash would, with everything real but the platform.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from bot.adapter import Post
from bot.delivery import send_pages
from bot.messages import Delivery, Destination, Page, State
from bot.store import Store
from tests.doubles.posts import Postbox

Moment = Literal["planned", "before it is written", "after it is written", "after it is marked"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)

DAY = date(2026, 11, 24)
HERE = Destination("file", "chat")
PAGES = [Page(number=n, text=f"page {n}\n", papers=(f"2611.9000{n}",)) for n in (1, 2, 3)]


class FileAdapter(Postbox):
    """A chat that is a file: what is written to it has arrived."""

    def __init__(self, chat: Path) -> None:
        super().__init__()
        self._chat = chat

    async def send(self, post: Post) -> str:
        with self._chat.open("a", encoding="utf-8") as chat:
            chat.write(post.page.text)
        return str(post.page.number)


class Doomed(FileAdapter):
    """The adapter and the ledger around ``store`` that die at ``moment`` of ``page``."""

    def __init__(self, chat: Path, store: Store, moment: str, page: int) -> None:
        super().__init__(chat)
        self._store = store
        self._end = (moment, page)

    def _die_at(self, moment: Moment, page: int) -> None:
        if self._end == (moment, page):
            os.kill(os.getpid(), signal.SIGKILL)

    async def send(self, post: Post) -> str:
        self._die_at("before it is written", post.page.number)
        place = await super().send(post)
        self._die_at("after it is written", post.page.number)
        return place

    async def plan(
        self,
        destination: Destination,
        day: date,
        pages: Sequence[Page],
        *,
        counts: bool = False,
        since: date | None = None,
    ) -> None:
        await self._store.plan(destination, day, pages, counts=counts, since=since)
        self._die_at("planned", pages[0].number)

    async def consider(self, destination: Destination, day: date) -> None:
        await self._store.consider(destination, day)

    async def since(self, destination: Destination, day: date) -> date | None:
        return await self._store.since(destination, day)

    async def deliveries(self, destination: Destination, day: date) -> list[Delivery]:
        return await self._store.deliveries(destination, day)

    async def brought(self, destination: Destination) -> frozenset[str]:
        return await self._store.brought(destination)

    async def replan(self, destination: Destination, day: date, pages: Sequence[Page]) -> None:
        await self._store.replan(destination, day, pages)

    async def withdraw(self, delivery: Delivery, anchor: str) -> None:
        await self._store.withdraw(delivery, anchor)

    async def resend(self, delivery: Delivery) -> None:
        await self._store.resend(delivery)

    async def revise(self, delivery: Delivery, page: Page) -> None:
        await self._store.revise(delivery, page)

    async def refreshed(self, delivery: Delivery) -> None:
        await self._store.refreshed(delivery)

    async def mark(
        self, delivery: Delivery, state: State, *, place: str = "", anchor: str = "", reason: str = ""
    ) -> None:
        await self._store.mark(delivery, state, place=place, anchor=anchor, reason=reason)
        if state is State.SENT:
            self._die_at("after it is marked", delivery.page.number)


async def _main(database: str, chat: str, moment: str, page: str) -> None:
    async with await Store.open(database) as store:
        doomed = Doomed(Path(chat), store, moment, int(page))
        await doomed.plan(HERE, DAY, PAGES)
        await send_pages(HERE, DAY, ledger=doomed, adapter=doomed, on_unknown="resend")


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
