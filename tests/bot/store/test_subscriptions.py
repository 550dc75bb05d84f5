"""What the store promises about subscriptions, and about wishes that wait for a yes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Destination
from bot.store import Store
from bot.subscriptions import Origin, Subscription
from bot.wishes import Wishes

AT = datetime(2026, 11, 20, 1, 0, 5, tzinfo=UTC)
HERE, THERE = Destination("telegram", "-100"), Destination("discord", "-100")
OURS = Subscription(destination=HERE, wishes=Wishes(categories=("cs.CV", "cs.AI")), origin=Origin.COMMAND)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "papers.db") as opened:
        yield opened


async def test_the_same_chat_on_two_platforms_is_two(store: Store) -> None:
    await store.save_subscription(OURS, at=AT)
    await store.save_subscription(replace(OURS, destination=THERE, silent=True), at=AT)
    assert await store.subscription("telegram", "-100") == OURS
    assert await store.subscription("discord", "-100") == replace(OURS, destination=THERE, silent=True)
    assert await store.subscription("telegram", "100") is None


async def test_they_come_in_the_order_of_their_age_and_those_of_the_file_first(store: Store) -> None:
    chats = [replace(OURS, destination=Destination("telegram", str(n))) for n in (3, 1, 2)]
    for seconds, one in enumerate(chats):
        await store.save_subscription(one, at=AT + timedelta(seconds=seconds))
    files = [replace(OURS, destination=Destination("telegram", name), origin=Origin.FILE) for name in ("z", "1")]
    store.adopt(files)
    assert await store.subscriptions() == [*files, chats[0], chats[2]]
    assert await store.subscription("telegram", "1") == files[1]


async def test_what_the_file_says_is_never_written(store: Store, tmp_path: Path) -> None:
    store.adopt([replace(OURS, origin=Origin.FILE)])
    async with await Store.open(tmp_path / "papers.db") as other:
        assert await other.subscriptions() == []


async def test_dropping_says_whether_there_was_one(store: Store) -> None:
    await store.save_subscription(OURS, at=AT)
    assert await store.drop_subscription(THERE) is False
    assert await store.drop_subscription(HERE) is True
    assert await store.drop_subscription(HERE) is False
    assert await store.subscriptions() == []


async def test_a_draft_is_found_by_its_own_chat_until_it_is_a_day_old_or_something_is_kept(store: Store) -> None:
    token = await store.save_draft(OURS, at=AT)
    assert len(token) == 8
    assert await store.draft(token, HERE, at=AT + timedelta(days=1)) == OURS
    assert await store.draft(token, HERE, at=AT + timedelta(days=1, seconds=1)) is None
    assert await store.draft(token, THERE, at=AT) is None
    assert await store.draft("\ud800' OR 1", HERE, at=AT) is None
    await store.save_subscription(OURS, at=AT)
    assert await store.draft(token, HERE, at=AT) is None


async def test_two_drafts_of_one_chat_do_not_mix(store: Store) -> None:
    first = await store.save_draft(OURS, at=AT)
    second = await store.save_draft(replace(OURS, silent=True), at=AT)
    assert first != second
    assert await store.draft(first, HERE, at=AT) == OURS
    assert await store.draft(second, HERE, at=AT) == replace(OURS, silent=True)


async def test_what_was_kept_before_roles_could_be_called_calls_nobody(store: Store, tmp_path: Path) -> None:
    await store.save_subscription(OURS, at=AT)
    token = await store.save_draft(OURS, at=AT)
    with closing(sqlite3.connect(tmp_path / "papers.db")) as conn, conn:
        for table in ("subscriptions", "drafts"):
            changed = conn.execute(f"UPDATE {table} SET wishes = json_remove(wishes, '$.mention')")
            assert changed.rowcount == 1
    assert await store.draft(token, HERE, at=AT) == OURS
    assert await store.subscription("telegram", "-100") == OURS


_texts = st.text(st.characters(codec="utf-8"), max_size=8)
_lists = st.lists(_texts, max_size=3).map(tuple)


@settings(max_examples=20)
@given(
    one=st.builds(
        Subscription,
        destination=st.builds(Destination, _texts, _texts),
        wishes=st.builds(
            Wishes,
            categories=_lists,
            language=_texts,
            crosslists=st.booleans(),
            replacements=st.booleans(),
            wanted_words=_lists,
            unwanted_words=_lists,
            wanted_authors=_lists,
            unwanted_authors=_lists,
        ),
        time=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
        timezone=st.sampled_from(("UTC", "Asia/Shanghai")),
        layout=st.sampled_from(("classic", "rich")),
        detail=st.sampled_from(("full", "brief", "titles")),
        max_pages=st.integers(0, 1000),
        silent=st.booleans(),
        mention=_texts,
        on_unknown=st.sampled_from(("resend", "skip")),
        origin=st.just(Origin.COMMAND),
    )
)
def test_any_subscription_reads_back_as_it_was_kept(
    one: Subscription, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def keep_and_read() -> None:
        async with await Store.open(tmp_path_factory.mktemp("any") / "any.db") as store:
            token = await store.save_draft(one, at=AT)
            assert await store.draft(token, one.destination, at=AT) == one
            await store.save_subscription(one, at=AT)
            assert await store.subscription(one.destination.platform, one.destination.chat) == one
            assert await store.subscriptions() == [one]

    asyncio.run(keep_and_read())
