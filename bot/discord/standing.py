"""How the bot stands in a channel, asked of Discord: for where no gateway tells."""

from __future__ import annotations

from dataclasses import dataclass

import discord
from discord.abc import GuildChannel

from bot.discord.attempts import attempt
from bot.discord.limits import Priority


@dataclass(frozen=True, slots=True)
class Standing:
    """A channel or thread, its server with all roles, and what the bot may do there."""

    guild: discord.Guild
    channel: GuildChannel | discord.Thread
    rights: discord.Permissions


async def standing(client: discord.Client, guild: int, channel: int) -> Standing:
    """Ask for it.

    :raises Fault: it can't be asked
    """
    if client.user is None:
        raise RuntimeError("the client must be logged in")
    async with attempt(priority=Priority.EDITION):
        server = await client.fetch_guild(guild, with_counts=False)
    async with attempt(priority=Priority.EDITION):
        me = await server.fetch_member(client.user.id)
    there = await _channel(server, channel)
    # A thread has the permissions of what it hangs in.
    ground = await _channel(server, there.parent_id) if isinstance(there, discord.Thread) else there
    if isinstance(ground, discord.Thread):
        raise TypeError("a thread within a thread")
    return Standing(server, there, ground.permissions_for(me))


async def _channel(server: discord.Guild, channel: int) -> GuildChannel | discord.Thread:
    async with attempt(priority=Priority.EDITION):
        return await server.fetch_channel(channel)
