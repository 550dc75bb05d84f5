"""What stands under a message id. Bots can't read a chat's history, so refusals and edits must tell.

Whether anything stands there is told by a request that can't succeed: to move a live location to no place on earth.
The server looks the message up, then whether the bot may edit it, then whether it has a live location, and ours never
have; so nothing is changed and nothing is counted, and each step has an answer of its own.

What a message says is known to the bot only from an edit's answer: it gets a button for a moment. A button of its own
is lost by that, so this is only for what is nearly sure to be ours. Which message has our button is noted before, so
that it does not keep it for good if the process dies meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.adapter import Barred, Fault, Notes, Unknown, Unreachable
from bot.messages import Destination
from bot.telegram.faults import NoMessage, Unchanged, Uneditable, fault
from bot.telegram.limiter import Pass
from bot.telegram.pacing import Priority
from bot.telegram.places import NAME

_NOWHERE = 1000.0
"""A latitude and longitude that are none."""
_MARKED = Destination(NAME, "*")
"""Where the note is kept: one for all chats, as it is nearly always empty."""
_NOTE = "marked"
_TRIES = 3

T = TypeVar("T")


class Look(StrEnum):
    """What is known of an id without touching what stands there."""

    NOTHING = "nothing"
    FOREIGN = "foreign"
    """The bot can't edit it, so in a group it is somebody else's."""
    EDITABLE = "editable"
    """The bot's own; in channels, it may also be what others have posted."""


class Looker:
    """Looks at messages in all chats."""

    def __init__(self, bot: ExtBot[Pass], notes: Notes) -> None:
        self._bot = bot
        self._notes = notes
        self._loaded = False
        self._marked: dict[int, list[int]] = {}
        self._busy: set[tuple[int, int]] = set()
        self._hopeless: set[int] = set()

    async def look(self, chat: int, number: int) -> Look:
        """What stands under this id. Changes nothing.

        :raises Fault: Telegram does not say
        """

        async def ask() -> Message | bool:
            return await self._bot.edit_message_live_location(chat, number, latitude=_NOWHERE, longitude=_NOWHERE)

        try:
            await insisting(ask)
        except TelegramError as error:
            words = error.message.lower()
            if "live location" in words or "invalid location" in words:
                return Look.EDITABLE
            failed = fault(error)
            if isinstance(failed, Uneditable):
                return Look.FOREIGN
            if isinstance(failed, NoMessage):
                return Look.NOTHING
            raise failed from error
        return Look.FOREIGN

    async def read(self, chat: int, number: int) -> Message | None:
        """The message, which has no buttons afterwards; None where it can't be edited or is not there after all.

        :raises Fault: Telegram does not say
        """
        self._busy.add((chat, number))
        try:
            return await self._read(chat, number)
        finally:
            self._busy.discard((chat, number))

    async def tidy(self, chat: int | None = None) -> None:
        """Take away our buttons that were left in a chat, or anywhere. Never raises on what Telegram says."""
        await self._load()
        for where in [chat] if chat is not None else list(self._marked):
            for number in list(self._marked.get(where, ())):
                if where not in self._hopeless and (where, number) not in self._busy:
                    self._busy.add((where, number))
                    try:
                        await self._clear(where, number)
                    finally:
                        self._busy.discard((where, number))

    def changed(self, chat: int) -> bool:
        """What the bot may do in a chat is not what it was. Gives whether there was something that it could not do."""
        hopeless = chat in self._hopeless
        self._hopeless.discard(chat)
        return hopeless

    async def _clear(self, chat: int, number: int) -> None:
        try:
            await self._edit(chat, number, None)
        except (Unreachable, Unknown):
            return
        except (Uneditable, Barred):
            self._hopeless.add(chat)  # until the bot may do something else there
            return
        except Fault:
            pass  # neither the message nor the chat is what it was
        await self._forget(chat, number)

    async def _read(self, chat: int, number: int) -> Message | None:
        await self._note(chat, number)
        button = InlineKeyboardButton("…", url=f"https://t.me/{self._bot.username}")
        message = None
        try:
            for buttons in (InlineKeyboardMarkup([[button]]), None):
                # Where an answer was lost, the edit was repeated: then it is the other one that brings the message.
                message = await self._edit(chat, number, buttons) or message
        except NoMessage:
            if message is not None:
                return message  # the button is still there, and remains noted
        else:
            if message is None:
                raise Unreachable("Telegram gives too few answers to tell whether the page arrived; tried again later.")
        await self._forget(chat, number)
        return message

    async def _edit(self, chat: int, number: int, buttons: InlineKeyboardMarkup | None) -> Message | None:
        async def edit() -> Message | bool:
            return await self._bot.edit_message_reply_markup(
                chat, number, reply_markup=buttons, rate_limit_args=Priority.EDITION
            )

        try:
            result = await insisting(edit)
        except TelegramError as error:
            if isinstance(failed := fault(error), Unchanged):
                return None
            raise failed from error
        return result if isinstance(result, Message) else None

    async def _load(self) -> None:
        if not self._loaded:
            note = await self._notes.note(_MARKED, _NOTE)
            if not self._loaded:  # nobody else was quicker
                self._loaded = True
                self._marked = {int(chat): numbers for chat, numbers in json.loads(note or "{}").items()}

    async def _note(self, chat: int, number: int) -> None:
        await self._load()
        self._marked.setdefault(chat, []).append(number)
        await self._keep()

    async def _forget(self, chat: int, number: int) -> None:
        left = [one for one in self._marked.pop(chat, ()) if one != number]
        if left:
            self._marked[chat] = left
        else:
            self._hopeless.discard(chat)
        await self._keep()

    async def _keep(self) -> None:
        await self._notes.keep_note(_MARKED, _NOTE, json.dumps(self._marked) if self._marked else None)


async def insisting(request: Callable[[], Awaitable[T]]) -> T:
    """Make a request that may be repeated, again where its answer is lost.

    :raises Unreachable: no answer ever came
    :raises TelegramError: any other than that
    """
    for _ in range(_TRIES):
        try:
            return await request()
        except TelegramError as error:
            lost = fault(error)
            if not isinstance(lost, Unknown):
                raise
    raise Unreachable(str(lost)) from lost
