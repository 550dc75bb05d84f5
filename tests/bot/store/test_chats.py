"""What is known of chats: notes, closures, moves and what operators were told, beyond a restart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.messages import Destination, Page, State
from bot.store import Store
from bot.subscriptions import Origin, Subscription
from bot.wishes import Wishes

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
OLD, NEW = Destination("telegram", "-7"), Destination("telegram", "-1007")
DAY = date(2026, 11, 24)


async def test_a_note_stays_until_it_is_replaced_or_forgotten(tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "p.db") as store:
        assert await store.note(OLD, "topic:cs.CV") is None
        await store.keep_note(OLD, "topic:cs.CV", "41")
        await store.keep_note(OLD, "topic:cs.AI", "42")
    async with await Store.open(tmp_path / "p.db") as store:
        await store.keep_note(OLD, "topic:cs.CV", "43")
        assert [await store.note(OLD, f"topic:{code}") for code in ("cs.CV", "cs.AI")] == ["43", "42"]
        await store.keep_note(OLD, "topic:cs.CV", None)
        assert await store.note(OLD, "topic:cs.CV") is None
        assert await store.note(NEW, "topic:cs.AI") is None


async def test_a_chat_is_closed_once_and_open_again_once(tmp_path: Path) -> None:
    later = NOW + timedelta(days=1)
    async with await Store.open(tmp_path / "p.db") as store:
        assert await store.close_chat(OLD, "blocked", at=NOW)
        assert not await store.close_chat(OLD, "blocked again", at=later)
        assert [(one.destination, one.reason, one.since) for one in await store.closures()] == [
            (OLD, "blocked again", later)
        ]
        assert await store.open_chat(OLD)
        assert not await store.open_chat(OLD)
        assert await store.closures() == []


async def test_everything_that_is_recorded_of_a_chat_follows_it(tmp_path: Path) -> None:
    wish = Subscription(destination=OLD, wishes=Wishes(categories=("cs.CV",)), origin=Origin.COMMAND)
    async with await Store.open(tmp_path / "p.db") as store:
        await store.save_subscription(wish, at=NOW)
        await store.plan(OLD, DAY, [Page(number=1, text="x", papers=("2611.90001",))])
        await store.keep_note(OLD, "topic:cs.CV", "41")
        assert await store.move_chat(OLD, NEW.chat)
        assert not await store.move_chat(OLD, NEW.chat)  # a platform may say so twice
        assert not await store.move_chat(NEW, NEW.chat)
        assert [one.destination for one in await store.subscriptions()] == [NEW]
        assert await store.brought(NEW) == {"2611.90001"}
        assert await store.note(NEW, "topic:cs.CV") == "41"
        assert await store.deliveries(OLD, DAY) == []


async def test_a_subscription_of_the_settings_file_is_found_where_its_chat_is_by_now(tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "p.db") as store:
        await store.move_chat(OLD, "-50")
        await store.move_chat(Destination("telegram", "-50"), NEW.chat)
    async with await Store.open(tmp_path / "p.db") as store:
        store.adopt([Subscription(destination=OLD, wishes=Wishes(categories=("cs.CV",)))])
        assert [one.destination for one in await store.subscriptions()] == [NEW]
        assert await store.subscription("telegram", NEW.chat) is not None
        assert await store.subscription("telegram", OLD.chat) is None


async def test_a_cause_waits_until_it_is_told_and_is_new_again_once_it_is_settled(tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "p.db") as store:
        assert await store.note_cause("no right", "Give it the right.", at=NOW)
        assert await store.untold() == [("no right", "Give it the right.")]
    async with await Store.open(tmp_path / "p.db") as store:
        assert not await store.note_cause("no right", "Give it the right.", at=NOW)
        await store.told("no right")
        assert await store.untold() == []
        assert await store.settle("no right")
        assert not await store.settle("no right")
        assert await store.note_cause("no right", "Again.", at=NOW)


async def test_unfinished_editions_are_those_with_pages_to_be_sent_within_the_given_days(tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "p.db") as store:
        for day in (date(2026, 11, 10), date(2026, 11, 20), date(2026, 11, 23), DAY):
            await store.plan(OLD, day, [Page(number=1, text="x")])
        assert await store.unfinished(date(2026, 11, 17), DAY) == [(OLD, date(2026, 11, 20)), (OLD, date(2026, 11, 23))]
        (sent,) = await store.deliveries(OLD, date(2026, 11, 20))
        await store.mark(sent, State.SENT, place="there")
        assert await store.unfinished(date(2026, 11, 17), DAY) == [(OLD, date(2026, 11, 23))]
        await store.revise(sent, Page(number=1, text="y"))
        assert await store.unfinished(date(2026, 11, 17), DAY) == [(OLD, date(2026, 11, 20)), (OLD, date(2026, 11, 23))]
