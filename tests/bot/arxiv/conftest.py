"""What the tests of the source share: a clock in New York's morning, a stand-in arXiv, recordings of the real one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.arxiv import Arxiv
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock

RECORDINGS = Path(__file__).parents[4] / "shared" / "data" / "arxiv"


@pytest.fixture
def recorded() -> Callable[[str], bytes]:
    """Read one of arXiv's recorded answers, or skip."""

    def read(name: str) -> bytes:
        path = RECORDINGS / name
        if not path.exists():
            pytest.skip(f"the recording {name} of a real answer is not on this machine")
        return path.read_bytes()

    return read


@pytest.fixture
def clock() -> MovedClock:
    """Monday, 23 November 2026, ten past midnight in New York."""
    return MovedClock(datetime(2026, 11, 23, 5, 10, tzinfo=UTC))


@pytest.fixture
async def arxiv(clock: MovedClock) -> AsyncIterator[ArxivDouble]:
    """An arXiv that watches the intervals; no story may end with a breach of its rules."""
    async with ArxivDouble(clock, interval=3.0, page_interval=15.0) as double:
        yield double
        assert double.breaches == []


@pytest.fixture
def waits() -> list[str]:
    """The sentences that the source said while it backed off."""
    return []


@pytest.fixture
async def source(arxiv: ArxivDouble, clock: MovedClock, waits: list[str]) -> AsyncIterator[Arxiv]:
    """The source with its default manners, pointed at the stand-in."""
    async with Arxiv(
        rss_url=arxiv.rss_url,
        site_url=arxiv.site_url,
        api_url=arxiv.api_url,
        contact="me@example.org",
        clock=clock,
        on_wait=waits.append,
    ) as opened:
        yield opened
