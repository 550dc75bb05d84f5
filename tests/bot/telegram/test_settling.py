"""Lost answers: every page stands where it should, once, whatever people write in between."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.adapter import Unreachable
from bot.messages import Destination, State
from bot.telegram.limiter import Hold
from bot.telegram.pacing import Pacer, Priority
from bot.telegram.settling import END, WINDOW
from tests.doubles.clock import FastClock
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
        assert not done.unknown or make in COMMON_IDS or list(done.unknown) == [1]
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
        for number in range(20):
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
        spam = [telegram.write(group, f"spam {number}") for number in range(END + 5)]
        async with Hold(Pacer(FastClock(2000)), group.id, Priority.EDITION) as hold:
            await here.bot.send_message(group.id, EDITION[1].text, parse_mode="HTML", rate_limit_args=hold)
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
        for number in range(WINDOW):
            telegram.write(group, f"chat {number}")
        telegram.fault("sendMessage", "reset before")
        done = await here.bring(group.id, on_unknown="skip" if wish == "skip" else "resend")
        assert list(done.unknown) == [2]
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
    telegram.fault("editMessageLiveLocation", "400 SOMETHING_NEW", nth=3)
    async with opened() as here:
        done = await here.bring(channel.id)
        assert (list(done.unknown), done.failed) == ([2], {})
    assert channel.texts == TEXTS


async def test_what_was_heard_since_the_last_page_counts_after_a_restart(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    async with opened() as here:
        await here.bring(channel.id, EDITION[:3])
        for number in range(WINDOW + END):
            telegram.post(channel, f"post {number}")
        await here.caught_up(telegram)
    async with opened() as here:
        telegram.fault("sendMessage", "reset after")
        done = await here.bring(channel.id)
        assert (list(done.unknown), done.found) == ([], [4])


@pytest.mark.parametrize("away", [True, False])
async def test_buttons_under_what_others_post_outlive_restarts(
    away: bool, telegram: TelegramDouble, opened: Open
) -> None:
    """Posted while nobody is there, it is heard at the next start; else it must be remembered."""
    channel = telegram.channel()
    async with opened(listening=not away) as here:
        await here.bring(channel.id, EDITION[:1])
        await under_way(here, channel, 2)
        other = telegram.post(channel, "vote for the paper of the week")
        other.markup = {"inline_keyboard": [[{"text": "a button", "url": "https://example.org/"}]]}
        if not away:
            await here.caught_up(telegram)
    telegram.fault("getUpdates", "slow", seconds=0.05)
    async with opened() as here:
        await here.bring(channel.id)
    assert (other.markup is not None, other.edits) == (True, 0)
    assert channel.texts == TEXTS


@pytest.mark.parametrize("restart", [True, False])
@pytest.mark.parametrize("comment", [True, False])
async def test_another_edition_that_says_the_same_in_the_same_group_is_not_taken_for_this_one(
    comment: bool, restart: bool, telegram: TelegramDouble, opened: Open
) -> None:
    """The group has a subscription of its own, and comments on the channel's posts, too."""
    group = telegram.supergroup(bot="administrator")
    channel = telegram.channel(linked=group)
    lost, other = (channel.id, group.id) if comment else (group.id, channel.id)
    async with opened() as here:
        await here.bring(channel.id, EDITION[:1])
        await here.bring(group.id, EDITION[:1])
        telegram.fault("sendMessage", "reset before", chat=group)
        telegram.fault("editMessage*", "500", times=3)
        with pytest.raises(Unreachable):
            await here.bring(lost)
        telegram.faults.clear()
        await here.bring(other)
        if not restart:
            assert (await here.bring(lost)).found == []
    async with opened() as here:
        if restart:
            assert (await here.bring(lost)).found == []
        one, two = [[delivery.place for delivery in await here.deliveries(each)] for each in (lost, other)]
    assert set(one).isdisjoint(two)
    assert sorted(group.texts) == sorted([*TEXTS, *TEXTS[1:]])


async def test_a_page_of_another_day_that_says_the_same_is_not_taken_for_this_one(
    telegram: TelegramDouble, opened: Open
) -> None:
    group = telegram.supergroup()
    async with opened() as here:
        telegram.write(group, "good morning")
        await here.caught_up(telegram)
        telegram.fault("sendMessage", "reset before")
        telegram.fault("editMessage*", "500", times=3)
        with pytest.raises(Unreachable):
            await here.bring(group.id, EDITION[:1])
        telegram.faults.clear()
        await here.bring(group.id, EDITION[:1], day=DAY + timedelta(days=1))
        assert (await here.bring(group.id, EDITION[:1])).found == []
    assert group.texts == TEXTS[:1] * 2


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_button_that_was_left_by_a_process_that_died_is_taken_away(
    allowed: bool, telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    async with opened(listening=False) as here:
        await here.bring(channel.id, EDITION[:1])
        other = telegram.post(channel, "somebody else's")
        telegram.fault("sendMessage", "reset before")
        fault = telegram.fault("editMessageReplyMarkup", "silent before", nth=2)
        task = asyncio.create_task(here.bring(channel.id))
        await telegram.until(lambda: bool(fault.met))
        task.cancel()
        await asyncio.wait([task])
        assert other.markup is not None
    if not allowed:
        telegram.take_rights(channel, "can_edit_messages")
    async with opened() as here:
        await here.bring(channel.id)
        if not allowed:
            assert other.markup is not None
            telegram.give_rights(channel)
            here.adapter.changed(channel.id)
        await telegram.until(lambda: other.markup is None)
    assert channel.texts == TEXTS


async def test_people_are_answered_while_a_page_is_looked_for(telegram: TelegramDouble, opened: Open) -> None:
    group = telegram.supergroup()
    async with opened() as here:
        await here.bring(group.id, EDITION[:1])
        telegram.fault("sendMessage", "reset before")
        fault = telegram.fault("editMessageLiveLocation", "slow", seconds=0.5)
        task = asyncio.create_task(here.bring(group.id))
        await telegram.until(lambda: bool(fault.met))
        await here.bot.send_message(group.id, "an answer")
        assert not task.done()
        assert (await task).sent == 4
    assert group.texts == [TEXTS[0], "an answer", *TEXTS[1:]]


async def test_a_page_whose_answer_came_and_could_not_be_recorded_is_not_looked_for(
    telegram: TelegramDouble, opened: Open
) -> None:
    ada = telegram.user()
    async with opened() as here:
        telegram.write(ada, "good morning")
        await here.caught_up(telegram)
        await here.bring(ada.id, EDITION[:2])
        _, second = await here.deliveries(ada.id)
        await here.store.mark(second, State.SENDING)
        assert (await here.bring(ada.id)).found == [2]
        assert (await here.deliveries(ada.id))[1].place == second.place
    assert telegram.called("editMessageLiveLocation") == []


async def test_a_pinned_message_tells_where_a_chat_ends_that_nobody_has_heard_of(
    telegram: TelegramDouble, opened: Open
) -> None:
    group = telegram.supergroup(bot="administrator")
    for number in range(2 * WINDOW):
        last = telegram.write(group, f"chat {number}")
    group.pinned = last.id
    async with opened(listening=False) as here:
        telegram.fault("sendMessage", "reset after")
        assert (await here.bring(group.id)).found == [1]
    assert group.texts == TEXTS
