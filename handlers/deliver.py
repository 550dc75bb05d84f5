"""One edition to one subscription: gather, plan every page, send; safe to repeat at any point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.adapter import Adapter
from bot.delivery import Ledger, Sent, send_pages
from bot.subscriptions import Subscription
from handlers import daily
from handlers.daily import Edition, Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of one subscription's edition."""

    edition: Edition
    sent: Sent | None
    """None where there is nothing to send, or not all of it is known yet."""


async def deliver(
    day: date, subscription: Subscription, parts: Parts, *, ledger: Ledger, adapter: Adapter, wait: bool
) -> Delivered:
    """Bring the edition of ``day`` to ``subscription``.

    An edition goes out whole: while a category cannot be verified nothing is planned, and the edition's ``held_up``
    says why. A paper that was brought to the same destination before is not brought again. Papers that arXiv's page
    shows only after the edition went out follow on pages of their own.
    """
    edition = await daily.edition(day, subscription.wishes, parts, wait=wait)
    planned = await ledger.deliveries(subscription.destination, day)
    if not planned and (edition.held_up or not edition.digest.receipt.announced):
        return Delivered(edition=edition, sent=None)
    digest = await daily.stored_digest(
        day,
        subscription.wishes,
        parts.store,
        brought=await ledger.brought(subscription.destination),
        here=[paper for delivery in planned for paper in delivery.page.papers],
    )
    if digest.entries or not planned:
        pages = [replace(page, number=len(planned) + page.number) for page in adapter.pages(digest)]
        await ledger.plan(subscription.destination, day, pages)
    sent = await send_pages(
        subscription.destination, day, ledger=ledger, adapter=adapter, on_unknown=subscription.on_unknown
    )
    return Delivered(edition=edition, sent=sent)
