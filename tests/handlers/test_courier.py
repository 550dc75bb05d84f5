"""The courier: what follows for a chat, its subscription and whoever runs the bot when an edition can't be brought."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.adapter import Adapter, Barred, Gone, LayoutRefused, Moved, Post, Refused, Unknown, Unreachable
from bot.digest import Digest
from bot.errors import PaperboyError, StoreError
from bot.messages import Destination, Page
from bot.papers import Paper
from bot.store import Store
from bot.subscriptions import Look, Origin, Subscription
from handlers.courier import PAUSES, Courier, Outcome
from handlers.daily import Parts
from handlers.errands import Errand
from handlers.operators import Operators
from handlers.press import Press
from handlers.residents import Residents
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.posts import Postbox
from tests.stories.conftest import MONDAY, TUESDAY, WISHES, Assemble, announce

BOSS = Destination("chat", "boss")


class Chats(Postbox):
    """A platform with a page for the cover and one for each category; ``faults`` are raised by chat, each in turn."""

    def __init__(self, faults: dict[str, list[Exception]] | None = None) -> None:
        super().__init__()
        self.faults = faults or {}
        self.rendered = 0

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        self.rendered += 1
        groups = [group for group in digest.groups if group.entries]
        return [
            Page(number=1, text=f"{look.layout} cover", links=True),
            *(
                Page(
                    number=number,
                    text=look.layout,
                    papers=tuple(entry.announced.paper.id for entry in group.entries),
                    thread=group.category,
                )
                for number, group in enumerate(groups, 2)
            ),
        ]

    async def send(self, post: Post) -> str:
        if waiting := self.faults.get(post.destination.chat):
            raise waiting.pop(0)
        return await super().send(post)

    def papers(self, chat: str) -> list[str]:
        """What has arrived in a chat."""
        return [paper for post in self.arrived if post.destination.chat == chat for paper in post.page.papers]


def to(chat: str, **options: Any) -> Subscription:
    return Subscription(destination=Destination("chat", chat), wishes=WISHES, **options)


class Desk:
    """A courier with its people, and what it reported."""

    def __init__(self, parts: Parts, chats: Chats) -> None:
        self.adapters: dict[str, Adapter] = {"chat": chats}
        self.parts = parts
        operators = Operators([BOSS], adapters=self.adapters, store=parts.store, clock=parts.clock)
        self.residents = Residents(parts.store, operators, parts.clock)
        self.courier = Courier(store=parts.store, adapters=self.adapters, residents=self.residents, operators=operators)

    async def bring(self, *subscriptions: Subscription) -> dict[str, Outcome]:
        outcomes = {}

        async def note(outcome: Outcome) -> None:
            outcomes[outcome.subscription.destination.chat] = outcome

        await self.courier.bring(Errand(day=TUESDAY), subscriptions, Press(self.parts), on_outcome=note)
        return outcomes


@pytest.fixture
def open_desk(arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper]) -> Any:
    announce(arxiv, TUESDAY, papers)

    @asynccontextmanager
    async def start(chats: Chats) -> AsyncIterator[Desk]:
        async with assemble() as parts:
            yield Desk(parts, chats)

    return start


async def test_an_edition_is_rendered_once_for_all_who_wish_the_same(open_desk: Any, papers: list[Paper]) -> None:
    chats = Chats()
    async with open_desk(chats) as desk:
        await desk.bring(*(to(str(number)) for number in range(40)), to("rich", layout="rich"))
    assert chats.rendered == 2
    for number in range(40):
        assert sorted(chats.papers(str(number))) == sorted(paper.id for paper in papers)


async def test_a_chat_that_is_gone_gets_nothing_until_it_opens_and_the_operator_is_told_once(
    open_desk: Any, papers: list[Paper]
) -> None:
    chats = Chats({"7": [Gone("The bot was blocked by the user.")]})
    async with open_desk(chats) as desk:
        await desk.parts.store.save_subscription(to("7", origin=Origin.COMMAND), at=desk.parts.clock.now())
        for _ in range(3):
            outcome = (await desk.bring(to("7"), to("8")))["7"]
            assert isinstance(outcome.fault, Gone)
        assert [person for person, _ in chats.said] == [BOSS]
        assert "chat:7" in chats.said[0][1]
        assert "blocked by the user" in chats.said[0][1]
        assert len(chats.papers("8")) == len(papers)
        assert chats.papers("7") == []
        await desk.residents.opened(Destination("chat", "7"))
        assert (await desk.bring(to("7")))["7"].fault is None
    assert sorted(chats.papers("7")) == sorted(paper.id for paper in papers)


async def test_nobody_is_told_of_people_who_leave_and_had_subscribed_to_nothing(open_desk: Any) -> None:
    chats = Chats()
    async with open_desk(chats) as desk:
        await desk.residents.closed(Destination("chat", "7"), "blocked")
    assert chats.said == []


async def test_a_missing_right_is_told_once_and_again_only_after_it_was_mended(open_desk: Any) -> None:
    no_right = [Barred("The right to post is missing; give it to the bot.") for _ in range(2)]
    chats = Chats({"7": [*no_right]})
    async with open_desk(chats) as desk:
        for _ in range(2):
            assert isinstance((await desk.bring(to("7")))["7"].fault, Barred)
        assert len(chats.said) == 1
        assert (await desk.bring(to("7")))["7"].fault is None
        chats.faults["8"] = [Barred("again")]
        await desk.bring(to("8"))
    assert len(chats.said) == 2


async def test_a_chat_that_moved_gets_its_edition_at_its_new_address_and_keeps_its_subscription(
    open_desk: Any, papers: list[Paper]
) -> None:
    chats = Chats({"-7": [Moved("-1007")]})
    own = to("-7", origin=Origin.COMMAND)
    async with open_desk(chats) as desk:
        await desk.parts.store.save_subscription(own, at=desk.parts.clock.now())
        await desk.bring(own)
        assert await desk.parts.store.subscription("chat", "-7") is None
        moved = await desk.parts.store.subscription("chat", "-1007")
        assert moved == replace(own, destination=Destination("chat", "-1007"))
        assert sorted(chats.papers("-1007")) == sorted(paper.id for paper in papers)
        assert (await desk.bring(moved))["-1007"].sent.sent == 0
    assert chats.papers("-7") == []


async def test_a_subscription_of_the_settings_file_follows_its_chat_too(open_desk: Any) -> None:
    chats = Chats({"-7": [Moved("-1007")]})
    async with open_desk(chats) as desk:
        store: Store = desk.parts.store
        store.adopt([to("-7", silent=True)])
        await desk.bring(*await store.subscriptions())
        assert [one.destination.chat for one in await store.subscriptions()] == ["-1007"]
        (moved,) = await store.subscriptions()
        assert moved.silent
    assert {post.destination.chat for post in chats.arrived} == {"-1007"}


async def test_where_a_layout_is_not_supported_the_whole_edition_comes_in_the_classic_one_once(
    open_desk: Any, papers: list[Paper]
) -> None:
    chats = Chats({"7": [LayoutRefused("no rich messages here")]})
    async with open_desk(chats) as desk:
        outcome = (await desk.bring(to("7", layout="rich")))["7"]
    assert outcome.fault is None
    assert [post.page.text for post in chats.arrived] == ["classic cover", "classic", "classic"]
    assert sorted(chats.papers("7")) == sorted(paper.id for paper in papers)


async def test_a_platform_that_cannot_be_reached_is_tried_again_and_then_left_for_another_round(
    open_desk: Any, clock: MovedClock, papers: list[Paper]
) -> None:
    chats = Chats({"7": [Unreachable("no way") for _ in range(len(PAUSES) + 1)]})
    async with open_desk(chats) as desk:
        outcome = (await desk.bring(to("7"), to("8")))["7"]
        assert str(outcome.fault) == "no way"
        assert [pause for pause in clock.slept if pause in PAUSES] == list(PAUSES)
        assert len(chats.papers("8")) == len(papers)
        assert (await desk.bring(to("7")))["7"].fault is None
    assert sorted(chats.papers("7")) == sorted(paper.id for paper in papers)
    assert chats.said == []


async def test_what_goes_to_a_platform_that_is_not_there_waits_and_keeps_nobody_waiting(
    open_desk: Any, clock: MovedClock, papers: list[Paper]
) -> None:
    chats = Chats()
    async with open_desk(chats) as desk:
        elsewhere = Subscription(destination=Destination("pigeon", "3"), wishes=WISHES)
        outcomes = await desk.bring(elsewhere, to("8"))
        assert str(outcomes["3"].fault) == "There is no connection to Pigeon, so what goes there waits."
        assert outcomes["8"].fault is None
        assert not set(PAUSES) & set(clock.slept)
    assert len(chats.papers("8")) == len(papers)


async def test_when_a_platform_goes_no_other_page_is_begun_and_the_rest_follows_when_it_is_back(
    open_desk: Any, clock: MovedClock, papers: list[Paper]
) -> None:
    class Going(Chats):
        async def send(self, post: Post) -> str:
            desk.adapters.clear()
            return await super().send(post)

    async with open_desk(chats := Going()) as desk:
        await desk.bring(to("7"))
        assert [post.page.number for post in chats.arrived] == [1]
        back = Chats()
        desk.adapters["chat"] = back
        assert (await desk.bring(to("7")))["7"].fault is None
    assert [post.page.number for post in back.arrived] == [2, 3]
    assert chats.said == back.said == []


@pytest.mark.parametrize("error", [StoreError("the disk is full"), ValueError("a bug")])
async def test_one_edition_that_fails_does_not_keep_the_others_back(
    error: Exception, open_desk: Any, papers: list[Paper]
) -> None:
    chats = Chats({"7": [error]})
    async with open_desk(chats) as desk:
        outcomes = await desk.bring(to("7"), *(to(str(number)) for number in range(100, 110)))
        assert isinstance(outcomes["7"].fault, PaperboyError)
    assert all(len(chats.papers(str(number))) == len(papers) for number in range(100, 110))
    assert len(chats.said) == (0 if isinstance(error, StoreError) else 1)


@pytest.mark.parametrize("fault", [Refused("too long"), Unknown("no answer")])
async def test_pages_that_were_refused_or_may_be_missing_are_told_to_the_operator(
    fault: Exception, open_desk: Any
) -> None:
    chats = Chats({"7": [fault]})
    async with open_desk(chats) as desk:
        await desk.bring(to("7", on_unknown="skip"))
        await desk.bring(to("7", on_unknown="skip"))
    ((person, sentence),) = chats.said
    assert person == BOSS
    assert "age 1 of 2026-11-24" in sentence
    assert "chat:7" in sentence


async def test_an_edition_of_another_day_is_another_edition(open_desk: Any, arxiv: ArxivDouble) -> None:
    chats = Chats()
    announce(arxiv, MONDAY, [])
    async with open_desk(chats) as desk:
        await desk.bring(to("7"))
        await desk.courier.bring(Errand(day=MONDAY), [to("7")], Press(desk.parts), on_outcome=_ignore)
    assert len(chats.arrived) == 3


async def _ignore(outcome: Outcome) -> None:
    assert outcome.sent is None


async def test_a_chat_that_seems_closed_is_tried_again_a_day_later(
    open_desk: Any, clock: MovedClock, papers: list[Paper]
) -> None:
    chats = Chats({"7": [Gone("chat not found")]})
    async with open_desk(chats) as desk:
        await desk.bring(to("7"))
        clock.advance(hours=23)
        assert isinstance((await desk.bring(to("7")))["7"].fault, Gone)
        assert chats.papers("7") == []
        clock.advance(hours=2)
        assert (await desk.bring(to("7")))["7"].fault is None
        assert await desk.parts.store.closures() == []
    assert sorted(chats.papers("7")) == sorted(paper.id for paper in papers)


async def test_a_refusal_that_comes_late_does_not_close_what_has_opened_since(
    open_desk: Any, clock: MovedClock
) -> None:
    here = Destination("chat", "7")
    async with open_desk(Chats()) as desk:
        await desk.residents.closed(here, "kicked")
        asked = clock.now()
        clock.advance(seconds=1)
        await desk.residents.opened(here)
        await desk.residents.closed(here, "kicked", asked=asked)
        assert await desk.parts.store.closures() == []


async def test_a_name_is_the_same_chat_in_any_case(open_desk: Any) -> None:
    async with open_desk(Chats()) as desk:
        desk.parts.store.adopt([to("@papers")])
        await desk.residents.closed(Destination("chat", "@papers"), "kicked")
        await desk.residents.opened(Destination("chat", "@Papers"))
        assert await desk.parts.store.closures() == []


class Deaf(Chats):
    """Cannot tell the people who run the bot, for a while."""

    deaf = True

    async def say(self, destination: Destination, text: str) -> None:
        if self.deaf:
            raise Unreachable("no way")
        await super().say(destination, text)


async def test_what_nobody_could_be_told_is_told_as_soon_as_somebody_can(open_desk: Any) -> None:
    chats = Deaf({"7": [Barred("no right")]})
    async with open_desk(chats) as desk:
        await desk.bring(to("7"))
        assert chats.said == []
        chats.deaf = False
        for _ in range(2):
            await desk.courier.operators.remind()
    assert len(chats.said) == 1


async def test_two_rounds_that_meet_at_a_chat_that_moves_bring_its_edition_once(
    open_desk: Any, papers: list[Paper]
) -> None:
    class Slow(Chats):
        async def send(self, post: Post) -> str:
            await asyncio.sleep(0.01)
            if post.destination.chat == "-7" and len(self.arrived) == 1:
                await desk.residents.moved(post.destination, "-1007")  # the platform tells so meanwhile
                asyncio.get_running_loop().call_soon(second.set)
                await asyncio.sleep(0.05)
                raise Moved("-1007")
            return await super().send(post)

    second = asyncio.Event()
    chats = Slow()
    own = to("-7", origin=Origin.COMMAND)
    async with open_desk(chats) as desk:
        await desk.parts.store.save_subscription(own, at=desk.parts.clock.now())

        async def another_round() -> None:
            await second.wait()
            await desk.bring(replace(own, destination=Destination("chat", "-1007")))

        await asyncio.gather(desk.bring(own), another_round())
    assert sorted(chats.papers("-7") + chats.papers("-1007")) == sorted(paper.id for paper in papers)
    assert len(chats.arrived) == 3


async def test_what_goes_wrong_while_one_outcome_is_followed_up_leaves_the_others_alone(
    open_desk: Any, papers: list[Paper]
) -> None:
    chats = Chats({"7": [Gone("blocked")]})
    async with open_desk(chats) as desk:

        async def full(destination: Destination, reason: str, *, asked: object = None) -> None:
            raise StoreError("the disk is full")

        desk.courier.residents = type("Full", (), {"closed": staticmethod(full), "opened": desk.residents.opened})()
        outcomes = await desk.bring(to("7"), *(to(str(number)) for number in range(100, 110)))
    assert str(outcomes["7"].fault) == "the disk is full"
    assert all(len(chats.papers(str(number))) == len(papers) for number in range(100, 110))


class Named(Chats):
    """Knows its chats by ids, whatever they are called."""

    def __init__(self, ids: dict[str, str]) -> None:
        super().__init__()
        self.ids = ids

    async def identity(self, destination: Destination) -> str:
        return self.ids.get(destination.chat.casefold(), destination.chat)


async def test_a_chat_under_two_names_gets_one_edition_and_somebody_is_told_once(
    open_desk: Any, papers: list[Paper]
) -> None:
    chats = Named({"@papers": "-1007"})
    async with open_desk(chats) as desk:
        desk.parts.store.adopt([to("@papers", silent=True), to("@Papers"), to("-1007")])
        for _ in range(2):
            await desk.courier.settle_names()
            subscriptions = await desk.parts.store.subscriptions()
            assert [(one.destination.chat, one.silent) for one in subscriptions] == [("-1007", True)]
            await desk.bring(*subscriptions)
    assert sorted(chats.papers("-1007")) == sorted(paper.id for paper in papers)
    assert [sentence.count("two subscriptions for one chat") for _, sentence in chats.said] == [1, 1]


@pytest.mark.parametrize(("before", "after"), [("@papers", "-1007"), ("-1007", "@papers"), ("@papers", "@Papers")])
async def test_a_chat_that_goes_by_another_name_from_now_on_gets_nothing_twice(
    before: str, after: str, open_desk: Any, papers: list[Paper]
) -> None:
    chats = Named({"@papers": "-1007"})
    for name in (before, after):
        async with open_desk(chats) as desk:
            desk.parts.store.adopt([to(name)])
            await desk.courier.settle_names()
            await desk.bring(*await desk.parts.store.subscriptions())
    assert sorted(chats.papers("-1007")) == sorted(paper.id for paper in papers)


async def test_what_was_recorded_under_a_name_is_known_under_the_id(open_desk: Any, papers: list[Paper]) -> None:
    chats = Named({})
    async with open_desk(chats) as desk:
        await desk.bring(to("@papers"))
        chats.ids = {"@papers": "-1007"}
        desk.parts.store.adopt([to("@papers")])
        await desk.courier.settle_names()
        await desk.bring(*await desk.parts.store.subscriptions())
    assert sorted(chats.papers("@papers") + chats.papers("-1007")) == sorted(paper.id for paper in papers)


async def test_a_name_that_another_chat_has_taken_leads_there(open_desk: Any, papers: list[Paper]) -> None:
    chats = Named({"@papers": "-1007"})
    async with open_desk(chats) as desk:
        desk.parts.store.adopt([to("@papers")])
        for chat in ("-1007", "-1008"):
            chats.ids = {"@papers": chat}
            await desk.courier.settle_names()
            await desk.bring(*await desk.parts.store.subscriptions())
            assert sorted(chats.papers(chat)) == sorted(paper.id for paper in papers)


class Telling(Chats):
    """Its pages say what the summaries say; a page by itself is never made anew."""

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        said = {one.announced.paper.id: one.summary.tldr for one in digest.entries if one.summary}
        return [
            replace(page, text=" ".join([page.text, *(said[paper] for paper in page.papers)]))
            for page in super().pages(digest, look)
        ]

    def rewrite(self, page: Page, digest: Digest, look: Look) -> Page | None:
        raise AssertionError("it is rendered already, once for all")


async def test_a_repaired_summary_is_rendered_once_for_all_and_edited_where_it_stands(
    open_desk: Any, papers: list[Paper]
) -> None:
    chats = Telling()
    everybody = [to(str(number)) for number in range(20)]
    async with open_desk(chats) as desk:
        await desk.bring(*everybody)
        rendered, covers = chats.rendered, len(chats.edited)
        store: Store = desk.parts.store
        found = await store.summaries(papers, "English")
        repaired = replace(found[papers[0].id], tldr="Repaired.", origin="a-model")
        await store.save_summary(repaired)
        await desk.bring(*everybody)
        await desk.bring(*everybody)
    edits = chats.edited[covers:]
    assert [post.page.text.count("Repaired.") for post in edits] == [1] * len(everybody)
    assert {papers[0].id in post.page.papers for post in edits} == {True}
    # In each round once as the edition stands, and once for what has come since.
    assert chats.rendered - rendered == 4
    assert len(chats.papers("7")) == len(papers)
