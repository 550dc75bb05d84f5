"""What of a message is meant for the bot. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import discord

from bot import identifiers
from bot.words import phrases

_WRITTEN: Final = (discord.MessageType.default, discord.MessageType.reply)
"""Everything else that comes as a message, people have not written: pins, joins, boosts."""
_DEEPEST: Final = 6
"""Components within components; a message has at most four levels."""


def question(message: discord.Message, me: int) -> str | None:
    """What is asked, without the bot's name; None for what is not meant for it. Empty: there is nothing to read.

    In direct messages that is everything; in servers what names the bot, and replies to its answers. Discord lets the
    bot read just these without a privileged right.
    """
    if message.author.bot or message.type not in _WRITTEN:
        return None
    text = message.content.strip()
    if message.guild is None:
        return _meant(text) if text else " ".join(_forwarded(message))
    mention = re.compile(rf"<@!?{me}>")
    if mention.search(text):
        rest = " ".join(mention.sub(" ", text).split())
        return _meant(rest) if rest else "/start"
    return _meant(text) if text and _goes_on(message, me) else None


def papers(message: Mapping[str, Any]) -> list[str]:
    """The papers that a message names, by id or by link, wherever in it; ``message`` is as Discord's API has it."""
    return list(dict.fromkeys(str(one) for text in _texts(message) for one in identifiers.find(text)))


def _meant(text: str) -> str:
    """What is asked without a command's name: a word for a command, or the text itself."""
    name = phrases.command(text)
    return f"/{name}" if name else text


def _forwarded(message: discord.Message) -> list[str]:
    """The papers of a message that somebody has passed on."""
    found = [one for snapshot in message.message_snapshots for one in identifiers.find(snapshot.content)]
    return list(dict.fromkeys(map(str, found)))


def _goes_on(message: discord.Message, me: int) -> bool:
    """Whether a message replies to an answer. Pages of editions are talked about, and not with the bot."""
    former = message.reference.resolved if message.reference else None
    if not isinstance(former, discord.Message) or former.author.id != me:
        return False
    return former.interaction_metadata is not None or former.reference is not None


def _texts(part: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """All that can be read in a message, and in what it passes on."""
    for key in ("content", "title", "description", "url"):
        if isinstance(part.get(key), str):
            yield part[key]
    inner = [*(part.get("embeds") or ()), *(part.get("components") or ()), *filter(None, (part.get("accessory"),))]
    inner += [one["message"] for one in part.get("message_snapshots") or () if "message" in one]
    for one in inner if depth < _DEEPEST else ():
        yield from _texts(one, depth + 1)
