"""Messages to people: sent, changed where they stand, and the sign that one is being written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from telegram import InputFile, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.telegram.answers import Message
from bot.telegram.faults import NoMessage, Unchanged, fault
from bot.telegram.limiter import Pass
from bot.telegram.markup import NO_PREVIEW
from bot.telegram.transport import NeverSent, Unanswered

SOON = 1.0
"""Seconds that nobody minds to wait."""
TYPING = 4.5
"""Telegram shows the sign for five seconds."""
PAUSES = (1.0, 4.0)
"""Seconds before the next attempts where no answer came. To somebody who waits, twice does less harm than never."""
_NO_ANSWER = (NeverSent, Unanswered, TimedOut)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer goes."""

    chat: int
    topic: int | None = None
    question: int | None = None
    """The message that it replies to; None in private chats, where that would only repeat it."""


class Voice:
    """Says and changes messages. What Telegram asks to wait for is waited for by the library's limiter."""

    def __init__(self, bot: ExtBot[Pass]) -> None:
        self._bot = bot

    async def put(self, spot: Spot, messages: Sequence[Message], standing: Sequence[int] = ()) -> list[int]:
        """Let these stand there, in the place of the ``standing`` ones as far as that goes; returns their ids.

        :raises TelegramError: they can't be brought there
        """
        ids = []
        for at, message in enumerate(messages):
            there = standing[at] if at < len(standing) else None
            if there is not None and await self._change(spot.chat, there, message):
                ids.append(there)
                continue
            if there is not None:
                await self._remove(spot.chat, there)
            ids.append(await self._say(spot, message))
        for surplus in standing[len(messages) :]:
            await self._remove(spot.chat, surplus)
        return ids

    @asynccontextmanager
    async def writing(self, spot: Spot) -> AsyncIterator[None]:
        """The sign that an answer is being written, from after a second until the end."""
        showing = asyncio.create_task(self._show(spot))
        try:
            yield
        finally:
            showing.cancel()

    async def _show(self, spot: Spot) -> None:
        await asyncio.sleep(SOON)
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(spot.chat, ChatAction.TYPING, message_thread_id=spot.topic)
            await asyncio.sleep(TYPING)

    async def _say(self, spot: Spot, message: Message) -> int:
        try:
            return await _insisting(lambda: self._send(spot, message))
        except ChatMigrated as moved:
            moved_to = Spot(moved.new_chat_id)
        return await _insisting(lambda: self._send(moved_to, message))

    async def _send(self, spot: Spot, message: Message) -> int:
        to = ReplyParameters(spot.question, allow_sending_without_reply=True) if spot.question else None
        if message.file:
            document = InputFile(message.file.text.encode(errors="replace"), filename=message.file.name)
            sent = await self._bot.send_document(
                spot.chat,
                document,
                caption=message.text or None,
                parse_mode=ParseMode.HTML,
                reply_markup=message.keyboard,
                message_thread_id=spot.topic,
                reply_parameters=to,
            )
        else:
            sent = await self._bot.send_message(
                spot.chat,
                message.text,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=message.keyboard,
                message_thread_id=spot.topic,
                reply_parameters=to,
            )
        return sent.message_id

    async def _change(self, chat: int, there: int, message: Message) -> bool:
        """Whether the message that stands there says this now."""
        if message.file:
            return False
        try:
            await _insisting(
                lambda: self._bot.edit_message_text(
                    message.text,
                    chat,
                    there,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=message.keyboard,
                )
            )
        except BadRequest as error:
            kind = fault(error)
            if isinstance(kind, Unchanged):
                return True
            if isinstance(kind, NoMessage) or "no text in the message" in str(error).lower():
                return False
            raise
        return True

    async def _remove(self, chat: int, message: int) -> None:
        with suppress(TelegramError):  # somebody else was faster, or it is too old: nothing is lost
            await self._bot.delete_message(chat, message)


async def _insisting(request: Callable[[], Awaitable[T]]) -> T:
    """What the request gives, made anew a few times where no answer comes: it may then be carried out twice."""
    for pause in PAUSES:
        try:
            return await request()
        except _NO_ANSWER:
            await asyncio.sleep(pause)
    return await request()
