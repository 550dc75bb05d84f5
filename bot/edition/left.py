"""Papers that pages have no room for, and how others are led to them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from bot import passages
from bot.digest import Entry


def reading_on(entries: Sequence[Entry], places: Mapping[int, int]) -> str:
    """Where papers are read that their page has no room for, as a placeholder.

    ``places`` are those of papers among all that the page carries, from 1, by the papers' numbers.
    """
    first, last = entries[0].number, entries[-1].number
    return passages.placeholder(at=places.get(first, 1), first=first, last=last)


def by_category(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Papers in their order, those of one category together."""
    return [list(group) for _, group in groupby(entries, key=lambda entry: entry.category)]
