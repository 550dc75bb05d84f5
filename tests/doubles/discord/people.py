"""What people do at once: write, delete, lock, give rights and take them, throw the bot out."""

from __future__ import annotations

from contextlib import suppress

from tests.doubles.discord import permissions, shapes
from tests.doubles.discord.places import REPLY, Channel, Guild, Kind, Message, Role, Tag, User
from tests.doubles.discord.world import GUILDS, Server, World


class People(World):
    """The world, and those who live in it."""

    def write(
        self, user: User, place: Channel | User, text: str, *, mention: bool = False, reply_to: Message | None = None
    ) -> Message:
        """Somebody writes; with ``mention`` to the bot by name. A reply to the bot's message calls it as well."""
        channel = self.place(user, place)
        assert channel.kind not in (Kind.FORUM, Kind.CATEGORY), "nobody can write there"
        text = f"{self.bot_mention} {text}" if mention else text
        called: list[User | Role | str] = [one for one in self.users.values() if f"<@{one.id}>" in text]
        if reply_to is not None and reply_to.by_bot and self.bot not in called:
            called.append(self.bot)
        return self.add_message(
            channel, user, content=text, pings=called, reply_to=reply_to, type=REPLY if reply_to else 0
        )

    @property
    def bot_mention(self) -> str:
        """How the bot is called."""
        return f"<@{self.bot.id}>"

    def place(self, user: User, place: Channel | User) -> Channel:
        """The channel that is meant; who is in a server for the first time joins it."""
        if isinstance(place, User):
            assert place is user or place is self.bot, "people's chats among themselves are their own"
            return user.dm
        assert not place.deleted, f"{place.name} is gone"
        guild = place.guild
        if isinstance(guild, Server) and user.id not in guild.members:
            guild.join(user)
        return place

    def start_thread(
        self, channel: Channel, name: str, user: User | None = None, *, message: Message | None = None,
        private: bool = False, text: str = "words",
    ) -> Channel:  # fmt: skip
        """Somebody makes a thread, or a post in a forum."""
        assert channel.guild is not None
        user = user or channel.guild.owner
        kind = Kind.ANNOUNCEMENT_THREAD if channel.kind is Kind.ANNOUNCEMENT else Kind.THREAD
        number = self.snowflake() if channel.kind is Kind.FORUM else None
        thread = self.open_thread(
            channel, name, user, message=message, kind=Kind.PRIVATE_THREAD if private else kind, number=number
        )
        if number is not None:
            thread.starter = self.add_message(thread, user, content=text, id=number)
        return thread

    def delete_message(self, message: Message) -> None:
        """Somebody deletes a message."""
        self.remove_message(message)

    def delete(self, channel: Channel) -> None:
        """Somebody deletes a channel or a thread."""
        self.remove_channel(channel)

    def archive(self, thread: Channel) -> None:
        """It is put away; whoever writes there fetches it back."""
        self.set_archived(thread, archived=True)

    def unarchive(self, thread: Channel) -> None:
        """It is fetched back."""
        self.set_archived(thread, archived=False)

    def lock(self, thread: Channel) -> None:
        """Only those who manage threads can write there."""
        self.set_archived(thread, archived=thread.archived, locked=True)

    def unlock(self, thread: Channel) -> None:
        """Everybody can write there again."""
        self.set_archived(thread, archived=thread.archived, locked=False)

    def rename(self, channel: Channel, name: str) -> None:
        """It gets another name."""
        channel.name = name
        self.announce("THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE", channel)

    # -- rights

    def take_rights(self, where: Guild | Channel, *names: str) -> None:
        """Take rights from the bot's role, or deny them to the bot in a channel; none named: all of them."""
        taken = permissions.bits(*names) if names else permissions.EVERY
        if isinstance(where, Guild):
            where.bot_role.permissions &= ~taken
            self._role_changed(where)
            return
        allow, deny = where.overwrites.get(self.bot.id, (0, 0))
        where.overwrites[self.bot.id] = (allow & ~taken, deny | taken)
        self.announce("CHANNEL_UPDATE", where)

    def give_rights(self, where: Guild | Channel, *names: str) -> None:
        """Give rights to the bot's role, or allow them to the bot in a channel; none named: all of them."""
        given = permissions.bits(*names) if names else permissions.EVERY & ~permissions.ADMINISTRATOR
        if isinstance(where, Guild):
            where.bot_role.permissions |= given
            self._role_changed(where)
            return
        allow, deny = where.overwrites.get(self.bot.id, (0, 0))
        where.overwrites[self.bot.id] = (allow | given if names else allow, deny & ~given)
        self.announce("CHANNEL_UPDATE", where)

    def _role_changed(self, guild: Guild) -> None:
        if isinstance(guild, Server):
            guild.tell_of_role("GUILD_ROLE_UPDATE", guild.bot_role)

    def delete_role(self, role: Role) -> None:
        """A role is no more."""
        guild = next(guild for guild in self.guilds.values() if role.id in guild.roles)
        del guild.roles[role.id]
        for held in guild.members.values():
            held.discard(role.id)
        if guild.bot:
            data = {"guild_id": str(guild.id), "role_id": str(role.id)}
            self.emit("GUILD_ROLE_DELETE", data, guild=guild, intent=GUILDS)

    def delete_tag(self, forum: Channel, name: str) -> None:
        """A tag of a forum is no more."""
        forum.forum_tags = [tag for tag in forum.forum_tags if tag.name != name]
        self.announce("CHANNEL_UPDATE", forum)

    def add_tag(self, forum: Channel, name: str) -> Tag:
        """A forum has one tag more."""
        tag = Tag(id=self.snowflake(), name=name)
        forum.forum_tags.append(tag)
        self.announce("CHANNEL_UPDATE", forum)
        return tag

    # -- the bot's own whereabouts

    def kick(self, guild: Guild) -> None:
        """The bot is thrown out."""
        guild.bot = False
        guild.members.pop(self.bot.id, None)
        self.emit("GUILD_DELETE", {"id": str(guild.id)}, guild=guild, intent=GUILDS)

    def invite(self, guild: Guild) -> None:
        """The bot is brought in."""
        guild.bot, guild.joined_at = True, self.clock.now()
        guild.members[self.bot.id] = {guild.id, guild.bot_role.id}
        # By the key's absence the library knows a server that is new from one that is there again.
        seen = {key: value for key, value in self.seen(guild).items() if key != "unavailable"}
        self.emit("GUILD_CREATE", seen, guild=guild, intent=GUILDS)

    def outage(self, guild: Guild) -> None:
        """The server cannot be reached for a while."""
        guild.available = False
        self.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild=guild, intent=GUILDS)

    def recover(self, guild: Guild) -> None:
        """It can be reached again."""
        guild.available = True
        self.tell_of(guild)

    def close_dms(self, user: User) -> None:
        """They want no messages from strangers."""
        user.dms = "closed"

    def open_dms(self, user: User) -> None:
        """They take messages."""
        user.dms = "open"

    def leave(self, guild: Guild, user: User) -> None:
        """Somebody leaves a server."""
        with suppress(KeyError):
            del guild.members[user.id]
        if guild.bot:
            data = {"guild_id": str(guild.id), "user": shapes.user(user)}
            self.emit("GUILD_MEMBER_REMOVE", data, guild=guild, intent=1 << 1)
