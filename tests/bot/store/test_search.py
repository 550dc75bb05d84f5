"""What a reader finds: any word, in any script, the newest first."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.papers import EXTRACT, Announced, Announcement, Kind, Paper, Summary
from bot.query import Order, Query, parse
from bot.store import Cursor, Found, Pager, Store
from bot.store.deadline import Deadline
from bot.store.schema import APPLICATION_ID, migrations
from bot.store.search import CANDIDATES
from tests.doubles.papers import invent

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)

PAPER = Paper(
    id="2611.90001",
    title="Steering \\textbf{Paper Boats} with $\\alpha$-Stable Noise",
    abstract="We extend the Erd\\H{o}s--R\\'enyi model of state-of-the-art kites to 3.5\\% more ﬁgures in O($x^2$).",
    authors=("Gr\\'ainne \\v{C}apek-Vale", 'Bo "Drift" O\'Ink'),
    categories=("cs.CV",),
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "papers.db") as opened:
        yield opened


async def search(store: Store, text: str, limit: int = 8) -> list[Paper]:
    return list((await store.find(parse(text, today=AT.date()), limit=limit)).papers)


def summary(paper: Paper, tldr: str, *, language: str = "Chinese", origin: str = "model-9") -> Summary:
    return Summary(paper_id=paper.id, version=paper.version, language=language, tldr=tldr, origin=origin, made=AT)


@pytest.mark.parametrize(
    "query",
    [
        *("paper boats", "BOATS steering", "α-stable", "erdős", "Erdos Renyi", "state-of-the-art", "state art"),
        *("figures", "Gráinne Čapek-Vale", "grainne capek", "O'Ink", '"Drift"', "(boats)", "x²", "kites*"),
    ],
)
async def test_words_are_found_as_people_type_them(store: Store, query: str) -> None:
    await store.save_papers([PAPER, *invent(20, first=95001)], at=AT)
    assert PAPER.id in [paper.id for paper in await search(store, query, 100)]
    assert await search(store, f"{query} zzyzx") == []


@pytest.mark.parametrize(
    "query", ["", " ", '"', "'", "*", "—", "…", "\0", "\ud800", "()", "^", "{}:", "-", "\U0001f600"]
)
async def test_punctuation_finds_nothing_and_breaks_nothing(store: Store, query: str) -> None:
    await store.save_papers([PAPER], at=AT)
    assert await search(store, query) == []


@pytest.mark.parametrize("query", ["kites OR zzyzx", "kites NOT zzyzx", "NEAR(kites, 2)", "title:kites", "kit*"])
async def test_the_operators_of_the_index_are_words_like_any_other(store: Store, query: str) -> None:
    await store.save_papers([PAPER], at=AT)
    assert await search(store, "kites") == [PAPER]
    assert await search(store, query) == []


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("扩散模型用于视频推理。", "推理"),
        ("扩散模型用于视频推理。", "扩散模型"),
        ("扩散模型用于视频推理。", "模型 视频"),
        ("扩散模型用于视频推理。", "理"),
        ("使用Transformer的量化方法", "Transformer量化"),
        ("拡散モデルによる画像生成", "モデル"),
        ("拡散モデルによる画像生成", "画像"),
        ("확산 모델을 이용한 추론", "모델"),
        ("ＡＩ用の紙の船", "AI"),
    ],
)
async def test_words_of_scripts_without_spaces_are_found_in_summaries(store: Store, said: str, query: str) -> None:
    await store.save_papers([PAPER, *invent(3, first=95001)], at=AT)
    await store.save_summary(summary(PAPER, said))
    assert await search(store, query) == [PAPER]


@pytest.mark.parametrize("query", ["散用", "理推", "模型推理", "型模"])
async def test_characters_that_do_not_stand_together_are_not_a_word(store: Store, query: str) -> None:
    await store.save_papers([PAPER], at=AT)
    await store.save_summary(summary(PAPER, "扩散模型用于推理"))
    assert await search(store, query) == []


async def test_summaries_in_all_languages_are_searched_together_with_the_paper(store: Store) -> None:
    await store.save_papers([PAPER], at=AT)
    await store.save_summary(summary(PAPER, "Boote aus Papier", language="German"))
    await store.save_summary(summary(PAPER, "纸船"))
    await store.save_summary(summary(PAPER, "quokka", language="English", origin=EXTRACT))
    assert await search(store, "papier 纸船 kites drift") == [PAPER]
    await store.save_summary(summary(PAPER, "Schiffe", language="German"))
    assert await search(store, "papier") == []
    assert await search(store, "schiffe") == [PAPER]
    assert await search(store, "quokka") == []  # an extract only repeats the abstract


async def test_a_new_version_is_found_by_its_own_words_and_by_the_summary_of_the_one_before(store: Store) -> None:
    await store.save_papers([PAPER], at=AT)
    await store.save_summary(summary(PAPER, "纸船"))
    newer = replace(PAPER, version=2, abstract="We extend it to gliders.")
    await store.save_papers([newer], at=AT)
    assert await search(store, "kites") == []
    assert await search(store, "gliders 纸船") == [newer]


async def test_the_newest_announced_come_first_whatever_was_fetched_late(store: Store) -> None:
    for days, first in ((0, 94001), (2, 92001), (1, 93001), (3, 91001)):
        papers = [replace(paper, abstract="ubiquitous") for paper in invent(3, first=first)]
        await store.save_announcement(
            Announcement(
                day=date(2026, 11, 20) - timedelta(days=days),
                category="cs.CV",
                entries=tuple(Announced(paper, Kind.NEW) for paper in papers),
                source="catchup",
            ),
            at=AT,
        )
    found = [paper.id for paper in await search(store, "ubiquitous", 100)]
    assert found == sorted(found, reverse=True)
    assert len(found) == 12
    assert [paper.id for paper in await search(store, "ubiquitous", 2)] == found[:2]


async def test_a_page_long_query_is_answered(store: Store) -> None:
    await store.save_papers([PAPER], at=AT)
    assert await search(store, "boats " * 5000) == [PAPER]
    assert await search(store, "船" * 5000) == []


NARROWED = {
    "boat": True,
    "kite steering": True,
    "noises": True,
    '"boat"': False,
    '"paper boats" "stable noise"': True,
    '"boats paper"': False,
    "boats -kites": False,
    "boats -kite": False,
    'boats -"paper kites"': True,
    "-gliders": True,
    "-kites": False,
    "author:capek": True,
    "author:Čapek": True,
    'author:"Capek Gráinne"': True,
    'author:"G. Capek-Vale"': True,
    'author:"H. Capek"': False,
    'author:"Bo Capek"': False,
    "author:bo author:capek": True,
    "author:boats": False,
    "boats -author:ink": False,
    'boats -author:"Bo Capek"': True,
    "cat:cs.CV": True,
    "cat:cs boats": True,
    "cat:cs.LG,math.NA boats": True,
    "cat:cs.NA boats": True,
    "cat:math -boats": False,
    "cat:cs.LG boats": False,
    "boats -cat:cs.CV": False,
    "boats -cat:stat": True,
    "after:2026-11-20": True,
    "after:2026-11-21": False,
    "before:2026-11-21": True,
    "boats before:2026-11-20": False,
    "boats after:2026-11-01 before:2026-12": True,
}
"""A query, and whether it finds the paper."""


@pytest.mark.parametrize("order", Order)
async def test_a_query_narrows_what_is_found(store: Store, order: Order) -> None:
    paper = replace(PAPER, categories=("cs.CV", "math.NA"))
    await store.save_papers([paper], at=AT)
    found = {typed: await store.find(parse(typed, today=AT.date()), order=order) for typed in NARROWED}
    assert {typed: page.papers == (paper,) for typed, page in found.items()} == NARROWED
    assert all(page.complete for page in found.values())


async def test_nothing_is_found_for_an_empty_query(store: Store) -> None:
    await store.save_papers([PAPER], at=AT)
    assert await store.find(Query()) == Found(papers=())


async def test_authors_in_other_scripts_are_found_by_their_names(store: Store) -> None:
    paper = replace(PAPER, authors=("欧阳锋", "李四 (Li Si)"))
    await store.save_papers([paper, PAPER], at=AT)
    await store.save_papers([paper], at=AT)
    assert await search(store, "author:欧阳锋") == [paper]
    assert await search(store, "author:李四") == [paper]
    assert await search(store, "author:欧锋") == []


# Best match


async def test_words_in_the_title_come_before_words_in_the_abstract_however_old_they_are(store: Store) -> None:
    fillers = [replace(paper, abstract="Tidal kelp.", submitted=None) for paper in invent(CANDIDATES, first=95001)]
    titled = replace(PAPER, title="Of Tidal Kelp")
    await store.save_papers([titled], at=AT)
    await store.save_papers(fillers, at=AT + timedelta(days=1))
    found = await store.find(parse("tidal kelp", today=AT.date()), order=Order.BEST)
    assert found.papers[0] == titled
    assert (await store.find(parse("tidal kelp", today=AT.date()))).papers[0] == fillers[-1]


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("kelp forest", "The kelp forest grows.", "The forest has kelp."),
        ("kelp", "Kelp feeds on kelp and kelps.", "Kelp feeds on nothing."),
        ("海带", "海带吃海带。", "海带吃什么?"),
        ("ubiquitous kelp", "Kelp is ubiquitous kelp, and kelp it is.", "Ubiquitous kelp, ubiquitous and ubiquitous."),
    ],
)
async def test_the_better_match_comes_first(store: Store, typed: str, better: str, worse: str) -> None:
    others = [replace(paper, abstract="An ubiquitous thing.") for paper in invent(9, first=95001)]
    one, other = (replace(PAPER, id=f"2611.9000{n}", abstract=text) for n, text in ((1, better), (2, worse)))
    await store.save_papers([*others, one, other], at=AT)
    found = await store.find(parse(typed, today=AT.date()), order=Order.BEST)
    assert found.papers == (one, other)


# Pages


async def _pages(store: Store, query: Query, order: Order, between: Callable[[int], Awaitable[object]]) -> list[str]:
    """The ids on all pages; ``between`` is called with the number of pages so far before each further one."""
    ids: list[str] = []
    after: Cursor | None = None
    for page in range(100):
        found = await store.find(query, order=order, after=after, limit=5)
        ids += [paper.id for paper in found.papers]
        if found.next is None:
            return ids
        assert len(found.papers) == 5
        after = Cursor.parse(str(found.next))
        await between(page)
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("typed", ["lantern", "cat:cs.CV author:brook", "-zzyzx"])
async def test_pages_repeat_and_skip_nothing_while_new_papers_arrive(store: Store, typed: str, order: Order) -> None:
    query = parse(typed, today=AT.date())
    lamp: dict[str, Any] = {
        "authors": ("A. Brook",),
        "title": "Lantern",
        "abstract": "Lantern lantern.",
        "submitted": None,
    }
    named = [replace(paper, authors=("Ada Brook",), abstract="A lantern.", submitted=None) for paper in invent(23)]
    await store.save_papers(named, at=AT)

    async def news(page: int) -> None:
        fresh = invent(7, first=96001 + 10 * page)
        await store.save_papers([replace(paper, **lamp) for paper in fresh], at=AT + timedelta(days=1 + page))

    ids = await _pages(store, query, order, news)
    assert sorted(ids) == [paper.id for paper in named]


async def test_a_page_that_ends_with_the_last_paper_has_no_next(store: Store) -> None:
    await store.save_papers(invent(10), at=AT)
    first = await store.find(parse("cat:cs.CV", today=AT.date()), limit=5)
    assert first.next is not None
    assert (await store.find(parse("cat:cs.CV", today=AT.date()), after=first.next, limit=5)).next is None


@given(st.builds(Cursor, st.integers(0, 10**15), st.integers(0, 10**15), st.integers(0, 10**9)))
def test_a_cursor_and_a_token_fit_a_button(cursor: Cursor) -> None:
    assert Cursor.parse(str(cursor)) == cursor
    assert len("search " + "x" * 12 + " newest " + str(cursor)) <= 64


@pytest.mark.parametrize("typed", ["", "1.2", "1.2.3.4", "A.b.c", "1.2.-3", "1.2.3 ", "zzzzzzzzzzzzz.1.1", "٣.1.1"])
def test_what_is_no_cursor_is_told(typed: str) -> None:
    with pytest.raises(UsageError, match="search again"):
        Cursor.parse(typed)


async def test_a_search_is_kept_under_a_token_for_thirty_days(store: Store) -> None:
    query = parse('boats "paper kites" -owls author:"Bo Ink" cat:cs after:7d', today=AT.date())
    token = await store.open_pager(query, Order.BEST, at=AT)
    assert re.fullmatch(r"[\w-]{12}", token, re.ASCII)
    assert await store.pager(token) == Pager(query, Order.BEST)
    assert await store.open_pager(query, Order.BEST, at=AT + timedelta(days=20)) == token
    other = await store.open_pager(query, Order.NEWEST, at=AT + timedelta(days=49))
    assert other != token
    assert await store.pager(token) == Pager(query, Order.BEST)
    await store.open_pager(Query(words=("kelp",)), Order.NEWEST, at=AT + timedelta(days=51))
    assert await store.pager(token) is None
    assert await store.pager(other) == Pager(query, Order.NEWEST)
    assert await store.pager("\ud800") is None


# Typing mistakes


MEANT = {
    "lantren": "lantern",
    "lnatern drizle": "lantern drizzle",
    "lanternn": "lantern",
    "Lantxrn cat:cs.CV": "lantern cat:cs.CV",
    "lamtrern": "lantern",
    '"lanter networks"': '"lantern networks"',
    "author:Brokk": "author:brook",
    'author:"Ada Bropk"': 'author:"Ada brook"',
    "zzyzxq": None,
    "lantern": None,
    "lantern zzyzxq": None,
    "lan": None,
    "12345": None,
    "船船船船": None,
}
"""What is typed, and the suggestion for it."""


async def test_a_typing_mistake_gets_a_spelling_that_finds_more(store: Store) -> None:
    papers = [replace(paper, title="Lantern Networks under Drizzle", authors=("Ada Brook",)) for paper in invent(12)]
    await store.save_papers(papers, at=AT)
    assert {typed: (await store.find(parse(typed, today=AT.date()))).suggestion for typed in MEANT} == MEANT


# Limits


async def test_when_time_is_over_the_answer_says_so(store: Store) -> None:
    await store.save_papers([PAPER, *invent(30, first=95001)], at=AT)
    for order in Order:
        found = await store.find(parse("boats", today=AT.date()), order=order, deadline=-1.0)
        assert found == Found(papers=(), complete=False)
    assert await search(store, "boats kites steering") == [PAPER]  # the next one has time again


def test_rows_that_were_found_in_time_are_kept() -> None:
    with closing(sqlite3.connect(":memory:")) as conn, Deadline(conn, 0.05) as time:
        counting = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n"
        rows = [n for (n,) in time.rows(counting)]
        assert rows == list(range(1, len(rows) + 1))
        assert len(rows) > 100
        assert time.passed
        assert list(time.rows("SELECT 1")) == []
        with pytest.raises(sqlite3.OperationalError, match="no such table"), Deadline(conn, 1) as other:
            list(other.rows("SELECT * FROM nowhere"))


async def test_slow_searches_never_hold_up_a_look_up(store: Store) -> None:
    await store.save_papers([PAPER], at=AT)
    asked = [asyncio.ensure_future(store.find(parse("boats", today=AT.date()))) for _ in range(50)]
    await store.paper(PAPER.id)
    assert sum(search.done() for search in asked) < 25
    await asyncio.gather(*asked)


WORD = st.sampled_from(
    ["boats", "kites", "author:", "cat:cs", "-", '"', "after:", "7d", "纸船", "船", "\ue000t", "*", "NEAR("]
)


@given(st.lists(st.lists(st.text(max_size=12) | WORD, max_size=8).map(" ".join), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_any_text_gets_an_answer(texts: list[str]) -> None:
    async def scenario() -> None:
        async with await Store.open(Path(folder) / "any.db") as store:
            await store.save_papers([PAPER, *invent(5, first=95001)], at=AT)
            await store.save_summary(summary(PAPER, "扩散纸船"))
            for typed in texts:
                for order in Order:
                    found = await store.find(parse(typed, today=AT.date()), order=order, limit=2, deadline=9)
                    assert found.complete
                    assert found.next is None or len(found.papers) == 2
                assert len(await store.complete(typed, limit=3)) <= 3
                assert await store.similar(typed) == []

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(scenario())


# The index of older databases


async def test_an_older_database_is_indexed_anew(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        migrations.apply(sqlite_utils.Database(conn), stop_before="m003_search")
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute("INSERT INTO papers VALUES (20261120000000, ?, 1, NULL)", (PAPER.id,))
        conn.execute(
            "INSERT INTO versions VALUES (20261120000000, 1, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL, '')",
            (PAPER.title, PAPER.abstract, json.dumps(PAPER.authors), json.dumps(PAPER.categories)),
        )
        conn.execute(
            "INSERT INTO summaries VALUES (20261120000000, 1, 'Chinese', 0, '纸船', '', '', '', '', 'm', '1', ?, '[]')",
            (AT.isoformat(),),
        )
    async with await Store.open(path) as store:
        assert await search(store, "steering author:ink cat:cs.CV 纸船") == [PAPER]
        assert [completion.value for completion in await store.complete("steer")] == [PAPER.id]
