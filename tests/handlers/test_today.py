"""``/today`` and ``/digest``: the edition of a day with its receipt, or why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.papers import Paper
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.lookups import WISHES, assert_pressable, button, desk, reader, spent, whole
from tests.doubles.papers import invent
from tests.stories.conftest import MONDAY, TUESDAY, Assemble, announce


async def test_todays_edition_is_fetched_once_and_then_there(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble
) -> None:
    announce(arxiv, TUESDAY, papers)
    async with assemble() as parts:
        chat = desk(parts)
        first = await chat.answer(reader(), "/today")
        assert first.text.startswith("Fetching arXiv's announcement of Tuesday")
        assert first.items == ()
        edition = await whole(first)
        asked = len(arxiv.requests)
        assert "Tuesday, November 24, 2026" in edition.text
        assert "cs.CV Computer Vision and Pattern Recognition: 5" in edition.text
        assert "Receipt: 8 announced = 0 summarized + 8 from the abstract; 0 lost" in edition.text
        assert len(edition.items) == 8
        assert all(item.lead for item in edition.items)
        again = await chat.answer(reader("zh"), "/today")
        assert again.later is None
        assert "清单：公布 8 篇 = 已写摘要 0 篇 + 取自原摘要 8 篇；遗漏 0 篇" in again.text
        assert_pressable(edition, chat)
    assert len(arxiv.requests) == asked


async def test_a_long_day_has_pages_and_a_button_for_each_category(arxiv: ArxivDouble, assemble: Assemble) -> None:
    announce(arxiv, TUESDAY, invent(11) + invent(2, category="cs.AI", first=90101))
    async with assemble() as parts:
        chat = desk(parts)
        first = await whole(await chat.answer(reader(), "/today"))
        assert "Papers 1 to 8 of 13" in first.text
        second = await chat.press(reader(), button(first, "Next"))
        assert (len(second.items), "Receipt" in second.text) == (5, False)
        assert [item.number for item in (*first.items, *second.items)] == list(range(1, 14))
        assert await chat.press(reader(), button(second, "Back")) == first
        only = await chat.press(reader(), button(first, "cs.AI"))
        assert [item.byline.rpartition(" · ")[2] for item in only.items[:2]] == ["cs.AI"] * 2
        assert {item.byline.rpartition(" · ")[2] for item in only.items[2:]} == {"cross-list in cs.AI"}
        assert (await chat.answer(reader(), "/today cs.AI")).items == only.items


async def test_a_category_that_is_named_as_such_is_never_taken_for_a_day(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = desk(parts)
        for line in ("today cat:3d", "digest monday cat:page:2", "catchup cat:3d"):
            assert "is neither a day nor" in (await chat.answer(reader(), f"/{line}")).text
        named = await chat.answer(reader(), "/digest 2026-11-24 cat:cs.RO")
        assert named.text == (await chat.answer(reader(), "/digest 2026-11-24 cs.RO")).text


async def test_an_earlier_day_is_asked_for_by_name_and_counts_towards_the_limit(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble
) -> None:
    announce(arxiv, MONDAY, papers)
    async with assemble() as parts:
        refused = await desk(parts, limits=spent(parts)).answer(reader(), "/digest monday")
        assert "You have used up your one new summary" in refused.text
        assert arxiv.requests == []
        chat = desk(parts)
        edition = await whole(await chat.answer(reader(), "/digest yesterday cs.CV"))
        assert len(edition.items) == 5
        assert (await chat.answer(reader(), "/digest 2026-11-23 cs.CV")).items == edition.items
        assert (await chat.answer(reader(), "/digest 周一 cs.CV")).items == edition.items


async def test_the_chats_wishes_are_kept_and_accounted_for(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble
) -> None:
    announce(arxiv, TUESDAY, papers)
    word = "owl maps"
    wishes = replace(WISHES, unwanted_words=(word,))
    left_out = sum(word in f"{paper.title} {paper.abstract}".lower() for paper in papers)
    assert left_out
    async with assemble() as parts:
        chat = desk(parts, wishes=wishes)
        edition = await whole(await chat.answer(reader(), "/today"))
        assert f"{left_out} left out as you wish (unwanted words {left_out})" in edition.text
        chinese = await chat.answer(reader("zh"), "/today")
        assert f"按你的设置排除 {left_out} 篇（含不想看的词 {left_out} 篇）" in chinese.text
        assert len(edition.items) == 8 - left_out


async def test_a_category_that_is_late_is_named_and_what_is_there_is_shown(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble
) -> None:
    announce(arxiv, MONDAY, invent(2, first=90801))
    announce(arxiv, TUESDAY, papers)
    arxiv.lagging_feed("cs.AI")
    arxiv.late_page("cs.AI")
    async with assemble() as parts:
        chat = desk(parts)
        edition = await whole(await chat.answer(reader(), "/today"))
        assert "Not confirmed by arXiv yet: cs.AI." in edition.text
        assert len(edition.items) == 5
        asked = len(arxiv.requests)
        again = await chat.answer(reader(), "/today")
        assert again.later is not None
        assert len(again.items) == 5
        assert (await whole(again)).items == edition.items
        assert len(arxiv.requests) == asked, "arXiv named a time to ask again, and it has not come"


async def test_before_todays_is_out_it_says_so_and_leads_to_the_one_before(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble
) -> None:
    announce(arxiv, MONDAY, papers)
    for category in WISHES.categories:
        arxiv.lagging_feed(category)
        arxiv.late_page(category)
    async with assemble() as parts:
        chat = desk(parts)
        await whole(await chat.answer(reader(), "/digest monday"))
        late = await whole(await chat.answer(reader(), "/today"))
        assert "Tuesday, November 24, 2026 is not announced yet" in late.text
        assert (await chat.press(reader(), button(late, "Edition of Nov 23, 2026"))).items
        assert "尚未发布" in (await whole(await chat.answer(reader("zh"), "/today"))).text


async def test_at_a_weekend_the_newest_edition_comes_with_the_reason(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble, clock: MovedClock
) -> None:
    friday = date(2026, 11, 20)
    announce(arxiv, friday, papers)
    clock.advance(days=-3)
    async with assemble() as parts:
        chat = desk(parts)
        for locale, reason in (("en", "arXiv announces nothing at weekends."), ("zh", "arXiv 周末不发布公告。")):
            edition = await whole(await chat.answer(reader(locale), "/today"))
            assert edition.text.startswith(reason)
            assert len(edition.items) == 8


@pytest.mark.parametrize(
    ("typed", "english", "chinese"),
    [
        ("2026-11-25", "has not come yet in New York", "还没有到"),
        ("2026-11-22", "nothing at weekends", "周末不发布"),
        ("2025-03-04", "keeps its announcements for 90 days", "只保留 90 天"),
        ("monday tuesday", "Please write a day", "请写日期"),
        ("cs.CV cs.AI", "Please write a day", "请写日期"),
    ],
)
async def test_a_day_that_cannot_be_had_says_why_and_asks_nobody(
    typed: str, english: str, chinese: str, arxiv: ArxivDouble, assemble: Assemble
) -> None:
    async with assemble() as parts:
        for locale, said in (("en", english), ("zh", chinese)):
            reply = await desk(parts).answer(reader(locale), f"/digest {typed}")
            assert said in reply.text
            assert reply.later is None
    assert arxiv.requests == []


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("/digest 2026-02-30", "Please write a day", "请写日期"),
        ("/digest cs.VC", "Did you mean cs.CV", "是不是 cs.CV"),
        ("/today 视觉", "Please write a day", "请写日期"),
        ("/catchup zzz", "Please write", "请写要补看多久"),
    ],
)
async def test_what_is_neither_a_day_nor_a_category_is_said_to_be_neither(
    text: str, english: str, chinese: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        for locale, told, hint in (("en", "is neither a day", english), ("zh", "既不是日期", chinese)):
            reply = await desk(parts).answer(reader(locale), text)
            assert told in reply.text
            assert hint in reply.text
