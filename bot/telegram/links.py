"""Where the words of a page lead: to threads in its chat, to cards and lists in a chat with the bot. Pure."""

from __future__ import annotations

from bot.adapter import Post
from bot.passages import Passage
from bot.telegram import deeplinks, markup, places
from bot.telegram.chats import Chat


def resolved(post: Post, *, chat: Chat, bot: str) -> str:
    """The page's text with addresses in the place of what it leads to; ``bot`` is the bot's name without the ``@``."""

    def address(target: str) -> str | None:
        kind, _, name = target.partition(":")
        if kind == "thread":
            place = places.read(post.threads.get(name, ""))
            return places.address(place, chat=chat.id, username=chat.username) if place else None
        if kind == "card":
            line = f"paper {name}"
        else:
            line = Passage.behind(target, delivery=post.delivery, papers=post.page.papers).line
        payload = deeplinks.payload(line)
        return deeplinks.address(bot, payload) if payload else None

    return markup.resolve(post.page.text, address)
