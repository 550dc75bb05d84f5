"""The query API's answer, an Atom feed, as arXiv's API user manual describes it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from lxml import etree

from bot.arxiv.faults import Damaged, Refused
from bot.arxiv.markup import ATOM, reference, text, xml
from bot.papers import Paper
from bot.text import clean_authors

_CATEGORY = re.compile(r"[a-z]+(-[a-z]+)?(\.[A-Za-z-]+)?")
"""Tells categories from the MSC and ACM classes ("68T45", "I.2.7") that the API lists among them."""


def parse(body: bytes) -> tuple[Paper, ...]:
    """The papers of an answer, perhaps none. Raises ``Refused`` for the API's own error entries.

    Raises ``Damaged`` for what is no answer, also for one of the empty pages that the API is known to send in the
    middle of a result: entries promised, none there.
    """
    root = xml(body)
    if etree.QName(root).localname != "feed":
        raise Damaged("XML that is no answer of the query API")
    entries = root.findall("atom:entry", ATOM)
    if not entries and text(root, "search:totalResults", ATOM) != "0":
        raise Damaged("an answer that promises papers and holds none")
    return tuple(_paper(entry) for entry in entries)


def _paper(entry: etree._Element) -> Paper:
    url, title = text(entry, "atom:id", ATOM) or "", text(entry, "atom:title", ATOM)
    summary = text(entry, "atom:summary", ATOM)
    if title == "Error" and "/api/errors" in url:
        raise Refused(f"arXiv refuses the question: {summary}")
    primary = entry.find("arxiv:primary_category", ATOM)
    if title is None or summary is None or primary is None:
        raise Damaged(f"an entry without title, abstract or category ({url!r})")
    named = reference(url)
    terms = [primary.get("term", ""), *(category.get("term", "") for category in entry.findall("atom:category", ATOM))]
    names = (name.text.strip() for name in entry.findall("atom:author/atom:name", ATOM) if name.text)
    return Paper(
        id=named.id,
        version=named.version or 1,
        title=title,
        abstract=summary,
        authors=clean_authors(tuple(names)),
        categories=tuple(dict.fromkeys(term for term in terms if _CATEGORY.fullmatch(term))),
        comment=text(entry, "arxiv:comment", ATOM),
        journal_ref=text(entry, "arxiv:journal_ref", ATOM),
        doi=text(entry, "arxiv:doi", ATOM),
        submitted=_moment(entry, "atom:published"),
        updated=_moment(entry, "atom:updated"),
    )


def _moment(entry: etree._Element, path: str) -> datetime | None:
    stated = text(entry, path, ATOM)
    try:
        return datetime.fromisoformat(stated).astimezone(UTC) if stated else None
    except ValueError:
        raise Damaged(f"an entry with an impossible date ({stated!r})") from None
