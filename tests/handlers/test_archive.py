"""A stored day as documents want it: all of it, in a steady order, nobody asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.digest import Digest
from bot.errors import UsageError
from bot.papers import Announced, Announcement, Kind, Summary
from bot.store import Store
from handlers.archive import stored_day
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
CODES = ("math.NT", "cs.CV", "cs.AI")
PAPERS = [replace(invent(1, category=code, first=90001 + n)[0], categories=(code,)) for n, code in enumerate(CODES)]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "p.db") as opened:
        yield opened


async def fill(store: Store, day: date = TUESDAY, kind: Kind = Kind.NEW) -> None:
    for paper in PAPERS:
        announcement = Announcement(
            day=day, category=paper.primary, entries=(Announced(paper, kind),), source="rss", stated=1
        )
        await store.save_announcement(announcement, at=NOW)


async def ask(
    store: Store, day: date | None = TUESDAY, categories: tuple[str, ...] = (), language: str | None = None
) -> Digest:
    return await stored_day(day, categories, language, store, clock=MovedClock(NOW))


def written(n: int, language: str) -> Summary:
    return Summary(
        paper_id=PAPERS[n].id,
        version=1,
        language=language,
        tldr=f"In {language}.",
        origin="a-model",
        made=NOW,
    )


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ((), CODES),
        (("cs.AI", "cs.CV"), ("cs.AI", "cs.CV", "math.NT")),
        (("cs.RO", "cs.CV"), ("cs.CV", "math.NT", "cs.AI")),
    ],
)
async def test_the_categories_asked_for_come_first_and_the_others_as_they_were_announced(
    asked: tuple[str, ...], order: tuple[str, ...], store: Store
) -> None:
    await fill(store)
    found = await ask(store, categories=asked)
    assert tuple(group.category for group in found.groups) == order
    assert found.total == found.receipt.announced == len(PAPERS)
    assert found.receipt.lost == 0


async def test_without_a_day_it_is_the_newest(store: Store) -> None:
    await fill(store, TUESDAY)
    await fill(store, MONDAY)
    assert (await ask(store, None)).day == TUESDAY
    assert (await ask(store, MONDAY)).day == MONDAY


async def test_replacements_are_part_of_the_day(store: Store) -> None:
    await fill(store, kind=Kind.REPLACE)
    assert (await ask(store)).total == len(PAPERS)


@pytest.mark.parametrize(("day", "says"), [(None, "holds no papers yet"), (MONDAY, "holds nothing of 2026-11-23")])
async def test_where_there_is_nothing_it_says_what_to_do(day: date | None, says: str, store: Store) -> None:
    if day:
        await fill(store, TUESDAY)
    with pytest.raises(UsageError, match=f"{says}.*paperboy digest"):
        await ask(store, day)


async def test_papers_that_nobody_summarized_speak_in_their_authors_words_and_nothing_is_written(
    store: Store, tmp_path: Path
) -> None:
    await fill(store)
    await store.save_summary(written(0, "German"))
    found = await ask(store)
    summaries = [entry.summary for entry in found.entries]
    assert [summary and summary.origin for summary in summaries] == ["a-model", "extract", "extract"]
    assert all(summary and summary.tldr for summary in summaries)
    assert set(await store.summaries(PAPERS, None)) == {PAPERS[0].id}
    assert found.wishes.language == "English and German"


async def test_the_language_asked_for_is_the_one_that_is_shown(store: Store) -> None:
    await fill(store)
    for language in ("German", "Chinese"):
        await store.save_summary(written(0, language))
    for language in ("German", "Chinese"):
        found = await ask(store, language=language)
        assert found.wishes.language == language
        assert found.entries[0].summary == written(0, language)
