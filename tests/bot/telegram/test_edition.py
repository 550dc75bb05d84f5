from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.categories import CATEGORIES
from bot.digest import Digest
from bot.messages import Page
from bot.papers import Summary
from bot.subscriptions import Detail, Look
from bot.telegram.edition import pages, rewrite
from bot.telegram.markup import plain
from tests.doubles.pages import check, one_day, read_classic, read_rich, strange_day, summarized
from tests.doubles.papers import invent

LAYOUTS: tuple[Literal["classic", "rich"], ...] = ("classic", "rich")
DETAILS: tuple[Detail, ...] = ("full", "brief", "titles")

by_layout = pytest.mark.parametrize("layout", LAYOUTS)


def long_day(count: int = 120, words: int = 40) -> Digest:
    """Papers of three categories, each summarized at some length."""
    papers = [replace(paper, categories=(("cs.CV", "cs.AI", "cs.CL")[n % 3],)) for n, paper in enumerate(invent(count))]
    return one_day(papers, [summarized(paper, *["words " * words] * 5) for paper in papers])


def read(page: Page) -> str:
    return read_rich(page).text if page.form == "rich" else read_classic(page).text


def detail_of(made: list[Page]) -> Detail:
    texts = "".join(page.text for page in made[1:])
    return "full" if "Motivation" in texts else "brief" if "words words" in texts else "titles"


@by_layout
def test_each_category_has_a_thread_that_its_first_page_opens(layout: Literal["classic", "rich"]) -> None:
    digest = long_day()
    cover, *made = pages(digest, Look(layout=layout))
    assert (cover.thread, cover.papers, cover.links, cover.silent) == ("", (), True, False)
    assert list(dict.fromkeys(page.thread for page in made)) == ["cs.CV", "cs.AI", "cs.CL"]
    seen = set()
    for page in made:
        assert page.silent
        assert not page.links
        assert ("40 papers" in plain(page.text)) is (page.thread not in seen)
        seen.add(page.thread)


@by_layout
def test_the_cover_links_to_threads_and_names_categories_without_papers(layout: Literal["classic", "rich"]) -> None:
    digest = one_day(
        [replace(paper, categories=("cs.CV",)) for paper in invent(3)], categories=("cs.CV", "cs.AI", "math.OC")
    )
    cover, *made = pages(digest, Look(layout=layout))
    assert re.findall('href="([^"]*)"', cover.text) == ["thread:cs.CV"]
    assert {page.thread for page in made} == {"cs.CV"}
    assert re.search(r"Optimization and Control\W+0\b", read(cover))


@by_layout
def test_a_day_without_papers_is_a_cover(layout: Literal["classic", "rich"]) -> None:
    (cover,) = pages(one_day([]), Look(layout=layout, max_pages=1))
    assert "No papers" in read(cover)


@by_layout
def test_every_category_of_arxiv_has_its_place_on_the_cover(layout: Literal["classic", "rich"]) -> None:
    codes = tuple(one_day([], categories=tuple(CATEGORIES)).wishes.categories)
    papers = [replace(paper, categories=(codes[-n],)) for n, paper in enumerate(invent(60), start=1)]
    digest = one_day(papers, categories=codes)
    digest = replace(digest, receipt=replace(digest.receipt, pending=codes, unaudited=codes))
    cover, *made = pages(digest, Look(layout=layout))
    text = read(cover).replace("\u2060", "")
    assert all(f"{group.category}" in text for group in digest.groups)
    assert len({page.thread for page in made}) > 50
    check([cover, *made], digest)


@by_layout
@pytest.mark.parametrize(("share", "detail"), [(1.0, "full"), (0.9, "brief"), (0.15, "titles")], ids=str)
def test_an_edition_of_too_many_pages_is_shown_in_less_detail(
    layout: Literal["classic", "rich"], share: float, detail: Detail
) -> None:
    digest = long_day(300)
    most = int(len(pages(digest, Look(layout=layout))) * share)
    made = pages(digest, Look(layout=layout, max_pages=most))
    assert len(made) <= most
    assert detail_of(made) == detail
    check(made, digest)


@by_layout
@pytest.mark.parametrize("most", [2, 3, 4])
def test_what_no_page_has_room_for_is_counted_on_the_last(layout: Literal["classic", "rich"], most: int) -> None:
    digest = long_day(900)
    made = pages(digest, Look(layout=layout, max_pages=most))
    check(made, digest)
    assert len(made) == most
    last = made[-1]
    assert last.thread == ""
    assert f"{len(last.papers)} more papers" in read(last)
    first = digest.total - len(last.papers)
    start_of = {group.category: group.entries[0].number for group in digest.groups}
    starts = [(code, int(number)) for code, number in re.findall(r'"edition:2026-11-23:([^:"]+):(\d+)"', last.text)]
    # In the bot a category is read by itself, and counted from 1.
    entry = digest.entries[first]
    assert starts[0] == (entry.category, entry.number - start_of[entry.category] + 1)
    assert starts[1:] == [("cs.AI", 1), ("cs.CL", 1)][-len(starts) + 1 :]
    assert sum(map(int, re.findall(r"(\d+) more,", read(last)))) == len(last.papers)


@by_layout
def test_an_edition_of_one_page_is_a_cover_that_leads_to_its_papers(layout: Literal["classic", "rich"]) -> None:
    digest = long_day(30)
    (cover,) = pages(digest, Look(layout=layout, max_pages=1))
    assert len(cover.papers) == 30
    assert "edition:2026-11-23:cs.AI:1" in cover.text
    assert "thread:" not in cover.text
    assert "at most 1 page here" in read(cover)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 999),
    count=st.integers(0, 90),
    layout=st.sampled_from(LAYOUTS),
    detail=st.sampled_from(DETAILS),
    most=st.integers(0, 12),
)
def test_however_few_pages_there_may_be_every_paper_is_brought_once(
    seed: int, count: int, layout: Literal["classic", "rich"], detail: Detail, most: int
) -> None:
    digest = strange_day(seed, count)
    made = pages(digest, Look(layout=layout, detail=detail, max_pages=most))
    assert not most or len(made) <= most
    check(made, digest)


def repaired(digest: Digest, summary: Summary) -> Digest:
    groups = tuple(
        replace(
            group,
            entries=tuple(
                replace(entry, summary=summary) if entry.announced.paper.id == summary.paper_id else entry
                for entry in group.entries
            ),
        )
        for group in digest.groups
    )
    return replace(digest, groups=groups)


@by_layout
@pytest.mark.parametrize("most", [0, 1, 2, 6, 30])
def test_rewriting_what_has_not_changed_changes_nothing(layout: Literal["classic", "rich"], most: int) -> None:
    digest, look = long_day(), Look(layout=layout, max_pages=most)
    for page in pages(digest, look):
        assert rewrite(page, digest, look) == page


@by_layout
def test_a_repaired_summary_takes_the_place_of_the_abstract(layout: Literal["classic", "rich"]) -> None:
    papers = [replace(paper, categories=("cs.CV",)) for paper in invent(3)]
    digest, look = one_day(papers), Look(layout=layout)
    cover, page = pages(digest, look)
    later = repaired(digest, summarized(papers[1], "Now we know."))
    written = rewrite(page, later, look)
    assert written is not None
    assert "Now we know." in read(written)
    assert replace(written, text=page.text) == page
    assert read(written).count("Abstract") == 2
    said = rewrite(cover, later, look)
    assert said is not None
    assert "1 by a-model" in read(said)


@by_layout
@pytest.mark.parametrize("words", [60, 200, 4000])
def test_a_page_that_grows_too_long_loses_detail_and_no_paper(layout: Literal["classic", "rich"], words: int) -> None:
    digest, look = long_day(), Look(layout=layout)
    page = pages(digest, look)[1]
    later = digest
    for paper in page.papers:
        entry = next(entry for entry in digest.entries if entry.announced.paper.id == paper)
        later = repaired(later, summarized(entry.announced.paper, *["other " * words] * 5))
    written = rewrite(page, later, look)
    assert written is not None
    assert written.papers == page.papers
    numbers = [entry.number for entry in digest.entries if entry.announced.paper.id in page.papers]
    assert all(f"\n{number}. " in read(written) for number in numbers)
    assert "40 papers" in read(written)


def test_a_page_of_a_shortened_edition_does_not_grow_back() -> None:
    digest = long_day(60)
    look = Look(max_pages=len(pages(digest, Look())) - 1)
    page = pages(digest, look)[-1]
    later = repaired(digest, summarized(digest.entries[-1].announced.paper, "Short.", "Now at length."))
    written = rewrite(page, later, look)
    assert written is not None
    assert "Short." in written.text
    assert "Now at length." not in written.text


@by_layout
def test_a_brief_page_stays_brief_whatever_is_in_italics(layout: Literal["classic", "rich"]) -> None:
    papers = [replace(paper, authors=("王小明",), categories=("cs.CV",)) for paper in invent(60)]
    digest = one_day(papers)
    look = Look(layout=layout, max_pages=len(pages(digest, Look(layout=layout, detail="brief"))))
    for page in pages(digest, look):
        assert rewrite(page, digest, look) == page
        assert "王小明" in page.text or page.links


def test_a_rich_page_can_become_a_classic_one_of_the_same_papers() -> None:
    digest, look = long_day(), Look(layout="rich")
    for page in pages(digest, look):
        classic = rewrite(replace(page, form="html"), digest, look)
        assert classic is not None
        assert classic.papers == page.papers
        read_classic(classic)


def test_a_page_is_left_alone_where_one_of_its_papers_is_unknown() -> None:
    digest = long_day(9)
    _, page, *_ = pages(digest, Look())
    assert rewrite(page, one_day([digest.entries[0].announced.paper]), Look()) is None
