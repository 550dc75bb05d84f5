"""What people do reaches the bot as the updates that a client library reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from telegram import ChatMemberAdministrator, Update

from tests.doubles.clock import MovedClock
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.client import NOON
from tests.doubles.telegram.people import People

Act = Callable[[People, Chat], object]


def heard(people: People) -> list[Update]:
    """The waiting updates, as the library reads them."""
    return [Update.de_json(update) for update in people.updates.pending]


@pytest.mark.parametrize(
    ("build", "act", "before", "after"),
    [
        (lambda p: p.chats[p.user().id], lambda p, c: p.block(c.user), "member", "kicked"),
        (lambda p: p.chats[p.user().id], lambda p, c: p.unblock(c.user), "kicked", "member"),
        (lambda p: p.channel(), lambda p, c: p.kick(c), "administrator", "kicked"),
        (lambda p: p.channel(), lambda p, c: p.kick(c, status="left"), "administrator", "left"),
        (lambda p: p.channel(bot="left"), lambda p, c: p.restore(c, "administrator"), "left", "administrator"),
        (lambda p: p.supergroup(), lambda p, c: p.restrict(c), "member", "restricted"),
        (lambda p: p.forum(), lambda p, c: p.take_rights(c), "administrator", "member"),
        (lambda p: p.forum(bot="member"), lambda p, c: p.give_rights(c, "can_pin_messages"), "member", "administrator"),
        (lambda p: p.group(), lambda p, c: p.delete_chat(c), "member", "left"),
    ],
)  # fmt: skip
def test_the_bot_hears_how_it_stands(build: Callable[[People], Chat], act: Act, before: str, after: str) -> None:
    people = People(MovedClock(NOON))
    act(people, build(people))
    (update,) = heard(people)
    assert update.my_chat_member is not None
    assert update.my_chat_member.old_chat_member.status == before
    assert update.my_chat_member.new_chat_member.status == after


def test_single_rights_are_taken_and_the_others_stay() -> None:
    people = People(MovedClock(NOON))
    forum = people.forum()
    people.take_rights(forum, "can_manage_topics")
    change = heard(people)[0].my_chat_member
    assert change is not None
    assert isinstance(change.new_chat_member, ChatMemberAdministrator)
    assert (change.new_chat_member.can_manage_topics, change.new_chat_member.can_pin_messages) == (False, True)


def test_who_adds_the_bot_to_a_group_is_seen_adding_it() -> None:
    people = People(MovedClock(NOON))
    people.restore(people.supergroup(bot="left"))
    standing, joined = heard(people)
    assert standing.my_chat_member is not None
    assert joined.message is not None
    assert [user.username for user in joined.message.new_chat_members] == [people.me.username]


def test_an_anonymous_administrator_writes_in_the_name_of_the_group() -> None:
    people = People(MovedClock(NOON))
    group = people.supergroup(bot="administrator")
    people.write(group, "/day", anonymous=True)
    (update,) = heard(people)
    assert update.message is not None
    assert update.message.sender_chat is not None
    assert (update.message.sender_chat.id, update.message.sender_chat.type) == (group.id, "supergroup")


def test_topics_that_people_open_and_close_are_heard_of() -> None:
    people = People(MovedClock(NOON))
    forum = people.forum()
    topic = people.topic(forum, "cs.CV")
    people.close_topic(forum, topic)
    people.reopen_topic(forum, topic)
    messages = [update.message for update in heard(people)]
    assert [message and message.message_thread_id for message in messages] == [topic.id] * 3
    first, closed, opened = messages
    assert first is not None
    assert first.forum_topic_created is not None
    assert first.forum_topic_created.name == "cs.CV"
    assert closed is not None
    assert closed.forum_topic_closed is not None
    assert opened is not None
    assert opened.forum_topic_reopened is not None


def test_only_a_button_that_calls_back_can_be_pressed() -> None:
    people = People(MovedClock(NOON))
    ada = people.user()
    message = people.write(ada, "x")
    message.markup = {
        "inline_keyboard": [[{"text": "Go", "callback_data": "g"}, {"text": "See", "url": "https://x.org"}]]
    }
    assert people.press(message, "g").data == people.press(message, "Go").data == people.press(message, 0).data == "g"
    with pytest.raises(LookupError, match="calls nobody back"):
        people.press(message, "See")
    with pytest.raises(LookupError, match="no button"):
        people.press(message, "Stay")
