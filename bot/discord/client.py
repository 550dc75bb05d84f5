"""The library's client, set up for a bot that asks for little and remembers less.

Two things in discord.py are the whole process's own, and are set here for the last client that was made: the address
of the API (``Route.BASE``) and of the gateway. One program speaks to one Discord; a test that makes a client for each
of two servers must be through with the first.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.discord.buckets import stay_open, tidy
from bot.discord.limits import BEARABLE, Traffic
from bot.discord.reconnecting import hurry
from bot.discord.tracing import trace
from bot.network import environment_proxy
from bot.network import proxy as http_proxy

log = logging.getLogger(__name__)

_SETTLED = 0.5
"""Seconds without another server after which all are taken to be known at a start."""


def make_client(
    *, api_url: str, gateway_url: str, proxy: str = "", sharded: bool = False, traffic: Traffic
) -> discord.Client:
    """A client that is not logged in yet; all its requests keep the limits of ``traffic``.

    ``sharded``: over as many connections as Discord asks for. Nothing privileged is asked for: what is written to the
    bot itself comes with its content anyway. Mentions never ping unless a message names its own.

    :raises SettingsError: an address is none
    """
    api = str(URL(api_url)).rstrip("/")
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice is wanted, so none is missed
    hurry()
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(_one_line)
    kind = _ShardedClient if sharded else _Client
    client = kind(
        intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
        guild_ready_timeout=_SETTLED,
        allowed_mentions=discord.AllowedMentions.none(),
        max_ratelimit_timeout=BEARABLE,
        http_trace=trace(traffic, api),
        proxy=_way(api, proxy),
    )
    client.traffic = traffic
    tidy(client)
    return client


if TYPE_CHECKING:
    _Base = discord.Client
else:
    _Base = object


class _Ours(_Base):
    """What differs from the library's own clients."""

    traffic: Traffic

    async def setup_hook(self) -> None:
        """The client is logged in."""
        await super().setup_hook()
        stay_open(self)

    async def on_error(self, event_method: str, /, *_args: object, **_more: object) -> None:
        """A listener has failed; the others go on."""
        log.error("What came from Discord could not be worked on (%s)", event_method, exc_info=sys.exc_info())

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """A session is about to begin."""
        await super().before_identify_hook(shard_id, initial=initial)
        self.traffic.sessions.begin()


class _Client(_Ours, discord.Client):
    pass


class _ShardedClient(_Ours, discord.AutoShardedClient):
    pass


class _OneLine(logging.Filter):
    """The library shows a traceback for every connection that breaks; the kind of the error says as much."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            record.msg, record.args = f"{record.getMessage()} ({record.exc_info[0].__name__})", None
            record.exc_info = record.exc_text = None
        return True


_one_line = _OneLine()


def _way(api: str, given: str) -> str | None:
    """The proxy on the way to Discord."""
    url = http_proxy(given, "The proxy for Discord") if given else environment_proxy(URL(api))
    return None if url is None else str(url)
