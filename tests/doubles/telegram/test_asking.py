"""Topics, queries, commands, updates and webhooks behave as on the real server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubles.clock import MovedClock
from tests.doubles.telegram.client import Client, keyboard
from tests.doubles.telegram.server import TelegramDouble


async def test_topics_need_a_right_and_a_name_and_may_be_closed_or_gone(
    telegram: TelegramDouble, client: Client
) -> None:
    plain, forum = telegram.supergroup(bot="administrator"), telegram.forum()
    assert (
        await client.refusal("createForumTopic", chat_id=plain.id, name="x") == "Bad Request: the chat is not a forum"
    )
    assert (
        await client.refusal("createForumTopic", chat_id=forum.id, name=" ") == "Bad Request: title must be non-empty"
    )
    id = (await client.result("createForumTopic", chat_id=forum.id, name="cs.CV"))["message_thread_id"]  # noqa: A001 -- its id
    telegram.close_topic(forum, id)
    await client.result("sendMessage", chat_id=forum.id, message_thread_id=id, text="an administrator still may")
    telegram.take_rights(forum, "can_manage_topics")
    refused = await client.refusal("createForumTopic", chat_id=forum.id, name="cs.IT")
    assert refused == "Bad Request: not enough rights to create a topic"
    assert (
        await client.refusal("sendMessage", chat_id=forum.id, message_thread_id=id, text="x")
        == "Bad Request: TOPIC_CLOSED"
    )
    telegram.delete_topic(forum, id)
    gone = await client.refusal("sendMessage", chat_id=forum.id, message_thread_id=id, text="x")
    assert gone == "Bad Request: message thread not found"


async def test_callback_and_inline_queries_are_answered_once_and_in_time(
    telegram: TelegramDouble, client: Client, clock: MovedClock
) -> None:
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    ada = telegram.user()
    markup = keyboard({"callback_data": "b"})
    await client.result("sendMessage", chat_id=ada.id, text="x", reply_markup=markup)
    first, second = (telegram.press(telegram.chat(ada.id).sent[0], 0) for _ in range(2))
    assert await client.refusal("answerCallbackQuery", callback_query_id="1") == old
    await client.result("answerCallbackQuery", callback_query_id=first.id)
    assert await client.refusal("answerCallbackQuery", callback_query_id=first.id) == old
    asked = telegram.inline(ada, "x")
    clock.advance(seconds=16)
    assert await client.refusal("answerCallbackQuery", callback_query_id=second.id) == old
    assert await client.refusal("answerInlineQuery", inline_query_id=asked.id, results=[]) == old
    assert second.answer is None


@pytest.mark.parametrize(
    ("change", "description"),
    [
        ({"results": 51}, "too many inline query results specified"),
        ({"id": "x" * 65}, "RESULT_ID_INVALID"),
        ({"results": 2}, "RESULT_ID_DUPLICATE"),
        ({"title": ""}, "can't parse inline query result: title is empty"),
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": "more", "start_parameter": "a.b"}}, "START_PARAM_INVALID"),
        ({"text": "<p>"}, 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    ],
)
async def test_inline_answers_are_checked(
    telegram: TelegramDouble, client: Client, change: dict[str, Any], description: str
) -> None:
    asked = telegram.inline(telegram.user(), "x")
    content = {"message_text": change.pop("text", "x"), "parse_mode": "HTML"}
    result = {
        "type": "article", "id": change.pop("id", "1"), "title": change.pop("title", "t"),
        "input_message_content": content,
    }  # fmt: skip
    results = [result] * change.pop("results", 1)
    refused = await client.refusal("answerInlineQuery", inline_query_id=asked.id, results=results, **change)
    assert refused == f"Bad Request: {description}"


async def test_commands_are_checked_per_scope_and_language(telegram: TelegramDouble, client: Client) -> None:
    for command, wrong in (
        ({"command": "Start", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "s", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ):
        assert await client.refusal("setMyCommands", commands=[command]) == f"Bad Request: {wrong}"
    good = {"command": "day", "description": "The day"}
    await client.result("setMyCommands", commands=[good], scope={"type": "all_private_chats"}, language_code="zh")
    assert telegram.commands == {('{"type": "all_private_chats"}', "zh"): [good]}


async def test_updates_stay_until_confirmed_and_only_wanted_kinds_come(
    telegram: TelegramDouble, client: Client, clock: MovedClock
) -> None:
    ada = telegram.user()
    telegram.write(ada, "one")
    telegram.write(ada, "two")
    first, second = await client.result("getUpdates")
    assert await client.result("getUpdates", limit=1) == [first]
    assert await client.result("getUpdates", offset=second["update_id"], allowed_updates=["message"]) == [second]
    telegram.inline(ada, "not wanted")
    assert await client.result("getUpdates", offset=second["update_id"] + 1) == []
    telegram.write(ada, "kept for a day")
    clock.advance(hours=25)
    assert await client.result("getUpdates") == []


async def test_webhook_is_checked_excludes_polling_and_gets_updates_with_its_secret(
    telegram: TelegramDouble, client: Client
) -> None:
    ada = telegram.user()
    refused = await client.refusal("setWebhook", url="http://x.org/hook")
    assert refused == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    refused = await client.refusal("setWebhook", url="https://x.org:8080/hook")
    assert refused == "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    await client.result("setWebhook", url="https://x.org/hook", secret_token="s3cret")
    assert (await client.refusal("getUpdates")).startswith(
        "Conflict: can't use getUpdates method while webhook is active"
    )
    telegram.write(ada, "hello")
    async with TelegramDouble() as elsewhere:  # any server that answers will do; this one says 404
        telegram.balancer = elsewhere.base_url
        assert await telegram.deliver() == [404]
    assert (await client.result("getWebhookInfo"))["pending_update_count"] == 1
    await client.result("deleteWebhook", drop_pending_updates=True)
    assert await client.result("getUpdates") == []
