"""What the store promises about people: what they chose and saved, handed over or gone for good."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages import Destination, Page
from bot.store import Kept, Person, Store
from bot.subscriptions import Origin, Subscription
from bot.wishes import Wishes
from tests.doubles.papers import invent

AT = datetime(2026, 11, 20, 1, 0, 5, tzinfo=UTC)
ADAS = Destination("telegram", "7")
NOBODY = Kept(person=Person(), saved=(), subscription=None, brought=(), notes=())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "papers.db") as opened:
        yield opened


async def test_a_choice_is_kept_until_it_is_taken_back(store: Store) -> None:
    assert await store.person("telegram", "7") == Person()
    await store.save_person("telegram", "7", Person(locale="zh"))
    await store.save_person("telegram", "7", Person(language="German"))
    await store.save_person("discord", "7", Person(locale="en"))
    assert await store.person("telegram", "7") == Person(language="German")
    await store.save_person("telegram", "7", Person())
    assert await store.everything_about("telegram", "7", ADAS) == NOBODY
    assert await store.person("discord", "7") == Person(locale="en")


async def test_the_shelf_is_in_the_order_of_saving_and_knows_its_length(store: Store) -> None:
    papers = invent(5)
    await store.save_papers(papers, at=AT)
    for seconds, paper in enumerate(papers):
        assert await store.save_paper("telegram", "7", paper.id, at=AT + timedelta(seconds=seconds), most=10)
    page = await store.saved("telegram", "7", offset=1, limit=2)
    assert (page.papers, page.total) == ((papers[3], papers[2]), 5)
    assert (await store.saved("telegram", "7", offset=9)).papers == ()


async def test_a_shelf_shows_the_newest_version_of_a_paper(store: Store) -> None:
    (old,) = invent(1)
    await store.save_papers([old], at=AT)
    await store.save_paper("telegram", "7", old.id, at=AT, most=10)
    (new,) = invent(1, version=2)
    await store.save_papers([new], at=AT)
    assert (await store.saved("telegram", "7")).papers == (new,)


async def test_a_full_shelf_takes_no_more_even_from_many_hands_at_once(store: Store) -> None:
    papers = invent(6)
    await store.save_papers(papers, at=AT)
    took = await asyncio.gather(*(store.save_paper("telegram", "7", paper.id, at=AT, most=4) for paper in papers))
    assert sum(took) == 4
    kept = (await store.saved("telegram", "7")).papers
    assert len(kept) == 4
    assert await store.save_paper("telegram", "7", kept[0].id, at=AT, most=4)
    assert await store.unsave_paper("telegram", "7", kept[0].id)
    assert not await store.unsave_paper("telegram", "7", kept[0].id)
    assert (await store.saved("telegram", "7")).total == 3


async def test_forgetting_returns_what_it_deletes_and_touches_nobody_else(store: Store) -> None:
    papers = invent(3)
    await store.save_papers(papers, at=AT)
    subscription = Subscription(destination=ADAS, wishes=Wishes(categories=("cs.CV",)), origin=Origin.COMMAND)
    for platform in ("telegram", "discord"):
        where = Destination(platform, "7")
        await store.save_person(platform, "7", Person(locale="zh", language="German"))
        await store.save_paper(platform, "7", papers[0].id, at=AT, most=10)
        await store.plan(where, date(2026, 11, 20), [Page(number=1, text="-", papers=(papers[1].id, papers[2].id))])
        await store.keep_note(where, "locale", "de")
        await store.keep_note(where, "direct", '{"channel": 8, "name": "Ada"}')
    await store.save_subscription(subscription, at=AT)
    token = await store.save_draft(subscription, at=AT)
    before = await store.everything_about("discord", "7", Destination("discord", "7"))
    assert await store.forget("telegram", "7", ADAS) == Kept(
        person=Person(locale="zh", language="German"),
        saved=((papers[0].id, AT),),
        subscription=subscription,
        brought=((date(2026, 11, 20), (papers[1].id, papers[2].id)),),
        notes=(("direct", '{"channel": 8, "name": "Ada"}'), ("locale", "de")),
    )
    assert await store.everything_about("telegram", "7", ADAS) == NOBODY
    assert await store.draft(token, ADAS, at=AT) is None
    assert await store.brought(ADAS) == frozenset()
    assert await store.note(ADAS, "direct") is None
    assert await store.everything_about("discord", "7", Destination("discord", "7")) == before
    assert await store.paper(papers[0].id) == papers[0]


async def test_ids_that_no_file_can_hold_are_people_too(store: Store) -> None:
    await store.save_person("telegram", "\ud800", Person(locale="zh"))
    assert await store.person("telegram", "\ud800") == Person(locale="zh")
