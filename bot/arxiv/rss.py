"""The RSS 2.0 feed of one category: the only interface of arXiv's that a program may rely on for what was announced.

The format is described in arXiv's help pages ("RSS specifications") and by the code of rss.arxiv.org.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from lxml import etree

from bot.arxiv.faults import Damaged
from bot.arxiv.markup import RSS, reference, text, xml
from bot.clock import NEW_YORK
from bot.papers import Announced, Kind, Paper
from bot.text import split_authors

LIMIT = 2000
"""Items in one feed at most; beyond it arXiv leaves out *new* papers first."""

_PREFIX = re.compile(r"\AarXiv:\S+ Announce Type: ?\S+\s+Abstract: ?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says."""

    day: date
    """The announcement day that the channel claims (New York). Stale feeds have been seen to claim a wrong one."""
    item_days: frozenset[date]
    """The days that its items claim; one day, the channel's, in a healthy feed."""
    entries: tuple[Announced, ...]


def parse(body: bytes) -> Feed:
    """Read a feed. Raises ``Damaged`` for everything that is not a whole one, so that a fault is never a quiet day."""
    channel = xml(body).find("channel")
    if channel is None:
        raise Damaged("XML that is no feed")
    items = channel.findall("item")
    days = (_day(item) for item in items)
    return Feed(
        day=_day(channel),
        item_days=frozenset(days),
        entries=tuple(_announced(item) for item in items),
    )


def _day(element: etree._Element) -> date:
    published = text(element, "pubDate", RSS)
    try:
        return parsedate_to_datetime(published or "").astimezone(NEW_YORK).date()
    except (ValueError, OverflowError):
        raise Damaged(f"a feed without a usable date ({published!r})") from None


def _announced(item: etree._Element) -> Announced:
    named = reference(text(item, "guid", RSS) or "")
    kind = text(item, "arxiv:announce_type", RSS)
    title, description = text(item, "title", RSS), text(item, "description", RSS)
    categories = tuple(code.text.strip() for code in item.findall("category") if code.text and code.text.strip())
    if kind not in set(Kind) or title is None or description is None or not categories:
        raise Damaged(f"a feed whose item {named.id} lacks its type, title, abstract or categories")
    paper = Paper(
        id=named.id,
        version=named.version or 1,
        title=title,
        abstract=_PREFIX.sub("", description).strip(),
        authors=split_authors(text(item, "dc:creator", RSS) or ""),
        categories=categories,
        journal_ref=text(item, "arxiv:journal_reference", RSS),
        doi=text(item, "arxiv:DOI", RSS),
        licence=text(item, "dc:rights", RSS),
    )
    return Announced(paper, Kind(kind))
