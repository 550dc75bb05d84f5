"""Is this feed what it claims to be, and is it all? Pure decisions about a feed and a listing of the same category."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from bot.arxiv.listing import Listing
from bot.arxiv.rss import Feed
from bot.papers import Announced, Announcement, Kind, Paper

_ORDER = {kind: place for place, kind in enumerate(Kind)}


def doubt(feed: Feed, day: date, known: Collection[str]) -> str | None:
    """Why this feed is not ``day``'s announcement, in a few words; None if nothing speaks against it.

    Feeds go stale one category at a time, and then hold the day before under this morning's date. ``known`` are the
    ids that earlier days have brought.
    """
    if feed.day != day:
        return f"it is dated {feed.day}"
    if feed.item_days - {day}:
        return f"its papers are dated {min(feed.item_days)}"
    fresh = _fresh(feed.entries)
    if fresh and fresh <= set(known):
        return f"its {len(fresh)} papers are those of an earlier day"
    return None


def is_of(feed: Feed, listing: Listing) -> bool:
    """Whether the feed shows the same announcement as the listing: most of what it holds stands there too.

    New papers and cross-lists tell; only a feed without any is judged by its replacements.
    """
    told = _fresh(feed.entries) or {entry.paper.id for entry in feed.entries}
    return 2 * len(told & {entry.paper.id for entry in listing.entries}) >= len(told)


def from_feed(category: str, day: date, feed: Feed, listing: Listing | None = None) -> Announcement:
    """The feed's announcement; with a listing of the same day also what the feed lacks, and arXiv's own count.

    The feed is the better witness of what both have (versions, all authors, the licence, text as it was written); the
    listing alone knows the comments. What only the feed has stays, and ``stated`` stays the page's own count, so it
    may be smaller than the number of entries: the page is then the one that lacks papers.
    """
    if listing is None:
        return Announcement(day=day, category=category, entries=_in_order(feed.entries), source="rss")
    listed = {entry.paper.id: entry.paper for entry in reversed(listing.entries)}
    held = {entry.paper.id for entry in feed.entries}
    entries = [_with_comment(entry, listed.get(entry.paper.id)) for entry in feed.entries]
    lacking = [entry for entry in listing.entries if entry.paper.id not in held]
    return Announcement(
        day=day,
        category=category,
        entries=_in_order([*entries, *lacking]),
        stated=_stated(listing),
        source="rss",
        added=tuple(dict.fromkeys(entry.paper.id for entry in lacking)),
    )


def from_listing(category: str, day: date, listing: Listing, source: str, *, in_place_of_feed: bool) -> Announcement:
    """The listing's announcement. ``in_place_of_feed``: the feed was asked and did not have it, so all is added."""
    entries = _in_order(listing.entries)
    return Announcement(
        day=day,
        category=category,
        entries=entries,
        stated=_stated(listing),
        source=source,
        added=tuple(entry.paper.id for entry in entries) if in_place_of_feed else (),
    )


def _with_comment(entry: Announced, listed: Paper | None) -> Announced:
    if listed is None:
        return entry
    journal_ref = entry.paper.journal_ref or listed.journal_ref
    return replace(entry, paper=replace(entry.paper, comment=listed.comment, journal_ref=journal_ref))


def _fresh(entries: Iterable[Announced]) -> set[str]:
    return {entry.paper.id for entry in entries if not entry.kind.is_replacement}


def _in_order(entries: Iterable[Announced]) -> tuple[Announced, ...]:
    """New, cross-listed, replaced, each in arXiv's order; a paper that is announced twice stands where it is first."""
    first: dict[str, Announced] = {}
    for entry in sorted(entries, key=lambda entry: _ORDER[entry.kind]):
        first.setdefault(entry.paper.id, entry)
    return tuple(first.values())


def _stated(listing: Listing) -> int:
    """How many papers the listing states: it counts one that it shows in two sections twice."""
    twice = len(listing.entries) - len({entry.paper.id for entry in listing.entries})
    return listing.stated - twice
