"""An edition as Telegram pages: a cover, then each category's papers in a thread of their own. Pure.

Pages carry placeholders where an address is known only in the chat (``markup.resolve``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Final

from bot import categories, wording
from bot.digest import Digest, Entry, Group
from bot.messages import Page
from bot.subscriptions import Detail, Look
from bot.telegram import classic, rich
from bot.telegram.layout import Contents, Cover, Layout, Rest, Row
from bot.telegram.markup import Size, pack
from bot.telegram.papers import Depth, Shown, at_most
from bot.text import shorten
from bot.words import Words

_LAYOUTS: Final[dict[str, Layout]] = {classic.FORM: classic.Classic(), rich.FORM: rich.Rich()}
_FORMS: Final = {"classic": classic.FORM, "rich": rich.FORM}

_ROWS: Final = (1000, 38, 20, 8, 0)
"""Categories with a row of their own on a cover: as many of these as fit; the others share a line."""
_LINE: Final = 500
"""Characters of one sentence of the cover."""
_LISTED: Final = 3
"""From so many papers on a page has contents."""


def pages(digest: Digest, look: Look) -> list[Page]:
    """The edition as pages, in the order in which they are to be sent: each paper once, none over a limit.

    Where it has more pages than ``look.max_pages``, everything is shown in less detail; what does not fit even as
    titles is counted on the last page, which carries those papers and says where to read them.
    """
    edition = _Edition(digest, look, _LAYOUTS[_FORMS[look.layout]])
    most = look.max_pages
    for detail in dict.fromkeys(depth.detail for depth in at_most(look.detail)):
        papers = edition.papers(detail)
        if not most or len(papers) < most:
            return [edition.cover(), *papers]
    if most == 1:
        return [edition.cover(instead=digest.entries)]
    shown = papers[: most - 2]
    carried = {paper for page in shown for paper in page.papers}
    left = [entry for entry in digest.entries if entry.announced.paper.id not in carried]
    return [edition.cover(), *shown, edition.rest(left, number=most)]


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
        return replace(page, text=edition.cover(instead=entries).text)
    if not page.thread:
        return replace(page, text=edition.rest(entries, number=page.number).text)
    heading = edition.heading(page.thread) if page.text.startswith(_HEADINGS) else ""
    return replace(page, text=edition.fitted(heading, entries, _detail(page, look)))


_HEADINGS: Final = ("<b>", "<h3>")
"""How pages begin that open a thread."""


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


class _Edition:
    """One digest in one layout."""

    def __init__(self, digest: Digest, look: Look, layout: Layout) -> None:
        self._digest = digest
        self._look = look
        self._layout = layout
        self._words: Words = wording.words_for(digest.wishes.language)
        self._shown = {entry.number: self._show(entry) for entry in digest.entries}

    def cover(self, *, instead: Sequence[Entry] = ()) -> Page:
        """The first page; with ``instead``, the papers that are to be read elsewhere because it is the only one."""
        threads = {group.category: f"thread:{group.category}" for group in self._digest.groups if group.entries}
        targets = threads | {group[0].category: self._reading_on(group[0]) for group in _by_category(instead)}
        hint = self._rest_hint if instead else self._words("edition-hint")
        texts = (self._layout.cover(self._cover(rows, targets, hint)) for rows in _ROWS)
        return Page(
            number=1,
            text=self._first_fitting(texts),
            papers=tuple(entry.announced.paper.id for entry in instead),
            form=self._layout.form,
            links=True,
        )

    def _cover(self, rows: int, targets: Mapping[str, str], hint: str) -> Cover:
        words, digest = self._words, self._digest
        groups = digest.groups
        # Where there is no room for all, those with papers have a row first.
        chosen = groups if len(groups) <= rows else sorted(groups, key=lambda group: not group.entries)[:rows]
        listed = {group.category for group in chosen}
        return Cover(
            day=words("digest-heading", day=digest.day),
            total=words("edition-count", count=digest.total),
            rows=[
                Row(group.category, categories.name(group.category), targets.get(group.category, ""), _count(group))
                for group in groups
                if group.category in listed
            ],
            others=[(group.category, len(group.entries)) for group in groups if group.category not in listed],
            receipt=wording.receipt(digest.receipt, words),
            warnings=[shorten(warning, _LINE) for warning in wording.warnings(digest.receipt, words)],
            small=[shorten(line, _LINE) for line in (wording.sources(digest, words), hint) if line],
        )

    def heading(self, category: str) -> str:
        """What stands over the first page of a category."""
        count = next((len(group.entries) for group in self._digest.groups if group.category == category), 0)
        line = self._words("edition-thread", day=self._digest.day, count=count)
        return self._layout.heading(category, categories.name(category), line)

    def papers(self, detail: Detail) -> list[Page]:
        """All pages between the cover and the last, as many as it takes."""
        found: list[Page] = []
        for group in self._digest.groups:
            if group.entries:
                found += self._thread(group, detail, number=2 + len(found))
        return found

    def _thread(self, group: Group, detail: Detail, number: int) -> list[Page]:
        heading = self.heading(group.category)
        depth = Depth(detail)
        frame, over = self._layout.frame(depth), self._layout.size(heading)
        room = self._layout.room
        made = [self._made(entry, detail, frame + over) for entry in group.entries]
        rest = iter(made)
        counts = pack([one.size for one in made], room, frame=frame, heading=over)
        on_pages = [list(islice(rest, count)) for count in counts]
        return [
            Page(
                number=number + at,
                text=self._page("" if at else heading, on_page, depth),
                papers=tuple(one.paper.id for one in on_page),
                thread=group.category,
                form=self._layout.form,
                silent=True,
            )
            for at, on_page in enumerate(on_pages)
        ]

    def _made(self, entry: Entry, detail: Detail, around: Size) -> _Made:
        """A paper in as much of ``detail`` as a page of its own could hold."""
        for depth in at_most(detail):
            made = self._at(entry, depth)
            if (around + made.size).fits(self._layout.room):
                break
        return made

    def _at(self, entry: Entry, depth: Depth) -> _Made:
        paper = self._shown[entry.number]
        markup = self._layout.paper(paper, depth)
        return _Made(paper, markup, self._layout.taken(paper, markup, depth))

    def fitted(self, heading: str, entries: Sequence[Entry], detail: Detail) -> str:
        """A page of just these papers, in as much of ``detail`` as it can hold."""
        texts = (self._page(heading, [self._at(entry, depth) for entry in entries], depth) for depth in at_most(detail))
        return self._first_fitting(texts)

    def _page(self, heading: str, made: Sequence[_Made], depth: Depth) -> str:
        listed = [one.paper for one in made] if len(made) >= _LISTED else []
        label = self._words("edition-contents", first=listed[0].number, last=listed[-1].number) if listed else ""
        return self._layout.page(heading, [one.markup for one in made], Contents(label, listed), depth)

    def rest(self, entries: Sequence[Entry], *, number: int) -> Page:
        """The last page of an edition that has more papers than its pages can hold."""
        groups = list(_by_category(entries))
        texts = (self._layout.rest(self._rest(groups[:rows], groups[rows:])) for rows in _ROWS)
        return Page(
            number=number,
            text=self._first_fitting(texts),
            papers=tuple(entry.announced.paper.id for entry in entries),
            form=self._layout.form,
            silent=True,
        )

    def _rest(self, listed: Sequence[Sequence[Entry]], others: Sequence[Sequence[Entry]]) -> Rest:
        words = self._words
        left = sum(map(len, others))
        return Rest(
            total=words("edition-rest", count=sum(map(len, listed)) + left),
            hint=self._rest_hint,
            rows=[
                Row(
                    group[0].category,
                    words("edition-rest-line", count=len(group), first=group[0].number),
                    self._reading_on(group[0]),
                )
                for group in listed
            ],
            others=words("edition-rest-others", count=left) if left else "",
        )

    @property
    def _rest_hint(self) -> str:
        return self._words("edition-rest-hint", pages=self._look.max_pages)

    def _reading_on(self, entry: Entry) -> str:
        """Where a category is read in the bot, from this paper on: there it is counted by itself."""
        first = next(group.entries[0] for group in self._digest.groups if group.category == entry.category)
        return f"edition:{self._digest.day}:{entry.category}:{entry.number - first.number + 1}"

    def _first_fitting(self, texts: Iterable[str]) -> str:
        """The first that fits a page, else the last."""
        for text in texts:
            if self._layout.size(text).fits(self._layout.room):
                break
        return text

    def _show(self, entry: Entry) -> Shown:
        return Shown(entry, self._words, formulas=self._layout.formulas)


def _by_category(entries: Iterable[Entry]) -> list[list[Entry]]:
    return [list(group) for _, group in groupby(entries, key=lambda entry: entry.category)]


def _count(group: Group) -> str:
    return str(len(group.entries))
