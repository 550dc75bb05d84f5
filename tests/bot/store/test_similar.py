"""Which papers are like one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.papers import Paper
from bot.store import Store
from tests.doubles.papers import invent

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)


def paper(number: int, title: str, abstract: str = "We study a method and its results.") -> Paper:
    return Paper(
        id=f"2611.{90000 + number}", title=title, abstract=abstract, authors=("Bo Ink",), categories=("cs.CV",)
    )


KELP = paper(1, "Counting Kelp with Sonar", "Sonar echoes from kelp forests are noisy. We study a method.")
NEAR = paper(2, "Sonar Surveys of Kelp Forests", "Echoes tell how much kelp there is.")
SIDE = paper(3, "Sonar for Submarines", "Echoes of hulls. We study a method and its results.")
FAR = paper(4, "On Violins", "We study a method and its results, which are noisy.")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "papers.db") as opened:
        yield opened


async def test_the_more_special_words_are_shared_the_nearer_and_the_paper_itself_is_left_out(store: Store) -> None:
    await store.save_papers([FAR, SIDE, NEAR, KELP, *invent(40, first=95001)], at=AT)
    found = await store.similar(KELP.id)
    assert found[:2] == [NEAR, SIDE]
    assert KELP not in found
    assert len(await store.similar(KELP.id, limit=1)) == 1


async def test_old_papers_are_found_past_hundreds_of_newer_ones_that_share_one_word(store: Store) -> None:
    await store.save_papers([NEAR, KELP], at=AT - timedelta(days=900))
    noise = [
        replace(each, title=f"Sonar {each.title}", submitted=None, abstract="Echoes.")
        for each in invent(200, first=95001)
    ]
    others = [replace(each, submitted=None) for each in invent(500, first=97001)]
    await store.save_papers([*noise, *others], at=AT)
    assert (await store.similar(KELP.id))[0] == NEAR


async def test_nothing_is_like_a_paper_that_shares_no_word_or_is_not_known(store: Store) -> None:
    await store.save_papers([KELP, paper(5, "Violins", "Strings and bows."), paper(6, "\\alpha", "")], at=AT)
    assert await store.similar(KELP.id) == []
    assert await store.similar("2611.90006") == []
    assert await store.similar("2611.99999") == []
    assert await store.similar("\ud800") == []
