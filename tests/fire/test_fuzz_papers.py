"""Hostile papers on their whole way: into the store, through the digest, into every document, page, card and list."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from rich.console import Console

from bot import documents
from bot.config import ArxivSettings, Settings
from bot.console import render, replies
from bot.digest import Digest
from bot.discord.edition import pages as discord_pages
from bot.discord.edition import rewrite as discord_rewrite
from bot.messages import Asker
from bot.papers import FIELDS, Announced, Announcement, Kind, Paper
from bot.store import Store
from bot.subscriptions import Look
from bot.telegram.edition import pages as telegram_pages
from bot.telegram.edition import rewrite as telegram_rewrite
from bot.wishes import Wishes
from bot.words import speak
from handlers.daily import Parts, stored_digest
from handlers.table import desk
from tests.doubles.chats import offline
from tests.doubles.clock import MovedClock
from tests.doubles.hostile import SHORT, TEXTS, texts
from tests.doubles.judges import judge, judge_pages
from tests.doubles.pages import MADE, summarized
from tests.doubles.papers import invent

DAY = MADE.date()
WISHES = Wishes(categories=("cs.CV", "cs.AI"), language="Chinese")
SETTINGS = Settings(arxiv=ArxivSettings(categories=WISHES.categories))
LOOKS = (
    Look(),
    Look(layout="rich"),
    Look(detail="brief", max_pages=3),
    Look(layout="rich", detail="titles", max_pages=2),
)
LONG = [name for name in TEXTS if name not in SHORT]
ASKERS = [Asker(platform="telegram", user="7", chat="7", locale=locale) for locale in ("en", "zh-CN")]
SOME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass
class House:
    """The parts that papers pass, none of which reaches anybody. Every day that is brought is another one's papers."""

    parts: Parts
    days: int = 0

    def papers(self, count: int) -> list[Paper]:
        """Papers that nobody has seen."""
        self.days += 1
        return invent(count, first=90001 + 10 * self.days)

    async def announced(self, papers: list[Paper], *, fields: tuple[str, ...] | None = None) -> Digest:
        """A day on which these were announced, read back from the store; with summaries, if there are texts for one."""
        entries = tuple(Announced(paper, Kind.NEW) for paper in papers)
        day = Announcement(day=DAY, category="cs.CV", entries=entries, stated=len(papers), source="listing")
        await self.parts.store.save_announcement(day, at=MADE)
        if fields:
            for paper in papers:
                summary = summarized(paper, *fields, unsupported=("1", fields[0][:20]))
                await self.parts.store.save_summary(summary)
        found = await stored_digest(DAY, WISHES, self.parts.store)
        return found.only({paper.id for paper in papers})


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    clock = MovedClock(MADE)
    async with await Store.open(tmp_path / "paperboy.db") as store:
        yield House(offline(store, clock))


def hostile(paper: Paper, text: str) -> Paper:
    """The paper with this text wherever a paper has one."""
    crowd = (text, f"Ada {text[:60]}")
    return replace(
        paper, title=text, abstract=f"We {text}", authors=crowd, comment=text, journal_ref=text[:300], doi=text[:100]
    )


def check_pages(digest: Digest) -> None:
    """The whole edition, in every look, on both platforms; rewritten it is what it was."""
    for look in LOOKS:
        made = telegram_pages(digest, look)
        judge_pages(made, digest)
        assert telegram_rewrite(made[-1], digest.only(set(made[-1].papers)), look) is not None or not made[-1].papers
        if look.layout == "classic":
            made = discord_pages(digest, look)
            judge_pages(made, digest)
            assert discord_rewrite(made[-1], digest.only(set(made[-1].papers)), look) is not None or not made[-1].papers


def check_documents(digest: Digest) -> None:
    """Each is text that a file can hold, with every paper in it and nothing that asks the network."""
    ids = [entry.announced.paper.id for entry in digest.entries]
    found = {form: documents.render(digest, form, receipt=True) for form in documents.RENDERERS}
    for text in found.values():
        text.encode()
        assert all(one in text for one in ids)
    read = json.loads(found["json"])
    assert [paper["id"] for group in read["groups"] for paper in group["papers"]] == ids
    tree = html.document_fromstring(found["html"])
    assert tree.xpath("count(//article)") == len(ids)
    assert not tree.xpath("//script | //img | //iframe | //link | //form | //@onerror | //@onclick | //@src")
    ways = [way for one in tree.iter("a") if (way := one.get("href"))]
    assert all(one.startswith(("https://arxiv.org/", "#")) for one in ways)
    screen = io.StringIO()
    Console(file=screen, width=80, force_terminal=False).print(render.edition(digest))
    assert "\x1b" not in screen.getvalue()
    assert "\x00" not in screen.getvalue()


async def check_answers(parts: Parts, papers: list[Paper]) -> None:
    """Every question about these papers has an answer that both platforms take."""
    counter = desk(parts, SETTINGS)
    one = papers[0].id
    lines = [one, f"/original {one}", f"/authors {one}", f"/bibtex {one}", f"/similar {one}", f"/save {one}"]
    lines += ["/saved", "/search cat:cs.CV", "/export", "/search boats", f"/unsave {one}"]
    for asker in ASKERS:
        for line in lines:
            reply = await counter.answer(asker, line)
            while reply.later:
                reply = await reply.later()
            judge(reply, speak(asker.locale))
            screen = io.StringIO()
            Console(file=screen, width=80).print(replies.render(reply))
        for typed in (papers[0].title[:50], one, papers[0].authors[0][:50]):
            for choice in await counter.complete(asker, "paper", typed):
                assert 0 < len(choice.label) <= 100
                assert 0 < len(choice.value) <= 100
            await counter.offer(asker, typed, "")


@pytest.mark.parametrize("name", LONG)
async def test_a_megabyte_for_a_title_or_an_abstract_is_kept_as_far_as_anybody_would_read_it(
    name: str, house: House
) -> None:
    first, second = house.papers(2)
    papers = [replace(first, title=TEXTS[name]), replace(second, abstract=TEXTS[name])]
    digest = await house.announced(papers)
    check_pages(digest)
    check_documents(digest)
    await check_answers(house.parts, papers)


@pytest.mark.parametrize("name", SHORT)
async def test_a_paper_of_hostile_texts_is_a_paper_everywhere(name: str, house: House) -> None:
    papers = [hostile(paper, TEXTS[name]) for paper in house.papers(2)]
    digest = await house.announced(papers, fields=(TEXTS[name],) * len(FIELDS))
    assert [entry.announced.paper.id for entry in digest.entries] == [paper.id for paper in papers]
    check_pages(digest)
    check_documents(digest)
    await check_answers(house.parts, papers)


@SOME
@given(data=st.data())
async def test_whatever_a_paper_holds_every_page_document_and_card_is_whole(data: st.DataObject, house: House) -> None:
    made = house.papers(data.draw(st.integers(1, 3)))
    papers = [
        replace(
            paper,
            title=data.draw(texts()),
            abstract=data.draw(texts()),
            authors=tuple(data.draw(st.lists(texts(40), max_size=4))),
            comment=data.draw(st.none() | texts(60)),
            doi=data.draw(st.none() | texts(40)),
        )
        for paper in made
    ]
    fields = data.draw(st.none() | st.tuples(*[texts(80)] * len(FIELDS)))
    digest = await house.announced(papers, fields=fields)
    check_pages(digest)
    check_documents(digest)


async def test_ten_thousand_authors_are_a_line_and_a_file(house: House) -> None:
    (paper,) = house.papers(1)
    crowd = tuple(f"A{number:05}. {name}" for number, name in enumerate(["B. \\'Ink", "李 <b>"] * 5000))
    papers = [replace(paper, authors=crowd)]
    digest = await house.announced(papers)
    check_pages(digest)
    check_documents(digest)
    await check_answers(house.parts, papers)
    reply = await desk(house.parts, SETTINGS).answer(ASKERS[0], f"/authors {paper.id}")
    assert reply.file is not None
    assert len(reply.file.text.splitlines()) == 10_000
