"""The library's pauses between attempts to reconnect."""

from __future__ import annotations

import discord
import discord.shard
from discord.backoff import ExponentialBackoff

from bot.discord.reconnecting import LONGEST, hurry


def test_clients_use_our_pauses_which_end_where_the_librarys_go_on() -> None:
    hurry()
    for module, user in ((discord.client, discord.Client.connect), (discord.shard, discord.shard.Shard.__init__)):
        # Should the library call them otherwise, or have a setting for them, this is to be looked at again.
        assert "ExponentialBackoff" in user.__code__.co_names
        pauses = vars(module)["ExponentialBackoff"]()
        assert max(pauses.delay() for _ in range(300)) < 2**LONGEST
    theirs = ExponentialBackoff()
    assert max(theirs.delay() for _ in range(300)) > 2**LONGEST
