"""The courier: editions to many destinations at a time, and what follows when one of them can't be served."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary

from bot.adapter import Adapter, Barred, Fault, Gone, Moved, Unreachable
from bot.delivery import Sent
from bot.errors import PaperboyError
from bot.messages import Destination
from bot.store import Store
from bot.subscriptions import OnUnknown, Subscription
from handlers.daily import Edition
from handlers.deliver import deliver, say_why
from handlers.errands import Errand
from handlers.operators import Operators
from handlers.press import Press
from handlers.residents import Residents, barred

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Destinations that are served side by side; the platforms' limits, not this, decide how fast it goes."""
PAUSES = (2.0, 10.0, 30.0)
"""Seconds before the next attempts where a platform can't be reached. Then the edition waits for another round."""
ASK_CLOSED = timedelta(days=1)
"""How often a chat that was closed to us is tried: not every platform tells when one opens again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one subscription's edition."""

    subscription: Subscription
    edition: Edition | None = None
    """None where nobody looked: the chat is closed, or something went wrong before."""
    sent: Sent | None = None
    """None where nothing is to be sent, or not now."""
    fault: PaperboyError | None = None
    """Why the edition, or its rest, waits."""


class Courier:
    """Brings editions to subscriptions; never two at a time to the same destination."""

    def __init__(
        self, store: Store, adapters: Mapping[str, Adapter], residents: Residents, operators: Operators
    ) -> None:
        """``adapters`` by platform, as they are when something is to be brought there."""
        self.store = store
        self.adapters = adapters
        self.residents = residents
        self.operators = operators
        self._turns: WeakValueDictionary[Destination, asyncio.Lock] = WeakValueDictionary()
        self._stopping = False
        residents.watch(moved=self._moved)

    def stop(self) -> None:
        """Begin no other page. What is under way arrives."""
        self._stopping = True

    async def bring(
        self,
        errand: Errand,
        subscriptions: Iterable[Subscription],
        press: Press,
        *,
        on_outcome: Callable[[Outcome], Awaitable[None]],
        at_once: int = AT_ONCE,
    ) -> None:
        """The same edition to each of these, ``at_once`` of them; each outcome is reported when it is known.

        Where a platform can't be reached, the others go first and it is tried again a few times.
        """
        waiting = list(subscriptions)
        for pause in (0.0, *PAUSES):
            if not waiting or self._stopping:
                return
            await press.parts.clock.sleep(pause)
            waiting = await self._round(errand, waiting, press, on_outcome, at_once, last=pause == PAUSES[-1])

    async def _round(
        self,
        errand: Errand,
        subscriptions: Iterable[Subscription],
        press: Press,
        on_outcome: Callable[[Outcome], Awaitable[None]],
        at_once: int,
        *,
        last: bool,
    ) -> list[Subscription]:
        """One attempt for each; returns those that are worth another one soon."""
        again: list[Subscription] = []
        now = press.parts.clock.now()
        closed = {one.destination: one for one in await self.store.closures() if now - one.since < ASK_CLOSED}
        queue = iter(list(subscriptions))

        async def serve() -> None:
            for subscription in queue:
                if self._stopping:
                    return
                platform = subscription.destination.platform
                if platform not in self.adapters:
                    outcome = Outcome(subscription=subscription, fault=_absent(platform))
                elif closure := closed.get(subscription.destination):
                    outcome = Outcome(subscription=subscription, fault=Gone(closure.reason))
                else:
                    outcome = await self._one(errand, subscription, press)
                # A platform that has gone comes back when its login succeeds, not after a few seconds.
                if isinstance(outcome.fault, Unreachable) and not last and platform in self.adapters:
                    log.warning("%s: %s", outcome.subscription.destination, outcome.fault)
                    again.append(outcome.subscription)
                else:
                    await on_outcome(outcome)

        async with asyncio.TaskGroup() as workers:
            for _ in range(at_once):
                workers.create_task(serve())
        return again

    async def _one(self, errand: Errand, subscription: Subscription, press: Press) -> Outcome:
        destination, day = subscription.destination, errand.day
        try:
            async with self._turn(destination):
                asked = press.parts.clock.now()
                outcome = await self._brought(errand, subscription, press)
                await self._follow(day, outcome, asked)
        except PaperboyError as error:
            return Outcome(subscription=subscription, fault=error)
        except Exception:
            # A bug of ours that one edition brings to light must not keep the others back.
            log.exception("The edition of %s for %s", day, destination)
            return Outcome(subscription=subscription, fault=await self._own_mistake(day, destination))
        if isinstance(outcome.fault, Moved):
            moved = await self.store.subscription(destination.platform, outcome.fault.chat)
            return await self._one(errand, moved, press) if moved else outcome
        return outcome

    async def _brought(self, errand: Errand, subscription: Subscription, press: Press) -> Outcome:
        platform = subscription.destination.platform
        if (adapter := self.adapters.get(platform)) is None:
            raise _absent(platform)

        def stopping() -> bool:
            return self._stopping or platform not in self.adapters

        edition: Edition | None = None
        if errand.why:
            sent = await say_why(
                errand.day, errand.why, subscription, ledger=self.store, adapter=adapter, stopping=stopping
            )
        else:
            done = await deliver(
                errand, subscription, press=press, ledger=self.store, adapter=adapter, stopping=stopping
            )
            edition, sent = done.edition, done.sent
        return Outcome(subscription=subscription, edition=edition, sent=sent, fault=sent.fault if sent else None)

    async def _follow(self, day: date, outcome: Outcome, asked: datetime) -> None:
        """What follows for the chat, and what a person must know or mend."""
        destination, sent = outcome.subscription.destination, outcome.sent
        name = self.operators.name(destination)
        match outcome.fault:
            case Moved() as moved:
                await self.residents.moved(destination, moved.chat)
            case Gone() as gone:
                await self.residents.closed(destination, str(gone), asked=asked)
            case Barred() as fault:
                await self.operators.tell(barred(destination), f"{name}: {fault} The edition waits until then.")
            case None if sent and (sent.sent or sent.found):
                await self.residents.opened(destination)
        for page, reason in sent.failed.items() if sent else ():
            await self.operators.tell(
                f"failed {destination} {day} {page}", f"Page {page} of {day} could not be brought to {name}: {reason}"
            )
        for page, settled in sent.unknown.items() if sent else ():
            await self.operators.tell(
                f"unknown {destination} {day} {page}",
                f"Whether page {page} of {day} had reached {name} could not be told; it was {SETTLED[settled]}.",
            )

    async def _own_mistake(self, day: date, destination: Destination) -> PaperboyError:
        name = self.operators.name(destination)
        sentence = f"The edition of {day} for {name} met a mistake in Paperboy; the log has it. Report it."
        try:
            await self.operators.tell(f"bug {destination} {day}", sentence)
        except PaperboyError as error:
            log.warning("%s", error)
        return PaperboyError(sentence)

    async def settle_names(self) -> None:
        """Let subscriptions that call their chat by a name go by its id, which stays whatever it is called.

        To be called before subscriptions are read. Where two of them mean one chat, the first counts.
        """
        first: dict[tuple[str, str], Destination] = {}
        for written in self.store.written():
            adapter = self.adapters.get(written.platform)
            if adapter is None:
                continue
            try:
                chat = await adapter.identity(written)
            except Fault as fault:  # which is met again when an edition goes there
                log.info("%s: %s", written, fault)
                continue
            if chat != written.chat:
                await self.store.settle_name(written, chat)
            if (known := first.setdefault((written.platform, chat), written)) != written:
                await self.operators.tell(
                    f"double {written}",
                    f"The settings file has two subscriptions for one chat, {known.chat} and {written.chat}. "
                    "The first is served; leave one of them out.",
                )

    def _turn(self, destination: Destination) -> asyncio.Lock:
        return self._turns.setdefault(destination, asyncio.Lock())

    def _moved(self, old: Destination, new: Destination) -> None:
        """Whoever still serves the chat under its old id is waited for under the new one, too."""
        self._turns[new] = self._turn(old)


def _absent(platform: str) -> Unreachable:
    return Unreachable(f"There is no connection to {platform.capitalize()}, so what goes there waits.")


SETTLED: Final[dict[OnUnknown, str]] = {"resend": "sent again", "skip": "left out"}
"""What was done about a page of which nobody could tell whether it had arrived."""
