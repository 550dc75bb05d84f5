"""What ``paperboy deliver`` brings: what was begun, what was missed as it is wished, and the newest edition."""

from __future__ import annotations

from datetime import date

import pytest

from bot.adapter import Adapter, Unreachable
from bot.subscriptions import Missed, Subscription
from handlers.backlog import bring_owed
from handlers.courier import PAUSES, Courier, Outcome
from handlers.daily import Parts
from handlers.errands import before
from handlers.operators import Operators
from handlers.press import Press
from handlers.residents import Residents
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.running import at, ids
from tests.handlers.test_clockwork import FRIDAY, HERE, MONDAY, TUESDAY, WEDNESDAY, WEEK, Rooms, to
from tests.stories.conftest import Assemble, announce


async def deliver(newest: date, parts: Parts, chats: Rooms, *subscriptions: Subscription) -> list[tuple[date, Outcome]]:
    """One run of the command."""
    adapters: dict[str, Adapter] = {"chat": chats}
    operators = Operators([], adapters=adapters, store=parts.store, clock=parts.clock)
    courier = Courier(parts.store, adapters, Residents(parts.store, operators, parts.clock), operators)
    outcomes: list[tuple[date, Outcome]] = []

    async def note(day: date, outcome: Outcome) -> None:
        outcomes.append((day, outcome))

    await parts.store.enrol([one.destination for one in subscriptions], before(newest))
    await bring_owed(newest, subscriptions, Press(parts), courier, on_outcome=note)
    return outcomes


@pytest.fixture(autouse=True)
def announced(arxiv: ArxivDouble) -> None:
    for day, papers in WEEK.items():
        announce(arxiv, day, papers)


@pytest.mark.parametrize(
    ("missed", "covers"),
    [
        ("each", ["2026-11-23..2026-11-23", "2026-11-24..2026-11-24", "..2026-11-25"]),
        ("one", ["2026-11-23..2026-11-25"]),
        ("newest", ["..2026-11-25 without 2026-11-23, 2026-11-24"]),
    ],
)
async def test_a_run_after_days_without_one_catches_up_and_another_run_brings_nothing(
    missed: Missed, covers: list[str], assemble: Assemble, clock: MovedClock
) -> None:
    chats = Rooms()
    at(clock, "2026-11-20T12:00")
    async with assemble() as parts:
        await deliver(FRIDAY, parts, chats, to(missed=missed))
    at(clock, "2026-11-25T12:00")
    for _ in range(2):
        async with assemble() as parts:
            await deliver(WEDNESDAY, parts, chats, to(missed=missed))
    assert chats.covers == ["..2026-11-20", *covers]
    days = [FRIDAY, WEDNESDAY] if missed == "newest" else list(WEEK)
    assert sorted(chats.papers("here")) == ids([paper for day in days for paper in WEEK[day]])


async def test_what_was_begun_is_completed_first(assemble: Assemble, clock: MovedClock) -> None:
    chats = Rooms()
    at(clock, "2026-11-23T12:00")
    async with assemble() as parts:
        chats.most = 1
        await deliver(MONDAY, parts, chats, to())
    chats.most = None
    at(clock, "2026-11-24T12:00")
    async with assemble() as parts:
        outcomes = await deliver(TUESDAY, parts, chats, to())
    assert [day for day, _ in outcomes] == [MONDAY, TUESDAY]
    assert chats.papers("here") == [paper.id for day in (MONDAY, TUESDAY) for paper in WEEK[day]]


async def test_an_earlier_day_that_cannot_be_had_stays_owed_and_the_newest_comes(
    assemble: Assemble, clock: MovedClock, arxiv: ArxivDouble
) -> None:
    chats = Rooms()
    at(clock, "2026-11-20T12:00")
    async with assemble() as parts:
        await deliver(FRIDAY, parts, chats, to())
    at(clock, "2026-11-24T12:00")
    arxiv.fail(f"/catchup/cs.CV/{MONDAY}", status=404, times=None)
    async with assemble() as parts:
        await deliver(TUESDAY, parts, chats, to())
        assert await parts.store.considered() == {HERE: FRIDAY}
    assert chats.covers[1:] == ["..2026-11-24"]
    arxiv.mend()
    async with assemble() as parts:
        await deliver(TUESDAY, parts, chats, to())
        assert await parts.store.considered() == {HERE: TUESDAY}
    assert chats.covers[2:] == ["2026-11-23..2026-11-23"]
    assert len(set(chats.papers("here"))) == len(chats.papers("here")) == 9


async def test_who_cannot_be_reached_keeps_nobody_else_waiting(assemble: Assemble, clock: MovedClock) -> None:
    chats = Rooms()
    at(clock, "2026-11-20T12:00")
    everybody = [to(), to("away")]
    async with assemble() as parts:
        await deliver(FRIDAY, parts, chats, *everybody)
    at(clock, "2026-11-24T12:00")
    chats.faults["away"] = [Unreachable("no way")] * (2 * (len(PAUSES) + 1))
    async with assemble() as parts:
        outcomes = await deliver(TUESDAY, parts, chats, *everybody)
        await deliver(TUESDAY, parts, chats, *everybody)
    assert any(outcome.fault for _, outcome in outcomes)
    for chat in ("here", "away"):
        assert sorted(chats.papers(chat)) == ids([*WEEK[FRIDAY], *WEEK[MONDAY], *WEEK[TUESDAY]])
