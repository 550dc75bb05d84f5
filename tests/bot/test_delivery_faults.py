"""The outbox and a platform that fails: lost answers are settled, refusals final, everything else waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapter import Barred, Fault, Gone, LayoutRefused, Moved, Post, Refused, Unknown, Unreachable
from bot.delivery import ATTEMPTS, RESENDS, Sent, send_pages
from bot.messages import Page, State
from bot.store import Store
from bot.subscriptions import OnUnknown
from tests.doubles.doomed import DAY, HERE
from tests.doubles.posts import Postbox

COVER = Page(number=1, text="cover", links=True)
VISION = [Page(number=n, text=f"vision {n}", papers=(f"2611.9000{n}",), thread="cs.CV") for n in (2, 3)]
MINDS = [Page(number=4, text="minds", papers=("2611.90004",), thread="cs.AI", silent=True)]
EDITION = [COVER, *VISION, *MINDS]


class Faulty(Postbox):
    """Raises what is planned for a page, at each attempt the next; ``arrives``: an answer that is lost came too late.

    Finds what arrived, as platforms do that can tell.
    """

    def __init__(self, faults: dict[int, list[Fault]], *, arrives: bool = False) -> None:
        super().__init__()
        self.faults = faults
        self.arrives = arrives
        self.anchors: list[str] = []
        self.held = 0

    @asynccontextmanager
    async def turn(self, post: Post) -> AsyncIterator[str]:
        self.held += 1
        try:
            yield f"after {len(self.arrived)}"
        finally:
            self.held -= 1

    async def send(self, post: Post) -> str:
        assert self.held == 1
        if waiting := self.faults.get(post.page.number):
            fault = waiting.pop(0)
            if isinstance(fault, Unknown) and self.arrives:
                await super().send(post)
            raise fault
        return await super().send(post)

    async def find(self, post: Post) -> str | None:
        self.anchors.append(post.anchor)
        places = {arrived.key: f"place {place}" for place, arrived in enumerate(self.arrived, 1)}
        return places.get(post.key)


async def brought(store: Store, chat: Postbox, *, wish: OnUnknown = "resend", silent: bool = False) -> Sent:
    return await send_pages(HERE, DAY, ledger=store, adapter=chat, on_unknown=wish, silent=silent)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "p.db") as store:
        await store.plan(HERE, DAY, EDITION)
        yield store


@pytest.mark.parametrize("number", range(1, 5))
async def test_a_page_whose_answer_was_lost_is_looked_for_and_not_sent_again(number: int, store: Store) -> None:
    chat = Faulty({number: [Unknown("no answer")]}, arrives=True)
    sent = await brought(store, chat)
    assert (chat.numbers, sent.found, sent.unknown) == ([1, 2, 3, 4], [number], {})
    assert chat.anchors == [f"after {number - 1}"]
    assert [one.place for one in await store.deliveries(HERE, DAY)] == [f"place {n}" for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("number", range(1, 5))
async def test_a_page_that_never_arrived_is_sent_again(number: int, store: Store) -> None:
    chat = Faulty({number: [Unknown("no answer")]})
    sent = await brought(store, chat)
    assert (chat.numbers, sent.sent, sent.found) == ([1, 2, 3, 4], 4, [])


async def test_a_platform_that_never_answers_is_left_alone_after_a_few_attempts(store: Store) -> None:
    chat = Faulty({2: [Unknown("no answer")] * ATTEMPTS})
    left = await brought(store, chat)
    assert isinstance(left.fault, Unreachable)
    assert str(left.fault) == "no answer"
    states = [one.state for one in await store.deliveries(HERE, DAY)]
    assert states == [State.SENT, State.SENDING, State.PLANNED, State.PLANNED]
    assert (await brought(store, chat)).sent == 3
    assert chat.numbers == [1, 2, 3, 4]


@pytest.mark.parametrize("after", [Unknown("no answer"), Unreachable("later"), Barred("no right")], ids=repr)
async def test_a_page_that_arrives_after_it_was_looked_for_in_vain_is_found_by_the_next_run(
    after: Fault, store: Store
) -> None:
    late = Faulty({2: [Unknown("no answer"), after, after]})
    assert (await brought(store, late)).fault is not None
    assert [one.state for one in await store.deliveries(HERE, DAY)][1] is State.SENDING
    there = Faulty({}, arrives=True)
    there.arrived = [
        Post(destination=HERE, page=one.page, delivery=one.id) for one in await store.deliveries(HERE, DAY)
    ][:2]
    sent = await brought(store, there)
    assert (sent.found, there.numbers) == ([2], [1, 2, 3, 4])


async def test_a_page_under_way_at_a_start_is_looked_for_by_the_anchor_of_its_first_attempt(store: Store) -> None:
    first = Faulty({2: [Unknown("no answer")]}, arrives=True)
    deliveries = await store.deliveries(HERE, DAY)
    await store.mark(deliveries[0], State.SENT, place="place 1")
    await store.mark(deliveries[1], State.SENDING, anchor="of the first attempt")
    first.arrived = [
        Post(destination=HERE, page=one.page, delivery=one.id) for one in deliveries[:2]
    ]  # it had arrived before the process died
    sent = await brought(store, first)
    assert (sent.found, first.anchors, first.numbers) == ([2], ["of the first attempt"], [1, 2, 3, 4])


@pytest.mark.parametrize(
    "fault", [Unreachable("later"), Gone("blocked"), Barred("no right"), LayoutRefused("no rich"), Moved("-1001")]
)
async def test_what_surely_did_not_arrive_waits_and_the_next_run_goes_on_there(fault: Fault, store: Store) -> None:
    chat = Faulty({3: [fault]})
    assert (await brought(store, chat)).fault is fault
    states = [one.state for one in await store.deliveries(HERE, DAY)]
    assert states == [State.SENT, State.SENT, State.PLANNED, State.PLANNED]
    assert (await brought(store, chat)).sent == 2
    assert (chat.numbers, chat.anchors) == ([1, 2, 3, 4], [])


async def test_a_refused_page_is_final_and_the_others_go_on(store: Store) -> None:
    chat = Faulty({2: [Refused("too long")]})
    assert (await brought(store, chat)).failed == {2: "too long"}
    again = await brought(store, chat)
    assert (chat.numbers, again.sent, again.failed) == ([1, 3, 4], 0, {})
    assert "2611.90002" not in await store.brought(HERE)
    # The page after it opens the thread in its place.
    assert [post.opener for post in chat.arrived] == ["", "", ""]


async def test_every_page_knows_what_it_follows_and_the_cover_leads_to_the_threads_in_the_end(store: Store) -> None:
    chat = Faulty({})
    sent = await brought(store, chat)
    assert [(post.cover, post.opener) for post in chat.arrived] == [
        ("", ""),
        ("place 1", ""),
        ("place 1", "place 2"),
        ("place 1", ""),
    ]
    assert [post.following for post in chat.arrived] == [3, 2, 1, 0]
    (edit,) = chat.edited
    assert (edit.page, edit.threads) == (COVER, {"cs.CV": "place 2", "cs.AI": "place 4"})
    assert sent.edited == 1
    assert (await brought(store, chat)).edited == 0
    assert len({post.key for post in chat.arrived}) == 4


async def test_late_papers_have_a_cover_of_their_own_that_leads_to_their_own_threads(store: Store) -> None:
    chat = Faulty({})
    await brought(store, chat)
    late = [replace(COVER, number=5), replace(VISION[0], number=6, papers=("2611.90009",))]
    await store.plan(HERE, DAY, late)
    await brought(store, chat)
    assert [(post.cover, post.opener) for post in chat.arrived[4:]] == [("", ""), ("place 5", "")]
    assert [(post.page.number, post.threads) for post in chat.edited[1:]] == [(5, {"cs.CV": "place 6"})]


async def test_only_pages_that_should_sound_do_and_none_where_silence_is_wished(store: Store) -> None:
    chat = Faulty({})
    await brought(store, chat)
    assert [post.silent for post in chat.arrived] == [False, False, False, True]
    await store.plan(HERE, DAY, [replace(COVER, number=5)])
    await brought(store, chat, silent=True)
    assert chat.arrived[-1].silent


async def test_a_revised_page_is_edited_in_place_once_and_never_sent_again(store: Store) -> None:
    chat = Faulty({})
    await brought(store, chat)
    page = (await store.deliveries(HERE, DAY))[1]
    await store.revise(page, replace(page.page, text="mended"))
    assert (await brought(store, chat)).edited == 1
    assert (await brought(store, chat)).edited == 0
    assert (chat.edited[-1].page.text, chat.numbers) == ("mended", [1, 2, 3, 4])


class StubbornEdits(Faulty):
    """Answers edits with these faults, one after the other."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__({})
        self.refusals = list(faults)

    async def edit(self, post: Post, place: str) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        await super().edit(post, place)


@pytest.mark.parametrize(
    ("faults", "first", "second"),
    [
        ([Unknown("no answer")], 1, 0),  # asked again at once
        ([Unreachable("later")], None, 1),  # by the next run
        ([Unknown("no answer"), Unknown("no answer")], None, 1),
        ([Refused("it was deleted")], 0, 0),  # and that is that
        ([LayoutRefused("no rich messages here")], 0, 0),
    ],
)
async def test_an_edit_that_fails_is_made_up_for_unless_there_is_nothing_left_to_edit(
    faults: list[Fault], first: int | None, second: int, store: Store
) -> None:
    chat = StubbornEdits(*faults)
    left = await brought(store, chat)
    assert isinstance(left.fault, Unreachable) == (first is None)
    assert left.edited == (first or 0)
    assert (await brought(store, chat)).edited == second
    assert chat.numbers == [1, 2, 3, 4]


async def test_replanning_keeps_what_is_on_its_way_and_replaces_what_only_waits(store: Store) -> None:
    deliveries = await store.deliveries(HERE, DAY)
    await store.mark(deliveries[0], State.SENT)
    await store.mark(deliveries[1], State.SENDING)
    await store.replan(HERE, DAY, [Page(number=3, text="instead", papers=("2611.90003",))])
    now = await store.deliveries(HERE, DAY)
    assert [(one.page.number, one.page.text) for one in now] == [(1, "cover"), (2, "vision 2"), (3, "instead")]


async def test_what_was_refused_before_a_fault_is_told_with_it(store: Store) -> None:
    chat = Faulty({2: [Refused("too long")], 3: [Unreachable("later")]})
    sent = await brought(store, chat)
    assert (sent.failed, str(sent.fault)) == ({2: "too long"}, "later")


class Blind(Faulty):
    """Can't tell what arrived."""

    async def find(self, post: Post) -> str | None:
        raise Unknown("it may be there")


async def test_where_nobody_can_tell_a_page_is_sent_again_twice_at_most_over_all_runs(store: Store) -> None:
    chat = Blind({1: [Unknown("no answer")] * 50}, arrives=True)
    for run in range(1, RESENDS + 1):  # one wish a run: an outage of a moment must not use them all up
        sent = await brought(store, chat)
        assert (sent.unknown, chat.numbers) == ({1: "resend"}, [1] * (run + 1))
        assert isinstance(sent.fault, Unreachable)
    last = await brought(store, chat)
    assert (last.unknown, last.fault) == ({1: "skip"}, None)
    assert chat.numbers == [*[1] * (1 + RESENDS), 2, 3, 4]
    again = await brought(store, chat)
    assert (again.sent, chat.numbers.count(1)) == (0, 1 + RESENDS)


async def test_a_stop_between_two_pages_begins_no_other(store: Store) -> None:
    chat = Faulty({})
    sent = await send_pages(
        HERE, DAY, ledger=store, adapter=chat, on_unknown="resend", stopping=lambda: len(chat.arrived) == 2
    )
    assert (sent.sent, chat.numbers, chat.edited) == (2, [1, 2], [])
    assert (await brought(store, chat)).sent == 2


class Nowhere(Faulty):
    """Its messages have no addresses."""

    def has_address(self, place: str) -> bool:
        return False


async def test_where_messages_have_no_addresses_no_cover_is_edited_unless_it_was_revised(store: Store) -> None:
    chat = Nowhere({})
    assert (await brought(store, chat)).edited == 0
    cover = (await store.deliveries(HERE, DAY))[0]
    assert not cover.stale
    await store.revise(cover, replace(COVER, text="mended"))
    assert (await brought(store, chat)).edited == 1


async def test_an_attempt_that_ends_late_takes_nothing_back_from_the_one_after_it(store: Store) -> None:
    page = (await store.deliveries(HERE, DAY))[0]
    await store.mark(page, State.SENDING, anchor="first")
    await store.mark(page, State.SENDING, anchor="second")
    await store.withdraw(page, "first")
    assert (await store.deliveries(HERE, DAY))[0].state is State.SENDING
    await store.mark(page, State.SENT, place="there")
    await store.withdraw(page, "second")
    assert (await store.deliveries(HERE, DAY))[0].state is State.SENT
