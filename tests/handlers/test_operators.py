"""Whoever runs the bot hears of a cause once, of many at a time in one message, also without a database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from bot.errors import StoreError
from bot.messages import Destination
from bot.store import Store
from handlers.operators import BURST, Operators
from tests.doubles.clock import MovedClock
from tests.doubles.posts import Postbox

BOSS = Destination("chat", "boss")


class Desk:
    """Operators with a platform to hear on."""

    def __init__(self, store: Store) -> None:
        self.clock = MovedClock(datetime(2026, 11, 20, 12, tzinfo=UTC))
        self.box = Postbox()
        self.operators = Operators([BOSS], adapters={"chat": self.box}, store=store, clock=self.clock)

    @property
    def heard(self) -> list[str]:
        return [text for _, text in self.box.said]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "paperboy.db") as store:
        yield store


async def test_a_cause_is_told_once_until_it_was_over(store: Store) -> None:
    desk = Desk(store)
    for _ in range(3):
        await desk.operators.tell("disk", "The disk is full.")
    assert desk.heard == ["The disk is full."]
    await desk.operators.over("disk")
    desk.clock.advance(hours=1)
    await desk.operators.tell("disk", "The disk is full.")
    assert len(desk.heard) == 2


async def test_a_hundred_causes_are_a_few_messages_each_of_which_a_platform_takes(store: Store) -> None:
    desk = Desk(store)
    for number in range(100):
        await desk.operators.tell(f"page {number}", f"Page {number} could not be brought to {'a chat ' * 10}.")
    assert len(desk.heard) == BURST
    desk.clock.advance(minutes=2)
    await desk.operators.remind()
    assert len(desk.heard) == BURST + 1
    assert desk.heard[-1].endswith("more, which the log has.")
    assert max(map(len, desk.heard)) < 2000
    await desk.operators.remind(at_once=True)
    assert len(desk.heard) == BURST + 1


async def test_whoever_could_not_be_reached_hears_it_later(store: Store) -> None:
    desk = Desk(store)
    adapters: dict[str, Postbox] = {}
    operators = Operators([BOSS], adapters=adapters, store=store, clock=desk.clock)
    await operators.tell("model", "The key is refused.")
    adapters["chat"] = desk.box
    await operators.remind()
    await operators.remind()
    assert desk.heard == ["The key is refused."]


async def test_where_nothing_can_be_recorded_it_is_said_all_the_same_and_once(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "paperboy.db")
    desk = Desk(cast(Store, Unwritable(store)))
    for _ in range(3):
        await desk.operators.tell("store", "The disk is full.")
    assert desk.heard == ["The disk is full."]
    await store.close()


async def test_what_was_heard_is_not_said_again_while_that_cannot_be_recorded(store: Store) -> None:
    half = Forgetful(store)
    desk = Desk(cast(Store, half))
    await desk.operators.tell("disk", "The disk is nearly full.")
    for _ in range(3):
        desk.clock.advance(minutes=2)
        with pytest.raises(StoreError):
            await desk.operators.remind()
    assert desk.heard == ["The disk is nearly full."]
    half.full = False
    await desk.operators.remind()
    assert await store.untold() == []


class Forgetful:
    """A store whose disk has become full after it has noted a cause."""

    def __init__(self, store: Store) -> None:
        self.note_cause, self.untold = store.note_cause, store.untold
        self.store, self.full = store, True

    async def told(self, cause: str) -> None:
        if self.full:
            raise StoreError("The disk is full.")
        await self.store.told(cause)


class Unwritable:
    """A store on a full disk."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def note_cause(self, cause: str, sentence: str, *, at: datetime) -> bool:
        raise StoreError("The disk is full.")


async def test_others_are_told_from_when_they_are_named(store: Store) -> None:
    desk = Desk(store)
    desk.operators.people = [Destination("chat", "other")]
    await desk.operators.tell("disk", "The disk is full.")
    assert desk.box.said == [(Destination("chat", "other"), "The disk is full.")]
