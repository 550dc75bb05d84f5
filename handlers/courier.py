"""The courier: editions to many destinations at a time, and what follows when one of them can't be served."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.adapter import Adapter, Barred, Gone, Moved, Unreachable
from bot.delivery import Sent
from bot.errors import PaperboyError
from bot.messages import Destination
from bot.store import Store
from bot.subscriptions import Subscription
from handlers.daily import Edition
from handlers.deliver import deliver
from handlers.operators import Operators
from handlers.press import Press
from handlers.residents import Residents, barred

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Destinations that are served side by side; the platforms' limits, not this, decide how fast it goes."""
PAUSES = (2.0, 10.0, 30.0)
"""Seconds before the next attempts where a platform can't be reached. Then the edition waits for another round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one subscription's edition."""

    subscription: Subscription
    edition: Edition | None = None
    """None where nobody looked: the chat is closed, or there is no way to its platform."""
    sent: Sent | None = None
    """None where nothing is to be sent, or not now."""
    fault: PaperboyError | None = None
    """Why the edition, or its rest, waits."""


@dataclass(slots=True)
class Courier:
    """Brings editions to subscriptions; never two at a time to the same destination."""

    store: Store
    adapters: Mapping[str, Adapter]
    residents: Residents
    operators: Operators
    _under_way: set[Destination] = field(default_factory=set)

    async def bring(
        self,
        day: date,
        subscriptions: Iterable[Subscription],
        press: Press,
        *,
        on_outcome: Callable[[Outcome], Awaitable[None]],
        at_once: int = AT_ONCE,
    ) -> None:
        """The edition of ``day`` to each of these, ``at_once`` of them; each outcome is reported when it is known."""
        closed = {one.destination: one for one in await self.store.closures()}
        waiting = iter(list(subscriptions))

        async def serve() -> None:
            for subscription in waiting:
                if closure := closed.get(subscription.destination):
                    await on_outcome(Outcome(subscription=subscription, fault=Gone(closure.reason)))
                elif subscription.destination not in self._under_way:
                    await on_outcome(await self._one(day, subscription, press))

        async with asyncio.TaskGroup() as workers:
            for _ in range(at_once):
                workers.create_task(serve())

    async def _one(self, day: date, subscription: Subscription, press: Press) -> Outcome:
        destination = subscription.destination
        self._under_way.add(destination)
        try:
            outcome = await self._with_patience(day, subscription, press)
        except PaperboyError as error:
            outcome = Outcome(subscription=subscription, fault=error)
        except Exception:
            # A bug of ours that one edition brings to light must not keep the others back.
            log.exception("The edition of %s for %s", day, destination)
            sentence = f"The edition of {day} for {destination} met a mistake in Paperboy; the log has it. Report it."
            await self.operators.tell(f"bug {destination} {day}", sentence)
            outcome = Outcome(subscription=subscription, fault=PaperboyError(sentence))
        finally:
            self._under_way.discard(destination)
        if isinstance(outcome.fault, Moved):
            await self.residents.moved(destination, outcome.fault.chat)
            moved = await self.store.subscription(destination.platform, outcome.fault.chat)
            return await self._one(day, moved, press) if moved else outcome
        await self._report(day, outcome)
        return outcome

    async def _with_patience(self, day: date, subscription: Subscription, press: Press) -> Outcome:
        adapter = self.adapters[subscription.destination.platform]
        for pause in (*PAUSES, None):
            try:
                done = await deliver(day, subscription, press=press, ledger=self.store, adapter=adapter)
                return Outcome(subscription=subscription, edition=done.edition, sent=done.sent)
            except Unreachable as fault:
                if pause is None:
                    return Outcome(subscription=subscription, fault=fault)
                log.warning("%s: %s", subscription.destination, fault)
                await press.parts.clock.sleep(pause)
        raise AssertionError("the last attempt returns")

    async def _report(self, day: date, outcome: Outcome) -> None:
        """What a person must know, or mend."""
        destination = outcome.subscription.destination
        if isinstance(outcome.fault, Gone):
            await self.residents.closed(destination, str(outcome.fault))
        elif isinstance(outcome.fault, Barred):
            await self.operators.tell(barred(destination), f"{destination}: {outcome.fault}")
        elif outcome.fault is None and outcome.sent and (outcome.sent.sent or outcome.sent.found):
            await self.operators.over(barred(destination))
        if outcome.sent:
            for page, reason in outcome.sent.failed.items():
                await self.operators.tell(
                    f"failed {destination} {day} {page}",
                    f"Page {page} of {day} could not be brought to {destination}: {reason}",
                )
            for page in outcome.sent.unknown:
                settled = {"resend": "sent again", "skip": "left out"}[outcome.subscription.on_unknown]
                await self.operators.tell(
                    f"unknown {destination} {day} {page}",
                    f"Whether page {page} of {day} had reached {destination} could not be told; it was {settled}.",
                )
