"""Where the words of a page lead: to threads in its chat, to lists of what it has no room for. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.adapter import Post
from bot.discord import markup, places
from bot.discord.channels import Chat
from bot.discord.components import Component
from bot.discord.kinds import Kind
from bot.discord.places import Place
from bot.passages import Passage


def resolved(post: Post, chat: Chat, detours: Mapping[str, int]) -> Sequence[Component]:
    """The page's components with addresses in the place of what they lead to; not to be changed."""

    def link(target: str) -> str | None:
        kind, _, name = target.partition(":")
        if kind == "thread":
            place = places.read(post.threads.get(name, ""))
            return _address(place, chat, detours) if place is not None else None
        return Passage.behind(target, delivery=post.delivery, papers=post.page.papers).line

    return _the_same_for_all(post.page.text) or markup.resolve(post.page.text, link)


@lru_cache(128)
def _the_same_for_all(text: str) -> Sequence[Component]:
    """The components of a page that leads nowhere, as most do, and that may go to thousands of chats; else none."""
    asked: list[str] = []
    found = markup.resolve(text, asked.append)
    return () if asked else found


def _address(opener: Place, chat: Chat, detours: Mapping[str, int]) -> str:
    """The way to a category's pages."""
    thread = opener.thread if chat.kind is Kind.FORUM else opener.message
    instead = detours.get(str(thread))
    if chat.kind is Kind.FORUM and opener.thread:
        return places.inside(opener.guild, instead or thread)
    if chat.kind.has_threads and opener.title and instead is None:
        return places.inside(opener.guild, thread)
    return places.address(opener)
