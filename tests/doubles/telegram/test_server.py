"""A real client library can talk with the stand-in; requests in every form, and faults on demand."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from aiohttp import ClientError, ClientTimeout, FormData
from telegram import (
    Bot,
    BotCommand,
    ChatMemberAdministrator,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    ReplyParameters,
)
from telegram.error import ChatMigrated, Conflict, Forbidden, RetryAfter

from tests.doubles.telegram.client import RICH, Client, keyboard
from tests.doubles.telegram.server import TelegramDouble


async def test_library_gets_what_people_write_and_sends_messages_it_can_read(
    telegram: TelegramDouble, bot: Bot
) -> None:
    ada = telegram.user("Ada", language="zh")
    asked = telegram.write(ada, "/start hello")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.text, update.message.from_user.language_code) == ("/start hello", "zh")
    sent = await bot.send_message(
        ada.id,
        '<b>Hi</b> <a href="https://arxiv.org/abs/2606.1">paper</a>',
        parse_mode="HTML",
        reply_parameters=ReplyParameters(asked.id),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="g")]]),
    )
    assert sent.text_html == '<b>Hi</b> <a href="https://arxiv.org/abs/2606.1">paper</a>'
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start hello"
    press = telegram.press(telegram.chat(ada.id).sent[0], "Go")
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=1)
    assert update.callback_query is not None
    await update.callback_query.answer("gone")
    await update.callback_query.edit_message_text("New")
    assert press.answer is not None
    assert press.answer["text"] == "gone"
    assert telegram.chat(ada.id).texts == ["New"]
    assert telegram.breaches == []


async def test_library_reads_rich_messages_topics_members_files_and_commands(
    telegram: TelegramDouble, bot: Bot
) -> None:
    forum = telegram.forum()
    topic = await bot.create_forum_topic(forum.id, "cs.CV")
    sent = await bot.send_message(forum.id, "in it", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    rich = await bot.do_api_request(
        "sendRichMessage", api_kwargs={"chat_id": forum.id, "rich_message": RICH}, return_type=Message
    )
    assert rich.api_kwargs["rich_message"]["blocks"][0] == {"type": "heading", "text": "cs.IT", "size": 3}
    document = await bot.send_document(forum.id, b"abc", filename="day.txt", caption="<i>x</i>", parse_mode="HTML")
    assert document.document is not None
    assert (document.document.file_name, telegram.chat(forum.id).sent[-1].content) == ("day.txt", b"abc")
    await bot.set_my_commands([BotCommand("start", "Begin")], language_code="de")
    assert await bot.get_my_commands(language_code="de") == (BotCommand("start", "Begin"),)
    assert await bot.get_my_commands() == ()
    me = await bot.get_chat_member(forum.id, bot.id)
    assert isinstance(me, ChatMemberAdministrator)
    assert me.can_manage_topics
    assert (await bot.get_chat(forum.id)).is_forum
    assert telegram.breaches == []


async def test_inline_queries_are_answered_and_a_chosen_result_comes_to_stand(
    telegram: TelegramDouble, bot: Bot
) -> None:
    ada = telegram.user()
    asked = telegram.inline(ada, "graphs")
    (update,) = await bot.get_updates(timeout=1)
    assert update.inline_query is not None
    article = InlineQueryResultArticle("1", "Graphs", InputTextMessageContent("<b>Graphs</b>", parse_mode="HTML"))
    await update.inline_query.answer([article], next_offset="20")
    assert [result["title"] for result in asked.results] == ["Graphs"]
    assert telegram.choose(asked, "1", telegram.chat(ada.id)).text == "Graphs"
    assert telegram.breaches == []


async def test_library_understands_migrations_kicks_and_floods(
    telegram: TelegramDouble, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    ada, group, channel = telegram.user(), telegram.group(), telegram.channel()
    new = telegram.migrate(group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == new.id
    telegram.kick(channel)
    with pytest.raises(Forbidden, match="bot was kicked from the channel chat"):
        await bot.send_message(channel.id, "x")
    telegram.fault("sendMessage", "429", chat=ada.id, retry_after=7)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(ada.id, "x")
    assert flood.value.retry_after == timedelta(seconds=7)
    old, first, standing = await bot.get_updates(timeout=1)
    assert old.message is not None
    assert first.message is not None
    assert standing.my_chat_member is not None
    assert (old.message.migrate_to_chat_id, first.message.migrate_from_chat_id) == (new.id, group.id)
    assert standing.my_chat_member.new_chat_member.status == "kicked"


async def test_of_two_that_poll_the_older_one_is_sent_away(telegram: TelegramDouble, bot: Bot) -> None:
    ada = telegram.user()
    older = asyncio.ensure_future(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    async with Bot(telegram.token, base_url=telegram.base_url) as second:
        newer = asyncio.ensure_future(second.get_updates(timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        telegram.write(ada, "hello")
        assert len(await newer) == 1


async def test_parameters_come_as_form_query_json_or_parts(telegram: TelegramDouble, client: Client) -> None:
    chat = telegram.user()
    address = f"{telegram.base_url}{telegram.token}/SENDMESSAGE"
    markup = json.dumps(keyboard({"callback_data": "b"}))
    fields = {"chat_id": str(chat.id), "text": "x", "disable_notification": "true", "reply_markup": markup}
    parts = FormData(fields, default_to_multipart=True)
    async with client.session.get(address, params=fields) as answer:
        assert answer.status == 200
    for data in (fields, parts):
        async with client.session.post(address, data=data) as answer:
            assert answer.status == 200
    async with client.session.post(address, data={**fields, "reply_markup": "{"}) as answer:
        assert (await answer.json())["description"] == "Bad Request: can't parse reply_markup JSON object"
    assert [(message.silent, len(message.buttons)) for message in telegram.chat(chat.id).sent] == [(True, 1)] * 3
    assert telegram.breaches == []


async def test_wrong_tokens_and_unknown_methods(telegram: TelegramDouble, client: Client) -> None:
    for path, status, description in (
        (f"{telegram.token}x/getMe", 401, "Unauthorized"),
        ("nonsense/getMe", 404, "Not Found"),
        (f"{telegram.token}/getHim", 404, "Not Found: method not found"),
    ):
        async with client.session.get(telegram.base_url + path) as answer:
            assert (answer.status, (await answer.json())["description"]) == (status, description)


@pytest.mark.parametrize(
    ("kind", "arrives"),
    [("reset before", 0), ("reset after", 1), ("silent before", 0), ("silent after", 1), ("late", 1)],
)
async def test_answers_get_lost_before_or_after_it_was_done(
    telegram: TelegramDouble, client: Client, kind: str, arrives: int
) -> None:
    channel = telegram.channel()
    fault = telegram.fault("send*", kind, nth=2, seconds=0.4)
    await client.result("sendMessage", chat_id=channel.id, text="first")
    with pytest.raises((ClientError, TimeoutError)):
        async with client.session.post(
            f"{telegram.base_url}{telegram.token}/sendMessage",
            json={"chat_id": channel.id, "text": "second"},
            timeout=ClientTimeout(0.2),
        ):
            pass
    await telegram.until(lambda: kind == "silent before" or len(telegram.called("sendMessage")) == 2)
    assert channel.texts == ["first"] + ["second"] * arrives
    assert fault.met == 1
    await client.result("sendMessage", chat_id=channel.id, text="third")


async def test_servers_fail_in_their_several_ways(telegram: TelegramDouble, client: Client) -> None:
    address = f"{telegram.base_url}{telegram.token}/sendMessage"
    channel = telegram.channel()
    params = {"chat_id": channel.id, "text": "x"}
    telegram.fault("sendMessage", "500")
    telegram.fault("sendMessage", "403 bot was kicked from the channel chat")
    telegram.fault("sendMessage", "400 RICH_MESSAGE_URL_INVALID")
    assert await client.refusal("sendMessage", **params) == "Internal Server Error: restart"
    assert await client.refusal("sendMessage", **params) == "Forbidden: bot was kicked from the channel chat"
    assert await client.refusal("sendMessage", **params) == "Bad Request: RICH_MESSAGE_URL_INVALID"
    telegram.fault("sendMessage", "502 html")
    async with client.session.post(address, json=params) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
    telegram.fault("sendMessage", "429", retry_after=0)
    async with client.session.post(address, json=params) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "0")
    assert channel.texts == []
    telegram.fault("sendMessage", "malformed json")
    async with client.session.post(address, json=params) as answer:
        with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
            await answer.json()
    telegram.fault("sendMessage", "slow", seconds=0.01)
    await client.result("sendMessage", **params)
    assert channel.texts == ["x", "x"]
    assert [call.status for call in telegram.called("sendMessage")] == [500, 403, 400, 502, 429, 200, 200]
