"""/save and /saved: a shelf of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.papers import Paper
from handlers import saved
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.chats import ADA, Chat, labels
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.stories.conftest import Assemble


async def test_a_paper_is_saved_once_however_often_and_found_again_after_a_restart(
    papers: list[Paper], assemble: Assemble, clock: MovedClock
) -> None:
    one = papers[0]
    async with assemble() as parts:
        await parts.store.save_papers(papers, at=clock.now())
        chat = Chat(parts)
        for form in (one.id, f"arXiv:{one.id}v1", f"https://arxiv.org/pdf/{one.id}"):
            reply = await chat.say(f"/save {form}")
            assert reply.text.startswith("Saved: ")
            assert reply.private
    async with assemble() as parts:
        shown = await Chat(parts).say("/saved")
        assert [item.command for item in shown.items] == [f"paper {one.id}"]
        assert shown.text == "Your saved paper:"
        assert shown.private


async def test_a_paper_that_nobody_has_seen_here_is_fetched(arxiv: ArxivDouble, assemble: Assemble) -> None:
    (one,) = invent(1)
    arxiv.keep([one])
    async with assemble() as parts:
        chat = Chat(parts)
        await chat.say(f"/save {one.id}")
        assert (await chat.say("/saved")).items[0].url == one.url
        assert [request.host for request in arxiv.requests] == ["api"]


async def test_the_last_saved_comes_first_in_pages_that_turn(assemble: Assemble, clock: MovedClock) -> None:
    many = invent(19)
    async with assemble() as parts:
        await parts.store.save_papers(many, at=clock.now())
        chat = Chat(parts, replace(ADA, locale="zh"))
        for paper in many:
            clock.advance(seconds=1)
            await chat.say(f"/save {paper.id}")
        seen: list[str] = []
        page = await chat.say("/saved")
        assert page.text == "你收藏了 19 篇论文，第 1 / 3 页："
        assert "‹" not in labels(page)
        for _ in range(2):
            seen += [item.command for item in page.items]
            page = await chat.press(page, "›")
        seen += [item.command for item in page.items]
        assert seen == [f"paper {paper.id}" for paper in reversed(many)]
        assert "›" not in labels(page)
        assert len((await chat.press(page, "‹")).items) == 8


async def test_removing_the_last_of_a_page_leads_to_the_page_before(assemble: Assemble, clock: MovedClock) -> None:
    many = invent(9)
    async with assemble() as parts:
        await parts.store.save_papers(many, at=clock.now())
        chat = Chat(parts)
        for paper in many:
            clock.advance(seconds=1)
            await chat.say(f"/save {paper.id}")
        last = await chat.say("/saved 2")
        reply = await chat.press(last, f"Remove {many[0].id}")
        assert reply.text == "Removed.\nYour 8 saved papers:"
        assert len(reply.items) == 8
        assert "not among your saved ones" in (await chat.press(last, f"Remove {many[0].id}")).text


async def test_saving_can_be_undone_at_once(papers: list[Paper], assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(papers, at=clock.now())
        chat = Chat(parts)
        reply = await chat.say(f"/save {papers[0].id} {papers[1].id}")
        assert reply.text.count("Saved: ") == 2
        await chat.press(reply, f"Remove {papers[1].id}")
        assert [item.command for item in (await chat.say("/saved")).items] == [f"paper {papers[0].id}"]


async def test_a_shelf_is_nobody_elses(papers: list[Paper], assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(papers, at=clock.now())
        await Chat(parts).say(f"/save {papers[0].id}")
        for other in (replace(ADA, user="8"), replace(ADA, platform="discord")):
            assert (await Chat(parts, other).say("/saved")).text.startswith("You have not saved any papers yet.")
        in_a_group = Chat(parts, replace(ADA, chat="-100", direct=False, may_change=False))
        assert len((await in_a_group.say("/saved")).items) == 1


async def test_a_full_shelf_says_so(
    papers: list[Paper], assemble: Assemble, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "MOST", 1)
    async with assemble() as parts:
        await parts.store.save_papers(papers, at=clock.now())
        chat = Chat(parts)
        assert "it holds 1 papers" in (await chat.say(f"/save {papers[0].id} {papers[1].id}")).text
        assert (await chat.say(f"/save {papers[0].id}")).text.startswith("Saved: ")
        assert len((await chat.say("/saved")).items) == 1


@pytest.mark.parametrize("line", ["0", "99999", "-1", "x", "remove", "remove x", "remove 2611.90001 x", "١"])
async def test_any_text_behind_saved_is_answered(line: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        assert "You have not saved any papers yet." in (await Chat(parts).say(f"/saved {line}")).text


async def test_what_is_no_paper_is_said(assemble: Assemble) -> None:
    async with assemble() as parts:
        assert "by its arXiv id or link" in (await Chat(parts).say("/save xyzzy")).text
