"""kill -9 at any step of an edition on its way to Discord: every page once, in its thread, in order."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.messages import State
from tests.doubles.clock import FastClock
from tests.doubles.discord.office import TEXTS, TITLES, office
from tests.doubles.discord.places import Channel
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.ledger import MOMENTS

ARRIVED = "after the request arrived"
LOST = "before the request arrived"
ENDS = (*MOMENTS[1:], ARRIVED, LOST)
KINDS = ("text", "announcement", "forum", "thread", "person")
SEND, POST = "POST /channels/*/messages", "POST /channels/*/threads"


@pytest.fixture
async def discord() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble(FastClock(), rates=False) as double:
        double.gateway.identify_rate = False
        yield double
    assert double.breaches == []


@dataclass(frozen=True)
class Chat:
    """A destination."""

    id: int
    place: Channel


def make(discord: DiscordDouble, kind: str) -> Chat:
    lab, ada = discord.guild("Lab"), discord.user("Ada")
    lab.join(ada)
    if kind == "person":
        return Chat(ada.id, ada.dm)
    if kind == "thread":
        place = discord.start_thread(lab.text("papers"), "Reading group", user=ada)
    else:
        place = getattr(lab, kind)("papers")
    return Chat(place.id, place)


async def run_until_killed(
    discord: DiscordDouble, chat: Chat, database: Path, end: str, page: int = 1, request: str = SEND
) -> None:
    """One run of the program, which dies at this moment of the page, by its own hand or by somebody else's."""
    if end in (ARRIVED, LOST):
        fault = discord.fault(request, "silent after" if end == ARRIVED else "silent before")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.doubles.discord.doomed", str(database)),
        *(discord.api_url, discord.gateway_url, discord.token, str(chat.id), end, str(page)),
    )
    if end in (ARRIVED, LOST):
        await discord.until(lambda: fault.met, 60)
        process.kill()
    assert await process.wait() == -signal.SIGKILL


async def bring_the_rest(discord: DiscordDouble, kind: str, chat: Chat, database: Path) -> None:
    async with office(discord.api_url, discord.gateway_url, discord.token, database, FastClock()) as here:
        await here.bring(chat.id)
        assert await here.states(chat.id) == [State.SENT] * 6
        if kind == "announcement":
            await discord.until(lambda: all(one.crossposted for one in chat.place.sent))
        assert here.reports == []


def people_write(discord: DiscordDouble, kind: str, chat: Chat) -> None:
    ada = discord.user("Ada") if kind != "person" else chat.place.recipients[0]
    for place in [chat.place, *chat.place.threads] if kind != "forum" else chat.place.posts:
        discord.write(ada, place, "what people write")


def check(kind: str, chat: Chat) -> None:
    """Everything stands where it should, once and in order."""
    place = chat.place
    shown = [
        [TEXTS[0] if one.text.startswith("**Tuesday") else one.text for one in where.sent]
        for where in sorted([place, *place.threads], key=lambda one: one.id)
    ]
    threads = sorted(place.threads, key=lambda one: one.id)
    if kind == "forum":
        assert shown[1:] == [TEXTS[:1], TEXTS[1:4], TEXTS[4:]]
        assert [one.name for one in threads] == TITLES
        assert [tag.name for tag in place.forum_tags] == ["cs.CV", "cs.AI"]
        assert [one.tags for one in threads] == [[], ["cs.CV"], ["cs.AI"]]
    elif kind in ("text", "announcement"):
        assert shown == [[TEXTS[0], TEXTS[1], TEXTS[4]], TEXTS[2:4], TEXTS[5:]]
        assert [one.id for one in threads] == [one.id for one in place.sent[1:]]
        assert [one.name for one in threads] == TITLES[1:]
    else:
        assert shown == [TEXTS]
    cover = threads[0].sent[0] if kind == "forum" else place.sent[0]
    assert cover.text.count("https://discord.com/channels/") == 2


@pytest.mark.parametrize("kind", KINDS)
async def test_killed_once_at_every_page_and_every_step_nothing_is_lost_or_repeated(
    kind: str, discord: DiscordDouble, tmp_path: Path
) -> None:
    chat = make(discord, kind)
    shift = KINDS.index(kind)
    for page in range(1, 7):
        opens = kind == "forum" and page in (1, 2, 5)
        end = ENDS[(page + shift) % len(ENDS)]
        await run_until_killed(discord, chat, tmp_path / "p.db", end, page, POST if opens else SEND)
        people_write(discord, kind, chat)
    await bring_the_rest(discord, kind, chat, tmp_path / "p.db")
    check(kind, chat)


@pytest.mark.parametrize("end", [ARRIVED, LOST])
@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("text", "POST /channels/*/messages/*/threads"),
        ("announcement", "POST /channels/*/messages/*/crosspost"),
        ("forum", "PATCH /channels/*"),
        ("forum", POST),
        ("person", "POST /users/@me/channels"),
    ],
)
async def test_killed_while_something_is_made_for_a_page_it_is_made_once(
    kind: str, asked: str, end: str, discord: DiscordDouble, tmp_path: Path
) -> None:
    chat = make(discord, kind)
    await run_until_killed(discord, chat, tmp_path / "p.db", end, request=asked)
    people_write(discord, kind, chat)
    await bring_the_rest(discord, kind, chat, tmp_path / "p.db")
    check(kind, chat)
