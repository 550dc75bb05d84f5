"""What the library's client is set up to be."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.clock import SystemClock
from bot.discord.client import make_client
from bot.discord.gateway import logged_in
from bot.discord.limits import Traffic
from bot.errors import SettingsError
from tests.doubles.discord.server import TOKEN, DiscordDouble


def client(**more: Any) -> discord.Client:
    settings = {"api_url": "http://localhost:8082/api/v10/", "gateway_url": "ws://localhost:8083/", **more}
    return make_client(traffic=Traffic(SystemClock()), **settings)


def test_nothing_privileged_is_asked_for_nobody_is_pinged_and_little_is_remembered() -> None:
    one = client()
    assert {name for name, on in one.intents if on} == {"guilds", "guild_messages", "dm_messages"}
    assert one.allowed_mentions is not None
    mentions: dict[str, object] = dict(one.allowed_mentions.to_dict())
    assert mentions == {"parse": []}
    assert one._connection.member_cache_flags == discord.MemberCacheFlags.none()
    assert one._connection.max_messages is None


def test_the_addresses_are_those_of_the_settings() -> None:
    client()
    assert Route("GET", "/users/@me").url == "http://localhost:8082/api/v10/users/@me"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://localhost:8083/"


def test_shards_are_the_librarys_own() -> None:
    assert isinstance(client(sharded=True), discord.AutoShardedClient)
    assert not isinstance(client(), discord.AutoShardedClient)


def test_the_proxy_is_the_settings_or_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://theirs.example:1")
    far = "https://discord.com/api/v10"
    assert client(api_url=far).http.proxy == "http://theirs.example:1"
    assert client(api_url=far, proxy="http://mine.example:1").http.proxy == "http://mine.example:1"
    with pytest.raises(SettingsError, match="The proxy for Discord"):
        client(proxy="socks5://127.0.0.1:1080")


async def test_a_listener_that_fails_is_one_entry_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    one = client()
    failed = asyncio.Event()

    async def on_message(message: object) -> None:
        failed.set()
        raise ZeroDivisionError

    one.event(on_message)
    async with one:
        one.dispatch("message", object())
        await failed.wait()
        await asyncio.sleep(0)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "on_message" in record.message


async def test_what_the_library_sends_by_itself_keeps_the_limits_too() -> None:
    traffic = Traffic(SystemClock())
    async with DiscordDouble() as double:
        channel = double.guild().text()
        one = make_client(api_url=double.api_url, gateway_url=double.gateway_url, traffic=traffic)
        async with logged_in(one, TOKEN):
            for _ in range(3):
                await (await one.fetch_channel(channel.id)).send("hello")  # type: ignore[union-attr]
        # Two for the login, then two for each.
        assert len(traffic._left) == 2 + 6
        assert double.breaches == []
