"""How long the bot stays deaf after an outage of Discord's or of the network.

Each try to reconnect that fails doubles the library's next pause, up to seventeen minutes, and it forgets none of them
for half an hour. People wait for their answers meanwhile, so here four minutes are the most: no more than some 700
tries a day, where Discord lets a bot begin a thousand sessions.
"""

from __future__ import annotations

from typing import Final

import discord.client
import discord.shard
from discord.backoff import ExponentialBackoff

LONGEST: Final = 8
"""The most that pauses double: 2^8 s."""


class Patience(ExponentialBackoff[bool]):
    """The library's own, within bounds."""

    def __init__(self) -> None:
        super().__init__()
        self._max = LONGEST


def hurry() -> None:
    """Let the library's clients reconnect sooner: it makes its pauses by this name and offers no setting for them."""
    for module in (discord.client, discord.shard):
        module.ExponentialBackoff = Patience  # type: ignore[attr-defined]
