"""What becomes of chats, as Discord tells it: the bot comes and goes, channels are deleted, rights are given."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final, Protocol

import discord

from bot.adapter import Fault, Residence
from bot.discord import answers
from bot.discord.attempts import attempt
from bot.discord.native import Native
from bot.discord.places import NAME
from bot.messages import Destination
from bot.words import speak

log = logging.getLogger(__name__)

_LEFT: Final = "The bot was removed from the server."
_DELETED: Final = "The channel was deleted."
_THREAD_DELETED: Final = "The thread was deleted."

Place = discord.abc.GuildChannel | discord.Thread


class Ears(Protocol):
    """Who must know what becomes of channels."""

    def forget(self, channel: int, /) -> None:
        """What is known of a channel is not so any more."""

    def knows(self, person: discord.abc.User, dm: int, /) -> None:
        """A person's direct messages are there."""


class Arrivals:
    """Reports to the residence, and greets where the bot is new."""

    def __init__(self, residence: Residence, ears: Ears) -> None:
        self._residence = residence
        self._ears = ears

    async def joined(self, guild: discord.Guild) -> None:
        """The bot was added to a server. It says hello where the server greets its people, and nowhere else."""
        places = list(_places(guild))
        await self._opened(places)
        channel = guild.system_channel
        if channel is None:
            return
        may = channel.permissions_for(guild.me)
        if not (may.view_channel and may.send_messages):
            return
        served = [await self._residence.serves(_destination(place.id)) for place in places]
        text = speak(str(guild.preferred_locale))("discord-greeting-again" if any(served) else "discord-greeting")
        try:
            async with attempt():
                await channel.send(
                    view=Native(answers.plain(text).components),
                    silent=True,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        except Fault as error:
            log.info("No greeting in server %s: %s", guild.id, error)

    async def left(self, guild: discord.Guild) -> None:
        """The bot was removed from a server, or the server is gone."""
        for place in _places(guild):
            self._ears.forget(place.id)
            if await self._residence.serves(_destination(place.id)):
                await self._residence.closed(_destination(place.id), _LEFT)

    async def deleted(self, channel: int, *, thread: bool = False) -> None:
        """A channel is gone for good, or a thread."""
        self._ears.forget(channel)
        await self._residence.closed(_destination(channel), _THREAD_DELETED if thread else _DELETED)

    async def changed(self, guild: discord.Guild, places: Iterable[Place] | None = None) -> None:
        """Rights may not be what they were, of these places or all; where the bot can write, editions may go on."""
        writable = []
        for place in _places(guild) if places is None else places:
            self._ears.forget(place.id)
            may = place.permissions_for(place.guild.me)
            if may.view_channel and (may.send_messages_in_threads if _is_thread(place) else may.send_messages):
                writable.append(place)
        await self._opened(writable)

    async def met(self, person: discord.abc.User, dm: int) -> None:
        """Somebody is in their own chat with the bot."""
        self._ears.knows(person, dm)
        await self._residence.opened(_destination(person.id))

    async def _opened(self, places: Iterable[Place]) -> None:
        for place in places:
            await self._residence.opened(_destination(place.id))


def _places(guild: discord.Guild) -> Iterable[Place]:
    """All places of a server where something can stand, as far as they are known."""
    yield from (one for one in guild.channels if not isinstance(one, discord.CategoryChannel))
    yield from guild.threads


def _is_thread(place: Place) -> bool:
    return isinstance(place, discord.Thread)


def _destination(chat: int) -> Destination:
    return Destination(NAME, str(chat))
