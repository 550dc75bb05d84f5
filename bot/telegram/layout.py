"""What the two layouts have in common: what they are given, and what they can do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.digest import Entry
from bot.telegram.markup import Size
from bot.telegram.papers import Depth, Shown


@dataclass(frozen=True, slots=True)
class Row:
    """One category in a list of them."""

    code: str
    said: str
    target: str
    """Where ``said`` leads to, as a placeholder; empty for nowhere."""
    count: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the first page says."""

    day: str
    total: str
    target: str = ""
    """Where ``total`` leads to, as a placeholder; empty for nowhere."""
    rows: Sequence[Row]
    others: Sequence[tuple[str, int]] = ()
    """Codes and counts of categories that there is no row for."""
    receipt: str
    warnings: Sequence[str]
    small: Sequence[str]
    """The small print, in lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Papers of one category on a page, as markup."""

    heading: str = ""
    papers: Sequence[str]
    more: str = ""
    """Where those are read that the page has no room for."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A page's list of what is on it; without papers where there is none."""

    label: str = ""
    papers: Sequence[Shown] = ()


class Layout(Protocol):
    """How an edition looks: markup for its parts, and how much of a message they take."""

    form: str
    """Names it on a page."""
    formulas: bool
    """Whether it can set formulas."""
    room: Size
    """What a page may hold."""

    def cover(self, cover: Cover) -> str:
        """The first page."""

    def heading(self, code: str, name: str, line: str) -> str:
        """What stands over a category's first page."""

    def paper(self, paper: Shown, depth: Depth) -> str:
        """One paper."""

    def frame(self, depth: Depth, /) -> Size:
        """What every page of papers takes for itself."""

    def taken(self, paper: Shown, markup: str, depth: Depth, /) -> Size:
        """What a paper's markup takes of its page, with all that belongs to it."""

    def more(self, said: str, target: str, /) -> str:
        """The way to papers that a page has no room for."""

    def around(self, markup: str, depth: Depth, /) -> Size:
        """What a heading, or the way to more papers, takes of its page; nothing where there is none."""

    def page(self, parts: Sequence[Part], contents: Contents, depth: Depth, /) -> str:
        """A page of papers."""

    def size(self, markup: str) -> Size:
        """How much of a message this takes."""


def first_fitting(texts: Iterable[str], layout: Layout) -> str:
    """The first that fits a page, else the last."""
    for text in texts:
        if layout.size(text).fits(layout.room):
            break
    return text


def reading_on(entries: Sequence[Entry], places: Mapping[int, int]) -> str:
    """Where papers are read that their page has no room for, as a placeholder.

    ``places`` are those of papers among all that the page carries, from 1, by the papers' numbers.
    """
    first, last = entries[0].number, entries[-1].number
    return f"edition:{places.get(first, 1)}:{first}-{last}"
