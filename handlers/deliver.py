"""One edition to one subscription: gather, plan every page, send; safe to repeat at any point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.adapter import Adapter
from bot.delivery import Ledger, OnUnknown, Sent, send_pages
from bot.messages import Destination
from bot.wishes import Wishes
from handlers import daily
from handlers.daily import Edition, Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A destination with its wishes."""

    destination: Destination
    wishes: Wishes
    on_unknown: OnUnknown = "resend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of one subscription's edition."""

    edition: Edition | None
    """None where it was planned by an earlier run, and nobody had to be asked."""
    sent: Sent | None
    """None where there is nothing to send, or not all of it is known yet."""


async def deliver(
    day: date, subscription: Subscription, parts: Parts, *, ledger: Ledger, adapter: Adapter, wait: bool
) -> Delivered:
    """Bring the edition of ``day`` to ``subscription``.

    An edition goes out whole: while a category cannot be verified nothing is planned, and the edition's ``held_up``
    says why. A paper that an earlier edition brought to the same destination is not brought again.
    """
    edition = None
    if not await ledger.deliveries(subscription.destination, day):
        edition = await daily.edition(day, subscription.wishes, parts, wait=wait)
        if edition.held_up or not edition.digest.receipt.announced:
            return Delivered(edition=edition, sent=None)
        brought = await ledger.brought(subscription.destination)
        digest = await daily.stored_digest(day, subscription.wishes, parts.store, brought=brought)
        edition = replace(edition, digest=digest)
        await ledger.plan(subscription.destination, day, adapter.pages(digest))
    sent = await send_pages(
        subscription.destination, day, ledger=ledger, adapter=adapter, on_unknown=subscription.on_unknown
    )
    return Delivered(edition=edition, sent=sent)
