"""Talking about days: /today, /digest, /catchup, /categories."""

from __future__ import annotations

from bot.messages import Destination, Page
from bot.papers import Paper
from tests.conversations.conftest import OpenTalk, Talk
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.stories.conftest import MONDAY, TUESDAY, announce


async def test_today_is_fetched_once_and_each_category_is_a_tap_away(
    talk: Talk, arxiv: ArxivDouble, announced: list[Paper]
) -> None:
    await talk.say("/today")
    assert talk.words("digest-fetching", day=TUESDAY) in talk.first.text
    assert talk.hears("digest-heading", day=TUESDAY)
    assert {item.command for item in talk.reply.items} == {f"paper {paper.id}" for paper in announced}
    asked = len(arxiv.requests)
    await talk.press("cs.AI")
    there = [paper for paper in announced if "cs.AI" in paper.categories]
    assert {item.command for item in talk.reply.items} == {f"paper {paper.id}" for paper in there}
    assert (await talk.open(1)).cards
    assert len(arxiv.requests) == asked


async def test_a_day_with_many_papers_has_pages(talk: Talk, arxiv: ArxivDouble) -> None:
    announce(arxiv, TUESDAY, invent(20))
    await talk.say("/digest tuesday")
    assert talk.hears("list-range", first=1, last=8, total=20)
    await talk.press("list-next")
    await talk.press("list-next")
    assert talk.hears("list-range", first=17, last=20, total=20)
    await talk.press("list-previous")
    assert talk.hears("list-range", first=9, last=16, total=20)


async def test_a_day_that_has_not_come_is_no_empty_edition(talk: Talk) -> None:
    await talk.say("/digest 2026-12-01")
    assert not talk.reply.items
    assert talk.reply.private


async def test_a_weekend_has_its_reason(talk: Talk, clock: MovedClock) -> None:
    clock.advance(days=4)
    await talk.say("/digest today")
    assert talk.hears("quiet-weekend")


async def test_catchup_brings_a_gap_without_what_came_before(
    open_talk: OpenTalk, arxiv: ArxivDouble, papers: list[Paper]
) -> None:
    first, second = papers[:3], papers[3:5]
    announce(arxiv, MONDAY, first)
    announce(arxiv, TUESDAY, second)
    async with open_talk() as talk:
        await talk.say("/catchup 1d")
        assert {item.command for item in talk.reply.items} == {f"paper {paper.id}" for paper in first + second}
        here = Destination(talk.asker.platform, talk.asker.chat)
        pages = [Page(number=1, text="a page", papers=tuple(paper.id for paper in first))]
        await talk.parts.store.plan(here, MONDAY, pages)
        await talk.say("/catchup 1d")
        assert {item.command for item in talk.reply.items} == {f"paper {paper.id}" for paper in second}
        await talk.parts.store.plan(here, TUESDAY, [Page(number=1, text="b", papers=tuple(p.id for p in second))])
        await talk.say("/catchup 1d")
        assert talk.hears("catchup-nothing")


async def test_categories_are_found_by_words_and_lead_to_their_day(talk: Talk, announced: list[Paper]) -> None:
    await talk.say("/categories")
    assert "cs" in talk.reply.text
    await talk.say("/categories vision")
    assert "cs.CV" in talk.reply.text
    await talk.press("cs.CV")
    assert talk.hears("digest-heading", day=TUESDAY)
    await talk.say("/categories astrology")
    await talk.press("categories-all")
    assert "hep-th" in talk.reply.text
