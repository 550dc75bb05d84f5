"""How a page is known again: by Discord when it is sent once more, and by us among all messages.

A record's number alone would not do: a database that was restored from a copy, or begun anew, counts the same numbers
once more for other pages. So what a page says and where it goes is part of both names. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from bot.adapter import Post
from bot.discord.components import CONTAINER, Component

NONCE_LENGTH: Final = 25
_OURS: Final = 1 << 30
"""Component ids are 32 bits with a sign. From here up none is one that Discord gave: it counts from 1."""


def nonce(post: Post) -> str:
    """By this Discord knows a page that it took within the last minutes, in whatever channel: 25 characters at most."""
    return f"{post.key}-{_fingerprint(post):016x}"[:NONCE_LENGTH]


def mark(post: Post) -> int:
    """The id of the page's container, which comes back with the message, whatever has become of the page's words."""
    return _OURS | _fingerprint(post) % _OURS


def marked(components: Sequence[Component], mark: int) -> list[Component]:
    """The page's components, so that it is known again."""
    return [{**one, "id": mark} if one["type"] == CONTAINER else one for one in components]


def is_page(message: Mapping[str, Any], mark: int) -> bool:
    """Whether a message, as the API has it, is the page; of our own messages only."""
    return any(one["type"] == CONTAINER and one.get("id") == mark for one in message.get("components", ()))


def _fingerprint(post: Post) -> int:
    """64 bits that no other page has: the text is as it was planned, and stays so until the page has arrived."""
    named = f"{post.delivery} {post.destination.chat} {_digest(post.page.text)}"
    return int.from_bytes(hashlib.blake2b(named.encode(), digest_size=8).digest())


@lru_cache(128)
def _digest(text: str) -> str:
    """Of a page's text, which goes to thousands of chats and is asked for twice in each."""
    return hashlib.blake2b(text.encode()).hexdigest()
