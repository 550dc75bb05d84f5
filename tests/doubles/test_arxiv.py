"""The stand-in must refuse what arXiv refuses, or the tests that lean on it prove nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import aiohttp
import pytest

from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent

DAY = date(2026, 11, 23)
POLITE = {"User-Agent": "paperboy/0 (+me@example.org)", "Accept": "*/*"}


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 11, 23, 5, 10, tzinfo=UTC))


@pytest.fixture
async def arxiv(clock: MovedClock) -> AsyncIterator[ArxivDouble]:
    async with ArxivDouble(clock) as double:
        double.announce(DAY, "cs.CV", [("new", paper) for paper in invent(3)])
        yield double


async def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    skipped = [name for name in ("User-Agent", "Accept") if name not in (POLITE if headers is None else headers)]
    async with (
        aiohttp.ClientSession(headers=POLITE if headers is None else headers, skip_auto_headers=skipped) as session,
        session.get(url, allow_redirects=False) as response,
    ):
        return response.status, await response.text()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Accept": "*/*"}, 403),
        ({"Accept": "*/*", "User-Agent": "Python/3.11 aiohttp/3.14"}, 403),
        ({"User-Agent": "paperboy/0"}, 406),
    ],
)
async def test_a_stranger_without_manners_is_refused(arxiv: ArxivDouble, headers: dict[str, str], status: int) -> None:
    assert (await get(f"{arxiv.rss_url}/rss/cs.CV", headers))[0] == status
    assert len(arxiv.breaches) == 1


async def test_two_requests_at_once_are_refused(arxiv: ArxivDouble) -> None:
    arxiv.spoil("/rss/cs.CV", "endless")
    async with aiohttp.ClientSession(headers=POLITE) as session, session.get(f"{arxiv.rss_url}/rss/cs.CV"):
        assert (await get(f"{arxiv.site_url}/list/cs.CV/new"))[0] == 429
    assert arxiv.breaches == ["sent two requests at once"]


async def test_requests_closer_than_the_interval_are_refused_where_it_is_watched(clock: MovedClock) -> None:
    async with ArxivDouble(clock, interval=3.0) as arxiv:
        assert (await get(f"{arxiv.rss_url}/rss/cs.CV"))[0] == 200
        clock.advance(seconds=2)
        assert (await get(f"{arxiv.rss_url}/rss/cs.LG"))[0] == 429
        clock.advance(seconds=3)
        assert (await get(f"{arxiv.rss_url}/rss/cs.LG"))[0] == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("{rss}/rss/cs.CV", 200),
        ("{rss}/rss/heplat", 400),
        ("{site}/list/cs.CV/new", 200),
        ("{site}/list/cs.CV/new?skip=0&show=2000", 200),
        ("{site}/list/cs.CV/new?show=3000", 400),
        ("{site}/list/heplat/new", 400),
        ("{site}/catchup/cs.CV/2026-11-23?abs=True", 200),
        ("{site}/catchup/cs.CV/2026-11-23?abs=True&page=2", 200),
        ("{site}/catchup/cs.CV/2026-11-23?abs=true", 400),
        ("{site}/catchup/cs.CV/2026-11-23?abs=True&page=0", 400),
        ("{site}/catchup/cs.CV/2026-11-23?abs=True&show=25", 400),
        ("{site}/catchup/cs.CV/2026-11-24?abs=True", 400),
        ("{site}/catchup/cs.CV/2026-08-23?abs=True", 400),
        ("{site}/catchup/cs.CV/tomorrow?abs=True", 400),
        ("{site}/catchup/math.IT/2026-11-23?abs=True", 301),
        ("{api}?id_list=2611.90001", 200),
        ("{api}?id_list=abc", 400),
        ("{api}?id_list=2611.90001&max_results=9000", 400),
    ],
)
async def test_questions_are_taken_as_strictly_as_by_arxiv(arxiv: ArxivDouble, address: str, status: int) -> None:
    url = address.format(rss=arxiv.rss_url, site=arxiv.site_url, api=arxiv.api_url)
    assert (await get(url))[0] == status
    assert arxiv.breaches == []


async def test_the_query_api_gives_ten_papers_unless_asked_for_more(arxiv: ArxivDouble) -> None:
    arxiv.keep(invent(12, first=90501))
    ids = ",".join(paper.id for paper in invent(12, first=90501))
    assert (await get(f"{arxiv.api_url}?id_list={ids}"))[1].count("<entry>") == 10
    assert (await get(f"{arxiv.api_url}?id_list={ids}&max_results=12"))[1].count("<entry>") == 12


async def test_a_catch_up_page_asked_for_too_early_is_empty_and_noted(arxiv: ArxivDouble, clock: MovedClock) -> None:
    clock.advance(days=1)
    status, page = await get(f"{arxiv.site_url}/catchup/cs.CV/2026-11-24?abs=True")
    assert status == 200
    assert "No updates for Tue, 24 Nov 2026" in page
    assert arxiv.breaches == ["asked for the catch-up page of 2026-11-24 before its announcement"]


@pytest.mark.parametrize(
    ("hours", "feed", "heading"),
    [
        (0, 3, "Monday, 23 November 2026"),
        (19, 3, "Monday, 23 November 2026"),
        (20, 3, "Tuesday, 24"),
        (24, 1, "Tuesday, 24"),
    ],
)
async def test_the_feed_turns_at_midnight_and_the_page_at_eight_the_evening_before(
    arxiv: ArxivDouble, clock: MovedClock, hours: int, feed: int, heading: str
) -> None:
    arxiv.announce(date(2026, 11, 24), "cs.CV", [("new", invent(1, first=90601)[0])])
    clock.advance(hours=hours)
    assert (await get(f"{arxiv.rss_url}/rss/cs.CV"))[1].count("<item>") == feed
    assert f"Showing new listings for {heading}" in (await get(f"{arxiv.site_url}/list/cs.CV/new"))[1]


async def test_what_goes_wrong_can_be_mended(arxiv: ArxivDouble) -> None:
    arxiv.fail("/rss/cs.CV", status=500, times=None)
    assert (await get(f"{arxiv.rss_url}/rss/cs.CV"))[0] == 500
    arxiv.mend("/rss/cs.CV")
    assert (await get(f"{arxiv.rss_url}/rss/cs.CV"))[0] == 200
    assert len(arxiv.asked("/rss/cs.CV")) == 2
