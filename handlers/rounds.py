"""The rounds of a running bot: every few seconds it looks what is due, and sets off with it."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from bot.adapter import Unreachable
from bot.arxiv.source import REACH
from bot.messages import Destination
from bot.subscriptions import Subscription
from handlers.agenda import Agenda
from handlers.courier import Courier, Outcome
from handlers.daily import Parts
from handlers.errands import Errand, before
from handlers.lookout import Lookout
from handlers.looks import Looks
from handlers.press import Press

log = logging.getLogger(__name__)

TRY_AGAIN = timedelta(minutes=5)
"""How soon an edition is tried again that its platform could not take."""
ASK_PEOPLE = timedelta(hours=1)
"""How soon, where somebody must act before it can go on."""
GRACE = 6.0
"""Seconds for a page that is under way when the bot is stopped."""
AT_A_TIME = 500
"""Subscriptions that are looked at before others have their turn."""


class Rounds:
    """One call of ``make`` looks once; what it finds due goes on by itself, however long it takes."""

    def __init__(
        self,
        parts: Parts,
        courier: Courier,
        *,
        lookout: Lookout,
        looks: Looks,
        on_outcome: Callable[[date, Outcome], None] | None = None,
    ) -> None:
        self._parts = parts
        self._courier = courier
        self._lookout = lookout
        self._looks = looks
        self._on_outcome = on_outcome
        self._everybody: Sequence[Subscription] | None = None
        self._reached: dict[Destination, date] = {}
        self._mends: defaultdict[Destination, set[date]] = defaultdict(set)
        self._told: set[tuple[date, Destination]] = set()
        self._not_before: dict[Destination, datetime] = {}
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._on_their_way: set[Destination] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        courier.residents.watch(opened=self.again)

    async def make(self) -> None:
        """Set off with everything that is due and not on its way."""
        now = self._parts.clock.now()
        if now < self._latest:  # the clock was set back: moments that were named before mean nothing any more
            self._not_before.clear()
        self._latest = now
        await self._courier.operators.remind()
        await self._courier.settle_names()
        everybody = await self._parts.store.subscriptions()
        agenda = Agenda(now, self._lookout)
        if everybody is not self._everybody:
            await self._welcome(everybody, agenda.newest)
        ready: defaultdict[Errand, list[Subscription]] = defaultdict(list)
        for at, one in enumerate(everybody):
            if at % AT_A_TIME == AT_A_TIME - 1:
                await asyncio.sleep(0)
            if (found := self._next(one, agenda)) and self._may_go(one.destination, now):
                ready[found].append(one)
        self._lookout.want(agenda.awaited)
        for errand, those in sorted(ready.items(), key=lambda item: item[0].day):
            self._set_off(errand, those)

    def mend(self, day: date, destinations: Iterable[Destination]) -> None:
        """Look again at the editions of a day: something in it has changed."""
        for destination in destinations:
            self._mends[destination].add(day)

    @property
    def in_hand(self) -> set[date]:
        """The days of which somebody's edition is still to be gone through."""
        return {day for days in self._mends.values() for day in days}

    def reached(self, day: date) -> list[Subscription]:
        """Those who are as far as ``day``: its edition has gone to them, or had nothing in it."""
        return [one for one in self._everybody or () if self._reached.get(one.destination, date.min) >= day]

    def again(self, destination: Destination) -> None:
        """Something about the chat has changed: try what waits for it in the next round."""
        self._not_before.pop(destination, None)

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

    async def _welcome(self, everybody: Sequence[Subscription], newest: date) -> None:
        """Learn how far everybody is. To whoever is new the newest edition is owed, and no earlier one."""
        store = self._parts.store
        destinations = {one.destination for one in everybody}
        reached = await store.considered()
        if reached.keys() != destinations:
            await store.enrol(destinations, before(newest))
            reached = await store.considered()
        # At a start, what was under way before goes on; and so does what was on its way to a chat that has moved.
        if self._everybody is None or self._mends.keys() - destinations:
            for gone in self._mends.keys() - destinations:
                del self._mends[gone]
            await self._looks.load()
            earliest = newest - timedelta(days=REACH)
            for destination, day in await store.unfinished(earliest, date.max):
                self._mends[destination].add(day)
        self._told = {(day, destination) for day, destination in self._told if day >= newest}
        self._everybody, self._reached = everybody, reached

    def _next(self, one: Subscription, agenda: Agenda) -> Errand | None:
        """What comes next for a destination: what was begun before anything new."""
        destination = one.destination
        if days := self._mends.get(destination):
            return Errand(day=min(days), counts=False, only_mends=True)
        reached = self._reached.get(destination, agenda.newest)
        if found := agenda.edition(one, reached):
            return found
        line = agenda.line(one, reached)
        return line if line and (line.day, destination) not in self._told else None

    def _may_go(self, destination: Destination, now: datetime) -> bool:
        return (
            destination.platform in self._courier.adapters  # else it waits until its platform is there
            and destination not in self._on_their_way
            and self._not_before.get(destination, now) <= now
        )

    def _set_off(self, errand: Errand, subscriptions: Sequence[Subscription]) -> None:
        destinations = {one.destination for one in subscriptions}
        self._on_their_way |= destinations
        task = asyncio.create_task(self._bring(errand, subscriptions))
        self._tasks.add(task)

        def done(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            self._on_their_way.difference_update(destinations)
            if not task.cancelled() and (error := task.exception()):
                log.error("A round has ended early: %s", error, exc_info=error)

        task.add_done_callback(done)

    async def _bring(self, errand: Errand, subscriptions: Sequence[Subscription]) -> None:
        press = Press(self._parts, held_up=self._lookout.held_up)
        if errand.is_partial:
            await self._courier.operators.tell(
                f"given up {errand.day}",
                f"Something of what arXiv announced up to {errand.day} can't be had, and what comes later waits no "
                f"longer for it. `paperboy deliver --day {errand.day}` brings it, once arXiv answers.",
            )

        async def note(outcome: Outcome) -> None:
            destination = outcome.subscription.destination
            if outcome.edition and outcome.sent and errand.since is None and not errand.only_mends:
                self._looks.begin(errand.day, outcome.subscription.wishes, outcome.edition.digest)
            self._settle(errand, outcome)
            self._on_their_way.discard(destination)
            if self._on_outcome:
                self._on_outcome(errand.day, outcome)

        await self._courier.bring(errand, subscriptions, press, on_outcome=note)

    def _settle(self, errand: Errand, outcome: Outcome) -> None:
        """Remember what follows from what became of an errand."""
        destination = outcome.subscription.destination
        if outcome.fault is None and outcome.sent is not None and outcome.sent.is_cut:
            self._mends[destination].add(errand.day)
        elif outcome.fault is None:
            self._done(errand, destination)
        else:
            pause = TRY_AGAIN if isinstance(outcome.fault, Unreachable) else ASK_PEOPLE
            self._not_before[destination] = self._parts.clock.now() + pause
            if outcome.sent is not None and not errand.why:
                self._mends[destination].add(errand.day)

    def _done(self, errand: Errand, destination: Destination) -> None:
        if errand.why:
            self._told.add((errand.day, destination))
        elif errand.only_mends:
            self._mends[destination].discard(errand.day)
            if not self._mends[destination]:
                del self._mends[destination]
        else:
            self._reached[destination] = max(errand.day, self._reached.get(destination, errand.day))
