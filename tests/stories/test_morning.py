"""A morning's troubles: whatever goes wrong outside, every announced paper is in the edition once, or named as late."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO

from bot.announcements import Reason
from bot.console.adapter import ConsoleAdapter
from bot.digest import Digest
from bot.messages import Destination
from bot.papers import Paper
from bot.subscriptions import Subscription
from handlers import daily, quiet
from handlers.daily import Edition
from handlers.deliver import deliver
from handlers.errands import Errand
from handlers.press import Press
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.model import RATE_LIMIT, ModelServer
from tests.doubles.papers import invent
from tests.stories.conftest import MONDAY, TUESDAY, WISHES, Assemble, Witness, announce

THANKSGIVING_FRIDAY = date(2026, 11, 27)
SUNDAY = date(2026, 11, 22)


def ids(digest: Digest) -> list[str]:
    return sorted(entry.announced.paper.id for entry in digest.entries)


def expected(papers: list[Paper]) -> list[str]:
    return sorted(paper.id for paper in papers)


def assert_whole(edition: Edition, papers: list[Paper]) -> None:
    assert ids(edition.digest) == expected(papers)
    assert edition.digest.receipt.announced == len(papers)
    assert edition.digest.receipt.lost == 0
    assert edition.held_up == {}


async def test_an_ordinary_morning_brings_every_paper_once(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts), papers)


async def test_the_same_day_a_second_time_asks_nobody(
    arxiv: ArxivDouble, model: ModelServer, assemble: Assemble, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    async with assemble(with_model=True) as parts:
        first = await daily.edition(TUESDAY, WISHES, parts)
    asked, paid = len(arxiv.requests), len(model.requests)
    async with assemble(with_model=True) as parts:
        again = await daily.edition(TUESDAY, WISHES, parts)
    assert (len(arxiv.requests), len(model.requests)) == (asked, paid)
    assert again.digest == first.digest
    assert again.digest.receipt.summarized == len(papers)


async def test_a_feed_that_is_stale_for_one_category_only_is_made_good_from_the_page(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], witness: Witness
) -> None:
    old = invent(4, first=90501)
    announce(arxiv, MONDAY, old)
    announce(arxiv, TUESDAY, papers)
    arxiv.stale_feed("cs.CV", MONDAY, redated=True)
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts), papers)
    by_category = {announcement.category: announcement for announcement in witness.announcements}
    assert by_category["cs.CV"].source == "listing"
    assert by_category["cs.CV"].added
    assert by_category["cs.AI"].source == "rss"


async def test_stragglers_that_the_feed_lacks_are_added_and_said(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], witness: Witness
) -> None:
    announce(arxiv, TUESDAY, papers)
    late = [paper.id for paper in papers if paper.primary == "cs.CV"][-2:]
    arxiv.stragglers("cs.CV", late)
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts), papers)
    (of_cv,) = [one for one in witness.announcements if one.category == "cs.CV"]
    assert sorted(of_cv.added) == sorted(late)


async def test_a_late_announcement_is_waited_for_until_every_category_is_verified(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], witness: Witness, clock: MovedClock
) -> None:
    announce(arxiv, MONDAY, invent(3, first=90501))
    announce(arxiv, TUESDAY, papers)
    arxiv.lagging_feed("cs.AI")
    arxiv.late_page("cs.AI")
    started = clock.now()

    def mend_after_an_hour(until: object) -> None:
        if clock.now() - started >= timedelta(hours=1):
            arxiv.mend("cs.AI")

    witness.waiting = mend_after_an_hour  # type: ignore[method-assign]  # our own double, not a library's
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts, wait=True), papers)
    assert clock.now() - started >= timedelta(hours=1)
    assert len(arxiv.asked("/rss/cs.CV")) == 1


async def test_without_waiting_the_edition_names_what_is_late_and_the_rest_is_there(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, MONDAY, invent(3, first=90501))
    announce(arxiv, TUESDAY, papers)
    arxiv.lagging_feed("cs.AI")
    arxiv.late_page("cs.AI")
    async with assemble() as parts:
        edition = await daily.edition(TUESDAY, WISHES, parts)
    assert list(edition.held_up) == ["cs.AI"]
    assert edition.digest.receipt.pending == ("cs.AI",)
    assert ids(edition.digest) == expected([paper for paper in papers if "cs.CV" in paper.categories])
    assert quiet.why(edition, asked_at=clock.now(), now=clock.now()) is None


async def test_a_truncated_feed_is_asked_for_again_and_is_never_an_empty_day(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    arxiv.spoil("/rss/cs.CV", "truncated", times=2)
    arxiv.spoil("/rss/cs.AI", "not XML", times=1)
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts), papers)
    assert len(arxiv.asked("/rss/cs.CV")) == 3


async def test_refused_for_an_hour_the_bot_is_patient_and_then_says_since_when(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, papers)
    for category in WISHES.categories:
        for path in (f"/rss/{category}", f"/list/{category}/new"):
            arxiv.fail(path, status=429, times=None, retry_after=300)
    started = clock.now()
    async with assemble() as parts:
        edition = await daily.edition(TUESDAY, WISHES, parts)
        reason = quiet.why(edition, asked_at=started, now=clock.now())
    assert set(edition.held_up) == set(WISHES.categories)
    assert reason is not None
    assert reason.reason is Reason.FAILING
    assert "since" in str(reason)
    assert len(arxiv.requests) < 100
    arxiv.mend()
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts), papers)


async def test_a_host_that_forbids_is_left_alone_by_the_next_start_too(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, papers)
    arxiv.fail("/rss/cs.CV", status=403, times=None)
    async with assemble() as parts:
        first = await daily.edition(TUESDAY, WISHES, parts)
    asked = len(arxiv.requests)
    assert "cs.CV" in first.held_up
    arxiv.mend()
    async with assemble() as parts:
        second = await daily.edition(TUESDAY, WISHES, parts)
    assert "cs.CV" in second.held_up
    assert [request for request in arxiv.requests[asked:] if request.host == "rss"] == []
    clock.advance(days=1)
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts), papers)


async def test_a_quiet_day_is_confirmed_by_the_page_and_said(
    arxiv: ArxivDouble, assemble: Assemble, clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, [])
    async with assemble() as parts:
        edition = await daily.edition(TUESDAY, WISHES, parts)
    reason = quiet.why(edition, asked_at=clock.now(), now=clock.now())
    assert edition.held_up == {}
    assert reason is not None
    assert reason.reason is Reason.NOTHING


async def test_a_holiday_is_named_with_the_next_date(arxiv: ArxivDouble, assemble: Assemble, clock: MovedClock) -> None:
    announce(arxiv, TUESDAY, invent(3))
    clock.advance(days=3)
    async with assemble() as parts:
        edition = await daily.edition(THANKSGIVING_FRIDAY, WISHES, parts)
    reason = quiet.why(edition, asked_at=clock.now(), now=clock.now())
    assert reason is not None
    assert "Thanksgiving" in str(reason)
    assert "30 November 2026" in str(reason)


async def test_a_missed_day_comes_from_the_catch_up_page(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, papers)
    clock.advance(days=80)
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts), papers)
    assert {request.path for request in arxiv.requests} == {
        f"/catchup/{category}/{TUESDAY}" for category in WISHES.categories
    }


async def test_a_paper_that_arxiv_counts_and_nobody_shows_is_shouted_as_lost(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    arxiv.miscount("cs.CV", extra=2)
    async with assemble() as parts:
        edition = await daily.edition(TUESDAY, WISHES, parts)
    assert ids(edition.digest) == expected(papers)
    assert edition.digest.receipt.lost == 2
    assert not edition.digest.receipt.balanced


async def test_a_paper_without_a_models_summary_is_repaired_later_and_paid_for_no_sooner_than_planned(
    arxiv: ArxivDouble, model: ModelServer, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, papers)
    model.always = RATE_LIMIT
    async with assemble(with_model=True) as parts:
        first = await daily.edition(TUESDAY, WISHES, parts)
    assert first.digest.receipt.from_abstract == len(papers)
    asked = len(model.requests)
    model.always = type(model)().always
    async with assemble(with_model=True) as parts:
        at_once = await daily.edition(TUESDAY, WISHES, parts)
    assert (at_once.digest.receipt.from_abstract, len(model.requests)) == (len(papers), asked)
    clock.advance(hours=1)
    async with assemble(with_model=True) as parts:
        assert_whole(repaired := await daily.edition(TUESDAY, WISHES, parts), papers)
    assert repaired.digest.receipt.summarized == len(papers)
    assert set(model.answered.values()) == {1}


async def test_past_the_token_budget_the_day_is_extracted_even_after_a_restart(
    arxiv: ArxivDouble, model: ModelServer, assemble: Assemble, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    async with assemble(with_model=True, budget=1) as parts:
        first = await daily.edition(TUESDAY, WISHES, parts)
    assert first.digest.receipt.summarized < len(papers)
    assert_whole(first, papers)
    paid = sum(model.answered.values())
    async with assemble(with_model=True, budget=1) as parts:
        await daily.edition(TUESDAY, WISHES, parts)
    assert sum(model.answered.values()) == paid


async def test_what_a_filter_drops_is_counted_and_never_paid_for(
    arxiv: ArxivDouble, model: ModelServer, assemble: Assemble, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    wishes = type(WISHES)(categories=WISHES.categories, unwanted_authors=(papers[0].authors[0],))
    async with assemble(with_model=True) as parts:
        edition = await daily.edition(TUESDAY, wishes, parts)
    dropped = edition.digest.receipt.filtered_total
    assert dropped >= 1
    assert edition.digest.receipt.lost == 0
    assert len(model.asked) == len(papers) - dropped


async def test_a_feed_without_its_audit_is_delivered_and_looked_at_again(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, papers)
    late = [paper.id for paper in papers if paper.primary == "cs.CV"][-2:]
    arxiv.stragglers("cs.CV", late)
    arxiv.fail("/list/cs.CV/new", status=404, times=None)
    async with assemble() as parts:
        first = await daily.edition(TUESDAY, WISHES, parts)
    assert first.held_up == {}
    assert first.digest.receipt.unaudited == ("cs.CV",)
    assert any("cs.CV" in warning for warning in first.digest.receipt.warnings)
    asked = len(arxiv.requests)
    async with assemble() as parts:
        await daily.edition(TUESDAY, WISHES, parts)
    assert len(arxiv.requests) == asked
    arxiv.mend("/list/cs.CV/new")
    clock.advance(hours=1)
    async with assemble() as parts:
        assert_whole(audited := await daily.edition(TUESDAY, WISHES, parts), papers)
    assert audited.digest.receipt.unaudited == ()


async def test_an_audit_that_fails_again_costs_nothing_that_is_there(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, papers)
    arxiv.fail("/list/cs.CV/new", status=404, times=None)
    async with assemble() as parts:
        first = await daily.edition(TUESDAY, WISHES, parts)
    arxiv.fail("/rss/cs.CV", status=403, times=None)
    clock.advance(hours=1)
    async with assemble() as parts:
        again = await daily.edition(TUESDAY, WISHES, parts)
    assert again == first


async def test_what_arxiv_counts_and_does_not_show_is_asked_for_until_it_is_there(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, papers)
    arxiv.miscount("cs.CV", extra=2)
    async with assemble() as parts:
        edition = await daily.edition(TUESDAY, WISHES, parts)
    fault = quiet.fault(edition, quiet.why(edition, asked_at=clock.now(), now=clock.now()))
    assert fault is not None
    assert "2 papers" in str(fault)
    arxiv.mend("cs.CV")
    clock.advance(hours=1)
    async with assemble() as parts:
        assert_whole(await daily.edition(TUESDAY, WISHES, parts), papers)


async def test_papers_that_come_after_an_edition_went_out_follow_on_pages_of_their_own(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, papers)
    late = [paper.id for paper in papers if "cs.AI" not in paper.categories][-2:]
    arxiv.stragglers("cs.CV", late)
    arxiv.fail("/list/cs.CV/new", status=404, times=None)
    subscription = Subscription(destination=Destination("console", ""), wishes=WISHES)
    brought: list[str] = []
    for run in range(3):
        if run == 1:
            arxiv.mend("/list/cs.CV/new")
        async with assemble() as parts:
            stream = StringIO()
            await deliver(
                Errand(day=TUESDAY),
                subscription,
                press=Press(parts),
                ledger=parts.store,
                adapter=ConsoleAdapter(stream),
            )
            brought += re.findall(r"/abs/(\S+)", stream.getvalue())
        if run == 0:
            assert not set(late) & set(brought)
        clock.advance(hours=1)
    assert sorted(brought) == expected(papers)
