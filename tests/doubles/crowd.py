"""Very many people who each get editions in a chat of their own, on a platform that takes everything at once."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from bot.adapter import Post
from bot.arxiv import Arxiv
from bot.digest import Digest
from bot.messages import Destination, Page
from bot.store import Store
from bot.subscriptions import Look, Origin, Subscription
from bot.summarize.summarizer import Extractor
from bot.telegram import edition
from bot.wishes import Wishes
from handlers.clockwork import Clockwork
from handlers.courier import Courier
from handlers.daily import Parts
from handlers.operators import Operators
from handlers.residents import Residents
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
CATEGORIES = ("cs.CV", "cs.AI", "cs.LG")
WISHES = tuple(
    (Wishes(categories=codes), look)
    for codes in ((CATEGORIES[0],), (CATEGORIES[1],), CATEGORIES[:2], CATEGORIES)
    for look in (Look(), Look(detail="brief"), Look(max_pages=3))
)
"""What people wish for: so many distinct editions there are, however many people."""


class Mailbox:
    """A platform that keeps nothing but counts."""

    def __init__(self) -> None:
        self.renders = 0
        self.sent: Counter[str] = Counter()
        self.most_at_once = 0
        self._at_once = 0

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        self.renders += 1
        return edition.pages(digest, look)

    def rewrite(self, page: Page, digest: Digest, look: Look) -> Page | None:
        return None

    def line(self, text: str) -> Page:
        return Page(number=1, text=text, is_line=True)

    @asynccontextmanager
    async def turn(self, post: Post) -> AsyncIterator[str]:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        yield "here"
        self._at_once -= 1

    async def send(self, post: Post) -> str:
        await asyncio.sleep(0)
        self.sent[post.destination.chat] += 1
        return "there"

    async def find(self, post: Post) -> str | None:
        return None

    async def edit(self, post: Post, place: str) -> None:
        raise AssertionError("nothing has an address, so nothing is edited")

    def has_address(self, place: str) -> bool:
        return False

    def name(self, destination: Destination) -> str:
        return str(destination)

    async def identity(self, destination: Destination) -> str:
        return destination.chat

    async def say(self, destination: Destination, text: str) -> None:
        raise AssertionError(text)


@dataclass(slots=True)
class Cost:
    """What an edition for everybody has cost this process."""

    people: int
    seconds: float = 0.0
    """Of work, from the first look to the last page."""
    idle: float = 0.0
    """Of work for one look when everything has gone out."""
    renders: int = 0
    at_once: int = 0
    sent: dict[int, int] = field(default_factory=dict)
    """How many people got so many pages."""


async def serve(people: int, folder: Path) -> Cost:
    """Subscribe so many people, and bring the day's edition to all of them."""
    clock, cost, box = MovedClock(NOW), Cost(people), Mailbox()
    async with ArxivDouble(clock) as arxiv, await Store.open(folder / "paperboy.db") as store:
        for at, code in enumerate(CATEGORIES):
            arxiv.announce(DAY, code, [("new", one) for one in invent(12, category=code, first=90001 + 100 * at)])
        for begin in range(0, people, 500):
            await asyncio.gather(
                *(store.save_subscription(_subscription(at), at=NOW) for at in range(begin, min(people, begin + 500)))
            )
        source = Arxiv(
            rss_url=arxiv.rss_url, site_url=arxiv.site_url, api_url=arxiv.api_url, contact="", clock=clock,
        )  # fmt: skip
        async with source:
            parts = Parts(source=source, store=store, summarizer=Extractor(clock=clock), clock=clock)
            adapters = {"telegram": box}
            operators = Operators([], adapters=adapters, store=store, clock=clock)
            courier = Courier(store, adapters, Residents(store, operators, clock), operators)
            clockwork = Clockwork(parts, courier, categories=CATEGORIES)
            began = time.process_time()
            await clockwork.turn()
            await clockwork.finish()
            cost.seconds = time.process_time() - began
            clock.advance(hours=2)
            began = time.process_time()
            await clockwork.turn()
            await clockwork.finish()
            cost.idle = time.process_time() - began
    cost.renders, cost.at_once = box.renders, box.most_at_once
    cost.sent = dict(Counter(box.sent.values()))
    return cost


def _subscription(at: int) -> Subscription:
    wishes, look = WISHES[at % len(WISHES)]
    return Subscription(
        destination=Destination("telegram", str(1_000_000 + at)), wishes=wishes, detail=look.detail,
        max_pages=look.max_pages, origin=Origin.COMMAND,
    )  # fmt: skip
