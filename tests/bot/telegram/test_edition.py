from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.categories import CATEGORIES
from bot.digest import Digest
from bot.messages import Page
from bot.papers import Summary
from bot.subscriptions import Detail, Look
from bot.telegram.edition import line, pages, rewrite
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


def many(*counts: int, language: str = "English") -> Digest:
    """So many papers of each category."""
    codes = ("cs.CV", "cs.AI", "cs.CL", "cs.LG", "math.OC", "stat.ML")[: len(counts)]
    papers = iter(invent(sum(counts)))
    listed = [
        replace(next(papers), categories=(code,))
        for code, count in zip(codes, counts, strict=True)
        for _ in range(count)
    ]
    return one_day(listed, [summarized(paper, "words " * 40) for paper in listed], categories=codes, language=language)


def shown(page: Page) -> list[str]:
    """The papers that stand on a page; it may carry more."""
    return re.findall(r'"card:([^"]+)"', page.text)


def ways(page: Page) -> list[tuple[int, int, int]]:
    """What a page leads to: the place among its papers, and the edition's numbers."""
    return [
        (int(at), int(first), int(last)) for at, first, last in re.findall(r'"edition:(\d+):(\d+)-(\d+)"', page.text)
    ]


@by_layout
@pytest.mark.parametrize(
    "counts", [(900,), (300, 300, 300), (800, 60, 3), (5, 400, 5, 400), (90, 2, 90, 2, 90, 2)], ids=str
)
@pytest.mark.parametrize("most", [2, 3, 4, 6])
def test_whatever_the_limit_every_category_is_shown_and_every_other_paper_is_led_to(
    layout: Literal["classic", "rich"], most: int, counts: tuple[int, ...]
) -> None:
    digest = many(*counts)
    numbers = {entry.announced.paper.id: entry.number for entry in digest.entries}
    category = {entry.announced.paper.id: entry.category for entry in digest.entries}
    made = pages(digest, Look(layout=layout, max_pages=most))
    check(made, digest)
    assert len(made) <= most
    assert {category[paper] for page in made for paper in shown(page)} == {group.category for group in digest.groups}
    for page in made[1:]:
        assert shown(page), "no page is there for what it has no room for"
        left = [paper for paper in page.papers if paper not in shown(page)]
        led = [paper for at, first, last in ways(page) for paper in page.papers[at - 1 : at + last - first]]
        assert led == left
        for at, first, last in ways(page):
            assert [numbers[paper] for paper in page.papers[at - 1 : at + last - first]] == [*range(first, last + 1)]
            many_more = f"{last - first + 1} more papers, in the bot: {first} to {last}"
            assert many_more in read(page) or f"1 more paper, in the bot: {first}" in read(page)


@pytest.mark.parametrize(
    ("counts", "most", "expected"),
    [
        ((120, 120, 120), 6, [("cs.CV", 44), ("cs.CV", 44), ("cs.AI", 44), ("cs.AI", 44), ("cs.CL", 43)]),
        ((120, 120, 120), 3, [("", 42), ("", 42)]),
        ((120,), 2, [("cs.CV", 43)]),
        ((400, 3, 2, 1), 3, [("cs.CV", 43), ("", 6)]),
        ((60, 5, 60, 5), 4, [("cs.CV", 43), ("cs.CL", 43), ("", 10)]),
    ],
)
def test_pages_are_used_to_the_full_and_shared_out_fairly(
    counts: tuple[int, ...], most: int, expected: list[tuple[str, int]]
) -> None:
    made = pages(many(*counts), Look(max_pages=most))
    assert [(page.thread, len(shown(page))) for page in made[1:]] == expected


def test_categories_that_share_pages_get_equally_many_papers_and_a_heading_each() -> None:
    digest = many(200, 200, 4)
    made = pages(digest, Look(max_pages=3))
    category = {entry.announced.paper.id: entry.category for entry in digest.entries}
    count = Counter(category[paper] for page in made for paper in shown(page))
    assert count["cs.CL"] == 4
    assert abs(count["cs.CV"] - count["cs.AI"]) <= 1
    for page in made[1:]:
        for code in {category[paper] for paper in shown(page)}:
            assert f"{code} · Nov 23, 2026" in read(page)


@by_layout
def test_more_categories_than_there_is_room_for_headings_are_led_to_together(
    layout: Literal["classic", "rich"],
) -> None:
    codes = tuple(one_day([], categories=tuple(CATEGORIES)).wishes.categories)
    papers = [replace(paper, categories=(codes[n % len(codes)],)) for n, paper in enumerate(invent(400))]
    digest = one_day(papers, categories=codes)
    made = pages(digest, Look(layout=layout, max_pages=2))
    check(made, digest)
    at, first, last = ways(made[1])[-1]
    assert last == 400
    assert f"In other categories {last - first + 1} more papers, in the bot: {first} to 400" in read(made[1])
    assert len(made[1].papers) == 400 == at + last - first


@by_layout
@pytest.mark.parametrize(
    ("look", "counts", "says", "says_not"),
    [
        ({"max_pages": 60}, (60, 60), ["Shortened to TL;DRs", "Summaries in Chinese: 120"], ["have room", "links at"]),
        ({"max_pages": 5}, (60, 60), ["Shortened to titles", "120 in this edition"], ["Summaries", "links at"]),
        (
            {"max_pages": 2},
            (200, 60),
            ["Shortened to titles", "no room for some", "links at"],
            ["Summaries", "summarized"],
        ),
        ({"max_pages": 2, "detail": "titles"}, (200, 60), ["no room for some", "links at"], ["Shortened", "Summaries"]),
        ({"max_pages": 1}, (9,), ["this page only"], ["A title opens", "Shortened", "Summaries in"]),
        ({"max_pages": 99}, (9,), ["Summaries in Chinese", "A title opens"], ["Shortened", "no room"]),
        ({}, (), [], ["A title opens", "Shortened", "Summaries"]),
    ],
)
def test_the_cover_says_in_what_way_its_edition_is_shortened_and_nothing_else(
    layout: Literal["classic", "rich"],
    look: dict[str, Any],
    counts: tuple[int, ...],
    says: list[str],
    says_not: list[str],
) -> None:
    digest = long_summaries(many(*counts))
    if look.get("max_pages") == 60:
        look = look | {"max_pages": len(pages(digest, Look(layout=layout))) - 1}
    wish = Look(layout=layout, **look)
    cover = pages(digest, wish)[0]
    assert [text for text in says if text not in read(cover)] == []
    assert [text for text in says_not if text in read(cover)] == []
    assert rewrite(cover, digest, wish) == cover


def long_summaries(digest: Digest) -> Digest:
    for entry in digest.entries:
        digest = repaired(digest, summarized(entry.announced.paper, *["words " * 40] * 5))
    return digest


@by_layout
def test_an_edition_of_one_page_is_a_cover_that_leads_to_its_papers(layout: Literal["classic", "rich"]) -> None:
    digest = long_day(30)
    (cover,) = pages(digest, Look(layout=layout, max_pages=1))
    assert len(cover.papers) == 30
    assert ways(cover) == [(1, 1, 30), (1, 1, 10), (11, 11, 20), (21, 21, 30)]
    assert "thread:" not in cover.text


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
@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 6, 30])
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


def test_a_line_is_a_message_of_its_words_alone_and_every_chat_can_show_it() -> None:
    page = line("Nothing <today> & tomorrow.")
    assert (page.number, page.papers, page.thread, page.links, page.is_line) == (1, (), "", False, True)
    assert read_classic(page).text == "Nothing <today> & tomorrow."


@by_layout
@pytest.mark.parametrize(("days", "said"), [(0, "comes late"), (3, "holds all of these days")])
def test_a_cover_says_that_it_comes_late_and_which_days_it_holds(
    days: int, said: str, layout: Literal["classic", "rich"]
) -> None:
    digest = long_day(3)
    assert "late" not in read(pages(digest, Look(layout=layout))[0])
    cover = pages(replace(digest, since=digest.day - timedelta(days=days)), Look(layout=layout))[0]
    assert said in read(cover)
    assert ("to Monday" in read(cover)) == bool(days)


@by_layout
@pytest.mark.parametrize(
    ("skipped", "said"),
    [
        ((date(2026, 11, 20),), "Skipped, as this chat wants only the newest edition: Friday, November 20, 2026."),
        (
            (date(2026, 11, 19), date(2026, 11, 20)),
            "Thursday, November 19, 2026 to Friday, November 20, 2026.",
        ),
    ],
)
def test_a_cover_says_which_days_were_skipped(
    skipped: tuple[date, ...], said: str, layout: Literal["classic", "rich"]
) -> None:
    digest = long_day(3)
    assert "Skipped" not in read(pages(digest, Look(layout=layout))[0])
    assert said in read(pages(replace(digest, skipped=skipped), Look(layout=layout))[0])
    digest = replace(digest, skipped=skipped, wishes=replace(digest.wishes, language="Chinese"))
    assert "“只要最新一期”" in read(pages(digest, Look(layout=layout))[0])
