"""The thread under an opener, where a category's pages stand: made when the first of them comes.

A thread has the id of the message it hangs under, and a message has one at most ("a thread has already been created
for this message"), so one whose answer was lost is never made twice, whatever dies.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from functools import partial
from typing import Any, Final
from weakref import WeakValueDictionary

import discord

from bot.adapter import Barred, Refused, Unreachable
from bot.discord.channels import Channels, Chat
from bot.discord.detours import ELSEWHERE, Detours
from bot.discord.faults import AlreadyThere, Locked, NoChannel, NoMessage, NoPermission, TooManyThreads
from bot.discord.insisting import insisting
from bot.discord.limits import Priority
from bot.discord.places import Place
from bot.discord.reporting import Report
from bot.discord.rest import Rest

log = logging.getLogger(__name__)

NAME_LENGTH: Final = 100
"""Of a thread or post."""
_REMEMBERED: Final = 10_000
_CLOSED: Final = 5
"""Threads that the bot may not archive, until it looks no further."""
_ROOMS: Final = 3
"""How often room is made for one thread: others may take it in between."""


class Threads:
    """The threads of all channels. What concerns one channel happens within its turn."""

    def __init__(
        self, client: discord.Client, rest: Rest, channels: Channels, detours: Detours, report: Report
    ) -> None:
        self._client = client
        self._rest = rest
        self._channels = channels
        self._detours = detours
        self._report = report
        self._made: dict[int, None] = {}
        self._again: set[int] = set()
        self._clearing: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def under(self, chat: Chat, opener: Place, keep: Collection[int]) -> int:
        """The thread under a message, which is made if there is none; 0 where its pages stand in the channel itself.

        ``keep`` are threads that must not be archived to make room.

        :raises Fault: any but ``Unknown``
        """
        thread = opener.message
        if await self._detours.of(chat, thread) is not None:
            return 0
        if thread in self._made:
            return thread
        known = self._channels.thread(chat.guild, thread)
        if known is None and not await self._make(chat, opener, keep):
            return 0
        if known is not None and known.locked and await self._shut_out(chat, thread):
            return 0
        self._made[thread] = None
        while len(self._made) > _REMEMBERED:
            del self._made[next(iter(self._made))]
        return thread

    async def lost(self, chat: Chat, thread: int) -> None:
        """The thread is not there (any more): it is made anew, once."""
        self._made.pop(thread, None)
        if thread in self._again:
            await self.leave(chat, thread, "was deleted")
        self._again.add(thread)

    async def leave(self, chat: Chat, thread: int, why: str) -> None:
        """Send what was to come there elsewhere, from the next turn on."""
        await self._detours.take(chat, thread, ELSEWHERE)
        await self._report(
            f"detour {chat.id} {thread}",
            f"A thread of the edition in {chat.name} {why}, so its other pages stand outside of it. "
            "Nothing has to be done; the next edition has new threads.",
        )

    async def unarchive(self, thread: int) -> None:
        """Open a thread again that Discord or somebody has archived.

        :raises Locked: only somebody who may manage threads can
        :raises Fault: any but ``Unknown``
        """
        try:
            await insisting(partial(self._set_archived, thread, archived=False))
        except NoPermission as error:
            raise Locked(str(error)) from error

    async def make_room(self, chat: Chat, keep: Collection[int]) -> None:
        """Archive the oldest of our own threads in a server that has as many active ones as it may.

        :raises Barred: there is none, or the bot may not
        :raises Fault: any other but ``Unknown``
        """
        async with self._clearing.setdefault(chat.guild, asyncio.Lock()):
            active: dict[str, Any] = await self._rest(
                "GET", "/guilds/{guild_id}/threads/active", guild_id=chat.guild, priority=Priority.EDITION
            )
            ours = sorted(
                int(one["id"])
                for one in active["threads"]
                if self._client.user is not None and int(one["owner_id"]) == self._client.user.id
            )
            closed = 0
            for thread in ours:
                if thread in keep:
                    continue
                try:
                    await insisting(partial(self._set_archived, thread, archived=True))
                except NoChannel:
                    continue
                except Barred:  # this one; each that is asked for in vain counts against the bot
                    if (closed := closed + 1) == _CLOSED:
                        break
                    continue
                log.info("Thread %d is archived: %s has no room for another one", thread, chat.name)
                return
            raise _full()

    async def _make(self, chat: Chat, opener: Place, keep: Collection[int]) -> bool:
        """Whether there is a thread now."""
        for _ in range(_ROOMS):
            try:
                await insisting(partial(self._start, chat, opener))
            except AlreadyThere:
                return True
            except NoMessage:
                await self.leave(chat, opener.message, "has lost the message that it was to hang under")
                return False
            except Refused as error:
                await self.leave(chat, opener.message, f"can't be made ({error})")
                return False
            except TooManyThreads:
                await self.make_room(chat, keep)
            else:
                return True
        raise Unreachable("The server has no room for another thread now; tried again later.")

    async def _start(self, chat: Chat, opener: Place) -> None:
        await self._rest(
            "POST",
            "/channels/{channel_id}/messages/{message_id}/threads",
            channel_id=opener.home,
            message_id=opener.message,
            json={"name": opener.title[:NAME_LENGTH] or chat.name[:NAME_LENGTH], "auto_archive_duration": chat.archive},
            priority=Priority.EDITION,
        )

    async def _set_archived(self, thread: int, *, archived: bool) -> None:
        await self._rest(
            "PATCH",
            "/channels/{channel_id}",
            channel_id=thread,
            json={"archived": archived},
            priority=Priority.EDITION,
        )

    async def _shut_out(self, chat: Chat, thread: int) -> bool:
        """Whether a locked thread is locked for us, too; then it is left."""
        rights = await self._channels.rights(chat)
        if rights is not None and rights.manage_threads:
            return False
        await self.leave(chat, thread, "is locked")
        return True


def _full() -> Barred:
    return Barred(
        "The server has as many active threads as Discord allows, and the bot can archive none of its own: archive or "
        "delete some, or give the bot “Manage Threads”."
    )
