"""Lost answers: every page stands where it should, once, whatever people write in between."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.adapter import Unreachable
from bot.messages import Destination, State
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.office import DAY, EDITION, TEXTS, Office, Open
from tests.doubles.telegram.server import TelegramDouble

RICH = [replace(page, text=f"<p>{page.text}</p>", form="rich") for page in EDITION]


@dataclass
class Place:
    """A destination of some kind, and where else its pages stand."""

    chat: Chat
    also: Chat | None = None

    def texts(self) -> list[str]:
        return self.chat.texts + (self.also.texts if self.also else [])


def _channel(telegram: TelegramDouble) -> Place:
    return Place(telegram.channel())


def _channel_without_edit_right(telegram: TelegramDouble) -> Place:
    return Place(telegram.channel(rights=["can_post_messages"]))


def _comments(telegram: TelegramDouble) -> Place:
    group = telegram.supergroup(bot="administrator")
    return Place(telegram.channel(linked=group), group)


def _supergroup(telegram: TelegramDouble) -> Place:
    return Place(telegram.supergroup())


def _forum(telegram: TelegramDouble) -> Place:
    return Place(telegram.forum())


def _group(telegram: TelegramDouble) -> Place:
    return Place(telegram.group())


def _private(telegram: TelegramDouble) -> Place:
    return Place(telegram.chat(telegram.user().id))


OWN_IDS = [_channel, _channel_without_edit_right, _comments, _supergroup, _forum]
COMMON_IDS = [_group, _private]
Make = Callable[[TelegramDouble], Place]


@asynccontextmanager
async def chatter(telegram: TelegramDouble, place: Place) -> AsyncIterator[None]:
    """People write all the time, everywhere."""

    async def talk() -> None:
        number = 0
        while True:
            for chat in filter(None, (place.chat, place.also)):
                number += 1
                if chat.type == "channel":
                    telegram.post(chat, f"post {number}")
                else:
                    telegram.write(chat, f"chat {number}")
            await asyncio.sleep(0.1)

    task = asyncio.create_task(talk())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("kind", ["reset after", "silent after"])
@pytest.mark.parametrize("make", OWN_IDS + COMMON_IDS)
async def test_when_every_answer_is_lost_every_page_is_found(
    make: Make, kind: str, telegram: TelegramDouble, opened: Open
) -> None:
    place = make(telegram)
    telegram.fault("sendMessage", kind, times=5)
    async with opened(patience=0.3 if kind == "silent after" else 30) as here, chatter(telegram, place):
        telegram.write(telegram.user("Grace"), "good morning")
        await here.caught_up(telegram)
        done = await here.bring(place.chat.id)
        assert (done.sent, done.found) == (0, [1, 2, 3, 4, 5])
        assert await here.states(place.chat.id) == [State.SENT] * 5
    assert place.texts() == TEXTS
    if make is not _private and make is not _group:
        assert len(place.chat.sent[0].links) == 2
    assert all(not message.markup for message in place.chat.messages)


@pytest.mark.parametrize("kind", ["reset before", "502 html"])
@pytest.mark.parametrize("make", OWN_IDS + COMMON_IDS)
async def test_when_every_page_is_lost_on_its_way_each_is_sent_again_once(
    make: Make, kind: str, telegram: TelegramDouble, opened: Open
) -> None:
    place = make(telegram)
    for nth in range(1, 6):
        telegram.fault("sendMessage", kind, nth=nth)
    async with opened() as here, chatter(telegram, place):
        done = await here.bring(place.chat.id)
        assert done.sent == 5
        assert (done.unknown == []) or make in COMMON_IDS or done.unknown == [1]
    assert place.texts() == TEXTS


async def test_rich_pages_are_found_too(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel()
    telegram.fault("sendRichMessage", "reset after", times=5)
    async with opened() as here, chatter(telegram, Place(channel)):
        assert (await here.bring(channel.id, RICH)).found == [1, 2, 3, 4, 5]
    assert channel.texts == TEXTS


async def test_a_request_that_arrives_after_nobody_waits_for_it_is_found(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    telegram.post(channel, "hello")
    telegram.fault("sendMessage", "late", nth=2, seconds=0.27)
    async with opened(patience=0.2) as here:
        assert (await here.bring(channel.id)).found == [2]
    assert channel.texts == TEXTS


async def test_gaps_of_deleted_messages_are_no_end_of_the_chat(telegram: TelegramDouble, opened: Open) -> None:
    group = telegram.supergroup()
    async with opened(listening=False) as here:
        await here.bring(group.id, EDITION[:1])
        for number in range(7):
            telegram.delete_message(telegram.write(group, f"spam {number}"))
        telegram.fault("sendMessage", "reset after")
        assert (await here.bring(group.id)).found == [2]
    assert group.texts == TEXTS


async def under_way(here: Office, chat: Chat, page: int) -> None:
    """As if the process had died just after it had written this page to a chat that ends with our cover."""
    await here.store.plan(Destination("telegram", str(chat.id)), DAY, EDITION)
    delivery = (await here.deliveries(chat.id))[page - 1]
    anchor = f'{{"chat":{chat.id},"above":{chat.sent[0].id}}}'
    await here.store.mark(delivery, State.SENDING, anchor=anchor)


async def test_a_gap_below_what_is_known_to_stand_is_no_end_either(telegram: TelegramDouble, opened: Open) -> None:
    group = telegram.supergroup()
    async with opened() as here:
        await here.bring(group.id, EDITION[:1])
        await under_way(here, group, 2)
        spam = [telegram.write(group, f"spam {number}") for number in range(12)]
        await here.bot.send_message(group.id, EDITION[1].text, parse_mode="HTML")
        for message in spam:
            telegram.delete_message(message)
        assert (await here.bring(group.id)).found == [2]
    assert group.texts == TEXTS


async def test_what_others_are_known_to_have_written_is_not_touched(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel()
    async with opened() as here:
        await here.bring(channel.id, EDITION[:1])
        await under_way(here, channel, 2)
        other = telegram.post(channel, "somebody else's")
        other.markup = {"inline_keyboard": [[{"text": "a button", "url": "https://example.org/"}]]}
        await here.caught_up(telegram)
        done = await here.bring(channel.id)
        assert (done.sent, done.found) == (4, [])
    assert other.edits == 0
    assert channel.texts == TEXTS


async def test_answers_of_ours_and_posts_of_others_are_not_taken_for_a_page(
    telegram: TelegramDouble, opened: Open
) -> None:
    """As after a crash: nobody knows what was written since the anchor."""
    channel = telegram.channel()
    async with opened(listening=False) as here:
        await here.bring(channel.id, EDITION[:1])
        telegram.post(channel, "somebody else's")
        await here.bot.send_message(channel.id, "an answer")
        await under_way(here, channel, 2)
    async with opened(listening=False) as here:
        done = await here.bring(channel.id)
        assert (done.found, done.sent) == ([], 4)
    assert channel.texts == [TEXTS[0], "an answer", *TEXTS[1:]]


@pytest.mark.parametrize(("wish", "expected"), [("skip", TEXTS[:1] + TEXTS[2:]), ("resend", TEXTS)])
async def test_where_too_much_was_written_the_destination_decides(
    wish: str, expected: list[str], telegram: TelegramDouble, opened: Open
) -> None:
    group = telegram.supergroup()
    async with opened(listening=False) as here:
        await here.bring(group.id, EDITION[:1])
        for number in range(60):
            telegram.write(group, f"chat {number}")
        telegram.fault("sendMessage", "reset before")
        done = await here.bring(group.id, on_unknown="skip" if wish == "skip" else "resend")
        assert done.unknown == [2]
    assert group.texts == expected


async def test_while_telegram_cannot_be_asked_a_page_stays_under_way(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel()
    telegram.fault("sendMessage", "reset after", nth=2)
    telegram.fault("editMessageReplyMarkup", "500", times=9)
    async with opened() as here:
        with pytest.raises(Unreachable):
            await here.bring(channel.id)
        assert (await here.states(channel.id))[1] is State.SENDING
        telegram.faults.clear()
        assert (await here.bring(channel.id)).found == [2]
    assert channel.texts == TEXTS


async def test_a_lost_answer_to_the_reading_leaves_no_button_behind(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel()
    telegram.fault("sendMessage", "reset after", nth=2)
    telegram.fault("editMessageReplyMarkup", "reset after", nth=2)
    async with opened() as here:
        assert (await here.bring(channel.id)).found == [2]
    assert channel.texts == TEXTS
    assert channel.sent[1].markup is None


async def test_a_refusal_to_be_asked_is_none_of_the_page(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel()
    telegram.fault("sendMessage", "reset before", nth=2)
    telegram.fault("editMessageReplyMarkup", "400 SOMETHING_NEW", nth=3)
    async with opened() as here:
        done = await here.bring(channel.id)
        assert (done.unknown, done.failed) == ([2], {})
    assert channel.texts == TEXTS
