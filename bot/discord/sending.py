"""A page as one request, and what can be mended there on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.adapter import Post, Unreachable
from bot.discord import markup
from bot.discord.channels import Channels, Chat
from bot.discord.components import TEXT, Component
from bot.discord.faults import Archived, IsForum, Locked, NeedsTag, NoChannel, NoTag, TooManyThreads
from bot.discord.forums import Forums
from bot.discord.kinds import Kind
from bot.discord.limits import Priority
from bot.discord.places import Place
from bot.discord.recognition import mark, marked, nonce
from bot.discord.rest import Rest
from bot.discord.threads import NAME_LENGTH, Threads

_COMPONENTS: Final = discord.MessageFlags(components_v2=True).value
_SILENT: Final = discord.MessageFlags(suppress_notifications=True).value
_MENDINGS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a page goes."""

    chat: Chat
    thread: int = 0
    """The thread or post of the chat in which it stands; 0: in the chat itself."""
    opens: bool = False
    """Whether it opens a post in the forum."""
    category: str = ""
    """Whose post that is; empty for the cover's."""
    root: int = 0
    """The thread or post in which it was to stand, whatever it stands in now."""


def calls(post: Post, chat: Chat) -> bool:
    """Whether the page calls a role. A server's own number is that of its role for everyone, who are never called."""
    return post.mention.isdecimal() and chat.guild != 0 and int(post.mention) != chat.guild


def body(post: Post, chat: Chat, components: Sequence[Component]) -> dict[str, Any]:
    """What is the same wherever a page stands, and when it is edited."""
    shown = marked(components, mark(post))
    if not calls(post, chat):
        return {"components": shown, "allowed_mentions": {"parse": []}}
    return {
        "components": [{"type": TEXT, "content": f"<@&{post.mention}>"}, *shown],
        "allowed_mentions": {"parse": [], "roles": [post.mention]},
    }


class Sender:
    """Sends pages within their turns."""

    def __init__(self, rest: Rest, channels: Channels, threads: Threads, forums: Forums) -> None:
        self._rest = rest
        self._channels = channels
        self._threads = threads
        self._forums = forums

    async def send(self, post: Post, target: Target, components: Sequence[Component]) -> Place:
        """Send the page, of these components.

        :raises Fault: only after ``Unknown`` may it be there
        """
        flags = _COMPONENTS | (_SILENT if post.silent else 0)
        message = {**body(post, target.chat, components), "flags": flags}
        for _ in range(_MENDINGS):
            try:
                return await self._send_to(post, target, message)
            except (Archived, Locked, NoChannel, NeedsTag, NoTag, TooManyThreads, IsForum) as error:
                await self._mend(post, target, error)
        return await self._send_to(post, target, message)

    def name(self, post: Post, target: Target) -> str:
        """What the post is called that a page opens."""
        return (markup.title(post.page.text) or target.category or target.chat.name)[:NAME_LENGTH]

    async def _send_to(self, post: Post, target: Target, message: Mapping[str, Any]) -> Place:
        chat = target.chat
        if target.opens:
            tags = await self._forums.tags(chat, target.category)
            made = await self._forums.open(chat, self.name(post, target), tags, message)
            return Place(guild=chat.guild, channel=chat.id, thread=made, message=made)
        sent = await self._rest(
            "POST",
            "/channels/{channel_id}/messages",
            channel_id=target.thread or chat.id,
            json={**message, "nonce": nonce(post), "enforce_nonce": True},
            priority=Priority.EDITION,
        )
        return self.place(post, target, int(sent["id"]))

    def place(self, post: Post, target: Target, message: int) -> Place:
        """The place of a message."""
        opens = bool(post.page.thread) and not target.thread and target.chat.kind.has_threads
        return Place(
            guild=target.chat.guild,
            channel=target.chat.id,
            thread=target.thread,
            message=message,
            title=markup.title(post.page.text)[:NAME_LENGTH] if opens else "",
        )

    async def _mend(self, post: Post, target: Target, error: Exception) -> None:
        """Make another attempt worth while.

        :raises Fault: it is not, or not in this turn, whose anchor is kept already
        """
        chat, thread = target.chat, target.thread
        match error:
            case Archived():
                try:
                    await self._threads.unarchive(thread or chat.id)
                except Locked as locked:
                    await self._mend(post, target, locked)
            case Locked() if thread:
                await self._threads.leave(chat, target.root, "is locked")
                raise Unreachable("The thread is locked; the page goes elsewhere, when it is tried again.") from error
            case NoChannel() if thread:
                if chat.kind is Kind.FORUM:
                    await self._threads.leave(chat, target.root, "was deleted")
                else:
                    await self._threads.lost(chat, thread)
                raise Unreachable("The thread was deleted; there is another, when it is tried again.") from error
            case NeedsTag() | NoTag() if target.opens:
                self._forums.forget(chat)
            case TooManyThreads():
                await self._threads.make_room(chat, keep=())
            case IsForum():
                self._channels.forget(chat.id)
                raise Unreachable("The channel is a forum now; tried again as one.") from error
            case _:
                raise error
