"""The bot on Discord, from login to logout: what comes in goes to its place, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Final, Self

import discord

from bot import secrets
from bot.adapter import Desk, IsOperator, Notes, Residence
from bot.clock import Clock
from bot.discord import slash
from bot.discord.adapter import DiscordAdapter
from bot.discord.arrivals import Arrivals
from bot.discord.client import make_client
from bot.discord.conversation import Conversation
from bot.discord.gateway import Session
from bot.discord.limits import Traffic
from bot.discord.people import People
from bot.discord.reporting import Report
from bot.discord.rest import Rest
from bot.turns import Turns

AT_ONCE: Final = 64
"""Questions that are worked on at the same time."""
FAREWELL: Final = 5.0
"""Seconds for what is being said when the bot is stopped."""


class Discord:
    """An async context manager: inside of it people are answered, and ``adapter`` brings editions.

    Where only a person can help (the token is refused, a privileged right is missing), entering raises
    ``SettingsError``; should that turn out later, the task that entered is cancelled, and leaving raises it.
    """

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        gateway_url: str,
        desk: Desk,
        residence: Residence,
        notes: Notes,
        report: Report,
        is_operator: IsOperator,
        clock: Clock,
        proxy: str | None = None,
        sharded: bool = False,
        on_trouble: Callable[[str], object] | None = None,
        on_wait: Callable[[float], object] | None = None,
    ) -> None:
        """``on_trouble`` is told when Discord stops to answer and when it answers again; else the log is.

        ``on_wait`` is told for how many seconds a request had to wait for its turn.
        """
        secrets.install(token)
        traffic = Traffic(clock, on_wait=on_wait)
        self._client = make_client(
            api_url=api_url, gateway_url=gateway_url, proxy=proxy or "", sharded=sharded, traffic=traffic
        )
        self._session = Session(self._client, token, traffic=traffic, on_trouble=on_trouble)
        self.adapter = DiscordAdapter(self._client, notes=notes, clock=clock, report=report)
        self._desk = desk
        self._turns = Turns(AT_ONCE)
        self._arrivals = Arrivals(residence, self.adapter)
        self._conversation = Conversation(desk, People(notes, is_operator=is_operator), self._turns)
        self._stack = AsyncExitStack()
        for listener in (
            self.on_interaction,
            self.on_message,
            self.on_guild_join,
            self.on_guild_remove,
            self.on_guild_channel_delete,
            self.on_guild_channel_update,
            self.on_guild_role_update,
            self.on_member_update,
            self.on_raw_thread_delete,
            self.on_thread_update,
        ):
            self._client.event(listener)

    @property
    def name(self) -> str:
        """The bot's name."""
        return self._client.user.name if self._client.user else ""

    async def __aenter__(self) -> Self:
        try:
            await self._stack.enter_async_context(self._session)
            self._stack.push_async_callback(self._finish)
            await self.adapter.begin()
        except BaseException:
            await self._stack.aclose()
            raise
        self._turns.spawn(slash.publish(Rest(self._client), self._client.application_id or 0, self._desk.commands))
        self._turns.spawn(self._look_around())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return await self._stack.__aexit__(kind, error, trace)

    async def _finish(self) -> None:
        await asyncio.gather(self._turns.finish(FAREWELL), self.adapter.finish())

    async def _look_around(self) -> None:
        """What has opened while the bot was away, nobody told it."""
        for guild in tuple(self._client.guilds):
            await self._arrivals.changed(guild)

    # What Discord tells, under the library's names for it.

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A command, a pressed button, or what somebody types."""
        if interaction.guild_id is None and interaction.context.dm_channel and interaction.channel:
            self._turns.spawn(self._arrivals.met(interaction.user, interaction.channel.id))
        self._conversation.interaction(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """A message, of which there is only something to read if it is meant for the bot."""
        if message.guild is None and not message.author.bot:
            self._turns.spawn(self._arrivals.met(message.author, message.channel.id))
        if self._client.user is not None:
            self._conversation.message(message, self._client.user)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self._arrivals.joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        await self._arrivals.left(guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted."""
        await self._arrivals.deleted(channel.id)

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """A channel was changed; what matters are rights."""
        if before.overwrites != after.overwrites:
            await self._arrivals.changed(after.guild, [after])

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """A role was changed; what matters are the bot's own rights."""
        if before.permissions != after.permissions and after in after.guild.me.roles:
            await self._arrivals.changed(after.guild)

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """A member was changed; only the bot itself is known."""
        if after.id == after.guild.me.id and before.roles != after.roles:
            await self._arrivals.changed(after.guild)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted."""
        await self._arrivals.deleted(event.thread_id, thread=True)

    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """A thread was changed; one that was locked may be open again."""
        if before.locked and not after.locked:
            await self._arrivals.changed(after.guild, [after])
