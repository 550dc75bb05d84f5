"""A forum's topics: one for each category, made once, whatever is lost, deleted or closed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapter import Barred, Unreachable
from bot.messages import State
from bot.telegram.settling import WINDOW
from tests.doubles.clock import FastClock
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.office import DAY, EDITION, TEXTS, Office, Open
from tests.doubles.telegram.server import TelegramDouble

VISION = "cs.CV · Computer Vision and Pattern Recognition"
MINDS = "cs.AI · Artificial Intelligence"


def topics(forum: Chat) -> dict[str, list[str]]:
    """What we wrote, by topic; a name that stands there twice fails."""
    standing = [topic for topic in forum.topics.values() if not topic.deleted]
    assert len({topic.name for topic in standing}) == len(standing)
    return {topic.name: [each.text for each in forum.sent if each.thread_id == topic.id] for topic in standing}


WHOLE = {VISION: TEXTS[1:3], MINDS: TEXTS[3:]}


async def test_each_category_has_its_topic_which_is_made_once_and_found_after_a_restart(
    telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum(username="readers")
    async with opened() as here:
        await here.bring(forum.id)
    assert topics(forum) == WHOLE
    cover = forum.sent[0]
    vision, minds = forum.topics
    assert cover.thread_id is None
    assert cover.links == [
        f"https://t.me/readers/{vision}/{forum.sent[1].id}",
        f"https://t.me/readers/{minds}/{forum.sent[3].id}",
    ]
    async with opened() as here:
        await here.bring(forum.id, day=DAY + timedelta(days=1))
    assert len(telegram.called("createForumTopic")) == 2
    assert topics(forum) == {name: texts * 2 for name, texts in WHOLE.items()}


async def test_a_deleted_topic_is_made_anew_and_the_page_stands_there(telegram: TelegramDouble, opened: Open) -> None:
    forum = telegram.forum()
    async with opened() as here:
        await here.bring(forum.id, EDITION[:2])
        telegram.delete_topic(forum, next(iter(forum.topics)))
        await here.bring(forum.id)
    assert topics(forum) == {VISION: TEXTS[2:3], MINDS: TEXTS[3:]}


async def test_a_closed_topic_is_opened_again_where_we_may_and_waits_for_a_person_where_not(
    telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum()
    async with opened() as here:
        await here.bring(forum.id, EDITION[:2])
        topic = next(iter(forum.topics.values()))
        telegram.close_topic(forum, topic)
        telegram.fault("sendMessage", "400 TOPIC_CLOSED")
        await here.bring(forum.id)
        assert not topic.closed
        telegram.fault("sendMessage", "400 TOPIC_CLOSED", nth=2)
        telegram.fault("reopenForumTopic", "400 not enough rights to reopen the topic")
        with pytest.raises(Barred):
            await here.bring(forum.id, day=DAY + timedelta(days=1))
    assert topics(forum) == WHOLE


async def test_without_the_right_to_make_topics_a_person_must_act(telegram: TelegramDouble, opened: Open) -> None:
    forum = telegram.forum(bot="member")
    async with opened() as here:
        with pytest.raises(Barred, match="manage topics"):
            await here.bring(forum.id)
        telegram.give_rights(forum)
        await here.bring(forum.id)
    assert topics(forum) == WHOLE


@pytest.mark.parametrize("method", ["createForumTopic", "getChat"])
async def test_what_is_refused_beside_a_page_leaves_no_page_out(
    method: str, telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum()
    telegram.fault(method, "400 SOMETHING_NEW")
    async with opened() as here:
        with pytest.raises((Barred, Unreachable)):
            await here.bring(forum.id)
        await here.bring(forum.id)
    assert topics(forum) == WHOLE


async def test_a_forum_that_is_none_any_more_gets_its_pages_in_the_group_itself(
    telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum()
    async with opened() as here:
        await here.bring(forum.id, EDITION[:1])
        forum.is_forum = False
        with pytest.raises(Unreachable):
            await here.bring(forum.id)
        await here.bring(forum.id)
    assert forum.texts == TEXTS
    assert forum.topics == {}


@pytest.mark.parametrize("kind", ["reset before", "silent before", "reset after", "silent after"])
async def test_a_topic_whose_answer_is_lost_is_not_made_twice(
    kind: str, telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum()
    telegram.write(forum, "good morning")
    telegram.fault("createForumTopic", kind)
    async with opened(patience=0.2) as here:
        if kind.endswith("before"):
            with pytest.raises(Unreachable):
                await here.bring(forum.id)
        await here.bring(forum.id)
        assert await here.states(forum.id) == [State.SENT] * 5
    assert topics(forum) == WHOLE


@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("kind", ["reset before", "reset after"])
@pytest.mark.parametrize("first", [True, False])
async def test_somebody_elses_topic_is_neither_renamed_nor_taken_for_ours(
    heard: bool, kind: str, first: bool, telegram: TelegramDouble, opened: Open
) -> None:
    """Another topic is opened just before or after ours, of which nobody knows whether it was made."""
    forum = telegram.forum()
    async with opened(listening=heard) as here:
        await here.bring(forum.id, EDITION[:1])
        if first:
            telegram.topic(forum, "Lounge")
        telegram.fault("createForumTopic", kind)
        telegram.fault("sendChatAction", "500", times=3)
        with pytest.raises(Unreachable):
            await here.bring(forum.id)
        if not first:
            telegram.topic(forum, "Lounge")
        if heard:
            await here.caught_up(telegram)
        await here.bring(forum.id)
        assert await here.states(forum.id) == [State.SENT] * 5
    assert topics(forum) == {**WHOLE, "Lounge": []}
    assert telegram.called("editForumTopic") == []
    assert len(telegram.called("deleteMessage")) <= (0 if heard else 1)


async def test_a_long_name_of_a_category_that_is_none_fits(telegram: TelegramDouble, opened: Open) -> None:
    forum = telegram.forum()
    strange = replace(EDITION[1], thread="x" * 200)
    async with opened() as here:
        await here.bring(forum.id, [EDITION[0], strange])
    assert list(topics(forum)) == ["x" * 128]


async def test_a_topic_whose_answer_is_lost_is_looked_for_to_the_end_of_the_chat(
    telegram: TelegramDouble, opened: Open
) -> None:
    """What people write in a group is not heard by every bot, so it may have gone on for long."""
    forum = telegram.forum()
    async with opened(listening=False) as here:
        await here.bring(forum.id, EDITION[:3])
        for number in range(2 * WINDOW):
            telegram.write(forum, f"chat {number}")
    async with opened(listening=False) as here:
        telegram.fault("createForumTopic", "reset after")
        for _ in range(2):
            with pytest.raises(Unreachable, match="looked for among all"):
                await here.bring(forum.id)
    async with opened(listening=False) as here:
        await here.bring(forum.id)
    assert topics(forum) == WHOLE


async def left_in_the_lounge(telegram: TelegramDouble, here: Office, forum: Chat) -> None:
    """Another topic was opened just before ours, of which nobody knows whether it was made."""
    await here.bring(forum.id, EDITION[:1])
    telegram.topic(forum, "Lounge")
    telegram.fault("createForumTopic", "reset after")
    telegram.fault("sendChatAction", "500", times=3)
    with pytest.raises(Unreachable):
        await here.bring(forum.id)


@pytest.mark.parametrize("kind", ["500", "400 message can't be deleted"])
async def test_what_is_said_to_a_deletion_concerns_no_page_and_it_is_made_up_for(
    kind: str, telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum()
    async with opened(listening=False) as here:
        await left_in_the_lounge(telegram, here, forum)
        telegram.fault("deleteMessage", kind, times=3)
        done = await here.bring(forum.id)
        assert (done.sent, done.failed) == (4, {})
        telegram.faults.clear()
        await here.bring(forum.id, day=DAY + timedelta(days=1))
    assert topics(forum) == {name: 2 * texts for name, texts in WHOLE.items()} | {"Lounge": []}


@pytest.mark.parametrize(("method", "kind"), [("deleteMessage", "silent before"), ("sendMessage", "silent after")])
async def test_a_page_in_somebody_elses_topic_is_deleted_after_a_death_and_never_taken_for_the_page(
    method: str, kind: str, telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum()
    async with opened(listening=False) as here:
        await left_in_the_lounge(telegram, here, forum)
        fault = telegram.fault(method, kind)
        task = asyncio.create_task(here.bring(forum.id))
        await telegram.until(lambda: bool(fault.met) and len(forum.sent) == 2)
        task.cancel()
        await asyncio.wait([task])
    async with opened(listening=False) as here:
        await here.bring(forum.id)
        assert await here.states(forum.id) == [State.SENT] * 5
    assert topics(forum) == {**WHOLE, "Lounge": []}


async def test_what_could_not_be_deleted_elsewhere_is_never_taken_for_the_page(
    telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum()
    async with opened(listening=False) as here:
        await left_in_the_lounge(telegram, here, forum)
        telegram.fault("deleteMessage", "400 message can't be deleted", times=3)
        telegram.fault("sendMessage", "reset after", nth=2)
        assert (await here.bring(forum.id)).found == [2]
        telegram.faults.clear()
        await here.bring(forum.id, day=DAY + timedelta(days=1))
    assert topics(forum) == {name: 2 * texts for name, texts in WHOLE.items()} | {"Lounge": []}


async def test_a_message_that_can_never_be_deleted_is_given_up(telegram: TelegramDouble, opened: Open) -> None:
    forum = telegram.forum()
    telegram.fault("deleteMessage", "400 message can't be deleted", times=99)
    async with opened(listening=False) as here:
        await left_in_the_lounge(telegram, here, forum)
        for day in range(5):
            await here.bring(forum.id, day=DAY + timedelta(days=day))
    assert topics(forum)["Lounge"] == TEXTS[1:2]
    assert len(telegram.called("deleteMessage")) == 5


async def test_told_to_wait_a_little_for_a_topic_people_are_answered_meanwhile(
    telegram: TelegramDouble, opened: Open
) -> None:
    forum = telegram.forum()
    async with opened() as here:
        fault = telegram.fault("createForumTopic", "429", retry_after=20)
        task = asyncio.create_task(here.bring(forum.id))
        await telegram.until(lambda: bool(fault.met))
        await here.bot.send_message(forum.id, "an answer")
        assert not task.done()
        assert (await task).sent == 5
    assert topics(forum) == WHOLE


async def test_told_to_wait_long_for_topics_nothing_else_waits_and_nobody_asks_before(
    telegram: TelegramDouble, opened: Open, fast: FastClock
) -> None:
    forums = [telegram.forum() for _ in range(4)]
    async with opened() as here:
        for forum in forums:
            telegram.fault("createForumTopic", "429", chat=forum, retry_after=70)
            for _ in range(2):
                with pytest.raises(Unreachable):
                    await here.bring(forum.id)
        begun = fast.now()
        for forum in forums:
            await here.bot.send_message(forum.id, "an answer")
        assert fast.now() - begun < timedelta(seconds=20)
        assert len(telegram.called("createForumTopic")) == 4
        await fast.sleep(70)
        for forum in forums:
            await here.bring(forum.id)
            assert topics(forum) == WHOLE
