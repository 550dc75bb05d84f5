"""What needs a person is told once per cause, with what to do; and a line a day when nothing does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.messages import Destination
from bot.status import Coming, Pages, Platform, Status
from bot.store import Store
from handlers.operators import Operators
from handlers.vigil import AWAY, CAUSES, ENOUGH, FAILING, ROOM, Vigil, line, needs
from tests.doubles.clock import MovedClock
from tests.doubles.posts import Postbox

NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)
WELL = Status(
    version="1.0",
    started=NOW - timedelta(days=3),
    at=NOW,
    rounds=NOW,
    day=date(2026, 11, 20),
    there=("cs.CV", "cs.AI"),
    platforms=(Platform(name="telegram", standing="here"),),
    subscriptions=12,
    pages=Pages(sent=345),
    coming=(Coming(NOW + timedelta(hours=12), 3),),
    free=5 * ENOUGH,
)
SICK: dict[str, tuple[dict[str, Any], list[str]]] = {
    "arxiv": (
        {"arxiv": "No answer.", "arxiv_since": NOW - FAILING, "missing": ("cs.AI",)},
        ["cs.AI since 2026-11-20 10:00 UTC", "No answer.", "See whether arxiv.org opens"],
    ),
    "arxiv stopped": ({"stopped_hosts": ("arxiv.org",)}, ["arxiv.org (403)", "Set arxiv.contact"]),
    "model": ({"model": "The server refuses the key: check it."}, ["refuses the key", "authors' words"]),
    "disk": ({"free": ROOM - 1}, ["0.50 GB are free", "make room"]),
    "store": ({"store": "The disk is full."}, ["The disk is full.", "nothing is lost"]),
}


class Watch:
    """A vigil, and what those who run the bot hear of it."""

    def __init__(self, store: Store, *, daily_line: bool = False) -> None:
        self.clock = MovedClock(NOW)
        self.box = Postbox()
        operators = Operators([Destination("chat", "boss")], adapters={"chat": self.box}, store=store, clock=self.clock)
        self.vigil = Vigil(operators, store, self.clock, daily_line=lambda: daily_line)

    async def look(self, status: Status, *, later: timedelta = timedelta(minutes=1)) -> None:
        self.clock.advance(seconds=later.total_seconds())
        now = self.clock.now()
        await self.vigil.look(replace(status, at=now, rounds=now))

    @property
    def heard(self) -> list[str]:
        return [text for _, text in self.box.said]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "paperboy.db") as store:
        yield store


def test_every_cause_is_tried_here() -> None:
    assert set(SICK) == set(CAUSES)


@pytest.mark.parametrize("cause", CAUSES)
async def test_a_cause_is_told_once_and_again_when_it_comes_back(cause: str, store: Store) -> None:
    changes, words = SICK[cause]
    watch, sick = Watch(store), replace(WELL, **changes)
    assert [name for name, _ in needs(sick)] == [cause]
    for _ in range(3):
        await watch.look(sick)
    (sentence,) = watch.heard
    for word in words:
        assert word in sentence
    await watch.look(WELL)
    await watch.look(sick, later=timedelta(hours=1))
    assert len(watch.heard) == 2


def test_arxiv_that_has_been_silent_for_less_than_hours_needs_nobody() -> None:
    late = replace(WELL, arxiv="No answer.", arxiv_since=NOW - FAILING + timedelta(minutes=1), missing=("cs.AI",))
    assert list(needs(late)) == []


async def test_a_disk_at_the_edge_is_told_of_once(store: Store) -> None:
    watch = Watch(store)
    for free in (ROOM - 1, ROOM + 1, ROOM - 1, ROOM + 1):
        await watch.look(replace(WELL, free=free))
    assert len(watch.heard) == 1


async def test_whoever_wants_a_daily_line_gets_one_a_day_while_all_is_well(store: Store) -> None:
    watch = Watch(store, daily_line=True)
    for _ in range(10):
        await watch.look(WELL, later=timedelta(hours=12))
    assert len(watch.heard) == 5
    assert watch.heard[0] == (
        "All is well. Friday, 20 November is in for cs.CV, cs.AI; 12 subscriptions, 345 pages sent since the start. "
        "The next editions are due at 2026-11-21 01:00 UTC."
    )
    again = Watch(store, daily_line=True)  # after a restart within the same day
    again.clock.advance(seconds=(watch.clock.now() - NOW).total_seconds())
    await again.look(WELL)
    assert again.heard == []


async def test_no_line_says_that_all_is_well_where_it_is_not(store: Store) -> None:
    watch = Watch(store, daily_line=True)
    out = Platform(name="discord", standing="out", why="The token is refused.")
    await watch.look(replace(WELL, platforms=(*WELL.platforms, out)))
    await watch.look(replace(WELL, **SICK["disk"][0]))
    assert [text for text in watch.heard if "All is well" in text] == []


async def test_nobody_who_has_not_asked_for_it_gets_a_line(store: Store) -> None:
    watch = Watch(store)
    await watch.look(WELL)
    assert watch.heard == []


def test_the_line_tells_what_is_still_to_do() -> None:
    told = line(replace(WELL, there=("cs.CV",), missing=("cs.AI",), repairs=1, unfinished=3, coming=()))
    assert "20 November is awaited" in told
    assert "3 to go" in told
    assert "1 summary to be repaired" in told


@pytest.mark.parametrize(("away", "told"), [(timedelta(hours=1), 0), (AWAY, 1), (timedelta(days=9), 1)])
async def test_who_was_away_for_long_is_said_with_what_follows(away: timedelta, told: int, store: Store) -> None:
    watch = Watch(store)
    for _ in range(2):
        await watch.vigil.begin(replace(WELL, at=NOW - away))
    assert len(watch.heard) == told
    assert all("What arXiv announced meanwhile follows" in text for text in watch.heard)
