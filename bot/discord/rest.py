"""Discord's API in its own words: dictionaries in and out, through the library's limits and ours.

The library makes objects of hundreds of attributes of every answer, and takes components only as objects of its own;
pages are components already. This is the one place that uses its ``client.http``, which it does not document.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import discord
from discord.http import Route

from bot.adapter import Unknown, Unreachable
from bot.discord.attempts import PATIENCE, attempt
from bot.discord.faults import Later, later
from bot.discord.limits import Priority


class Rest:
    """``await rest("POST", "/channels/{channel_id}/messages", channel_id=5, json={...})``."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._resting: dict[tuple[str, str], float] = {}
        """Limits for which Discord has named a long time, and when it is over by the loop's clock: the library forgets
        that, and to ask sooner counts against the bot.
        """

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
        route = Route(method, path, metadata=None, **parameters)
        limit = route.key, route.major_parameters
        self._check(limit)
        try:
            async with attempt(patience, priority=priority, once=once):
                answer = await self._client.http.request(route, **more)
        except Later as error:
            if error.seconds:
                self._resting[limit] = asyncio.get_running_loop().time() + error.seconds
            raise
        if not isinstance(answer, str):
            return answer
        if not answer:
            return None
        if method == "GET":
            raise Unreachable("What answers is not Discord's API: check the network, the proxy and discord.api_url.")
        raise Unknown("It left, and what came back is no answer of Discord's API: it may have arrived.")

    def _check(self, limit: tuple[str, str]) -> None:
        """Raise what Discord said, as long as it is so."""
        if limit in self._resting:
            if (left := self._resting[limit] - asyncio.get_running_loop().time()) > 0:
                raise later(left)
            del self._resting[limit]
