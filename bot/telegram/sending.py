"""One page to where it goes, and what can be mended there on the spot."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final

from telegram import Message
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.adapter import Barred, Fault, Post
from bot.telegram.chats import Chat
from bot.telegram.faults import NoMessage, NoTopic, fault
from bot.telegram.limiter import JSON, Hold, Pass
from bot.telegram.links import resolved
from bot.telegram.markup import NO_PREVIEW
from bot.telegram.topics import Topics

RICH = "rich"
"""The form of pages in rich HTML; all others are in classic HTML."""
_CLASSIC: Final = {"parse_mode": ParseMode.HTML, "link_preview_options": NO_PREVIEW.to_json()}
"""As the request has it: for thousands of pages, making it anew each time would be a tenth of all the work."""
_MENDINGS = 3
"""How often a page is sent elsewhere, or again, because what it should stand in was not there."""


class _NotOurs(NoTopic):
    """The topic that was tried is somebody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a page goes."""

    chat: Chat
    """The destination."""
    id: int
    """The native chat: the destination itself, or the group linked to it."""
    topic: int = 0
    reply: int = 0
    post: int = 0
    """The post that it comments on."""
    copy: int = 0
    """That post's copy in the group."""


@dataclass(slots=True)
class Turn:
    """A page's turn: what it holds, and where the page goes."""

    hold: Hold
    target: Target


class Sender:
    """Sends pages within their turns."""

    def __init__(self, bot: ExtBot[Pass], topics: Topics) -> None:
        self._bot = bot
        self._topics = topics

    async def send(self, post: Post, turn: Turn) -> int:
        """Send the page; returns its message id. ``turn.target`` is where it stands in the end.

        :raises Fault: ``NoMessage`` where it can't be a comment any more, else those of ``bot.adapter``
        """
        for _ in range(_MENDINGS):
            try:
                return await self._send_to(post, turn)
            except (NoTopic, NoMessage, Barred) as error:
                turn.target = await self._mended(post, turn, error)
        return await self._send_to(post, turn)

    async def _mended(self, post: Post, turn: Turn, error: Fault) -> Target:
        """Where the page may go after all.

        :raises Fault: nowhere
        """
        target, category = turn.target, post.page.thread
        if isinstance(error, NoMessage) and target.reply != target.copy:
            return replace(target, reply=target.copy)
        if isinstance(error, NoTopic) and target.topic:
            if not isinstance(error, _NotOurs):
                await self._topics.forget(target.id, category)
            return replace(target, topic=await self._topics.topic(target.id, category, turn.hold))
        if target.topic and "topic_closed" in str(error.__cause__).lower():
            await self._topics.reopen(target.id, target.topic)
            return target
        raise error

    async def _send_to(self, post: Post, turn: Turn) -> int:
        target, category = turn.target, post.page.thread
        on_trial = bool(target.topic) and await self._topics.on_trial(target.id, category)
        reply = target.topic if on_trial else target.reply
        # A comment without what it replies to would stand in the group as a message to everybody.
        strict = bool(target.post)
        try:
            message = await self._request(post, turn, _reply(reply, strict=strict) if reply else None)
        except TelegramError as error:
            raise fault(error, rich=post.page.form == RICH) from error
        if on_trial and not await self._topics.is_ours(target.id, category, Message.de_json(message, self._bot)):
            raise _NotOurs("The topic turned out to be somebody else's; another one is made.")
        return int(message["message_id"])

    async def _request(self, post: Post, turn: Turn, reply: str | None) -> JSON:
        target, text = turn.target, resolved(post, chat=turn.target.chat, bot=self._bot.username)
        rich = post.page.form == RICH
        shown = {"rich_message": rich_message(text)} if rich else {"text": text, **_CLASSIC}
        # As it comes: the library would make an object of a hundred attributes out of every answer, of which one is
        # read, and that is a fifth of the work. Telegram does not mind the case of a method's name; the library does,
        # and has no such call for the methods that it knows.
        result: JSON = await self._bot.do_api_request(
            "sendrichmessage" if rich else "sendmessage",
            {
                "chat_id": target.id,
                **shown,
                "disable_notification": post.silent,
                "message_thread_id": target.topic or None,
                "reply_parameters": reply,
            },
            rate_limit_args=turn.hold,
        )
        return result


def _reply(message: int, *, strict: bool) -> str:
    """To what a page replies; ``strict``: rather not at all than without it."""
    return json.dumps({"message_id": message, "allow_sending_without_reply": not strict})


def rich_message(text: str) -> dict[str, object]:
    """Rich HTML as the Bot API takes it; it would take an ``@`` in an abstract for a person and refuse the page."""
    return {"html": text, "skip_entity_detection": True}
