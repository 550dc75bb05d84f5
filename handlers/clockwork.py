"""What a running bot does again and again, each thing by itself: the clock's hand turns it (``bot.scheduler``).

How often it is turned decides nothing: each thing asks the clock whether it is time, and the store what is owed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.clock import NEW_YORK
from bot.scheduler import Job
from handlers.audit import Audit
from handlers.courier import Courier, Outcome
from handlers.daily import Parts
from handlers.lookout import Lookout
from handlers.looks import Looks
from handlers.mending import Mending
from handlers.rounds import GRACE, Rounds

TIDIED = "tidied"
HOUR = 4
"""In New York, when housekeeping is done: few are awake anywhere, and the new editions are out."""


class Clockwork:
    """Everything that is not an answer to somebody."""

    def __init__(
        self,
        parts: Parts,
        courier: Courier,
        *,
        categories: Sequence[str],
        on_outcome: Callable[[date, Outcome], None] | None = None,
    ) -> None:
        """``categories`` are fetched even where nobody subscribes to them, for those who ask."""
        looks = Looks(parts.store)
        self._parts = parts
        self.lookout = Lookout(parts, categories)
        self.rounds = Rounds(parts, courier, lookout=self.lookout, looks=looks, on_outcome=on_outcome)
        self._mending = Mending(parts, self.rounds, looks)
        self._audit = Audit(parts, self._mending.note)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """For the scheduler."""
        return (
            Job("watching for the announcement", timedelta(seconds=15), self.lookout.ask),
            Job("editions", timedelta(seconds=5), self.rounds.make),
            Job("repairs", timedelta(minutes=1), self._mending.look),
            Job("the nightly audit", timedelta(minutes=10), self._audit.count),
            Job("housekeeping", timedelta(minutes=10), self.tidy),
        )

    def fetch(self, categories: Sequence[str]) -> None:
        """Fetch these from now on."""
        self.lookout.fetch(categories)

    async def turn(self) -> None:
        """Everything once, in the order in which one thing follows from another; what set off goes on by itself."""
        await self.lookout.ask()
        await self.rounds.make()
        await self._mending.look()
        await self._audit.count()
        await self.tidy()

    async def finish(self) -> None:
        """Wait until everything that is on its way has arrived, or waits."""
        await self.rounds.finish()

    async def stop(self, patience: float = GRACE) -> None:
        """Let the pages that are under way arrive, and leave the rest: the next start goes on with it."""
        await self.rounds.stop(patience)

    async def tidy(self) -> None:
        """Housekeeping, once a night."""
        store, now = self._parts.store, self._parts.clock.now()
        there = now.astimezone(NEW_YORK)
        if there.hour >= HOUR and await store.kept(TIDIED) != str(there.date()):
            await store.tidy(at=now)
            await store.keep(TIDIED, str(there.date()))
