"""The nightly audit: once for each closed day, gently, and whatever came late is in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.papers import Announced, Announcement, Kind
from handlers import daily
from handlers.audit import Audit, completed
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.doubles.running import at
from tests.stories.conftest import TUESDAY, WISHES, Assemble, announce

CODES = WISHES.categories
WEDNESDAY = TUESDAY + timedelta(days=1)
FIRST, SECOND, LATE, CROSSED = invent(4)


def of(*entries: Announced, stated: int | None, source: str = "rss") -> Announcement:
    return Announcement(day=TUESDAY, category="cs.CV", entries=entries, stated=stated, source=source)


def test_what_the_page_has_besides_joins_its_own_kind_and_nothing_of_ours_goes() -> None:
    ours = of(Announced(FIRST, Kind.NEW), Announced(CROSSED, Kind.CROSS), stated=2)
    page = of(Announced(LATE, Kind.NEW), Announced(replace(FIRST, title="Worse"), Kind.NEW), stated=3, source="catchup")
    whole = completed(ours, page)
    assert [entry.paper for entry in whole.entries] == [FIRST, LATE, CROSSED]
    assert (whole.stated, whole.added, whole.source) == (3, (LATE.id,), "rss")


def test_where_nothing_came_late_nothing_changes_but_that_it_is_counted() -> None:
    ours = of(Announced(FIRST, Kind.NEW), stated=1)
    assert completed(ours, of(Announced(FIRST, Kind.NEW), stated=1, source="catchup")) == ours
    assert completed(replace(ours, stated=None), replace(ours, source="catchup")).stated == 1


async def test_a_closed_day_is_counted_once_the_night_after_and_not_before_three(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, [FIRST, SECOND])
    announce(arxiv, WEDNESDAY, invent(1, first=91001))
    counted: list[date] = []
    async with assemble() as parts:
        audit = Audit(parts, counted.append)
        await daily.gather(TUESDAY, CODES, parts)
        arxiv.announce(TUESDAY, "cs.CV", [("new", LATE)])
        for moment in ("2026-11-24T23:00", "2026-11-25T07:59"):
            at(clock, moment)
            await audit.count()
            assert counted == []
        at(clock, "2026-11-25T08:00")
        await audit.count()
        assert counted == [TUESDAY]
        (found, _) = await parts.store.announcements(TUESDAY, CODES)
        assert found.added == (LATE.id,)
        assert found.source == "rss", "the feed stays the better witness of what it has"
        asked = len(arxiv.requests)
        for _ in range(10):
            clock.advance(hours=1)
            await audit.count()
    async with assemble() as parts:
        await Audit(parts, counted.append).count()
    assert counted == [TUESDAY]
    assert len(arxiv.requests) == asked


async def test_while_arxiv_does_not_answer_it_is_tried_every_hour_and_given_up_after_days(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, [FIRST, SECOND])
    counted: list[date] = []
    async with assemble() as parts:
        audit = Audit(parts, counted.append)
        await daily.gather(TUESDAY, CODES, parts)
        path = f"/catchup/cs.CV/{TUESDAY}"
        arxiv.fail(path, status=404, times=None)
        at(clock, "2026-11-25T08:00")
        for _ in range(12):
            await audit.count()
            clock.advance(minutes=10)
        assert len(arxiv.asked(path)) == 2
        assert counted == []
        at(clock, "2026-11-28T08:00")
        await audit.count()
    assert counted == [TUESDAY]


async def test_what_came_from_the_catch_up_page_needs_no_counting(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, [FIRST, SECOND])
    at(clock, "2026-11-25T12:00")
    async with assemble() as parts:
        await daily.gather(TUESDAY, CODES, parts)
        asked = len(arxiv.requests)
        counted: list[date] = []
        await Audit(parts, counted.append).count()
    assert len(arxiv.requests) == asked
