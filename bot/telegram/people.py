"""Who asks: a person of Telegram's as the desk knows them, and what they may change."""

from __future__ import annotations

from datetime import datetime, timedelta

from telegram import Chat, ChatMember, User
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.adapter import IsOperator
from bot.clock import Clock
from bot.messages import Asker
from bot.telegram.limiter import Pass
from bot.telegram.places import NAME

_KEPT = timedelta(minutes=1)
"""How long it is remembered who administers a chat."""
_MOST = 10_000


class People:
    """Makes askers, and remembers for a minute who may change what."""

    def __init__(self, bot: ExtBot[Pass], *, is_operator: IsOperator, clock: Clock) -> None:
        self._bot = bot
        self._is_operator = is_operator
        self._clock = clock
        self._standing: dict[tuple[int, int], tuple[datetime, bool]] = {}

    async def asker(self, chat: Chat, user: User | None, *, sender: Chat | None = None, changes: bool) -> Asker:
        """Whoever asks in a chat. ``sender`` is the chat in whose name they write; ``changes``: it matters what they
        may change.
        """
        direct = chat.type == Chat.PRIVATE
        if sender or user is None:
            # Only administrators write in the name of their own chat; posts of a channel have no other author.
            own = sender is None or sender.id == chat.id
            name = str((sender or chat).id)
            return Asker(
                platform=NAME, user=name, chat=str(chat.id), chat_name=_name(chat), direct=False, may_change=own
            )
        return Asker(
            platform=NAME,
            user=str(user.id),
            chat=str(chat.id),
            chat_name="" if direct else _name(chat),
            direct=direct,
            may_change=direct or (changes and await self._administers(chat.id, user.id)),
            operator=self._is_operator(str(user.id)),
            locale=user.language_code or "en",
        )

    def typing(self, user: User) -> Asker:
        """Whoever types the bot's name somewhere: they ask as in their own chat with it."""
        return Asker(platform=NAME, user=str(user.id), chat=str(user.id), locale=user.language_code or "en")

    def forget(self, chat: int) -> None:
        """Somebody's standing in a chat has changed."""
        self._standing = {key: standing for key, standing in self._standing.items() if key[0] != chat}

    async def _administers(self, chat: int, user: int) -> bool:
        now = self._clock.now()
        known = self._standing.get((chat, user))
        if known and now - known[0] < _KEPT:
            return known[1]
        try:
            member = await self._bot.get_chat_member(chat, user)
        except TelegramError:
            return False  # in a channel that the bot does not administer, nobody's standing can be seen
        administers = member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
        if len(self._standing) >= _MOST:
            self._standing = {key: one for key, one in self._standing.items() if now - one[0] < _KEPT}
        self._standing[chat, user] = (now, administers)
        return administers


def _name(chat: Chat) -> str:
    return f"@{chat.username}" if chat.username else ""
