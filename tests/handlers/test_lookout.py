"""Asking arXiv: at midnight in New York, every quarter of an hour until all is there, and never for nothing."""

from __future__ import annotations

from datetime import timedelta

from handlers.lookout import GIVEN_UP, Lookout
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.doubles.running import at
from tests.stories.conftest import MONDAY, TUESDAY, WISHES, Assemble, announce

CODES = WISHES.categories


async def test_what_is_not_there_is_asked_for_every_quarter_of_an_hour_and_what_is_there_not_again(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    announce(arxiv, MONDAY, invent(2))
    at(clock, "2026-11-24T04:58")
    async with assemble() as parts:
        lookout = Lookout(parts, CODES)
        asked: list[int] = []
        for _ in range(62):
            await lookout.ask()
            asked.append(len(arxiv.asked("/rss/cs.CV")))
            clock.advance(minutes=1)
        assert asked[1] == 1, "Monday's announcement"
        assert asked[2] == 2, "midnight in New York"
        assert 5 <= asked[-1] <= 6
        assert lookout.knows(TUESDAY, CODES)
        assert set(lookout.lacks(TUESDAY, CODES)) == set(CODES)
        announce(arxiv, TUESDAY, invent(2, first=90501))
        findings = lookout.findings
        clock.advance(minutes=15)
        await lookout.ask()
        assert lookout.findings == findings + 1
        assert lookout.lacks(TUESDAY, CODES) == {}
        requests = len(arxiv.requests)
        for _ in range(100):
            clock.advance(minutes=10)
            await lookout.ask()
        assert len(arxiv.requests) == requests


async def test_a_clock_that_is_set_back_makes_nobody_wait_for_the_time_that_was_named_before(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    announce(arxiv, MONDAY, invent(2))
    at(clock, "2026-11-24T12:00")
    async with assemble() as parts:
        lookout = Lookout(parts, CODES)
        await lookout.ask()
        clock.advance(hours=-5)
        announce(arxiv, TUESDAY, invent(2, first=90501))
        await lookout.ask()
        assert lookout.lacks(TUESDAY, CODES) == {}


async def test_of_the_days_that_somebody_misses_one_is_asked_for_at_a_time_the_oldest_first(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    friday = MONDAY - timedelta(days=3)
    for number, day in enumerate((friday, MONDAY, TUESDAY)):
        announce(arxiv, day, invent(2, first=90100 + 10 * number))
    async with assemble() as parts:
        lookout = Lookout(parts, CODES)
        lookout.want({MONDAY: CODES, friday: CODES})
        await lookout.ask()
        assert (lookout.knows(friday, CODES), lookout.knows(MONDAY, CODES)) == (True, False)
        assert lookout.knows(TUESDAY, CODES), "the newest is never kept waiting"
        await lookout.ask()
        assert lookout.knows(MONDAY, CODES)
        lookout.want({})
        await lookout.ask()
        assert not lookout.knows(friday, CODES), "what nobody waits for is forgotten"


async def test_a_day_is_given_up_after_hours_and_not_once_it_is_there(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    announce(arxiv, MONDAY, invent(2))
    announce(arxiv, TUESDAY, invent(2, first=90501))
    arxiv.fail(f"/catchup/cs.CV/{MONDAY}", status=404, times=None)
    async with assemble() as parts:
        lookout = Lookout(parts, CODES)
        lookout.want({MONDAY: CODES})
        await lookout.ask()
        assert not lookout.has_given_up(MONDAY, clock.now())
        assert lookout.has_given_up(MONDAY, clock.now() + GIVEN_UP)
        arxiv.mend()
        clock.advance(minutes=15)
        await lookout.ask()
        assert not lookout.has_given_up(MONDAY, clock.now() + GIVEN_UP)


async def test_a_day_that_became_too_old_while_it_was_waited_for_has_nothing_in_it(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    announce(arxiv, TUESDAY, invent(2))
    async with assemble() as parts:
        lookout = Lookout(parts, CODES)
        long_ago = TUESDAY - timedelta(days=120)
        lookout.want({long_ago: CODES})
        await lookout.ask()
        assert lookout.knows(long_ago, CODES)
        assert lookout.lacks(long_ago, CODES) == {}


async def test_new_categories_are_asked_for_at_once(assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock) -> None:
    announce(arxiv, TUESDAY, invent(2))
    async with assemble() as parts:
        lookout = Lookout(parts, ("cs.CV",))
        await lookout.ask()
        lookout.fetch(CODES)
        await lookout.ask()
        assert lookout.knows(TUESDAY, CODES)
