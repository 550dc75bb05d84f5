"""The listing pages ``/list/{category}/new`` and ``/catchup/{category}/{day}``: the same markup under two headings.

They state how many entries there are, which tells a parser that fails from a day without papers. Titles and abstracts
stand here with accents converted, lists of more than a hundred authors are cut, and versions are named only in the
links of papers that have an HTML form; where there is a choice, the feed's word is the better one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from bot import categories
from bot.arxiv.faults import Damaged
from bot.arxiv.markup import page, reference, shown
from bot.papers import Announced, Kind, Paper
from bot.text import clean_authors

PER_PAGE = 2000
"""Entries on one page; arXiv shows no more."""

_LATEST = re.compile(r"Showing new listings for \w+, (\d{1,2} \w+ \d{4})")
_CATCHUP = re.compile(r"Catchup results for .* on \w+, (\d{1,2} \w+ \d{4})", re.DOTALL)
_SECTION = re.compile(r"(New|Cross|Replacement) submissions .*?showing (?:first |last )?(\d+) of (\d+) entries")
_TOTAL = re.compile(r"Total of (\d+) entries")
_NOTHING = re.compile(r"No (?:further )?updates")
_VERSION = re.compile(r"/(?:html|pdf)/\S+?v(\d+)$")
_CODE = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)(?=;|$)")
_KINDS = {"New": Kind.NEW, "Cross": Kind.CROSS, "Replacement": Kind.REPLACE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a listing, or several put together."""

    day: date
    entries: tuple[Announced, ...]
    """In the page's order. A paper that was cross-listed and replaced on one day stands here twice."""
    stated: int
    """How many entries the whole listing has, says the page."""


def parse(body: bytes, category: str) -> Listing:
    """Read a page of ``category``'s listing. Raises ``Damaged`` for a page that is none or contradicts itself."""
    root = page(body)
    day = _day(root)
    entries: list[Announced] = []
    stated = 0
    for heading in root.iter("h3"):
        section = _SECTION.search(_words(heading))
        if section is None:
            continue
        kind, here = _KINDS[section.group(1)], int(section.group(2))
        found = [_announced(term, described, kind, category) for term, described in _pairs(heading)]
        if len(found) != here:
            raise Damaged(f"a listing that shows {len(found)} entries and says {here}")
        entries += found
        stated += int(section.group(3))
    if len(entries) != sum(1 for _ in root.iter("dd")):
        raise Damaged("a listing with entries outside of its sections")
    etree.strip_elements(root, "dt", "dd")  # an abstract may talk of totals, too
    around = _words(root)
    if not entries and not _NOTHING.search(around):
        raise Damaged("a listing without entries that does not say so")
    total = _TOTAL.search(around)
    return Listing(day=day, entries=tuple(entries), stated=max(stated, int(total.group(1)) if total else 0))


def joined(first: Listing, more: Listing) -> Listing:
    """One listing of two of its pages. Raises ``Damaged`` if arXiv turned to another day between them."""
    if first.day != more.day:
        raise Damaged(f"a listing that turned from {first.day} to {more.day} while it was read")
    held = {(entry.paper.id, entry.kind) for entry in first.entries}
    beyond = tuple(entry for entry in more.entries if (entry.paper.id, entry.kind) not in held)
    return Listing(day=first.day, entries=first.entries + beyond, stated=max(first.stated, more.stated))


def _day(root: etree._Element) -> date:
    for heading in root.iter("h1", "h3"):
        words = _words(heading)
        found = _LATEST.search(words) or _CATCHUP.search(words)
        if found:
            for form in ("%d %B %Y", "%d %b %Y"):
                try:
                    return datetime.strptime(found.group(1), form).date()  # noqa: DTZ007 -- a bare date
                except ValueError:
                    continue
    raise Damaged("a page that is no listing of a day")


def _words(element: etree._Element) -> str:
    """The text of an element on one line."""
    return " ".join(" ".join(str(piece) for piece in element.itertext()).split())


def _pairs(heading: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """The ``dt`` and ``dd`` pairs that follow a section's heading."""
    pairs: list[tuple[etree._Element, etree._Element]] = []
    term: etree._Element | None = None
    for sibling in heading.itersiblings():
        if sibling.tag == "h3":
            break
        if sibling.tag == "dt":
            term = sibling
        elif sibling.tag == "dd" and term is not None:
            pairs.append((term, sibling))
            term = None
    return pairs


def _announced(term: etree._Element, described: etree._Element, kind: Kind, category: str) -> Announced:
    hrefs = [link.get("href", "") for link in term.iter("a")]
    named = reference(next((href.removeprefix("/abs/") for href in hrefs if href.startswith("/abs/")), ""))
    parts = {part.get("class", "").partition(" ")[0]: part for part in described.iter("div")}
    abstract = described.find(".//p[@class='mathjax']")
    codes = tuple(_CODE.findall(_field(parts, "list-subjects") or ""))
    title = _field(parts, "list-title")
    if title is None or abstract is None or not codes:
        raise Damaged(f"a listing whose entry {named.id} lacks its title, abstract or subjects")
    if kind is Kind.REPLACE and categories.resolve(codes[0]) != category:
        kind = Kind.REPLACE_CROSS
    authors = parts.get("list-authors")
    paper = Paper(
        id=named.id,
        version=_version(hrefs) or (2 if kind.is_replacement else 1),
        title=title,
        abstract=shown(abstract),
        authors=() if authors is None else clean_authors(tuple(shown(link) for link in authors.iter("a"))),
        categories=codes,
        comment=_field(parts, "list-comments"),
        journal_ref=_field(parts, "list-journal-ref"),
    )
    return Announced(paper, kind)


def _field(parts: dict[str, etree._Element], name: str) -> str | None:
    return (shown(parts[name]) or None) if name in parts else None


def _version(hrefs: list[str]) -> int | None:
    """The version that a link names; only papers with an HTML form have such a link."""
    return next((int(found.group(1)) for href in hrefs if (found := _VERSION.search(href))), None)
