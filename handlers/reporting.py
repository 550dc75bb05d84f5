"""The account that a running bot gives of itself: put together once a minute, and kept where others can read it."""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Protocol

from bot.announcements import newest, next_day
from bot.errors import StoreError
from bot.messages import Destination
from bot.status import Coming, Pages, Platform, Status, Waiting, read
from bot.subscriptions import Subscription
from handlers.courier import Outcome
from handlers.daily import Parts
from handlers.due import due_at
from handlers.repairs import MOST_ATTEMPTS

log = logging.getLogger(__name__)

KEPT: Final = "status"
"""The name under which the store keeps it."""
ROUNDS: Final = "editions"
"""The job that looks what is due."""
_ITSELF: Final = "the account of itself"
MOST: Final = 10
"""Reasons for which something waits, and moments at which something comes, that are told."""
_EVER: Final = datetime.min.replace(tzinfo=UTC)


class Meters(Protocol):
    """Where what happens is counted."""

    def page(self, platform: str, state: str, pages: int = 1) -> None:
        """So many pages were ``sent``, ``edited``, are ``unknown`` or ``failed``."""

    def counts(self) -> dict[str, int]:
        """The same over all platforms, by state."""

    def edition(self, platform: str, at: datetime) -> None:
        """A page of an edition has arrived."""

    def here(self, platform: str, *, logged_in: bool) -> None:
        """Whether a platform is there."""

    def announcement(self, day: date) -> None:
        """The newest announcement that is wholly in."""

    def owed(self, *, repairs: int, pages: int) -> None:
        """What waits for the model, and for the platforms."""

    def worst_lag(self) -> float:
        """Seconds that the event loop was late at worst since this was last asked."""


class Reporter:
    """Hears of everything that happens, and says how the bot is."""

    def __init__(
        self,
        parts: Parts,
        meters: Meters,
        *,
        version: str,
        database: Path,
        platforms: Callable[[], Iterable[Platform]],
        categories: Callable[[], Sequence[str]],
        name: Callable[[Destination], str],
    ) -> None:
        """``platforms``: how each of them stands; ``categories``: those that are fetched; ``name``: a chat's name."""
        self._parts = parts
        self._meters = meters
        self._database = database
        self._platforms = platforms
        self._categories = categories
        self._name = name
        self._faults: dict[Destination, str] = {}
        self._editions: dict[str, tuple[date, datetime]] = {}
        self._failed: dict[str, str] = {}
        self._failing: dict[str, tuple[datetime, str]] = {}
        now = parts.clock.now()
        self._status = Status(version=version, started=now, at=now, day=newest(now))
        self._reported = False

    @property
    def status(self) -> Status | None:
        """How it was the last time that anybody looked; None before the first time."""
        return self._status if self._reported else None

    async def begin(self) -> Status | None:
        """Keep that a run has begun, and return how the one before it was at its end. To be called before all else."""
        before = read(await self._parts.store.kept(KEPT))
        if before is not None:
            self._editions = {one.name: (one.day, one.at) for one in before.platforms if one.day and one.at}
            for name, (_, at) in self._editions.items():
                self._meters.edition(name, at)
            away = (replace(one, standing="away", why="Logging in.") for one in before.platforms)
            self._status = replace(self._status, platforms=tuple(away))
        await self._parts.store.keep(KEPT, self._status.written())
        return before

    # What happens

    def ran(self, job: str) -> None:
        """A job (``handlers.clockwork``) has run through."""
        self._failed.pop(job, None)
        if job == ROUNDS:
            self._status = replace(self._status, rounds=self._parts.clock.now())

    def outcome(self, day: date, outcome: Outcome) -> None:
        """An edition was brought, or could not be."""
        destination, sent = outcome.subscription.destination, outcome.sent
        if outcome.fault:
            self._faults[destination] = str(outcome.fault)
        else:
            self._faults.pop(destination, None)
        if sent is None:
            return
        platform, arrived = destination.platform, sent.sent + len(sent.found)
        counts = {"sent": arrived, "edited": sent.edited, "unknown": len(sent.unknown), "failed": len(sent.failed)}
        for state, pages in counts.items():
            if pages:
                self._meters.page(platform, state, pages)
        if arrived:
            now = self._parts.clock.now()
            self._editions[platform] = (max(day, self._editions.get(platform, (day, now))[0]), now)
            self._meters.edition(platform, now)

    def arxiv_failed(self, category: str, why: str) -> None:
        """A category could not be had, though it was time."""
        since, _ = self._failing.get(category, (self._parts.clock.now(), why))
        self._failing[category] = since, why

    def arxiv_answered(self, category: str) -> None:
        """A category was had."""
        self._failing.pop(category, None)

    def model_ended(self, why: str) -> None:
        """The model is asked no more for now."""
        self._status = replace(self._status, model=why)

    def model_answered(self) -> None:
        """The model has written a summary."""
        self._status = replace(self._status, model="")

    def store_failed(self, job: str, why: str) -> None:
        """The database could not be used for a job. Said once, and not every few seconds."""
        if why not in self._failed.values():
            log.error("%s", why)
        self._failed[job] = why

    # What is told of it

    async def make(self) -> Status:
        """Look at everything, and keep what was found. Where the database can't be used, that is what was found."""
        try:
            self._status = await self._looked()
            await self._parts.store.keep(KEPT, self._status.written())
            self._failed.pop(_ITSELF, None)
        except StoreError as error:
            self.store_failed(_ITSELF, str(error))
            self._status = replace(self._status, at=self._parts.clock.now(), store=str(error))
        self._reported = True
        return self._status

    async def end(self) -> None:
        """Keep that the bot was stopped as it should be."""
        try:
            status = replace(await self._looked(), stopped=self._parts.clock.now())
            await self._parts.store.keep(KEPT, status.written())
        except StoreError as error:
            log.warning("%s", error)

    async def _looked(self) -> Status:
        store, clock = self._parts.store, self._parts.clock
        now = clock.now()
        day, categories = newest(now), self._categories()
        there = await store.verified(day) | await store.stored_since(day, _EVER)
        subscriptions = await store.subscriptions()
        condition = await store.condition(attempts=MOST_ATTEMPTS)
        tokens = await store.tokens(now.date())
        served = {one.destination for one in subscriptions}
        closed = served.intersection([one.destination for one in await store.closures()])
        self._faults = {where: why for where, why in self._faults.items() if where in served - closed}
        if there.issuperset(categories):
            self._meters.announcement(day)
        for category in there:
            self.arxiv_answered(category)
        failing_since, failing = min(self._failing.values(), default=(None, ""))
        self._meters.owed(repairs=condition.owed, pages=condition.unfinished)
        return replace(
            self._status,
            at=now,
            day=day,
            there=tuple(code for code in categories if code in there),
            missing=tuple(code for code in categories if code not in there),
            arxiv=failing,
            arxiv_since=failing_since,
            stopped_hosts=tuple(sorted(host for host, until in self._parts.source.stopped.items() if until > now)),
            store=next((why for job, why in self._failed.items() if job != _ITSELF), ""),
            platforms=tuple(map(self._brought, self._platforms())),
            subscriptions=len(subscriptions),
            waiting=self._waiting(),
            unfinished=condition.unfinished,
            closed=len(closed),
            repairs=condition.owed,
            tokens=tokens,
            pages=Pages(**self._meters.counts()),
            coming=coming(subscriptions, now),
            size=condition.size,
            free=shutil.disk_usage(self._database.absolute().parent).free,
            lag=self._meters.worst_lag(),
        )

    def _brought(self, platform: Platform) -> Platform:
        self._meters.here(platform.name, logged_in=platform.standing == "here")
        day, at = self._editions.get(platform.name, (None, None))
        return replace(platform, day=day, at=at)

    def _waiting(self) -> tuple[Waiting, ...]:
        reasons = Counter((where.platform, why) for where, why in self._faults.items())
        first: dict[tuple[str, str], Destination] = {}
        for where, why in self._faults.items():
            first.setdefault((where.platform, why), where)
        return tuple(
            Waiting(platform=reason[0], why=reason[1], chats=chats, example=self._name(first[reason]))
            for reason, chats in reasons.most_common(MOST)
        )


def coming(subscriptions: Iterable[Subscription], now: datetime) -> tuple[Coming, ...]:
    """When editions are due next, and how many at each time: of the newest day, where it is not time yet, or the next.

    Those who want theirs as soon as it is there wait for arXiv's feeds.
    """
    alike = {(one.time, one.timezone): one for one in subscriptions}
    many = Counter((one.time, one.timezone) for one in subscriptions)
    at: Counter[datetime] = Counter()
    for key, one in alike.items():
        due = due_at(newest(now), one)
        at[due if due > now else due_at(next_day(newest(now)), one)] += many[key]
    return tuple(Coming(moment, at[moment]) for moment in sorted(at)[:MOST])
