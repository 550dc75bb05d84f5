"""The store in a process that kills itself with SIGKILL at one moment of a delivery, as a crash would."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args

from bot.delivery import Ledger
from bot.messages import Delivery, Destination, Page, State

Moment = Literal["planned", "before the request", "after the answer", "after it is marked"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)


class DoomedLedger:
    """The store, in a process that dies at ``moment`` of ``page``."""

    def __init__(self, store: Ledger, moment: str, page: int) -> None:
        self._store = store
        self._end = (moment, page)

    def _die_at(self, moment: Moment, page: int) -> None:
        if self._end == (moment, page):
            os.kill(os.getpid(), signal.SIGKILL)

    async def plan(
        self,
        destination: Destination,
        day: date,
        pages: Sequence[Page],
        *,
        counts: bool = False,
        since: date | None = None,
        skipped: Sequence[date] = (),
    ) -> None:
        await self._store.plan(destination, day, pages, counts=counts, since=since, skipped=skipped)
        self._die_at("planned", self._end[1])

    async def replan(self, destination: Destination, day: date, pages: Sequence[Page]) -> None:
        await self._store.replan(destination, day, pages)

    async def consider(self, destination: Destination, day: date) -> None:
        await self._store.consider(destination, day)

    async def gap(self, destination: Destination, day: date) -> tuple[date | None, tuple[date, ...]]:
        return await self._store.gap(destination, day)

    async def deliveries(self, destination: Destination, day: date) -> list[Delivery]:
        return await self._store.deliveries(destination, day)

    async def brought(self, destination: Destination) -> frozenset[str]:
        return await self._store.brought(destination)

    async def mark(
        self, delivery: Delivery, state: State, *, place: str = "", anchor: str = "", reason: str = ""
    ) -> None:
        if state is State.SENT:
            self._die_at("after the answer", delivery.page.number)
        await self._store.mark(delivery, state, place=place, anchor=anchor, reason=reason)
        if state is State.SENDING:
            self._die_at("before the request", delivery.page.number)
        if state is State.SENT:
            self._die_at("after it is marked", delivery.page.number)

    async def withdraw(self, delivery: Delivery, anchor: str) -> None:
        await self._store.withdraw(delivery, anchor)

    async def resend(self, delivery: Delivery) -> None:
        await self._store.resend(delivery)

    async def revise(self, delivery: Delivery, page: Page) -> None:
        await self._store.revise(delivery, page)

    async def refreshed(self, delivery: Delivery) -> None:
        await self._store.refreshed(delivery)
