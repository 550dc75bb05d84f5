"""Messages over REST: sent, edited, deleted, published, read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.doubles.discord import bodies, shapes
from tests.doubles.discord.errors import Refusal, invalid, refusal
from tests.doubles.discord.exchange import Done, Handler, Request, snowflake
from tests.doubles.discord.places import (
    COMPONENTS_V2,
    CROSSPOSTED,
    DEFAULT,
    REPLY,
    Channel,
    Json,
    Kind,
    Message,
    Role,
    User,
)
from tests.doubles.discord.rates import limited
from tests.doubles.discord.world import World, numbered

HOUR = timedelta(hours=1)
CROSSPOSTS = 10
ROOMS = frozenset({Kind.TEXT, Kind.ANNOUNCEMENT, Kind.VOICE, Kind.DM})


class Messages:
    """What is said in channels, threads and direct messages."""

    def __init__(self, world: World, breach: Callable[[str], None], privileged: Callable[[], bool]) -> None:
        self._world = world
        self._breach = breach
        self._privileged = privileged
        self.nonce_life = timedelta(seconds=180)
        self.history_lag = timedelta()
        """For so long a message is not in the history yet."""
        self.old_edits = 30
        """Edits of messages older than an hour, for each channel and hour."""
        self._nonces: dict[tuple[int, str], tuple[datetime, Message]] = {}
        self._published: dict[int, list[datetime]] = defaultdict(list)
        self._edited: dict[int, list[datetime]] = defaultdict(list)
        one = "/channels/{channel_id}/messages/{message_id}"
        self.routes: dict[str, Handler] = {
            "POST /channels/{channel_id}/messages": self.create,
            "GET /channels/{channel_id}/messages": self.history,
            f"GET {one}": self.get,
            f"PATCH {one}": self.edit,
            f"DELETE {one}": self.delete,
            f"POST {one}/crosspost": self.crosspost,
            "POST /channels/{channel_id}/typing": self.typing,
            "PUT /channels/{channel_id}/messages/pins/{message_id}": self.pin,
        }

    # -- who may do what where

    def visible(self, number: int) -> Channel:
        """A channel that the bot may know of; refuses what is not there (10003), or not for it (50001)."""
        channel = self._world.channels.get(number)
        if channel is None or channel.deleted:
            raise refusal(10003)
        there = channel.guild is None or (channel.guild.bot and channel.may(self._world.bot, "VIEW_CHANNEL"))
        if not there or not channel.permissions(self._world.bot):
            raise refusal(50001)
        if channel.guild is not None and not channel.guild.available:
            raise Refusal(500, 0)
        return channel

    def need(self, channel: Channel, *rights: str) -> None:
        """Refuses (50013) where one of these is missing."""
        if not channel.may(self._world.bot, *rights):
            raise refusal(50013)

    def writable(self, number: int) -> Channel:
        """A channel where the bot can speak."""
        channel = self.visible(number)
        if channel.kind is Kind.FORUM:
            raise refusal(40058)
        if channel.kind not in ROOMS and not channel.is_thread:
            raise refusal(50008)
        self.need(channel, "SEND_MESSAGES_IN_THREADS" if channel.is_thread else "SEND_MESSAGES")
        if channel.locked and not channel.may(self._world.bot, "MANAGE_THREADS"):
            raise refusal(160005)
        if channel.kind is Kind.DM and channel.recipients[0].dms != "open":
            raise refusal(50007 if channel.recipients[0].dms == "closed" else 50278)
        return channel

    def standing(self, channel: Channel, number: int) -> Message:
        """A message that everybody sees there; refuses (10008) what is not."""
        message = self._world.messages.get(number)
        if message is None or message.deleted or message.ephemeral or message.channel is not channel:
            raise refusal(10008)
        return message

    # -- sending

    def create(self, request: Request) -> Done:
        body = request.body
        bodies.message(body, files=bool(request.files))
        channel = self.writable(request.id("channel_id"))
        if body.get("embeds") and channel.guild is not None:
            self.need(channel, "EMBED_LINKS")
        replied = self._replied(channel, body.get("message_reference"))
        for rude in bodies.rude(body):
            self._breach(f"{request.route}: {rude}")
        if body.get("nonce") is None or not body.get("enforce_nonce"):
            self._breach(f"{request.route} without a nonce that is enforced")
        key = (self._world.bot.id, str(body.get("nonce")))
        if body.get("enforce_nonce") and body.get("nonce") is not None:
            known = self._nonces.get(key)
            if known is not None and self._world.clock.now() - known[0] < self.nonce_life:
                if known[1].channel is not channel:
                    self._breach(f"the nonce {key[1]} was used in another channel")
                return Done(200, {**shapes.message(known[1]), "nonce": body["nonce"]})
        message = self.put(channel, body, request.files, reply_to=replied, type=REPLY if replied else DEFAULT)
        self._nonces[key] = (message.at, message)
        shape = shapes.message(message)
        return Done(200, {**shape, "nonce": body["nonce"]} if "nonce" in body else shape)

    def _replied(self, channel: Channel, reference: Json | None) -> Message | None:
        if not reference:
            return None
        self.need(channel, "READ_MESSAGE_HISTORY")
        found = self._world.messages.get(snowflake(reference.get("message_id"), "message_reference"))
        if found is None or found.deleted or found.channel is not channel:
            if reference.get("fail_if_not_exists", True):
                raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            return None
        return found

    def put(
        self, channel: Channel, body: Json, files: dict[str, tuple[str, bytes]] | None = None, **more: Any
    ) -> Message:
        """Let the bot's message stand there; the body has been judged already."""
        return self._world.add_message(
            channel, self._world.bot, content=body.get("content") or "", nonce=body.get("nonce"),
            components=numbered(body.get("components") or []), embeds=body.get("embeds") or [],
            flags=(body.get("flags") or 0) | more.pop("flags", 0), pings=self.pings(channel, body),
            attachments=self._attached(files or {}), files=dict((files or {}).values()),
            **more,
        )  # fmt: skip

    def pings(self, channel: Channel, body: Json) -> list[User | Role | str]:
        """Who is really called: roles only where they let themselves be, or the bot may call everyone."""
        world = self._world
        text = (body.get("content") or "") + "\n" + "\n".join(_texts(body.get("components") or []))
        found: list[User | Role | str] = []
        for kind, number in bodies.called(text, body):
            mighty = channel.may(world.bot, "MENTION_EVERYONE") and channel.guild is not None
            role = channel.guild.roles.get(number) if channel.guild is not None else None
            if kind == "everyone" and mighty:
                found.append("everyone")
            elif kind == "role" and role is not None and (role.mentionable or mighty):
                found.append(role)
            elif kind == "user" and number in world.users:
                found.append(world.users[number])
        return found

    def _attached(self, files: dict[str, tuple[str, bytes]]) -> list[Json]:
        return [
            {
                "id": str(self._world.snowflake()), "filename": name, "size": len(data),
                "url": f"https://cdn.discordapp.com/{name}", "proxy_url": f"https://media.discordapp.net/{name}",
            }
            for name, data in files.values()
        ]  # fmt: skip

    # -- what became of it

    def edit(self, request: Request) -> Done:
        channel = self.visible(request.id("channel_id"))
        message = self.standing(channel, request.id("message_id"))
        if message.author is not self._world.bot:
            raise refusal(50005)
        if message.system:
            raise refusal(50021)
        bodies.message(request.body, editing=message, files=bool(request.files))
        if channel.archived:
            raise refusal(50083)
        self._count_old_edits(message)
        self.change(message, request.body, request.files)
        return Done(200, shapes.message(message))

    def _count_old_edits(self, message: Message) -> None:
        now = self._world.clock.now()
        if now - message.at < HOUR:
            return
        edits = self._edited[message.channel.id]
        edits[:] = [at for at in edits if now - at < HOUR]
        if len(edits) >= self.old_edits:
            left = (edits[0] + HOUR - now).total_seconds() if edits else HOUR.total_seconds()
            raise limited(left, "shared", 30046, refusal(30046).message)
        edits.append(now)

    def change(self, message: Message, body: Json, files: dict[str, tuple[str, bytes]] | None = None) -> None:
        """Let it say something else; the body has been judged already."""
        if "content" in body:
            message.content = body["content"] or ""
        if "components" in body:
            message.components = numbered(body["components"] or [])
        if "embeds" in body:
            message.embeds = body["embeds"] or []
        if "attachments" in body or files:
            named = {str(one["id"]) for one in body.get("attachments") or []}
            kept = [one for one in message.attachments if one["id"] in named]
            message.attachments = [*kept, *self._attached(files or {})]
        message.flags |= (body.get("flags") or 0) & COMPONENTS_V2
        message.edits += 1
        message.edited_at = self._world.clock.now()
        self._world.tell("MESSAGE_UPDATE", message)

    def delete(self, request: Request) -> Done:
        channel = self.visible(request.id("channel_id"))
        message = self.standing(channel, request.id("message_id"))
        if message.author is not self._world.bot:
            self.need(channel, "MANAGE_MESSAGES")
        if channel.archived:
            raise refusal(50083)
        self._world.remove_message(message)
        return Done(204)

    def crosspost(self, request: Request) -> Done:
        channel = self.visible(request.id("channel_id"))
        message = self.standing(channel, request.id("message_id"))
        if channel.kind is not Kind.ANNOUNCEMENT:
            raise refusal(50024)
        self.need(channel, "SEND_MESSAGES")
        if message.author is not self._world.bot:
            self.need(channel, "MANAGE_MESSAGES")
        if message.crossposted:
            raise refusal(40033)
        if message.system:
            raise refusal(50068)
        now, published = self._world.clock.now(), self._published[channel.id]
        published[:] = [at for at in published if now - at < HOUR]
        if len(published) >= CROSSPOSTS:
            raise limited((published[0] + HOUR - now).total_seconds(), "shared")
        published.append(now)
        message.flags |= CROSSPOSTED
        self._world.tell("MESSAGE_UPDATE", message)
        return Done(200, shapes.message(message))

    def typing(self, request: Request) -> Done:
        channel = self.writable(request.id("channel_id"))
        channel.typing.append(self._world.clock.now())
        return Done(204)

    def pin(self, request: Request) -> Done:
        channel = self.visible(request.id("channel_id"))
        self.standing(channel, request.id("message_id"))
        self.need(channel, "PIN_MESSAGES")
        return Done(204)

    # -- reading

    def history(self, request: Request) -> Done:
        channel = self.visible(request.id("channel_id"))
        limit = int(request.query.get("limit", 50))
        if not 1 <= limit <= 100:
            raise invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        if channel.kind is Kind.FORUM or channel.kind is Kind.CATEGORY:
            raise refusal(50008)
        if not channel.may(self._world.bot, "READ_MESSAGE_HISTORY"):
            return Done(200, [])
        seen = self._world.clock.now() - self.history_lag
        found = sorted((one for one in channel.messages if one.at <= seen), key=lambda one: one.id)
        if "after" in request.query:
            found = [one for one in found if one.id > snowflake(request.query["after"], "after")][:limit]
        elif "before" in request.query:
            found = [one for one in found if one.id < snowflake(request.query["before"], "before")]
        elif "around" in request.query:
            middle = snowflake(request.query["around"], "around")
            found = sorted(sorted(found, key=lambda one: abs(one.id - middle))[:limit], key=lambda one: one.id)
        return Done(200, [self._read(one) for one in reversed(found[-limit:])])

    def get(self, request: Request) -> Done:
        channel = self.visible(request.id("channel_id"))
        self.need(channel, "READ_MESSAGE_HISTORY")
        return Done(200, self._read(self.standing(channel, request.id("message_id"))))

    def _read(self, message: Message) -> Json:
        return shapes.message(message, shown=self._world.shown(message, self._privileged()))


def _texts(components: list[Json]) -> list[str]:
    found = []
    for one in components:
        if isinstance(one.get("content"), str):
            found.append(one["content"])
        found += _texts(one.get("components") or [])
    return found
