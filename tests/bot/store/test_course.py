"""How far each destination is, what the program remembers of itself, and a list that is read only when it changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages import Destination, Page
from bot.store import Store
from bot.subscriptions import Subscription
from bot.wishes import Wishes

HERE, THERE = Destination("chat", "here"), Destination("chat", "there")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paperboy.db"


async def test_a_destination_only_gets_further_and_a_page_that_counts_takes_it_there(path: Path) -> None:
    async with await Store.open(path) as store:
        await store.enrol([HERE, THERE], MONDAY)
        await store.plan(HERE, TUESDAY, [Page(number=1, text="a cover")], counts=True)
        await store.plan(THERE, TUESDAY, [Page(number=1, text="a line", is_line=True)])
        await store.consider(HERE, MONDAY)
        assert await store.considered() == {HERE: TUESDAY, THERE: MONDAY}


async def test_who_is_new_begins_where_it_is_said_and_who_is_gone_is_forgotten(path: Path) -> None:
    async with await Store.open(path) as store:
        await store.enrol([HERE], MONDAY)
        await store.enrol([HERE, THERE], TUESDAY)
        assert await store.considered() == {HERE: MONDAY, THERE: TUESDAY}
        await store.enrol([THERE], TUESDAY)
        assert await store.considered() == {THERE: TUESDAY}


async def test_who_unsubscribes_is_owed_nothing_of_the_time_between(path: Path) -> None:
    async with await Store.open(path) as store:
        subscription = Subscription(destination=HERE, wishes=Wishes(categories=("cs.CV",)))
        await store.save_subscription(subscription, at=NOW)
        await store.enrol([HERE], MONDAY)
        await store.drop_subscription(HERE)
        assert await store.considered() == {}


async def test_how_far_a_chat_is_and_what_came_late_goes_along_when_it_moves(path: Path) -> None:
    async with await Store.open(path) as store:
        await store.plan(HERE, TUESDAY, [Page(number=1, text="a cover")], counts=True, since=MONDAY)
        await store.move_chat(HERE, "elsewhere")
        moved = Destination("chat", "elsewhere")
        assert await store.considered() == {moved: TUESDAY}
        assert await store.gap(moved, TUESDAY) == (MONDAY, ())
        assert await store.gap(moved, MONDAY) == (None, ())


async def test_since_when_an_edition_is_late_stays_as_it_was_first_planned(path: Path) -> None:
    async with await Store.open(path) as store:
        await store.plan(HERE, TUESDAY, [Page(number=1, text="a cover")], counts=True, since=MONDAY)
        await store.plan(HERE, TUESDAY, [Page(number=2, text="more")], counts=True, since=TUESDAY)
        assert await store.gap(HERE, TUESDAY) == (MONDAY, ())


async def test_an_edition_in_time_may_have_skipped_days_which_stay_as_they_were_first_planned(path: Path) -> None:
    async with await Store.open(path) as store:
        await store.plan(HERE, TUESDAY, [Page(number=1, text="a cover")], counts=True, skipped=[MONDAY])
        await store.plan(HERE, TUESDAY, [Page(number=2, text="more")], counts=True)
        assert await store.gap(HERE, TUESDAY) == (None, (MONDAY,))
    async with await Store.open(path) as store:
        assert await store.gap(HERE, TUESDAY) == (None, (MONDAY,))
        assert await store.gap(THERE, TUESDAY) == (None, ())


async def test_a_line_is_known_as_one_and_shares_no_page_with_a_text_that_is_none(path: Path) -> None:
    async with await Store.open(path) as store:
        await store.plan(HERE, MONDAY, [Page(number=1, text="the same")])
        await store.plan(HERE, TUESDAY, [Page(number=1, text="the same", is_line=True)])
        (page,) = await store.deliveries(HERE, MONDAY)
        (line,) = await store.deliveries(HERE, TUESDAY)
    assert (page.page.is_line, line.page.is_line) == (False, True)


async def test_what_the_program_remembers_of_itself_outlives_it(path: Path) -> None:
    async with await Store.open(path) as store:
        assert await store.kept("status") is None
        await store.keep("status", "well")
        await store.keep("status", "very well")
    async with await Store.open(path) as store:
        assert await store.kept("status") == "very well"


async def test_the_list_of_subscriptions_is_the_very_same_until_anybody_changes_it(path: Path) -> None:
    subscription = Subscription(destination=HERE, wishes=Wishes(categories=("cs.CV",)))
    async with await Store.open(path) as store, await Store.open(path) as other:
        await store.save_subscription(subscription, at=NOW)
        first = await store.subscriptions()
        assert await store.subscriptions() is first
        await other.save_subscription(subscription, at=NOW)  # a second program, at the same instant
        again = await store.subscriptions()
        assert again is not first
        assert again == first
        await other.drop_subscription(HERE)
        assert await store.subscriptions() == []
        store.adopt([subscription])
        assert await store.subscriptions() == [subscription]


async def test_an_older_database_owes_nobody_what_was_brought(path: Path) -> None:
    """The schema's own step: whoever has deliveries is as far as the newest of them."""
    async with await Store.open(path) as store:
        for day in (MONDAY, TUESDAY):
            await store.plan(HERE, day, [Page(number=1, text="a cover")])
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript("""
            DROP TABLE considered; DROP TABLE gaps; DROP TABLE kept; DROP INDEX deliveries_by_page;
            DROP TRIGGER subscription_made; DROP TRIGGER subscription_changed; DROP TRIGGER subscription_dropped;
            ALTER TABLE pages DROP COLUMN line;
            DELETE FROM _sqlite_migrations WHERE name = 'm006_service';
            PRAGMA user_version = 5;
        """)
    async with await Store.open(path) as store:
        assert await store.considered() == {HERE: TUESDAY}


async def test_housekeeping_throws_away_what_nobody_refers_to_and_nothing_else(path: Path) -> None:
    subscription = Subscription(destination=HERE, wishes=Wishes(categories=("cs.CV",)))
    async with await Store.open(path) as store:
        await store.plan(HERE, MONDAY, [Page(number=1, text="kept"), Page(number=2, text="replaced")])
        await store.replan(HERE, MONDAY, [Page(number=1, text="kept")])
        old = await store.save_draft(subscription, at=NOW - timedelta(days=2))
        fresh = await store.save_draft(subscription, at=NOW)
        assert await store.tidy(at=NOW) == 1, "the page; the old draft went when the fresh one came"
        assert await store.tidy(at=NOW) == 0
        assert await store.draft(old, HERE, at=NOW) is None
        assert await store.draft(fresh, HERE, at=NOW) is not None
        (page,) = await store.deliveries(HERE, MONDAY)
        assert page.page.text == "kept"
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("SELECT text FROM pages").fetchall() == [("kept",)]
