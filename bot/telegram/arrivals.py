"""What becomes of chats, as Telegram tells it: the bot comes and goes, groups move, posts are copied for comments."""

from __future__ import annotations

import logging
from typing import Protocol

from telegram import Chat as NativeChat
from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, MessageOriginChannel
from telegram.error import TelegramError

from bot.adapter import Residence
from bot.messages import Destination
from bot.telegram.answers import Message as Said
from bot.telegram.people import People
from bot.telegram.places import NAME
from bot.telegram.voice import Spot, Voice
from bot.words import speak

log = logging.getLogger(__name__)

_AWAY = {
    NativeChat.PRIVATE: "The person has blocked the bot.",
    NativeChat.CHANNEL: "The bot was removed from the channel.",
}
_AWAY_FROM_GROUP = "The bot was removed from the group."


class Ears(Protocol):
    """Who must know which messages stand in chats."""

    def saw(self, chat: int, message: int, /) -> None:
        """A message has this id."""

    async def forwarded(self, channel: int, post: int, group: int, message: int, /) -> None:
        """A channel's post was copied into its group."""


class Arrivals:
    """Reports to the residence, and greets where the bot is new."""

    def __init__(self, residence: Residence, people: People, voice: Voice, ears: Ears) -> None:
        self._residence = residence
        self._people = people
        self._voice = voice
        self._ears = ears

    async def standing(self, change: ChatMemberUpdated) -> None:
        """The bot's own standing in a chat has changed."""
        chat = change.chat
        self._people.forget(chat.id)
        here, was_here = _is_there(change.new_chat_member), _is_there(change.old_chat_member)
        for destination in _names(chat):
            if here:
                await self._residence.opened(destination)
            else:
                await self._residence.closed(destination, _AWAY.get(chat.type, _AWAY_FROM_GROUP))
        if here and not was_here and chat.type != NativeChat.PRIVATE:
            await self._greet(chat, change.from_user.language_code or "en")

    async def message(self, message: Message) -> bool:
        """What a message says without a word; whether that was all."""
        if message.chat.type == NativeChat.PRIVATE:
            await self._residence.opened(Destination(NAME, str(message.chat.id)))
        if message.migrate_to_chat_id:
            await self._residence.moved(Destination(NAME, str(message.chat.id)), str(message.migrate_to_chat_id))
            return True
        origin = message.forward_origin
        if message.is_automatic_forward and isinstance(origin, MessageOriginChannel):
            await self._ears.forwarded(origin.chat.id, origin.message_id, message.chat.id, message.message_id)
            return True
        return bool(message.migrate_from_chat_id or message.is_automatic_forward)

    async def _greet(self, chat: NativeChat, locale: str) -> None:
        """Say how to subscribe; where somebody has done so already, that the editions come."""
        text = "telegram-greeting-channel" if chat.type == NativeChat.CHANNEL else "telegram-greeting"
        if any([await self._residence.serves(destination) for destination in _names(chat)]):
            text = "telegram-greeting-again"
        try:
            await self._voice.put(Spot(chat.id), [Said(text=speak(locale)(text))])
        except TelegramError as error:
            log.info("No greeting in chat %s: %s", chat.id, error.message)


def _is_there(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


def _names(chat: NativeChat) -> list[Destination]:
    """A chat by its id and, where it is public, by the name that a settings file may have for it."""
    names = [str(chat.id), *([f"@{chat.username}"] if chat.username and chat.type != NativeChat.PRIVATE else [])]
    return [Destination(NAME, name) for name in names]
