from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from yarl import URL

from bot import __version__
from bot.arxiv.client import REMEMBERED, Client
from bot.arxiv.faults import Damaged, HostStopped, Refused
from bot.errors import SettingsError, SourceError
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.arxiv_answers import Breakage
from tests.doubles.clock import MovedClock

DAY = datetime(2026, 11, 23).date()  # noqa: DTZ001 -- only its date is used


@asynccontextmanager
async def connect(
    arxiv: ArxivDouble,
    clock: MovedClock,
    *,
    patience: float = 3600.0,
    stopped: dict[str, datetime] | None = None,
    on_wait: Callable[[str], None] | None = None,
    give_up: float = 60.0,
    max_body: int = 2**20,
) -> AsyncIterator[Client]:
    async with Client(
        bases=(arxiv.rss_url, arxiv.site_url, arxiv.api_url),
        contact="me@example.org",
        clock=clock,
        request_interval=3.0,
        page_interval=15.0,
        patience=patience,
        stopped=stopped,
        on_wait=on_wait,
        timeout=give_up,
        max_body=max_body,
    ) as client:
        yield client


def whole(body: bytes) -> bytes:
    if not body.rstrip().endswith((b"</rss>", b"</html>", b"</feed>")):
        raise Damaged("half of it")
    return body


def feed(arxiv: ArxivDouble, category: str = "cs.CV") -> URL:
    return URL(f"{arxiv.rss_url}/rss/{category}")


async def get(client: Client, url: URL, *, patience: float | None = None, page: bool = False) -> bytes:
    return await client.get(url, accept="text/xml", read=whole, patience=patience, page=page)


async def test_every_request_says_who_asks_and_what_for(arxiv: ArxivDouble, clock: MovedClock) -> None:
    async with connect(arxiv, clock) as client:
        await get(client, feed(arxiv))
    (request,) = arxiv.requests
    assert request.headers["User-Agent"] == f"paperboy/{__version__} (+me@example.org)"
    assert request.headers["Accept"] == "text/xml"
    assert request.headers["Connection"] == "close"


async def test_without_a_contact_the_program_still_has_a_name(arxiv: ArxivDouble, clock: MovedClock) -> None:
    hosts = (arxiv.rss_url,)
    async with Client(bases=hosts, contact="", clock=clock, request_interval=3, page_interval=15, patience=0) as client:
        await get(client, feed(arxiv))
    assert arxiv.requests[0].headers["User-Agent"] == f"paperboy/{__version__}"


@pytest.mark.parametrize("contact", ["me\r\nX-Evil: 1", "Jürgen", "tab\there"])
async def test_a_contact_that_is_no_header_is_a_mistake_in_the_settings(clock: MovedClock, contact: str) -> None:
    with pytest.raises(SettingsError, match="contact"):
        Client(bases=(), contact=contact, clock=clock, request_interval=3, page_interval=15, patience=0)


async def test_requests_keep_their_distance_over_all_hosts_and_pages_keep_more(
    arxiv: ArxivDouble, clock: MovedClock
) -> None:
    arxiv.announce(DAY, "cs.CV")
    page = URL(f"{arxiv.site_url}/list/cs.CV/new")
    question = URL(arxiv.api_url).with_query(id_list="2611.90001", max_results=1)
    async with connect(arxiv, clock) as client:
        await get(client, page, page=True)
        await get(client, page, page=True)
        await get(client, feed(arxiv))
        await get(client, question)
        await get(client, page, page=True)
    start = arxiv.requests[0].at
    assert [(request.at - start).total_seconds() for request in arxiv.requests] == [0, 15, 18, 21, 30]


async def test_many_askers_at_once_still_stand_in_one_line(arxiv: ArxivDouble, clock: MovedClock) -> None:
    async with connect(arxiv, clock) as client:
        await asyncio.gather(*(get(client, feed(arxiv, f"cs.A{letter}")) for letter in "ABCDEFGH"))
    times = [request.at for request in arxiv.requests]
    assert len(times) == 8
    assert all(later - earlier >= timedelta(seconds=3) for earlier, later in pairwise(times))


@pytest.mark.parametrize("status", [406, 429, 500, 502, 503, 504])
async def test_a_status_that_may_pass_is_tried_again(arxiv: ArxivDouble, clock: MovedClock, status: int) -> None:
    arxiv.fail("/rss/cs.CV", status=status, times=3)
    said: list[str] = []
    async with connect(arxiv, clock, on_wait=said.append) as client:
        assert b"<channel>" in await get(client, feed(arxiv))
    assert len(arxiv.requests) == 4
    assert len(said) == 3
    assert f"({status} from 127.0.0.1:" in said[0]


@pytest.mark.parametrize("how", ["truncated", "reset", "reset midway", "endless"])
async def test_a_broken_answer_is_tried_again_and_only_when_its_time_has_come(
    arxiv: ArxivDouble, clock: MovedClock, how: Breakage
) -> None:
    arxiv.spoil("/rss/cs.CV", how, times=2)
    async with connect(arxiv, clock) as client:
        assert b"<channel>" in await get(client, feed(arxiv))
    assert len(arxiv.requests) == 3


async def test_a_server_that_never_answers_is_left_after_the_timeout(arxiv: ArxivDouble, clock: MovedClock) -> None:
    arxiv.spoil("/rss/cs.CV", "hang")
    said: list[str] = []
    async with connect(arxiv, clock, give_up=0.6, on_wait=said.append) as client:
        assert b"<channel>" in await get(client, feed(arxiv))
    assert "no whole answer from" in said[0]


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request with the least that is whole."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n</rss>")
    await writer.drain()
    writer.close()


async def test_a_server_that_is_away_is_tried_for_an_hour(clock: MovedClock) -> None:
    async with ArxivDouble(clock) as gone:
        url = feed(gone)
    async with connect(gone, clock) as client:
        with pytest.raises(SourceError, match=r"no connection to 127\.0\.0\.1"):
            await get(client, url)
    assert timedelta(minutes=50) < clock.now() - datetime(2026, 11, 23, 5, 10, tzinfo=UTC) <= timedelta(hours=1)


async def test_an_hour_of_429_ends_with_what_failed_since_when_and_when_to_try_next(
    arxiv: ArxivDouble, clock: MovedClock
) -> None:
    arxiv.fail("/rss/cs.CV", status=429, times=None)
    start = clock.now()
    async with connect(arxiv, clock) as client:
        with pytest.raises(SourceError) as caught:
            await get(client, feed(arxiv))
    assert str(caught.value).startswith("arXiv has been failing since 2026-11-23 05:10 UTC (429 from 127.0.0.1:")
    assert caught.value.retry_at is not None
    assert caught.value.retry_at > start + timedelta(hours=1)
    assert clock.now() <= start + timedelta(hours=1)
    # Exponential: an hour of trying takes some ten or twenty requests, not a thousand.
    assert 6 < len(arxiv.requests) < 60


async def test_a_host_in_trouble_has_one_patience_and_then_one_try_for_each_request(
    arxiv: ArxivDouble, clock: MovedClock
) -> None:
    start = clock.now()
    for category in ("cs.CV", "cs.LG", "cs.AI"):
        arxiv.fail(f"/rss/{category}", status=503, times=None)
    failures = []
    async with connect(arxiv, clock, patience=60) as client:
        for category in ("cs.CV", "cs.LG", "cs.AI"):
            with pytest.raises(SourceError, match=r"since 2026-11-23 05:10 UTC \(503 from") as caught:
                await get(client, feed(arxiv, category))
            failures.append(caught.value)
    assert clock.now() - start <= timedelta(seconds=60 + 2 * 3)
    assert [len(arxiv.asked(f"/rss/{category}")) for category in ("cs.LG", "cs.AI")] == [1, 1]
    # Nor does asking for more bring the next try forward.
    times = [failure.retry_at for failure in failures if failure.retry_at]
    assert times == sorted(times)
    assert times[0] > start + timedelta(seconds=60)


async def test_one_broken_feed_does_not_keep_the_others_of_its_host_away(arxiv: ArxivDouble, clock: MovedClock) -> None:
    arxiv.spoil("/rss/cs.CV", "truncated", times=None)
    async with connect(arxiv, clock, patience=60) as client:
        with pytest.raises(SourceError, match="half of it"):
            await get(client, feed(arxiv))
        failed_at = clock.now()
        assert b"<channel>" in await get(client, feed(arxiv, "cs.LG"))
        assert clock.now() - failed_at <= timedelta(seconds=3)
        # That ended the trouble: the next one has a patience of its own.
        arxiv.fail("/rss/cs.AI", status=503, times=2)
        assert b"<channel>" in await get(client, feed(arxiv, "cs.AI"))


async def test_asked_again_when_its_time_has_come_a_failing_host_is_backed_off_from_ever_longer(
    arxiv: ArxivDouble, clock: MovedClock
) -> None:
    arxiv.fail("/rss/cs.CV", status=503, times=None)
    start = clock.now()
    async with connect(arxiv, clock, patience=60) as client:
        for returns in range(12):
            if returns == 1:
                arxiv.requests.clear()
            with pytest.raises(SourceError, match="since 2026-11-23 05:10 UTC") as caught:
                await get(client, feed(arxiv))
            assert caught.value.retry_at is not None
            await clock.sleep((caught.value.retry_at - clock.now()).total_seconds())
    # One try each, and minutes between them; with a backoff that begins anew they would be seconds.
    assert len(arxiv.requests) == 11
    assert clock.now() - start > timedelta(minutes=15)


async def test_a_host_that_is_not_reached_is_not_tried_again_for_every_address(
    clock: MovedClock,
) -> None:
    async with ArxivDouble(clock) as gone:
        pass
    start = clock.now()
    async with connect(gone, clock, patience=60) as client:
        for host in (gone.rss_url, gone.site_url):
            for category in ("cs.CV", "cs.LG", "cs.AI"):
                with pytest.raises(SourceError, match=r"since 2026-11-23 05:10 UTC \(no connection to"):
                    await get(client, URL(f"{host}/{category}"))
    # Should the backoff happen to be short, each of the five later questions may take its one try, three seconds apart.
    assert clock.now() - start <= timedelta(seconds=60 + 5 * 3)


async def test_a_connection_that_comes_back_is_noticed_before_the_next_try_was_due(
    arxiv: ArxivDouble, clock: MovedClock
) -> None:
    async with ArxivDouble(clock) as gone:
        pass
    port = URL(gone.rss_url).port
    async with connect(gone, clock, patience=3600) as client:
        with pytest.raises(SourceError) as caught:
            await get(client, feed(gone))
        assert caught.value.retry_at is not None
        server = await asyncio.start_server(_answer, "127.0.0.1", port)
        async with server:
            clock.advance(seconds=30)
            assert await get(client, feed(gone), patience=0) == b"</rss>"


async def test_a_page_that_could_not_even_be_asked_for_does_not_hold_up_the_next(
    arxiv: ArxivDouble, clock: MovedClock
) -> None:
    arxiv.announce(DAY, "cs.CV")
    async with ArxivDouble(clock) as gone:
        pass
    start = clock.now()
    async with connect(arxiv, clock) as client:
        with pytest.raises(SourceError, match="no connection to"):
            await get(client, URL(gone.site_url), page=True, patience=0)
        await get(client, URL(f"{arxiv.site_url}/list/cs.CV/new"), page=True)
    assert clock.now() - start == timedelta(seconds=3)


async def test_a_network_that_swallows_everything_is_no_connection(clock: MovedClock) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        # Nobody accepts, and once the queue is full the kernel does not even answer.
        queue = [socket.socket() for _ in range(4)]
        for waiting in queue:
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        base = f"http://127.0.0.1:{full.getsockname()[1]}"
        async with Client(
            bases=(base,), contact="", clock=clock, request_interval=3, page_interval=15, patience=0, timeout=0.6
        ) as client:
            with pytest.raises(SourceError, match="no connection to"):
                await get(client, URL(base))
        for waiting in queue:
            waiting.close()


async def test_trouble_that_is_over_is_forgotten(arxiv: ArxivDouble, clock: MovedClock) -> None:
    arxiv.fail("/rss/cs.CV", status=503)
    async with connect(arxiv, clock) as client:
        await get(client, feed(arxiv))
        clock.advance(hours=3)
        arxiv.fail("/rss/cs.CV", status=500, times=None)
        with pytest.raises(SourceError, match=r"since 2026-11-23 08:1\d UTC \(500 from"):
            await get(client, feed(arxiv))


@pytest.mark.parametrize("stated", ["120", "Mon, 23 Nov 2026 05:12:00 GMT"])
async def test_retry_after_is_obeyed_as_seconds_and_as_a_date(
    arxiv: ArxivDouble, clock: MovedClock, stated: str
) -> None:
    arxiv.fail("/rss/cs.CV", status=503, retry_after=stated)
    async with connect(arxiv, clock) as client:
        await get(client, feed(arxiv))
    first, second = (request.at for request in arxiv.requests)
    assert second - first == timedelta(seconds=120)


@pytest.mark.parametrize(
    "stated", ["soon", "-5", "1e9", "Mon, 23 Nov 2020 05:12:00 GMT", "Mon, 32 Nov 2026 05:12:00 GMT", ""]
)
async def test_a_retry_after_without_sense_is_backed_off_as_usual(
    arxiv: ArxivDouble, clock: MovedClock, stated: str
) -> None:
    arxiv.fail("/rss/cs.CV", status=503, retry_after=stated)
    async with connect(arxiv, clock) as client:
        await get(client, feed(arxiv))
    first, second = (request.at for request in arxiv.requests)
    assert timedelta(seconds=3) <= second - first <= timedelta(seconds=5)


@pytest.mark.parametrize("stated", [7200, 999_999_999])
async def test_a_longer_retry_after_than_the_patience_ends_the_trying_at_once(
    arxiv: ArxivDouble, clock: MovedClock, stated: int
) -> None:
    arxiv.fail("/rss/cs.CV", status=429, retry_after=stated)
    said: list[str] = []
    async with connect(arxiv, clock, on_wait=said.append) as client:
        with pytest.raises(SourceError) as caught:
            await get(client, feed(arxiv))
        assert caught.value.retry_at == clock.now() + timedelta(seconds=min(stated, 86_400))
        # Nor does another question go to that host meanwhile, from somebody who would not wait that long.
        with pytest.raises(SourceError, match="429"):
            await get(client, feed(arxiv, "cs.LG"), patience=20)
    assert len(arxiv.requests) == 1
    assert said == []


async def test_403_stops_that_host_for_a_day_and_no_other(arxiv: ArxivDouble, clock: MovedClock) -> None:
    arxiv.announce(DAY, "cs.CV")
    arxiv.fail("/rss/cs.CV", status=403)
    stopped: dict[str, datetime] = {}
    said: list[str] = []
    async with connect(arxiv, clock, stopped=stopped, on_wait=said.append) as client:
        with pytest.raises(HostStopped) as caught:
            await get(client, feed(arxiv))
        until = clock.now() + timedelta(days=1)
        assert caught.value.retry_at == until
        assert stopped == {arxiv.rss_url.removeprefix("http://"): until}
        assert "help@arxiv.org" in said[0]
        with pytest.raises(HostStopped):
            await get(client, feed(arxiv, "cs.LG"))
        await get(client, URL(f"{arxiv.site_url}/list/cs.CV/new"), page=True)
    assert [request.host for request in arxiv.requests] == ["rss", "site"]


async def test_a_stop_outlives_the_program_and_ends_after_its_day(arxiv: ArxivDouble, clock: MovedClock) -> None:
    stopped = {arxiv.rss_url.removeprefix("http://"): clock.now() + timedelta(hours=5)}
    async with connect(arxiv, clock, stopped=stopped) as client:
        with pytest.raises(HostStopped):
            await get(client, feed(arxiv))
        assert arxiv.requests == []
        clock.advance(hours=5)
        await get(client, feed(arxiv))
    assert stopped == {}


@pytest.mark.parametrize("status", [400, 404, 410])
async def test_a_wrong_question_is_not_asked_twice(arxiv: ArxivDouble, clock: MovedClock, status: int) -> None:
    arxiv.fail("/rss/cs.CV", status=status, times=None)
    async with connect(arxiv, clock) as client:
        with pytest.raises(Refused, match=f"Error {status}") as caught:
            await get(client, feed(arxiv))
    assert caught.value.retry_at is None
    assert len(arxiv.requests) == 1


async def test_a_refusal_gives_arxivs_own_reason(arxiv: ArxivDouble, clock: MovedClock) -> None:
    async with connect(arxiv, clock) as client:
        with pytest.raises(Refused, match=r"Bad archive 'heplat'\. Valid archive names are: astro-ph, "):
            await get(client, feed(arxiv, "heplat"))


async def test_redirects_among_arxivs_hosts_are_followed_at_the_usual_pace(
    arxiv: ArxivDouble, clock: MovedClock
) -> None:
    arxiv.announce(DAY, "cs.IT")
    async with connect(arxiv, clock) as client:
        page = await get(client, URL(f"{arxiv.site_url}/catchup/math.IT/{DAY}").with_query(abs="True"), page=True)
    assert b"Catchup results" in page
    first, second = arxiv.requests
    assert (second.path, second.query) == (f"/catchup/cs.IT/{DAY}", {"page": "1", "abs": "True"})
    assert second.at - first.at == timedelta(seconds=15)


async def test_a_redirect_to_a_stranger_is_not_followed(arxiv: ArxivDouble, clock: MovedClock) -> None:
    arxiv.spoil("/rss/cs.CV", "elsewhere")
    async with connect(arxiv, clock) as client:
        with pytest.raises(SourceError, match=r"https://example.org/feed, which is none of the configured addresses"):
            await get(client, feed(arxiv))
    assert len(arxiv.requests) == 1


async def test_an_unchanged_feed_is_not_sent_again(arxiv: ArxivDouble, clock: MovedClock) -> None:
    async with connect(arxiv, clock) as client:
        first, second = await get(client, feed(arxiv)), await get(client, feed(arxiv))
    assert first == second
    asked, again = arxiv.requests
    assert "If-None-Match" not in asked.headers
    assert len(again.headers["If-None-Match"]) == 66


async def test_only_so_many_answers_are_remembered(arxiv: ArxivDouble, clock: MovedClock) -> None:
    async with connect(arxiv, clock) as client:
        for number in range(REMEMBERED + 1):
            await get(client, feed(arxiv).with_query(number=number))
        for number in (1, 0):
            await get(client, feed(arxiv).with_query(number=number))
    assert ["If-None-Match" in request.headers for request in arxiv.requests[-2:]] == [True, False]


async def test_a_damaged_answer_is_never_what_a_304_stands_for(arxiv: ArxivDouble, clock: MovedClock) -> None:
    arxiv.spoil("/rss/cs.CV", "truncated")
    async with connect(arxiv, clock) as client:
        await get(client, feed(arxiv))
    assert all("If-None-Match" not in request.headers for request in arxiv.requests)


async def test_a_client_that_is_not_open_says_so(arxiv: ArxivDouble, clock: MovedClock) -> None:
    client = Client(bases=(), contact="", clock=clock, request_interval=3, page_interval=15, patience=0)
    with pytest.raises(RuntimeError, match="async with"):
        await get(client, feed(arxiv))
