"""The pages of an edition: a cover, then each category's papers in a thread of their own. Pure.

Pages carry placeholders where an address is known only in the chat: ``thread:cs.CV`` is where a category's papers begin
there, ``card:2512.10935`` a paper's card, ``edition:52:96-120`` what a page has no room for (``bot.passages``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.digest import Digest, Entry
from bot.edition.layout import Layout, M
from bot.edition.left import by_category
from bot.edition.papers import at_most
from bot.edition.planning import Planner, Sheet
from bot.edition.setting import Run, Setting
from bot.messages import Page
from bot.subscriptions import Detail, Look

_DETAILS: Final[tuple[Detail, ...]] = ("full", "brief", "titles")
"""From the most to the least."""


def pages(digest: Digest, look: Look, layout: Layout[M]) -> list[Page]:
    """The edition as pages, in the order in which they are to be sent: each paper once, none over a limit.

    Where it has more pages than ``look.max_pages``, everything is shown in less detail, and categories share pages if
    there are more of them than pages. Of what does not fit even as titles every category has its fair share of papers;
    behind them stands the way to the others, which count as carried by that page.
    """
    setting = Setting(digest, layout, look.detail)
    most = look.max_pages
    for detail in dict.fromkeys(depth.detail for depth in at_most(look.detail)):
        planner = Planner(setting, detail)
        sheets = planner.threads()
        if most and len(sheets) >= most and 1 < most <= planner.fewest:
            sheets = planner.within(most - 1)
        if not most or (len(sheets) < most and not _is_cut(sheets)):
            return _made(setting, detail, sheets)
    if most == 1:
        return [_cover(setting.cover(look.detail, instead=digest.entries), digest.entries, layout)]
    return _made(setting, "titles", Planner(setting, "titles").within(most - 1))


def _made(setting: Setting[M], detail: Detail, sheets: Sequence[Sheet]) -> list[Page]:
    following = [
        Page(
            number=number,
            text=setting.page(sheet.runs, detail) if sheet.runs else setting.opener(sheet.thread),
            papers=_ids(sheet.entries),
            thread=sheet.thread,
            form=setting.layout.form,
            silent=True,
        )
        for number, sheet in enumerate(sheets, start=2)
    ]
    return [_cover(setting.cover(detail, is_cut=_is_cut(sheets)), (), setting.layout), *following]


def _is_cut(sheets: Sequence[Sheet]) -> bool:
    return any(sheet.is_cut for sheet in sheets)


def _cover(text: str, entries: Sequence[Entry], layout: Layout[M]) -> Page:
    return Page(number=1, text=text, papers=_ids(entries), form=layout.form, links=True)


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.announced.paper.id for entry in entries)


def rewrite(page: Page, digest: Digest, look: Look, layout: Layout[M]) -> Page | None:
    """The same papers on the same page, with what ``digest`` now knows of them, in less detail where that is too long.

    ``layout`` is the one of the page's form. None where the digest lacks one of its papers: none is ever taken from a
    reader.
    """
    known = {entry.announced.paper.id: entry for entry in digest.entries}
    if not known.keys() >= set(page.papers):
        return None
    setting = Setting(digest, layout, look.detail)
    entries = [known[paper] for paper in page.papers]
    if page.links:
        return replace(page, text=setting.cover_again(page.text, instead=entries))
    if not entries:
        return replace(page, text=setting.opener(page.thread))
    seen = layout.seen(page.text)
    runs = [
        Run(
            group[0].category,
            [entry for entry in group if entry.announced.paper.id in seen.papers],
            [entry for entry in group if entry.announced.paper.id not in seen.papers],
            is_headed=not page.thread or seen.is_headed,
        )
        for group in by_category(entries)
    ]
    # No page of a shortened edition grows back beside the others.
    detail = max(seen.detail, look.detail, key=_DETAILS.index) if look.max_pages else look.detail
    return replace(page, text=setting.page_again(runs, detail))
