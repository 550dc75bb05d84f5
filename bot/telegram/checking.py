"""What a person has to mend on Telegram, found out beside a running bot: nothing is fetched, sent or changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from telegram import (
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberRestricted,
    User,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import secrets
from bot.adapter import Barred, Finding, Gone, Unreachable
from bot.errors import PaperboyError
from bot.messages import Destination
from bot.telegram.faults import fault
from bot.telegram.transport import AiohttpRequest

TIMEOUT = 10.0
"""Seconds for each answer."""
AT_ONCE = 8
"""Chats that are asked about side by side."""
_ABSENT = (ChatMember.LEFT, ChatMember.BANNED)


async def check(*, token: str, base_url: str, proxy: str | None, destinations: Sequence[Destination]) -> list[Finding]:
    """Log in, and look into every chat that editions go to."""
    secrets.install(token)
    try:
        bot: ExtBot[None] = ExtBot(
            token, base_url=base_url, request=_request(proxy), get_updates_request=_request(proxy)
        )
    except PaperboyError as error:  # a proxy of a kind that can't be used
        return [Finding(subject="Telegram", said="It can't be asked.", advice=str(error))]
    try:
        await bot.initialize()
        chats = list(dict.fromkeys(one.chat for one in destinations))
        people = [chat for chat in chats if chat.isdecimal()]  # whether one takes messages is known by sending alone
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(chat: str) -> Finding:
            async with slots:
                return await _look(bot, chat)

        found = await asyncio.gather(*(one(chat) for chat in chats if chat not in people))
        return [_account(bot.bot, people=len(people)), *found]
    except TelegramError as error:
        return [Finding(subject="Telegram", said="The bot can't log in.", advice=_advice(error))]
    finally:
        await bot.shutdown()


def _request(proxy: str | None) -> AiohttpRequest:
    return AiohttpRequest(proxy=proxy or "", timeout=TIMEOUT, connect_timeout=TIMEOUT)


def _advice(error: TelegramError) -> str:
    failed = fault(error)
    if isinstance(failed, Barred | Gone | Unreachable):
        return str(failed)
    return f"Telegram gave no usable answer ({secrets.redact(error.message).rstrip('.')}): run this again in a while."


def _account(me: User, *, people: int) -> Finding:
    said = f"Logged in as @{me.username}"
    if people:
        said += f"; {'one person gets' if people == 1 else f'{people} people get'} editions directly"
    if not me.supports_inline_queries:
        said += "; papers can't be looked up from other chats until /setinline is sent to @BotFather"
    return Finding(subject="Telegram", said=f"{said}.")


async def _look(bot: ExtBot[None], name: str) -> Finding:
    """How the bot stands in a group or channel."""
    try:
        chat = await bot.get_chat(name)
        standing = await bot.get_chat_member(chat.id, bot.id)
        lacks = list(_lacks(chat, standing))
        said = "Pages go out"
        if chat.type == "channel" and chat.linked_chat_id is not None:
            said, lack = await _comments(bot, chat.linked_chat_id)
            lacks += lack
        elif chat.is_forum:
            said += ", a topic for each category"
    except TelegramError as error:
        return Finding(subject=name, said="It can't be looked into.", advice=_advice(error))
    subject = f"{chat.title} ({f'@{chat.username}' if chat.username else chat.id})"
    if lacks:
        return Finding(subject=subject, said="Editions can't go out as they should.", advice=" ".join(lacks))
    return Finding(subject=subject, said=f"{said}.")


def _lacks(chat: ChatFullInfo, standing: ChatMember) -> Iterator[str]:
    """What an edition there needs and the bot has not, each as what to do about it."""
    if standing.status in _ABSENT:
        yield "The bot is not in it: add it" + (" as an administrator." if chat.type == "channel" else ".")
    elif isinstance(standing, ChatMemberOwner):
        return
    elif chat.type == "channel":
        if not (isinstance(standing, ChatMemberAdministrator) and standing.can_post_messages):
            yield "Make the bot an administrator who may post messages."  # who may edit their own, then
    else:
        if not _may_write(chat, standing):
            yield "Allow the bot to send messages."
        if chat.is_forum and not _may_manage_topics(chat, standing):
            yield "Make the bot an administrator who may manage topics."


def _may_write(chat: ChatFullInfo, standing: ChatMember) -> bool:
    if isinstance(standing, ChatMemberAdministrator):
        return True
    if isinstance(standing, ChatMemberRestricted):
        return bool(standing.is_member and standing.can_send_messages)
    return chat.permissions is None or bool(chat.permissions.can_send_messages)


def _may_manage_topics(chat: ChatFullInfo, standing: ChatMember) -> bool:
    if isinstance(standing, ChatMemberAdministrator | ChatMemberRestricted):
        return bool(standing.can_manage_topics)
    return chat.permissions is not None and bool(chat.permissions.can_manage_topics)


async def _comments(bot: ExtBot[None], group: int) -> tuple[str, list[str]]:
    """Where the pages of a channel with a linked group stand, and what they need there."""
    try:
        standing = await bot.get_chat_member(group, bot.id)
        chat = await bot.get_chat(group) if standing.status not in _ABSENT else None
    except TelegramError as error:
        if not isinstance(fault(error), Gone):
            raise
        chat = None
    if chat is None:  # which may well be meant so
        return "Pages stand in the channel itself; with the bot in its linked group they would be comments there", []
    lacks = [] if _may_write(chat, standing) else ["Allow the bot to send messages in the linked group."]
    sees = bot.bot.can_read_all_group_messages or isinstance(standing, ChatMemberAdministrator | ChatMemberOwner)
    if not sees:
        lacks.append("Make the bot an administrator of the linked group, so that it sees the channel's posts there.")
    return "Pages go out as comments", lacks
