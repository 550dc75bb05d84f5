"""The rounds of a running bot: every few seconds it looks what is due, and sets off with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from bot import announcements
from bot.adapter import Unreachable
from bot.errors import SourceError
from bot.messages import Destination
from bot.subscriptions import Subscription
from handlers import daily
from handlers.courier import Courier, Outcome
from handlers.daily import Parts
from handlers.due import due_at
from handlers.press import Press

log = logging.getLogger(__name__)

WATCH = timedelta(minutes=15)
"""How often arXiv is asked for what is not complete, unless it named a time."""
LOOK_AGAIN = timedelta(minutes=30)
"""How soon a delivered edition is looked at again: for papers that came late, and summaries that were repaired."""
TRY_AGAIN = timedelta(minutes=5)
"""How soon an edition is tried again that its platform could not take."""
ASK_PEOPLE = timedelta(hours=1)
"""How soon, where somebody must act before it can go on."""
GRACE = 8.0
"""Seconds for a page that is under way when the bot is stopped."""
REMEMBERED = timedelta(days=7)
"""For so long an edition that was interrupted is still completed."""


class Rounds:
    """One call of ``make`` looks once; what it finds due goes on by itself, however long it takes."""

    def __init__(
        self,
        parts: Parts,
        courier: Courier,
        *,
        categories: Sequence[str],
        on_outcome: Callable[[date, Outcome], None] | None = None,
    ) -> None:
        """``categories`` are fetched even where nobody subscribes to them, for those who ask."""
        self._parts = parts
        self._courier = courier
        self._categories = tuple(categories)
        self._on_outcome = on_outcome
        self._asked: date | None = None
        self._held_up: dict[str, SourceError] = {}
        self._ask_again = datetime.min.replace(tzinfo=UTC)
        self._not_before: dict[tuple[date, Destination], datetime] = {}
        self._on_their_way: set[Destination] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        courier.residents.watch(opened=self.again)

    async def make(self) -> None:
        """Ask arXiv if it is time, and set off with every edition that is due and not on its way."""
        now = self._parts.clock.now()
        await self._courier.operators.remind()
        await self._courier.settle_names()
        day = announcements.newest(now)
        self._not_before = {key: moment for key, moment in self._not_before.items() if key[0] >= day - REMEMBERED}
        everybody = await self._parts.store.subscriptions()
        await self._ask(day, everybody)  # also for platforms that aren't there now: what they missed follows
        # Those whose platform isn't there wait for it.
        subscriptions = [one for one in everybody if one.destination.platform in self._courier.adapters]
        due = [*await self._interrupted(day, subscriptions)]
        due += [(day, one) for one in subscriptions]
        ready: dict[Destination, tuple[date, Subscription]] = {}
        for when, one in due:
            if self._may_go(when, one.destination, now) and (when < day or due_at(day, one) <= now):
                ready.setdefault(one.destination, (when, one))  # an older edition comes before a newer one
        for when in sorted({when for when, _ in ready.values()}):
            self._set_off(when, [one for its_day, one in ready.values() if its_day == when])

    def again(self, destination: Destination) -> None:
        """Something about the chat has changed: try what waits for it in the next round."""
        self._not_before = {key: moment for key, moment in self._not_before.items() if key[1] != destination}

    async def finish(self) -> None:
        """Wait until everything that is on its way has arrived, or waits."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self, patience: float = GRACE) -> None:
        """Let the pages that are under way arrive, and leave the rest: the next start goes on with it."""
        self._courier.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _ask(self, day: date, subscriptions: Sequence[Subscription]) -> None:
        now = self._parts.clock.now()
        if day == self._asked and now < self._ask_again:
            return
        codes = dict.fromkeys([*self._categories, *(code for one in subscriptions for code in one.wishes.categories)])
        self._held_up = await daily.gather(day, list(codes), self._parts)
        self._asked = day
        named = [error.retry_at for error in self._held_up.values() if error.retry_at and error.retry_at > now]
        self._ask_again = min([*named, self._parts.clock.now() + WATCH])

    async def _interrupted(self, day: date, subscriptions: Sequence[Subscription]) -> list[tuple[date, Subscription]]:
        """Editions of earlier days that were under way when the bot stopped."""
        by_destination = {one.destination: one for one in subscriptions}
        found = await self._parts.store.unfinished(day - REMEMBERED, day)
        return [(when, by_destination[where]) for where, when in found if where in by_destination]

    def _may_go(self, day: date, destination: Destination, now: datetime) -> bool:
        return destination not in self._on_their_way and self._not_before.get((day, destination), now) <= now

    def _set_off(self, day: date, subscriptions: Sequence[Subscription]) -> None:
        destinations = {one.destination for one in subscriptions}
        self._on_their_way |= destinations
        task = asyncio.create_task(self._bring(day, subscriptions))
        self._tasks.add(task)

        def done(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            self._on_their_way.difference_update(destinations)
            if not task.cancelled() and (error := task.exception()):
                log.error("A round has ended early: %s", error, exc_info=error)

        task.add_done_callback(done)

    async def _bring(self, day: date, subscriptions: Sequence[Subscription]) -> None:
        press = Press(self._parts, held_up=self._held_up)

        async def note(outcome: Outcome) -> None:
            destination = outcome.subscription.destination
            self._not_before[day, destination] = self._parts.clock.now() + _pause(outcome)
            self._on_their_way.discard(destination)
            if self._on_outcome:
                self._on_outcome(day, outcome)

        await self._courier.bring(day, subscriptions, press, on_outcome=note)


def _pause(outcome: Outcome) -> timedelta:
    match outcome.fault:
        case None:
            # What arXiv still owes is there after it was asked again, at the latest.
            return LOOK_AGAIN if outcome.sent else timedelta()
        case Unreachable():
            return TRY_AGAIN
        case _:
            return ASK_PEOPLE
