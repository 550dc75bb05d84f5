"""Channels with a linked group: pages are comments under the cover, and never anything else in the group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapter import Unreachable
from bot.messages import Destination, State
from tests.doubles.telegram.chats import Chat, Status
from tests.doubles.telegram.office import DAY, EDITION, TEXTS, Open
from tests.doubles.telegram.server import TelegramDouble


def linked(telegram: TelegramDouble, username: str = "", bot: Status = "administrator") -> tuple[Chat, Chat]:
    discussion = telegram.supergroup(bot=bot)
    return telegram.channel(username=username, linked=discussion), discussion


async def test_pages_are_comments_on_the_cover_and_links_lead_there(telegram: TelegramDouble, opened: Open) -> None:
    channel, group = linked(telegram, "papers")
    telegram.write(group, "good morning")
    async with opened() as here:
        await here.bring("@papers")
        assert here.reports == []
    assert channel.texts == TEXTS[:1]
    assert group.texts == TEXTS[1:]
    copy = next(each for each in group.messages if "is_automatic_forward" in each.service)
    two, _, four, _ = group.sent
    assert [each.reply_to for each in group.sent] == [copy.id, two.id, copy.id, four.id]
    (cover,) = channel.sent
    assert cover.links == [f"https://t.me/papers/{cover.id}?comment={each.id}" for each in (two, four)]
    assert [each.silent for each in (cover, *group.sent)] == [False, True, True, True, True]


async def test_the_copy_is_remembered_by_the_next_run(telegram: TelegramDouble, opened: Open) -> None:
    channel, group = linked(telegram)
    async with opened() as here:
        await here.bring(channel.id, EDITION[:2])
    async with opened(listening=False) as here:
        await here.bring(channel.id)
        assert here.reports == []
    assert group.texts == TEXTS[1:]


async def test_without_the_copy_the_edition_goes_on_in_the_channel_and_somebody_is_told_once(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel, group = linked(telegram, bot="member")
    async with opened() as here:
        await here.bring(channel.id)
        ((cause, text),) = here.reports
    assert cause == f"telegram:{channel.id}:comments"
    assert "administrator of the group" in text
    assert channel.texts == TEXTS
    assert group.texts == []
    assert [each.reply_to is None for each in channel.sent] == [True, True, False, True, False]


async def test_what_is_decided_for_an_edition_holds_although_the_copy_comes_later(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel, group = linked(telegram)
    async with opened(listening=False) as here:
        await here.bring(channel.id, EDITION[:2])
    async with opened() as here:
        await here.caught_up(telegram)
        await here.bring(channel.id)
        assert here.reports == []
        assert channel.texts == TEXTS
        await here.bring(channel.id, day=DAY + timedelta(days=1))
    assert group.texts == TEXTS[1:]


async def test_where_the_bot_is_not_in_the_group_the_channel_has_chains_and_somebody_is_told(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel, group = linked(telegram, bot="left")
    async with opened() as here:
        await here.bring(channel.id)
        ((cause, text),) = here.reports
    assert cause == f"telegram:{channel.id}:linked"
    assert f"{channel.title} ({channel.id})" in text
    assert "add the bot to the group" in text
    assert channel.texts == TEXTS
    assert group.texts == []


async def test_a_deleted_first_page_is_no_reason_to_leave_the_comments(telegram: TelegramDouble, opened: Open) -> None:
    channel, group = linked(telegram)
    async with opened() as here:
        await here.bring(channel.id, EDITION[:2])
        telegram.delete_message(group.sent[0])
        await here.bring(channel.id)
    copy = next(each for each in group.messages if "is_automatic_forward" in each.service)
    assert [(each.text, each.reply_to) for each in group.sent[:1]] == [(TEXTS[2], copy.id)]


async def test_no_comment_ever_lands_outside_of_its_thread(telegram: TelegramDouble, opened: Open) -> None:
    channel, group = linked(telegram)
    async with opened() as here:
        await here.bring(channel.id, EDITION[:2])
        for message in list(group.messages):
            telegram.delete_message(message)
        try:
            await here.bring(channel.id)
        except Unreachable:
            await here.bring(channel.id)
        assert len(here.reports) == 1
        assert await here.states(channel.id) == [State.SENT] * 5
    assert group.texts == []
    assert channel.texts == [TEXTS[0], *TEXTS[2:]]


async def test_a_group_that_is_closed_to_us_closes_not_the_channel(telegram: TelegramDouble, opened: Open) -> None:
    channel, group = linked(telegram)
    async with opened() as here:
        await here.bring(channel.id, EDITION[:2])
        telegram.kick(group)
        try:
            await here.bring(channel.id)
        except Unreachable:
            await here.bring(channel.id)
        assert "Comments on a post" in here.reports[0][1]
    assert channel.texts == [TEXTS[0], *TEXTS[2:]]


async def test_whatever_else_is_posted_the_copy_of_a_cover_is_not_forgotten(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel, group = linked(telegram)
    async with opened() as here:
        await here.bring(channel.id, EDITION[:2])
        for number in range(100):
            telegram.post(channel, f"post {number}")
        await here.caught_up(telegram)
    async with opened(listening=False) as here:
        await here.bring(channel.id)
        assert here.reports == []
    assert group.texts == TEXTS[1:]


@pytest.mark.parametrize("late", [True, False])
async def test_a_copy_that_was_heard_outlives_the_process_whenever_it_came(
    late: bool, telegram: TelegramDouble, opened: Open
) -> None:
    """The cover's copy is heard before or after the answer to the cover, and then the process dies."""
    channel, group = linked(telegram)
    async with opened(listening=not late) as here:
        await here.bring(channel.id, EDITION[:1])
        if not late:
            await here.caught_up(telegram)
    if late:
        async with opened() as here:
            await here.caught_up(telegram)
    async with opened(listening=False) as here:
        await here.bring(channel.id)
        assert here.reports == []
    assert group.texts == TEXTS[1:]


async def test_of_channels_without_an_edition_no_copies_are_kept(telegram: TelegramDouble, opened: Open) -> None:
    channel, _ = linked(telegram)
    async with opened() as here:
        for number in range(3):
            telegram.post(channel, f"post {number}")
        await here.caught_up(telegram)
        assert await here.store.note(Destination("telegram", str(channel.id)), "comments") is None


async def test_when_the_bot_is_removed_from_the_group_somebody_is_told(telegram: TelegramDouble, opened: Open) -> None:
    channel, group = linked(telegram)
    async with opened() as here:
        await here.bring(channel.id)
        telegram.kick(group)
        await here.bring(channel.id, day=DAY + timedelta(days=1))
        assert [cause for cause, _ in here.reports] == [f"telegram:{channel.id}:linked"]
    assert channel.texts == [TEXTS[0], *TEXTS]
