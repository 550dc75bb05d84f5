"""What kinds of chats there are on Discord, by how an edition stands in them. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from discord import ChannelType


class Kind(StrEnum):
    """Where a page goes follows from this and from the page."""

    TEXT = "text"
    """A category's pages stand in a thread under its opener."""
    ANNOUNCEMENT = "announcement"
    """The same; and what stands in the channel itself is published to those who follow it."""
    FORUM = "forum"
    """The cover is a post, and so is each category."""
    THREAD = "thread"
    """One page after the other: threads have no threads."""
    VOICE = "voice"
    """The chat of a voice channel: one page after the other."""
    DIRECT = "direct"
    """A person's direct messages with the bot: one page after the other."""

    @property
    def has_threads(self) -> bool:
        """Whether a message there can have a thread under it."""
        return self in (Kind.TEXT, Kind.ANNOUNCEMENT)


_KINDS: Final = {
    ChannelType.text: Kind.TEXT,
    ChannelType.news: Kind.ANNOUNCEMENT,
    ChannelType.forum: Kind.FORUM,
    ChannelType.media: Kind.FORUM,
    ChannelType.public_thread: Kind.THREAD,
    ChannelType.private_thread: Kind.THREAD,
    ChannelType.news_thread: Kind.THREAD,
    ChannelType.voice: Kind.VOICE,
    ChannelType.stage_voice: Kind.VOICE,
    ChannelType.private: Kind.DIRECT,
}


def kind_of(channel: ChannelType) -> Kind | None:
    """None where nobody can write: categories, directories."""
    return _KINDS.get(channel)
