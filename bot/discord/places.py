"""Where a page stands, how that is written down, and the addresses that lead there. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

NAME = "discord"
"""The platform's name in destinations."""
_SITE = "https://discord.com/channels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A message of ours."""

    guild: int = 0
    """The server; 0 in direct messages."""
    channel: int
    thread: int = 0
    """The thread of the channel, or the post of the forum, that it stands in; 0 for none."""
    message: int
    title: str = ""
    """The name of the thread that is to hang under it."""

    @property
    def home(self) -> int:
        """What the API takes for the message's channel."""
        return self.thread or self.channel

    def written(self) -> str:
        """As it is stored."""
        return _written(self)


@lru_cache(1024)
def read(written: str) -> Place | None:
    """What ``written`` gave; None for no place."""
    return Place(**json.loads(written)) if written else None


def address(place: Place) -> str:
    """The link to the message."""
    return f"{_SITE}/{place.guild or '@me'}/{place.home}/{place.message}"


def inside(guild: int, thread: int) -> str:
    """The link into a thread."""
    return f"{_SITE}/{guild}/{thread}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a page is being sent, as of just before."""

    guild: int = 0
    channel: int
    thread: int = 0
    opens: bool = False
    """Whether it opens a post in the forum ``channel``."""
    after: int
    """A snowflake that is older than the page can be."""
    at: float
    """When it was begun, in seconds of the epoch."""

    @property
    def home(self) -> int:
        """What the API takes for the page's channel."""
        return self.thread or self.channel

    def written(self) -> str:
        """As it is stored."""
        return _written(self)


def read_anchor(written: str) -> Anchor | None:
    """What ``written`` gave; None for none."""
    return Anchor(**json.loads(written)) if written else None


def _written(what: Place | Anchor) -> str:
    values = {name: value for name in what.__slots__ if (value := getattr(what, name))}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
