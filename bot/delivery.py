"""The outbox: every page of an edition reaches its destination exactly once, whatever dies in between.

    plan (all pages, one transaction)  ->  for each page: mark sending | send | mark sent

A page that is found ``sending`` at a start was under way when a process died. Whether it arrived can't be known on
every platform; there the destination's own wish decides between sending it again and leaving it out.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.adapter import Adapter
from bot.messages import Delivery, Destination, Page, State
from bot.subscriptions import OnUnknown

log = logging.getLogger(__name__)


class Ledger(Protocol):
    """Where deliveries are recorded; the store is one."""

    async def plan(self, destination: Destination, day: date, pages: Sequence[Page]) -> None:
        """Record pages of an edition as planned, all or none. Those that are planned already stay as they are."""

    async def deliveries(self, destination: Destination, day: date) -> list[Delivery]:
        """The edition's deliveries in the order of its pages; none if it is not planned."""

    async def brought(self, destination: Destination) -> frozenset[str]:
        """Ids of all papers on pages ever planned for the destination."""

    async def mark(self, delivery: Delivery, state: State) -> None:
        """Record what has become of a page."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one call of ``send_pages`` did."""

    sent: int
    already: int
    """Pages that an earlier run had brought there."""
    unknown: Sequence[int]
    """Numbers of the pages that were under way when an earlier run died, settled by the destination's wish."""


async def send_pages(
    destination: Destination, day: date, *, ledger: Ledger, adapter: Adapter, on_unknown: OnUnknown
) -> Sent:
    """Send what is planned for this edition and not sent yet, in order. Safe to repeat."""
    sent = already = 0
    unknown = []
    for delivery in await ledger.deliveries(destination, day):
        if delivery.state in (State.SENT, State.SKIPPED):
            already += delivery.state is State.SENT
            continue
        if delivery.state is State.SENDING:
            log.warning(
                "Page %d for %s was under way when a run ended: %s", delivery.page.number, destination, on_unknown
            )
            unknown.append(delivery.page.number)
            if on_unknown == "skip":
                await ledger.mark(delivery, State.SKIPPED)
                continue
        await ledger.mark(delivery, State.SENDING)
        await adapter.send(destination, delivery.page)
        await ledger.mark(delivery, State.SENT)
        sent += 1
    return Sent(sent, already, tuple(unknown))
