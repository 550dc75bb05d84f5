"""Who and what there is: people, roles, servers, channels, threads and messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, Literal

from tests.doubles.discord import permissions
from tests.doubles.discord.components import TEXT, walk
from tests.doubles.discord.permissions import bits, resolved

Json = dict[str, Any]

EPHEMERAL, LOADING, CROSSPOSTED, HAS_THREAD = 1 << 6, 1 << 7, 1 << 0, 1 << 5
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 2, 1 << 12, 1 << 15
DEFAULT, THREAD_CREATED, REPLY, COMMAND, THREAD_STARTER = 0, 18, 19, 20, 21
"""Types of messages."""


class Kind(IntEnum):
    """Types of channels."""

    TEXT = 0
    DM = 1
    VOICE = 2
    GROUP_DM = 3
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


THREADS = frozenset({Kind.ANNOUNCEMENT_THREAD, Kind.THREAD, Kind.PRIVATE_THREAD})


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    """A person, or the bot."""

    id: int
    name: str
    locale: str = "en-US"
    dms: Literal["open", "closed", "none"] = "open"
    installed: bool = False
    """Whether they have the app for themselves, to use it anywhere."""
    bot: bool = False
    dm: Channel = field(init=False, repr=False)
    """Their chat with the bot."""


@dataclass(slots=True, kw_only=True, eq=False)
class Role:
    """A role of a server."""

    id: int
    name: str
    permissions: int
    mentionable: bool = False
    managed: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Tag:
    """A forum's tag."""

    id: int
    name: str
    moderated: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Guild:
    """A server."""

    id: int
    name: str
    owner: User
    me: User
    """The bot, whether it is there or not."""
    bot: bool
    available: bool = True
    locale: str = "en-US"
    thread_cap: int = 1000
    """So many threads may be active."""
    roles: dict[int, Role] = field(default_factory=dict, repr=False)
    members: dict[int, set[int]] = field(default_factory=dict, repr=False)
    """Roles by member."""
    channels: list[Channel] = field(default_factory=list, repr=False)
    """The channels, and threads, that stand."""
    joined_at: datetime | None = None
    greets: Channel | None = field(default=None, repr=False)
    """The channel where newcomers are announced ("system channel"), if there is one."""

    @property
    def bot_role(self) -> Role:
        """The bot's own."""
        return next(role for role in self.roles.values() if role.managed)

    @property
    def threads(self) -> list[Channel]:
        return [channel for channel in self.channels if channel.is_thread]

    def permissions(self, user: User) -> int:
        """What somebody may do in the server at large; 0 for strangers."""
        if user.id not in self.members:
            return 0
        if user is self.owner:
            return permissions.EVERY
        found = self.roles[self.id].permissions
        for role in self.members[user.id]:
            found |= self.roles[role].permissions
        return permissions.EVERY if found & permissions.ADMINISTRATOR else found


@dataclass(slots=True, kw_only=True, eq=False)
class Channel:
    """A channel of any kind, or a thread (a forum's posts are threads, too)."""

    id: int
    kind: Kind
    name: str = ""
    guild: Guild | None = None
    parent: Channel | None = None
    recipients: list[User] = field(default_factory=list)
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    """(allow, deny) by the id of a role or member."""
    topic: str = ""
    forum_tags: list[Tag] = field(default_factory=list)
    require_tag: bool = False
    messages: list[Message] = field(default_factory=list, repr=False)
    """What stands there for all to see, in order."""
    deleted_messages: list[Message] = field(default_factory=list, repr=False)
    typing: list[datetime] = field(default_factory=list, repr=False)
    deleted: bool = False
    # Of threads:
    owner: User | None = None
    archived: bool = False
    archived_at: datetime | None = None
    locked: bool = False
    auto_archive: int = 4320
    applied: list[int] = field(default_factory=list)
    starter: Message | None = field(default=None, repr=False)
    """The message that it began with: in the channel above, or the first one of a forum's post."""
    thread_members: set[int] = field(default_factory=set)
    created_at: datetime | None = None

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    @property
    def threads(self) -> list[Channel]:
        """Those below it that stand, in order."""
        return [thread for thread in self.guild.channels if thread.parent is self] if self.guild else []

    posts = threads

    @property
    def tags(self) -> list[str]:
        """A post's tags, or a forum's, by name."""
        if self.is_thread and self.parent is not None:
            known = {tag.id: tag.name for tag in self.parent.forum_tags}
            return [known[tag] for tag in self.applied if tag in known]
        return [tag.name for tag in self.forum_tags]

    @property
    def sent(self) -> list[Message]:
        """What the bot said, without notes of the system and what is only promised yet."""
        return [message for message in self.messages if message.by_bot and not message.system and not message.loading]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.sent]

    def permissions(self, user: User) -> int:
        """What somebody may do there, by roles and overwrites."""
        if self.guild is None:
            return permissions.EVERY if (user.bot and self.kind is Kind.DM) or user in self.recipients else 0
        top = self.parent if self.is_thread and self.parent is not None else self
        roles = [top.overwrites[role] for role in self.guild.members.get(user.id, ()) if role in top.overwrites]
        allow = deny = 0
        for more, less in roles:
            allow, deny = allow | more, deny | less
        layers = [top.overwrites.get(self.guild.id, (0, 0)), (allow, deny), top.overwrites.get(user.id, (0, 0))]
        found = resolved(self.guild.permissions(user), layers)
        if self.kind is Kind.PRIVATE_THREAD and user.id not in self.thread_members:
            found = found if found & bits("MANAGE_THREADS") else 0
        return found

    def may(self, user: User, *names: str) -> bool:
        wanted = bits(*names)
        return self.permissions(user) & wanted == wanted


@dataclass(slots=True, kw_only=True)
class Button:
    """A button, as it is seen."""

    label: str
    custom_id: str = ""
    url: str = ""
    disabled: bool = False


@dataclass(slots=True, kw_only=True)
class Select:
    """A list to choose from, as it is seen."""

    custom_id: str
    placeholder: str = ""
    options: list[Json] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """A message, seen by all or (ephemeral) by one."""

    id: int
    channel: Channel
    author: User
    at: datetime
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    flags: int = 0
    nonce: str | int | None = None
    type: int = DEFAULT
    reply_to: Message | None = None
    pings: list[User | Role | str] = field(default_factory=list)
    """Who is really called by it."""
    edits: int = 0
    edited_at: datetime | None = None
    deleted: bool = False
    viewer: User | None = None
    """The one who sees it, where it is ephemeral."""
    metadata: Json | None = None
    """Of the interaction that it answers."""
    thread: Channel | None = None

    @property
    def guild(self) -> Guild | None:
        return self.channel.guild

    @property
    def by_bot(self) -> bool:
        return self.author.bot

    @property
    def system(self) -> bool:
        """Whether nobody wrote it."""
        return self.type in (THREAD_CREATED, THREAD_STARTER)

    @property
    def silent(self) -> bool:
        return bool(self.flags & SUPPRESS_NOTIFICATIONS)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def crossposted(self) -> bool:
        return bool(self.flags & CROSSPOSTED)

    @property
    def text(self) -> str:
        """All there is to read."""
        displays = [one["content"] for one in walk(self.components) if one["type"] == TEXT]
        return "\n".join([self.content, *displays] if self.content else displays)

    @property
    def container(self) -> int | None:
        """The number of the one container, if that is how it is made."""
        tops = [one for one in self.components if one["type"] == 17]
        return int(tops[0]["id"]) if len(tops) == 1 else None

    @property
    def buttons(self) -> list[Button]:
        return [
            Button(
                label=one.get("label") or (one.get("emoji") or {}).get("name", ""),
                custom_id=one.get("custom_id") or "",
                url=one.get("url") or "",
                disabled=bool(one.get("disabled")),
            )
            for one in walk(self.components)
            if one["type"] == 2
        ]

    @property
    def selects(self) -> list[Select]:
        return [
            Select(
                custom_id=one["custom_id"],
                placeholder=one.get("placeholder") or "",
                options=list(one.get("options") or ()),
            )
            for one in walk(self.components)
            if one["type"] in (3, 5, 6, 7, 8)
        ]

    def button(self, which: str | int) -> Button:
        """By label, custom_id or place."""
        if isinstance(which, int):
            return self.buttons[which]
        found = [one for one in self.buttons if which in (one.label, one.custom_id)]
        if not found:
            raise LookupError(f"no button {which!r} among {[one.label or one.custom_id for one in self.buttons]}")
        return found[0]
