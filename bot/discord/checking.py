"""What a person has to mend on Discord, found out beside a running bot: nothing is sent, changed or connected.

A second connection to the gateway would take interactions away from the bot that is running.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.adapter import Fault, Finding
from bot.clock import Clock
from bot.discord import permissions
from bot.discord.channels import called, unwritable
from bot.discord.client import make_client
from bot.discord.faults import NoChannel
from bot.discord.gateway import logged_in, starts
from bot.discord.kinds import Kind, kind_of
from bot.discord.limits import Traffic
from bot.discord.rest import Rest
from bot.discord.standing import Standing, standing
from bot.errors import PaperboyError
from bot.messages import Destination

AT_ONCE: Final = 8
"""Chats that are asked about side by side."""
_NO_GATEWAY: Final = "wss://gateway.discord.gg/"
"""A client wants to know one; none is connected to."""
_SAID: Final = {
    Kind.TEXT: "Pages go out, a thread for each category.",
    Kind.ANNOUNCEMENT: "Pages go out, a thread for each category, and are published to those who follow the channel.",
    Kind.FORUM: "Pages go out, a post for each category.",
    Kind.THREAD: "Pages go out.",
    Kind.VOICE: "Pages go out into the channel's chat.",
    Kind.DIRECT: "Pages go out.",
}


async def check(
    *,
    token: str,
    api_url: str,
    proxy: str | None,
    sharded: bool,
    destinations: Sequence[Destination],
    clock: Clock,
    mentions: Mapping[Destination, str] | None = None,
) -> list[Finding]:
    """Log in, and look into every chat that editions go to; ``mentions`` has the roles that covers call, by their ids.

    The findings of the chats are in the order of ``destinations``.
    """
    try:
        client = make_client(api_url=api_url, gateway_url=_NO_GATEWAY, proxy=proxy or "", traffic=Traffic(clock))
        async with logged_in(client, token):
            return await _look_around(client, sharded, list(dict.fromkeys(destinations)), mentions or {})
    except PaperboyError as error:
        return [Finding(subject="Discord", said="The bot can't log in.", advice=str(error))]


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found out about one chat."""

    finding: Finding | None
    """None of a person, of whom there may be many."""
    wanted: discord.Permissions
    """What the bot is to be allowed where it goes."""


async def _look_around(
    client: discord.Client, sharded: bool, destinations: Sequence[Destination], mentions: Mapping[Destination, str]
) -> list[Finding]:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(destination: Destination) -> _Look:
        async with slots:
            return await _look(client, destination.chat, mentions.get(destination, ""))

    looks = await asyncio.gather(*map(one, destinations))
    everything = discord.Permissions()
    for look in looks:
        everything |= look.wanted
    if not everything.value:  # who invites the bot will most likely do so for a text channel
        everything = permissions.wanted(Kind.TEXT)
    found = [look.finding for look in looks if look.finding is not None]
    account = await _account(client, sharded=sharded, people=len(looks) - len(found))
    return [account, _invitation(client, everything), *found]


async def _account(client: discord.Client, *, sharded: bool, people: int) -> Finding:
    said = f"Logged in as {client.user}"
    if people:
        said += f"; {'one person gets' if people == 1 else f'{people} people get'} editions directly"
    asked = (await starts(client)).shards
    if asked == 1 or sharded:
        return Finding(subject="Discord", said=f"{said}.")
    advice = f"Discord asks for {asked} connections: set sharded = true under [discord] in the settings."
    return Finding(subject="Discord", said=f"{said}.", advice=advice)


def _invitation(client: discord.Client, wanted: discord.Permissions) -> Finding:
    if client.application_id is None:
        raise RuntimeError("the client must be logged in")
    listed = ", ".join(permissions.names(wanted))
    link = permissions.invite(client.application_id, wanted)
    return Finding(subject="Discord", said=f"To add the bot to a server, open {link} (it asks for: {listed}).")


async def _look(client: discord.Client, chat: str, role: str) -> _Look:
    """How the bot stands in one chat."""
    none = discord.Permissions()
    try:
        try:
            channel: dict[str, Any] = await Rest(client)("GET", "/channels/{channel_id}", channel_id=chat)
        except NoChannel:
            await Rest(client)("GET", "/users/{user_id}", user_id=chat)
            return _Look(None, none)
        if "guild_id" not in channel:
            return _Look(None, none)
        there = await standing(client, int(channel["guild_id"]), int(channel["id"]))
        if (kind := kind_of(there.channel.type)) is None:
            raise unwritable(called(there.channel))
        return _Look(_standing(there, kind, role), permissions.wanted(kind, mention=_needs_right(there, role)))
    except Fault as error:
        finding = Finding(subject=chat, said="It can't be looked into.", advice=str(error))
        return _Look(finding, permissions.wanted(Kind.TEXT))


def _needs_right(there: Standing, role: str) -> bool:
    """Whether a role is called that not everybody may call."""
    known = there.guild.get_role(int(role)) if role else None
    return known is not None and not known.mentionable


def _standing(there: Standing, kind: Kind, role: str) -> Finding:
    subject = called(there.channel)
    lacks = permissions.missing(there.rights, permissions.needed(kind, mention=_needs_right(there, role)))
    advice = []
    if lacks:
        listed = ", ".join(f"“{name}”" for name in lacks)
        advice.append(f"Allow the bot {listed} in the channel's settings, under Permissions.")
    if role and there.guild.get_role(int(role)) is None:
        advice.append(f"There is no role {role} on that server: correct `mention`.")
    if advice:
        return Finding(subject=subject, said="Editions can't go out as they should.", advice=" ".join(advice))
    said = _SAID[kind]
    if kind is Kind.FORUM and not there.rights.manage_channels:
        said += " With “Manage Channels” the bot would make a tag for each category."
    return Finding(subject=subject, said=said)
