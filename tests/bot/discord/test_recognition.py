"""Which message is the page: told from all others by its nonce and its mark, also where the same numbers come again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapter import Post, Unreachable
from bot.discord.recognition import NONCE_LENGTH, mark, marked, nonce
from bot.discord.settling import MARGIN
from bot.messages import Destination, Page, State
from tests.doubles.clock import FastClock
from tests.doubles.discord import components
from tests.doubles.discord.office import EDITION, LeapingClock, Open, office, written
from tests.doubles.discord.server import DiscordDouble

SEND = "POST /channels/*/messages"
PAGE = Page(number=1, text=written("hello"), form="components")
POST = Post(destination=Destination("discord", "52"), page=PAGE, delivery=7)
TODAY = [replace(EDITION[0], text=written("today"))]
TOMORROW = [replace(EDITION[0], text=written("tomorrow"))]


@given(st.integers(1, 2**63 - 1), st.text(max_size=30))
def test_both_names_are_such_as_discord_takes(delivery: int, text: str) -> None:
    post = replace(POST, delivery=delivery, page=replace(PAGE, text=text))
    assert len(nonce(post)) <= NONCE_LENGTH == 25
    # Discord numbers the components that have no id itself, from 1.
    assert 2**30 <= mark(post) < 2**31
    shown = [{"type": 17, "components": [{"type": 10, "content": "hello"}]}]
    assert components.breaches(marked(shown, mark(post))) == []


@pytest.mark.parametrize(
    "other",
    [
        replace(POST, delivery=8),
        replace(POST, destination=Destination("discord", "53")),
        replace(POST, page=replace(PAGE, text=written("bye"))),
    ],
)
def test_no_other_page_has_them(other: Post) -> None:
    assert nonce(other) != nonce(POST)
    assert mark(other) != mark(POST)


def test_they_stay_the_same_at_every_attempt() -> None:
    again = replace(POST, anchor="{}", cover="{}", threads={"cs.CV": "{}"}, silent=True, mention="9", following=3)
    assert (nonce(again), mark(again)) == (nonce(POST), mark(POST))


async def test_with_another_database_no_page_is_taken_for_one_that_the_first_has_sent(
    discord: DiscordDouble, fast: LeapingClock, tmp_path: Path
) -> None:
    lab = discord.guild("Lab")
    papers, other = lab.text("papers"), lab.text("other")
    for name, place, page in (("a", papers, TODAY), ("b", other, TODAY), ("c", papers, TOMORROW)):
        opened = office(discord.api_url, discord.gateway_url, discord.token, tmp_path / name, fast)
        async with opened as here:
            await here.bring(place.id, page)
            assert [one.id for one in await here.deliveries(place.id)] == [1]
    assert (papers.texts, other.texts) == (["today", "tomorrow"], ["today"])


async def test_a_page_of_a_restored_database_is_not_found_in_one_that_had_its_number_before(
    discord: DiscordDouble, opened: Open, tmp_path: Path
) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened():
        pass
    shutil.copy(tmp_path / "p.db", tmp_path / "copy.db")
    async with opened() as here:
        await here.bring(papers.id, TODAY)
    shutil.move(tmp_path / "copy.db", tmp_path / "p.db")
    for leftover in ("p.db-wal", "p.db-shm"):
        (tmp_path / leftover).unlink(missing_ok=True)
    async with opened() as here:
        discord.fault(SEND, "reset before")
        done = await here.bring(papers.id, TOMORROW)
    assert (done.sent, done.found) == (1, [])
    assert papers.texts == ["today", "tomorrow"]


@pytest.mark.parametrize("hours", [-14, 14])
async def test_a_clock_that_takes_local_time_for_utc_loses_and_repeats_nothing(
    hours: int, discord: DiscordDouble, tmp_path: Path
) -> None:
    assert timedelta(hours=abs(hours)) < MARGIN
    papers = discord.guild("Lab").text("papers")
    wrong = LeapingClock()
    wrong.leap(hours=hours)
    opened = partial(office, discord.api_url, discord.gateway_url, discord.token, tmp_path / "p.db")
    async with opened(wrong) as here:
        discord.fault(SEND, "reset after")
        discord.fault("GET /channels/*/messages", "503", times=99)
        with pytest.raises(Unreachable):
            await here.bring(papers.id)
    discord.faults.clear()
    discord.nonce_life = 0
    async with opened(FastClock()) as here:  # somebody has set it right
        assert (await here.bring(papers.id)).found == [1]
        assert await here.states(papers.id) == [State.SENT] * 6
    assert len(papers.sent) == 3


@pytest.mark.parametrize("fault", ["reset after", "malformed json"])
async def test_while_the_history_lags_behind_the_nonce_does(fault: str, discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    discord.history_lag = 600
    discord.nonce_life = 600
    async with opened() as here:
        for nth in (1, 2, 3):
            discord.fault(SEND, fault, nth=nth * 2 - 1)
        await here.bring(papers.id)
    assert len(papers.sent) == 3
    assert [len(one.sent) for one in papers.threads] == [2, 1]
