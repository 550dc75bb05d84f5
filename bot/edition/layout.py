"""What a layout is given, and what it can do: how an edition looks on a platform. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from bot.edition.packing import Size
from bot.edition.papers import Depth, Shown
from bot.subscriptions import Detail

M = TypeVar("M")
"""A part of a page as its layout writes it."""


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

    date: dt.date
    day: str
    total: str
    target: str = ""
    """Where ``total`` leads to, as a placeholder; empty for nowhere."""
    choice: str = ""
    """What stands over a choice of one category, where they lead to no threads."""
    rows: Sequence[Row]
    others: Sequence[tuple[str, int]] = ()
    """Codes and counts of categories that there is no row for."""
    receipt: str
    warnings: Sequence[str]
    small: Sequence[str]
    """The small print, in lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands over the papers of a category."""

    date: dt.date
    code: str
    name: str
    count: int
    line: str
    """The day and the count in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[M]):
    """Papers of one category on a page, in markup."""

    heading: M | None = None
    papers: Sequence[M]
    more: M | None = None
    """Where those are read that the page has no room for."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A page's list of what is on it; without papers where there is none."""

    label: str = ""
    papers: Sequence[Shown] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a page of papers that stands says of how it was made."""

    papers: frozenset[str]
    """Ids of those that stand on it, of all that it carries."""
    detail: Detail
    is_headed: bool
    """Whether it begins with a heading."""


class Layout(Protocol[M]):
    """How an edition looks: its parts as markup, how much of a message they take, and pages made of them."""

    form: str
    """Names it on a page."""
    formulas: bool
    """Whether it can set formulas."""
    reached_by: Literal["links", "buttons"]
    """What readers use to get to a paper's card, and to what a page has no room for."""
    room: Size
    """What a page may hold."""

    def cover(self, cover: Cover, /) -> str:
        """The first page."""

    def opener(self, heading: Heading, /) -> str:
        """The page from which a category's thread hangs; empty where that is its first page of papers."""

    def heading(self, heading: Heading, /) -> M:
        """What stands over a category's papers on a page of them, where it has no opener, or shares pages."""

    def paper(self, paper: Shown, depth: Depth, /) -> M:
        """One paper."""

    def more(self, said: str, target: str, /) -> M:
        """The way to papers that a page has no room for."""

    def page(self, parts: Sequence[Part[M]], contents: Contents, depth: Depth, /) -> str:
        """A page of papers."""

    def frame(self, depth: Depth, /) -> Size:
        """What every page of papers takes for itself."""

    def around(self, markup: M, depth: Depth, /) -> Size:
        """What a heading, or the way to more papers, takes of its page, with what parts it from its neighbours."""

    def taken(self, paper: Shown, markup: M, depth: Depth, /) -> Size:
        """What a paper's markup takes of its page, with all that belongs to it."""

    def size(self, text: str, /) -> Size:
        """How much of a message a whole page takes."""

    def seen(self, text: str, /) -> Seen:
        """What a page of papers says of how it was made."""

    def noted(self, text: str, sentences: Iterable[str], /) -> list[str]:
        """Which of these sentences stand in the small print of a cover."""


def first_fitting(texts: Iterable[str], layout: Layout[M]) -> str:
    """The first that fits a page, else the last."""
    for text in texts:
        if layout.size(text).fits(layout.room):
            break
    return text
