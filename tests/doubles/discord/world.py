"""The servers, channels and people behind the stand-in: who is there, and how messages and threads come to stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Literal, Protocol

from bot.clock import Clock
from tests.doubles.discord import permissions, shapes
from tests.doubles.discord.components import walk
from tests.doubles.discord.places import (
    HAS_THREAD,
    THREAD_CREATED,
    THREAD_STARTER,
    Channel,
    Guild,
    Json,
    Kind,
    Message,
    Role,
    Tag,
    User,
)

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
"""Intents."""


class Listener(Protocol):
    """Whoever brings events to the bot."""

    def __call__(
        self, event: str, data: Json, *, guild: Guild | None = None, intent: int = 0, stripped: Json | None = None
    ) -> None: ...


def _nobody(
    event: str, data: Json, *, guild: Guild | None = None, intent: int = 0, stripped: Json | None = None
) -> None:
    """Nobody listens yet."""


class World:
    """Builders are named by what they add."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.emit: Listener = _nobody
        self._serial = count(1)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Server] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        """All that ever stood, by id."""
        self.bot = User(id=self.age_old(), name="Paperboy", bot=True)
        self.users[self.bot.id] = self.bot
        self.operator = self.user("Operator")
        """Whose application it is."""

    # -- numbers

    def snowflake(self) -> int:
        """An id made now. No two are the same, and later ones are greater."""
        moment = int((self.clock.now() - EPOCH) / timedelta(milliseconds=1))
        return (moment << 22) | (next(self._serial) & 0x3FFFFF)

    def age_old(self) -> int:
        """The id of something that was there long before; each of another millisecond, so that shards differ."""
        moment = int((self.clock.now() - timedelta(days=365) - EPOCH) / timedelta(milliseconds=1))
        number = next(self._serial)
        return ((moment + number) << 22) | (number & 0xFFF)

    # -- who is there

    def user(
        self,
        name: str = "Ada",
        *,
        locale: str = "en-US",
        dms: Literal["open", "closed", "none"] = "open",
        installed: bool = False,
    ) -> User:
        """A person. ``dms``: whether the bot may write to them; ``installed``: they have the app for themselves."""
        user = User(id=self.age_old(), name=name, locale=locale, dms=dms, installed=installed)
        self.users[user.id] = user
        user.dm = self._channel(Channel(id=self.age_old(), kind=Kind.DM, recipients=[user]))
        return user

    def group_dm(self, *users: User, name: str = "") -> Channel:
        """A chat of several people, where the bot is only by somebody's own installation."""
        return self._channel(Channel(id=self.age_old(), kind=Kind.GROUP_DM, name=name, recipients=list(users)))

    def guild(self, name: str = "Lab", rights: Iterable[str] | None = None, *, bot: bool = True) -> Server:
        """A server; the bot's role has exactly these rights, or every one but that of an administrator."""
        number = self.age_old()
        owner = self.user("Owner")
        guild = Server(id=number, name=name, owner=owner, me=self.bot, bot=bot, joined_at=self.clock.now())
        guild.world = self
        given = permissions.EVERY & ~permissions.ADMINISTRATOR if rights is None else permissions.bits(*rights)
        everyone = Role(id=number, name="@everyone", permissions=0)
        people = Role(id=self.age_old(), name="People", permissions=permissions.bits(*permissions.PLAIN))
        mine = Role(id=self.age_old(), name=self.bot.name, permissions=given, managed=True)
        guild.roles = {role.id: role for role in (everyone, people, mine)}
        guild.members = {owner.id: {number, people.id}}
        if bot:
            guild.members[self.bot.id] = {number, mine.id}
        self.guilds[number] = guild
        if bot:
            self.tell_of(guild)
        return guild

    def add_channel(self, guild: Server, channel: Channel) -> Channel:
        """Put a channel into a server."""
        guild.channels.append(self._channel(channel))
        self.announce("CHANNEL_CREATE", channel)
        return channel

    def _channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def channel(self, which: int) -> Channel:
        """By number."""
        return self.channels[which]

    def message(self, which: int) -> Message:
        """By number."""
        return self.messages[which]

    # -- what the bot hears

    def tell_of(self, guild: Guild) -> None:
        """The bot is (again) in a server, and learns what is there."""
        self.emit("GUILD_CREATE", self.seen(guild), guild=guild, intent=GUILDS)

    def seen(self, guild: Guild) -> Json:
        """A server as the bot is told of it: with the active threads that it can see."""
        visible = [one for one in guild.threads if not one.archived and one.may(self.bot, "VIEW_CHANNEL")]
        return shapes.created(guild, visible)

    def announce(self, event: str, channel: Channel, **more: Any) -> None:
        """CHANNEL_* and THREAD_* events, to a bot that is there and sees it."""
        guild = channel.guild
        if guild is None or not guild.bot or (channel.is_thread and not channel.permissions(self.bot)):
            return
        self.emit(event, shapes.channel(channel, **more), guild=guild, intent=GUILDS)

    def hears(self, channel: Channel) -> bool:
        """Whether the bot is told of what is said there."""
        if channel.guild is not None:
            return channel.guild.bot and channel.guild.available and channel.may(self.bot, "VIEW_CHANNEL")
        return channel.kind is Kind.DM

    def shown(self, message: Message, privileged: bool = False) -> bool:
        """Whether the bot sees what a message says."""
        meant = message.by_bot or message.channel.kind is Kind.DM or self.bot in message.pings
        return meant or privileged

    def tell(self, event: str, message: Message) -> None:
        """MESSAGE_CREATE and MESSAGE_UPDATE; content is for those who may see it."""
        if message.ephemeral or not self.hears(message.channel):
            return
        in_guild = message.channel.guild is not None
        full = shapes.message(message, event=True)
        self.emit(
            event,
            full,
            guild=message.channel.guild,
            intent=GUILD_MESSAGES if in_guild else DIRECT_MESSAGES,
            stripped=full if self.shown(message) else shapes.message(message, shown=False, event=True),
        )

    # -- how messages and threads come to stand

    def add_message(self, channel: Channel, author: User, **more: Any) -> Message:
        """Put a message into a channel; ephemeral ones are seen by their viewer alone."""
        number = more.pop("id", None) or self.snowflake()
        message = Message(id=number, channel=channel, author=author, at=self.clock.now(), **more)
        self.messages[message.id] = message
        if not message.ephemeral:
            channel.messages.append(message)
            if channel.is_thread and channel.archived:
                self.set_archived(channel, archived=False)
            self.tell("MESSAGE_CREATE", message)
        return message

    def remove_message(self, message: Message) -> None:
        """Take a message away; a thread that began with it stays."""
        message.deleted = True
        channel = message.channel
        if message in channel.messages:
            channel.messages.remove(message)
            channel.deleted_messages.append(message)
            if self.hears(channel):
                data: Json = {"id": str(message.id), "channel_id": str(channel.id)}
                if channel.guild is not None:
                    data["guild_id"] = str(channel.guild.id)
                intent = GUILD_MESSAGES if channel.guild is not None else DIRECT_MESSAGES
                self.emit("MESSAGE_DELETE", data, guild=channel.guild, intent=intent)

    def open_thread(
        self, parent: Channel, name: str, by: User, *, message: Message | None = None, kind: Kind = Kind.THREAD,
        auto_archive: int = 4320, tags: Iterable[int] = (), number: int | None = None,
    ) -> Channel:  # fmt: skip
        """Make a thread below a channel: of a message (whose number it has), a forum's post, or by itself."""
        assert parent.guild is not None
        thread = self._channel(
            Channel(
                id=number or (message.id if message is not None else self.snowflake()), kind=kind, name=name,
                guild=parent.guild, parent=parent, owner=by, auto_archive=auto_archive, applied=list(tags),
                starter=message, thread_members={by.id}, created_at=self.clock.now(), archived_at=self.clock.now(),
            )
        )  # fmt: skip
        parent.guild.channels.append(thread)
        self.announce("THREAD_CREATE", thread, newly=True)
        if message is not None:
            message.thread, message.flags = thread, message.flags | HAS_THREAD
            self.tell("MESSAGE_UPDATE", message)
            self.add_message(thread, by, type=THREAD_STARTER, reply_to=message)
        elif parent.kind is not Kind.FORUM and kind is not Kind.PRIVATE_THREAD:
            self.add_message(parent, by, type=THREAD_CREATED, content=name)
        return thread

    def set_archived(self, thread: Channel, *, archived: bool, locked: bool | None = None) -> None:
        """Archive a thread or open it again."""
        if archived != thread.archived:
            thread.archived_at = self.clock.now()
        thread.archived = archived
        thread.locked = thread.locked if locked is None else locked
        self.announce("THREAD_UPDATE", thread)

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel, with its threads, or a thread."""
        assert channel.guild is not None
        for thread in channel.threads:
            self.remove_channel(thread)
        gone = {"id": str(channel.id), "guild_id": str(channel.guild.id), "type": int(channel.kind)}
        if channel.is_thread and channel.parent is not None:
            gone["parent_id"] = str(channel.parent.id)
            if channel.permissions(self.bot) and channel.guild.bot:
                self.emit("THREAD_DELETE", gone, guild=channel.guild, intent=GUILDS)
        else:
            self.announce("CHANNEL_DELETE", channel)
        channel.deleted = True
        channel.guild.channels.remove(channel)


def numbered(components: Iterable[Json]) -> list[Json]:
    """Components as they come back: those without a number get one that is free."""
    found: list[Json] = _copied(list(components))
    taken = {one["id"] for one in walk(found) if one.get("id")}
    free = (number for number in count(1) if number not in taken)
    for one in walk(found):
        one["id"] = one.get("id") or next(free)
    return found


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(one) for one in value]
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items() if one is not None}
    return value


class Server(Guild):
    """A server, to which channels, roles and people are added."""

    __slots__ = ("world",)
    world: World

    def text(self, name: str = "papers", **more: Any) -> Channel:
        """A text channel; ``deny`` and ``allow`` name rights of the bot's there."""
        return self._add(Kind.TEXT, name, **more)

    def announcement(self, name: str = "news", **more: Any) -> Channel:
        """A channel whose messages can be published."""
        return self._add(Kind.ANNOUNCEMENT, name, **more)

    def voice(self, name: str = "talk", **more: Any) -> Channel:
        """A voice channel, which has a chat."""
        return self._add(Kind.VOICE, name, **more)

    def category(self, name: str = "science", **more: Any) -> Channel:
        """A heading over channels."""
        return self._add(Kind.CATEGORY, name, **more)

    def forum(
        self, name: str = "forum", *, tags: Iterable[str] = (), require_tag: bool = False, **more: Any
    ) -> Channel:
        """A forum with these tags."""
        made = [Tag(id=self.world.age_old(), name=tag) for tag in tags]
        return self._add(Kind.FORUM, name, forum_tags=made, require_tag=require_tag, **more)

    def _add(
        self,
        kind: Kind,
        name: str,
        *,
        deny: Iterable[str] = (),
        allow: Iterable[str] = (),
        parent: Channel | None = None,
        **more: Any,
    ) -> Channel:
        given = (permissions.bits(*allow), permissions.bits(*deny))
        channel = Channel(
            id=self.world.age_old(), kind=kind, name=name, guild=self, parent=parent,
            overwrites={self.me.id: given} if any(given) else {}, **more,
        )  # fmt: skip
        return self.world.add_channel(self, channel)

    def role(self, name: str = "Readers", *, mentionable: bool = False, rights: Iterable[str] = ()) -> Role:
        """A role that nobody has yet."""
        role = Role(id=self.world.age_old(), name=name, permissions=permissions.bits(*rights), mentionable=mentionable)
        self.roles[role.id] = role
        self.tell_of_role("GUILD_ROLE_CREATE", role)
        return role

    def join(self, user: User, rights: Iterable[str] | None = None, roles: Iterable[Role] = ()) -> User:
        """Somebody becomes a member, with these rights (None: plain ones) and roles."""
        people = next(role for role in self.roles.values() if role.name == "People")
        given = [people] if rights is None else [self.role(f"{user.name}'s", rights=rights)]
        self.members[user.id] = {self.id, *(role.id for role in (*given, *roles))}
        return user

    def tell_of_role(self, event: str, role: Role) -> None:
        """GUILD_ROLE_* events."""
        if self.bot:
            place = list(self.roles).index(role.id)
            data = {"guild_id": str(self.id), "role": shapes.role(role, place, self.me)}
            self.world.emit(event, data, guild=self, intent=GUILDS)
