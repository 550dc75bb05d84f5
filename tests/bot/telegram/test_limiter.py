"""Every request in its turn: nothing goes around the limits, whoever asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.messages import Destination
from bot.telegram.limiter import ATTEMPTS, Hold, Limiter, Pass
from bot.telegram.pacing import Pacer, Priority
from bot.telegram.trail import Trail
from bot.telegram.transport import AiohttpRequest
from tests.doubles.clock import MovedClock
from tests.doubles.telegram.server import TelegramDouble


class Notes:
    """Notes on paper."""

    def __init__(self) -> None:
        self.kept: dict[tuple[Destination, str], str | None] = {}

    async def note(self, destination: Destination, name: str) -> str | None:
        return self.kept.get((destination, name))

    async def keep_note(self, destination: Destination, name: str, value: str | None) -> None:
        self.kept[destination, name] = value


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 11, 24, 2, tzinfo=UTC))


@pytest.fixture
async def telegram(clock: MovedClock) -> AsyncIterator[TelegramDouble]:
    """It counts what comes, by the same clock."""
    async with TelegramDouble(clock) as double:
        yield double
    assert double.breaches == []


@pytest.fixture
def pacer(clock: MovedClock) -> Pacer:
    return Pacer(clock)


@pytest.fixture
def trail() -> Trail:
    return Trail(Notes())


@pytest.fixture
async def bot(telegram: TelegramDouble, pacer: Pacer, trail: Trail) -> AsyncIterator[ExtBot[Pass]]:
    made: ExtBot[Any] = ExtBot(
        telegram.token,
        base_url=telegram.base_url,
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
        rate_limiter=Limiter(pacer, trail),
    )
    async with made:
        yield made


async def test_messages_and_edits_keep_the_limits_of_a_channel(bot: ExtBot[Pass], telegram: TelegramDouble) -> None:
    channel = telegram.channel()
    for number in range(25):
        message = await bot.send_message(channel.id, f"message {number}", rate_limit_args=Priority.EDITION)
        await bot.edit_message_text(f"edited {number}", channel.id, message.message_id)
    assert len(channel.texts) == 25


async def test_a_name_and_a_number_are_one_chat_once_it_was_looked_up(
    bot: ExtBot[Pass], telegram: TelegramDouble
) -> None:
    channel = telegram.channel(username="papers")
    await bot.get_chat("@Papers")
    for number in range(12):
        await bot.send_message("@papers", f"{number}")
        await bot.send_message(channel.id, f"{number} again")


async def test_what_telegram_does_not_count_does_not_wait(
    bot: ExtBot[Pass], telegram: TelegramDouble, pacer: Pacer
) -> None:
    """Else the typing sign would wait for the very answer that it announces."""
    ada = telegram.user()
    async with pacer.turn(ada.id, Priority.ANSWER):
        async with asyncio.timeout(5):
            await bot.send_chat_action(ada.id, "typing")
            await bot.get_chat(ada.id)
            await bot.get_me()


@pytest.mark.parametrize("held", [True, False])
async def test_a_429_is_waited_for_in_its_chat_alone_and_then_the_message_goes(
    held: bool, bot: ExtBot[Pass], telegram: TelegramDouble, pacer: Pacer, clock: MovedClock
) -> None:
    one, other = telegram.channel(), telegram.channel()
    telegram.fault("sendMessage", "429", chat=one, retry_after=30)
    begun = clock.now()

    async def send() -> None:
        if held:
            async with Hold(pacer, one.id, Priority.EDITION) as hold:
                await bot.send_message(one.id, "first", rate_limit_args=hold)
                await bot.send_message(one.id, "second", rate_limit_args=hold)
        else:
            await bot.send_message(one.id, "first")
            await bot.send_message(one.id, "second")

    await asyncio.gather(send(), bot.send_message(other.id, "elsewhere"))
    assert one.texts == ["first", "second"]
    assert {call.chat for call in telegram.called("sendMessage")[:2]} == {one.id, other.id}
    assert (one.sent[0].at - begun).total_seconds() >= 30


async def test_who_is_told_to_wait_too_long_or_too_often_hears_of_it(
    bot: ExtBot[Pass], telegram: TelegramDouble
) -> None:
    channel = telegram.channel()
    telegram.fault("sendMessage", "429", chat=channel, retry_after=3600)
    with pytest.raises(RetryAfter):
        await bot.send_message(channel.id, "x")
    other = telegram.channel()
    fault = telegram.fault("sendMessage", "429", chat=other, times=99)
    with pytest.raises(RetryAfter):
        await bot.send_message(other.id, "x")
    assert fault.met == ATTEMPTS


async def test_while_a_chat_is_held_others_wait_and_the_holder_does_not(
    bot: ExtBot[Pass], telegram: TelegramDouble, pacer: Pacer
) -> None:
    channel = telegram.channel()
    async with Hold(pacer, channel.id, Priority.EDITION) as hold:
        answer = asyncio.ensure_future(bot.send_message(channel.id, "answer"))
        for number in range(3):
            await bot.send_message(channel.id, f"page {number}", rate_limit_args=hold)
    await answer
    assert channel.texts == ["page 0", "page 1", "page 2", "answer"]
    with pytest.raises(RuntimeError, match="not held"):
        await bot.send_message(channel.id, "too late", rate_limit_args=hold)


async def test_answers_go_before_editions(bot: ExtBot[Pass], telegram: TelegramDouble, pacer: Pacer) -> None:
    channel = telegram.channel()
    async with pacer.turn(channel.id, Priority.EDITION):
        waiting = [
            asyncio.ensure_future(bot.send_message(channel.id, "page", rate_limit_args=Priority.EDITION)),
            asyncio.ensure_future(bot.send_message(channel.id, "answer")),
        ]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert channel.texts == ["answer", "page"]


async def test_ids_that_come_back_are_remembered(bot: ExtBot[Pass], telegram: TelegramDouble, trail: Trail) -> None:
    channel, ada, grace = telegram.channel(), telegram.user(), telegram.user("Grace")
    forum = telegram.forum()
    for number in range(3):
        await bot.send_message(channel.id, f"{number}")
    assert await trail.highest(channel.id) == channel.sent[-1].id
    await bot.create_forum_topic(forum.id, "Vision")
    assert await trail.highest(forum.id) == next(iter(forum.topics))
    sent = await bot.send_message(grace.id, "hello")
    # Private chats count together.
    assert await trail.highest(ada.id) == await trail.highest(grace.id) == sent.message_id


async def test_the_note_of_the_highest_id_lags_by_a_few_messages_at_most() -> None:
    notes, chat = Notes(), -1_001_000_000_001
    trail = Trail(notes)
    assert await trail.highest(chat) is None
    writes = set()
    for number in range(1, 101):
        trail.saw(chat, number)
        await trail.keep(chat)
        noted = await Trail(notes).highest(chat) or 0
        writes.add(noted)
        assert number - 10 < noted <= number
    assert len(writes) <= 11


async def test_others_messages_are_known_as_theirs() -> None:
    trail = Trail(Notes())
    trail.saw(-1_001_000_000_001, 5, no_page=True)
    trail.saw(-1_001_000_000_001, 6)
    assert [trail.is_no_page(-1_001_000_000_001, number) for number in (4, 5, 6)] == [False, True, False]
