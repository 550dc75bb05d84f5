"""One digest in one layout: each of its parts as markup, and how much of a page it takes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic

from bot import categories, wording
from bot.digest import Digest, Entry, Group
from bot.edition import cover
from bot.edition.layout import Contents, Heading, Layout, M, Part, first_fitting
from bot.edition.left import reading_on
from bot.edition.packing import Size
from bot.edition.papers import Depth, Shown, at_most
from bot.subscriptions import Detail
from bot.words import Words

_LISTED: Final = 3
"""From so many papers on, a page has contents."""


@dataclass(frozen=True, slots=True)
class Run:
    """Papers of one category on one page."""

    category: str
    shown: Sequence[Entry]
    left: Sequence[Entry] = ()
    """Those that no page has room for."""
    is_headed: bool = True

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that the page carries of the category."""
        return (*self.shown, *self.left)


@dataclass(frozen=True, slots=True)
class Made(Generic[M]):
    """A paper, and what becomes of it on a page."""

    markup: M
    size: Size


class Setting(Generic[M]):
    """What an edition is made of. Each part is made once."""

    def __init__(self, digest: Digest, layout: Layout[M], wished: Detail) -> None:
        self.digest = digest
        self.layout = layout
        self.groups: list[Group] = [group for group in digest.groups if group.entries]
        self._wished = wished
        self._words: Words = wording.words_for(digest.wishes.language)
        self._papers = {entry.number: Shown(entry, self._words, formulas=layout.formulas) for entry in digest.entries}
        self._headings: dict[str, M] = {}
        self._fitting: dict[tuple[int, Detail], Made[M]] = {}

    # Texts of pages.

    def cover(self, detail: Detail, *, is_cut: bool = False, instead: Sequence[Entry] = ()) -> str:
        """The cover of an edition in this detail; with ``instead``, of one that is all there is, and leads to these."""
        notes = cover.notes(detail, self._wished, self.layout, self._words, is_cut=is_cut)
        return cover.text(self.digest, self.layout, self._words, detail, notes, instead)

    def cover_again(self, text: str, *, instead: Sequence[Entry]) -> str:
        """The text of a cover that stands, which says the same of how its edition was shortened."""
        detail, notes = cover.noted(text, self._wished, self.layout, self._words)
        return cover.text(self.digest, self.layout, self._words, detail, notes, instead)

    def opener(self, category: str) -> str:
        """What a category's thread hangs from; empty where its first page of papers opens it."""
        return self.layout.opener(self._heading_of(category))

    def page(self, runs: Sequence[Run], detail: Detail) -> str:
        """A page of papers that were packed together."""
        return self._page(runs, partial(self.fitting, detail=detail), Depth(detail))

    def page_again(self, runs: Sequence[Run], detail: Detail) -> str:
        """A page of just these papers, in as much of ``detail`` as it can hold."""
        texts = (self._page(runs, partial(self._at, depth=depth), depth) for depth in at_most(detail))
        return first_fitting(texts, self.layout)

    # Sizes of parts.

    def fitting(self, entry: Entry, detail: Detail) -> Made[M]:
        """A paper in as much of ``detail`` as a page of its own could hold."""
        key = entry.number, detail
        if key not in self._fitting:
            around = self.layout.frame(Depth(detail)) + self.around_heading(entry.category, Depth(detail))
            for depth in at_most(detail):
                made = self._at(entry, depth)
                if (around + made.size).fits(self.layout.room):
                    break
            self._fitting[key] = made
        return self._fitting[key]

    def around_heading(self, category: str, depth: Depth) -> Size:
        """What a category's heading takes."""
        return self.layout.around(self._heading(category), depth)

    def around_more(self, run: Run, depth: Depth) -> Size:
        """What the way to those takes that there is no room for; nothing where that is nobody."""
        more = self._more([run], {})
        return Size() if more is None else self.layout.around(more, depth)

    def _at(self, entry: Entry, depth: Depth) -> Made[M]:
        paper = self._papers[entry.number]
        markup = self.layout.paper(paper, depth)
        return Made(markup, self.layout.taken(paper, markup, depth))

    def _page(self, runs: Sequence[Run], made: Callable[[Entry], Made[M]], depth: Depth) -> str:
        places = {entry.number: at for at, entry in enumerate((e for run in runs for e in run.entries), start=1)}
        listed = [self._papers[entry.number] for run in runs for entry in run.shown]
        contents = Contents()
        if len(listed) >= _LISTED:
            label = self._words("edition-contents", first=listed[0].number, last=listed[-1].number)
            contents = Contents(label, listed)
        parts = [
            Part(
                heading=self._heading(run.category) if run.is_headed else None,
                papers=[made(entry).markup for entry in run.shown],
                more=self._more([run], places),
            )
            for run in runs
            if run.shown
        ]
        elsewhere = self._more([run for run in runs if not run.shown], places)
        if elsewhere is not None:
            parts.append(Part(papers=(), more=elsewhere))
        return self.layout.page(parts, contents, depth)

    def _heading(self, category: str) -> M:
        if category not in self._headings:
            self._headings[category] = self.layout.heading(self._heading_of(category))
        return self._headings[category]

    def _heading_of(self, category: str) -> Heading:
        count = next((len(group.entries) for group in self.groups if group.category == category), 0)
        return Heading(
            date=self.digest.day,
            code=category,
            name=categories.name(category),
            count=count,
            line=self._words("edition-thread", day=self.digest.day, count=count),
        )

    def _more(self, runs: Sequence[Run], places: Mapping[int, int]) -> M | None:
        """The way to what is left of these categories; None where that is nothing."""
        left = [entry for run in runs for entry in run.left]
        if not left:
            return None
        said = self._words(
            "edition-more",
            kind="rest" if runs[0].shown else "others",
            by=self.layout.reached_by,
            count=len(left),
            first=left[0].number,
            last=left[-1].number,
        )
        return self.layout.more(said, reading_on(left, places))
