"""A paper as an edition shows it: readable texts in pieces, as long as there is room for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from bot import wording
from bot.digest import Entry, pieces
from bot.papers import FIELDS, Paper, Summary
from bot.subscriptions import Detail
from bot.text import readable, segments, shorten
from bot.words import Words

_LONGEST: Final = 20_000
"""Characters of a text that are looked at: far more than a page holds, and little enough to read in no time."""
_ALL_AUTHORS: Final = 4
_FIRST_AUTHORS: Final = 3
"""Shown where there are more than all of them."""
_NAME: Final = 60
_ABSTRACT: Final = 300
"""Characters of an abstract that stands where a TL;DR would."""
_VISIBLE: Final = re.compile(r"[^\W_]")


class Piece(NamedTuple):
    """A part of a text."""

    text: str
    doubtful: bool = False
    """A number that the abstract does not support."""
    formula: str = ""
    """The TeX of what is a formula."""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Depth:
    """How much of a paper is shown."""

    detail: Detail
    field: int = 0
    """Characters of a part of its summary; 0 for all. An abstract in their place may have four times as many."""
    title: int = 300

    @property
    def is_full(self) -> bool:
        """Whether there are details to unfold."""
        return self.detail == "full"


DEPTHS: Final = (
    Depth("full"),
    Depth("full", field=500),
    Depth("full", field=250),
    Depth("full", field=120, title=200),
    Depth("brief"),
    Depth("brief", field=160, title=200),
    Depth("titles"),
    Depth("titles", title=120),
    Depth("titles", title=60),
)
"""From everything to the least that still names a paper."""


def at_most(detail: Detail) -> tuple[Depth, ...]:
    """The depths that show no more than ``detail``, deepest first."""
    first = next(at for at, depth in enumerate(DEPTHS) if depth.detail == detail)
    return DEPTHS[first:]


class Shown:
    """One paper of an edition. Its texts are made when they are asked for, and once."""

    def __init__(self, entry: Entry, words: Words, *, formulas: bool) -> None:
        self.entry = entry
        self.number = entry.number
        self.id = entry.announced.paper.id
        self._paper = _bounded(entry.announced.paper)
        self._summary = _bounded_summary(entry.summary) if entry.summary else None
        self._words = words
        self._formulas = formulas
        self._fields: dict[str, Pieces] = {}

    @property
    def url(self) -> str:
        """Its page at arXiv."""
        return self.entry.announced.paper.url

    @cached_property
    def _title(self) -> str:
        title = readable(self._paper.title)
        return title if _VISIBLE.search(title) else self.id

    def title(self, depth: Depth) -> str:
        """Its title on one line; its id where there is nothing of it to see."""
        return shorten(" ".join(self._title.split()), depth.title)

    @cached_property
    def byline(self) -> str:
        """Its authors, of many only the first and how many more there are; empty where nobody is named."""
        authors = self.entry.announced.paper.authors
        named = authors if len(authors) <= _ALL_AUTHORS else authors[:_FIRST_AUTHORS]
        names = ", ".join(name for name in map(_name, named) if _VISIBLE.search(name))
        more = len(authors) - len(named)
        return f"{names}\N{NO-BREAK SPACE}+{more}" if more and names else names

    @property
    def primary(self) -> str:
        """Its main category."""
        return _name(self.entry.announced.paper.primary)

    @cached_property
    def badges(self) -> list[str]:
        """What to know of how it was announced."""
        return wording.badges(self.entry, self._words)

    @property
    def fold(self) -> str:
        """What is written on the closed details."""
        return self._words("edition-details")

    def lead(self, depth: Depth) -> Pieces:
        """The TL;DR; without a summary and without details the abstract's beginning."""
        if lead := self._field("tldr"):
            return clipped(lead, depth.field)
        if depth.is_full:
            return ()
        return clipped(self._abstract, min(depth.field or _ABSTRACT, _ABSTRACT))

    def details(self, depth: Depth) -> list[tuple[str, Pieces]]:
        """What unfolds, each under its label; the abstract where there is no summary yet."""
        if not depth.is_full:
            return []
        found = [
            (self._words("card-section", section=name), clipped(text, depth.field))
            for name in FIELDS[1:]
            if (text := self._field(name))
        ]
        if not found and not self._field("tldr") and self._abstract:
            found.append((self._words("card-section", section="abstract"), clipped(self._abstract, 4 * depth.field)))
        return found

    def doubts(self, depth: Depth) -> str:
        """Which numbers of its summary the abstract does not support; empty where no such number is shown."""
        if not depth.is_full and not any(piece.doubtful for piece in self.lead(depth)):
            return ""
        doubtful = self._summary.unsupported if self._summary else ()
        shown = [number for number in map(readable, doubtful) if _VISIBLE.search(number)]
        if not shown:
            return ""
        return shorten(self._words("credit-unsupported", numbers=", ".join(shown)), depth.field or _ABSTRACT)

    @cached_property
    def _abstract(self) -> Pieces:
        return self._set(self._paper.abstract)

    def _field(self, name: str) -> Pieces:
        if name not in self._fields:
            self._fields[name] = self._read(name)
        return self._fields[name]

    def _read(self, name: str) -> Pieces:
        summary = self._summary
        if summary is None:
            return ()
        text = tuple(Piece(text, doubtful) for text, doubtful in pieces(summary, name))
        if not self._formulas:
            return _visible(text)
        if not any(piece.doubtful for piece in text):
            text = self._set(getattr(summary, name))
        return _visible(part for piece in text for part in self._with_formulas(piece))

    def _with_formulas(self, piece: Piece) -> list[Piece]:
        """Summaries are made of what is readable in an abstract; the TeX of its formulas is found again here."""
        if not self._formula or piece.doubtful or piece.formula:
            return [piece]
        parts = self._formula.split(piece.text)
        return [Piece(part, formula=self._tex[part] if at % 2 else "") for at, part in enumerate(parts)]

    @cached_property
    def _tex(self) -> dict[str, str]:
        """The formulas of title and abstract by how they read."""
        found = segments(self._paper.title) + segments(self._paper.abstract)
        return {one.text: one.formula for one in found if one.formula}

    @cached_property
    def _formula(self) -> re.Pattern[str] | None:
        """Any of them, standing for itself."""
        if not self._tex:
            return None
        longest_first = sorted(self._tex, key=len, reverse=True)
        return re.compile(rf"(?<![\w^])({'|'.join(map(re.escape, longest_first))})(?![\w^])")

    def _set(self, tex: str) -> Pieces:
        if self._formulas:
            return _visible(Piece(one.text, formula=one.formula) for one in segments(tex))
        return _visible([Piece(readable(tex))])


def clipped(text: Pieces, limit: int) -> Pieces:
    """At most ``limit`` characters of a text, the cut marked with an ellipsis; 0 for all of it."""
    room = limit
    found: list[Piece] = []
    for piece in text if limit else ():
        if len(piece.text) > room or len(piece.formula) > room:
            # A formula is whole or it is none.
            return (*found, Piece("…" if piece.formula else shorten(piece.text, room) or "…"))
        found.append(piece)
        room -= max(len(piece.text), len(piece.formula))
    return text


def _visible(text: Iterable[Piece]) -> Pieces:
    found = tuple(piece for piece in text if piece.text)
    return found if any(_VISIBLE.search(piece.text) for piece in found) else ()


def _name(name: str) -> str:
    return shorten(" ".join(readable(name[:_LONGEST]).split()), _NAME)


def _bounded(paper: Paper) -> Paper:
    if max(len(paper.title), len(paper.abstract)) <= _LONGEST:
        return paper
    return replace(paper, title=paper.title[:_LONGEST], abstract=paper.abstract[:_LONGEST])


def _bounded_summary(summary: Summary) -> Summary:
    texts = {name: getattr(summary, name) for name in FIELDS}
    if max(map(len, texts.values())) <= _LONGEST:
        return summary
    return replace(summary, **{name: text[:_LONGEST] for name, text in texts.items()})
