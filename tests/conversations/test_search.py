"""Looking for words, turning pages, and finding the way back."""

from __future__ import annotations

import pytest

from bot.papers import Paper
from tests.conversations.conftest import Talk
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.papers import invent
from tests.stories.conftest import TUESDAY, announce


@pytest.fixture
async def many(talk: Talk, arxiv: ArxivDouble) -> list[Paper]:
    """Twenty papers of one day, in the store."""
    those = invent(20)
    announce(arxiv, TUESDAY, those)
    await talk.say("/today")
    return those


async def test_plain_words_are_a_search_with_pages_and_every_line_leads_to_its_card(
    talk: Talk, many: list[Paper]
) -> None:
    await talk.say("cat:cs.CV")
    seen = [item.command for item in talk.reply.items]
    assert len(seen) == 8
    for _ in range(2):
        await talk.press("list-next")
        seen += [item.command for item in talk.reply.items]
    assert sorted(seen) == sorted(f"paper {paper.id}" for paper in many)
    await talk.press("list-first")
    assert [item.command for item in talk.reply.items] == seen[:8]
    (card,) = (await talk.open(3)).cards
    assert f"paper {card.paper}" == seen[2]


async def test_best_match_and_newest_first_are_a_tap_apart(talk: Talk, many: list[Paper]) -> None:
    word = max(("boats", "gardens", "clocks", "kites", "maps"), key=lambda word: sum(word in p.abstract for p in many))
    await talk.say(f"/search {word}")
    assert talk.hears("search-best", query=word)
    await talk.press("button-newest")
    assert talk.hears("search-newest", query=word)
    ids = [item.command for item in talk.reply.items]
    assert ids == sorted(ids, reverse=True)
    await talk.press("button-best")
    assert talk.hears("search-best", query=word)


async def test_a_typing_mistake_gets_a_suggestion_to_press(talk: Talk, many: list[Paper]) -> None:
    await talk.say("gradens")
    assert not talk.reply.items
    assert talk.hears("search-suggestion", query="gardens")
    await talk.press("gardens")
    assert {item.command for item in talk.reply.items} <= {f"paper {paper.id}" for paper in many}
    assert talk.reply.items or talk.reply.cards


async def test_what_nobody_wrote_is_said_to_be_missing(talk: Talk, many: list[Paper]) -> None:
    await talk.say("/search xylophone zyzzyva")
    assert talk.hears("search-none", query="xylophone zyzzyva")


async def test_titles_are_completed_while_they_are_typed(talk: Talk, many: list[Paper]) -> None:
    title = many[0].title.split()[0]
    choices = await talk.desk.complete(talk.asker, "search", title[:4])
    assert 0 < len(choices) <= 25
    paper = (await talk.desk.complete(talk.asker, "paper", many[0].id))[0]
    assert (await talk.say(f"/paper {paper.value}")).cards[0].paper == many[0].id
