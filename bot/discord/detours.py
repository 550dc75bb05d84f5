"""Where pages go whose thread takes none any more: deleted, locked, or never made because its opener was deleted.

The category goes on in the channel itself, in a forum in another post. That is noted before anything is sent, so that
a page is always looked for where it was sent to.
"""

from __future__ import annotations

import json
from typing import Final

from bot.adapter import Notes
from bot.discord.channels import Chat
from bot.discord.places import NAME
from bot.messages import Destination

_NOTE: Final = "detours"
_KEPT: Final = 50
"""Threads of a chat that are remembered; editions that are done need none."""
ELSEWHERE: Final = 0
"""In the channel itself; in a forum in a post that is still to be opened."""


class Detours:
    """Thread -> where its pages go instead, by chat."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._known: dict[int, dict[str, int]] = {}

    async def load(self, chat: Chat) -> dict[str, int]:
        """All of a chat."""
        if chat.id not in self._known:
            note = await self._notes.note(Destination(NAME, str(chat.id)), _NOTE)
            self._known[chat.id] = json.loads(note) if note else {}
        return self._known[chat.id]

    async def of(self, chat: Chat, thread: int) -> int | None:
        """Where the pages of a thread go instead; None where it takes them itself."""
        return (await self.load(chat)).get(str(thread))

    async def take(self, chat: Chat, thread: int, instead: int = ELSEWHERE) -> None:
        """From now on they go there."""
        known = await self.load(chat)
        if known.get(str(thread)) == instead:
            return
        known[str(thread)] = instead
        while len(known) > _KEPT:
            del known[next(iter(known))]
        await self._notes.keep_note(Destination(NAME, str(chat.id)), _NOTE, json.dumps(known))
