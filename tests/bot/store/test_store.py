"""What the store promises to those who use it."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers import EXTRACT, Announced, Announcement, Kind, Paper, Summary
from bot.query import parse
from bot.store import Store
from tests.doubles.papers import invent

AT = datetime(2026, 11, 20, 1, 0, 5, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "papers.db") as opened:
        yield opened


def announce(papers: list[Paper], *, day: date = DAY, category: str = "cs.CV", kind: Kind = Kind.NEW) -> Announcement:
    return Announcement(
        day=day,
        category=category,
        entries=tuple(Announced(paper, kind) for paper in papers),
        stated=len(papers),
        source="rss",
        added=tuple(paper.id for paper in papers[:1]),
    )


async def search(store: Store, text: str) -> list[Paper]:
    return list((await store.find(parse(text, today=DAY))).papers)


def summarize(
    paper: Paper, *, language: str = "Chinese", origin: str = "model-9", tldr: str = "扩散模型用于推理"
) -> Summary:
    return Summary(
        paper_id=paper.id,
        version=paper.version,
        language=language,
        tldr=tldr,
        motivation="m",
        method="与方法",
        result="r",
        conclusion="c",
        origin=origin,
        prompt="" if origin in (EXTRACT, "import") else "3",
        made=AT,
        unsupported=("42",) if origin == "model-9" else (),
    )


# Announcements


async def test_an_announcement_reads_back_as_it_was_saved(store: Store) -> None:
    vision, learning = announce(invent(30)), announce(invent(30, category="cs.LG", first=95001), category="cs.LG")
    crossed = replace(learning, entries=(*learning.entries, Announced(vision.entries[3].paper, Kind.CROSS)))
    await store.save_announcement(vision, at=AT)
    await store.save_announcement(crossed, at=AT)
    assert await store.announcements(DAY) == [vision, crossed]
    assert await store.announcements(DAY, ["cs.LG", "math.GT", "cs.CV", "cs.LG"]) == [crossed, vision]
    assert await store.announcements(DAY + timedelta(days=1)) == []


async def test_writing_a_day_again_changes_no_row_and_no_byte(store: Store, tmp_path: Path) -> None:
    day = announce(invent(50))
    assert await store.save_announcement(day, at=AT) > 100
    before = _files(tmp_path)
    assert await store.save_announcement(day, at=AT + timedelta(hours=1)) == 0
    assert await store.save_papers([entry.paper for entry in day.entries], at=AT) == 0
    assert _files(tmp_path) == before


async def test_a_quiet_day_is_verified_too(store: Store) -> None:
    await store.save_announcement(announce([], category="math.GT"), at=AT)
    assert await store.verified(DAY) == {"math.GT"}
    assert await store.verified(DAY - timedelta(days=1)) == frozenset()


async def test_a_later_record_of_a_day_takes_the_place_of_the_earlier(store: Store) -> None:
    papers = invent(6)
    await store.save_announcement(announce(papers), at=AT)
    shorter = announce([papers[5], papers[0]], kind=Kind.CROSS)
    await store.save_announcement(shorter, at=AT)
    assert await store.announcements(DAY) == [shorter]
    assert await store.paper(papers[3].id) == papers[3]


async def test_known_ids_are_those_of_the_last_seven_days_in_that_category(store: Store) -> None:
    for days, first in ((0, 90001), (1, 91001), (7, 92001), (8, 93001)):
        await store.save_announcement(announce(invent(2, first=first), day=DAY - timedelta(days=days)), at=AT)
    await store.save_announcement(
        announce(invent(1, first=94001), day=DAY - timedelta(days=1), category="cs.LG"), at=AT
    )
    assert await store.known_ids("cs.CV", DAY) == {"2611.91001", "2611.91002", "2611.92001", "2611.92002"}


async def test_the_latest_day_is_the_newest_whatever_was_stored_last(store: Store) -> None:
    assert await store.latest_day() is None
    for days in (3, 0, 9):
        await store.save_announcement(announce(invent(1), day=DAY - timedelta(days=days)), at=AT)
    assert await store.latest_day() == DAY


# Papers and their versions


async def test_a_newer_version_is_shown_and_the_older_stays_readable(store: Store) -> None:
    (first,) = invent(1)
    second = replace(first, version=2, title="Mended Boats", abstract="All seams were caulked.")
    await store.save_announcement(announce([first]), at=AT)
    later = announce([second], day=DAY + timedelta(days=3), kind=Kind.REPLACE)
    await store.save_announcement(later, at=AT)
    assert await store.paper(first.id) == second
    assert await store.paper(first.id, 1) == first
    assert await store.paper(first.id, 3) is None
    assert await store.announcements(DAY) == [announce([first])]
    assert await search(store, "caulked") == [second]


async def test_an_older_version_never_takes_a_newer_ones_place(store: Store) -> None:
    (first,) = invent(1)
    second = replace(first, version=2, title="Mended Boats")
    await store.save_papers([second], at=AT)
    await store.save_papers([first], at=AT)
    assert await store.paper(first.id) == second
    assert await store.paper(first.id, 1) == first
    assert await search(store, "mended boats") == [second]


async def test_what_a_source_leaves_out_stays_known(store: Store) -> None:
    known = replace(invent(1)[0], comment="c", journal_ref="j", doi="d", licence="l", submitted=AT, updated=AT)
    await store.save_papers([known], at=AT)
    silent = replace(known, comment=None, journal_ref=None, doi=None, licence=None, submitted=None, updated=None)
    assert await store.save_papers([silent], at=AT) == 0
    assert await store.paper(known.id) == known
    talkative = replace(known, comment="C", journal_ref="J", doi="D", licence="L", updated=AT + timedelta(days=1))
    assert await store.save_papers([talkative], at=AT) == 1
    assert await store.paper(known.id) == talkative


async def test_an_empty_abstract_does_not_erase_one_but_a_corrected_title_counts(store: Store) -> None:
    (paper,) = invent(1)
    await store.save_papers([paper], at=AT)
    assert await store.save_papers([replace(paper, title="Corrected", abstract="")], at=AT) == 1
    assert await store.paper(paper.id) == replace(paper, title="Corrected")


TEXT = st.text(
    st.characters(codec=None) | st.characters(categories=["Cs"]) | st.sampled_from("\0\\{}$\"'\n扩散"), max_size=40
)


def _storable(value: str) -> str:
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@given(title=TEXT, abstract=TEXT.filter(bool), author=TEXT, comment=st.none() | TEXT, tldr=TEXT, query=TEXT)
@settings(max_examples=60, deadline=None)
def test_any_text_reads_back_equal_and_is_a_query(
    title: str, abstract: str, author: str, comment: str | None, tldr: str, query: str
) -> None:
    paper = replace(
        invent(1)[0], title=title, abstract=abstract, authors=(author, ""), comment=comment, categories=("cs.CV", tldr)
    )

    async def scenario() -> None:
        async with await Store.open(Path(folder) / "any.db") as store:
            await store.save_papers([paper], at=AT)
            await store.save_summary(summarize(paper, tldr=tldr))
            back = await store.paper(paper.id)
            assert back is not None
            assert back.title == _storable(title)
            assert back.abstract == _storable(abstract)
            assert back.authors == (_storable(author), "")
            assert back.comment == (comment if comment is None else _storable(comment))
            assert (await store.summaries([paper], "Chinese"))[paper.id].tldr == _storable(tldr)
            for words in (query, title, tldr, f"{query} {author}" * 40):
                assert await search(store, words) in ([], [back])

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(scenario())


# Summaries and repairs


async def test_a_summary_belongs_to_one_version_and_one_language(store: Store) -> None:
    (paper,) = invent(1)
    newer = replace(paper, version=2)
    await store.save_papers([paper, newer], at=AT)
    chinese, german = summarize(paper), summarize(paper, language="German", tldr="Boote")
    await store.save_summary(chinese)
    await store.save_summary(german)
    assert await store.summaries([paper], "Chinese") == {paper.id: chinese}
    assert await store.summaries([paper], "German") == {paper.id: german}
    assert await store.summaries([paper], "French") == {}
    assert await store.summaries([newer], "Chinese") == {}


async def test_the_abstracts_own_words_stand_in_for_every_language_that_has_no_summary(store: Store) -> None:
    (paper,) = invent(1)
    await store.save_papers([paper], at=AT)
    extract = summarize(paper, language="English", origin=EXTRACT, tldr="We fold boats.")
    english, chinese = summarize(paper, language="English", tldr="Boats fold."), summarize(paper)
    for summary in (english, extract, chinese):
        await store.save_summary(summary)
    assert await store.summaries([paper], "English") == {paper.id: english}
    assert await store.summaries([paper], "Chinese") == {paper.id: chinese}
    assert await store.summaries([paper], "German") == {paper.id: extract}


async def test_in_no_particular_language_the_latest_summary_is_the_best(store: Store) -> None:
    (paper,) = invent(1)
    await store.save_papers([paper], at=AT)
    late = replace(summarize(paper, language="German"), made=AT + timedelta(days=1))
    for summary in (late, summarize(paper), summarize(paper, language="English", origin=EXTRACT)):
        await store.save_summary(summary)
    assert await store.summaries([paper], None) == {paper.id: late}


async def test_a_summary_for_another_prompt_does_not_count_when_the_prompt_is_named(store: Store) -> None:
    one, other = invent(2)
    await store.save_papers([one, other], at=AT)
    await store.save_summary(summarize(one))
    await store.save_summary(imported := summarize(other, origin="import"))
    assert await store.summaries([one, other], "Chinese", prompt="4") == {other.id: imported}
    assert await store.summaries([one, other], "Chinese", prompt="3") == {one.id: summarize(one), other.id: imported}


async def test_a_defect_is_counted_until_a_model_delivers(store: Store) -> None:
    (paper,) = invent(1)
    await store.save_papers([paper], at=AT)
    extract = summarize(paper, language="English", origin=EXTRACT)
    await store.save_summary(extract, defect="refused", wanted="Chinese")
    await store.save_summary(replace(extract, made=AT + timedelta(hours=1)), defect="wrong language", wanted="Chinese")
    await store.save_summary(extract)
    (repair,) = await store.repairs("Chinese")
    assert (repair.paper_id, repair.version, repair.language) == (paper.id, 1, "Chinese")
    assert (repair.defect, repair.attempts, repair.last) == ("wrong language", 2, AT + timedelta(hours=1))
    assert await store.repairs("English") == []
    await store.save_summary(summarize(paper))
    assert await store.repairs("Chinese") == []


async def test_a_summary_of_an_unknown_paper_is_a_mistake_of_the_callers(store: Store) -> None:
    (paper,) = invent(1)
    with pytest.raises(LookupError):
        await store.save_summary(summarize(paper))
    with pytest.raises(LookupError):
        await store.save_summary(summarize(paper, origin=EXTRACT), defect="refused")


async def test_a_summary_is_stored_even_when_the_task_that_brings_it_is_cancelled(store: Store) -> None:
    papers = invent(40)
    await store.save_papers(papers, at=AT)
    bringing = [asyncio.ensure_future(store.save_summary(summarize(paper))) for paper in papers]
    await asyncio.sleep(0)  # all are on their way to the writer's queue
    for task in bringing:
        task.cancel()
    await asyncio.wait(bringing)
    await store.save_papers([], at=AT)  # writes are done in order: once this is through, so are they
    assert len(await store.summaries(papers, "Chinese")) == 40


# The ledger


async def test_tokens_add_up_by_day(store: Store) -> None:
    assert await store.tokens(DAY) == 0
    assert await store.add_tokens(DAY, 1200) == 1200
    assert await store.add_tokens(DAY, 300) == 1500
    assert await store.tokens(DAY) == 1500
    assert await store.tokens(DAY + timedelta(days=1)) == 0


async def test_the_hosts_left_alone_are_those_saved_last(store: Store) -> None:
    await store.save_stops({"rss.arxiv.org": AT, "arxiv.org": AT})
    await store.save_stops({"arxiv.org": AT + timedelta(days=1)})
    assert await store.stops() == {"arxiv.org": AT + timedelta(days=1)}
    await store.save_stops({})
    assert await store.stops() == {}


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    day = announce(invent(5))
    paper = day.entries[0].paper
    async with await Store.open(tmp_path / "papers.db") as store:
        await store.save_announcement(day, at=AT)
        await store.save_summary(summarize(paper))
        await store.add_tokens(DAY, 7)
    assert list(_files(tmp_path)) == ["papers.db"]
    async with await Store.open(str(tmp_path / "papers.db"), create=False) as store:
        assert await store.announcements(DAY) == [day]
        assert await store.summaries([paper], "Chinese") == {paper.id: summarize(paper)}
        assert await store.tokens(DAY) == 7
    with sqlite3.connect(tmp_path / "papers.db") as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith("-shm")}
