"""Weeks of a running bot on a moved clock: what was missed, what is late, nights, and days without anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot import announcements
from bot.adapter import Post, Unreachable
from bot.digest import Digest
from bot.messages import Destination, Page, State
from bot.papers import Paper
from bot.subscriptions import Look, Missed, Subscription
from handlers.deliver import deliver
from handlers.errands import Errand
from handlers.press import Press
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.doubles.running import at, ids
from tests.handlers.conftest import Run
from tests.handlers.test_courier import Chats
from tests.stories.conftest import WISHES, announce

HERE = Destination("chat", "here")
FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (20, 23, 24, 25))
WEEK = {day: invent(3, first=90100 + 10 * number) for number, day in enumerate((FRIDAY, MONDAY, TUESDAY, WEDNESDAY))}


class Rooms(Chats):
    """Remembers the digests of what it was to bring, by the text of their covers."""

    def __init__(self) -> None:
        super().__init__()
        self.digests: list[Digest] = []
        self.most: int | None = None
        """After so many pages nobody can be reached any more."""

    async def send(self, post: Post) -> str:
        if len(self.arrived) == self.most:
            raise Unreachable("no way")
        return await super().send(post)

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        self.digests.append(digest)
        cover, *others = super().pages(digest, look)
        skipped = f" without {', '.join(map(str, digest.skipped))}" if digest.skipped else ""
        return [replace(cover, text=f"{digest.since or ''}..{digest.day}{skipped}"), *others]

    @property
    def covers(self) -> list[str]:
        return [post.page.text for post in self.arrived if post.page.links]

    @property
    def lines(self) -> list[str]:
        return [post.page.text for post in self.arrived if post.page.is_line]


def to(chat: str = "here", **wishes: Any) -> Subscription:
    return Subscription(destination=Destination("chat", chat), wishes=WISHES, **wishes)


@pytest.fixture
def week(arxiv: ArxivDouble) -> dict[date, list[Paper]]:
    """Friday to Wednesday; the first paper of each day is listed again the day after, as a cross-list."""
    for day, papers in WEEK.items():
        announce(arxiv, day, papers)
    return WEEK


async def begun(run: Run, clock: MovedClock, chats: Rooms, *subscriptions: Subscription) -> None:
    """The bot has brought Friday's edition, and goes away."""
    at(clock, "2026-11-20T21:00")
    async with run(chats, *subscriptions) as running:
        await running.settle()
    assert set(chats.covers) == {"..2026-11-20"}


@pytest.mark.parametrize(
    ("missed", "covers"),
    [
        ("each", ["2026-11-23..2026-11-23", "2026-11-24..2026-11-24", "..2026-11-25"]),
        ("one", ["2026-11-23..2026-11-25"]),
        ("newest", ["..2026-11-25 without 2026-11-23, 2026-11-24"]),
    ],
)
async def test_after_days_away_what_was_missed_comes_as_it_is_wished_and_says_so(
    missed: Missed, covers: list[str], run: Run, clock: MovedClock, week: dict[date, list[Paper]]
) -> None:
    chats = Rooms()
    await begun(run, clock, chats, to(missed=missed))
    at(clock, "2026-11-25T12:00")
    async with run(chats, to(missed=missed)) as running:
        await running.settle()
        assert await running.parts.store.considered() == {HERE: WEDNESDAY}
    assert chats.covers[1:] == covers
    days = [FRIDAY, WEDNESDAY] if missed == "newest" else list(week)
    assert sorted(chats.papers("here")) == ids([paper for day in days for paper in week[day]])
    assert all(digest.receipt.lost == 0 for digest in chats.digests)


async def test_a_cover_that_is_rewritten_after_a_restart_still_says_which_days_were_skipped(
    run: Run, clock: MovedClock, week: dict[date, list[Paper]]
) -> None:
    chats = Rooms()
    await begun(run, clock, chats, to(missed="newest"))
    at(clock, "2026-11-25T12:00")
    async with run(chats, to(missed="newest")) as running:
        await running.settle()
    again = Rooms()
    async with run(again, to(missed="newest")) as running:
        store = running.parts.store
        cover, *_ = await store.deliveries(HERE, WEDNESDAY)
        await store.revise(cover, replace(cover.page, text="what an older program said"))
        mend = Errand(day=WEDNESDAY, counts=False, only_mends=True)
        await deliver(mend, to(missed="newest"), press=Press(running.parts), ledger=store, adapter=again)
        cover, *_ = await store.deliveries(HERE, WEDNESDAY)
    assert cover.page.text == chats.covers[-1] == "..2026-11-25 without 2026-11-23, 2026-11-24"


async def test_what_came_before_does_not_come_again_in_an_edition_over_the_gap(
    run: Run, clock: MovedClock, arxiv: ArxivDouble, week: dict[date, list[Paper]]
) -> None:
    arxiv.announce(MONDAY, "cs.AI", [("cross", week[FRIDAY][0])])
    chats = Rooms()
    await begun(run, clock, chats, to(missed="one"))
    at(clock, "2026-11-25T12:00")
    async with run(chats, to(missed="one")) as running:
        await running.settle()
    assert sorted(chats.papers("here")) == ids([paper for papers in week.values() for paper in papers])
    assert chats.digests[-1].receipt.filtered == {"had before": 1}
    assert chats.digests[-1].receipt.announced == 10


@pytest.mark.parametrize("missed", ["each", "one", "newest"])
@pytest.mark.parametrize("pages", range(1, 7))
async def test_a_stop_in_the_middle_of_catching_up_repeats_nothing_and_loses_nothing(
    pages: int, missed: Missed, run: Run, clock: MovedClock, week: dict[date, list[Paper]]
) -> None:
    """After so many pages nothing arrives any more; a day later another start goes on, and a new day is there."""
    chats = Rooms()
    at(clock, "2026-11-20T12:00")
    async with run(chats, to(missed=missed)) as running:
        await running.settle()
    at(clock, "2026-11-24T12:00")
    chats.most = len(chats.arrived) + pages
    async with run(chats, to(missed=missed)) as running:
        for _ in range(5):
            await running.round()
    chats.most = None
    at(clock, "2026-11-25T12:00")
    async with run(chats, to(missed=missed)) as running:
        await running.settle()
        for day in week:
            states = {one.state for one in await running.parts.store.deliveries(HERE, day)}
            assert states <= {State.SENT}, day
    brought = chats.papers("here")
    days = [FRIDAY, TUESDAY, WEDNESDAY] if missed == "newest" else list(week)
    assert sorted(brought) == ids([paper for day in days for paper in week[day]])


async def test_a_day_that_arxiv_skipped_has_no_edition_and_holds_nothing_up(
    run: Run, clock: MovedClock, arxiv: ArxivDouble
) -> None:
    for day in (FRIDAY, TUESDAY):
        announce(arxiv, day, WEEK[day])
    announce(arxiv, MONDAY, [])
    chats = Rooms()
    await begun(run, clock, chats, to())
    at(clock, "2026-11-24T12:00")
    async with run(chats, to()) as running:
        await running.settle()
    assert chats.covers[1:] == ["..2026-11-24"]


async def test_an_earlier_day_that_cannot_be_had_is_waited_for_and_not_for_ever(
    run: Run, clock: MovedClock, arxiv: ArxivDouble, week: dict[date, list[Paper]]
) -> None:
    chats = Rooms()
    await begun(run, clock, chats, to())
    at(clock, "2026-11-24T12:00")
    arxiv.fail(f"/catchup/cs.CV/{MONDAY}", status=404, times=None)
    async with run(chats, to()) as running:
        await running.settle()
        assert chats.covers[1:] == []
        for _ in range(7 * 4):
            clock.advance(minutes=15)
            await running.round()
        await running.settle()
        assert await running.parts.store.settle(f"given up {MONDAY}"), "whoever runs the bot was told"
    assert chats.covers[1:] == ["2026-11-23..2026-11-23", "..2026-11-24"]
    assert chats.digests[-2].receipt.pending == ("cs.CV",)
    assert set(ids(week[TUESDAY])) <= set(chats.papers("here"))


async def test_a_platform_that_was_away_alone_catches_up_while_others_go_on(
    run: Run, clock: MovedClock, week: dict[date, list[Paper]]
) -> None:
    chats, others = Rooms(), Rooms()
    there = replace(to(missed="one"), destination=Destination("other", "there"))
    at(clock, "2026-11-20T12:00")
    async with run(chats, to(), there) as running:
        running.adapters["other"] = others
        await running.settle()
        del running.adapters["other"]
        for day in ("23", "24", "25"):
            at(clock, f"2026-11-{day}T12:00")
            await running.settle()
        assert len(chats.covers) == 4
        assert len(others.covers) == 1
        running.adapters["other"] = others
        clock.advance(minutes=5)
        running.chats = others
        await running.settle()
    assert others.covers[1:] == ["2026-11-23..2026-11-25"]
    assert sorted(others.papers("there")) == sorted(chats.papers("here"))


async def test_who_subscribes_after_a_gap_is_owed_the_newest_edition_alone(
    run: Run, clock: MovedClock, week: dict[date, list[Paper]]
) -> None:
    chats = Rooms()
    await begun(run, clock, chats, to())
    at(clock, "2026-11-25T12:00")
    async with run(chats, to("new")) as running:
        await running.settle()
        assert await running.parts.store.considered() == {Destination("chat", "new"): WEDNESDAY}
    assert sorted(chats.papers("new")) == ids(week[WEDNESDAY])


@pytest.mark.parametrize("hours", [-72, -1, 49])
async def test_however_the_clock_is_set_everything_comes_once(
    hours: int, run: Run, clock: MovedClock, week: dict[date, list[Paper]]
) -> None:
    chats = Rooms()
    await begun(run, clock, chats, to(), to("evening", time=time(20)))
    async with run(chats, to(), to("evening", time=time(20))) as running:
        at(clock, "2026-11-23T12:00")
        await running.settle()
        clock.advance(hours=hours)
        for _ in range(8):
            await running.settle()
            clock.advance(hours=1)
        at(clock, "2026-11-25T21:00")
        await running.settle()
    everything = ids([paper for papers in week.values() for paper in papers])
    assert sorted(chats.papers("here")) == everything
    assert sorted(chats.papers("evening")) == everything


# --- nothing comes


async def every_hour(running: Any, clock: MovedClock, hours: int) -> None:
    for _ in range(hours):
        clock.advance(hours=1)
        await running.round()


async def test_a_weekend_gives_those_who_want_it_one_line_and_a_restart_does_not_repeat_it(
    run: Run, clock: MovedClock, week: dict[date, list[Paper]]
) -> None:
    chats = Rooms()
    everybody = [to(quiet=True), to("loud"), to("shanghai", quiet=True, time=time(8, 30), timezone="Asia/Shanghai")]
    await begun(run, clock, chats, *everybody)
    at(clock, "2026-11-21T08:00")
    for _ in range(2):
        async with run(chats, *everybody) as running:
            await every_hour(running, clock, 20)
    told = [post.destination.chat for post in chats.arrived if post.page.is_line]
    assert sorted(told) == ["here", "shanghai"]
    assert chats.lines[0] == (
        "arXiv announces nothing at weekends. The next announcement is expected on Monday, November 23, 2026 at "
        "00:00 New York time (05:00 UTC)."
    )


async def test_nobody_asks_arxiv_for_anything_at_a_weekend_or_once_all_is_verified(
    run: Run, clock: MovedClock, arxiv: ArxivDouble, week: dict[date, list[Paper]]
) -> None:
    chats = Rooms()
    await begun(run, clock, chats, to(quiet=True))
    at(clock, "2026-11-21T12:00")
    async with run(chats, to(quiet=True)) as running:
        await every_hour(running, clock, 1)  # Friday is counted again, once
        asked = len(arxiv.requests)
        await every_hour(running, clock, 38)
        assert len(arxiv.requests) == asked
        at(clock, "2026-11-23T05:00")
        await running.round()
        asked = len(arxiv.requests)
        assert clock.now() - arxiv.asked("/rss/cs.CV")[-1].at < timedelta(minutes=1)
        for _ in range(12):
            clock.advance(minutes=15)
            await running.round()
    assert [request.path for request in arxiv.requests[asked:]] == []


async def test_a_holiday_is_called_by_its_name_in_the_readers_language(
    run: Run, clock: MovedClock, arxiv: ArxivDouble
) -> None:
    announce(arxiv, WEDNESDAY, [])
    announce(arxiv, date(2026, 11, 26), invent(2))
    chats = Rooms()
    chinese = replace(to(quiet=True), wishes=replace(WISHES, language="Chinese"))
    at(clock, "2026-11-26T12:00")
    async with run(chats, chinese) as running:
        await running.settle()
        at(clock, "2026-11-27T12:00")
        await running.settle()
        await every_hour(running, clock, 12)
    (line,) = chats.lines
    assert "感恩节" in line


@pytest.mark.parametrize("trouble", ["late", "failing"])
async def test_a_late_edition_is_told_of_once_and_follows(
    trouble: str, run: Run, clock: MovedClock, arxiv: ArxivDouble
) -> None:
    announce(arxiv, FRIDAY, WEEK[FRIDAY])
    chats = Rooms()
    await begun(run, clock, chats, to(quiet=True), to("soon", quiet=True, time=time(6)))
    at(clock, "2026-11-23T05:00")
    if trouble == "failing":
        for category in WISHES.categories:
            arxiv.fail(f"/rss/{category}", status=404, times=None)
            arxiv.fail(f"/list/{category}/new", status=404, times=None)
    async with run(chats, to(quiet=True), to("soon", quiet=True, time=time(6))) as running:
        for _ in range(6 * 4):
            await running.round()
            clock.advance(minutes=15)
        told = [post.destination.chat for post in chats.arrived if post.page.is_line]
        assert told == ["soon", "here"]
        said = "arXiv is late" if trouble == "late" else "arXiv has given no usable answer since 00:00"
        assert chats.lines[0].startswith(said)
        arxiv.mend()
        announce(arxiv, MONDAY, WEEK[MONDAY])
        for _ in range(8):
            await running.round()
            clock.advance(minutes=15)
        pages = await running.parts.store.deliveries(HERE, MONDAY)
    assert [page.page.is_line for page in pages] == [True, False, False]
    assert sorted(chats.papers("here")) == ids([*WEEK[FRIDAY], *WEEK[MONDAY]])
    assert len(chats.lines) == 2


async def test_a_day_with_nothing_in_it_is_told_of_and_a_line_that_did_not_get_through_is_not_told_the_day_after(
    run: Run, clock: MovedClock, arxiv: ArxivDouble, week: dict[date, list[Paper]]
) -> None:
    announce(arxiv, date(2026, 11, 19), [])
    chats = Rooms()
    chats.faults["away"] = [Unreachable("no way")] * 1000
    at(clock, "2026-11-19T10:00")
    everybody = [to(quiet=True), to("away", quiet=True)]
    async with run(chats, *everybody) as running:
        await running.settle()
        (line,) = chats.lines
        assert line.startswith("arXiv announced nothing in these categories for Thursday, November 19, 2026.")
    chats.faults.clear()
    at(clock, "2026-11-20T12:00")
    async with run(chats, *everybody) as running:
        await running.settle()
    assert len(chats.lines) == 1
    assert sorted(chats.papers("away")) == ids(week[FRIDAY])


# --- nights


async def test_what_came_to_a_day_after_it_was_closed_follows_the_night_after_on_pages_of_its_own(
    run: Run, clock: MovedClock, arxiv: ArxivDouble, week: dict[date, list[Paper]]
) -> None:
    (late,) = invent(1, first=95001)
    chats = Rooms()
    await begun(run, clock, chats, to(), to("other"))
    arxiv.announce(FRIDAY, "cs.CV", [("new", late)])
    async with run(chats, to(), to("other")) as running:
        clock.advance(hours=2)
        await running.settle()
        assert late.id not in chats.papers("here")
        at(clock, "2026-11-21T08:10")
        await running.settle()
        for day in range(3):
            clock.advance(days=day)
            await running.settle()
        pages = await running.parts.store.deliveries(HERE, FRIDAY)
    assert pages[-1].page.papers == (late.id,)
    assert pages[-1].page.number > 3
    for chat in ("here", "other"):
        assert chats.papers(chat).count(late.id) == 1
    asked = [request.path for request in arxiv.requests if request.path.endswith(str(FRIDAY))]
    assert sorted(asked) == [f"/catchup/cs.AI/{FRIDAY}", f"/catchup/cs.CV/{FRIDAY}"]


async def test_housekeeping_is_done_once_a_night(run: Run, clock: MovedClock, week: dict[date, list[Paper]]) -> None:
    chats = Rooms()
    at(clock, "2026-11-20T07:00")
    async with run(chats, to()) as running:
        await running.settle()
        assert await running.parts.store.kept("tidied") is None
        at(clock, "2026-11-20T09:00")
        await running.settle()
        assert await running.parts.store.kept("tidied") == "2026-11-20"


async def test_an_edition_that_has_not_changed_is_not_gone_through_again_not_even_after_a_restart(
    run: Run, clock: MovedClock, week: dict[date, list[Paper]]
) -> None:
    chats = Rooms()
    await begun(run, clock, chats, to())
    made = chats.rendered
    async with run(chats, to()) as running:
        for _ in range(4):
            clock.advance(minutes=40)
            await running.settle()
    assert chats.rendered == made


def test_the_week_of_these_tests_is_what_the_calendar_says() -> None:
    assert announcements.missed(FRIDAY - timedelta(days=1), WEDNESDAY) == list(WEEK)
