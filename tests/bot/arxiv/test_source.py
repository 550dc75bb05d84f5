from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.arxiv import Arxiv, HostStopped, NotYet
from bot.arxiv.faults import Refused
from bot.errors import SettingsError, SourceError, UsageError
from bot.identifiers import Reference
from bot.papers import Announcement, Kind, Paper
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.arxiv_answers import Breakage
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)

OLD = invent(8, first=90501)
NEW = invent(6)
CROSSED = invent(3, category="cs.LG", first=90101)
REPLACED = [replace(paper, version=2) for paper in invent(2, first=90201)]
ENTRIES = [
    *(("new", paper) for paper in NEW),
    *(("cross", paper) for paper in CROSSED),
    *(("replace", paper) for paper in REPLACED),
]


@pytest.fixture(autouse=True)
def announced(arxiv: ArxivDouble) -> None:
    """Friday's announcement and Monday's, in one category."""
    arxiv.announce(FRIDAY, "cs.CV", [("new", paper) for paper in OLD])
    arxiv.announce(MONDAY, "cs.CV", ENTRIES)


def ids(announcement: Announcement) -> list[str]:
    return [entry.paper.id for entry in announcement.entries]


ALL = [paper.id for _, paper in ENTRIES]


# -- a healthy day


async def test_the_day_comes_from_the_feed_and_is_audited_against_the_page(arxiv: ArxivDouble, source: Arxiv) -> None:
    announcement = await source.announcement("cs.CV", MONDAY)
    assert ids(announcement) == ALL
    assert [entry.kind for entry in announcement.entries] == [Kind.NEW] * 6 + [Kind.CROSS] * 3 + [Kind.REPLACE] * 2
    assert (announcement.day, announcement.category, announcement.source) == (MONDAY, "cs.CV", "rss")
    assert (announcement.stated, announcement.missing, announcement.added) == (11, 0, ())
    assert [request.path for request in arxiv.requests] == ["/rss/cs.CV", "/list/cs.CV/new"]


async def test_papers_have_the_feeds_licence_and_the_pages_comment(source: Arxiv) -> None:
    announcement = await source.announcement("cs.CV", MONDAY)
    papers = {entry.paper.id: entry.paper for entry in announcement.entries}
    assert [(papers[paper.id].licence, papers[paper.id].comment) for paper in NEW] == [
        (paper.licence, paper.comment) for paper in NEW
    ]
    assert {paper.comment for paper in papers.values()} > {None}


async def test_an_alias_is_asked_for_by_its_canonical_code(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.announce(MONDAY, "cs.IT", [("new", replace(NEW[0], categories=("cs.IT", "math.IT")))])
    assert (await source.announcement("math.IT", MONDAY)).category == "cs.IT"
    assert arxiv.requests[0].path == "/rss/cs.IT"


async def test_a_paper_that_is_announced_twice_stands_once_and_is_not_missed(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.announce(MONDAY, "cs.LG", [("cross", NEW[0]), ("replace-cross", replace(NEW[0], version=2))])
    announcement = await source.announcement("cs.LG", MONDAY)
    assert [entry.kind for entry in announcement.entries] == [Kind.CROSS]
    assert (announcement.stated, announcement.missing) == (1, 0)


async def test_a_quiet_category_on_an_announcement_day_is_quiet_because_the_page_says_so(
    arxiv: ArxivDouble, source: Arxiv
) -> None:
    announcement = await source.announcement("econ.EM", MONDAY)
    assert (announcement.entries, announcement.stated, announcement.source) == ((), 0, "rss")


# -- feeds that are not what they seem


async def test_a_stale_feed_of_one_category_is_replaced_by_its_page_and_the_other_is_not(
    arxiv: ArxivDouble, source: Arxiv
) -> None:
    others = invent(5, category="cs.CL", first=90301)
    arxiv.announce(FRIDAY, "cs.CL", [("new", paper) for paper in invent(5, category="cs.CL", first=90401)])
    arxiv.announce(MONDAY, "cs.CL", [("new", paper) for paper in others])
    arxiv.stale_feed("cs.CV", FRIDAY)
    stale = await source.announcement("cs.CV", MONDAY, known=[paper.id for paper in OLD])
    assert (ids(stale), stale.source, stale.added, stale.stated) == (ALL, "listing", tuple(ALL), 11)
    good = await source.announcement("cs.CL", MONDAY)
    assert (ids(good), good.source, good.added) == ([paper.id for paper in others], "rss", ())


async def test_a_stale_feed_is_found_out_by_the_page_where_nothing_is_known_yet(
    arxiv: ArxivDouble, source: Arxiv
) -> None:
    arxiv.stale_feed("cs.CV", FRIDAY)
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.source) == (ALL, "listing")


async def test_a_feed_dated_yesterday_is_replaced_by_the_page(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.stale_feed("cs.CV", FRIDAY, redated=False)
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.source) == (ALL, "listing")


async def test_stragglers_are_added_from_the_page_and_named(arxiv: ArxivDouble, source: Arxiv) -> None:
    late = [NEW[5].id, CROSSED[0].id]
    arxiv.stragglers("cs.CV", late)
    announcement = await source.announcement("cs.CV", MONDAY)
    assert sorted(ids(announcement)) == sorted(ALL)
    assert (announcement.source, announcement.added, announcement.stated) == ("rss", tuple(late), 11)
    assert [entry.kind for entry in announcement.entries] == [Kind.NEW] * 6 + [Kind.CROSS] * 3 + [Kind.REPLACE] * 2


async def test_an_empty_feed_does_not_make_a_full_day_quiet(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.spoil("/rss/cs.CV", "empty feed")
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.source) == (ALL, "listing")


@pytest.mark.parametrize("how", ["truncated", "reset", "reset midway", "not XML", "bomb"])
async def test_a_broken_feed_is_retried_and_never_an_empty_day(
    arxiv: ArxivDouble, source: Arxiv, waits: list[str], how: Breakage
) -> None:
    arxiv.spoil("/rss/cs.CV", how, times=2)
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.source) == (ALL, "rss")
    assert len(waits) == 2


async def test_a_feed_that_fails_for_an_hour_is_replaced_by_the_page(
    arxiv: ArxivDouble, source: Arxiv, clock: MovedClock
) -> None:
    start = clock.now()
    arxiv.fail("/rss/cs.CV", status=429, times=None)
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.source) == (ALL, "listing")
    assert clock.now() - start <= timedelta(hours=1, minutes=1)


async def test_arxiv_failing_for_an_hour_is_told_with_the_time_of_the_next_try(
    arxiv: ArxivDouble, source: Arxiv
) -> None:
    arxiv.fail("/rss/cs.CV", status=429, times=None, retry_after=120)
    arxiv.fail("/list/cs.CV/new", status=503, times=None, retry_after=300)
    with pytest.raises(SourceError, match=r"since 2026-11-23 05:10 UTC \(429 from") as caught:
        await source.announcement("cs.CV", MONDAY)
    assert caught.value.retry_at is not None
    assert not isinstance(caught.value, NotYet)


async def test_offline_three_categories_take_no_longer_than_one(clock: MovedClock) -> None:
    async with ArxivDouble(clock) as gone:
        pass
    start = clock.now()
    async with Arxiv(
        rss_url=gone.rss_url, site_url=gone.site_url, api_url=gone.api_url, contact="", clock=clock, patience=60
    ) as source:
        for category in ("cs.CV", "cs.AI", "cs.LG"):
            with pytest.raises(SourceError, match=r"since 2026-11-23 05:10 UTC \(no connection.* makes sense at"):
                await source.announcement(category, MONDAY)
    # Should the backoff happen to be short, each of the five later questions may take its one try, three seconds apart.
    assert clock.now() - start <= timedelta(seconds=60 + 5 * 3)


@pytest.mark.parametrize("retry_after", [120, 7200])
async def test_a_host_that_asks_for_more_patience_than_there_is_is_asked_once_for_all_categories(
    arxiv: ArxivDouble, clock: MovedClock, retry_after: int
) -> None:
    codes = ("cs.CV", "cs.AI", "cs.LG")
    for code in codes:
        for path in (f"/rss/{code}", f"/list/{code}/new"):
            arxiv.fail(path, status=429, times=None, retry_after=retry_after)
    start = clock.now()
    async with Arxiv(
        rss_url=arxiv.rss_url, site_url=arxiv.site_url, api_url=arxiv.api_url, contact="", clock=clock, patience=60
    ) as source:
        for code in codes:
            with pytest.raises(SourceError, match="429 from") as caught:
                await source.announcement(code, MONDAY)
            assert caught.value.retry_at == start + timedelta(seconds=retry_after)
    assert [request.path for request in arxiv.requests] == ["/rss/cs.CV", "/list/cs.CV/new"]
    assert clock.now() - start <= timedelta(seconds=3)


async def test_a_403_is_told_at_once_and_nothing_more_is_asked(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.fail("/rss/cs.CV", status=403)
    for _ in range(2):
        with pytest.raises(HostStopped):
            await source.announcement("cs.CV", MONDAY)
    assert len(arxiv.requests) == 1
    assert len(source.stopped) == 1


async def test_a_category_that_arxiv_does_not_know_is_refused_in_its_words(source: Arxiv) -> None:
    with pytest.raises(Refused, match=r"Bad archive 'heplat'"):
        await source.announcement("heplat", MONDAY)


# -- days that are not out


async def test_before_feed_and_page_turn_the_day_is_not_out_yet(
    arxiv: ArxivDouble, source: Arxiv, clock: MovedClock
) -> None:
    arxiv.lagging_feed("cs.CV")
    arxiv.late_page("cs.CV")
    with pytest.raises(NotYet, match="is not out") as caught:
        await source.announcement("cs.CV", MONDAY)
    assert caught.value.retry_at == clock.now() + timedelta(minutes=15)
    arxiv.mend()
    assert ids(await source.announcement("cs.CV", MONDAY)) == ALL


async def test_a_holiday_is_not_taken_for_a_quiet_day(arxiv: ArxivDouble, source: Arxiv, clock: MovedClock) -> None:
    clock.advance(days=4)  # the Friday after Thanksgiving: an empty feed of that date, and a page of the days before
    with pytest.raises(NotYet, match="its feed is empty, and its page shows 2026-11-23"):
        await source.announcement("cs.CV", date(2026, 11, 27))


async def test_yesterdays_items_under_todays_date_are_not_out_yet_where_the_page_is_yesterdays_too(
    arxiv: ArxivDouble, source: Arxiv
) -> None:
    arxiv.stale_feed("cs.CV", FRIDAY)
    arxiv.late_page("cs.CV")
    with pytest.raises(NotYet, match="its feed is that of an earlier day"):
        await source.announcement("cs.CV", MONDAY)


async def test_an_empty_feed_is_not_believed_while_the_page_does_not_answer(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.spoil("/rss/cs.CV", "empty feed")
    arxiv.fail("/list/cs.CV/new", status=503, times=None, retry_after=1800)
    with pytest.raises(NotYet, match="its page does not answer") as caught:
        await source.announcement("cs.CV", MONDAY)
    assert caught.value.retry_at == arxiv.requests[-1].at + timedelta(minutes=15)


# -- audits that cannot be had


async def test_a_failing_page_does_not_hold_up_the_day(
    arxiv: ArxivDouble, source: Arxiv, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    start = clock.now()
    arxiv.fail("/list/cs.CV/new", status=503, times=None)
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.source, announcement.stated) == (ALL, "rss", None)
    assert clock.now() - start < timedelta(minutes=3)
    assert "without its audit" in caplog.text


@pytest.mark.parametrize("how", ["truncated", "reset midway"])
async def test_a_broken_page_is_tried_again(arxiv: ArxivDouble, source: Arxiv, how: Breakage) -> None:
    arxiv.spoil("/list/cs.CV/new", how)
    assert (await source.announcement("cs.CV", MONDAY)).stated == 11


async def test_a_page_that_is_late_leaves_the_feed_unaudited(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.late_page("cs.CV")
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.stated) == (ALL, None)


async def test_in_the_evening_the_catch_up_page_is_the_audit(
    arxiv: ArxivDouble, source: Arxiv, clock: MovedClock
) -> None:
    arxiv.announce(TUESDAY, "cs.CV", [("new", invent(1, first=90901)[0])])
    arxiv.stragglers("cs.CV", [NEW[5].id])
    clock.advance(hours=21)  # 21:10 in New York: the feed is still Monday's, the page is Tuesday's
    announcement = await source.announcement("cs.CV", MONDAY)
    assert sorted(ids(announcement)) == sorted(ALL)
    assert (announcement.source, announcement.added, announcement.stated) == ("rss", (NEW[5].id,), 11)
    assert arxiv.requests[-1].path == "/catchup/cs.CV/2026-11-23"


async def test_in_the_evening_a_stale_feed_is_replaced_by_the_catch_up_page(
    arxiv: ArxivDouble, source: Arxiv, clock: MovedClock
) -> None:
    arxiv.announce(TUESDAY, "cs.CV")
    arxiv.stale_feed("cs.CV", FRIDAY)
    clock.advance(hours=21)
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.source) == (ALL, "catchup")


async def test_what_arxiv_states_and_nobody_shows_is_missing_and_said(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.miscount("cs.CV", 3)
    announcement = await source.announcement("cs.CV", MONDAY)
    assert (ids(announcement), announcement.stated, announcement.missing) == (ALL, 14, 3)


# -- days gone by


async def test_a_missed_day_is_fetched_from_its_catch_up_page(arxiv: ArxivDouble, source: Arxiv) -> None:
    announcement = await source.announcement("cs.CV", FRIDAY)
    assert ids(announcement) == [paper.id for paper in OLD]
    assert (announcement.day, announcement.source, announcement.stated) == (FRIDAY, "catchup", 8)
    assert announcement.added == ()
    (request,) = arxiv.requests
    assert (request.path, request.query) == ("/catchup/cs.CV/2026-11-20", {"abs": "True"})
    assert request.headers["Accept"] == "text/html"


async def test_what_a_catch_up_page_states_and_does_not_show_is_missing_and_said(
    arxiv: ArxivDouble, source: Arxiv
) -> None:
    arxiv.miscount("cs.CV", 2)
    announcement = await source.announcement("cs.CV", FRIDAY)
    assert (len(announcement.entries), announcement.stated, announcement.missing) == (8, 10, 2)
    assert [request.query for request in arxiv.requests] == [{"abs": "True"}, {"abs": "True", "page": "2"}]


async def test_the_catch_up_page_of_another_day_is_never_taken(arxiv: ArxivDouble, source: Arxiv) -> None:
    arxiv.spoil("/catchup/cs.CV/2026-11-20", "other day", times=2)
    assert len((await source.announcement("cs.CV", FRIDAY)).entries) == 8
    assert len(arxiv.requests) == 3


async def test_a_day_gone_by_without_announcement_is_empty_and_counted(source: Arxiv) -> None:
    announcement = await source.announcement("cs.CV", date(2026, 11, 21))
    assert (announcement.entries, announcement.stated, announcement.missing) == ((), 0, 0)


async def test_ninety_days_back_is_the_furthest(arxiv: ArxivDouble, source: Arxiv) -> None:
    furthest = MONDAY - timedelta(days=90)
    assert (await source.announcement("cs.CV", furthest)).entries == ()
    with pytest.raises(UsageError, match=f"90 days, so {furthest} is the earliest"):
        await source.announcement("cs.CV", furthest - timedelta(days=1))
    assert len(arxiv.requests) == 1


@pytest.mark.parametrize("hour", [0, 15, 23])
async def test_a_day_that_has_not_come_in_new_york_is_never_asked_for(
    arxiv: ArxivDouble, source: Arxiv, clock: MovedClock, hour: int
) -> None:
    clock.advance(hours=hour, minutes=-15)  # from 23:55 on Sunday, New York
    tomorrow = (clock.now().astimezone(UTC) - timedelta(hours=5)).date() + timedelta(days=1)
    with pytest.raises(UsageError, match=f"{tomorrow} has not come yet"):
        await source.announcement("cs.CV", tomorrow)
    assert arxiv.requests == []


async def test_the_day_is_new_yorks_under_daylight_saving_too(clock: MovedClock) -> None:
    summer = MovedClock(datetime(2026, 7, 14, 4, 1, tzinfo=UTC))  # one past midnight in New York
    async with (
        ArxivDouble(summer) as arxiv,
        Arxiv(
            rss_url=arxiv.rss_url,
            site_url=arxiv.site_url,
            api_url=arxiv.api_url,
            contact="me@example.org",
            clock=summer,
        ) as source,
    ):
        arxiv.announce(date(2026, 7, 14), "cs.CV", ENTRIES)
        assert ids(await source.announcement("cs.CV", date(2026, 7, 14))) == ALL


# -- days of more than one page


@pytest.fixture(scope="module")
def crowd() -> list[tuple[str, Paper]]:
    news = [
        replace(paper, authors=paper.authors[:2], abstract="Much.")
        for paper in invent(1900, category="cs.LG", first=91001)
    ]
    crosses = [replace(news[0], id=f"2611.{93001 + n}", categories=("cs.CL", "cs.LG")) for n in range(2300)]
    return [*(("new", paper) for paper in news), *(("cross", paper) for paper in crosses)]


async def test_a_feed_that_is_cut_at_2000_is_completed_from_the_pages(
    source: Arxiv, arxiv: ArxivDouble, crowd: list[tuple[str, Paper]]
) -> None:
    arxiv.announce(MONDAY, "cs.LG", crowd)
    announcement = await source.announcement("cs.LG", MONDAY)
    assert ids(announcement) == [paper.id for _, paper in crowd]
    assert (announcement.stated, len(announcement.added)) == (4200, 2200)
    assert [request.query for request in arxiv.asked("/list/cs.LG/new")] == [
        {}, {"skip": "2000", "show": "2000"}, {"skip": "4000", "show": "2000"},
    ]  # fmt: skip


async def test_a_catch_up_of_several_pages_is_read_to_the_end(
    source: Arxiv, arxiv: ArxivDouble, crowd: list[tuple[str, Paper]]
) -> None:
    arxiv.announce(FRIDAY, "cs.LG", crowd)
    announcement = await source.announcement("cs.LG", FRIDAY)
    assert ids(announcement) == [paper.id for _, paper in crowd]
    assert announcement.stated == 4200
    assert [request.query.get("page", "1") for request in arxiv.requests] == ["1", "2", "3"]


async def test_a_page_that_turns_while_it_is_read_is_no_audit(
    source: Arxiv, arxiv: ArxivDouble, clock: MovedClock, crowd: list[tuple[str, Paper]]
) -> None:
    arxiv.announce(MONDAY, "cs.LG", crowd)
    arxiv.announce(TUESDAY, "cs.LG", [("new", paper) for paper in OLD])
    clock.advance(hours=19, minutes=49, seconds=50)  # ten seconds to eight in the evening
    announcement = await source.announcement("cs.LG", MONDAY)
    assert (len(announcement.entries), announcement.stated) == (2000, None)


# -- single papers


async def test_a_paper_is_asked_for_by_id(arxiv: ArxivDouble, source: Arxiv) -> None:
    paper = await source.paper(Reference(id=NEW[0].id, version=None))
    assert paper is not None
    assert (paper.id, paper.title, paper.comment, paper.submitted) == (
        NEW[0].id, NEW[0].title, NEW[0].comment, NEW[0].submitted,
    )  # fmt: skip
    (request,) = arxiv.requests
    assert (request.host, request.query) == ("api", {"id_list": NEW[0].id, "max_results": "1"})


async def test_a_version_is_asked_for_by_its_number(arxiv: ArxivDouble, source: Arxiv) -> None:
    paper = await source.paper(Reference(id=REPLACED[0].id, version=1))
    assert paper is not None
    assert paper.version == 1


@pytest.mark.parametrize("reference", [Reference(id="2611.99999", version=None), Reference(id=NEW[0].id, version=7)])
async def test_a_paper_that_arxiv_does_not_know_is_none(source: Arxiv, reference: Reference) -> None:
    assert await source.paper(reference) is None


async def test_an_id_that_the_api_refuses_is_a_wrong_question(source: Arxiv) -> None:
    with pytest.raises(UsageError, match="incorrect id format for abc"):
        await source.paper(Reference(id="abc", version=None))


async def test_a_failing_api_is_told_soon_because_somebody_waits(
    arxiv: ArxivDouble, source: Arxiv, clock: MovedClock
) -> None:
    arxiv.fail("/api/query", status=503, times=None)
    start = clock.now()
    with pytest.raises(SourceError, match="503 from"):
        await source.paper(Reference(id=NEW[0].id, version=None))
    # The patience of somebody who waits, and the last try's turn at the limiter.
    assert clock.now() - start <= timedelta(seconds=20 + 3)


@pytest.mark.parametrize("url", ["", "arxiv.org", "ftp://arxiv.org", "http://", "http://[", "https://arxiv.org:x"])
async def test_an_address_that_is_none_is_a_mistake_in_the_settings(clock: MovedClock, url: str) -> None:
    good = "https://example.org"
    with pytest.raises(SettingsError, match="is no address of arXiv's"):
        Arxiv(rss_url=good, site_url=url, api_url=good, contact="me@example.org", clock=clock)
