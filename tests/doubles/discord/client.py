"""The barest client, for the stand-in's own tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiohttp import ClientSession

from tests.doubles.discord.server import DiscordDouble

NOON = datetime(2026, 6, 25, 12, tzinfo=UTC)
AGENT = "DiscordBot (https://example.org, 1.0)"
NONE: dict[str, list[str]] = {"parse": []}
V2 = 1 << 15


@dataclass(slots=True)
class Client:
    """Asks over bare HTTP."""

    discord: DiscordDouble
    session: ClientSession

    async def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bot {self.discord.token}", "User-Agent": AGENT}
        data = None
        if body is not None:
            headers["Content-Type"], data = "application/json", json.dumps(body)
        async with self.session.request(
            method, self.discord.api_url + path, data=data, headers=headers, params=query
        ) as answer:
            if answer.status == 204:
                return 204, None
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.status >= 400 or "X-RateLimit-Remaining" in answer.headers
            return answer.status, await answer.json()

    async def result(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """What it answers, where it must not refuse."""
        status, found = await self(method, path, body, **query)
        assert 200 <= status < 300, found
        return found

    async def refusal(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, int]:
        """How it refuses, where it must: status and code."""
        status, found = await self(method, path, body, **query)
        assert status >= 400, found
        return status, int(found["code"])

    async def send(self, channel: int, content: str = "", **more: Any) -> Any:
        """A message, as this program sends them."""
        return await self.result("POST", f"/channels/{channel}/messages", said(content, **more))


_numbers = count(1)


def said(content: str = "", **more: Any) -> dict[str, Any]:
    """The body of a message, as this program makes them."""
    body = {"allowed_mentions": NONE, "nonce": f"n{next(_numbers)}", "enforce_nonce": True}
    return {**body, **({"content": content} if content else {}), **more}


def page(*components: dict[str, Any], container: int | None = None) -> dict[str, Any]:
    """A body of components: one container."""
    box: dict[str, Any] = {"type": 17, "components": list(components)}
    if container is not None:
        box["id"] = container
    return said(components=[box], flags=V2)


def text(content: str) -> dict[str, Any]:
    """A text display."""
    return {"type": 10, "content": content}


def button(custom_id: str, label: str = "Details") -> dict[str, Any]:
    """A row with one button."""
    return {"type": 1, "components": [{"type": 2, "style": 2, "label": label, "custom_id": custom_id}]}
