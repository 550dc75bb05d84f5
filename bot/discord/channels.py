"""Which chat is meant, and what it is: from what the library keeps of the bot's servers; what it lacks is asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass

import discord
from discord.abc import GuildChannel

from bot.adapter import Barred, Fault, Gone, Notes
from bot.discord import permissions
from bot.discord.attempts import attempt
from bot.discord.faults import ClosedDirect, NoAccess, NoChannel, NoPermission, NoPerson
from bot.discord.insisting import insisting
from bot.discord.kinds import Kind, kind_of
from bot.discord.limits import Priority
from bot.discord.places import NAME
from bot.discord.rest import Rest
from bot.discord.standing import standing
from bot.messages import Destination

_NOTE = "direct"
"""The channel of a person's direct messages, and the person's name."""
_DAY = 1440
"""Minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Where editions go."""

    id: int
    """The channel or thread; of a person, the channel of the direct messages."""
    kind: Kind
    name: str
    """How people call it."""
    guild: int = 0
    """The server; 0 in direct messages."""
    person: int = 0
    """Whose direct messages they are."""
    archive: int = _DAY
    """Minutes after which a thread in which nobody writes leaves the list of threads, as the channel has it."""


class Channels:
    """Looks chats up by the ids that people write down: of a channel, a thread, or a person."""

    def __init__(self, client: discord.Client, rest: Rest, notes: Notes) -> None:
        self._client = client
        self._rest = rest
        self._notes = notes
        self._guilds: dict[int, int] = {}
        self._fetched: dict[int, GuildChannel | discord.Thread] = {}
        self._direct: dict[int, int] = {}
        self._names: dict[int, str] = {}
        self._people: set[int] = set()
        self._identities: dict[int, str] = {}

    async def look_up(self, written: str, *, anew: bool = False) -> Chat:
        """The chat with this id; ``anew``: what only Discord knows is asked again.

        :raises Fault: there is none, or the bot can't see it
        """
        number = _number(written)
        if anew:
            self.forget(number)
        if number in self._direct:
            return self._with(number)
        if (channel := self._cached(number) or self._fetched.get(number)) is not None:
            return self._described(channel)
        if (kept := await self._notes.note(Destination(NAME, written), _NOTE)) is not None:
            known = json.loads(kept)
            self._direct[number], self._names[number] = known["channel"], known["name"]
            return self._with(number)
        if number not in self._people:
            try:
                return self._described(await self._fetch(number))
            except NoChannel:
                self._people.add(number)
        await self._open(number)
        return self._with(number)

    async def identity(self, written: str) -> str:
        """The id by which the chat always goes: a person's own, whichever of theirs is written."""
        number = _number(written)
        if number not in self._identities:
            self._identities[number] = await self._identity(number, written)
        return self._identities[number]

    async def _identity(self, number: int, written: str) -> str:
        if number in self._direct or number in self._people:
            return written
        if (channel := self._cached(number)) is None:
            if await self._notes.note(Destination(NAME, written), _NOTE) is not None:
                return written
            try:
                channel = await self._fetch(number)
            except NoChannel:  # a person, or nobody, which is seen when an edition goes there
                self._people.add(number)
                return written
            except (NoAccess, NoPermission):  # of a server, then, which is seen there, too
                return written
        if isinstance(channel, discord.DMChannel) and channel.recipient is not None:
            return str(channel.recipient.id)
        return written

    def called(self, written: str) -> str:
        """How people call the chat with this id, as far as it is known."""
        if not written.isdecimal():
            return written
        number = int(written)
        if number in self._names:
            return self._names[number]
        if number not in self._direct and (channel := self._cached(number)) is not None:
            return called(channel)
        return written

    def knows(self, person: discord.abc.User, direct: int) -> None:
        """A person's direct messages were seen."""
        self._direct[person.id] = direct
        self._names[person.id] = person.display_name

    def forget(self, number: int) -> None:
        """Ask about a channel anew when it is needed next."""
        self._fetched.pop(number, None)
        self._people.discard(number)

    async def rights(self, chat: Chat) -> discord.Permissions | None:
        """What the bot may do there; None in direct messages.

        :raises Fault: Discord had to be asked, and could not be
        """
        if not chat.guild:
            return None
        channel = self._cached(chat.id) or self._fetched.get(chat.id)
        parent = channel.parent if isinstance(channel, discord.Thread) else channel
        if isinstance(parent, GuildChannel) and parent.guild.me is not None:
            return parent.permissions_for(parent.guild.me)
        return (await standing(self._client, chat.guild, chat.id)).rights

    def role(self, chat: Chat, role: int) -> discord.Role | None:
        """A role of the chat's server, as far as the library keeps them."""
        guild = self._client.get_guild(chat.guild)
        return guild.get_role(role) if guild is not None else None

    def thread(self, guild: int, thread: int) -> discord.Thread | None:
        """A thread that is not archived, as far as the library keeps them."""
        known = self._client.get_guild(guild)
        return known.get_thread(thread) if known is not None else None

    async def named(self, fault: Fault, chat: Chat) -> Fault:
        """The fault in the words that help: which permission is missing. Whoever tells it says where."""
        if not isinstance(fault, (NoAccess, NoPermission)):
            return fault
        left = self._client.is_ready() and chat.guild and self._client.get_guild(chat.guild) is None
        if left:
            return Gone("The bot is not in that server any more: invite it again to go on.")
        try:
            have = await self.rights(chat)
        except Fault:  # what the error says must do
            have = None
        lacking = permissions.missing(have, permissions.needed(chat.kind)) if have is not None else []
        if not lacking:
            return fault
        listed = ", ".join(f"“{name}”" for name in lacking)
        return Barred(f"The bot lacks {listed}: allow it in the channel's settings, under Permissions.")

    def _cached(self, number: int) -> GuildChannel | discord.Thread | discord.abc.PrivateChannel | None:
        """From the library's own memory, which the gateway keeps true."""
        guild = self._client.get_guild(self._guilds.get(number, 0))
        if guild is not None and (known := guild.get_channel_or_thread(number)) is not None:
            return known
        found = self._client.get_channel(number)  # looks through every server
        if found is not None and not isinstance(found, discord.abc.PrivateChannel):
            self._guilds[number] = found.guild.id
        return found

    async def _fetch(self, number: int) -> GuildChannel | discord.Thread | discord.abc.PrivateChannel:
        async with attempt(priority=Priority.EDITION):
            try:
                channel = await self._client.fetch_channel(number)
            except discord.InvalidData as error:  # of a kind that the library does not know
                raise unwritable(f"The channel {number}") from error
        if not isinstance(channel, discord.abc.PrivateChannel):
            self._fetched[number] = channel
        return channel

    async def _open(self, person: int) -> None:
        """Open somebody's direct messages; they are there for good, and nothing is seen of it."""
        try:
            opened = await insisting(
                lambda: self._rest(
                    "POST", "/users/@me/channels", json={"recipient_id": str(person)}, priority=Priority.EDITION
                )
            )
        except (ClosedDirect, NoPerson) as error:
            raise Gone(f"Nobody and no channel has the id {person}, or the bot is not in that server.") from error
        self._direct[person] = int(opened["id"])
        (other,) = opened["recipients"]
        self._names[person] = other.get("global_name") or other["username"]
        known = {"channel": self._direct[person], "name": self._names[person]}
        await self._notes.keep_note(Destination(NAME, str(person)), _NOTE, json.dumps(known, ensure_ascii=False))

    def _with(self, person: int) -> Chat:
        return Chat(id=self._direct[person], kind=Kind.DIRECT, name=self.called(str(person)), person=person)

    def _described(self, channel: GuildChannel | discord.Thread | discord.abc.PrivateChannel) -> Chat:
        name = called(channel)
        if isinstance(channel, discord.DMChannel):
            person = channel.recipient.id if channel.recipient is not None else 0
            self._names[channel.id] = name
            return Chat(id=channel.id, kind=Kind.DIRECT, name=name, person=person)
        if isinstance(channel, discord.abc.PrivateChannel) or (kind := kind_of(channel.type)) is None:
            raise unwritable(name)
        self._names.pop(channel.id, None)
        if channel.id in self._fetched:
            self._names[channel.id] = name
        archive = getattr(channel, "default_auto_archive_duration", _DAY)
        return Chat(id=channel.id, kind=kind, name=name, guild=channel.guild.id, archive=archive)


def _number(written: str) -> int:
    if not written.isdecimal() or int(written) >= 2**63:
        raise Barred(
            f"“{written}” is no id of Discord's: turn on Developer Mode in its settings, right-click the channel or "
            "the person, and choose “Copy ID”."
        )
    return int(written)


def called(channel: GuildChannel | discord.Thread | discord.abc.PrivateChannel) -> str:
    """How people call a channel, and how they can tell it from others of that name."""
    if isinstance(channel, discord.DMChannel):
        return channel.recipient.display_name if channel.recipient is not None else str(channel.id)
    if isinstance(channel, discord.abc.PrivateChannel):
        return str(channel.id)
    return f"#{channel.name} ({channel.guild.name})" if channel.guild.name else f"#{channel.name}"


def unwritable(name: str) -> Barred:
    """Said of channels of other kinds."""
    return Barred(f"{name} is no channel that can be written to: choose a text, announcement or forum channel.")
