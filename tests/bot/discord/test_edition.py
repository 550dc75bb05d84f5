from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.categories import CATEGORIES
from bot.digest import Digest
from bot.discord import edition
from bot.discord.edition import pages, rewrite
from bot.discord.layout import Components
from bot.edition.packing import Size
from bot.edition.papers import Depth
from bot.edition.setting import Run, Setting
from bot.messages import Page
from bot.papers import Paper
from bot.subscriptions import Detail, Look
from tests.doubles.discord import markdown
from tests.doubles.discord.components import BUTTON, ROW, SECTION, SELECT, SEPARATOR, TEXT, walk
from tests.doubles.discord.pages import check, check_page, check_words, components, pressed, seen, shown, texts, title
from tests.doubles.pages import one_day, strange_day, summarized
from tests.doubles.papers import invent

DETAILS: tuple[Detail, ...] = ("full", "brief", "titles")
by_detail = pytest.mark.parametrize("detail", DETAILS)


@pytest.fixture
def paper() -> Paper:
    made = invent(1)[0]
    return replace(made, title="Kites", abstract="We fold kites.", authors=("Ada Brook",), categories=("cs.CV",))


def many(*counts: int, language: str = "English", words: int = 20) -> Digest:
    """So many papers of each category, each summarized."""
    codes = ("cs.CV", "cs.AI", "cs.CL", "cs.LG")[: len(counts)]
    papers = iter(invent(sum(counts)))
    listed = [
        replace(next(papers), categories=(code,))
        for code, count in zip(codes, counts, strict=True)
        for _ in range(count)
    ]
    summaries = [summarized(paper, "words " * words) for paper in listed]
    return one_day(listed, summaries, categories=codes, language=language)


def only_page(digest: Digest, detail: Detail = "full") -> Page:
    """That of the only category."""
    _, _, page = pages(digest, Look(detail=detail))
    return page


def test_an_edition_is_a_cover_and_of_each_category_an_opener_and_pages() -> None:
    cover, *made = pages(many(30, 2), Look())
    assert (title(cover), title(made[0])) == ("2026-11-23 · 32 papers", "2026-11-23 · cs.CV · 30")
    assert (cover.links, cover.silent, cover.thread, cover.papers) == (True, False, "", ())
    assert [(page.thread, bool(page.papers), page.silent) for page in made] == [
        ("cs.CV", False, True),
        *[("cs.CV", True, True)] * 4,
        ("cs.AI", False, True),
        ("cs.AI", True, True),
    ]
    assert seen(made[0]) == "Computer Vision and Pattern Recognition\ncs.CV · Nov 23, 2026 · 30 papers"
    assert "papers" not in seen(made[1]), "what stands over the thread is not said again"


def test_the_cover_leads_to_threads_and_accounts_for_everything() -> None:
    digest = one_day([replace(paper, categories=("cs.CV",)) for paper in invent(3)], categories=("cs.CV", "math.OC"))
    cover = pages(replace(digest, receipt=replace(digest.receipt, pending=("math.OC",))), Look())[0]
    assert re.findall(r"\]\((\S+)\)", cover.text) == ["thread:cs.CV"]
    head, rows, account, small = texts(cover)
    assert head == "## Monday, November 23, 2026\n3 papers"
    assert "`math.OC` Optimization and Control · 0" in rows
    assert account.startswith("Receipt: 3 announced")
    assert re.search(r"\n\*\*Not confirmed by arXiv yet: math.OC. .*\*\*$", account)
    assert all(line.startswith("-# ") for line in small.split("\n"))
    assert small.endswith("A title opens arXiv, Details the paper's card, for you alone.")
    assert [one["type"] for one in components(cover)[0]["components"]] == [TEXT, *[SEPARATOR, TEXT] * 3]


def test_every_category_of_arxiv_has_its_place_on_the_cover() -> None:
    codes = tuple(one_day([], categories=tuple(CATEGORIES)).wishes.categories)
    papers = [replace(paper, categories=(codes[-n],)) for n, paper in enumerate(invent(60), start=1)]
    digest = one_day(papers, categories=codes)
    digest = replace(digest, receipt=replace(digest.receipt, pending=codes, unaudited=codes))
    for look in (Look(), Look(max_pages=1), Look(max_pages=2)):
        made = pages(digest, look)
        cover = seen(made[0])
        assert [group.category for group in digest.groups if group.category not in cover] == []
        check(made, digest)


def test_a_day_without_papers_is_a_cover() -> None:
    (cover,) = pages(one_day([]), Look(max_pages=1))
    assert "No papers" in seen(cover)
    assert pressed(cover) == []


def test_a_paper_stands_beside_the_button_for_its_card_and_its_summary_below(paper: Paper) -> None:
    digest = one_day([paper], [summarized(paper, "We fold 12 kites.", unsupported=("12",))], categories=("cs.CV",))
    (box,) = components(only_page(digest))
    section, summary = box["components"]
    (head,) = section["components"]
    assert head["content"].split("\n") == [
        f"**1\\. [Kites](https://arxiv.org/abs/{paper.id})**",
        f"-# Ada Brook · `{paper.id}` · `cs.CV`",
    ]
    assert summary["content"].split("\n") == ["We fold __12__ kites.", "-# Not found in the abstract: 12."]
    button = {"type": BUTTON, "style": 2, "label": "Details", "custom_id": f"+paper {paper.id}"}
    assert section["accessory"] == button


def test_what_stands_on_the_card_alone_is_not_counted_against_the_page(paper: Paper) -> None:
    doubtful = summarized(paper, "We fold kites.", "All 12 of them.", unsupported=("12",))
    page = only_page(one_day([paper], [doubtful], categories=("cs.CV",)))
    assert "12" not in seen(page).replace(paper.id, "")


def test_the_abstract_stands_in_for_a_summary_that_is_still_to_come(paper: Paper) -> None:
    page = only_page(one_day([replace(paper, abstract="We fold kites. " * 99)], categories=("cs.CV",)))
    assert re.search("We fold kites. We fold .*…", seen(page))


def test_papers_are_parted_by_lines() -> None:
    (box,) = components(only_page(many(3)))
    line = {"type": SEPARATOR, "divider": True, "spacing": 1}
    assert [one for one in box["components"] if one["type"] not in (SECTION, TEXT)] == [line, line]
    assert [one["type"] for one in box["components"]] == [
        SECTION,
        TEXT,
        SEPARATOR,
        SECTION,
        TEXT,
        SEPARATOR,
        SECTION,
        TEXT,
    ]


def test_a_brief_paper_is_its_title_and_its_summary(paper: Paper) -> None:
    digest = one_day([paper], [summarized(paper, "We fold.", "Why.")], categories=("cs.CV",))
    assert seen(only_page(digest, "brief")).strip() == "1. Kites\nWe fold."


def test_titles_have_a_menu_for_their_cards() -> None:
    page = pages(many(200), Look(detail="titles"))[3]
    children = components(page)[0]["components"]
    assert [one["type"] for one in children] == [TEXT, ROW, ROW]
    menus = [row["components"][0] for row in children[1:]]
    assert [menu["type"] for menu in menus] == [SELECT] * 2
    options = [option for menu in menus for option in menu["options"]]
    assert [option["value"] for option in options] == [f"+paper {paper}" for paper in page.papers]
    first = int(options[0]["label"].partition(".")[0])
    assert first > 1
    last = first + len(options) - 1
    middle = first + len(menus[0]["options"])
    assert [menu["placeholder"] for menu in menus] == [
        f"Details · {first} – {middle - 1}",
        f"Details · {middle} – {last}",
    ]
    lines = seen(page).split("\n")
    assert [line.partition(".")[0] for line in lines] == [str(number) for number in range(first, last + 1)]
    for line, option in zip(lines, options, strict=True):
        assert option["label"].removesuffix("…") in line


def test_a_single_title_has_a_menu_too(paper: Paper) -> None:
    page = only_page(one_day([paper], categories=("cs.CV",)), "titles")
    (menu,) = [one for one in walk(components(page)) if one["type"] == SELECT]
    assert menu["placeholder"] == "Details · 1"


@by_detail
def test_pages_are_used_to_the_full(detail: Detail) -> None:
    made = pages(many(200), Look(detail=detail))
    per_page = [len(shown(page)) for page in made[2:]]
    least = {"full": 8, "brief": 8, "titles": 25}[detail]
    assert all(count >= least for count in per_page[:-1]), per_page
    if detail != "titles":
        assert len(list(walk(components(made[2])))) == 40


@by_detail
def test_papers_without_any_words_are_counted_by_their_components(detail: Detail) -> None:
    papers = [replace(paper, title="?", authors=(), abstract="", categories=("cs.CV",)) for paper in invent(300)]
    digest = one_day(papers, categories=("cs.CV",))
    made = pages(digest, Look(detail=detail))
    check(made, digest)
    assert len(shown(made[2])) == (10 if detail != "titles" else 69)


@pytest.mark.parametrize(
    ("look", "counts", "says", "says_not"),
    [
        ({"max_pages": 11}, (60, 60), ["Shortened to titles", "120 in this edition"], ["Summaries", "below the lists"]),
        (
            {"max_pages": 3},
            (200, 60),
            ["Shortened to titles", "no room for some", "buttons below the lists"],
            ["Summaries", "links", "in the bot"],
        ),
        ({"max_pages": 1}, (9,), ["this page only", "button and menu"], ["A title opens", "Shortened", "Summaries in"]),
        ({"max_pages": 99}, (9,), ["Summaries in Chinese", "A title opens"], ["Shortened", "no room"]),
    ],
)
def test_the_cover_says_in_what_way_its_edition_is_shortened_and_nothing_else(
    look: dict[str, Any], counts: tuple[int, ...], says: list[str], says_not: list[str]
) -> None:
    digest = many(*counts)
    cover = pages(digest, Look(**look))[0]
    assert [text for text in says if text not in seen(cover)] == []
    assert [text for text in says_not if text in seen(cover)] == []
    assert rewrite(cover, digest, Look(**look)) == cover


def test_what_a_page_has_no_room_for_is_behind_a_button() -> None:
    made = pages(many(200, 60), Look(max_pages=3))
    buttons = [one for page in made for one in walk(components(page)) if one["type"] == BUTTON]
    assert [re.sub(r"\d+", "N", one["label"]) for one in buttons] == ["N more papers: N to N"] * 2
    assert [one["custom_id"].startswith("+digest of:") for one in buttons] == [True, True]


def test_an_edition_of_one_page_is_a_cover_whose_button_and_menu_lead_to_its_papers() -> None:
    digest = many(9, 2)
    (cover,) = pages(digest, Look(max_pages=1))
    assert cover.papers == tuple(entry.announced.paper.id for entry in digest.entries)
    assert "thread:" not in cover.text
    rows = [one["components"][0] for one in components(cover)[0]["components"] if one["type"] == ROW]
    everything, menu = rows
    assert (everything["label"], everything["custom_id"].endswith(" 1 1-11")) == ("11 papers", True)
    assert menu["placeholder"] == "One category · cs.CV – cs.AI"
    assert [(one["label"], one["value"].split(" ")[2:]) for one in menu["options"]] == [
        ("cs.CV · Computer Vision and Pattern Recognition · 9", ["1", "1-9"]),
        ("cs.AI · Artificial Intelligence · 2", ["10", "10-11"]),
    ]


def test_categories_that_share_a_page_have_headings_there() -> None:
    digest = many(2, 2, 2)
    cover, page = pages(digest, Look(max_pages=2))
    assert (page.thread, title(page)) == ("", None)
    parts = components(page)[0]["components"]
    category = [TEXT, SECTION, TEXT, SEPARATOR, SECTION, TEXT]
    assert [one["type"] for one in parts] == [*category, SEPARATOR, *category, SEPARATOR, *category]
    room = [one["spacing"] for one in parts if one["type"] == SEPARATOR]
    assert room == [1, 2, 1, 2, 1], "more of it above a heading than between papers"
    check([cover, page], digest)


@pytest.mark.parametrize("counts", [(8,), (3, 3), (2, 2, 2), (1, 1, 1, 1)])
@pytest.mark.parametrize("detail", ["full", "brief"])
def test_a_page_takes_what_its_parts_were_said_to_take(counts: tuple[int, ...], detail: Detail) -> None:
    setting = Setting(many(*counts), Components(), detail)
    depth = Depth(detail)
    runs = [Run(group.category, group.entries, is_headed=len(counts) > 1) for group in setting.groups]
    sizes = [setting.layout.frame(depth)]
    for run in runs:
        sizes += [setting.around_heading(run.category, depth)] if run.is_headed else []
        sizes += [setting.fitting(entry, detail).size for entry in run.entries]
    assert sum(sizes, Size()) == setting.layout.size(setting.page(runs, detail))


def test_chinese_editions_speak_chinese() -> None:
    made = pages(many(20, 20, language="Chinese"), Look(max_pages=2))
    assert title(made[0]) == "2026-11-23 · 40 篇论文"
    assert "点列表下方的按钮查看" in seen(made[0])
    labels = [one["label"] for one in walk(components(made[1])) if one["type"] == BUTTON]
    assert all(re.fullmatch("另有 [0-9]+ 篇：第 .* 篇", label) for label in labels)
    menus = [one["placeholder"] for one in walk(components(made[1])) if one["type"] == SELECT]
    assert all(menu.startswith("详情 · ") for menu in menus)


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 999),
    count=st.integers(0, 90),
    detail=st.sampled_from(DETAILS),
    most=st.integers(0, 14),
)
def test_however_few_pages_there_may_be_every_paper_is_brought_once(
    seed: int, count: int, detail: Detail, most: int
) -> None:
    digest = strange_day(seed, count)
    look = Look(detail=detail, max_pages=most)
    made = pages(digest, look)
    assert not most or len(made) <= most
    check(made, digest)
    for page in made:
        assert rewrite(page, digest, look) == page


@by_detail
def test_a_repaired_summary_takes_the_place_of_the_abstract(detail: Detail, paper: Paper) -> None:
    before, after = one_day([paper]), one_day([paper], [summarized(paper, "Now we know.")])
    cover, opener, page = pages(before, Look(detail=detail))
    written = rewrite(page, after, Look(detail=detail))
    assert written is not None
    assert ("Now we know." in seen(written)) is (detail != "titles")
    assert replace(written, text=page.text) == page
    assert rewrite(opener, after, Look(detail=detail)) == opener
    said = rewrite(cover, after, Look(detail=detail))
    assert said is not None
    assert ("1 by a-model" in seen(said)) is (detail != "titles")


@pytest.mark.parametrize("words", [60, 200, 4000])
def test_a_page_that_grows_too_long_loses_detail_and_no_paper(words: int) -> None:
    digest, longer = many(60), many(60, words=words)
    page = pages(digest, Look())[2]
    written = rewrite(page, longer, Look())
    assert written is not None
    assert shown(written) == shown(page)
    check([pages(digest, Look(max_pages=1))[0]], digest)
    assert json.loads(written.text)["detail"] != "full" or len(written.text) > len(page.text)


def test_a_page_of_a_shortened_edition_does_not_grow_back() -> None:
    digest = many(60, words=70)
    look = Look(max_pages=len(pages(digest, Look(detail="brief"))))
    assert len(pages(digest, look)) < len(pages(digest, Look()))
    page = pages(digest, look)[-1]
    authors = digest.entries[-1].announced.paper.authors[0]
    assert authors not in page.text
    written = rewrite(page, many(60, words=2), look)
    assert written is not None
    assert authors not in written.text


def test_a_page_is_left_alone_where_one_of_its_papers_is_unknown() -> None:
    digest = many(5)
    page = only_page(digest)
    assert rewrite(page, one_day([digest.entries[0].announced.paper]), Look()) is None


def test_nothing_that_a_paper_says_is_more_than_words(paper: Paper) -> None:
    text = "# <@&1> @everyone <#2> :tada: **x** ||y|| [z](https://example.org) https://example.org/a_b"
    made = replace(paper, title=text, authors=(text,), abstract=text)
    page = only_page(one_day([made], [summarized(made, text)], categories=("cs.CV",)))
    kinds = {node.kind for content in texts(page) for node in markdown.walk(markdown.read(content))}
    assert kinds == {"bold", "code", "link", "subtext", "text"}
    # The words of a link can't be escaped: look-alikes stand in.
    like = str.maketrans("*|[]", "∗∣［］")
    assert seen(page).split("\n")[0] == f"1. {text.translate(like)}"
    assert seen(page).strip().split("\n")[-1] == text


def test_a_line_is_a_box_with_its_words_alone_and_may_be_a_forum_post() -> None:
    said = "Nothing at *weekends*."
    page = edition.line(said)
    assert (page.number, page.papers, page.thread, page.links, page.is_line) == (1, (), "", False, True)
    assert [markdown.shown(markdown.read(text)) for text in texts(page)] == [said]
    assert title(page) == said
    check_page(page)
    check_words(page)


@pytest.mark.parametrize(("days", "said"), [(0, "comes late"), (3, "holds all of these days")])
def test_a_cover_says_that_it_comes_late_and_which_days_it_holds(days: int, said: str) -> None:
    digest = many(2)
    assert "late" not in seen(pages(digest, Look())[0])
    cover = pages(replace(digest, since=digest.day - timedelta(days=days)), Look())[0]
    assert said in seen(cover)
    assert ("to Monday" in seen(cover)) == bool(days)


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
def test_a_cover_says_which_days_were_skipped(skipped: tuple[date, ...], said: str) -> None:
    digest = many(2)
    assert "Skipped" not in seen(pages(digest, Look())[0])
    assert said in seen(pages(replace(digest, skipped=skipped), Look())[0])
    digest = replace(digest, skipped=skipped, wishes=replace(digest.wishes, language="Chinese"))
    assert "“只要最新一期”" in seen(pages(digest, Look())[0])
