"""What of a message is meant for the bot. Pure."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from telegram import Chat, Message, MessageEntity, User

from bot import identifiers
from bot.errors import UsageError
from bot.telegram import deeplinks
from bot.telegram.markup import JOINER
from bot.words import phrases

_COMMAND: Final = re.compile(r"/(?P<name>[a-z0-9_]+)(?:@(?P<bot>\w+))?(?P<rest>\s.*)?\Z", re.IGNORECASE | re.DOTALL)
_START: Final = re.compile(r"/start(?:@\w+)?\s+(?P<payload>\S+)\s*\Z", re.IGNORECASE)
_LINKS: Final = frozenset((MessageEntity.TEXT_LINK, MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE))


def question(message: Message, me: User, known: Container[str]) -> str | None:
    """What is asked, without the bot's name; None for what is not meant for it.

    In private that is every text and caption; in groups commands, mentions and replies to its answers; in channels
    commands. Commands of a name that is not ``known`` may be another bot's, and only count in private or with the
    bot's name behind them.
    """
    # What is copied from a message of ours has our joiners in it.
    text = (message.text or message.caption or "").replace(JOINER, "").strip()
    if not text or (message.via_bot and message.via_bot.id == me.id):
        return None
    if message.chat.type == Chat.PRIVATE:
        return text if _COMMAND.match(text) else _meant(text, message)
    if match := _COMMAND.match(text):
        name, bot = match["name"].lower(), (match["bot"] or "").casefold()
        ours = bot == (me.username or "").casefold() if bot else name in known
        return f"/{name}{match['rest'] or ''}" if ours else None
    if message.chat.type == Chat.CHANNEL or message.is_automatic_forward:
        return None
    mention = re.compile(rf"@{re.escape(me.username or '')}\b", re.IGNORECASE)
    if me.username and mention.search(text):
        rest = " ".join(mention.sub(" ", text).split())
        return _meant(rest, message) if rest else "/start"
    return _meant(text, message) if _answers(message.reply_to_message, me) else None


def _meant(text: str, message: Message) -> str:
    """What is asked without a command's name: the papers behind a title, a word for a command, or the text itself."""
    if name := phrases.command(text):
        return f"/{name}"
    return text if identifiers.find(text) else " ".join(_linked(message)) or text


def _linked(message: Message) -> list[str]:
    """The papers that the links behind its words lead to: a title of an edition, forwarded, says no id."""
    entities = message.entities or message.caption_entities
    urls = [entity.url for entity in entities if entity.type == MessageEntity.TEXT_LINK and entity.url]
    return list(dict.fromkeys(filter(None, map(_paper, urls))))


def _paper(url: str) -> str | None:
    try:
        named = identifiers.parse(url)
    except UsageError:
        return None
    return str(named) if named else None


def opened(text: str) -> str | None:
    """The command that a deep link leads to, if that is how the chat was opened."""
    match = _START.match(text)
    return deeplinks.command(match["payload"]) if match else None


def is_media(message: Message) -> bool:
    """Whether somebody sent something to look at or to hear, without a word. Of an album only one part could tell."""
    return message.effective_attachment is not None and not message.caption and message.media_group_id is None


def _answers(former: Message | None, me: User) -> bool:
    """Whether a reply to this message of ours goes on with a conversation.

    Pages of editions are talked about, and not with the bot: they are full of links, and have no buttons.
    """
    if former is None or former.from_user is None or former.from_user.id != me.id or former.text is None:
        return False
    return former.reply_markup is not None or not any(entity.type in _LINKS for entity in former.entities)
