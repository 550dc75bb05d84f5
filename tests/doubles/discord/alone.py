"""The whole stand-in in a process of its own, with one server: ``python -m tests.doubles.discord.alone``.

It prints one line of JSON: its addresses, the token, and the ids of what there is. Then it reads lines of JSON, and
answers each with one: ``{"texts": <channel id>}`` for what the bot said there, ``{"threads": <channel id>}`` for the
ids of its threads, ``{"breaches": true}``. It ends when its input does.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from tests.doubles.discord.server import DiscordDouble


def _told(discord: DiscordDouble, asked: dict[str, Any]) -> Any:
    match asked:
        case {"texts": channel}:
            return discord.channel(int(channel)).texts
        case {"threads": channel}:
            return [thread.id for thread in discord.channel(int(channel)).threads]
    return discord.breaches


async def _main() -> None:
    async with DiscordDouble() as discord:
        lab = discord.guild("Lab")
        made = {
            "api_url": discord.api_url, "gateway_url": discord.gateway_url, "token": discord.token, "guild": lab.id,
            "text": lab.text("papers").id, "announcement": lab.announcement("news").id,
            "forum": lab.forum("days", tags=("cs.CV",)).id, "voice": lab.voice("talk").id,
            "user": lab.join(discord.user("Ada")).id,
        }  # fmt: skip
        print(json.dumps(made), flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(_told(discord, json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(_main())
