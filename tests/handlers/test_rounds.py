"""The rounds of a running bot, with a clock that is moved: each edition when it is due, whatever happens in between."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.adapter import Barred, Post, Unreachable
from bot.messages import Destination, State
from bot.papers import Paper
from bot.subscriptions import Subscription
from bot.wishes import Wishes
from handlers.courier import PAUSES
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.doubles.running import SUBSCRIBERS, at, ids
from tests.handlers.conftest import Run
from tests.handlers.test_courier import Chats
from tests.stories.conftest import MONDAY, TUESDAY, WISHES, announce

WEDNESDAY = date(2026, 11, 25)


async def test_every_edition_goes_out_when_it_is_due_and_once(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    chats = Chats()
    announce(arxiv, TUESDAY, papers)
    async with run(chats) as running:
        for moment, there in (
            ("2026-11-24T05:10", ["asap"]),
            ("2026-11-24T07:29", ["asap"]),
            ("2026-11-24T07:31", ["asap", "berlin"]),
            ("2026-11-24T19:59", ["asap", "berlin"]),
            ("2026-11-24T20:00", ["asap", "berlin", "evening"]),
            ("2026-11-24T23:00", ["asap", "berlin", "evening"]),
        ):
            at(clock, moment)
            await running.round()
            for name in SUBSCRIBERS:
                assert sorted(chats.papers(name)) == (ids(papers) if name in there else []), (moment, name)


async def test_while_arxiv_is_late_it_is_asked_every_quarter_of_an_hour_and_nothing_goes_out(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    chats = Chats()
    announce(arxiv, MONDAY, invent(3, first=90501))
    at(clock, "2026-11-24T05:01")
    async with run(chats) as running:
        for _ in range(60):
            await running.round()
            clock.advance(minutes=1)
        assert chats.papers("asap") == []
        rounds_of_questions = len(arxiv.asked("/rss/cs.CV"))
        assert 3 <= rounds_of_questions <= 6
        announce(arxiv, TUESDAY, papers)
        for _ in range(16):
            await running.round()
            clock.advance(minutes=1)
    assert sorted(chats.papers("asap")) == ids(papers)


async def test_a_new_day_is_asked_for_at_once_and_is_an_edition_of_its_own(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    chats = Chats()
    later = invent(2, first=91001)
    announce(arxiv, TUESDAY, papers)
    announce(arxiv, WEDNESDAY, later)
    async with run(chats) as running:
        at(clock, "2026-11-25T04:59")
        await running.round()
        at(clock, "2026-11-25T05:00")
        await running.round()
    assert sorted(chats.papers("asap")) == ids(papers + later)


async def test_an_interrupted_edition_of_yesterday_is_completed_before_anything_new(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    later = invent(2, first=91001)
    announce(arxiv, TUESDAY, papers)
    announce(arxiv, WEDNESDAY, later)
    chats = Chats()
    at(clock, "2026-11-24T05:10")
    async with run(chats) as running:
        chats.faults["asap"] = [Unreachable("no way") for _ in range(len(PAUSES) + 1)]
        await running.round()
        assert chats.papers("asap") == []
    at(clock, "2026-11-25T05:10")
    async with run(chats) as running:
        await running.round()
        await running.round()
        deliveries = await running.parts.store.deliveries(Destination("chat", "asap"), TUESDAY)
    assert sorted(chats.papers("asap")[: len(papers)]) == ids(papers)
    assert chats.papers("asap")[len(papers) :] == ids(later)
    assert {one.state for one in deliveries} == {State.SENT}
    assert sorted(chats.papers("evening")) == ids(papers)  # it was due while nobody was there


async def test_what_goes_to_a_platform_that_is_not_there_is_gathered_and_goes_out_when_it_is(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    chats = Chats()
    announce(arxiv, TUESDAY, papers)
    at(clock, "2026-11-24T06:00")
    async with run(chats) as running:
        away = running.adapters.pop("chat")
        await running.round()
        assert await running.parts.store.verified(TUESDAY) == set(WISHES.categories)
        assert chats.papers("asap") == []
        running.adapters["chat"] = away
        await running.round()
    assert sorted(chats.papers("asap")) == ids(papers)


@pytest.mark.parametrize(("fault", "minutes"), [(Barred("no right"), 60), (Unreachable("no way"), 5)])
async def test_what_could_not_be_brought_is_tried_again_but_not_every_minute(
    fault: Exception, minutes: int, run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    chats = Chats()
    at(clock, "2026-11-24T05:10")
    async with run(chats) as running:
        attempts = 1 if isinstance(fault, Barred) else len(PAUSES) + 1
        chats.faults["asap"] = [fault] * (attempts + 1)
        await running.round()
        for _ in range(minutes - 1):
            clock.advance(minutes=1)
            await running.round()
        assert len(chats.faults["asap"]) == 1
        clock.advance(minutes=1)
        await running.round()
        assert chats.faults["asap"] == []


async def test_somebody_who_subscribes_in_the_meantime_gets_the_newest_edition(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    chats = Chats()
    async with run(chats) as running:
        await running.round()
        new = Subscription(destination=Destination("chat", "new"), wishes=Wishes(categories=("cs.AI",)))
        await running.parts.store.save_subscription(new, at=clock.now())
        clock.advance(minutes=1)
        await running.round()
    assert sorted(chats.papers("new")) == ids([paper for paper in papers if "cs.AI" in paper.categories])


async def test_stopped_in_the_middle_the_next_start_goes_on_there(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    chats = Chats()
    async with run(chats) as running:
        await running.clockwork.turn()
        await running.rounds.stop()
    async with run(chats) as running:
        clock.advance(minutes=1)
        await running.round()
    assert sorted(chats.papers("asap")) == ids(papers)


async def test_what_waited_for_a_right_goes_on_in_the_round_after_it_was_given(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    chats = Chats({"asap": [Barred("no right")]})
    at(clock, "2026-11-24T05:10")
    async with run(chats) as running:
        await running.round()
        clock.advance(minutes=1)
        await running.round()
        assert chats.papers("asap") == []
        await running.residents.opened(Destination("chat", "asap"))
        await running.round()
    assert sorted(chats.papers("asap")) == ids(papers)


async def test_a_page_that_is_under_way_when_the_bot_is_stopped_arrives_and_the_rest_waits(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    class Slow(Chats):
        async def send(self, post: Post) -> str:
            sending.set()
            await asyncio.sleep(0.05)
            return await super().send(post)

    sending = asyncio.Event()
    announce(arxiv, TUESDAY, papers)
    chats = Slow()
    at(clock, "2026-11-24T05:10")
    async with run(chats) as running:
        await running.clockwork.turn()
        await sending.wait()
        await running.rounds.stop()
        states = [one.state for one in await running.parts.store.deliveries(Destination("chat", "asap"), TUESDAY)]
        assert states == [State.SENT, State.PLANNED, State.PLANNED]
    async with run(chats) as running:
        await running.round()
    assert sorted(chats.papers("asap")) == ids(papers)


async def test_a_cover_that_a_stop_left_without_its_links_is_completed_the_next_day(
    run: Run, arxiv: ArxivDouble, clock: MovedClock, papers: list[Paper]
) -> None:
    announce(arxiv, TUESDAY, papers)
    announce(arxiv, WEDNESDAY, [])
    chats = Chats()
    at(clock, "2026-11-24T05:10")
    async with run(chats) as running:
        await running.round()
        cover = (await running.parts.store.deliveries(Destination("chat", "asap"), TUESDAY))[0]
        await running.parts.store.revise(cover, replace(cover.page, text="another"))
    edits = len(chats.edited)
    at(clock, "2026-11-25T05:10")
    async with run(chats) as running:
        await running.round()
    assert len(chats.edited) == edits + 1
