from collections.abc import AsyncIterator

import pytest

from bot.messages import Asker
from handlers import inline
from handlers.desk import Desk
from handlers.table import desk
from tests.conversations.conftest import SETTINGS
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.papers import invent
from tests.stories.conftest import TUESDAY, Assemble, announce, arxiv, assemble, clock, model, witness

__all__ = ["arxiv", "assemble", "clock", "model", "witness"]

ADA = Asker(platform="telegram", user="7", chat="7")
PAPERS = invent(45)


@pytest.fixture
async def counter(assemble: Assemble, arxiv: ArxivDouble) -> AsyncIterator[Desk]:
    """A desk whose store holds Tuesday's edition, of papers at home in one category."""
    announce(arxiv, TUESDAY, PAPERS)
    async with assemble() as parts:
        made = desk(parts, SETTINGS)
        reply = await made.answer(ADA, "/today")
        while reply.later:
            reply = await reply.later()
        arxiv.requests.clear()
        yield made
    assert arxiv.requests == []


async def every(counter: Desk, typed: str) -> list[str]:
    """The papers of all pages."""
    found: list[str] = []
    start = ""
    for _ in range(9):
        offer = await counter.offer(ADA, typed, start)
        assert len(offer.cards) <= inline.AT_ONCE
        assert len(offer.next.encode()) <= 64
        found += [card.paper for card in offer.cards]
        start = offer.next
        if not start:
            return found
    raise AssertionError("it never ends")


async def test_before_anything_is_typed_the_newest_edition_is_offered(counter: Desk) -> None:
    assert await every(counter, "") == [paper.id for paper in PAPERS]
    assert await every(counter, "  \n ") == [paper.id for paper in PAPERS]


async def test_words_are_searched_for_and_every_hit_is_offered_once(counter: Desk) -> None:
    found = await every(counter, "cat:cs.CV")
    assert sorted(found) == sorted(paper.id for paper in PAPERS)
    word = PAPERS[0].title.split()[1]
    hits = await every(counter, word)
    assert PAPERS[0].id in hits
    assert len(hits) == len(set(hits))


async def test_a_slip_of_the_finger_finds_what_was_meant(counter: Desk) -> None:
    word = max(("boats", "gardens", "clocks", "kites"), key=lambda word: sum(word in one.abstract for one in PAPERS))
    slip = word[0] + word[2] + word[1] + word[3:]
    offer = await counter.offer(ADA, slip, "")
    assert {card.paper for card in offer.cards} <= set(await every(counter, word))
    assert offer.cards
    assert not offer.next


@pytest.mark.parametrize("typed", ["2611.90001", "https://arxiv.org/abs/2611.90001v1", "arXiv:2611.90001, please"])
async def test_an_id_or_link_offers_that_card(counter: Desk, typed: str) -> None:
    (card,) = (await counter.offer(ADA, typed, "")).cards
    assert card.paper == "2611.90001"
    assert card.lead


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2601.00001", ""),
        ("2613.99999", ""),
        ("cs.CV", ""),
        ("xyzzy", ""),
        ("page:unknown", ""),
        ("boats", "not a place"),
        ("", "٣"),
        ("", "-1"),
        ("", "9999999999"),
        ("\x00\u202e<b>" * 99, ""),
        ("x" * 10_000, "0.0.0"),
    ],
)
async def test_what_is_not_there_offers_nothing_or_the_beginning_and_never_fails(
    counter: Desk, typed: str, start: str
) -> None:
    offer = await counter.offer(ADA, typed, start)
    assert len(offer.cards) <= inline.AT_ONCE
