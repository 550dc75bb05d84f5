"""What has to be mended on Telegram is found without touching anything there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.adapter import Finding
from bot.messages import Destination
from bot.telegram import checking
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.server import TelegramDouble

QUESTIONS = {"getMe", "getChat", "getChatMember"}


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double
    assert double.breaches == []
    assert {call.method for call in double.calls} <= QUESTIONS


async def look(telegram: TelegramDouble, *chats: Chat | int | str, token: str = "") -> list[Finding]:
    return await checking.check(
        token=token or telegram.token,
        base_url=telegram.base_url,
        proxy=None,
        destinations=[Destination("telegram", str(chat.id) if isinstance(chat, Chat) else str(chat)) for chat in chats],
    )


GROUP = "Make the bot an administrator of the linked group"
Builder = Callable[[TelegramDouble], Chat]


@pytest.mark.parametrize(
    ("build", "said", "advice"),
    [
        (lambda t: t.channel(), "Pages go out.", ""),
        (lambda t: t.channel(rights=["can_post_messages"]), "Pages go out.", ""),
        (lambda t: t.channel(rights=["can_edit_messages"]), "Editions", "administrator who may post messages"),
        (lambda t: t.channel(bot="left"), None, "The bot is not in"),
        (lambda t: t.channel(linked=t.supergroup(bot="administrator")), "Pages go out as comments.", ""),
        (lambda t: t.channel(linked=t.supergroup(bot="member")), "Editions", GROUP),
        (lambda t: t.channel(linked=t.supergroup(bot="left")), "with the bot in its linked group", ""),
        (lambda t: t.supergroup(bot="member"), "Pages go out.", ""),
        (lambda t: t.supergroup(bot="kicked"), None, "The bot was removed"),
        (lambda t: t.group(), "Pages go out.", ""),
        (lambda t: t.forum(), "a topic for each category", ""),
        (lambda t: t.forum(bot="member"), "a topic for each category", ""),
        (lambda t: t.forum(rights=["can_pin_messages"]), "Editions", "who may manage topics"),
    ],
)
async def test_each_kind_of_chat_is_looked_into(
    build: Builder, said: str | None, advice: str, telegram: TelegramDouble
) -> None:
    chat = build(telegram)
    account, found = await look(telegram, chat)
    assert account == Finding(subject="Telegram", said="Logged in as @paperboy_bot.")
    assert said is None or said in found.said
    assert advice in found.advice
    assert bool(advice) == bool(found.advice)
    if said is not None:
        assert found.subject == f"{chat.title} ({chat.id})"


async def test_a_group_whose_members_may_not_write_needs_somebody(telegram: TelegramDouble) -> None:
    muted, restricted = telegram.supergroup("Muted"), telegram.supergroup("Restricted")
    telegram.mute(muted)
    telegram.restrict(restricted)
    _, *found = await look(telegram, muted, restricted)
    assert [one.advice for one in found] == ["Allow the bot to send messages."] * 2


async def test_a_chat_that_is_not_there_is_one_line_and_the_others_are_looked_into(telegram: TelegramDouble) -> None:
    channel = telegram.channel("Papers", username="daily_papers")
    _, gone, there = await look(telegram, "@nobody_here", "@daily_papers")
    assert (gone.subject, gone.advice[:22]) == ("@nobody_here", "The chat is not there,")
    assert (there.subject, there.advice) == (f"{channel.title} (@daily_papers)", "")


async def test_people_are_counted_and_not_asked_about(telegram: TelegramDouble) -> None:
    ada, bo = telegram.user("Ada"), telegram.user("Bo")
    (account,) = await look(telegram, ada.id, bo.id, ada.id)
    assert account.said == "Logged in as @paperboy_bot; 2 people get editions directly."
    assert telegram.called("getChat") == []


async def test_a_token_that_is_not_known_is_a_sentence_without_it(telegram: TelegramDouble) -> None:
    token = "1:" + "B" * 35
    (found,) = await look(telegram, telegram.channel(), token=token)
    assert found.said == "The bot can't log in."
    assert "copy it anew from @BotFather" in found.advice
    assert token not in found.advice


@pytest.mark.parametrize(
    ("kind", "advice"),
    [("502 html", "Telegram gave no usable answer"), ("reset before", "run this again in a while")],
)
async def test_while_telegram_does_not_answer_that_is_said(kind: str, advice: str, telegram: TelegramDouble) -> None:
    telegram.fault("getMe", kind, times=5)
    (found,) = await look(telegram)
    assert advice in found.advice


async def test_what_one_chat_can_not_be_asked_is_said_of_it_alone(telegram: TelegramDouble) -> None:
    first, second = telegram.channel("First"), telegram.channel("Second")
    telegram.fault("getChat", "502 html")
    _, *found = await look(telegram, first, second)
    assert sorted(bool(one.advice) for one in found) == [False, True]


async def test_where_nobody_listens_the_network_is_named(telegram: TelegramDouble) -> None:
    (found,) = await checking.check(
        token=telegram.token, base_url="http://127.0.0.1:1/bot", proxy=None, destinations=[]
    )
    assert "check the network and the proxy" in found.advice
    (found,) = await checking.check(
        token=telegram.token, base_url=telegram.base_url, proxy="socks5://127.0.0.1:1", destinations=[]
    )
    assert "SOCKS proxies are not supported" in found.advice
