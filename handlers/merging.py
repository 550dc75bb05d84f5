"""Announcements of several days as those of one, so that one edition can hold them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from bot.papers import Announced, Announcement, Paper


def merge(announced: Sequence[Announcement], day: date) -> list[Announcement]:
    """Announcements of many days, the newest first, as if all were made on ``day``: one for each category.

    A paper stands in them in its newest version, however it was announced in each of its days.
    """
    newest: dict[str, Paper] = {}
    for paper in (entry.paper for one in announced for entry in one.entries):
        if paper.id not in newest or paper.version > newest[paper.id].version:
            newest[paper.id] = paper
    by_category: defaultdict[str, list[Announcement]] = defaultdict(list)
    for one in announced:
        by_category[one.category].append(one)
    merged = []
    for category, ones in by_category.items():
        entries = tuple(Announced(newest[entry.paper.id], entry.kind) for one in ones for entry in one.entries)
        stated = len(entries) + sum(one.missing for one in ones)
        merged.append(Announcement(day=day, category=category, entries=entries, stated=stated, source=ones[0].source))
    return merged
