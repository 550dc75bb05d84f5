"""One paper by its identifier: from the store if it is there, else from arXiv, and a sentence where it can't be had."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import SourceError, UsageError
from bot.papers import Paper
from handlers.paper import find_paper
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.lookups import desk, reader, whole
from tests.doubles.model import ModelServer
from tests.stories.conftest import Assemble


@pytest.fixture
def paper(arxiv: ArxivDouble, papers: list[Paper]) -> Paper:
    """A paper that arXiv knows in two versions and we do not know yet."""
    known = replace(papers[0], version=2)
    arxiv.keep([known])
    return known


async def test_an_unknown_paper_comes_from_arxiv_and_the_second_time_from_the_store(
    paper: Paper, arxiv: ArxivDouble, model: ModelServer, assemble: Assemble
) -> None:
    async with assemble(with_model=True) as parts:
        first = await find_paper(f"https://arxiv.org/abs/{paper.id}", "English", parts)
    assert first.paper.title
    assert (first.paper.id, first.paper.version) == (paper.id, 2)
    assert first.summary is not None
    assert (first.summary.paper_id, first.summary.version, first.summary.is_extract) == (paper.id, 2, False)
    assert [request.host for request in arxiv.requests] == ["api"]
    async with assemble(with_model=True) as parts:
        assert await find_paper(paper.id, "English", parts) == first
    assert len(arxiv.requests) == 1
    assert model.answered == {f"{paper.id}v2": 1}


async def test_an_announced_paper_asks_nobody(
    paper: Paper, arxiv: ArxivDouble, assemble: Assemble, clock: MovedClock
) -> None:
    async with assemble() as parts:
        await parts.store.save_papers([paper], at=clock.now())
        found = await find_paper(f"arXiv:{paper.id}v1", "English", parts)
    assert found.paper == paper
    assert found.summary is not None
    assert arxiv.requests == []


async def test_a_newer_version_than_the_stored_one_is_fetched_and_kept(
    paper: Paper, arxiv: ArxivDouble, assemble: Assemble, clock: MovedClock
) -> None:
    async with assemble() as parts:
        await parts.store.save_papers([replace(paper, version=1)], at=clock.now())
        assert (await find_paper(paper.id, "English", parts)).paper.version == 1
        assert arxiv.requests == []
        assert (await find_paper(f"{paper.id}v2", "English", parts)).paper.version == 2
        assert (await find_paper(paper.id, "English", parts)).paper.version == 2
    assert len(arxiv.requests) == 1


@pytest.mark.parametrize("asked", ["2611.95000", "2611.95000v3"])
async def test_what_arxiv_does_not_know_is_said_and_not_kept(asked: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        with pytest.raises(UsageError, match=rf"arXiv knows no paper {asked}\.") as error:
            await find_paper(asked, "English", parts)
        assert "\n" not in str(error.value)
        assert await parts.store.paper("2611.95000") is None


async def test_a_version_that_is_not_there_is_told_from_a_paper_that_is_not(paper: Paper, assemble: Assemble) -> None:
    async with assemble() as parts:
        with pytest.raises(UsageError, match=rf"arXiv has no version 3 of {paper.id}\. The newest is {paper.id}v2\."):
            await find_paper(f"{paper.id}v3", "English", parts)
        kept = await parts.store.paper(paper.id)
    assert kept is not None
    assert kept.version == 2


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "arXiv has no version 3 of {}. The newest is {}v2."), ("zh", "{} 的第 3 版，最新版本为 {}v2")],
)
@pytest.mark.parametrize("asked", ["arXiv:{}v3", "{}v3 2611.95000"])
async def test_in_the_place_of_a_version_that_is_not_there_comes_the_newest(
    locale: str, said: str, asked: str, paper: Paper, assemble: Assemble
) -> None:
    async with assemble() as parts:
        reply = await whole(await desk(parts).answer(reader(locale), asked.format(paper.id)))
    assert said.format(paper.id, paper.id) in reply.text
    assert reply.text.count("v2") == 1
    assert [card.paper for card in reply.cards] == [paper.id]


async def test_while_the_api_is_down_it_says_so_in_one_sentence(
    paper: Paper, arxiv: ArxivDouble, assemble: Assemble, clock: MovedClock
) -> None:
    arxiv.fail("/api/query", status=503, times=None)
    asked_at = clock.now()
    async with assemble() as parts:
        with pytest.raises(SourceError, match=r"arXiv has been failing since .*503") as error:
            await find_paper(paper.id, "English", parts)
    assert error.value.retry_at is not None
    assert (clock.now() - asked_at).total_seconds() <= 20


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("owl maps", "“owl maps” is not an arXiv identifier or link.*paperboy search owl maps"),
        ("", "is not an arXiv identifier"),
        ("2613.12345", "13 is no month"),
        ("math/0001", "4 digits after the slash"),
        ("https://arxiv.org/list/cs.CV/new", "paper"),
        ("10.1145/3292500.3330701", "DOI"),
    ],
)
async def test_a_refusal_carries_the_identifiers_own_reason_and_asks_nobody(
    text: str, reason: str, arxiv: ArxivDouble, assemble: Assemble
) -> None:
    async with assemble() as parts:
        with pytest.raises(UsageError, match=reason):
            await find_paper(text, "English", parts)
    assert arxiv.requests == []


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("cs.CV", "/today cs.CV"),
        ("/paper math.IT", "/today cs.IT"),
        ("cs", "/categories cs"),
        ("/similar hep-th", "/today hep-th"),
    ],
)
async def test_a_category_in_a_papers_place_is_answered_with_its_command(
    text: str, command: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        for locale in ("en", "zh"):
            reply = await desk(parts).answer(reader(locale), text)
            assert f"{command} " in reply.text
            assert "paperboy" not in reply.text
