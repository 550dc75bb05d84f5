"""What a text becomes while it is typed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.papers import Paper, Summary
from bot.query import parse
from bot.store import Completion, CompletionKind, Store
from bot.store.completion import AUTHORS
from tests.doubles.papers import invent

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)

BOATS = Paper(
    id="2611.90001",
    title="Steering \\textbf{Paper Boats}",
    abstract="We fold kites.",
    authors=("Gr\\'ainne \\v{C}apek-Vale", "Bo Ink"),
    categories=("cs.CV",),
)
KITES = Paper(
    id="2611.90002", title="Paper Kites", abstract="Boats.", authors=("Bo Ink", "Ada Inkwell"), categories=("cs.LG",)
)
OLD = Paper(id="math/0309136", title="Knots in Paper", abstract="", authors=("Ada Brook",), categories=("math.GT",))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "papers.db") as opened:
        for day, paper in enumerate((OLD, BOATS, KITES)):
            await opened.save_papers([paper], at=AT + timedelta(days=day))
        yield opened


async def labels(store: Store, typed: str) -> list[str]:
    return [completion.label for completion in await store.complete(typed)]


TITLES = {
    "pap": ["Paper Kites", "Steering Paper Boats", "Knots in Paper"],
    "PAPER ": ["Paper Kites", "Steering Paper Boats", "Knots in Paper"],
    "paper boa": ["Steering Paper Boats"],
    "boats pa": ["Steering Paper Boats"],
    "boats-paper": ["Steering Paper Boats"],
    "fold": [],  # in an abstract only
    "boa kites": [],  # only the last word may go on
    "stear": [],
}
NAMES = {
    "in": ["Bo Ink", "Ada Inkwell", "Knots in Paper"],
    "ink": ["Bo Ink", "Ada Inkwell"],
    "capek": ["Gráinne Čapek-Vale"],
    "Gráinne Č": ["Gráinne Čapek-Vale"],
    "ada bro": ["Ada Brook"],
    "bo inkw": [],  # nobody has both names, though one paper does
    "author:ad": ["Ada Inkwell", "Ada Brook"],
    'paper by: "bo i': ["Bo Ink"],
}
IDS = {
    "2611.9000": ["2611.90002 · Paper Kites", "2611.90001 · Steering Paper Boats"],
    "2611": ["2611.90002 · Paper Kites", "2611.90001 · Steering Paper Boats"],
    "arXiv:2611.90001": ["2611.90001 · Steering Paper Boats"],
    "2611.90001v2": ["2611.90001 · Steering Paper Boats"],
    "math/03": ["math/0309136 · Knots in Paper"],
    "math.GT/0309": ["math/0309136 · Knots in Paper"],
    "2612": [],
}
NOTHING: dict[str, list[str]] = {
    typed: [] for typed in ("", " ", '"', "\0", "\ud800", "—", "author:", "*", "x" * 5000, "-", "\ue000t")
}


@pytest.mark.parametrize("table", [TITLES, NAMES, IDS, NOTHING], ids=["titles", "names", "ids", "nothing"])
async def test_what_is_typed_becomes(store: Store, table: dict[str, list[str]]) -> None:
    assert {typed: await labels(store, typed) for typed in table} == table


async def test_titles_and_ids_stand_for_their_papers_and_names_for_a_search(store: Store) -> None:
    assert await store.complete("boats") == [Completion(CompletionKind.TITLE, "Steering Paper Boats", BOATS.id)]
    assert (await store.complete("2611.90001"))[0].value == BOATS.id
    (name,) = await store.complete("kites after:2026 author:ada ink")
    assert name == Completion(CompletionKind.AUTHOR, "Ada Inkwell", 'kites after:2026 author:"Ada Inkwell"')
    assert (await store.find(parse(name.value, today=AT.date()))).papers == (KITES,)


async def test_there_are_never_more_than_asked_for_and_names_leave_room_for_titles(store: Store) -> None:
    papers = [
        replace(paper, title=f"Umbrella {n}", authors=(f"Umbra {chr(65 + n)}ra",))
        for n, paper in enumerate(invent(26, first=95001))
    ]
    await store.save_papers(papers, at=AT)
    found = await store.complete("umbr")
    assert len(found) == 25
    assert [completion.kind for completion in found].count(CompletionKind.AUTHOR) == AUTHORS
    assert len(await store.complete("umbr", limit=3)) == 3
    assert len(await store.complete("author:umbr", limit=9)) == 9


async def test_unspaced_scripts_are_found_in_summaries(store: Store) -> None:
    await store.save_summary(
        Summary(paper_id=BOATS.id, version=1, language="Chinese", tldr="折纸船", origin="model-9", made=AT)
    )
    assert await labels(store, "纸船") == ["Steering Paper Boats"]
    assert await labels(store, "折船") == []


async def test_names_in_unspaced_scripts_are_whole(store: Store) -> None:
    await store.save_papers([replace(KITES, authors=("欧阳锋", "李四 (Li Si)", "Ada"))], at=AT)
    assert await labels(store, "author:欧阳") == ["欧阳锋"]
    assert await labels(store, "author:li s") == ["李四 (Li Si)"]


async def test_a_corrected_title_completes_at_once(store: Store) -> None:
    await store.save_papers([replace(BOATS, version=2, title="Steering Gondolas")], at=AT)
    assert await labels(store, "gond") == ["Steering Gondolas"]
    assert await labels(store, "boats") == []
