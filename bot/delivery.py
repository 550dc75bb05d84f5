"""The outbox: every page of an edition reaches its destination exactly once, whatever dies in between.

    plan (all pages, one transaction)  ->  for each page: mark sending | send | mark sent  ->  edit what is stale

A page found ``sending`` at a start was under way when a process died; one whose answer was lost is in the same case.
It is settled before anything else goes to its destination: the platform looks whether it stands there. Where that
can't be told, the destination's own wish decides between sending it again and leaving it out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bot.adapter import Adapter, Fault, LayoutRefused, Post, Refused, Unknown, Unreachable
from bot.messages import Delivery, Destination, Page, State
from bot.subscriptions import OnUnknown

log = logging.getLogger(__name__)

ATTEMPTS = 3
"""How often a page is sent of which it was found each time that it never arrived."""
RESENDS = 2
"""How often a page is sent again at most of which nobody can tell, over all runs: the third copy helps nobody."""


class Ledger(Protocol):
    """Where deliveries are recorded; the store is one."""

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

    async def consider(self, destination: Destination, day: date) -> None:
        """Record that a destination is as far as ``day``; one that is further stays so."""

    async def gap(self, destination: Destination, day: date) -> tuple[date | None, tuple[date, ...]]:
        """The days ``since`` which an edition holds all, and those ``skipped`` before it, as it was first planned."""

    async def replan(self, destination: Destination, day: date, pages: Sequence[Page]) -> None:
        """Put these in the place of all pages of the edition that are planned and were never under way."""

    async def deliveries(self, destination: Destination, day: date) -> list[Delivery]:
        """The edition's deliveries in the order of its pages; none if it is not planned."""

    async def brought(self, destination: Destination) -> frozenset[str]:
        """Ids of all papers on pages ever planned for the destination, but for those that failed."""

    async def mark(
        self, delivery: Delivery, state: State, *, place: str = "", anchor: str = "", reason: str = ""
    ) -> None:
        """Record what has become of a page; what is empty stays as it was."""

    async def withdraw(self, delivery: Delivery, anchor: str) -> None:
        """Record that the attempt that was begun with this anchor surely did not arrive: the page is planned again.

        Not so where another attempt has begun since.
        """

    async def resend(self, delivery: Delivery) -> None:
        """Count that a page is sent again although nobody can tell whether it arrived."""

    async def revise(self, delivery: Delivery, page: Page) -> None:
        """Record that a page that was sent is to say something else: it is stale from now on."""

    async def refreshed(self, delivery: Delivery) -> None:
        """Record that what stands there is what the page says."""


@dataclass(slots=True, kw_only=True)
class Sent:
    """What one call of ``send_pages`` did."""

    sent: int = 0
    already: int = 0
    """Pages that an earlier run had brought there."""
    edited: int = 0
    """Pages that stood there and now say something else."""
    found: list[int] = field(default_factory=list)
    """Numbers of the pages whose answer was lost, and which were found to stand there."""
    unknown: dict[int, OnUnknown] = field(default_factory=dict)
    """Numbers of those of which it could not be told, and what was done about it."""
    failed: dict[int, str] = field(default_factory=dict)
    """Numbers of the pages that the platform refused, each with its reason."""
    fault: Fault | None = None
    """Why the rest waits; None where nothing waits."""
    is_cut: bool = False
    """Whether the rest waits because it was to stop."""


async def send_pages(
    destination: Destination,
    day: date,
    *,
    ledger: Ledger,
    adapter: Adapter,
    on_unknown: OnUnknown,
    silent: bool = False,
    mention: str = "",
    stopping: Callable[[], bool] = lambda: False,
) -> Sent:
    """Send what is planned for this edition and not sent yet, in order. Safe to repeat.

    What can't be done now stays planned, and ``Sent.fault`` says why; a page that is refused is recorded as failed,
    and the others go on. Once ``stopping``, no other page is begun. ``mention`` is whom covers call.
    """
    deliveries = await ledger.deliveries(destination, day)
    outbox = _Outbox(destination, day, deliveries, ledger, adapter, on_unknown, silent, mention)
    try:
        for delivery in deliveries:
            if stopping():
                outbox.done.is_cut = True
                return outbox.done
            await outbox.bring(delivery)
        await outbox.refresh()
    except Fault as fault:
        outbox.done.fault = fault
    return outbox.done


class _Outbox:
    """One edition on its way to one destination."""

    def __init__(
        self,
        destination: Destination,
        day: date,
        deliveries: Iterable[Delivery],
        ledger: Ledger,
        adapter: Adapter,
        on_unknown: OnUnknown,
        silent: bool,
        mention: str,
    ) -> None:
        self.done = Sent()
        self._destination = destination
        self._day = day
        self._ledger = ledger
        self._adapter = adapter
        self._on_unknown = on_unknown
        self._silent = silent
        self._mention = mention
        self._deliveries = list(deliveries)
        self._resent: dict[int, int] = {}
        self._places = {one.page.number: one.place for one in self._deliveries if one.state is State.SENT}
        self._stale = {one.page.number for one in self._deliveries if one.stale}

    async def bring(self, delivery: Delivery) -> None:
        """Take a page from where it is to where nothing remains to be done."""
        if delivery.state in (State.SENT, State.SKIPPED, State.FAILED):
            self.done.already += delivery.state is State.SENT
            return
        post = self._post(delivery)
        try:
            async with self._adapter.turn(post) as anchor:
                if delivery.state is State.SENDING and await self._settled(delivery, post):
                    return
                await self._send(delivery, post, anchor)
        except Refused as refused:
            log.warning("Page %d for %s is refused: %s", delivery.page.number, self._destination, refused)
            await self._ledger.mark(delivery, State.FAILED, reason=str(refused))
            self.done.failed[delivery.page.number] = str(refused)

    async def refresh(self) -> None:
        """Edit what stands there and should say something else."""
        for delivery in self._deliveries:
            if delivery.page.number in self._stale & self._places.keys():
                await self._edit(delivery)

    async def _edit(self, delivery: Delivery) -> None:
        """An answer that is lost is asked for again: an edit may be repeated."""
        post, place = self._post(delivery), self._places[delivery.page.number]
        try:
            try:
                await self._adapter.edit(post, place)
            except Unknown:
                await self._adapter.edit(post, place)
        except Unknown as error:
            raise Unreachable(str(error)) from error
        except (Refused, LayoutRefused) as refused:  # somebody deleted it, or it is too old
            log.info("Page %d for %s cannot be edited: %s", delivery.page.number, self._destination, refused)
        else:
            self.done.edited += 1
        await self._ledger.refreshed(delivery)

    async def _send(self, delivery: Delivery, post: Post, anchor: str) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            await self._ledger.mark(delivery, State.SENDING, anchor=anchor)
            try:
                place = await self._adapter.send(post)
            except Unknown as error:
                log.warning("Page %d for %s: %s", delivery.page.number, self._destination, error)
                if delivery.page.number in self._resent:
                    # Sent again on the wish of its destination, and lost again: the line had better get some time
                    # before that wish is asked once more, for it is not asked often.
                    raise Unreachable(str(error)) from error
                if await self._settled(delivery, replace(post, anchor=anchor)):
                    return
                if attempt == ATTEMPTS:
                    # It stays under way: it may arrive yet, and is looked for before it is sent again.
                    raise Unreachable(str(error)) from error
            except Fault as fault:
                # What is sure of this attempt is not sure of one whose answer was lost before.
                if (attempt == 1 and delivery.state is State.PLANNED) or isinstance(fault, LayoutRefused):
                    await self._ledger.withdraw(delivery, anchor)
                raise
            else:
                await self._arrived(delivery, place)
                self.done.sent += 1
                return

    async def _settled(self, delivery: Delivery, post: Post) -> bool:
        """Whether a page that was under way needs no other attempt."""
        number = delivery.page.number
        try:
            place = await self._adapter.find(post)
        except Unknown as error:
            return await self._settled_by_wish(delivery, error)
        if place is None:
            return False
        await self._arrived(delivery, place)
        self.done.found.append(number)
        return True

    async def _settled_by_wish(self, delivery: Delivery, error: Unknown) -> bool:
        number = delivery.page.number
        self._resent[number] = self._resent.get(number, delivery.resent) + 1
        skips = self._on_unknown == "skip" or self._resent[number] > RESENDS
        log.warning("Page %d for %s: %s: %s", number, self._destination, error, "skipped" if skips else "sent again")
        self.done.unknown[number] = "skip" if skips else "resend"
        if skips:
            await self._ledger.mark(delivery, State.SKIPPED, reason=str(error))
        else:
            await self._ledger.resend(delivery)
        return skips

    async def _arrived(self, delivery: Delivery, place: str) -> None:
        await self._ledger.mark(delivery, State.SENT, place=place)
        self._places[delivery.page.number] = place
        if delivery.page.links and not self._adapter.has_address(place):
            self._stale.discard(delivery.page.number)
            await self._ledger.refreshed(delivery)

    def _post(self, delivery: Delivery) -> Post:
        page = delivery.page
        # Late papers follow as an edition of their own, with another cover.
        covers = [one.page.number for one in self._deliveries if one.page.links]
        first = max((number for number in covers if number <= page.number), default=1)
        last = min((number for number in covers if number > page.number), default=len(self._deliveries) + 1)
        threads: dict[str, str] = {}
        for one in self._deliveries:
            if first <= one.page.number < last and one.page.thread and one.page.number in self._places:
                threads.setdefault(one.page.thread, self._places[one.page.number])
        return Post(
            destination=self._destination,
            page=page,
            delivery=delivery.id,
            cover="" if page.number == first else self._places.get(first, ""),
            opener=threads.get(page.thread, ""),
            threads=threads,
            anchor=delivery.anchor,
            silent=page.silent or self._silent,
            mention=self._mention if page.number == first else "",
            following=sum(one.page.number > page.number for one in self._deliveries),
        )
