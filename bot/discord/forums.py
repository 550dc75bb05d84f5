"""Posts in a forum, and the tags that they carry: one for each category, made once.

A post has no nonce, so it is made once only, and one whose answer was lost is looked for among the forum's posts. Its
id is that of its first message, whose container has the page's mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import discord

from bot.adapter import Barred, Unknown
from bot.clock import Clock
from bot.discord.channels import Channels, Chat
from bot.discord.faults import NoChannel, NoMessage, NoPermission, SameTag, TagsFull
from bot.discord.insisting import insisting
from bot.discord.limits import Priority
from bot.discord.places import Anchor
from bot.discord.recognition import is_page
from bot.discord.reporting import Report
from bot.discord.rest import Rest

TAGS: Final = 20
"""That a forum can have."""
TAG_LENGTH: Final = 20
GENERAL: Final = "arXiv"
"""The tag of a cover, where the forum takes no post without one, and of categories for which there is no room."""
_REQUIRED: Final = discord.ChannelFlags(require_tag=True).value
_LATE: Final = 5.0
"""Seconds after which a request that was under way when nobody waited any more has arrived or never will."""
_FRESH: Final = timedelta(minutes=2)
"""So soon after an attempt its post may be on its way."""
_ARCHIVING: Final = timedelta(hours=1)
"""No post leaves the list of active ones sooner, but by somebody's hand."""
_PAGE: Final = 100
_LISTS: Final = 10
"""Lists of archived posts that are read, at most."""

_Tag = dict[str, Any]


class Forums:
    """The posts and tags of all forums. What concerns one forum happens within its turn."""

    def __init__(self, client: discord.Client, rest: Rest, channels: Channels, clock: Clock, report: Report) -> None:
        self._client = client
        self._rest = rest
        self._channels = channels
        self._clock = clock
        self._report = report
        self._known: dict[tuple[int, str], list[str]] = {}

    async def tags(self, chat: Chat, category: str) -> list[str]:
        """The ids of what a category's post is tagged with; without a category, a cover's.

        :raises Barred: the forum takes no post without a tag, and there is none that the bot may set
        :raises Fault: any but ``Unknown``
        """
        key = (chat.id, category)
        if key not in self._known:
            found = await self._find_or_make(chat, category)
            if not found:  # somebody may make one
                return []
            self._known[key] = found
        return self._known[key]

    def forget(self, chat: Chat) -> None:
        """The forum's tags are not what they were."""
        self._known = {key: tags for key, tags in self._known.items() if key[0] != chat.id}

    async def open(self, chat: Chat, name: str, tags: Sequence[str], message: Mapping[str, object]) -> int:
        """Make a post; its id.

        :raises Fault: any; only after ``Unknown`` may it be there
        """
        made = await self._rest(
            "POST",
            "/channels/{channel_id}/threads",
            channel_id=chat.id,
            json={
                "name": name,
                "auto_archive_duration": chat.archive,
                "applied_tags": list(tags),
                "message": message,
            },
            priority=Priority.EDITION,
            once=True,
        )
        return int(made["id"])

    async def find(self, anchor: Anchor, name: str, mark: int) -> int | None:
        """The post that was begun from this anchor, or None where it was never made.

        :raises Unknown: it can't be told
        :raises Fault: Discord could not be asked
        """
        for wait in (0.0, _LATE) if self._since(anchor) < _FRESH else (0.0,):
            await self._clock.sleep(wait)
            if (found := await self._look(anchor, name, mark)) is not None:
                return found
        return None

    def _since(self, anchor: Anchor) -> timedelta:
        return self._clock.now() - datetime.fromtimestamp(anchor.at, UTC)

    async def _look(self, anchor: Anchor, name: str, mark: int) -> int | None:
        posts = {int(one["id"]): one for one in await self._posts(anchor)}
        # Somebody may have given it another name; its own first.
        for post in sorted(posts, key=lambda post: (posts[post]["name"] != name, post)):
            if await self._is_it(post, posts[post]["name"] == name, mark):
                return post
        return None

    async def _is_it(self, post: int, called_so: bool, mark: int) -> bool:
        try:
            first = await self._rest(
                "GET",
                "/channels/{channel_id}/messages/{message_id}",
                channel_id=post,
                message_id=post,
                priority=Priority.EDITION,
            )
        except NoChannel:  # deleted just now
            return False
        except NoMessage:  # somebody deleted what it began with
            return called_so
        except Barred as error:
            if not called_so:
                return False
            raise _untold() from error
        return is_page(first, mark)

    async def _posts(self, anchor: Anchor) -> list[dict[str, Any]]:
        """Our posts of the forum that are not older than the anchor."""
        active = await self._rest(
            "GET", "/guilds/{guild_id}/threads/active", guild_id=anchor.guild, priority=Priority.EDITION
        )
        posts: list[dict[str, Any]] = [one for one in active["threads"] if int(one["parent_id"]) == anchor.channel]
        begun = discord.utils.snowflake_time(anchor.after)
        before: str | None = None
        for _ in range(_LISTS):
            try:
                archived = await self._rest(
                    "GET",
                    "/channels/{channel_id}/threads/archived/public",
                    channel_id=anchor.channel,
                    query={"limit": _PAGE, **({"before": before} if before else {})},
                    priority=Priority.EDITION,
                )
            except NoPermission as error:  # only who may read the history sees these
                if timedelta() <= self._since(anchor) < _ARCHIVING:
                    break
                raise _untold() from error
            posts += archived["threads"]
            last = archived["threads"][-1]["thread_metadata"]["archive_timestamp"] if archived["threads"] else ""
            # The latest to be archived come first.
            if not archived["has_more"] or not last or datetime.fromisoformat(last) < begun:
                break
            before = last
        own = self._client.user.id if self._client.user is not None else 0
        return [one for one in posts if int(one["owner_id"]) == own and int(one["id"]) > anchor.after]

    async def _find_or_make(self, chat: Chat, category: str) -> list[str]:
        forum = await self._look_at(chat)
        required = bool(forum.get("flags", 0) & _REQUIRED)
        if not category and not required:
            return []
        tags: list[_Tag] = forum.get("available_tags") or []
        rights = await self._channels.rights(chat)
        # Tags for moderators are set by those who may manage threads.
        usable = [one for one in tags if not one.get("moderated") or (rights is not None and rights.manage_threads)]
        name = (category or GENERAL)[:TAG_LENGTH]
        if found := _named(usable, name):
            return [found]
        full = len(tags) >= TAGS
        if not full and (rights is None or rights.manage_channels) and (made := await self._make(chat, tags, name)):
            return [made]
        if not required:
            if full:
                await self._report(
                    f"tags {chat.id}",
                    f"{chat.name} has {TAGS} tags, which is all that a forum can have, so posts of {name} come "
                    "without: delete a tag to make room.",
                )
            return []
        if found := _named(usable, GENERAL):
            return [found]
        raise Barred(
            f"The forum takes no post without a tag, and all of its {TAGS} tags are others: delete one, or let posts "
            "come without."
            if full
            else f"The forum takes no post without a tag, and has none called “{name}”: give the bot “Manage "
            "Channels” there, or make that tag."
        )

    async def _make(self, chat: Chat, tags: Sequence[_Tag], name: str) -> str | None:
        """A new tag's id; None where the bot may make none. All tags are set at once, so to repeat it does no harm."""
        try:
            forum = await insisting(
                lambda: self._rest(
                    "PATCH",
                    "/channels/{channel_id}",
                    channel_id=chat.id,
                    json={"available_tags": [*tags, {"name": name}]},
                    priority=Priority.EDITION,
                )
            )
        except (SameTag, TagsFull):  # somebody made one in between
            forum = await self._look_at(chat)
        except NoPermission:
            return None
        return _named(forum.get("available_tags") or [], name)

    async def _look_at(self, chat: Chat) -> dict[str, Any]:
        forum: dict[str, Any] = await self._rest(
            "GET", "/channels/{channel_id}", channel_id=chat.id, priority=Priority.EDITION
        )
        return forum


def _untold() -> Unknown:
    return Unknown("No answer came, and without “Read Message History” it can't be told whether the post was made.")


def _named(tags: Sequence[_Tag], name: str) -> str | None:
    return next((str(one["id"]) for one in tags if one["name"].casefold() == name.casefold()), None)
