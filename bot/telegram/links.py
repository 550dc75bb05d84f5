"""Where the words of a page lead: to threads in its chat, to cards and lists in a chat with the bot. Pure."""

from __future__ import annotations

from bot.adapter import Post
from bot.passages import Passage, check
from bot.telegram import deeplinks, markup, places
from bot.telegram.chats import Chat


def resolved(post: Post, *, chat: Chat, bot: str) -> str:
    """The page's text with addresses in the place of what it leads to; ``bot`` is the bot's name without the ``@``."""

    def address(target: str) -> str | None:
        kind, _, name = target.partition(":")
        if kind == "thread":
            place = places.read(post.threads.get(name, ""))
            return places.address(place, chat=chat.id, username=chat.username) if place else None
        line = f"paper {name}" if kind == "card" else _passage(post, name).line
        payload = deeplinks.payload(line)
        return deeplinks.address(bot, payload) if payload else None

    return markup.resolve(post.page.text, address)


def _passage(post: Post, name: str) -> Passage:
    """What a page has no room for, by the record of the page."""
    at, _, numbers = name.partition(":")
    first, _, last = numbers.partition("-")
    return Passage(
        delivery=post.delivery,
        check=check(post.page.papers),
        at=int(at),
        first=int(first),
        last=int(last),
    )
