"""Where a page stands, how that is written down, and the address that leads there. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

NAME = "telegram"
"""The platform's name in destinations."""

CHANNELS = -1_000_000_000_000
"""Ids of supergroups and channels are below this: ``-100`` and the number that links have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A message of ours."""

    chat: int
    message: int
    topic: int = 0
    """The topic of a forum it stands in; 0 for none, and for the topic that every forum has."""
    post: int = 0
    """The post of a channel that it comments on; 0 for none."""

    def written(self) -> str:
        """As it is stored."""
        values = {"chat": self.chat, "message": self.message, "topic": self.topic, "post": self.post}
        return json.dumps({name: value for name, value in values.items() if value}, separators=(",", ":"))


@lru_cache(1024)
def read(written: str) -> Place | None:
    """What ``written`` gave; None for no place."""
    return Place(**json.loads(written)) if written else None


def address(place: Place, *, chat: int, username: str) -> str | None:
    """The link to a message; ``chat`` and ``username`` are those of the destination, where comments are reached from.

    None where messages have no addresses: in private chats and basic groups.
    """
    if chat > CHANNELS:
        return None
    root = f"https://t.me/{username}" if username else f"https://t.me/c/{CHANNELS - chat}"
    if place.post:
        return f"{root}/{place.post}?comment={place.message}"
    if place.chat != chat:
        return None
    return f"{root}/{place.topic}/{place.message}" if place.topic else f"{root}/{place.message}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is known of a chat just before a page goes there."""

    chat: int
    above: int | None
    """The page's id will be higher than this; None where no message of the chat is known."""

    def written(self) -> str:
        """As it is stored."""
        return json.dumps({"chat": self.chat, "above": self.above}, separators=(",", ":"))


def read_anchor(written: str) -> Anchor | None:
    """What ``written`` gave; None for none."""
    return Anchor(**json.loads(written)) if written else None
