"""``/paper`` and its neighbours: the conversation around one paper, and what holds for every command."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.messages import Reply
from bot.papers import Paper
from bot.text import readable
from handlers.paper import MOST, read
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.lookups import WISHES, assert_pressable, button, desk, reader, spent, summary_of, whole
from tests.doubles.model import ModelServer
from tests.stories.conftest import Assemble


@pytest.mark.parametrize(
    ("text", "ids", "language"),
    [
        ("2512.10935", ["2512.10935"], None),
        ("arXiv:2512.10935v2 [cs.CV]", ["2512.10935v2"], None),
        ("10.48550/arXiv.2512.10935", ["2512.10935"], None),
        ("https://arxiv.org/pdf/2512.10935v1.pdf, hepth/9901001", ["2512.10935v1", "hep-th/9901001"], None),
        ("2512.10935 2512.10935 1706.03762", ["2512.10935", "1706.03762"], None),
        ("2512.10935 in Chinese", ["2512.10935"], "Chinese"),
        ("2512.10935 in brazilian portuguese", ["2512.10935"], "Brazilian Portuguese"),
        ("owl maps in Chinese", [], None),
        ("lang:Chinese 2512.10935", ["2512.10935"], "Chinese"),
        ('lang:"Brazilian Portuguese" 2512.10935 1706.03762', ["2512.10935", "1706.03762"], "Brazilian Portuguese"),
        ("lang:de owl maps", [], "German"),
        ("owl maps lang:de", [], None),
        ("", [], None),
    ],
)
def test_papers_are_read_in_every_form_and_words_are_none(text: str, ids: list[str], language: str | None) -> None:
    request = read(text)
    assert [str(reference) for reference in request.references] == ids
    assert request.language == language


def test_what_cannot_be_a_paper_is_said_beside_those_that_can() -> None:
    request = read("1706.03762 2513.00001 2512.10935")
    assert [reference.id for reference in request.references] == ["1706.03762", "2512.10935"]
    assert ["13 is no month" in str(complaint) for complaint in request.complaints] == [True]
    with pytest.raises(UsageError, match="13 is no month"):
        read("2513.00001")


def test_a_bibliography_is_cut_to_ten_and_says_so() -> None:
    request = read(" ".join(f"2611.9{n:04}" for n in range(1, 14)))
    assert (len(request.references), request.left_out) == (MOST, 3)


async def test_a_new_paper_is_shown_at_once_and_completed_when_its_summary_is_there(
    arxiv: ArxivDouble, model: ModelServer, papers: list[Paper], assemble: Assemble
) -> None:
    arxiv.keep(papers)
    async with assemble(with_model=True) as parts:
        chat = desk(parts)
        first = await chat.answer(reader(), papers[0].id)
        assert first.text == "The summary is being written and will appear here."
        assert (first.cards[0].folds, model.answered) == ((), {})
        complete = await whole(first)
        assert complete.cards[0].credit.startswith("Summary by ")
        assert [fold.label for fold in complete.cards[0].folds][-1] == "Abstract"
        again = await chat.answer(reader(), papers[0].url)
        assert again.later is None
        assert again == complete
        assert_pressable(again, chat)
    assert len(arxiv.requests) == 1
    assert model.answered == {f"{papers[0].id}v1": 1}


async def test_two_who_ask_at_once_cost_one_summary(
    arxiv: ArxivDouble, model: ModelServer, papers: list[Paper], assemble: Assemble
) -> None:
    arxiv.keep(papers)
    async with assemble(with_model=True) as parts:
        chat = desk(parts)
        waiting = [await chat.answer(reader(locale), papers[0].id) for locale in ("en", "zh")]
        for complete in await asyncio.gather(*map(whole, waiting)):
            assert complete.cards[0].credit
    assert model.answered == {f"{papers[0].id}v1": 1}


async def test_without_a_model_the_answer_is_whole_at_once(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble
) -> None:
    arxiv.keep(papers)
    async with assemble() as parts:
        reply = await desk(parts).answer(reader("zh"), f"/paper {papers[0].id}")
    assert reply.later is None
    assert reply.cards[0].credit.startswith("作者原话")


async def test_several_unknown_papers_come_later_and_one_that_fails_spoils_no_other(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble, clock: MovedClock
) -> None:
    arxiv.keep(papers[1:])
    async with assemble() as parts:
        await parts.store.save_papers(papers[2:3], at=clock.now())
        first = await desk(parts).answer(reader(), " ".join(paper.id for paper in papers[:3]))
        assert [card.paper for card in first.cards] == [papers[2].id]
        assert first.text.startswith(f"Fetching from arXiv: {papers[0].id}, {papers[1].id}")
        complete = await whole(first)
    assert [card.paper for card in complete.cards] == [papers[1].id, papers[2].id]
    assert f"arXiv knows no paper {papers[0].id}" in complete.text


async def test_past_the_limit_the_authors_words_stand_in_and_nothing_is_paid(
    arxiv: ArxivDouble, model: ModelServer, papers: list[Paper], assemble: Assemble
) -> None:
    arxiv.keep(papers)
    async with assemble(with_model=True) as parts:
        chat = desk(parts, limits=spent(parts))
        for locale, said in (("en", "You have used up your one new summary"), ("zh", "新摘要")):
            reply = await whole(await chat.answer(reader(locale), papers[0].id))
            assert said in reply.text
            assert reply.cards[0].lead
    assert model.answered == {}


async def test_a_language_is_offered_where_a_summary_is_there_or_could_be(
    papers: list[Paper], assemble: Assemble, clock: MovedClock
) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(papers[:2], at=clock.now())
        for language in ("English", "Chinese"):
            await parts.store.save_summary(summary_of(papers[0], clock.now(), language=language))
        chat = desk(parts)
        reply = await chat.answer(reader(), papers[0].id)
        assert button(reply.cards[0], "In Chinese") == f"paper {papers[0].id} in Chinese"
        back = await chat.press(reader("zh"), button(reply.cards[0], "In Chinese"))
        assert button(back.cards[0], "英文摘要") == f"paper {papers[0].id} in English"
        without = await chat.answer(reader(), papers[1].id)
        assert "In Chinese" not in [each.label for each in without.cards[0].buttons]
    async with assemble(with_model=True) as parts:
        could = await whole(await desk(parts).answer(reader(), papers[1].id))
        assert "In Chinese" in [each.label for each in could.cards[0].buttons]


async def test_a_language_counts_for_every_paper_and_for_the_one_that_words_find(
    papers: list[Paper], assemble: Assemble, clock: MovedClock
) -> None:
    named = replace(papers[0], title="Paper Boats at Low Tide")
    async with assemble() as parts:
        await parts.store.save_papers([named, papers[1]], at=clock.now())
        for paper in (named, papers[1]):
            await parts.store.save_summary(replace(summary_of(paper, clock.now(), language="Chinese"), tldr="一句话。"))
        chat = desk(parts)
        both = await chat.answer(reader(), f"/paper lang:Chinese {named.id} {papers[1].id}")
        assert [card.lead for card in both.cards] == ["一句话。"] * 2
        found = await chat.answer(reader(), "/paper lang:Chinese boats at low tide")
        assert [card.lead for card in found.cards] == ["一句话。"]
        assert (await chat.answer(reader(), "/paper boats at low tide")).cards[0].lead != "一句话。"
        assert "“Xyzzy” is no language" in (await chat.answer(reader(), "/paper lang:Xyzzy boats")).text
        assert "/today cs.CV" in (await chat.answer(reader(), "/paper lang:Chinese cs.CV")).text


async def test_a_reader_of_another_language_gets_english_before_nothing(
    papers: list[Paper], assemble: Assemble, clock: MovedClock
) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(papers[:1], at=clock.now())
        await parts.store.save_summary(summary_of(papers[0], clock.now()))
        chat = desk(parts, wishes=replace(WISHES, language="German"))
        reply = await chat.answer(reader(), papers[0].id)
        assert reply.cards[0].lead == "The short of it."


async def test_the_authors_words_and_the_way_back(papers: list[Paper], assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(papers[:1], at=clock.now())
        await parts.store.save_summary(summary_of(papers[0], clock.now()))
        chat = desk(parts)
        card = (await chat.answer(reader(), papers[0].id)).cards[0]
        theirs = (await chat.press(reader(), button(card, "The authors' words"))).cards[0]
        assert theirs.credit.startswith("In the authors' own words")
        assert theirs.lead != card.lead
        assert (await chat.press(reader(), button(theirs, "The summary"))).cards[0] == card


async def test_a_crowd_of_authors_is_one_tap_away(papers: list[Paper], assemble: Assemble, clock: MovedClock) -> None:
    crowd = replace(papers[0], authors=tuple(f"Author Number {n}" for n in range(3000)))
    few = replace(papers[1], authors=("Ada Brook",))
    async with assemble() as parts:
        await parts.store.save_papers([crowd, few], at=clock.now())
        chat = desk(parts)
        card = (await chat.answer(reader(), crowd.id)).cards[0]
        everybody = await chat.press(reader(), button(card, "All authors"))
        assert everybody.file is not None
        assert everybody.file.text.count("\n") == 3000
        assert "3,000 authors" in everybody.text
        assert (await chat.answer(reader(), f"/authors {few.id}")).text.endswith("1 author:\nAda Brook")
        assert "共 1 位作者" in (await chat.answer(reader("zh"), f"/authors {few.id}")).text


async def test_words_with_one_clear_hit_show_its_card_and_the_others_a_tap_away(
    papers: list[Paper], assemble: Assemble, clock: MovedClock
) -> None:
    named = replace(papers[0], title="BOATS: Paper Boats at Low Tide")
    other = replace(papers[1], title="Counting Paper Boats", abstract="As BOATS did.")
    async with assemble() as parts:
        await parts.store.save_papers([named, other], at=clock.now())
        chat = desk(parts)
        reply = await chat.answer(reader(), "/paper boats")
        assert [card.paper for card in reply.cards] == [named.id]
        listed = await chat.press(reader(), button(reply, "Other papers found"))
        assert {item.command for item in listed.items} == {f"paper {named.id}", f"paper {other.id}"}
        assert (await chat.answer(reader(), "/paper counting")).cards[0].paper == other.id
        assert (await chat.answer(reader(), "/paper paper boats")).cards == ()
        assert "search-" not in (await chat.answer(reader("zh"), "/paper owls")).text


async def test_completion_of_a_paper_names_papers(papers: list[Paper], assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(papers, at=clock.now())
        chat = desk(parts)
        for command in ("paper", "similar", "bibtex", "why"):
            choices = await chat.complete(reader(), command, "2611.9")
            assert {choice.value for choice in choices} == {paper.id for paper in papers}
            assert all(len(choice.label) <= 100 for choice in choices)
        family = readable(papers[0].authors[0]).split()[-1]
        assert any("author:" in choice.value for choice in await chat.complete(reader(), "search", f"author:{family}"))
        assert [choice.value for choice in await chat.complete(reader(), "today", "vision")] == ["cs.CV"]
        assert [choice.value for choice in await chat.complete(reader(), "digest", "3d visi")] == ["3d cs.CV"]


TYPED = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            ["2611.90001", "math/0309136", "page:2", "page:AAAAAAAAAAAA", "10d", "0d", "monday", "昨天", "9999d", "-",
             "1991-08-14", "2026-11-24", "9999-12-31", "2026-11-20..2026-11-24", "..", "cs.CV", "cs", "author:", '"',
             "after:2026", "in Chinese", "owl", "maps", "NOT", "*", "\0", "\ud800"]
        ),
        max_size=5,
    ).map(" ".join),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(typed=TYPED, locale=st.sampled_from(["en", "zh"]))
async def test_any_text_to_any_command_is_answered(
    typed: str, locale: str, papers: list[Paper], assemble: Assemble, clock: MovedClock, arxiv: ArxivDouble
) -> None:
    arxiv.keep(papers)
    async with assemble() as parts:
        await parts.store.save_papers(papers, at=clock.now())
        chat = desk(parts)
        for command in chat.commands:
            reply = await chat.run(reader(locale), command.name, typed)
            assert isinstance(reply, Reply)
            assert reply.text or reply.cards or reply.items
            assert_pressable(reply, chat)
            await chat.complete(reader(locale), command.name, typed)
        await chat.answer(reader(locale), typed)
