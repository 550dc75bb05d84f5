"""``/catchup``: a gap of several days as one edition, each paper once, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.digest import digest
from bot.messages import Destination, Page
from bot.papers import Announced, Announcement, Kind, Paper
from handlers.merging import merge
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.lookups import WISHES, assert_pressable, button, desk, reader, spent, whole
from tests.doubles.papers import invent
from tests.stories.conftest import MONDAY, TUESDAY, Assemble, announce

FRIDAY = date(2026, 11, 20)


def announced(day: date, category: str, *lines: tuple[Paper, Kind], stated: int | None = None) -> Announcement:
    entries = tuple(Announced(paper, kind) for paper, kind in lines)
    return Announcement(day=day, category=category, entries=entries, stated=stated, source="rss")


def test_each_paper_stands_once_newest_day_first_and_in_its_newest_version() -> None:
    old, new = invent(2)
    days = [
        announced(TUESDAY, "cs.CV", (replace(old, version=2), Kind.REPLACE), (new, Kind.NEW)),
        announced(MONDAY, "cs.CV", (old, Kind.NEW), stated=3),
        announced(MONDAY, "cs.AI", (old, Kind.CROSS)),
    ]
    found = digest(TUESDAY, merge(days, TUESDAY), {}, WISHES)
    shown = [(entry.announced.paper.id, entry.announced.paper.version, entry.announced.kind) for entry in found.entries]
    assert shown == [(new.id, 1, Kind.NEW), (old.id, 2, Kind.NEW)]
    assert (found.receipt.announced, found.receipt.lost) == (4, 2), "what arXiv counts and nobody holds is not hidden"


def test_no_days_make_no_announcements() -> None:
    assert merge([], TUESDAY) == []


async def test_a_gap_is_closed_from_the_store_and_the_rest_is_fetched(arxiv: ArxivDouble, assemble: Assemble) -> None:
    announce(arxiv, FRIDAY, invent(2, first=90201))
    announce(arxiv, MONDAY, invent(3, first=90301))
    announce(arxiv, TUESDAY, invent(6, first=90401))
    async with assemble() as parts:
        chat = desk(parts)
        await whole(await chat.answer(reader(), "/today"))
        first = await chat.answer(reader(), "/catchup friday")
        assert "2 days are not here yet" in first.text
        assert len(first.items) == 6
        edition = await whole(first)
        assert "From Friday, November 20, 2026 to Tuesday, November 24, 2026" in edition.text
        assert "Receipt: 11 announced" in edition.text
        ids = [item.command for item in edition.items]
        assert ids[:6] == [f"paper 2611.9040{n}" for n in range(1, 7)]
        rest = await chat.press(reader(), button(edition, "Next"))
        assert [item.command for item in rest.items] == ["paper 2611.90303", "paper 2611.90201", "paper 2611.90202"]
        assert_pressable(edition, chat)
        again = await chat.answer(reader("zh"), "/catchup 4d")
        assert again.later is None
        assert "清单：公布 11 篇" in again.text


async def test_what_the_chat_got_already_is_left_out_and_accounted_for(
    arxiv: ArxivDouble, papers: list[Paper], assemble: Assemble
) -> None:
    announce(arxiv, TUESDAY, papers)
    async with assemble() as parts:
        chat = desk(parts)
        await whole(await chat.answer(reader(), "/today"))
        page = Page(number=1, text="papers", papers=tuple(paper.id for paper in papers[:6]))
        await parts.store.plan(Destination("console", "reader"), TUESDAY, [page])
        edition = await chat.answer(reader(), "/catchup 0d")
        assert "6 left out as you wish (had before 6)" in edition.text
        assert {item.command for item in edition.items} == {f"paper {paper.id}" for paper in papers[6:]}
        rest = Page(number=2, text="papers", papers=tuple(paper.id for paper in papers[6:]))
        await parts.store.plan(Destination("console", "reader"), MONDAY, [rest])
        nothing = await chat.answer(reader("zh"), "/catchup 0d")
        assert "没有此聊天尚未收到的论文" in nothing.text
        assert button(nothing, "今日论文") == "today"


async def test_past_the_limit_only_what_is_stored_is_shown(arxiv: ArxivDouble, assemble: Assemble) -> None:
    announce(arxiv, MONDAY, invent(1))
    async with assemble() as parts:
        reply = await desk(parts, limits=spent(parts)).answer(reader(), "/catchup 3d")
        assert reply.later is None
        assert "You have used up your one new summary" in reply.text
    assert arxiv.requests == []


async def test_a_day_that_fails_is_named_and_the_others_are_shown(arxiv: ArxivDouble, assemble: Assemble) -> None:
    announce(arxiv, MONDAY, invent(1, first=90301))
    announce(arxiv, TUESDAY, invent(1, first=90401))
    arxiv.fail(f"/catchup/cs.AI/{MONDAY}", status=503, times=None)
    async with assemble(patience=60) as parts:
        edition = await whole(await desk(parts).answer(reader(), "/catchup monday"))
        assert len(edition.items) == 2
        assert "Not confirmed by arXiv yet: cs.AI 2026-11-23" in edition.text


@pytest.mark.parametrize(
    ("typed", "english", "chinese"),
    [
        ("91d", "too long", "时间太长"),
        ("2020-01-01", "too long", "时间太长"),
        ("2026-12-01..2026-12-05", "has not come yet", "还没有到"),
        ("10d 5d", "how far back", "补看多久"),
    ],
)
async def test_a_gap_that_makes_no_sense_says_what_does(
    typed: str, english: str, chinese: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        for locale, said in (("en", english), ("zh", chinese)):
            assert said in (await desk(parts).answer(reader(locale), f"/catchup {typed}")).text
