"""A morning with everything real but the world: our parts, the real libraries, stand-in servers, a clock we move."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.arxiv import Arxiv
from bot.papers import Announcement, Paper
from bot.store import Store
from bot.summarize.summarizer import Extractor, ModelSummarizer, Outcome
from bot.wishes import Wishes
from handlers.budget import StoredBudget
from handlers.daily import Parts
from handlers.progress import Progress
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.model import KEY, NAME, ModelServer
from tests.doubles.papers import invent

TUESDAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
SIX_IN_NEW_YORK = datetime(2026, 11, 24, 11, tzinfo=UTC)
WISHES = Wishes(categories=("cs.CV", "cs.AI"))

Assemble = Callable[..., AbstractAsyncContextManager[Parts]]


@dataclass
class Witness(Progress):
    """Remembers what a watcher would have seen."""

    announcements: list[Announcement] = field(default_factory=list)
    held_up_reasons: list[str] = field(default_factory=list)
    waits: list[datetime] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def gathered(self, announcement: Announcement) -> None:
        self.announcements.append(announcement)

    def held_up(self, category: str, reason: Exception) -> None:
        self.held_up_reasons.append(f"{category}: {reason}")

    def waiting(self, until: datetime) -> None:
        self.waits.append(until)

    def summarized(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(SIX_IN_NEW_YORK)


@pytest.fixture
async def arxiv(clock: MovedClock) -> AsyncIterator[ArxivDouble]:
    async with ArxivDouble(clock) as double:
        yield double
    assert double.breaches == []


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer() as double:
        yield double
    assert double.refused == 0


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
def papers() -> list[Paper]:
    """Eight papers that are at home in the two categories of the stories; some stand in both."""
    return invent(5) + invent(3, category="cs.AI", first=90101)


@pytest.fixture
def assemble(arxiv: ArxivDouble, model: ModelServer, clock: MovedClock, witness: Witness, tmp_path: Path) -> Assemble:
    """Parts as the command puts them together; each call is a new start of the program on the same database."""

    @asynccontextmanager
    async def start(*, with_model: bool = False, patience: float = 3600.0, budget: int = 0) -> AsyncIterator[Parts]:
        async with (
            await Store.open(tmp_path / "paperboy.db") as store,
            Arxiv(
                rss_url=arxiv.rss_url,
                site_url=arxiv.site_url,
                api_url=arxiv.api_url,
                contact="mailto:tests@example.org",
                clock=clock,
                patience=patience,
                stopped=await store.stops(),
            ) as source,
            ModelSummarizer(
                base_url=model.base_url,
                api_key=KEY,
                model=NAME,
                budget=StoredBudget(store, clock),
                concurrency=1,
                daily_token_budget=budget,
                clock=clock,
            ) as summarizer,
        ):
            yield Parts(
                source=source,
                store=store,
                summarizer=summarizer if with_model else Extractor(clock=clock),
                clock=clock,
                progress=witness,
            )

    return start


def announce(arxiv: ArxivDouble, day: date, papers: list[Paper]) -> None:
    """Each paper is new at home and, where it names the other category too, a cross-list there."""
    for category in WISHES.categories:
        arxiv.announce(
            day,
            category,
            [
                ("new" if paper.primary == category else "cross", paper)
                for paper in papers
                if category in paper.categories
            ],
        )
