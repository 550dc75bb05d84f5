"""Pages on their way, and how far every destination is with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.messages import Delivery, Destination, Page, State
from bot.store import course, deliveries
from bot.store.facade.part import Part


class Outbox(Part):
    """What is sent, was sent and is owed."""

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
        """Record pages of an edition as planned, all or none. Those that are planned already stay as they are.

        If it ``counts``, the destination is as far as ``day`` with them. An edition that comes late holds all days
        ``since`` one; no edition brings those before it that are ``skipped``.
        """
        await self._database.write(deliveries.plan, destination, day, pages, counts, since, skipped)

    async def deliveries(self, destination: Destination, day: date) -> list[Delivery]:
        """An edition's deliveries in the order of its pages; none if it is not planned."""
        return await self._database.read(deliveries.load, destination, day)

    async def delivery(self, number: int) -> tuple[date, Delivery] | None:
        """The delivery with this id, and the day of its edition; None where none is kept."""
        return await self._database.read(deliveries.find, number)

    async def carrying(self, destination: Destination, paper: str) -> tuple[date, Delivery] | None:
        """The first page ever planned for a destination that a paper stands on, and the day of its edition."""
        return await self._database.read(deliveries.carrying, destination, paper)

    async def unfinished(self, since: date, before: date) -> list[tuple[Destination, date]]:
        """Editions from ``since`` on and ``before`` a day that have pages to be sent or edited, oldest first."""
        return await self._database.read(deliveries.unfinished, since, before)

    async def brought(self, destination: Destination) -> frozenset[str]:
        """Ids of all papers on pages ever planned for a destination, but for those that the platform refused."""
        return await self._database.read(deliveries.brought, destination)

    async def replan(self, destination: Destination, day: date, pages: Sequence[Page]) -> None:
        """Put these in the place of all pages of the edition that are planned and were never under way."""
        await self._database.write(deliveries.replan, destination, day, pages)

    async def mark(
        self, delivery: Delivery, state: State, *, place: str = "", anchor: str = "", reason: str = ""
    ) -> None:
        """Record what has become of a page; what is empty stays as it was."""
        await self._database.write_in_company(deliveries.mark, delivery, state, place, anchor, reason)

    async def withdraw(self, delivery: Delivery, anchor: str) -> None:
        """Record that an attempt surely did not arrive: planned again, unless another one has begun since."""
        await self._database.write(deliveries.withdraw, delivery, anchor)

    async def resend(self, delivery: Delivery) -> None:
        """Count that a page is sent again although nobody can tell whether it arrived."""
        await self._database.write(deliveries.resend, delivery)

    async def revise(self, delivery: Delivery, page: Page) -> None:
        """Record that a page that was sent is to say something else: it is stale from now on."""
        await self._database.write(deliveries.revise, delivery, page)

    async def refreshed(self, delivery: Delivery) -> None:
        """Record that what stands there is what the page says."""
        await self._database.write(deliveries.refreshed, delivery)

    async def considered(self) -> dict[Destination, date]:
        """The newest day that each destination was brought, or that had nothing in it: what came later is owed."""
        return await self._database.read(course.considered)

    async def consider(self, destination: Destination, day: date) -> None:
        """Record that a destination is as far as ``day``; one that is further stays so."""
        await self._database.write(course.consider, destination, day)

    async def enrol(self, destinations: Collection[Destination], day: date) -> None:
        """Let destinations that are new be as far as ``day``, and forget all that are none of these."""
        await self._database.write(course.enrol, destinations, day)

    async def gap(self, destination: Destination, day: date) -> tuple[date | None, tuple[date, ...]]:
        """The days ``since`` which an edition holds all, and those ``skipped`` before it, as it was first planned."""
        return await self._database.read(course.gap, destination, day)
