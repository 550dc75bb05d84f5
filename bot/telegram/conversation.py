"""Questions and their answers: messages and pressed buttons, brought to the desk and back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
    User,
)
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.adapter import Barred, Desk, Gone, Unknown, Unreachable
from bot.messages import Asker, Reply
from bot.telegram import answers, deeplinks
from bot.telegram.faults import fault
from bot.telegram.limiter import Pass
from bot.telegram.people import People
from bot.telegram.questions import is_media, opened, question
from bot.telegram.voice import SOON, Spot, Voice
from bot.turns import told
from bot.words import speak

log = logging.getLogger(__name__)

TOAST = 200
"""UTF-16 units of a text that is shown above the chat after a button was pressed."""
_ABOUT_RIGHTS = "language"
"""A command that changes nothing of the chat, and offers a button that does."""

Spawn = Callable[[Coroutine[object, object, None]], object]


class Conversation:
    """Answers. ``spawn`` takes what may need minutes: the chat's next question does not wait for that."""

    def __init__(self, bot: ExtBot[Pass], desk: Desk, people: People, voice: Voice, *, spawn: Spawn) -> None:
        self._bot = bot
        self._desk = desk
        self._people = people
        self._voice = voice
        self._spawn = spawn
        self._known = {name for command in desk.commands for name in (command.name, *command.aliases)}
        changing = [command for command in desk.commands if command.changes]
        self._changing = {name for one in changing for name in (one.name, *one.aliases)} | {_ABOUT_RIGHTS}

    async def message(self, message: Message) -> None:
        """Answer a message, if it is a question."""
        asked = question(message, self._bot.bot, self._known)
        if asked is None:
            if message.chat.type == Chat.PRIVATE and is_media(message):
                await self._say(Spot(message.chat.id), message.from_user, "telegram-only-text")
            return
        direct = message.chat.type == Chat.PRIVATE
        spot = Spot(message.chat.id, _topic(message), None if direct else message.message_id)
        line = opened(asked)
        words = (line or asked.removeprefix("/")).split(maxsplit=1)
        name = words[0].lower() if words else ""
        asker = await self._people.asker(
            message.chat, message.from_user, sender=message.sender_chat, changes=name in self._changing
        )
        # A lone slash is a command without a name, and nothing to search for.
        asking = self._desk.press(asker, line or "") if line or not name else self._desk.answer(asker, asked)
        await self._serve(spot, asker, asking, line or asked.removeprefix("/"))

    async def pressed(self, query: CallbackQuery) -> None:
        """Answer a pressed button; whoever presses it asks."""
        command, apart = answers.pressed(query.data or "")
        message = query.message
        if message is None or not command:
            await self._elsewhere(query, command)
            return
        changes = command.partition(" ")[0] in self._changing
        asker = await self._people.asker(message.chat, query.from_user, changes=changes)
        spot = Spot(message.chat.id, _topic(message), None if asker.direct else message.message_id)
        asking = asyncio.ensure_future(self._desk.press(asker, command))
        await asyncio.wait([asking], timeout=SOON)
        toast = None
        if asking.done() and not asking.exception():
            toast = _toast(asking.result(), asker, in_place=not apart)
        told = await self._acknowledge(query, toast)
        if toast and told:
            return
        await self._serve(spot, asker, asking, command, [] if apart else [message.message_id])

    async def _serve(
        self, spot: Spot, asker: Asker, asking: Awaitable[Reply], line: str, standing: Sequence[int] = ()
    ) -> None:
        """Show the reply; what it promises for later takes its place when it is there."""
        try:
            async with self._voice.writing(spot):
                reply = await asking
                spot, ids = await self._show(spot, asker, reply, line, standing)
        except Exception as error:  # whatever it is, the person hears of it and the others go on
            await self._sorry(spot, asker, error)
            return
        if reply.later:
            self._spawn(self._complete(spot, asker, reply.later, line, ids))

    async def _complete(
        self, spot: Spot, asker: Asker, later: Callable[[], Awaitable[Reply]], line: str, ids: Sequence[int]
    ) -> None:
        await self._serve(spot, asker, later(), line, ids)

    async def _show(
        self, spot: Spot, asker: Asker, reply: Reply, line: str, standing: Sequence[int]
    ) -> tuple[Spot, Sequence[int]]:
        """Show a reply where it belongs; returns where that is, and the messages.

        What is for the asker alone never takes the place of what many see.
        """
        messages = answers.messages(reply)
        if not reply.private or asker.direct or spot.chat == _person(asker):
            return spot, await self._voice.put(spot, messages, standing)
        if not reply.buttons and answers.brief(reply, TOAST):
            # A sentence about the question, such as a refusal: everybody could see the question, too.
            return spot, await self._voice.put(Spot(spot.chat, spot.topic, spot.question), messages)
        own = Spot(_person(asker))
        try:
            if own.chat <= 0:
                raise Forbidden("a chat can't be written to in private")
            return own, await self._voice.put(own, messages)
        except (Forbidden, BadRequest):
            return spot, await self._voice.put(spot, [self._invitation(asker, line)])

    def _invitation(self, asker: Asker, line: str) -> answers.Message:
        """The way to where it can be said in private."""
        words = speak(asker.locale)
        button = InlineKeyboardButton(words("telegram-open-chat"), url=self.link(line))
        return answers.Message(text=words("telegram-in-private"), keyboard=InlineKeyboardMarkup([[button]]))

    def link(self, line: str) -> str:
        """A link that opens the chat with the bot, with this command where a link can carry it."""
        payload = deeplinks.payload(line) or deeplinks.payload(line.partition(" ")[0]) or "help"
        return deeplinks.address(self._bot.username, payload)

    async def _elsewhere(self, query: CallbackQuery, command: str) -> None:
        """A button under a message that the bot can't see, posted by inline search: on to the bot's own chat."""
        if command and deeplinks.payload(command):
            await self._acknowledge(query, url=self.link(command))
        else:
            await self._acknowledge(query, speak(query.from_user.language_code or "en")("telegram-stale"))

    async def _acknowledge(self, query: CallbackQuery, text: str | None = None, *, url: str | None = None) -> bool:
        """End the waiting sign on the button; whether that came in time."""
        try:
            return await self._bot.answer_callback_query(query.id, text, url=url)
        except TelegramError:
            return False  # it was pressed while the bot was away: the answer comes all the same

    async def _say(self, spot: Spot, user: User | None, message: str) -> None:
        words = speak((user and user.language_code) or "en")
        await self._voice.put(spot, [answers.Message(text=words(message))])

    async def _sorry(self, spot: Spot, asker: Asker, error: Exception) -> None:
        kind = fault(error) if isinstance(error, TelegramError) else None
        if isinstance(kind, Gone | Barred | Unknown | Unreachable):
            # It can't be said, or it has been said perhaps: nobody is helped by hearing so in the same chat.
            log.info("An answer in chat %s did not arrive, or perhaps it did: %s", spot.chat, kind)
            return
        log.error("A question could not be answered: %s", told(error))
        try:
            await self._voice.put(spot, [answers.Message(text=speak(asker.locale)("telegram-sorry"))])
        except TelegramError as again:
            log.warning("Nor could that be said: %s", told(again))


def _toast(reply: Reply, asker: Asker, *, in_place: bool) -> str | None:
    """What of a reply can be shown above the chat, so that no message is needed.

    In somebody's own chat a message is better where there is one to be changed, or more to be pressed.
    """
    if not reply.private or (asker.direct and (in_place or reply.buttons)):
        return None
    return answers.brief(reply, TOAST)


def _person(asker: Asker) -> int:
    return int(asker.user)


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
