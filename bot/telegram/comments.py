"""Comments under a channel's posts: replies, in the linked group, to the copy that Telegram puts there of every post.

That copy comes to the bot as an update, once, and only where the bot sees what is written in the group; often before
the answer that tells which post is ours. So copies of our covers are kept, all others only for a while and in memory,
and pages wait for theirs.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TypeAlias

from bot.adapter import Notes
from bot.clock import Clock
from bot.messages import Destination
from bot.telegram.chats import Chat
from bot.telegram.places import NAME

PATIENCE = 20.0
"""Seconds from a post until its copy is not expected any more; it takes about one."""
_NOTE = "comments"
_KEPT = 50
"""Covers of ours in a channel of which anything is kept."""
_OVERHEARD = 2000
"""Copies of posts, of which nobody knows yet whether they are ours, over all channels."""

Report: TypeAlias = Callable[[str, str], Awaitable[None]]
"""Tells whoever runs the bot: a cause, by which it is told once, and a sentence."""


@dataclass(slots=True)
class _State:
    """What is known of our latest posts in a channel, by their ids there."""

    copies: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Post -> group, and the id of the copy there."""
    apart: list[str] = field(default_factory=list)
    """Posts whose editions go on in the channel itself."""
    awaited: list[str] = field(default_factory=list)
    """Posts whose copy has not come yet."""


class Comments:
    """Knows where a post's comments begin."""

    def __init__(self, notes: Notes, clock: Clock, report: Report) -> None:
        self._notes = notes
        self._clock = clock
        self._report = report
        self._states: dict[int, _State] = {}
        self._news: dict[int, asyncio.Event] = {}
        self._overheard: dict[tuple[int, int], tuple[int, int]] = {}
        self._posting: Counter[int] = Counter()

    @contextmanager
    def posting(self, channel: int) -> Iterator[None]:
        """A cover is on its way into the channel: any post may be it until that is known."""
        self._posting[channel] += 1
        try:
            yield
        finally:
            self._posting[channel] -= 1

    async def forwarded(self, channel: int, post: int, group: int, message: int) -> None:
        """A channel's post was copied into its group. If it is ours, that outlives the process from now on."""
        self._overheard[channel, post] = (group, message)
        while len(self._overheard) > _OVERHEARD:
            del self._overheard[next(iter(self._overheard))]
        state = await self._state(channel)
        if self._posting[channel] or str(post) in state.awaited:
            await self._keep_copy(channel, post)
        self._news.pop(channel, asyncio.Event()).set()

    async def expect(self, channel: int, post: int) -> None:
        """This post is a cover of ours: its copy is to be kept."""
        state = await self._state(channel)
        if (channel, post) in self._overheard:
            await self._keep_copy(channel, post)
        elif str(post) not in state.copies:
            state.awaited = [*state.awaited, str(post)][-_KEPT:]
            await self._keep(channel, state)

    async def copy(self, channel: Chat, post: int) -> tuple[int, int] | None:
        """The group and the message that comments on a post reply to; waits for it.

        None where the edition goes on in the channel itself, which is decided once for each post.
        """
        state = await self._state(channel.id)
        if str(post) in state.apart:
            return None
        waiting = asyncio.ensure_future(self._clock.sleep(PATIENCE))
        try:
            while not self._has_come(channel.id, post, state) and not waiting.done():
                news = asyncio.ensure_future(self._news.setdefault(channel.id, asyncio.Event()).wait())
                try:
                    await asyncio.wait({news, waiting}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    news.cancel()
        finally:
            waiting.cancel()
        if (channel.id, post) in self._overheard:
            await self._keep_copy(channel.id, post)
        if str(post) in state.copies:
            return state.copies[str(post)]
        await self.give_up(
            channel.id,
            post,
            f"The copy of a post in {channel.name} did not come from the group linked to it, so the edition goes on "
            "in the channel: make the bot an administrator of the group, so that it sees what is written there.",
        )
        return None

    async def give_up(self, channel: int, post: int, why: str) -> None:
        """Let the edition under this post go on in the channel itself."""
        state = await self._state(channel)
        if str(post) not in state.apart:
            state.apart = [*state.apart, str(post)][-_KEPT:]
            await self._keep(channel, state)
            await self._report(f"{NAME}:{channel}:{_NOTE}", why)

    async def miss(self, channel: Chat) -> None:
        """The channel has a linked group, of which the bot is no member."""
        await self._report(
            f"{NAME}:{channel.id}:linked",
            f"{channel.name} has a group linked to it, and the bot is not in it, so editions stand in the channel "
            "alone: add the bot to the group as an administrator to have their pages as comments.",
        )

    def _has_come(self, channel: int, post: int, state: _State) -> bool:
        return str(post) in state.copies or (channel, post) in self._overheard

    async def _keep_copy(self, channel: int, post: int) -> None:
        state = await self._state(channel)
        copy = self._overheard.pop((channel, post), None)
        if copy is None or state.copies.get(str(post)) == copy:
            return  # somebody else was quicker
        state.copies[str(post)] = copy
        while len(state.copies) > _KEPT:
            del state.copies[next(iter(state.copies))]
        state.awaited = [one for one in state.awaited if one != str(post)]
        await self._keep(channel, state)

    async def _state(self, channel: int) -> _State:
        if channel not in self._states:
            note = await self._notes.note(Destination(NAME, str(channel)), _NOTE)
            kept = _State(**json.loads(note)) if note else _State()
            kept.copies = {post: (group, message) for post, (group, message) in kept.copies.items()}
            self._states.setdefault(channel, kept)
        return self._states[channel]

    async def _keep(self, channel: int, state: _State) -> None:
        await self._notes.keep_note(Destination(NAME, str(channel)), _NOTE, json.dumps(asdict(state)))
