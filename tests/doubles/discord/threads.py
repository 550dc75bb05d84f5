"""Threads and forums over REST, and what else can be asked of channels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.doubles.discord import bodies, shapes
from tests.doubles.discord.errors import invalid, refusal, too_long
from tests.doubles.discord.exchange import Done, Handler, Request, snowflake
from tests.doubles.discord.messages import Messages
from tests.doubles.discord.places import Channel, Json, Kind, Tag
from tests.doubles.discord.world import World

DURATIONS = (60, 1440, 4320, 10080)
TAGS, TAG_NAME, APPLIED = 20, 20, 5
PARENTS = {Kind.TEXT: Kind.THREAD, Kind.ANNOUNCEMENT: Kind.ANNOUNCEMENT_THREAD}
OF_THREADS = {
    "name", "archived", "locked", "auto_archive_duration", "invitable", "rate_limit_per_user", "applied_tags", "flags",
}  # fmt: skip
OF_CHANNELS = {"name", "topic", "available_tags", "flags", "default_auto_archive_duration", "position", "nsfw"}


class Threads:
    """Everything about channels that is no message."""

    def __init__(self, world: World, messages: Messages, breach: Callable[[str], None]) -> None:
        self._world = world
        self._messages = messages
        self._breach = breach
        self.routes: dict[str, Handler] = {
            "POST /channels/{channel_id}/messages/{message_id}/threads": self.from_message,
            "POST /channels/{channel_id}/threads": self.create,
            "GET /channels/{channel_id}/threads/archived/public": self.archived,
            "GET /guilds/{guild_id}/threads/active": self.active,
            "GET /channels/{channel_id}": self.get,
            "PATCH /channels/{channel_id}": self.edit,
            "DELETE /channels/{channel_id}": self.delete,
            "PUT /channels/{channel_id}/thread-members/@me": self.join,
            "DELETE /channels/{channel_id}/thread-members/@me": self.leave,
        }

    # -- making them

    def from_message(self, request: Request) -> Done:
        name, duration = _named(request.body)
        channel = self._messages.visible(request.id("channel_id"))
        message = self._messages.standing(channel, request.id("message_id"))
        if channel.kind not in PARENTS:
            raise refusal(50024)
        self._messages.need(channel, "CREATE_PUBLIC_THREADS")
        if message.id in self._world.channels:
            raise refusal(160004)
        if message.system:
            raise refusal(50021)
        self._room(channel)
        thread = self._world.open_thread(
            channel, name, self._world.bot, message=message, kind=PARENTS[channel.kind], auto_archive=duration
        )
        return Done(201, shapes.channel(thread))

    def create(self, request: Request) -> Done:
        body = request.body
        name, duration = _named(body)
        channel = self._messages.visible(request.id("channel_id"))
        if channel.kind is Kind.FORUM:
            return self._post(channel, request, name, duration)
        if channel.kind not in PARENTS:
            raise refusal(50024)
        kind = Kind(body.get("type", Kind.PRIVATE_THREAD))
        private = kind is Kind.PRIVATE_THREAD
        if kind is not PARENTS[channel.kind] and not (private and channel.kind is Kind.TEXT):
            raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of the types of threads that go there.")
        self._messages.need(channel, "CREATE_PRIVATE_THREADS" if private else "CREATE_PUBLIC_THREADS")
        self._room(channel)
        thread = self._world.open_thread(channel, name, self._world.bot, kind=kind, auto_archive=duration)
        return Done(201, shapes.channel(thread))

    def _post(self, forum: Channel, request: Request, name: str, duration: int) -> Done:
        body = request.body
        first = body.get("message")
        if not isinstance(first, dict):
            raise invalid("message", "BASE_TYPE_REQUIRED", "This field is required")
        bodies.message(first, files=bool(request.files))
        self._messages.need(forum, "SEND_MESSAGES")
        tags = self._applied(forum, body.get("applied_tags"))
        self._room(forum)
        for rude in bodies.rude(first):
            self._breach(f"{request.route}: {rude}")
        number = self._world.snowflake()
        thread = self._world.open_thread(forum, name, self._world.bot, auto_archive=duration, tags=tags, number=number)
        thread.starter = self._messages.put(thread, first, request.files, id=number)
        return Done(201, {**shapes.channel(thread), "message": shapes.message(thread.starter)})

    def _room(self, channel: Channel) -> None:
        """Refuses where too many threads are active."""
        guild = channel.guild
        assert guild is not None
        if sum(not thread.archived for thread in guild.threads) >= guild.thread_cap:
            raise refusal(160007 if channel.kind is Kind.ANNOUNCEMENT else 160006)

    def _applied(self, forum: Channel, given: object) -> list[int]:
        if given is not None and (not isinstance(given, list) or len(given) > APPLIED):
            raise invalid("applied_tags", "BASE_TYPE_MAX_LENGTH", f"Must be {APPLIED} or fewer in length.")
        tags = [snowflake(tag, "applied_tags") for tag in given] if isinstance(given, list) else []
        known = {tag.id: tag for tag in forum.forum_tags}
        if any(tag not in known for tag in tags):
            raise refusal(10087)
        if any(known[tag].moderated for tag in tags):
            self._messages.need(forum, "MANAGE_THREADS")
        if forum.require_tag and not tags and not forum.may(self._world.bot, "MANAGE_THREADS"):
            raise refusal(40067)
        return tags

    # -- what is there

    def get(self, request: Request) -> Done:
        return Done(200, shapes.channel(self._messages.visible(request.id("channel_id"))))

    def active(self, request: Request) -> Done:
        guild = self._world.guilds.get(request.id("guild_id"))
        if guild is None or not guild.bot:
            raise refusal(10004)
        found = [one for one in guild.threads if not one.archived and one.permissions(self._world.bot)]
        return Done(200, self._listed(sorted(found, key=lambda one: -one.id)))

    def archived(self, request: Request) -> Done:
        channel = self._messages.visible(request.id("channel_id"))
        if channel.kind not in PARENTS and channel.kind is not Kind.FORUM:
            raise refusal(50024)
        self._messages.need(channel, "READ_MESSAGE_HISTORY")
        limit = int(request.query.get("limit", 50))
        if not 2 <= limit <= 100:
            raise invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 2 and 100.")
        found = [one for one in channel.threads if one.archived and one.kind is not Kind.PRIVATE_THREAD]
        if "before" in request.query:
            before = datetime.fromisoformat(request.query["before"])
            found = [one for one in found if one.archived_at is not None and one.archived_at < before]
        found.sort(key=lambda one: (one.archived_at is not None and one.archived_at.timestamp(), one.id), reverse=True)
        return Done(200, {**self._listed(found[:limit]), "has_more": len(found) > limit})

    def _listed(self, threads: list[Channel]) -> Json:
        shown = [shapes.channel(thread) for thread in threads]
        return {"threads": shown, "members": [one["member"] for one in shown if "member" in one]}

    # -- changing them

    def edit(self, request: Request) -> Done:
        body = request.body
        channel = self._messages.visible(request.id("channel_id"))
        if channel.guild is None:
            raise refusal(50024)
        unknown = body.keys() - (OF_THREADS if channel.is_thread else OF_CHANNELS)
        for name in sorted(unknown):
            self._breach(f"PATCH of a {'thread' if channel.is_thread else 'channel'} knows no {name}")
        if "name" in body:
            _named(body)
        if channel.is_thread:
            self._edit_thread(channel, body)
        else:
            self._messages.need(channel, "MANAGE_CHANNELS")
            self._edit_channel(channel, body)
        return Done(200, shapes.channel(channel))

    def _edit_thread(self, thread: Channel, body: Json) -> None:
        bot = self._world.bot
        manages = thread.may(bot, "MANAGE_THREADS")
        opens = body.get("archived") is False
        mine = thread.owner is bot and not thread.locked and "locked" not in body
        fetches = opens and not thread.locked and body.keys() == {"archived"}
        if not (manages or mine or (fetches and thread.may(bot, "SEND_MESSAGES_IN_THREADS"))):
            raise refusal(50013)
        if thread.archived and not opens:
            raise refusal(50083)
        if "applied_tags" in body and thread.parent is not None:
            thread.applied = self._applied(thread.parent, body["applied_tags"])
        if "auto_archive_duration" in body:
            thread.auto_archive = _duration(body)
        if opens and thread.archived and thread.parent is not None:
            self._room(thread.parent)
        thread.name = body.get("name", thread.name)
        self._world.set_archived(
            thread, archived=body.get("archived", thread.archived), locked=body.get("locked", thread.locked)
        )

    def _edit_channel(self, channel: Channel, body: Json) -> None:
        if "available_tags" in body:
            channel.forum_tags = self._tags(channel, body["available_tags"])
        channel.name = body.get("name", channel.name)
        channel.topic = body.get("topic", channel.topic) or ""
        self._world.announce("CHANNEL_UPDATE", channel)

    def _tags(self, forum: Channel, given: list[Json]) -> list[Tag]:
        if forum.kind is not Kind.FORUM:
            raise refusal(50024)
        if len(given) > TAGS:
            raise invalid("available_tags", "BASE_TYPE_MAX_LENGTH", f"Must be {TAGS} or fewer in length.")
        known = {tag.id: tag for tag in forum.forum_tags}
        found = []
        for place, one in enumerate(given):
            if not 1 <= len(one.get("name") or "") <= TAG_NAME:
                raise too_long(f"available_tags.{place}.name", TAG_NAME)
            number = snowflake(one["id"], "id") if one.get("id") else None
            if number is not None and number not in known:
                raise refusal(10087)
            moderated = bool(one.get("moderated"))
            found.append(Tag(id=number or self._world.snowflake(), name=one["name"], moderated=moderated))
        if len({tag.name.lower() for tag in found}) < len(found):
            raise refusal(40061)
        return found

    def delete(self, request: Request) -> Done:
        channel = self._messages.visible(request.id("channel_id"))
        self._messages.need(channel, "MANAGE_THREADS" if channel.is_thread else "MANAGE_CHANNELS")
        shape = shapes.channel(channel)
        self._world.remove_channel(channel)
        return Done(200, shape)

    def join(self, request: Request) -> Done:
        thread = self._messages.visible(request.id("channel_id"))
        if thread.archived:
            raise refusal(50083)
        thread.thread_members.add(self._world.bot.id)
        return Done(204)

    def leave(self, request: Request) -> Done:
        thread = self._messages.visible(request.id("channel_id"))
        thread.thread_members.discard(self._world.bot.id)
        return Done(204)


def _named(body: Json) -> tuple[str, int]:
    name = body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise invalid("name", "BASE_TYPE_REQUIRED", "This field is required")
    if len(name) > 100:
        raise invalid("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    return name, _duration(body)


def _duration(body: Json) -> int:
    duration = body.get("auto_archive_duration") or 4320
    if duration not in DURATIONS:
        raise invalid("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {DURATIONS}.")
    return int(duration)
