"""A session from login to logout, over a real gateway that ends it in every way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

import discord
import pytest

from bot import patience
from bot.adapter import Unreachable
from bot.clock import SystemClock
from bot.discord import gateway
from bot.discord.client import make_client
from bot.discord.gateway import Session, logged_in, starts
from bot.discord.limits import Traffic
from bot.discord.rest import Rest
from bot.errors import PaperboyError, SettingsError
from tests.doubles.discord.server import TOKEN, DiscordDouble


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble() as one:
        one.invalid_allowed = 1000
        one.gateway.identify_rate = False
        yield one


def session(
    double: DiscordDouble, *, sharded: bool = False, token: str = TOKEN, say: Callable[[str], object] | None = None
) -> Session:
    traffic = Traffic(SystemClock())
    client = make_client(api_url=double.api_url, gateway_url=double.gateway_url, sharded=sharded, traffic=traffic)
    return Session(client, token, traffic=traffic, on_trouble=say)


async def stay(one: Session) -> None:
    """As a program does: inside until somebody ends it."""
    async with one:
        await asyncio.Event().wait()


@pytest.mark.parametrize("sharded", [False, True])
async def test_inside_of_it_the_client_is_ready_and_knows_its_servers(double: DiscordDouble, sharded: bool) -> None:
    double.guild(name="Lab")
    if sharded:
        double.gateway.shards = 2
        double.gateway.identify_rate = False
    one = session(double, sharded=sharded)
    async with one:
        client = one._client
        assert client.is_ready()
        assert client.user is not None
        assert client.user.id == double.bot.id
        assert [guild.name for guild in client.guilds] == ["Lab"]
        assert double.gateway.identified == (2 if sharded else 1)
    assert client.is_closed()
    (identify, *_) = [data for op, data in double.gateway.received if op == 2]
    assert not discord.Intents(**dict(discord.Intents._from_value(identify["intents"]))).message_content
    assert identify["intents"] == 1 << 0 | 1 << 9 | 1 << 12  # guilds, and messages there and in direct ones
    assert double.breaches == []


async def test_a_wrong_token_is_one_sentence(double: DiscordDouble) -> None:
    wrong = TOKEN[:-3] + "xyz"
    with pytest.raises(SettingsError, match=r"token.*PAPERBOY_DISCORD_TOKEN") as caught:
        await stay(session(double, token=wrong))
    assert wrong not in str(caught.value)
    assert double.gateway.identified == 0


@pytest.mark.parametrize(
    ("code", "words"),
    [(4004, "PAPERBOY_DISCORD_TOKEN"), (4010, "4010"), (4011, "discord.sharded"), (4013, "4013"), (4014, "intents")],
)
@pytest.mark.parametrize("sharded", [False, True])
async def test_a_close_that_only_a_person_can_mend_ends_it_with_one_sentence(
    double: DiscordDouble, code: int, words: str, sharded: bool
) -> None:
    program = asyncio.create_task(stay(session(double, sharded=sharded)))
    await double.ready()
    await double.gateway.close(code)
    with pytest.raises(SettingsError, match=words):
        await asyncio.wait_for(program, 10)
    assert not program.cancelled()


async def test_a_bot_of_many_servers_is_told_to_use_shards(
    double: DiscordDouble, caplog: pytest.LogCaptureFixture
) -> None:
    double.gateway.shards = 2
    with pytest.raises(SettingsError, match=r"discord\.sharded"):
        await stay(session(double))
    assert "Discord asks for 2 connections of this bot: set discord.sharded to true." in caplog.messages


async def test_no_session_is_begun_where_none_is_left(double: DiscordDouble) -> None:
    double.gateway.starts_left = 1
    with pytest.raises(SettingsError, match="1000 sessions a day"):
        await stay(session(double))
    assert double.gateway.identified == 0


async def test_a_token_that_is_changed_later_ends_it(double: DiscordDouble) -> None:
    one = session(double)
    program = asyncio.create_task(stay(one))
    await double.ready()
    double.fault("GET /users/@me", "401 0", times=9)
    with pytest.raises(PaperboyError):
        await Rest(one._client)("GET", "/users/@me")
    with pytest.raises(SettingsError, match="PAPERBOY_DISCORD_TOKEN"):
        await asyncio.wait_for(program, 10)


async def test_one_401_that_was_a_mistake_ends_nothing(double: DiscordDouble) -> None:
    one = session(double)
    async with one:
        double.fault("GET /gateway/bot", "401 0")
        with pytest.raises(PaperboyError):
            await starts(one._client)
        await double.until(lambda: len(double.called("GET /users/@me")) == 2)
        await asyncio.sleep(0.05)
        assert not one._traffic.token_refused.is_set()


async def test_a_broken_connection_is_resumed_without_a_traceback(
    double: DiscordDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    heard: list[str] = []
    async with session(double, say=heard.append):
        double.gateway.drop()
        await double.until(lambda: double.gateway.resumed == 1)
        double.gateway.reconnect()
        await double.until(lambda: double.gateway.resumed == 2)
        await double.gateway.close(4000)
        await double.until(lambda: double.gateway.resumed == 3)
    assert double.gateway.identified == 1
    assert heard == []
    ours = [record.message for record in caplog.records if record.name == "bot.discord.gateway"]
    assert ours.count("Connecting to Discord") <= 4
    assert all(record.exc_info is None for record in caplog.records)


async def test_a_long_outage_is_said_once_and_its_end_too(
    double: DiscordDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "SILENCE", 0.2)
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with session(double, say=heard.put_nowait), asyncio.timeout(30):
        double.gateway.down = True
        double.gateway.drop()
        assert (await heard.get()).startswith("There has been no connection to Discord for")
        double.gateway.down = False
        assert await heard.get() == "Discord answers again."
        assert heard.empty()


async def test_a_gateway_that_is_away_at_the_start_is_waited_for(
    double: DiscordDouble, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "SILENCE", 0.2)
    heard: asyncio.Queue[str] = asyncio.Queue()
    double.gateway.down = True
    program = asyncio.create_task(stay(session(double, say=heard.put_nowait)))
    async with asyncio.timeout(30):
        assert (await heard.get()).startswith("There has been no connection to Discord for")
        double.gateway.down = False
        assert await heard.get() == "Discord answers again."
    program.cancel()
    with pytest.raises(asyncio.CancelledError):
        await program
    assert all(record.exc_info is None for record in caplog.records)


async def test_an_api_that_is_away_at_the_start_is_waited_for_and_that_is_said(
    double: DiscordDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.01)
    heard: list[str] = []
    double.fault("GET /users/@me", "reset before", times=2)
    double.fault("GET /users/@me", "503", nth=3)
    double.fault("GET /gateway/bot", "503")
    async with session(double, say=heard.append):
        pass
    assert [line.split(" (")[0] for line in heard] == [
        "Discord can't be reached",
        "Discord answers again.",
        "Discord can't be reached",
        "Discord answers again.",
    ]


async def test_who_is_only_logged_in_is_not_seen_by_the_gateway(double: DiscordDouble) -> None:
    client = make_client(api_url=double.api_url, gateway_url=double.gateway_url, traffic=Traffic(SystemClock()))
    double.gateway.shards = 3
    async with logged_in(client, TOKEN):
        assert (await starts(client)).shards == 3
    assert double.gateway.received == []


async def test_a_login_that_is_tried_once_says_what_is_wrong(double: DiscordDouble) -> None:
    for kind, error in (("503", Unreachable), ("401 0", SettingsError), ("404 0", SettingsError)):
        client = make_client(api_url=double.api_url, gateway_url=double.gateway_url, traffic=Traffic(SystemClock()))
        double.fault("GET /users/@me", kind)
        with pytest.raises(error):
            async with logged_in(client, TOKEN):
                pass


async def test_leaving_leaves_nothing_behind(double: DiscordDouble) -> None:
    before = asyncio.all_tasks()
    async with session(double):
        double.gateway.mute()
    await double.settled()
    left = [repr(task) for task in asyncio.all_tasks() - before]
    assert [one for one in left if "/bot/discord/" in one or "site-packages/discord" in one] == []
