"""What the bot must be allowed, by Discord's own names, and the link that asks for exactly that. Pure."""

from __future__ import annotations

from typing import Final

from discord import Permissions
from discord.utils import oauth_url

from bot.discord.kinds import Kind

_NAMES: Final = {
    "read_messages": "View Channel",
    "mention_everyone": "Mention @everyone, @here, and All Roles",
    "send_messages_in_threads": "Send Messages in Threads",
}
"""Those that the library calls otherwise."""

_READING: Final = Permissions(view_channel=True, read_message_history=True)
_WRITING: Final[dict[Kind, Permissions]] = {
    Kind.TEXT: Permissions(send_messages=True, create_public_threads=True, send_messages_in_threads=True),
    Kind.ANNOUNCEMENT: Permissions(send_messages=True, create_public_threads=True, send_messages_in_threads=True),
    Kind.FORUM: Permissions(send_messages=True, send_messages_in_threads=True),
    Kind.THREAD: Permissions(send_messages_in_threads=True),
    # Whoever may not connect to a voice channel may not use its chat either.
    Kind.VOICE: Permissions(send_messages=True, connect=True),
    Kind.DIRECT: Permissions(),
}


def needed(kind: Kind, *, mention: bool = False) -> Permissions:
    """What editions need in such a chat; ``mention``: their covers call a role that not everybody may call."""
    if kind is Kind.DIRECT:
        return Permissions()
    return _READING | _WRITING[kind] | Permissions(mention_everyone=mention)


def wanted(kind: Kind, *, mention: bool = False) -> Permissions:
    """``needed``, and what makes editions there better: tags for a forum's posts."""
    return needed(kind, mention=mention) | Permissions(manage_channels=kind is Kind.FORUM)


def missing(have: Permissions, need: Permissions) -> list[str]:
    """The names of what is needed and not had."""
    if have.administrator:
        return []
    return names(Permissions(need.value & ~have.value))


def names(permissions: Permissions) -> list[str]:
    """What Discord's settings call these."""
    return [_NAMES.get(name, name.replace("_", " ").title()) for name, value in permissions if value]


def invite(application: int, permissions: Permissions) -> str:
    """The link by which somebody adds the bot to a server, with these permissions and its commands."""
    return oauth_url(application, permissions=permissions, scopes=("bot", "applications.commands"))
