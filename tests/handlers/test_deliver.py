"""One edition to one subscription: whole or not at all, nothing twice, nothing paid twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.digest import Digest
from bot.messages import Destination, Page
from bot.papers import Paper
from bot.subscriptions import Look, Subscription
from bot.wishes import Wishes
from handlers.daily import Parts
from handlers.deliver import Delivered, deliver
from handlers.errands import Errand
from handlers.press import Press
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.model import ModelServer
from tests.doubles.papers import invent
from tests.doubles.posts import Postbox
from tests.stories.conftest import MONDAY, TUESDAY, WISHES, Assemble, announce

HERE, THERE = Destination("chat", "here"), Destination("chat", "there")


class Chats(Postbox):
    """A platform that takes an edition as one page, and remembers digests and pages."""

    def __init__(self) -> None:
        super().__init__()
        self.digests: list[Digest] = []

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        self.digests.append(digest)
        return [Page(number=1, text="", papers=tuple(entry.announced.paper.id for entry in digest.entries))]

    @property
    def brought(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(post.destination.chat, post.page.papers) for post in self.arrived]


@pytest.fixture
def chats() -> Chats:
    return Chats()


async def bring(
    day: date, parts: Parts, chats: Chats, *, to: Destination = HERE, wishes: Wishes = WISHES, wait: bool = False
) -> Delivered:
    subscription = Subscription(destination=to, wishes=wishes)
    return await deliver(
        Errand(day=day), subscription, press=Press(parts, wait=wait), ledger=parts.store, adapter=chats
    )


def ids(papers: list[Paper]) -> set[str]:
    return {paper.id for paper in papers}


async def test_an_edition_goes_out_whole_and_a_repeated_run_asks_nobody_and_sends_nothing(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], chats: Chats
) -> None:
    announce(arxiv, TUESDAY, papers)
    async with assemble() as parts:
        first = await bring(TUESDAY, parts, chats)
    asked = len(arxiv.requests)
    async with assemble() as parts:
        again = await bring(TUESDAY, parts, chats)
    assert [set(carried) for _, carried in chats.brought] == [ids(papers)]
    assert first.sent is not None
    assert first.sent.sent == 1
    assert again.sent is not None
    assert (again.sent.sent, again.sent.already) == (0, 1)
    assert len(arxiv.requests) == asked


async def test_while_a_category_is_held_up_nothing_is_planned_and_later_the_edition_is_whole(
    arxiv: ArxivDouble, assemble: Assemble, papers: list[Paper], chats: Chats
) -> None:
    announce(arxiv, MONDAY, invent(3, first=90501))
    announce(arxiv, TUESDAY, papers)
    arxiv.lagging_feed("cs.AI")
    arxiv.late_page("cs.AI")
    async with assemble() as parts:
        early = await bring(TUESDAY, parts, chats)
        assert early.edition is not None
        assert (list(early.edition.held_up), early.sent) == (["cs.AI"], None)
        assert await parts.store.deliveries(HERE, TUESDAY) == []
    assert chats.brought == []
    arxiv.mend()
    async with assemble() as parts:
        await bring(TUESDAY, parts, chats)
    assert [set(carried) for _, carried in chats.brought] == [ids(papers)]
    assert chats.digests[0].receipt.pending == ()


async def test_a_quiet_day_plans_nothing(arxiv: ArxivDouble, assemble: Assemble, chats: Chats) -> None:
    announce(arxiv, TUESDAY, [])
    async with assemble() as parts:
        done = await bring(TUESDAY, parts, chats)
        assert await parts.store.deliveries(HERE, TUESDAY) == []
    assert done.edition is not None
    assert (done.sent, done.edition.digest.total, chats.brought) == (None, 0, [])


@pytest.mark.parametrize(
    ("kind", "replacements", "comes", "left_out"),
    [
        ("cross", False, False, {"had before": 1}),
        ("cross", True, False, {"had before": 1}),
        ("replace", True, True, {}),
        ("replace", False, False, {"replacements": 1}),
    ],
)
async def test_a_paper_that_was_brought_is_brought_again_only_as_a_wanted_new_version(
    kind: str,
    replacements: bool,
    comes: bool,
    left_out: dict[str, int],
    arxiv: ArxivDouble,
    assemble: Assemble,
    papers: list[Paper],
    chats: Chats,
    clock: MovedClock,
) -> None:
    known = papers[0]
    again = replace(known, version=known.version + 1) if kind == "replace" else known
    announce(arxiv, MONDAY, [known])
    announce(arxiv, TUESDAY, papers[1:])
    arxiv.announce(TUESDAY, "cs.CV" if kind == "replace" else "cs.AI", [(kind, again)])
    async with assemble() as parts:
        await bring(MONDAY, parts, chats)
        wishes = replace(WISHES, replacements=replacements)
        await bring(TUESDAY, parts, chats, wishes=wishes)
        # Who did not have it gets it, however it was announced.
        await bring(TUESDAY, parts, chats, to=THERE, wishes=replace(WISHES, replacements=True))
    (_, monday), (_, tuesday), (_, elsewhere) = chats.brought
    assert monday == (known.id,)
    assert (known.id in tuesday) == comes
    assert set(tuesday) - {known.id} == ids(papers[1:])
    assert set(elsewhere) == ids(papers)
    receipt = chats.digests[1].receipt
    assert receipt.filtered == left_out
    assert (receipt.announced, receipt.lost) == (len(papers), 0)


async def test_subscriptions_with_different_wishes_share_what_was_fetched_and_paid_for(
    arxiv: ArxivDouble, model: ModelServer, assemble: Assemble, papers: list[Paper], chats: Chats
) -> None:
    announce(arxiv, TUESDAY, papers)
    author = papers[0].authors[0]
    async with assemble(with_model=True) as parts:
        await bring(TUESDAY, parts, chats, wishes=replace(WISHES, unwanted_authors=(author,)))
        fetched, asked = len(arxiv.requests), sum(model.asked.values())
        await bring(TUESDAY, parts, chats, to=THERE)
        await bring(TUESDAY, parts, chats, to=Destination("chat", "third"), wishes=Wishes(categories=("cs.AI",)))
    assert len(arxiv.requests) == fetched
    assert 0 < asked < len(papers)
    assert model.asked == {f"{paper.id}v{paper.version}": 1 for paper in papers}
    assert [digest.receipt.lost for digest in chats.digests] == [0, 0, 0]
    assert set(chats.brought[1][1]) == ids(papers)
    assert set(chats.brought[2][1]) == ids([paper for paper in papers if "cs.AI" in paper.categories])


async def test_another_language_is_paid_for_and_fetches_nothing(
    arxiv: ArxivDouble, model: ModelServer, assemble: Assemble, papers: list[Paper], chats: Chats
) -> None:
    announce(arxiv, TUESDAY, papers)
    async with assemble(with_model=True) as parts:
        await bring(TUESDAY, parts, chats)
        fetched = len(arxiv.requests)
        await bring(TUESDAY, parts, chats, to=THERE, wishes=replace(WISHES, language="German"))
    assert len(arxiv.requests) == fetched
    assert set(model.answered.values()) == {2}
    languages = [{entry.summary.language for entry in digest.entries if entry.summary} for digest in chats.digests]
    assert languages == [{"English"}, {"German"}]
