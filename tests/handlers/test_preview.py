"""The dry run: what it promises is what the edition then brings."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest import Digest
from bot.messages import Destination, Page
from bot.papers import Announced, Announcement, Kind, Paper
from bot.store import Store
from bot.subscriptions import Look, Subscription
from bot.wishes import Dropped, Filter, Wishes
from bot.words import speak
from handlers.daily import Parts
from handlers.deliver import deliver
from handlers.errands import Errand
from handlers.press import Press
from handlers.preview import EXAMPLES, dry_run, warned
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.chats import ADA, Chat
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.doubles.posts import Postbox
from tests.stories.conftest import MONDAY, SIX_IN_NEW_YORK, TUESDAY, Assemble, announce

BOTH = Wishes(categories=("cs.CV", "cs.AI"))


class Nowhere(Postbox):
    """Takes every page."""

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        return [Page(number=1, text="-")]


async def morning(arxiv: ArxivDouble, parts: Parts) -> None:
    """A day is announced and brought to somebody, as every morning."""
    announce(arxiv, TUESDAY, invent(12) + invent(9, category="cs.AI", first=90101))
    await bring(parts, Subscription(destination=Destination("telegram", "early"), wishes=BOTH))


async def bring(parts: Parts, subscription: Subscription) -> tuple[int, int, dict[str, int]]:
    done = await deliver(Errand(day=TUESDAY), subscription, press=Press(parts), ledger=parts.store, adapter=Nowhere())
    assert done.edition is not None
    receipt = done.edition.digest.receipt
    return done.edition.digest.total, receipt.announced, dict(receipt.filtered)


@pytest.mark.parametrize(
    "line",
    [
        "cs.CV cs.AI",
        "cs.CV cs.AI -networks",
        "cs.CV +boats +lantern",
        "cs.AI cs.CV crosslists:no -author:Brook",
        "cs.CV author:Hallow -boats",
        "cs.CV +xyzzy",
    ],
)
async def test_its_numbers_are_those_of_the_receipt_that_follows(
    line: str, arxiv: ArxivDouble, assemble: Assemble
) -> None:
    async with assemble() as parts:
        await morning(arxiv, parts)
        chat = Chat(parts)
        shown = await chat.say(f"/subscribe {line}")
        await chat.press(shown, "Keep")
        kept = await parts.store.subscription("telegram", "7")
        assert kept is not None
        tried = await dry_run(kept.wishes, parts.store)
        assert tried is not None
        receipt = tried.digest.receipt
        total, announced, filtered = await bring(parts, kept)
        assert (tried.digest.total, receipt.announced, receipt.filtered) == (total, announced, filtered)
        assert f"{total} of {announced}." in shown.text


async def test_it_is_told_with_its_account_and_examples_each_way_in_both_languages(
    arxiv: ArxivDouble, assemble: Assemble
) -> None:
    async with assemble() as parts:
        await morning(arxiv, parts)
        tried = await dry_run(replace(BOTH, unwanted_words=("networks", "boats")), parts.store)
        assert tried is not None
        shown, announced = tried.digest.total, tried.digest.receipt.announced
        assert 0 < shown < announced
        english = (await Chat(parts).say("/subscribe cs.CV cs.AI -networks -boats")).text
        chinese = (await Chat(parts, replace(ADA, locale="zh")).say("/subscribe cs.CV cs.AI -networks -boats")).text
    assert f"Tuesday, November 24, 2026, you would have got {shown} of {announced}." in english
    assert f"- Left out, an unwanted word: {announced - shown}" in english
    assert english.count("\n+ ") == min(shown, EXAMPLES)
    assert english.count(" (an unwanted word)") == min(announced - shown, EXAMPLES)
    assert f"2026年11月24日星期二的一期为例，{announced} 篇中你会收到 {shown} 篇" in chinese
    assert chinese.count("（含不想看的词）") == min(announced - shown, EXAMPLES) + 1


async def test_without_a_stored_edition_it_says_so_and_the_wish_can_be_kept(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        shown = await chat.say("/subscribe cs.CV")
        assert "no edition of these categories here yet" in shown.text
        await chat.press(shown, "Keep")
        assert await parts.store.subscriptions()


async def test_what_an_earlier_edition_brought_is_not_left_out_of_the_trial(
    arxiv: ArxivDouble, assemble: Assemble
) -> None:
    async with assemble() as parts:
        await morning(arxiv, parts)
        chat = Chat(parts)
        await chat.press(await chat.say("/subscribe cs.CV cs.AI"), "Keep")
        kept = await parts.store.subscription("telegram", "7")
        assert kept is not None
        first = await bring(parts, kept)
        tried = await dry_run(kept.wishes, parts.store)
        assert tried is not None
        assert tried.digest.total == first[0]


async def test_a_category_that_was_not_fetched_that_day_is_named(clock: MovedClock, assemble: Assemble) -> None:
    async with assemble() as parts:
        await parts.store.save_announcement(_announcement(invent(3)), at=clock.now())
        told = (await Chat(parts).say("/subscribe cs.CV cs.LG")).text
    assert "you would have got 3 of 3" in told
    assert "nobody asked for it that day: cs.LG" in told


async def test_an_older_day_serves_where_the_newest_has_none_of_the_categories(
    clock: MovedClock, assemble: Assemble
) -> None:
    async with assemble() as parts:
        await parts.store.save_announcement(replace(_announcement(invent(3)), day=MONDAY), at=clock.now())
        await parts.store.save_announcement(_announcement(invent(2, category="cs.AI"), "cs.AI"), at=clock.now())
        tried = await dry_run(Wishes(categories=("cs.CV",)), parts.store)
        assert tried is not None
        assert (tried.day, tried.digest.total) == (TUESDAY - timedelta(days=1), 3)


def _announcement(papers: list[Paper], category: str = "cs.CV", kinds: list[Kind] | None = None) -> Announcement:
    kinds = kinds or [Kind.NEW] * len(papers)
    return Announcement(
        day=TUESDAY,
        category=category,
        entries=tuple(Announced(paper, kind) for paper, kind in zip(papers, kinds, strict=True)),
        source="rss",
    )


@settings(max_examples=15)
@given(
    kinds=st.lists(st.tuples(st.sampled_from(Kind), st.sampled_from(Kind)), min_size=1, max_size=8),
    crosslists=st.booleans(),
    replacements=st.booleans(),
    word=st.sampled_from(("networks", "boats", "the")),
)
def test_every_example_is_left_out_for_the_reason_it_is_given(
    kinds: list[tuple[Kind, Kind]],
    crosslists: bool,
    replacements: bool,
    word: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Papers that two categories announce in different ways are the hard case: which of the two counts?"""
    wishes = Wishes(categories=("cs.AI",), crosslists=crosslists, replacements=replacements, unwanted_words=(word,))
    wishes = replace(wishes, categories=("cs.AI", "cs.CV"))
    papers = [replace(paper, categories=("cs.CV", "cs.AI")) for paper in invent(len(kinds))]

    async def check() -> None:
        async with await Store.open(tmp_path_factory.mktemp("dry") / "dry.db") as store:
            for category, column in (("cs.CV", 0), ("cs.AI", 1)):
                day = _announcement(papers, category, [pair[column] for pair in kinds])
                await store.save_announcement(day, at=SIX_IN_NEW_YORK)
            tried = await dry_run(wishes, store)
        assert tried is not None
        filtered = tried.digest.receipt.filtered
        assert len(tried.left_out) == min(EXAMPLES, sum(filtered.values()))
        if len(tried.left_out) == sum(filtered.values()):
            counted = {reason: sum(why is reason for _, why in tried.left_out) for reason in Dropped}
            assert {reason: count for reason, count in counted.items() if count} == dict(filtered)
        reasons = Filter(wishes)
        for paper, why in tried.left_out:
            assert why in {reasons(Announced(paper, kind)) for kind in Kind}

    asyncio.run(check())


@pytest.mark.parametrize(
    ("language", "uses_model", "said"),
    [("Chinese", False, 1), ("Chinese", True, 0), ("English", False, 0), ("English", True, 0)],
)
def test_where_no_model_writes_a_wish_for_another_language_is_warned_of(
    language: str, uses_model: bool, said: int
) -> None:
    found = warned(replace(BOTH, language=language), speak("en"), uses_model=uses_model)
    assert len(found) == said
    assert all("No model writes summaries here" in line for line in found)
