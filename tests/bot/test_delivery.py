"""The outbox: every page once, in order, whatever dies in between."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapter import Post
from bot.delivery import Sent, send_pages
from bot.messages import Delivery, Destination, Page, State
from bot.store import Store
from bot.subscriptions import OnUnknown
from tests.doubles.doomed import DAY, HERE, PAGES, FileAdapter
from tests.doubles.ledger import MOMENTS
from tests.doubles.posts import Postbox

WISHES: tuple[OnUnknown, ...] = ("resend", "skip")


@pytest.mark.parametrize("wish", WISHES)
async def test_planned_pages_are_sent_in_order_and_a_repeated_run_sends_nothing(
    wish: OnUnknown, tmp_path: Path
) -> None:
    chat = Postbox()
    async with await Store.open(tmp_path / "p.db") as store:
        await store.plan(HERE, DAY, list(reversed(PAGES)))
        assert await send_pages(HERE, DAY, ledger=store, adapter=chat, on_unknown=wish) == Sent(sent=3)
        assert [(post.destination, post.page) for post in chat.arrived] == [(HERE, page) for page in PAGES]
        assert await send_pages(HERE, DAY, ledger=store, adapter=chat, on_unknown=wish) == Sent(already=3)
    assert len(chat.arrived) == 3


async def test_what_is_not_planned_is_not_sent(tmp_path: Path) -> None:
    chat = Postbox()
    async with await Store.open(tmp_path / "p.db") as store:
        await store.plan(HERE, DAY, PAGES)
        for place, day in ((Destination("file", "other"), DAY), (HERE, date(2026, 11, 25))):
            assert await send_pages(place, day, ledger=store, adapter=chat, on_unknown="resend") == Sent()
    assert chat.arrived == []


async def test_an_edition_that_is_planned_stays_as_it_is_so_a_page_sent_again_is_the_same_page(tmp_path: Path) -> None:
    chat = Postbox()
    others = [Page(number=n, text="of another version") for n in (1, 2, 3)]
    async with await Store.open(tmp_path / "p.db") as store:
        await store.plan(HERE, DAY, PAGES)
        await store.mark((await store.deliveries(HERE, DAY))[0], State.SENDING)
        await store.plan(HERE, DAY, others)
        await send_pages(HERE, DAY, ledger=store, adapter=chat, on_unknown="resend")
    assert [post.page for post in chat.arrived] == PAGES


@pytest.mark.parametrize(
    ("wish", "arrived", "did"),
    [
        ("resend", [2, 3], Sent(sent=2, already=1, unknown={2: "resend"})),
        ("skip", [3], Sent(sent=1, already=1, unknown={2: "skip"})),
    ],
)
async def test_a_page_that_was_under_way_is_settled_as_wished_once_and_said_once(
    wish: OnUnknown, arrived: list[int], did: Sent, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chat = Postbox()
    async with await Store.open(tmp_path / "p.db") as store:
        await store.plan(HERE, DAY, PAGES)
        first, second, _ = await store.deliveries(HERE, DAY)
        await store.mark(first, State.SENT)
        await store.mark(second, State.SENDING)
        assert await send_pages(HERE, DAY, ledger=store, adapter=chat, on_unknown=wish) == did
        assert "Page 2 for file:chat: it may be there" in caplog.text
        again = await send_pages(HERE, DAY, ledger=store, adapter=chat, on_unknown=wish)
    assert (again.sent, again.unknown) == (0, {})
    assert chat.numbers == arrived


async def test_a_platform_that_breaks_off_leaves_its_page_unknown_and_the_rest_planned(tmp_path: Path) -> None:
    class Breaking(Postbox):
        async def send(self, post: Post) -> str:
            if post.page.number == 2:
                raise ConnectionResetError
            return await super().send(post)

    async with await Store.open(tmp_path / "p.db") as store:
        await store.plan(HERE, DAY, PAGES)
        with pytest.raises(ConnectionResetError):
            await send_pages(HERE, DAY, ledger=store, adapter=Breaking(), on_unknown="resend")
        assert [one.state for one in await store.deliveries(HERE, DAY)] == [State.SENT, State.SENDING, State.PLANNED]


# --- crashes at any step --------------------------------------------------------------------------------------------


class Crash(Exception):  # noqa: N818 - it stands for the end of the process, not for an error in it
    """Everything that is not stored is gone."""


class FragileWorld(Postbox):
    """A ledger and a chat that keep what they have; the program around them crashes after ``steps`` steps."""

    def __init__(self) -> None:
        super().__init__()
        self.states = dict.fromkeys((page.number for page in PAGES), State.PLANNED)
        self.steps = 0

    def _step(self) -> None:
        if self.steps == 0:
            raise Crash
        self.steps -= 1

    async def send(self, post: Post) -> str:
        self._step()
        place = await super().send(post)
        self._step()
        return place

    async def plan(
        self,
        destination: Destination,
        day: date,
        pages: Sequence[Page],
        *,
        counts: bool = False,
        since: date | None = None,
        skipped: Sequence[date] = (),
    ) -> None:
        raise AssertionError("nobody sends what he plans")

    async def consider(self, destination: Destination, day: date) -> None:
        raise AssertionError("sending asks for pages, not for days")

    async def gap(self, destination: Destination, day: date) -> tuple[date | None, tuple[date, ...]]:
        raise AssertionError("sending asks for pages, not for days")

    async def brought(self, destination: Destination) -> frozenset[str]:
        raise AssertionError("sending asks for pages, not for papers")

    async def deliveries(self, destination: Destination, day: date) -> list[Delivery]:
        return [Delivery(page.number, page, self.states[page.number]) for page in PAGES]

    async def replan(self, destination: Destination, day: date, pages: Sequence[Page]) -> None:
        raise AssertionError("nobody sends what he plans")

    async def withdraw(self, delivery: Delivery, anchor: str) -> None:
        raise AssertionError("this platform never says that a page surely did not arrive")

    async def resend(self, delivery: Delivery) -> None:
        """Counted elsewhere."""

    async def revise(self, delivery: Delivery, page: Page) -> None:
        raise AssertionError("nobody sends what he plans")

    async def refreshed(self, delivery: Delivery) -> None:
        raise AssertionError("nothing is stale here")

    async def mark(
        self, delivery: Delivery, state: State, *, place: str = "", anchor: str = "", reason: str = ""
    ) -> None:
        self._step()
        self.states[delivery.id] = state
        self._step()


@given(crashes=st.lists(st.integers(0, 18), max_size=8), wish=st.sampled_from(WISHES))
def test_crashed_at_any_steps_again_and_again_only_pages_that_were_under_way_miss_or_repeat(
    crashes: list[int], wish: OnUnknown
) -> None:
    async def story() -> None:
        world, under_way = FragileWorld(), Counter[int]()
        for steps in [*crashes, 1000]:
            world.steps = steps
            try:
                await send_pages(HERE, DAY, ledger=world, adapter=world, on_unknown=wish)
            except Crash:
                under_way.update(number for number, state in world.states.items() if state is State.SENDING)
        arrived = Counter(world.numbers)
        for page in PAGES:
            doubts = under_way[page.number]
            if wish == "resend":
                assert 1 <= arrived[page.number] <= 1 + doubts
            else:
                assert (0 if doubts else 1) <= arrived[page.number] <= 1
        # In order: each page's first arrival comes after those of the pages before it.
        assert list(dict.fromkeys(world.numbers)) == sorted(arrived)

    asyncio.run(story())


# --- kill -9, with a real process and a real store ------------------------------------------------------------------

KILLS = [(MOMENTS[0], 1), *((moment, page.number) for page in PAGES for moment in MOMENTS[1:])]


@pytest.mark.parametrize(("moment", "page"), KILLS)
async def test_killed_at_any_page_the_next_run_brings_every_page_once_but_for_the_one_under_way(
    moment: str, page: int, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    command = (sys.executable, "-m", "tests.doubles.doomed", first / "p.db", first / "chat", moment, str(page))
    process = await asyncio.create_subprocess_exec(*command, stderr=subprocess.PIPE)
    _, complaint = await process.communicate()
    assert process.returncode == -signal.SIGKILL, complaint.decode()
    was_written = moment == "after the answer"
    under_way = page if was_written or moment == "before the request" else None
    for wish in WISHES:
        folder = shutil.copytree(first, tmp_path / wish)
        async with await Store.open(folder / "p.db") as store:
            sent = await send_pages(HERE, DAY, ledger=store, adapter=FileAdapter(folder / "chat"), on_unknown=wish)
        assert list(sent.unknown) == ([under_way] if under_way else [])
        expected = dict.fromkeys((each.text for each in PAGES), 1)
        if under_way:
            expected[PAGES[page - 1].text] = was_written + (wish == "resend")
        arrived = (folder / "chat").read_text(encoding="utf-8").splitlines(keepends=True)
        assert Counter(arrived) == Counter(expected)
        assert list(dict.fromkeys(arrived)) == sorted(set(arrived))
