"""Whether a page arrived whose answer was lost.

The history tells: a page is known there by its mark (see ``recognition``). What is sent again carries the same nonce,
by which Discord knows a message that it took within the last minutes, also while the history lags behind. Where the
bot may not read the history, an empty one is all it gets to see; then the nonce alone must do, as long as it lives.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import discord

from bot.adapter import Unknown
from bot.clock import Clock
from bot.discord.channels import Channels, Chat
from bot.discord.limits import Priority
from bot.discord.places import Anchor
from bot.discord.recognition import is_page
from bot.discord.rest import Rest

NONCE_LIFE: Final = timedelta(minutes=2)
"""For so long at least Discord remembers a nonce ("the past few minutes")."""
MARGIN: Final = timedelta(days=1)
"""By how much our clock may be ahead of Discord's, from which ids are made: some machines take local time for UTC."""
_UNDER_WAY: Final = timedelta(days=1)
"""After an attempt was begun, how long it may have waited for its turn in a limit."""
_PAGE: Final = 100
_PAGES: Final = 50
"""Of the history, that are read at most."""


class Settler:
    """Looks for pages in channels, threads and direct messages."""

    def __init__(self, client: discord.Client, rest: Rest, channels: Channels, clock: Clock) -> None:
        self._client = client
        self._rest = rest
        self._channels = channels
        self._clock = clock

    async def find(self, chat: Chat, anchor: Anchor, mark: int) -> int | None:
        """The page's message id, or None where it never arrived.

        :raises Unknown: it can't be told
        :raises Fault: Discord could not be asked
        """
        begun = datetime.fromtimestamp(anchor.at, UTC)
        if not await self._may_read(chat):
            if timedelta() <= self._clock.now() - begun < NONCE_LIFE:  # else the clock was set since, too
                return None
            raise Unknown(
                "No answer came, and without “Read Message History” it can't be told whether the page arrived."
            )
        after, latest = anchor.after, discord.utils.time_snowflake(begun + _UNDER_WAY)
        own = str(self._client.user.id) if self._client.user is not None else ""
        for _ in range(_PAGES):
            messages: list[dict[str, Any]] = await self._rest(
                "GET",
                "/channels/{channel_id}/messages",
                channel_id=anchor.home,
                query={"after": after, "limit": _PAGE},
                priority=Priority.EDITION,
            )
            for message in messages:
                if message["author"]["id"] == own and is_page(message, mark):
                    return int(message["id"])
            after = max((int(message["id"]) for message in messages), default=after)
            if len(messages) < _PAGE or after > latest:
                return None
        raise Unknown("No answer came, and too much was written since to tell whether the page arrived.")

    async def _may_read(self, chat: Chat) -> bool:
        rights = await self._channels.rights(chat)
        return rights is None or rights.read_message_history
