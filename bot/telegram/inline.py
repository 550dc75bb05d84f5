"""Inline search: ``@bot words`` in any chat finds papers, and posts the one that is chosen as a card."""

from __future__ import annotations

import logging

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import identifiers
from bot.adapter import Desk
from bot.messages import Card
from bot.telegram import answers, deeplinks
from bot.telegram.limiter import Pass
from bot.telegram.markup import NO_PREVIEW
from bot.telegram.people import People
from bot.text import shorten
from bot.words import Words, speak

log = logging.getLogger(__name__)

KEPT = 300
"""Seconds for which Telegram may show the same results again to the same person."""
_LONGEST_ID = 64
_TITLE, _DESCRIPTION = 200, 240
_ROW_OF_LINKS = 3


class Inline:
    """Answers inline queries. Results are a person's own: their language and their chosen categories decide."""

    def __init__(self, bot: ExtBot[Pass], desk: Desk, people: People) -> None:
        self._bot = bot
        self._desk = desk
        self._people = people

    async def asked(self, query: InlineQuery) -> None:
        """Offer papers for what was typed so far."""
        asker = self._people.typing(query.from_user)
        offer = await self._desk.offer(asker, query.query, query.offset)
        words = speak(asker.locale)
        cards = {card.paper: card for card in offer.cards if 0 < len(card.paper.encode()) <= _LONGEST_ID}
        results = [article(card, words, self._bot.username) for card in cards.values()]
        try:
            await self._bot.answer_inline_query(
                query.id,
                results,
                cache_time=KEPT if results else 0,
                is_personal=True,
                next_offset=offer.next,
                button=None if results or query.offset else _way(query.query, words),
            )
        except TelegramError as error:
            # Whoever types on makes the query too old; the next one is on its way.
            log.debug("An inline query was not answered: %s", type(error).__name__)


def article(card: Card, words: Words, bot: str) -> InlineQueryResultArticle:
    """A card as one result. Pure. What it posts stands where the bot is not, so its buttons are links."""
    more = deeplinks.address(bot, deeplinks.payload(f"paper {card.paper}"))
    links = [button for row in answers.url_rows(card.links) for button in row][:_ROW_OF_LINKS]
    return InlineQueryResultArticle(
        id=card.paper,
        title=shorten(card.title, _TITLE) or card.paper,
        description=shorten(" · ".join(filter(None, (shorten(card.byline, 80), card.lead))), _DESCRIPTION),
        url=card.url,
        input_message_content=InputTextMessageContent(
            answers.card(card), parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=InlineKeyboardMarkup(
            [*([links] if links else []), [InlineKeyboardButton(words("telegram-more"), url=more)]]
        ),
    )


def _way(typed: str, words: Words) -> InlineQueryResultsButton:
    """Where nothing is found, to the bot's own chat, for what helps there. The same search would find nothing again.

    It can ask arXiv for a paper. Of a long text, the first words that a link has room for find more. Else there is
    the newest edition.
    """
    if named := identifiers.find(typed):
        payload = deeplinks.payload(f"paper {named[0].id}")
        return InlineQueryResultsButton(words("telegram-fetch-here"), start_parameter=payload)
    typed = " ".join(typed.split())
    if typed and not deeplinks.payload(f"search {typed}") and (payload := _first_words(typed)):
        return InlineQueryResultsButton(words("telegram-search-here"), start_parameter=payload)
    return InlineQueryResultsButton(words("telegram-today-here"), start_parameter=deeplinks.payload("today"))


def _first_words(typed: str) -> str:
    """The link to a search for as many of the words as it has room for; empty where they can't stand in one."""
    shorter = (shorten(typed, most).removesuffix("…") for most in range(deeplinks.LONGEST, 0, -1))
    return next(filter(None, (deeplinks.payload(f"search {words}") for words in shorter)), "")
