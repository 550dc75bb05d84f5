"""A forum's topics: one for each category, made once, whatever is lost, deleted or closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapter import Barred, Unreachable
from bot.messages import State
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.office import DAY, EDITION, TEXTS, Open
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
