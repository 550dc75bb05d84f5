"""Who reads: the languages that somebody chose for themselves, and what their chat wishes for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import languages
from bot.messages import Asker
from bot.store import Store
from bot.subscriptions import Subscription
from bot.wishes import Wishes


async def recognized(asker: Asker, store: Store) -> Asker:
    """The asker, in the language that they chose for the bot's words; their client's where they chose none.

    A chat that the settings file calls by its public name is known by that.
    """
    chosen = (await store.person(asker.platform, asker.user)).locale
    chat = store.chat_in_file(asker.platform, asker.chat_name) if asker.chat_name else None
    return replace(asker, locale=chosen or asker.locale, chat=chat or asker.chat)


async def language(asker: Asker, store: Store) -> str:
    """The language of summaries for this asker, by its English name.

    In their own chat it is what they chose, then what the chat subscribed to; in a chat of many the chat comes first.
    Where nobody chose anything, their client tells.
    """
    chosen = (await store.person(asker.platform, asker.user)).language
    subscription = await store.subscription(asker.platform, asker.chat)
    return _language(asker, chosen, subscription)


async def wishes(asker: Asker, store: Store, offered: Sequence[str]) -> Wishes:
    """What the asker's chat subscribed to, or else all that is ``offered``, in the asker's language."""
    chosen = (await store.person(asker.platform, asker.user)).language
    subscription = await store.subscription(asker.platform, asker.chat)
    wished = subscription.wishes if subscription else Wishes(categories=tuple(offered))
    return replace(wished, language=_language(asker, chosen, subscription))


def _language(asker: Asker, chosen: str | None, subscription: Subscription | None) -> str:
    chats = subscription.wishes.language if subscription else None
    by_right = (chosen, chats) if asker.direct else (chats, chosen)
    return next(filter(None, by_right), languages.of_locale(asker.locale))
