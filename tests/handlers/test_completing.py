"""Every option is completed from what the bot holds, while it is typed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.messages import Asker, Choice
from bot.subscriptions import parse_time
from handlers.desk import Desk
from handlers.table import desk
from tests.conversations.conftest import SETTINGS
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.stories.conftest import Assemble

ADA = Asker(platform="discord", user="7", chat="7")
BOATS, KITES, OWLS = (
    replace(paper, title=title, authors=authors)
    for paper, title, authors in zip(
        invent(3),
        ("Steering Paper Boats", "Paper Kites: A Survey", 'Owls "at" Night'),
        (("Ada Brook", "Bo Ink"), ("Bo Ink",), ('Ada "Dada" Inkwell',)),
        strict=True,
    )
)


@pytest.fixture
async def counter(assemble: Assemble, clock: MovedClock) -> AsyncIterator[Desk]:
    async with assemble() as parts:
        await parts.store.save_papers([BOATS, KITES, OWLS], at=clock.now())
        yield desk(parts, SETTINGS)


async def values(counter: Desk, command: str, option: str, typed: str) -> list[str]:
    return [choice.value for choice in await counter.complete(ADA, command, typed, option)]


@pytest.mark.parametrize(
    ("command", "option", "typed", "first"),
    [
        ("paper", "paper", "boa", [BOATS.id]),
        ("paper", "paper", "bo in", []),  # an author is no paper
        ("paper", "language", "ger", ["German"]),
        ("similar", "paper", "kites", [KITES.id]),
        ("bibtex", "papers", f"{BOATS.id}, kit", [f"{BOATS.id} {KITES.id}"]),
        ("bibtex", "papers", "paper kit", [KITES.id]),
        ("search", "words", "boa", ["Steering Paper Boats"]),
        ("search", "words", BOATS.id, ["Steering Paper Boats"]),
        ("search", "words", "boats author:bo", ['boats author:"Bo Ink"']),
        ("search", "author", "ada br", ["Ada Brook"]),
        ("search", "author", 'Ada Brook, "in', ["Ada Brook, Bo Ink"]),
        ("search", "category", "vision", ["cs.CV"]),
        ("search", "category", "cs.CV, robotics", ["cs.CV cs.RO"]),
        ("search", "without_category", "cs.RO ", ["cs.RO astro-ph.CO"]),
        ("search", "after", "7", ["7d"]),
        ("search", "after", "2026-11", ["2026-11"]),
        ("subscribe", "authors", "bo", ["Bo Ink"]),
        ("subscribe", "categories", "", ["cs.CV", "cs.AI"]),
        ("subscribe", "categories", "cs.CV ", ["cs.CV cs.AI"]),
        ("subscribe", "categories", "cs.CV · Computer Vision and Pattern Recognition a", ["cs.CV cs.AI"]),
        ("subscribe", "categories", "math", []),  # it is not fetched
        ("subscribe", "timezone", "", ["UTC", "America/Los_Angeles"]),
        ("subscribe", "timezone", "berl", ["Europe/Berlin"]),
        ("subscribe", "time", "", ["asap", "00:00", "01:00"]),
        ("subscribe", "time", "8:3", []),
        ("subscribe", "time", "8:30pm", ["20:30"]),
        ("subscribe", "time", "8", ["08:00"]),
        ("subscribe", "language", "", ["English", "Chinese"]),
        ("settings", "language", "deut", ["German"]),
        ("today", "category", "", ["cs.CV", "cs.AI", "astro-ph.CO"]),
        ("digest", "category", "cs.r", ["cs.RO"]),
        ("digest", "day", "", ["today", "yesterday", "2026-11-23", "2026-11-20"]),
        ("digest", "day", "mon", ["mon"]),
        ("digest", "day", "2026-11-1", ["2026-11-1", "2026-11-19"]),
        ("catchup", "gap", "", ["3d", "7d"]),
        ("catchup", "gap", "5d", ["5d"]),
        ("catchup", "gap", "2026-11-10 .. 2026-11-20", ["2026-11-10..2026-11-20"]),
        ("catchup", "gap", "xyzzy", []),
        ("categories", "words", "robo", ["cs.RO"]),
        ("language", "language", "", ["auto", "English"]),
        ("language", "language", "au", ["auto"]),
        ("help", "command", "/bib", ["bibtex"]),
    ],
)
async def test_what_is_typed_becomes(counter: Desk, command: str, option: str, typed: str, first: list[str]) -> None:
    found = await values(counter, command, option, typed)
    assert found[: len(first)] == first
    assert first or not found


@pytest.mark.parametrize(
    ("command", "option", "typed", "english", "chinese"),
    [
        ("paper", "paper", KITES.id, f"{KITES.id} · Paper Kites: A Survey", f"{KITES.id} · Paper Kites: A Survey"),
        ("digest", "day", "yesterday", "yesterday · Monday, November 23, 2026", "yesterday · 2026年11月23日星期一"),
        ("catchup", "gap", "7d", "7d · Tuesday, November 17, 2026", "7d · 2026年11月17日星期二"),
        ("subscribe", "time", "asap", "asap · as soon as it is complete", "asap · 内容齐全后立即推送"),
        ("subscribe", "language", "Chin", "中文 · Chinese", "中文"),
        ("subscribe", "timezone", "shangh", "Asia/Shanghai · 19:00", "Asia/Shanghai · 19:00"),
    ],
)
async def test_a_completion_tells_what_it_means_in_the_askers_language(
    counter: Desk, command: str, option: str, typed: str, english: str, chinese: str
) -> None:
    for locale, label in (("en", english), ("zh", chinese)):
        found = await counter.complete(replace(ADA, locale=locale), command, typed, option)
        assert found[0].label == label


async def test_a_chosen_completion_finds_the_paper_it_names(counter: Desk) -> None:
    for typed in ("boa", KITES.id, "owls"):
        (choice,) = await counter.complete(ADA, "search", typed, "words")
        reply = await counter.run(ADA, "search", choice.value)
        assert [item.title for item in reply.items] == [choice.label.rpartition(" · ")[2]]


async def test_every_time_that_is_offered_is_one(counter: Desk) -> None:
    offered = await counter.complete(ADA, "subscribe", "", "time")
    assert len(offered) == 25
    assert [parse_time(choice.value) for choice in offered[:2]] == [None, parse_time("00:00")]


async def test_an_argument_as_a_whole_is_completed_in_parts_too(counter: Desk) -> None:
    assert [choice.value for choice in await counter.complete(ADA, "catchup", "5d cs.r")] == ["5d cs.RO"]
    assert (await counter.complete(ADA, "language", "Ger"))[0] == Choice("Deutsch · German", "German")
