"""Comments under a channel's posts: replies, in the linked group, to the copy that Telegram puts there of every post.

That copy comes to the bot as an update, once, and only where the bot sees what is written in the group. So it is kept,
and pages wait for it a while.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
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
_KEPT = 20

Report: TypeAlias = Callable[[str, str], Awaitable[None]]
"""Tells whoever runs the bot: a cause, by which it is told once, and a sentence."""


@dataclass(slots=True)
class _State:
    """What is known of a channel's latest posts, by their ids in the channel."""

    copies: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Post -> group, and the id of the copy there."""
    apart: list[str] = field(default_factory=list)
    """Posts whose editions go on in the channel itself."""


class Comments:
    """Knows where a post's comments begin."""

    def __init__(self, notes: Notes, clock: Clock, report: Report) -> None:
        self._notes = notes
        self._clock = clock
        self._report = report
        self._states: dict[int, _State] = {}
        self._news: dict[int, asyncio.Event] = {}

    async def forwarded(self, channel: int, post: int, group: int, message: int) -> None:
        """A channel's post was copied into its group."""
        state = await self._state(channel)
        state.copies[str(post)] = (group, message)
        while len(state.copies) > _KEPT:
            del state.copies[next(iter(state.copies))]
        await self._keep(channel, state)
        self._news.pop(channel, asyncio.Event()).set()

    async def copy(self, channel: Chat, post: int) -> tuple[int, int] | None:
        """The group and the message that comments on a post reply to; waits for it.

        None where the edition goes on in the channel itself, which is decided once for each post.
        """
        state = await self._state(channel.id)
        if str(post) in state.apart:
            return None
        waiting = asyncio.ensure_future(self._clock.sleep(PATIENCE))
        try:
            while str(post) not in state.copies and not waiting.done():
                news = asyncio.ensure_future(self._news.setdefault(channel.id, asyncio.Event()).wait())
                try:
                    await asyncio.wait({news, waiting}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    news.cancel()
        finally:
            waiting.cancel()
        if str(post) in state.copies:
            return state.copies[str(post)]
        await self.give_up(
            channel.id,
            post,
            f"The copy of a post in {_named(channel)} did not come from the group linked to it, so the edition goes on "
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

    async def _state(self, channel: int) -> _State:
        if channel not in self._states:
            note = await self._notes.note(Destination(NAME, str(channel)), _NOTE)
            kept = _State(**json.loads(note)) if note else _State()
            kept.copies = {post: (group, message) for post, (group, message) in kept.copies.items()}
            self._states.setdefault(channel, kept)
        return self._states[channel]

    async def _keep(self, channel: int, state: _State) -> None:
        await self._notes.keep_note(Destination(NAME, str(channel)), _NOTE, json.dumps(asdict(state)))


def _named(channel: Chat) -> str:
    return f"@{channel.username}" if channel.username else f"channel {channel.id}"
