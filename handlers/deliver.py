"""One edition to one subscription: plan every page, send, and mend what was sent; safe to repeat at any point."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.adapter import Adapter, LayoutRefused
from bot.delivery import Ledger, Sent, send_pages
from bot.messages import Delivery, Page, State
from bot.subscriptions import Subscription
from handlers.daily import Edition
from handlers.errands import Errand
from handlers.press import Press, Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of one subscription's edition."""

    edition: Edition | None
    """None where nobody looked: it was to be looked at again, and was never planned."""
    sent: Sent | None
    """None where there is nothing to send, or not all of it is known yet."""


async def deliver(
    errand: Errand,
    subscription: Subscription,
    *,
    press: Press,
    ledger: Ledger,
    adapter: Adapter,
    stopping: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Bring an edition to ``subscription``.

    An edition goes out whole: while a category cannot be verified nothing is planned, and the edition's ``held_up``
    says why. A paper that was brought to the same destination before is not brought again. Papers that arXiv's page
    shows only after the edition went out follow on pages of their own, and pages whose summaries were repaired since
    are edited where they stand. Where the destination can't be served now, ``sent.fault`` says why; once ``stopping``,
    no other page is begun. A line that said why nothing came stays, and what comes after all follows it.
    """
    destination, day = subscription.destination, errand.day
    recorded = await ledger.deliveries(destination, day)
    planned = [one for one in recorded if not one.page.is_line]
    if errand.only_mends and not recorded:
        return Delivered(edition=None, sent=None)
    if planned:
        since, skipped = await ledger.gap(destination, day)
        errand = replace(errand, since=since, skipped=skipped)  # as it was begun
    edition = await press.edition(errand, subscription.wishes)
    is_known = errand.is_partial or not edition.held_up
    task = _Task(errand, subscription, press, ledger, adapter, stopping, tuple(edition.held_up) if is_known else ())
    goes = planned or (is_known and edition.digest.receipt.announced and not errand.only_mends)
    if goes or errand.only_mends:
        await task.withdraw_lines(recorded)
    if goes:
        brought = await ledger.brought(destination)
        await task.revise(planned, brought)
        await task.plan(planned, brought)
    if errand.counts and (planned or is_known):
        await ledger.consider(destination, day)
    if not goes and not errand.only_mends:
        return Delivered(edition=edition, sent=None)
    sent = await task.send()
    if isinstance(sent.fault, LayoutRefused):
        await task.plan_classic()
        first, sent = sent, await task.send()
        sent.failed, sent.unknown = first.failed | sent.failed, first.unknown | sent.unknown
    return Delivered(edition=edition, sent=sent)


async def say_why(
    day: date,
    text: str,
    subscription: Subscription,
    *,
    ledger: Ledger,
    adapter: Adapter,
    stopping: Callable[[], bool] = lambda: False,
) -> Sent | None:
    """Bring the line that says why nothing comes on ``day``, once; None where something is there or on its way."""
    destination = subscription.destination
    recorded = await ledger.deliveries(destination, day)
    if any(not one.page.is_line for one in recorded):
        return None
    if not recorded:
        await ledger.plan(destination, day, [adapter.line(text)])
    return await send_pages(
        destination,
        day,
        ledger=ledger,
        adapter=adapter,
        on_unknown=subscription.on_unknown,
        silent=subscription.silent,
        stopping=stopping,
    )


@dataclass(frozen=True, slots=True)
class _Task:
    errand: Errand
    subscription: Subscription
    press: Press
    ledger: Ledger
    adapter: Adapter
    stopping: Callable[[], bool]
    pending: tuple[str, ...]

    async def send(self) -> Sent:
        wishes = self.subscription
        return await send_pages(
            wishes.destination,
            self.errand.day,
            ledger=self.ledger,
            adapter=self.adapter,
            on_unknown=wishes.on_unknown,
            silent=wishes.silent,
            mention=wishes.mention,
            stopping=self.stopping,
        )

    async def withdraw_lines(self, recorded: Sequence[Delivery]) -> None:
        """What a line says that was never begun is not so any more."""
        waiting = [one.page for one in recorded if one.state is State.PLANNED]
        if any(page.is_line for page in waiting):
            pages = [page for page in waiting if not page.is_line]
            await self.ledger.replan(self.subscription.destination, self.errand.day, pages)

    async def plan(self, planned: Sequence[Delivery], brought: frozenset[str]) -> None:
        """Plan the whole edition, or what has come since it was planned."""
        printed = await self._printed(self.subscription, brought=brought, here=_papers(planned))
        if printed.digest.entries or not planned:
            recorded = await self.ledger.deliveries(self.subscription.destination, self.errand.day)
            await self.ledger.plan(
                self.subscription.destination,
                self.errand.day,
                _after(recorded, printed.pages),
                counts=self.errand.counts,
                since=self.errand.since,
                skipped=self.errand.skipped,
            )

    async def plan_classic(self) -> None:
        """Plan what is not on its way yet in the layout that every chat can show."""
        destination = self.subscription.destination
        deliveries = await self.ledger.deliveries(destination, self.errand.day)
        waiting = [one for one in deliveries if one.state is State.PLANNED]
        kept = [one for one in deliveries if one.state is not State.PLANNED]
        brought = await self.ledger.brought(destination) - _papers(waiting)
        classic = replace(self.subscription, layout="classic")
        printed = await self._printed(classic, brought=brought, here=_papers(kept))
        if printed.digest.entries or not any(not one.page.is_line for one in kept):
            await self.ledger.replan(destination, self.errand.day, _after(kept, printed.pages))

    async def revise(self, planned: Sequence[Delivery], brought: frozenset[str]) -> None:
        """Give pages that were sent the text that they would have now: a summary may have been repaired since."""
        if not any(one.state is State.SENT for one in planned):
            return
        printed = await self._printed(self.subscription, brought=brought - _papers(planned), here=())
        editions = _editions(planned)
        # Most have changed in nothing, or are rendered already with what has; a page by itself is what takes long.
        whole = len(editions) == 1 and _papers(planned) == {one.announced.paper.id for one in printed.digest.entries}
        ready = {(one.number, one.papers, one.form): one for one in printed.pages} if whole else {}
        for pages in editions:
            digest = printed.digest.only(_papers(pages))
            for delivery in pages:
                # The account of an edition that was completed later stays as it was given.
                if delivery.state is not State.SENT or (len(editions) > 1 and not delivery.page.papers):
                    continue
                old = delivery.page
                page = ready.get((old.number, old.papers, old.form))
                page = page or self.adapter.rewrite(old, digest, self.subscription.look)
                if page and page.text != old.text:
                    await self.ledger.revise(delivery, page)

    async def _printed(self, subscription: Subscription, *, brought: Collection[str], here: Collection[str]) -> Printed:
        return await self.press.printed(
            self.errand,
            subscription.wishes,
            subscription.look,
            self.adapter,
            brought=brought,
            here=here,
            pending=self.pending,
        )


def _papers(deliveries: Sequence[Delivery]) -> frozenset[str]:
    return frozenset(paper for delivery in deliveries for paper in delivery.page.papers)


def _after(deliveries: Sequence[Delivery], pages: Sequence[Page]) -> list[Page]:
    """The pages with the numbers that follow."""
    last = max((one.page.number for one in deliveries), default=0)
    return [replace(page, number=last + page.number) for page in pages]


def _editions(deliveries: Sequence[Delivery]) -> list[list[Delivery]]:
    """The pages of each cover with it: late papers follow as an edition of their own."""
    editions: list[list[Delivery]] = []
    for one in deliveries:
        if one.page.links or not editions:
            editions.append([])
        editions[-1].append(one)
    return editions
