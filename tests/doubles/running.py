"""A bot that runs, and whose minutes a test makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from bot.adapter import Adapter
from bot.messages import Destination
from bot.papers import Paper
from bot.subscriptions import Subscription
from handlers.clockwork import Clockwork
from handlers.courier import Courier
from handlers.daily import Parts
from handlers.operators import Operators
from handlers.residents import Residents
from tests.doubles.clock import MovedClock
from tests.doubles.posts import Postbox
from tests.stories.conftest import WISHES

SUBSCRIBERS = {"asap": None, "berlin": time(8, 30), "evening": time(20)}


class Running:
    """A bot that runs, and whose minutes we make."""

    def __init__(self, parts: Parts, chats: Postbox, subscriptions: Sequence[Subscription] = ()) -> None:
        """Without ``subscriptions``, those of the three ``SUBSCRIBERS``."""
        self.parts = parts
        self.chats = chats
        self.adapters: dict[str, Adapter] = {"chat": chats}
        operators = Operators([], adapters=self.adapters, store=parts.store, clock=parts.clock)
        self.residents = Residents(parts.store, operators, parts.clock)
        courier = Courier(parts.store, self.adapters, self.residents, operators)
        self.clockwork = Clockwork(parts, courier, categories=WISHES.categories)
        self.rounds = self.clockwork.rounds
        usual = [
            Subscription(
                destination=Destination("chat", name),
                wishes=WISHES,
                time=clock_time,
                timezone="Europe/Berlin" if name == "berlin" else "UTC",
            )
            for name, clock_time in SUBSCRIBERS.items()
        ]
        parts.store.adopt(subscriptions or usual)

    async def round(self) -> None:
        """Everything once, and what comes of it."""
        await self.clockwork.turn()
        await self.clockwork.finish()

    async def settle(self, most: int = 40) -> None:
        """Rounds until nothing new has arrived, and nothing was found out, for three of them."""
        calm, before = 0, None
        for _ in range(most):
            await self.round()
            now = len(self.chats.arrived), self.clockwork.lookout.findings
            calm, before = (calm + 1 if now == before else 0), now
            if calm == 3:
                return
        raise AssertionError("it does not come to rest")


def at(clock: MovedClock, moment: str) -> None:
    wanted = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    clock.advance(seconds=(wanted - clock.now()).total_seconds())


def ids(papers: list[Paper]) -> list[str]:
    return sorted(paper.id for paper in papers)
