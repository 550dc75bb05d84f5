"""Wishes as options, for platforms that ask for each by itself: each stands in the line as ``wish_line`` reads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.messages import Option
from handlers import completing
from handlers.daily import Parts
from handlers.wish_line import MOST_PAGES

DETAILS = ("full", "brief", "titles")
MISSED = ("each", "one", "latest")


def options(parts: Parts, offered: Sequence[str]) -> tuple[Option, ...]:
    """Every wish that somebody may have; ``offered`` are the categories to choose from.

    The layout is none of them: only Telegram has two, and no options there.
    """
    authors = partial(completing.authors, store=parts.store)
    return (
        Option(name="categories", form='cat:"{}"', complete=completing.offered(offered)),
        Option(name="language", form='lang:"{}"', complete=completing.language),
        Option(name="time", form='time:"{}"', complete=completing.time),
        Option(name="timezone", form='tz:"{}"', complete=completing.zone(parts.clock)),
        Option(name="detail", form="detail:{}", choices=DETAILS),
        Option(name="max_pages", kind="number", form="pages:{}", least=0, most=MOST_PAGES),
        Option(name="silent", kind="switch", form="silent:{}"),
        Option(name="missed", form="missed:{}", choices=MISSED),
        Option(name="quiet", kind="switch", form="quiet:{}"),
        Option(name="crosslists", kind="switch", form="crosslists:{}"),
        Option(name="replacements", kind="switch", form="replacements:{}"),
        Option(name="only", form='+"{}"', many=True),
        Option(name="without", form='-"{}"', many=True),
        Option(name="authors", form='author:"{}"', many=True, complete=authors),
        Option(name="without_authors", form='-author:"{}"', many=True, complete=authors),
        Option(name="mention", kind="role", form="mention:{}"),
    )
