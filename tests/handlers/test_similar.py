"""``/similar``: papers like one paper."""

from __future__ import annotations

from bot.papers import Paper
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.lookups import assert_pressable, button, desk, reader
from tests.doubles.papers import invent
from tests.stories.conftest import Assemble


async def test_similar_papers_and_the_way_back(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        strange = Paper(id="2611.90999", title="Zymurgy", abstract="Xylem.", authors=("Ada",), categories=("cs.CV",))
        await parts.store.save_papers([*invent(30), strange], at=clock.now())
        chat = desk(parts)
        reply = await chat.answer(reader(), "/similar 2611.90001")
        assert 0 < len(reply.items) <= 8
        assert "paper 2611.90001" not in [item.command for item in reply.items]
        assert button(reply, "The paper") == "paper 2611.90001"
        assert "No other paper here" in (await chat.answer(reader(), f"/similar {strange.id}")).text
        assert "相似的论文" in (await chat.answer(reader("zh"), f"/similar {strange.id}")).text
        assert "by its arXiv id or link" in (await chat.answer(reader(), "/similar owls")).text


async def test_a_paper_that_the_store_lacks_is_fetched_first(
    arxiv: ArxivDouble, assemble: Assemble, clock: MovedClock
) -> None:
    here, away = invent(30), invent(1, first=90500)
    arxiv.keep(away)
    async with assemble() as parts:
        await parts.store.save_papers(here, at=clock.now())
        chat = desk(parts)
        reply = await chat.answer(reader(), f"/similar {away[0].url}")
        assert reply.items
        assert_pressable(reply, chat)
    assert len(arxiv.requests) == 1
