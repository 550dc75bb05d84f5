"""What kinds of chats there are, and which of them is meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram import ChatFullInfo, ChatMember, ChatMemberRestricted
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.telegram.limiter import Pass


class Kind(StrEnum):
    """Kinds of chats, by where an edition's threads stand in them."""

    PLAIN = "plain"
    """Private chats and groups without topics: threads are chains of replies."""
    FORUM = "forum"
    """A thread is a topic."""
    CHANNEL = "channel"
    """Threads are comments where a group is linked, else chains of replies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat as Telegram describes it."""

    id: int
    kind: Kind
    username: str = ""
    """Its public name, without the ``@``; empty where it has none."""
    title: str = ""
    linked: int | None = None
    """The group where a channel's posts are commented on, if the bot is in it."""
    unjoined: bool = False
    """Whether there is such a group, and the bot is not in it."""
    pinned: int = 0
    """The message that is pinned there; 0 for none."""

    @property
    def name(self) -> str:
        """How people call it, and how they can tell it from others of that name."""
        address = f"@{self.username}" if self.username else str(self.id)
        return f"{self.title} ({address})" if self.title else address


class Chats:
    """Looks chats up, and remembers them until told to ``forget``."""

    def __init__(self, bot: ExtBot[Pass]) -> None:
        self._bot = bot
        self._known: dict[str, Chat] = {}
        self._names: dict[str, str] = {}

    async def look_up(self, name: str, *, anew: bool = False) -> Chat:
        """The chat with this id or ``@name``.

        :raises TelegramError: it does not exist, or cannot be asked about
        """
        if name.isdecimal():  # a person's id: there is nothing more to know, and there may be very many of them
            return Chat(id=int(name), kind=Kind.PLAIN)
        if anew or name not in self._known:
            info = await self._bot.get_chat(name)
            group = info.linked_chat_id if info.type == "channel" else None
            joined = group is not None and await self._is_in(group)
            self._known[name] = Chat(
                id=info.id,
                kind=_kind(info),
                username=info.username or "",
                title=info.title or "",
                linked=group if joined else None,
                unjoined=group is not None and not joined,
                pinned=info.pinned_message.message_id if info.pinned_message else 0,
            )
            chat = self._known[name]
            self._names[name] = self._names[str(chat.id)] = chat.name
        return self._known[name]

    def called(self, name: str) -> str:
        """How people call the chat with this id or ``@name``, as far as it was ever looked up."""
        return self._names.get(name, name)

    def forget(self, chat: int) -> None:
        """Ask about a chat anew when it is needed next, and about the channels that are linked to it."""
        self._known = {name: one for name, one in self._known.items() if chat not in (one.id, one.linked)}

    async def _is_in(self, group: int) -> bool:
        """Whether the bot may write in a group."""
        try:
            standing = await self._bot.get_chat_member(group, self._bot.id)
        except (BadRequest, Forbidden):
            return False
        if isinstance(standing, ChatMemberRestricted):
            return bool(standing.is_member and standing.can_send_messages)
        return standing.status not in (ChatMember.LEFT, ChatMember.BANNED)


def _kind(info: ChatFullInfo) -> Kind:
    if info.type == "channel":
        return Kind.CHANNEL
    return Kind.FORUM if info.is_forum else Kind.PLAIN
