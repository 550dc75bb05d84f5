"""``/why``: what happened to a paper on its way to a chat, and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages import Destination, Page, State
from bot.papers import Announced, Announcement, Kind, Paper
from bot.wishes import Wishes
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.lookups import WISHES, assert_pressable, button, desk, reader, whole
from tests.doubles.papers import invent
from tests.stories.conftest import TUESDAY, Assemble, announce

HERE = Destination("console", "reader")
FRIDAY = TUESDAY + timedelta(days=3)


@pytest.fixture
def paper(arxiv: ArxivDouble) -> Paper:
    """A cs.CV paper that is cross-listed in cs.AI, announced today."""
    one = replace(invent(1)[0], categories=("cs.CV", "cs.AI"), title="Owl Maps", authors=("Ada Brook",))
    announce(arxiv, TUESDAY, [one])
    return one


@pytest.mark.parametrize(
    ("wishes", "english", "chinese"),
    [
        (WISHES, "Nothing keeps it away", "没有被排除"),
        (Wishes(categories=("math.NT",)), "its categories are not among those of this chat: math.NT", "math.NT"),
        (replace(WISHES, unwanted_words=("owl maps",)), "it has unwanted words", "含有不想看的词"),
        (replace(WISHES, unwanted_authors=("Brook",)), "it has an unwanted author", "有不想看的作者"),
        (replace(WISHES, wanted_words=("kites",)), "it has no wanted word or author", "不含想看的词或作者"),
        (Wishes(categories=("cs.AI",), crosslists=False), "cross-lists are not wanted", "不接收交叉列出"),
    ],
)
async def test_the_wish_that_keeps_a_paper_away_is_named(
    wishes: Wishes, english: str, chinese: str, paper: Paper, assemble: Assemble
) -> None:
    async with assemble() as parts:
        await whole(await desk(parts).answer(reader(), "/today"))
        chat = desk(parts, wishes=wishes)
        for locale, said in (("en", english), ("zh", chinese)):
            reply = await chat.answer(reader(locale), f"/why {paper.id}")
            assert said in reply.text
            assert_pressable(reply, chat)
        english_reply = await chat.answer(reader(), f"/why {paper.id}")
        assert "Announced in cs.CV on 2026-11-24 (new), cs.AI on 2026-11-24 (cross-list)." in english_reply.text


@pytest.mark.parametrize(
    ("state", "english", "chinese"),
    [
        (State.SENT, "It came to this chat with the edition of 2026-11-24, on page 2 of 2.", "位于第 2 页（共 2 页）"),
        (State.PLANNED, "on its way to this chat: page 2 of 2", "正在送往此聊天"),
        (State.SKIPPED, "Whether that page arrived could not be found out", "无法确认该页是否已送达"),
        (State.FAILED, "which this platform would not take", "平台拒绝了该页"),
    ],
)
async def test_a_paper_on_a_page_is_told_by_edition_and_page(
    state: State, english: str, chinese: str, paper: Paper, assemble: Assemble
) -> None:
    async with assemble() as parts:
        chat = desk(parts)
        await whole(await chat.answer(reader(), "/today"))
        await parts.store.plan(
            HERE, TUESDAY, [Page(number=1, text="cover"), Page(number=2, text="", papers=(paper.id,))]
        )
        await parts.store.mark((await parts.store.deliveries(HERE, TUESDAY))[1], state)
        for locale, said in (("en", english), ("zh", chinese)):
            assert said in (await chat.answer(reader(locale), f"/why {paper.id}")).text
        reply = await chat.answer(reader(), f"/why {paper.id}")
        assert (await chat.press(reader(), button(reply, "Edition of 2026-11-24"))).items


async def test_a_paper_that_came_in_an_edition_over_several_days_is_told_by_its_days_and_page(
    paper: Paper, assemble: Assemble
) -> None:
    async with assemble() as parts:
        chat = desk(parts)
        await whole(await chat.answer(reader(), "/today"))
        pages = [Page(number=1, text="cover"), Page(number=2, text="", papers=("2611.1", paper.id))]
        await parts.store.plan(Destination("console", "another"), TUESDAY, pages)
        await parts.store.plan(HERE, FRIDAY, pages, since=TUESDAY)
        await parts.store.mark((await parts.store.deliveries(HERE, FRIDAY))[1], State.SENT)
        reply = await chat.answer(reader(), f"/why {paper.id}")
        assert "with the edition of 2026-11-24 to 2026-11-27, on page 2 of 2." in reply.text
        assert "已随 2026-11-24 至 2026-11-27 一期送达" in (await chat.answer(reader("zh"), f"/why {paper.id}")).text
        (item,) = (await chat.press(reader(), button(reply, "Edition of 2026-11-24"))).items
        assert item.command == f"paper {paper.id}"


async def test_a_paper_of_an_edition_whose_announcement_is_not_at_hand_is_still_said_to_be_here(
    assemble: Assemble, clock: MovedClock
) -> None:
    old = replace(invent(1)[0], submitted=None, updated=None, id="math/0309136")
    async with assemble() as parts:
        await parts.store.save_papers([old], at=clock.now())
        await parts.store.plan(HERE, TUESDAY, [Page(number=1, text="", papers=(old.id,))])
        await parts.store.mark((await parts.store.deliveries(HERE, TUESDAY))[0], State.SENT)
        reply = await desk(parts).answer(reader(), f"/why {old.id}")
        assert "It came to this chat with the edition of 2026-11-24, on page 1 of 1." in reply.text


async def test_what_is_not_announced_yet_and_what_was_never_stored_are_told_apart(
    arxiv: ArxivDouble, assemble: Assemble, clock: MovedClock
) -> None:
    fresh, old = invent(2)
    fresh = replace(fresh, submitted=clock.now(), updated=clock.now())
    arxiv.keep([fresh, replace(old, submitted=clock.now().replace(year=2020), updated=None)])
    async with assemble() as parts:
        chat = desk(parts)
        assert "no announcement yet" in (await chat.answer(reader(), f"/why {fresh.id}")).text
        assert "目前还没有看到公布" in (await chat.answer(reader("zh"), f"/why {fresh.id}")).text
        reply = await chat.answer(reader(), f"/why {old.id}")
        assert "I hold no announcement of it" in reply.text
        assert_pressable(reply, chat)


async def test_an_imported_paper_without_dates_is_found_by_its_month(assemble: Assemble, clock: MovedClock) -> None:
    one = replace(invent(1, month="2603")[0], submitted=None, updated=None)
    async with assemble() as parts:
        day = TUESDAY.replace(month=3, day=10)
        await parts.store.import_records([(day, one, None)], at=clock.now())
        reply = await desk(parts).answer(reader(), f"/why {one.id}")
        assert f"Announced in cs.CV on {day} (new)." in reply.text


async def test_an_edition_is_only_named_where_it_holds_the_paper(assemble: Assemble, clock: MovedClock) -> None:
    """An imported day files each paper under its main category alone."""
    one = replace(invent(1)[0], categories=("cs.GR", "cs.CV"))
    entries = (Announced(one, Kind.NEW),)
    async with assemble() as parts:
        await parts.store.save_announcement(
            Announcement(day=TUESDAY, category="cs.GR", entries=entries, source="import"), at=clock.now()
        )
        chat = desk(parts)
        reply = await chat.answer(reader(), f"/why {one.id}")
        assert "The edition of 2026-11-24 in cs.GR holds it." in reply.text
        assert button(reply, "Edition of 2026-11-24") == "digest 2026-11-24 cs.GR"
