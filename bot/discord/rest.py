"""Discord's API in its own words: dictionaries in and out, through the library's limits and ours.

The library makes objects of hundreds of attributes of every answer, and takes components only as objects of its own;
pages are components already. This is the one place that uses its ``client.http``, which it does not document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord.http import Route

from bot.adapter import Unknown, Unreachable
from bot.discord.attempts import PATIENCE, attempt
from bot.discord.limits import Priority


class Rest:
    """``await rest("POST", "/channels/{channel_id}/messages", channel_id=5, json={...})``."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def __call__(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        query: Mapping[str, str | int] | None = None,
        patience: float = PATIENCE,
        priority: Priority = Priority.ANSWER,
        once: bool = False,
        **parameters: int | str,
    ) -> Any:
        """The answer, decoded; None where it has none.

        The library knows its limits by the names ``channel_id``, ``guild_id`` and ``webhook_id`` of the parameters;
        ``patience``, ``priority`` and ``once`` are those of ``attempt``.

        :raises Fault: all that ``attempt`` raises
        """
        if self._client.is_closed():
            raise Unreachable("The bot is being stopped; tried again at its next start.")
        more: dict[str, Any] = {}
        if json is not None:
            more["json"] = json
        if query is not None:
            more["params"] = query
        async with attempt(patience, priority=priority, once=once):
            answer = await self._client.http.request(Route(method, path, metadata=None, **parameters), **more)
        if not isinstance(answer, str):
            return answer
        if not answer:
            return None
        if method == "GET":
            raise Unreachable("What answers is not Discord's API: check the network, the proxy and discord.api_url.")
        raise Unknown("It left, and what came back is no answer of Discord's API: it may have arrived.")
