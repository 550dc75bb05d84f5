"""Editions to Discord: which page goes where, how it is sent, and how it is found again.

The cover stands in the channel itself, and so does an opener for each category; under that hangs a thread with the
category's pages. In a forum the cover is a post, and so is each category. In threads, in the chats of voice channels
and in direct messages everything stands in order in the chat itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from weakref import WeakValueDictionary

import discord
from discord.utils import time_snowflake

from bot.adapter import Fault, Gone, Notes, Post, Refused, Unreachable
from bot.clock import Clock
from bot.digest import Digest
from bot.discord import edition, markup, places
from bot.discord.channels import Channels, Chat
from bot.discord.components import Component
from bot.discord.detours import ELSEWHERE, Detours
from bot.discord.faults import Archived, EditedTooOften, Locked, NoAccess, NoChannel, NoMessage, NoPermission
from bot.discord.forums import Forums
from bot.discord.kinds import Kind
from bot.discord.limits import Priority
from bot.discord.links import resolved
from bot.discord.places import Anchor, Place
from bot.discord.publishing import Publisher
from bot.discord.recognition import mark
from bot.discord.reporting import Report
from bot.discord.rest import Rest
from bot.discord.sending import Sender, Target, body, calls
from bot.discord.settling import MARGIN, Settler
from bot.discord.threads import Threads
from bot.messages import Destination, Page
from bot.subscriptions import Look
from bot.text import shorten

log = logging.getLogger(__name__)

_LINE: Final = 2000
"""Characters of a plain message."""
_REST: Final = timedelta(minutes=15)
"""For how long old messages of a chat are left as they are, once Discord takes no more edits of them."""
_COVERS: Final = 1000
"""Whose words are remembered, so that they are edited only where that changes anything."""


class DiscordAdapter:
    """``bot.adapter.Adapter`` over Discord's API. The client must be logged in; a gateway spares it many questions."""

    def __init__(self, client: discord.Client, *, notes: Notes, clock: Clock, report: Report) -> None:
        self._clock = clock
        self._report = report
        self._rest = Rest(client)
        self._channels = Channels(client, self._rest, notes)
        self._detours = Detours(notes)
        self._threads = Threads(client, self._rest, self._channels, self._detours, report)
        self._forums = Forums(client, self._rest, self._channels, clock, report)
        self._sender = Sender(self._rest, self._channels, self._threads, self._forums)
        self._settler = Settler(client, self._rest, self._channels, clock)
        self._publisher = Publisher(self._rest, notes, clock, report)
        self._turns: dict[str, Target] = {}
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._resting: dict[int, datetime] = {}
        self._shown: dict[str, Sequence[Component]] = {}

    async def begin(self) -> None:
        """Go on with what an earlier run has left to be published."""
        await self._publisher.begin()

    async def finish(self) -> None:
        """Let what is being published be published; what must wait is for another run."""
        await self._publisher.finish()

    def knows(self, person: discord.abc.User, direct: int) -> None:
        """A person's direct messages with the bot were seen, by the id of their channel."""
        self._channels.knows(person, direct)

    def forget(self, channel: int) -> None:
        """A channel is not what it was, or is no more."""
        self._channels.forget(channel)

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        """The edition as messages."""
        return edition.pages(digest, look)

    def rewrite(self, page: Page, digest: Digest, look: Look) -> Page | None:
        """The same page with what ``digest`` now says; None where it has none of its papers."""
        return edition.rewrite(page, digest, look)

    def line(self, text: str) -> Page:
        """A message of its own; in a forum, a post."""
        return edition.line(text)

    def name(self, destination: Destination) -> str:
        """How people call the chat: ``#papers (Server)``, or the person's name, as far as they are known."""
        return self._channels.called(destination.chat)

    async def identity(self, destination: Destination) -> str:
        """The chat's id; for direct messages the person's."""
        return await self._channels.identity(destination.chat)

    def has_address(self, place: str) -> bool:
        """Whether there is a message at all: each has a link."""
        return bool(place)

    @asynccontextmanager
    async def turn(self, post: Post) -> AsyncIterator[str]:
        """Hold the chat where the page goes; makes the thread or the tag that it needs."""
        chat = await self._look_up(post, anew=not post.page.thread)
        async with self._locks.setdefault(chat.id, asyncio.Lock()):
            try:
                target = await self._target(post, chat)
                if post.mention:
                    await self._check_mention(post, chat)
            except Fault as error:
                raise await self._about_the_chat(error, chat) from error
            self._turns[post.key] = target
            try:
                yield self._anchor(post, target).written()
            finally:
                del self._turns[post.key]

    async def send(self, post: Post) -> str:
        """Send the page, within its turn."""
        target = self._turns[post.key]
        components = resolved(post, target.chat, await self._detours.load(target.chat))
        try:
            place = await self._sender.send(post, target, components)
        except (NoAccess, NoPermission) as error:
            raise await self._channels.named(error, target.chat) from error
        except Gone:
            self._channels.forget(target.chat.id)
            raise
        self._remember(post, components)
        return await self._arrived(place, target)

    async def find(self, post: Post) -> str | None:
        """Look for the page where it was sent (see ``settling`` and ``forums``)."""
        target = self._turns[post.key]
        anchor = places.read_anchor(post.anchor)
        if anchor is None:
            raise ValueError("a page without an anchor was never attempted")
        try:
            if anchor.opens:
                found = await self._forums.find(anchor, self._sender.name(post, target), mark(post))
            else:
                found = await self._settler.find(target.chat, anchor, mark(post))
        except NoChannel:
            if anchor.home == target.chat.id:
                raise
            return None  # the thread was deleted, with all that stood there
        except Fault as error:
            raise await self._about_the_chat(error, target.chat) from error
        if found is None:
            return None
        if anchor.opens:
            place = Place(guild=anchor.guild, channel=anchor.channel, thread=found, message=found)
        else:
            sent = Target(chat=target.chat, thread=anchor.thread)
            place = self._sender.place(post, sent, found)
        return await self._arrived(place, target)

    async def edit(self, post: Post, place: str) -> None:
        """Make the message at ``place`` say what the page says."""
        at = places.read(place)
        if at is None:
            raise ValueError("a page without a place was never sent")
        chat = await self._look_up(post)
        if (until := self._resting.get(at.home)) is not None and until > self._clock.now():
            raise Unreachable(f"Discord takes no more edits of old messages in {chat.name} until {until:%H:%M} UTC.")
        components = resolved(post, chat, await self._detours.load(chat))
        if self._shown.get(post.key) == components:
            return
        try:
            await self._edit(at, body(post, chat, components))
        except EditedTooOften:
            self._resting[at.home] = self._clock.now() + _REST
            raise
        except (Archived, Locked, NoMessage) as error:
            raise Refused(str(error)) from error
        except NoChannel as error:
            if at.home == chat.id:
                raise
            raise Refused(str(error)) from error
        except (NoAccess, NoPermission) as error:
            raise await self._channels.named(error, chat) from error
        self._remember(post, components)

    async def say(self, destination: Destination, text: str) -> None:
        """Send a plain line to a channel, a thread or a person."""
        chat = await self._channels.look_up(destination.chat)
        await self._rest(
            "POST",
            "/channels/{channel_id}/messages",
            channel_id=chat.id,
            json={
                "content": shorten(markup.escaped(text), _LINE),
                "flags": discord.MessageFlags(suppress_embeds=True).value,
                "allowed_mentions": {"parse": []},
                # The library asks again by itself where an answer is lost.
                "nonce": uuid4().hex[:24],
                "enforce_nonce": True,
            },
        )

    async def _target(self, post: Post, chat: Chat) -> Target:
        """Where the page goes; makes the thread that it stands in."""
        if chat.kind is Kind.FORUM:
            target = await self._target_in_forum(post, chat)
            if target.opens:
                await self._forums.tags(chat, target.category)
            return target
        opener = places.read(post.opener)
        if not post.page.thread or opener is None or opener.home != chat.id or not chat.kind.has_threads:
            return Target(chat=chat)
        keep = {place.message for place in map(places.read, post.threads.values()) if place is not None}
        thread = await self._threads.under(chat, opener, keep)
        return Target(chat=chat, thread=thread, root=opener.message)

    async def _target_in_forum(self, post: Post, chat: Chat) -> Target:
        first = places.read(post.opener if post.page.thread else post.cover)
        if first is None or first.channel != chat.id or not first.thread:
            return Target(chat=chat, opens=True, category=post.page.thread)
        instead = await self._detours.of(chat, first.thread)
        if instead == ELSEWHERE:
            return Target(chat=chat, opens=True, category=post.page.thread, root=first.thread)
        return Target(chat=chat, thread=instead or first.thread, root=first.thread)

    def _anchor(self, post: Post, target: Target) -> Anchor:
        now = self._clock.now()
        after = time_snowflake(now - MARGIN)
        # What a thread holds is younger than the thread, and the page younger than what stands before it.
        known = map(places.read, (post.cover, post.opener))
        after = max([after, target.thread, *(place.message for place in known if place is not None)])
        return Anchor(
            guild=target.chat.guild,
            channel=target.chat.id,
            thread=target.thread,
            opens=target.opens,
            after=after,
            at=now.timestamp(),
        )

    async def _arrived(self, place: Place, target: Target) -> str:
        """What must be remembered of a page before anything else happens."""
        chat = target.chat
        if target.opens and target.root:
            await self._detours.take(chat, target.root, place.thread)
        if chat.kind is Kind.ANNOUNCEMENT and not place.thread:
            await self._publisher.publish(chat.id, chat.name, place.message)
        return place.written()

    async def _edit(self, at: Place, changed: dict[str, Any]) -> None:
        async def ask() -> None:
            await self._rest(
                "PATCH",
                "/channels/{channel_id}/messages/{message_id}",
                channel_id=at.home,
                message_id=at.message,
                json=changed,
                priority=Priority.EDITION,
            )

        try:
            await ask()
        except Archived:
            await self._threads.unarchive(at.home)
            await ask()

    def _remember(self, post: Post, components: Sequence[Component]) -> None:
        if post.page.links:
            self._shown[post.key] = components
            while len(self._shown) > _COVERS:
                del self._shown[next(iter(self._shown))]

    async def _look_up(self, post: Post, *, anew: bool = False) -> Chat:
        try:
            return await self._channels.look_up(post.destination.chat, anew=anew)
        except Refused as error:
            raise Unreachable(str(error)) from error

    async def _check_mention(self, post: Post, chat: Chat) -> None:
        """Tell where a role is to be called and would only be named."""
        if not calls(post, chat):
            await self._report(
                f"mention {chat.id} {post.mention}",
                f"Editions in {chat.name} are to call {post.mention}, which is no role that the bot calls: choose one "
                "of the server's roles, but not that of everyone.",
            )
            return
        role = self._channels.role(chat, int(post.mention))
        rights = await self._channels.rights(chat)
        if role is None or role.mentionable or rights is None or rights.mention_everyone:
            return
        await self._report(
            f"mention {chat.id} {post.mention}",
            f"Editions in {chat.name} are to call @{role.name}, which the bot may not: allow anyone to mention that "
            "role, or give the bot “Mention @everyone, @here, and All Roles”.",
        )

    async def _about_the_chat(self, error: Fault, chat: Chat) -> Fault:
        """What is refused before a page is sent is no word on the page, which is not to be left out for it."""
        if isinstance(error, Gone):
            self._channels.forget(chat.id)
        return Unreachable(str(error)) if isinstance(error, Refused) else await self._channels.named(error, chat)
