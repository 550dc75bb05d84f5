"""Who asks: a person of Discord's as the desk knows them, and what they may change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import discord

from bot.adapter import IsOperator, Notes
from bot.discord.places import NAME
from bot.messages import Asker, Destination

_MOST: Final = 10_000
"""People whose language is at hand."""
_NOTE: Final = "locale"


@dataclass(frozen=True, slots=True)
class Room:
    """Where somebody asks, as far as it matters for an answer."""

    channel: int
    alone: bool
    """Whether nobody else sees what is said there: the person's own chat with the bot."""
    ours: bool
    """Whether the bot itself is there; else the person has brought it along, and it may only answer."""
    may_post: bool = True
    """Whether the person may write there: what the bot says for them to everybody is no way around that."""


class People:
    """Makes askers. A message does not say its writer's language, so what their commands said is remembered."""

    def __init__(self, notes: Notes, *, is_operator: IsOperator) -> None:
        self._notes = notes
        self._is_operator = is_operator
        self._locales: dict[str, str] = {}
        """By person; empty for one of whom nothing is known."""

    def presser(self, interaction: discord.Interaction) -> tuple[Asker, Room]:
        """Whoever gave a command, pressed or typed, and where. Everything is in what came with it."""
        person, locale = interaction.user, str(interaction.locale)
        guild = interaction.client.get_guild(interaction.guild_id) if interaction.guild_id else None
        channel = interaction.channel.id if interaction.channel else 0
        with_bot = interaction.guild_id is None and not interaction.context.private_channel
        in_thread = isinstance(interaction.channel, discord.Thread)
        may = interaction.permissions
        room = Room(
            channel,
            alone=with_bot,
            ours=with_bot or guild is not None,
            may_post=not interaction.guild_id or (may.send_messages_in_threads if in_thread else may.send_messages),
        )
        if guild is None:
            return replace(self._direct(person, locale), fills_in=True), room
        asker = Asker(
            platform=NAME,
            user=str(person.id),
            chat=str(_chat(interaction.channel, interaction.client.user) or channel),
            direct=False,
            may_change=interaction.permissions.manage_guild,
            operator=self._is_operator(str(person.id)),
            locale=locale,
            fills_in=True,
        )
        return asker, room

    def writer(self, message: discord.Message, me: discord.abc.User) -> tuple[Asker, Room]:
        """Whoever wrote a message, and where; ``me`` is the bot."""
        person, guild = message.author, message.guild
        if guild is None:
            return self._direct(person, "en"), Room(message.channel.id, alone=True, ours=True)
        asker = Asker(
            platform=NAME,
            user=str(person.id),
            chat=str(_chat(message.channel, me) or message.channel.id),
            direct=False,
            may_change=isinstance(person, discord.Member) and person.guild_permissions.manage_guild,
            operator=self._is_operator(str(person.id)),
            locale=str(guild.preferred_locale),
        )
        return asker, Room(message.channel.id, alone=False, ours=True)

    def _direct(self, person: discord.abc.User, locale: str) -> Asker:
        own = str(person.id)
        return Asker(platform=NAME, user=own, chat=own, operator=self._is_operator(own), locale=locale)

    async def remember(self, asker: Asker) -> None:
        """Keep the language of somebody whose client has just told it; of one in their own chat, beyond a restart too.

        Elsewhere the server's language is near enough to keep nothing of people for it.
        """
        self._hold(asker.user, asker.locale)
        own = Destination(NAME, asker.user)
        if asker.direct and await self._notes.note(own, _NOTE) != asker.locale:
            await self._notes.keep_note(own, _NOTE, asker.locale)

    async def recall(self, asker: Asker) -> Asker:
        """A writer in their own language, as far as they ever used a command."""
        if asker.user not in self._locales:
            self._hold(asker.user, await self._notes.note(Destination(NAME, asker.user), _NOTE) or "")
        return replace(asker, locale=self._locales[asker.user] or asker.locale)

    def _hold(self, person: str, locale: str) -> None:
        self._locales.pop(person, None)
        self._locales[person] = locale
        if len(self._locales) > _MOST:
            del self._locales[next(iter(self._locales))]


def _chat(channel: object, me: discord.abc.User | None) -> int | None:
    """The chat whose editions are meant where somebody writes in a thread; None where that is the place itself.

    In a forum people can only write in its posts, and in threads of ours an edition is talked about.
    """
    if not isinstance(channel, discord.Thread):
        return None
    is_post = isinstance(channel.parent, discord.ForumChannel)
    is_ours = me is not None and channel.owner_id == me.id
    return channel.parent_id if is_post or is_ours else None
