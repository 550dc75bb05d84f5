"""The conversation around a search: pages, orders, spellings, and the one paper that was surely meant."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import UsageError
from bot.query import Order, parse
from bot.store import Found
from bot.words import speak
from handlers.search import Page, clear_hit, listed, read
from tests.doubles.clock import MovedClock
from tests.doubles.lookups import assert_pressable, button, context, desk, reader
from tests.doubles.papers import invent
from tests.stories.conftest import Assemble

TODAY = date(2026, 11, 24)
OWLS = [replace(paper, title=f"Owl number {n} in flight") for n, paper in enumerate(invent(20))]


async def test_pages_of_eight_lead_through_everything_once(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(OWLS, at=clock.now())
        chat = desk(parts)
        reply = await chat.answer(reader(), "/search owl flight")
        seen = [len(reply.items)]
        commands = [item.command for item in reply.items]
        while "Next" in [each.label for row in reply.buttons for each in row]:
            assert_pressable(reply, chat)
            reply = await chat.press(reader(), button(reply, "Next"))
            seen.append(len(reply.items))
            commands += [item.command for item in reply.items]
        assert seen == [8, 8, 4]
        assert sorted(commands) == sorted(f"paper {paper.id}" for paper in OWLS)
        first = await chat.press(reader(), button(reply, "From the start"))
        assert [item.command for item in first.items] == commands[:8]


async def test_a_page_stays_where_it_was_when_newer_papers_come(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(OWLS[:16], at=clock.now())
        chat = desk(parts)
        reply = await chat.answer(reader(), "/search owl")
        newest = await chat.press(reader(), button(reply, "Newest first"))
        assert newest.text == "Newest papers for owl:"
        following = await chat.press(reader(), button(newest, "Next"))
        later = [replace(paper, submitted=clock.now() + timedelta(days=1)) for paper in OWLS[16:]]
        await parts.store.save_papers(later, at=clock.now())
        assert await chat.press(reader(), button(newest, "Next")) == following
        assert (await chat.press(reader(), button(newest, "Best match first"))).text == "Best matches for owl:"


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("owl", "Best matches for owl:"),
        ("sort:newest owl", "Newest papers for sort:newest owl:"),
        ("sort:best owl", "Best matches for sort:best owl:"),
        ("sort:best cat:cs.CV", "Newest papers for sort:best cat:cs.CV:"),  # there are no words to match better
    ],
)
async def test_what_comes_first_can_be_said(typed: str, heading: str, assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(OWLS, at=clock.now())
        chat = desk(parts)
        reply = await chat.answer(reader(), f"/search {typed}")
        assert (reply.text, len(reply.items)) == (heading, 8)
        other = "Best match first" if "newest" in typed else "Newest first"
        offered = [one.label for row in reply.buttons for one in row]
        assert (other in offered) is ("owl" in typed)


async def test_a_button_survives_a_restart_and_a_lost_one_says_so(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(OWLS, at=clock.now())
        pressed = button(await desk(parts).answer(reader(), "owl " + "flight " * 30), "Next")
    async with assemble() as parts:
        chat = desk(parts)
        assert (await chat.press(reader(), pressed)).items
        for locale, said in (("en", "search again"), ("zh", "请重新搜索")):
            assert said in (await chat.press(reader(locale), "search page:AAAAAAAAAAAA")).text


async def test_a_typing_mistake_gets_a_suggestion_to_press(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(OWLS, at=clock.now())
        chat = desk(parts)
        for locale, said in (("en", "Did you mean owl flight?"), ("zh", "你要找的是 owl flight 吗？")):
            reply = await chat.answer(reader(locale), "owl flihgt")
            assert said in reply.text
            assert len((await chat.press(reader(locale), button(reply, "owl flight"))).items) == 8


async def test_a_search_that_was_cut_short_says_so(assemble: Assemble) -> None:
    async with assemble() as parts:
        page = Page(query=parse("owl", today=TODAY))
        cut = Found(papers=tuple(OWLS[:2]), complete=False)
        for locale, said in (("en", "cut short"), ("zh", "中止")):
            assert said in (await listed(reader(locale), page, cut, context(parts))).text
            assert said not in (await listed(reader(locale), page, replace(cut, complete=True), context(parts))).text


async def test_an_author_alone_has_no_best_match(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers([replace(paper, authors=("Ada Brook",)) for paper in OWLS], at=clock.now())
        reply = await desk(parts).answer(reader(), "/search author:Brook")
        assert reply.text == "Newest papers for author:Brook:"
        assert [each.label for row in reply.buttons for each in row] == ["Next"]


@pytest.mark.parametrize("text", ["", "   ", "?!", '""'])
async def test_nothing_to_look_for_says_what_to_write(text: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        with pytest.raises(UsageError, match="Write what to look for"):
            await read(text, speak("en"), context(parts))
        assert (await read("owl", speak("en"), context(parts))).order is Order.BEST


@pytest.mark.parametrize(
    ("typed", "titles", "hit"),
    [
        ("attention is all you need", ["Attention Is All You Need", "Attention Is All You Need to Know"], 0),
        ("bert", ["Distilling BERT", "BERT: Pre-training of Owls"], 1),
        ("bert", ["BERT: Owls", "BERT: Maps"], None),
        ("owls at night", ["Seeing Owls at Night Again", "Night Owls at Work"], 0),
        ("owls at night", ["Seeing Owls at Night", "Hearing Owls at Night"], None),
        ("night owls", ["Night Owls Fly", "Owls"], None),
        ("$k$-means owls", ["Owls", "$k$-Means Owls"], 1),
        ("扩散模型", ["扩散模型", "扩散模型综述"], 0),
        ("author:Brook", ["Owls", "Maps"], None),
    ],
)
def test_one_hit_is_clear_where_its_title_is_what_was_typed(typed: str, titles: list[str], hit: int | None) -> None:
    papers = [replace(OWLS[n], title=title) for n, title in enumerate(titles)]
    found = clear_hit(parse(typed, today=TODAY), papers, alone=False)
    assert found == (None if hit is None else papers[hit])


def test_the_only_paper_found_is_meant() -> None:
    assert clear_hit(parse("author:Brook", today=TODAY), OWLS[:1], alone=True) == OWLS[0]
    assert clear_hit(parse("author:Brook", today=TODAY), OWLS[:1], alone=False) is None
    assert clear_hit(parse("owls", today=TODAY), [], alone=True) is None


@pytest.mark.parametrize("text", ["owl cat:cs.XX", "owl -after:2026-13-01"])
async def test_a_filter_that_makes_no_sense_is_named_where_nothing_is_found(text: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        reply = await desk(parts).answer(reader(), f"/search {text} zebra")
        assert f"I could not make sense of {text.split()[1].lstrip('-')}" in reply.text
        plain = await desk(parts).answer(reader(), "/search owl cat:cs.CV title:zebra")
        assert "make sense" not in plain.text


@pytest.mark.parametrize("typed", ['<b>owl</b> & "flight"', "&lt;b&gt;owl", "(owl)!  -zebra"])
async def test_what_was_typed_is_repeated_as_it_was_typed(typed: str, assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(OWLS, at=clock.now())
        said = " ".join(typed.split())
        for locale in ("en", "zh"):
            for text in (typed, f"{typed} xyzzy"):
                reply = await desk(parts).answer(reader(locale), text)
                assert text.replace(typed, said) in reply.text


async def test_of_a_long_text_the_first_words_are_looked_for_and_that_is_said(
    assemble: Assemble, clock: MovedClock
) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(OWLS, at=clock.now())
        for locale, said in (("en", "Only the first 83 words were looked for."), ("zh", "只搜索了前 83 个词")):
            reply = await desk(parts).answer(reader(locale), "owls flight " * 300)
            heading, remark, *_ = reply.text.splitlines()
            assert re.search(r"owls flight owls(…| flight…)", heading)
            assert said in remark
            assert reply.items
            assert said not in (await desk(parts).answer(reader(locale), "owls flight")).text


@pytest.mark.parametrize(
    ("locale", "typed", "advice"),
    [
        ("en", "xyzzy", "Another word may find something"),
        ("en", "xyzzy plugh", "Fewer words find more."),
        ("en", "author:Xyzzy cat:cs.CV", "Fewer words find more."),
        ("zh", "xyzzy", "换个关键词"),
        ("zh", "xyzzy plugh", "减少关键词"),
    ],
)
async def test_where_nothing_is_found_the_advice_fits_and_two_ways_lead_on(
    locale: str, typed: str, advice: str, assemble: Assemble, clock: MovedClock
) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(OWLS, at=clock.now())
        reply = await desk(parts).answer(reader(locale), typed)
        found = await desk(parts).answer(reader(locale), "owl")
    assert advice in reply.text
    assert [each.command for row in reply.buttons for each in row] == ["today", "help"]
    assert not {"today", "help"} & {each.command for row in found.buttons for each in row}
