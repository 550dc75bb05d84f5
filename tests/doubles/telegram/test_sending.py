"""Messages are refused as the real server refuses them, in its words; what it would spoil silently is noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.client import RICH, Client, keyboard
from tests.doubles.telegram.server import TelegramDouble

NO_ACTION = "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
NO_URL = "inline keyboard button URL 'thread:x' is invalid: Unsupported URL protocol"
PARSE = "can't parse entities:"
NESTED = "<blockquote>a<blockquote>b</blockquote></blockquote>"
SetUp = Callable[[TelegramDouble], dict[str, Any]]


def _ada(t: TelegramDouble) -> dict[str, Any]:
    return {"chat_id": t.user("Ada").id}


def _after(build: str, action: str, **options: Any) -> SetUp:
    def set_up(t: TelegramDouble) -> dict[str, Any]:
        there = getattr(t, build)(**options)
        getattr(t, action)(there)
        return {"chat_id": there.id}

    return set_up


def _in(build: str, **options: Any) -> SetUp:
    return lambda t: {"chat_id": getattr(t, build)(**options).id}


REFUSED: list[tuple[SetUp, dict[str, Any], str]] = [
    (lambda t: {}, {"text": "x"}, "chat_id is empty"),
    (lambda t: {"chat_id": 5}, {"text": "x"}, "chat not found"),
    (lambda t: {"chat_id": "@nobody"}, {"text": "x"}, "chat not found"),
    (_ada, {}, "message text is empty"),
    (_ada, {"text": ""}, "message text is empty"),
    (_ada, {"text": " \n "}, "text must be non-empty"),
    (_ada, {"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    (_ada, {"text": "x" * 4097}, "message is too long"),
    (_ada, {"text": "<b></b>" * 4682}, "text is too long"),
    (_ada, {"text": "p<0.05", "parse_mode": "HTML"}, f"{PARSE} Unclosed start tag at byte offset 1"),
    (_ada, {"text": "<p>x</p>", "parse_mode": "HTML"}, f'{PARSE} Unsupported start tag "p" at byte offset 0'),
    (_ada, {"text": "<b>x", "parse_mode": "HTML"}, f'{PARSE} Can\'t find end tag corresponding to start tag "b"'),
    (_ada, {"text": "x", "parse_mode": "htm"}, "unsupported parse_mode"),
    (_ada, {"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    (_ada, {"text": "x", "reply_markup": keyboard({"callback_data": "x" * 65})}, "BUTTON_DATA_INVALID"),
    (_ada, {"text": "x", "reply_markup": keyboard({"callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
    (_ada, {"text": "x", "reply_markup": keyboard({"url": "thread:x"})}, NO_URL),
    (_ada, {"text": "x", "reply_markup": keyboard({})}, NO_ACTION),
    (_ada, {"text": "x", "reply_markup": keyboard(*[{"url": "https://x.org"}] * 9)}, "reply markup is too long"),
    (_in("channel"), {"text": "x", "reply_markup": keyboard({"switch_inline_query": ""})}, "BUTTON_TYPE_INVALID"),
    (_in("channel", bot="member"), {"text": "x"}, "need administrator rights in the channel chat"),
    (_in("channel", rights=["can_edit_messages"]), {"text": "x"}, "need administrator rights in the channel chat"),
    (_in("supergroup", bot="restricted"), {"text": "x"}, "not enough rights to send text messages to the chat"),
    (_after("supergroup", "mute"), {"text": "x"}, "not enough rights to send text messages to the chat"),
    (_in("forum"), {"text": "x", "message_thread_id": 1}, "message thread not found"),
    (_in("forum"), {"text": "x", "message_thread_id": 77}, "message thread not found"),
]  # fmt: skip


@pytest.mark.parametrize(("set_up", "params", "description"), REFUSED, ids=[each[2][:60] for each in REFUSED])
async def test_a_message_is_refused_in_the_words_of_the_real_server(
    telegram: TelegramDouble, client: Client, set_up: SetUp, params: dict[str, Any], description: str
) -> None:
    where = set_up(telegram)
    assert await client.refusal("sendMessage", **where, **params) == f"Bad Request: {description}"
    assert all(chat.sent == [] for chat in telegram.chats.values())


@pytest.mark.parametrize(
    ("set_up", "description"),
    [
        (_after("user", "block"), "bot was blocked by the user"),
        (_after("user", "deactivate"), "user is deactivated"),
        (_in("user", started=False), "bot can't initiate conversation with a user"),
        (_after("group", "kick"), "bot was kicked from the group chat"),
        (_after("supergroup", "kick"), "bot was kicked from the supergroup chat"),
        (_after("channel", "kick"), "bot was kicked from the channel chat"),
        (_in("channel", bot="left"), "bot is not a member of the channel chat"),
        (_after("group", "delete_chat"), "the group chat was deleted"),
    ],
)
async def test_chats_that_are_closed_to_the_bot_are_forbidden(
    telegram: TelegramDouble, client: Client, set_up: SetUp, description: str
) -> None:
    where = set_up(telegram)
    assert await client.refusal("sendMessage", **where, text="x") == f"Forbidden: {description}"


async def test_edits_are_refused_where_nothing_changes_nothing_is_there_or_it_is_not_ours(
    telegram: TelegramDouble, client: Client
) -> None:
    ada = telegram.user()
    theirs = telegram.write(ada, "mine")
    sent = await client.result("sendMessage", chat_id=ada.id, text="<b>x</b>", parse_mode="HTML")
    edit = {"chat_id": ada.id, "message_id": sent["message_id"]}
    same = await client.refusal("editMessageText", **edit, text="<b>x</b>", parse_mode="HTML")
    assert same.startswith("Bad Request: message is not modified: specified new message content")
    assert (await client.refusal("editMessageReplyMarkup", **edit)).startswith("Bad Request: message is not modified")
    for method in ("editMessageText", "editMessageReplyMarkup"):
        text = {"text": "y"} if method == "editMessageText" else {}
        missing = await client.refusal(method, chat_id=ada.id, message_id=99, **text)
        assert missing == "Bad Request: message to edit not found"
        other = await client.refusal(method, chat_id=ada.id, message_id=theirs.id, **text)
        assert other == "Bad Request: message can't be edited"
    await client.result("editMessageText", **edit, text="y")
    assert [(message.text, message.edits) for message in telegram.chat(ada.id).sent] == [("y", 1)]


async def test_the_right_to_edit_in_a_channel_reaches_to_posts_of_others(
    telegram: TelegramDouble, client: Client
) -> None:
    markup = keyboard({"callback_data": "b"})
    for rights, reaches in (["can_post_messages", "can_edit_messages"], True), (["can_post_messages"], False):
        channel = telegram.channel(rights=rights)
        post = telegram.post(channel, "by another administrator")
        answer = await client("editMessageReplyMarkup", chat_id=channel.id, message_id=post.id, reply_markup=markup)
        assert answer["ok"] is reaches
        assert (
            answer.get("description", "Bad Request: message can't be edited") == "Bad Request: message can't be edited"
        )


@pytest.mark.parametrize(
    ("params", "breach"),
    [
        ({"text": "x", "colour": "red"}, "sendMessage knows no parameter colour"),
        ({"text": "x", "link_preview_options": {"loud": True}}, "link_preview_options.loud is unknown"),
        ({"text": "<a href='thread:cs.CV'>x</a>", "parse_mode": "HTML"}, "1 of 1 links lost: thread:cs.CV"),
        ({"text": "<b>x</b>" * 101, "parse_mode": "HTML"}, "101 entities, those after 100 get lost"),
        ({"text": "<i>y</i>" * 60 + " #tag" * 41, "parse_mode": "HTML"}, "101 entities, those after 100 get lost"),
        ({"text": "\U0001d538" * 2049}, "4098 UTF-16 units, 4096 are allowed"),
        ({"text": NESTED, "parse_mode": "HTML"}, "a quotation inside a quotation"),
        ({"text": "<code>a<b>b</b></code>", "parse_mode": "HTML"}, "bold inside code"),
        ({"text": "x<b> </b>y", "parse_mode": "HTML"}, "entity over blanks only: bold"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[]]}}, "an empty row of buttons"),
    ],
)  # fmt: skip
async def test_what_would_be_spoilt_in_silence_is_a_breach(
    telegram: TelegramDouble, client: Client, params: dict[str, Any], breach: str
) -> None:
    await client.result("sendMessage", chat_id=telegram.user().id, **params)
    assert len(telegram.breaches) == 1
    assert breach in telegram.breaches[0]


async def test_ids_are_counted_per_channel_and_supergroup_and_else_for_the_whole_account(
    telegram: TelegramDouble, client: Client
) -> None:
    ada, group, channel = telegram.user(), telegram.group(), telegram.channel()

    async def sent(chat: Chat) -> int:
        return int((await client.result("sendMessage", chat_id=chat.id, text="x"))["message_id"])

    home = telegram.chat(ada.id)
    assert [await sent(chat) for chat in (home, group, channel, home, channel)] == [1, 2, 2, 3, 3]
    telegram.post(channel, "another's")
    assert await sent(channel) == 5


@pytest.mark.parametrize(("bot", "hears"), [("administrator", True), ("member", False), ("left", False)])
async def test_channel_posts_reach_the_linked_group_and_are_heard_of_there_by_administrators(
    telegram: TelegramDouble, client: Client, bot: Any, hears: bool
) -> None:
    group = telegram.supergroup(bot=bot)
    channel = telegram.channel(linked=group)
    post = await client.result("sendMessage", chat_id=channel.id, text="cover")
    updates = await client.result("getUpdates")
    assert len(updates) == hears
    copy = group.messages[0]
    if hears:
        heard = updates[0]["message"]
        assert (heard["message_id"], heard["is_automatic_forward"]) == (copy.id, True)
        assert heard["forward_origin"]["message_id"] == post["message_id"]
        comment = await client.result(
            "sendMessage", chat_id=group.id, text="page", reply_parameters={"message_id": copy.id}
        )
        assert comment["message_thread_id"] == copy.id
    await client.result("editMessageText", chat_id=channel.id, message_id=post["message_id"], text="cover, mended")
    assert copy.text == "cover, mended"
    assert [list(update)[1] for update in await client.result("getUpdates")] == ["message", "edited_message"] * hears


async def test_in_groups_the_bot_hears_only_what_is_meant_for_it(telegram: TelegramDouble, client: Client) -> None:
    group, ada = telegram.supergroup(), telegram.user()
    for text in ("hello all", "/day", "/day@other_bot", "@paperboy_bot graphs"):
        telegram.write(group, text, ada)
    await client.result("sendMessage", chat_id=group.id, text="x")
    telegram.write(group, "an answer", ada, reply_to=group.sent[0])
    heard = [update["message"]["text"] for update in await client.result("getUpdates")]
    assert heard == ["/day", "@paperboy_bot graphs", "an answer"]


async def test_rich_messages_are_unknown_to_an_old_server_and_may_be_refused_in_one_chat(
    telegram: TelegramDouble, client: Client
) -> None:
    ada, bob = telegram.user(), telegram.user("Bob")
    telegram.chat(ada.id).refuses_rich = "RICH_MESSAGE_CONTENT_REQUIRED"
    refused = await client.refusal("sendRichMessage", chat_id=ada.id, rich_message=RICH)
    assert refused == "Bad Request: RICH_MESSAGE_CONTENT_REQUIRED"
    sent = await client.result("sendRichMessage", chat_id=bob.id, rich_message=RICH)
    await client.result("editMessageText", chat_id=bob.id, message_id=sent["message_id"], text="classic now")
    assert telegram.chat(bob.id).sent[0].rich is None
    telegram.rich_supported = False
    refused = await client.refusal("sendRichMessage", chat_id=bob.id, rich_message=RICH)
    assert refused == "Not Found: method not found"
    refused = await client.refusal("editMessageText", chat_id=bob.id, message_id=sent["message_id"], rich_message=RICH)
    assert refused == "Bad Request: message text is empty"
    assert telegram.breaches == []
