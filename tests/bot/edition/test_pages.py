from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import Digest
from bot.edition import pages, rewrite
from bot.messages import Page
from bot.passages import Passage
from bot.subscriptions import Detail, Look
from tests.doubles.layouts import Lines
from tests.doubles.pages import check_order, one_day
from tests.doubles.papers import invent

CODES = ("cs.CV", "cs.AI", "cs.CL", "cs.LG", "math.OC", "stat.ML")
OPENING, PLAIN = Lines(opens=True), Lines(opens=False)
by_layout = pytest.mark.parametrize("layout", [OPENING, PLAIN], ids=["opens", "plain"])


def day(*counts: int, language: str = "English") -> Digest:
    """So many papers of each category."""
    papers = iter(invent(sum(counts)))
    codes = CODES[: len(counts)]
    listed = [
        replace(next(papers), categories=(code,))
        for code, count in zip(codes, counts, strict=True)
        for _ in range(count)
    ]
    return one_day(listed, categories=codes, language=language)


def outline(made: Sequence[Page]) -> list[tuple[str, int]]:
    """Of each page behind the cover: its thread, and how many papers stand on it."""
    return [(page.thread, len(OPENING.seen(page.text).papers)) for page in made[1:]]


@pytest.mark.parametrize(
    ("counts", "most", "expected"),
    [
        ((4, 0, 2), 0, [("cs.CV", 0), ("cs.CV", 3), ("cs.CV", 1), ("cs.CL", 0), ("cs.CL", 2)]),
        ((4, 0, 2), 6, [("cs.CV", 0), ("cs.CV", 3), ("cs.CV", 1), ("cs.CL", 0), ("cs.CL", 2)]),
        # In less detail there is room: openers count as pages.
        ((4, 0, 2), 5, [("cs.CV", 0), ("cs.CV", 4), ("cs.CL", 0), ("cs.CL", 2)]),
        # The smallest stands alone on a page that it shares with nobody, which saves its opener.
        ((12, 3), 4, [("cs.CV", 0), ("cs.CV", 12), ("", 3)]),
        ((4, 3, 2), 5, [("cs.CV", 0), ("cs.CV", 4), ("", 5)]),
        ((4, 3, 2), 4, [("", 3), ("", 3), ("", 3)]),
        ((4, 3, 2), 2, [("", 9)]),
        ((90, 2, 1), 4, [("cs.CV", 0), ("cs.CV", 19), ("", 3)]),
        ((90, 90), 6, [("cs.CV", 0), ("cs.CV", 20), ("cs.CV", 19), ("cs.AI", 0), ("cs.AI", 19)]),
        ((90, 90), 3, [("", 18), ("", 18)]),
    ],
)
def test_openers_count_as_pages(counts: tuple[int, ...], most: int, expected: list[tuple[str, int]]) -> None:
    made = pages(day(*counts), Look(max_pages=most), OPENING)
    assert outline(made) == expected


@pytest.mark.parametrize("counts", [(4, 0, 2), (30,), (1, 1, 1)])
def test_a_thread_hangs_from_a_page_of_its_own_or_begins_with_a_heading(counts: tuple[int, ...]) -> None:
    opening = pages(day(*counts), Look(), OPENING)
    plain = pages(day(*counts), Look(), PLAIN)
    for thread in dict.fromkeys(page.thread for page in opening[1:]):
        first, *others = (page for page in opening if page.thread == thread)
        assert (first.text, first.papers, first.silent) == (f"opens {thread} {counts[CODES.index(thread)]}", (), True)
        assert [page.text for page in others if "#" in page.text] == []
        headed = [page.text.startswith(f"# {thread}") for page in plain if page.thread == thread]
        assert headed == [True] + [False] * (len(headed) - 1)


@given(
    counts=st.lists(st.integers(0, 60), min_size=1, max_size=6),
    most=st.integers(0, 20),
    detail=st.sampled_from(("full", "brief", "titles")),
    layout=st.sampled_from([OPENING, PLAIN]),
)
def test_however_few_pages_there_may_be_every_paper_is_brought_once_and_led_to(
    counts: list[int], most: int, detail: Detail, layout: Lines
) -> None:
    digest = day(*counts)
    made = pages(digest, Look(detail=detail, max_pages=most), layout)
    assert not most or len(made) <= most
    check_order(made, digest)
    for page in made[1:]:
        assert layout.size(page.text).fits(layout.room)
        led = [passage(line, page) for line in page.text.split("\n") if " -> " in line]
        left = [paper for one in led for paper in page.papers[one.at - 1 :][: one.last - one.first + 1]]
        assert left == [paper for paper in page.papers if paper not in layout.seen(page.text).papers]
    if most != 1:
        threads = [page.thread for page in made[1:] if page.thread]
        assert all(threads.count(thread) > 1 for thread in threads) or layout is PLAIN, "no opener for nothing"
        shown = {paper for page in made for paper in layout.seen(page.text).papers}
        listed = {entry.category for entry in digest.entries if entry.announced.paper.id in shown}
        assert listed == {group.category for group in digest.groups if group.entries}
    for page in made:
        assert rewrite(page, digest, Look(detail=detail, max_pages=most), layout) == page


def passage(line: str, page: Page) -> Passage:
    return Passage.behind(line.partition(" -> ")[2], delivery=1, papers=page.papers)


@by_layout
@pytest.mark.parametrize(
    ("reached_by", "said"), [("links", "links at the ends of the lists"), ("buttons", "buttons below the lists")]
)
def test_the_words_name_what_readers_have_to_use(
    reached_by: Literal["links", "buttons"], said: str, layout: Lines
) -> None:
    layout = Lines(opens=layout is OPENING, reached_by=reached_by)
    made = pages(day(90, 90), Look(max_pages=3), layout)
    assert said in made[0].text
    assert ("in the bot" in made[-1].text) is (reached_by == "links")


def test_an_opener_says_what_is_known_now() -> None:
    opener = pages(day(4, 2), Look(), OPENING)[1]
    written = rewrite(opener, day(9, 2), Look(), OPENING)
    assert written == replace(opener, text="opens cs.CV 9")
