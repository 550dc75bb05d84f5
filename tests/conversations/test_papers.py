"""Talking about single papers: /paper, /original, /authors, /similar, /bibtex, /why."""

from __future__ import annotations

from bot.messages import Destination, Page, State
from bot.papers import Paper
from bot.text import readable
from tests.conversations.conftest import OpenTalk, Talk
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.papers import invent
from tests.stories.conftest import TUESDAY, announce


async def test_paper_is_fetched_summarized_kept_and_then_answered_from_the_store(
    open_talk: OpenTalk, arxiv: ArxivDouble, announced: list[Paper]
) -> None:
    one = announced[0]
    async with open_talk(with_model=True) as talk:
        whole = await talk.say(f"/paper {one.id}")
        assert [card.title for card in talk.first.cards] == [readable(one.title)]
        assert talk.words("paper-summarizing", count=1) in talk.first.text
        (card,) = whole.cards
        assert card.lead != talk.first.cards[0].lead
        assert [fold.label for fold in card.folds] == [
            talk.words("card-section", section=name)
            for name in ("motivation", "method", "result", "conclusion", "abstract")
        ]
        asked = len(arxiv.requests)
        (original,) = (await talk.press("button-original")).cards
        assert original.lead in readable(one.abstract)
        assert (await talk.press("button-summary")).cards == (card,)
        assert len(arxiv.requests) == asked


async def test_ids_and_links_in_a_message_are_papers(talk: Talk, announced: list[Paper]) -> None:
    first, second, *_ = announced
    await talk.say(f"have you seen https://arxiv.org/abs/{first.id} and arXiv:{second.id}v1?")
    assert [card.paper for card in talk.reply.cards] == [first.id, second.id]


async def test_a_pasted_bibliography_is_answered_in_part_and_says_so(talk: Talk, arxiv: ArxivDouble) -> None:
    many = invent(12)
    announce(arxiv, TUESDAY, many)
    await talk.say("Papers to read:\n" + "\n".join(f"- {paper.url}" for paper in many))
    assert [card.paper for card in talk.reply.cards] == [paper.id for paper in many[:10]]
    assert talk.hears("paper-left-out", count=2)


async def test_words_with_one_clear_hit_show_its_card_and_the_others_are_a_tap_away(
    talk: Talk, announced: list[Paper]
) -> None:
    await talk.say("/today")
    meant = announced[0]
    await talk.say(f"/paper {readable(meant.title)}")
    assert [card.paper for card in talk.reply.cards] == [meant.id]


async def test_authors_of_a_crowd_are_all_named(talk: Talk, announced: list[Paper]) -> None:
    one = max(announced, key=lambda paper: len(paper.authors))
    await talk.say(f"/authors {one.id}")
    assert all(readable(name) in talk.reply.text for name in one.authors)


async def test_similar_papers_lead_to_each_other_and_back(talk: Talk, announced: list[Paper]) -> None:
    await talk.say("/today")
    await talk.say(f"/similar {announced[0].id}")
    assert talk.hears("similar-to", title=readable(announced[0].title))
    other = (await talk.open(1)).cards[0]
    assert other.paper != announced[0].id
    await talk.press("button-similar")
    assert talk.hears("similar-to", title=other.title)
    assert (await talk.press("button-card")).cards[0].paper == other.paper


async def test_bibtex_is_a_button_of_the_card(talk: Talk, announced: list[Paper]) -> None:
    await talk.say(announced[0].id)
    reply = await talk.press("button-bibtex")
    entry = reply.file.text if reply.file else reply.text
    assert f"eprint = {{{announced[0].id}}}" in " ".join(entry.split())


async def test_why_a_paper_did_not_come_and_why_it_did(talk: Talk, announced: list[Paper]) -> None:
    one = announced[0]
    await talk.say("/today")
    await talk.say(f"/why {one.id}")
    assert talk.hears("why-undelivered", day=str(TUESDAY))
    await talk.press("why-digest", day=str(TUESDAY))
    assert talk.hears("digest-heading", day=TUESDAY)
    here = Destination(talk.asker.platform, talk.asker.chat)
    await talk.parts.store.plan(here, TUESDAY, [Page(number=1, text="a page", papers=(one.id,))])
    (delivery,) = await talk.parts.store.deliveries(here, TUESDAY)
    await talk.parts.store.mark(delivery, State.SENT)
    await talk.say(f"/why {one.id}")
    assert talk.hears("why-page-sent", day=str(TUESDAY), page=1, pages=1)
    assert (await talk.press("button-card")).cards[0].paper == one.id
