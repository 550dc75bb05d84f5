"""What a reader finds: any word, in any script, the newest first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.papers import EXTRACT, Announced, Announcement, Kind, Paper, Summary
from bot.store import Store
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
    assert PAPER.id in [paper.id for paper in await store.search(query, limit=100)]
    assert await store.search(f"{query} zzyzx") == []


@pytest.mark.parametrize(
    "query", ["", " ", '"', "'", "*", "—", "…", "\0", "\ud800", "()", "^", "{}:", "-", "\U0001f600"]
)
async def test_punctuation_finds_nothing_and_breaks_nothing(store: Store, query: str) -> None:
    await store.save_papers([PAPER], at=AT)
    assert await store.search(query) == []


@pytest.mark.parametrize("query", ["kites OR zzyzx", "kites NOT zzyzx", "NEAR(kites, 2)", "title:kites", "kit*"])
async def test_the_operators_of_the_index_are_words_like_any_other(store: Store, query: str) -> None:
    await store.save_papers([PAPER], at=AT)
    assert await store.search("kites") == [PAPER]
    assert await store.search(query) == []


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
    assert await store.search(query) == [PAPER]


@pytest.mark.parametrize("query", ["散用", "理推", "模型推理", "型模"])
async def test_characters_that_do_not_stand_together_are_not_a_word(store: Store, query: str) -> None:
    await store.save_papers([PAPER], at=AT)
    await store.save_summary(summary(PAPER, "扩散模型用于推理"))
    assert await store.search(query) == []


async def test_summaries_in_all_languages_are_searched_together_with_the_paper(store: Store) -> None:
    await store.save_papers([PAPER], at=AT)
    await store.save_summary(summary(PAPER, "Boote aus Papier", language="German"))
    await store.save_summary(summary(PAPER, "纸船"))
    await store.save_summary(summary(PAPER, "quokka", language="English", origin=EXTRACT))
    assert await store.search("papier 纸船 kites drift") == [PAPER]
    await store.save_summary(summary(PAPER, "Schiffe", language="German"))
    assert await store.search("papier") == []
    assert await store.search("schiffe") == [PAPER]
    assert await store.search("quokka") == []  # an extract only repeats the abstract


async def test_a_new_version_is_found_by_its_own_words_and_by_the_summary_of_the_one_before(store: Store) -> None:
    await store.save_papers([PAPER], at=AT)
    await store.save_summary(summary(PAPER, "纸船"))
    newer = replace(PAPER, version=2, abstract="We extend it to gliders.")
    await store.save_papers([newer], at=AT)
    assert await store.search("kites") == []
    assert await store.search("gliders 纸船") == [newer]


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
    found = [paper.id for paper in await store.search("ubiquitous", limit=100)]
    assert found == sorted(found, reverse=True)
    assert len(found) == 12
    assert [paper.id for paper in await store.search("ubiquitous", limit=2)] == found[:2]


async def test_a_page_long_query_is_answered(store: Store) -> None:
    await store.save_papers([PAPER], at=AT)
    assert await store.search("boats " * 5000) == [PAPER]
    assert await store.search("船" * 5000) == []
