"""An edition as Telegram pages: a cover, then each category's papers in a thread of their own. Pure.

Pages carry placeholders where an address is known only in the chat (``markup.resolve``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot import categories, wording
from bot.digest import Digest, Entry, Group
from bot.messages import Page
from bot.subscriptions import Detail, Look
from bot.telegram import classic, cover, packing, rich
from bot.telegram.layout import Contents, Layout, Part, first_fitting, reading_on
from bot.telegram.markup import Size
from bot.telegram.packing import Section, shares
from bot.telegram.papers import Depth, Shown, at_most
from bot.words import Words

_LAYOUTS: Final[dict[str, Layout]] = {classic.FORM: classic.Classic(), rich.FORM: rich.Rich()}
_FORMS: Final = {"classic": classic.FORM, "rich": rich.FORM}

_LISTED: Final = 3
"""From so many papers on a page has contents."""


def pages(digest: Digest, look: Look) -> list[Page]:
    """The edition as pages, in the order in which they are to be sent: each paper once, none over a limit.

    Where it has more pages than ``look.max_pages``, everything is shown in less detail, and categories share pages if
    there are more of them than pages. Of what does not fit even as titles every category has its fair share of papers;
    behind them stands the way to the others, which count as carried by that page.
    """
    edition = _Edition(digest, look, _LAYOUTS[_FORMS[look.layout]])
    most = look.max_pages
    for detail in dict.fromkeys(depth.detail for depth in at_most(look.detail)):
        papers = edition.threads(detail)
        if not most or len(papers) < most:
            return [edition.cover(detail), *papers]
        if 1 < most <= edition.categories and not _is_cut(papers := edition.within(most - 1, detail)):
            return [edition.cover(detail), *papers]
    if most == 1:
        return [edition.cover(look.detail, instead=digest.entries)]
    papers = edition.within(most - 1, "titles")
    return [edition.cover("titles", is_cut=_is_cut(papers)), *papers]


def _is_cut(papers: Sequence[Page]) -> bool:
    """Whether these pages have no room for some of the papers that they carry."""
    return any('<a href="edition:' in page.text for page in papers)


def rewrite(page: Page, digest: Digest, look: Look) -> Page | None:
    """The same papers on the same page, with what ``digest`` now knows of them, in less detail where that is too long.

    It keeps the page's form, whatever the look says, so that a page that had to become classic stays it. None where the
    digest lacks one of its papers: none is ever taken from a reader.
    """
    known = {entry.announced.paper.id: entry for entry in digest.entries}
    if not known.keys() >= set(page.papers):
        return None
    edition = _Edition(digest, look, _LAYOUTS[page.form])
    entries = [known[paper] for paper in page.papers]
    if page.links:
        return replace(page, text=edition.cover_again(page, instead=entries))
    shown = set(_SHOWN.findall(page.text))
    runs = [
        _Run(
            group[0].category,
            [entry for entry in group if entry.announced.paper.id in shown],
            [entry for entry in group if entry.announced.paper.id not in shown],
            is_headed=not page.thread or page.text.startswith(_HEADINGS),
        )
        for group in cover.by_category(entries)
    ]
    return replace(page, text=edition.fitted(runs, _detail(page, look)))


_HEADINGS: Final = ("<b>", "<h3>")
"""How pages begin that open a thread."""
_SHOWN: Final = re.compile(r'<a href="card:([^"]+)">')
"""The papers that stand on a page, of all that it carries."""


def _detail(page: Page, look: Look) -> Detail:
    """The detail that a page was made in: no page of a shortened edition grows back beside the others."""
    if not look.max_pages or "<blockquote" in page.text or "<details><summary" in page.text.rpartition("</ol>")[2]:
        return look.detail
    is_brief = any(title in page.text for title in _BRIEF_TITLES)
    return max("brief" if is_brief else "titles", look.detail, key=_DETAILS.index)


_BRIEF_TITLES: Final = ('"><b>', "<h4>")
"""How titles are written that stand over more."""
_DETAILS: Final[tuple[Detail, ...]] = ("full", "brief", "titles")


@dataclass(frozen=True, slots=True)
class _Made:
    """A paper, and what becomes of it on a page."""

    paper: Shown
    markup: str
    size: Size


@dataclass(frozen=True, slots=True)
class _Run:
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


class _Edition:
    """One digest in one layout."""

    def __init__(self, digest: Digest, look: Look, layout: Layout) -> None:
        self._digest = digest
        self._look = look
        self._layout = layout
        self._words: Words = wording.words_for(digest.wishes.language)
        self._shown = {entry.number: self._show(entry) for entry in digest.entries}
        self._groups = [group for group in digest.groups if group.entries]
        self._headings: dict[str, str] = {}
        self._fitted: dict[tuple[int, Detail], _Made] = {}

    def cover(self, detail: Detail, *, is_cut: bool = False, instead: Sequence[Entry] = ()) -> Page:
        """The first page of an edition in this detail; with ``instead``, the only page, which leads to these papers."""
        notes = cover.notes(detail, self._look.detail, self._words, is_cut=is_cut)
        return Page(
            number=1,
            text=cover.text(self._digest, self._layout, self._words, detail, notes, instead),
            papers=tuple(entry.announced.paper.id for entry in instead),
            form=self._layout.form,
            links=True,
        )

    def cover_again(self, page: Page, *, instead: Sequence[Entry]) -> str:
        """The text of a cover that stands, which says the same of how its edition was shortened."""
        detail, notes = cover.noted(page.text, self._look.detail, self._words)
        return cover.text(self._digest, self._layout, self._words, detail, notes, instead)

    @property
    def categories(self) -> int:
        """How many categories have papers."""
        return len(self._groups)

    def threads(self, detail: Detail) -> list[Page]:
        """All papers on as many pages as it takes, each category's in a thread of their own."""
        found: list[Page] = []
        for group in self._groups:
            found += self._pages([group], detail, thread=group.category, after=found)
        return found

    def within(self, most: int, detail: Detail) -> list[Page]:
        """As many papers as so many pages hold.

        The smallest categories share pages at the end where that saves any; the others get equally many pages, as far
        as they need them. Where there are fewer pages than that takes, all of them share.
        """
        needs = {group.category: len(self._packed([group], detail)) for group in self._groups}
        small = self._sharing(needs, most, detail)
        large = [group for group in self._groups if group not in small]
        room = most - len(self._packed(small, detail, is_shared=True))
        if room < len(large):
            return self._pages(self._groups, detail, most=most)
        found: list[Page] = []
        for group, share in zip(large, shares([needs[group.category] for group in large], room), strict=True):
            found += self._pages([group], detail, thread=group.category, after=found, most=share)
        return found + self._pages(small, detail, after=found)

    def _sharing(self, needs: Mapping[str, int], most: int, detail: Detail) -> list[Group]:
        """Categories of at most a page that had better share pages: as few as it takes to show everything, or all."""
        by_size = sorted((group for group in self._groups if needs[group.category] == 1), key=lambda g: len(g.entries))
        small: list[Group] = []
        saved = 0
        for count in range(2, len(by_size) + 1):
            small = [group for group in self._groups if group in by_size[:count]]
            saved = count - len(self._packed(small, detail, is_shared=True))
            if sum(needs.values()) - saved <= most:
                return small
        return small if saved else []

    def _pages(
        self, groups: Sequence[Group], detail: Detail, *, thread: str = "", after: Sequence[Page] = (), most: int = 0
    ) -> list[Page]:
        """The papers of these categories, on the pages that follow; on ``most`` pages, as many as they hold."""
        counts = self._counts(groups, detail, most, is_shared=not thread)
        on_pages = [
            [
                _Run(
                    groups[run.section].category,
                    groups[run.section].entries[run.start : run.stop],
                    groups[run.section].entries[run.stop :] if run.stop == counts[run.section] else (),
                    is_headed=not thread or not run.start,
                )
                for run in runs
            ]
            for runs in self._packed(groups, detail, counts, is_shared=not thread)
        ]
        # Papers are dealt out in turns: those categories that got none are the last.
        if on_pages:
            on_pages[-1] += [_Run(group.category, (), group.entries) for group in groups[_dealt(counts) :]]
        return [
            Page(
                number=2 + len(after) + at,
                text=self._page(runs, partial(self._fitting, detail=detail), Depth(detail)),
                papers=tuple(entry.announced.paper.id for run in runs for entry in run.entries),
                thread=thread,
                form=self._layout.form,
                silent=True,
            )
            for at, runs in enumerate(on_pages)
        ]

    def _counts(self, groups: Sequence[Group], detail: Detail, most: int, *, is_shared: bool) -> list[int]:
        """How many papers of each category ``most`` pages hold, if all get as many as they have, or equally many."""
        wanted = [len(group.entries) for group in groups]
        total = sum(wanted)

        def is_too_much(count: int) -> bool:
            return len(self._packed(groups, detail, shares(wanted, count), is_shared=is_shared)) > most

        if most and is_too_much(total):
            total = bisect_left(range(total), True, key=is_too_much) - 1
        return shares(wanted, total)

    def _packed(
        self, groups: Sequence[Group], detail: Detail, counts: Sequence[int] = (), *, is_shared: bool = False
    ) -> list[list[packing.Run]]:
        """What stands on which page if so many of each category are shown; all, if nothing is said."""
        depth, sections = Depth(detail), []
        counts = counts or [len(group.entries) for group in groups]
        dealt = _dealt(counts)
        for at, (group, count) in enumerate(zip(groups, counts, strict=True)):
            opening = self._layout.around(self.heading(group.category), depth)
            closing = self._around_more(_Run(group.category, (), group.entries[count:]), depth)
            if at == dealt - 1 < len(groups) - 1:
                closing += self._around_more(_Run("", (), self._digest.entries), depth)
            items = [self._fitting(entry, detail).size for entry in group.entries[:count]]
            again = opening if is_shared else Size()
            sections.append(Section(items=items, opening=opening, again=again, closing=closing))
        return packing.pack(sections, self._layout.room, frame=self._layout.frame(depth))

    def _around_more(self, run: _Run, depth: Depth) -> Size:
        return self._layout.around(self._more([run], {}), depth) if run.left else Size()

    def _fitting(self, entry: Entry, detail: Detail) -> _Made:
        """A paper in as much of ``detail`` as a page of its own could hold."""
        key = entry.number, detail
        if key not in self._fitted:
            heading = self._layout.around(self.heading(entry.category), Depth(detail))
            around = self._layout.frame(Depth(detail)) + heading
            for depth in at_most(detail):
                made = self._at(entry, depth)
                if (around + made.size).fits(self._layout.room):
                    break
            self._fitted[key] = made
        return self._fitted[key]

    def _at(self, entry: Entry, depth: Depth) -> _Made:
        paper = self._shown[entry.number]
        markup = self._layout.paper(paper, depth)
        return _Made(paper, markup, self._layout.taken(paper, markup, depth))

    def fitted(self, runs: Sequence[_Run], detail: Detail) -> str:
        """A page of just these papers, in as much of ``detail`` as it can hold."""
        texts = (self._page(runs, partial(self._at, depth=depth), depth) for depth in at_most(detail))
        return first_fitting(texts, self._layout)

    def _page(self, runs: Sequence[_Run], made: Callable[[Entry], _Made], depth: Depth) -> str:
        places = {entry.number: at for at, entry in enumerate((e for run in runs for e in run.entries), start=1)}
        listed = [self._shown[entry.number] for run in runs for entry in run.shown]
        contents = Contents()
        if len(listed) >= _LISTED:
            label = self._words("edition-contents", first=listed[0].number, last=listed[-1].number)
            contents = Contents(label, listed)
        parts = [
            Part(
                heading=self.heading(run.category) if run.is_headed else "",
                papers=[made(entry).markup for entry in run.shown],
                more=self._more([run], places),
            )
            for run in runs
            if run.shown
        ]
        if elsewhere := self._more([run for run in runs if not run.shown], places):
            parts.append(Part(papers=(), more=elsewhere))
        return self._layout.page(parts, contents, depth)

    def heading(self, category: str) -> str:
        """What stands over the papers of a category."""
        if category not in self._headings:
            count = next((len(group.entries) for group in self._groups if group.category == category), 0)
            line = self._words("edition-thread", day=self._digest.day, count=count)
            self._headings[category] = self._layout.heading(category, categories.name(category), line)
        return self._headings[category]

    def _more(self, runs: Sequence[_Run], places: Mapping[int, int]) -> str:
        """The way to what is left of these categories; empty where that is nothing."""
        left = [entry for run in runs for entry in run.left]
        if not left:
            return ""
        kind = "rest" if runs[0].shown else "others"
        said = self._words("edition-more", kind=kind, count=len(left), first=left[0].number, last=left[-1].number)
        return self._layout.more(said, reading_on(left, places))

    def _show(self, entry: Entry) -> Shown:
        return Shown(entry, self._words, formulas=self._layout.formulas)


def _dealt(counts: Sequence[int]) -> int:
    """How many categories got any papers."""
    return sum(map(bool, counts))
