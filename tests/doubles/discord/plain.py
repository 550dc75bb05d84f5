"""A server that takes messages for any channel, to measure clients: ``python -m tests.doubles.discord.plain``.

It prints its API's address and serves until it is ended. ``GET /stats`` counts what it took. With ``--buckets`` every
channel's messages are in a bucket of a name of their own; else all routes have one name for all channels, as at home.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from typing import Any

from aiohttp import web

from tests.doubles.discord import shapes
from tests.doubles.discord.places import User

BOT = User(id=123456789012345678, name="Paperboy", bot=True)
JSON = {"Content-Type": "application/json"}


class Plain:
    """Counts requests and numbers messages."""

    def __init__(self, *, buckets: bool = False) -> None:
        self.calls: Counter[str] = Counter()
        self._buckets = buckets
        self._next = 1_400_000_000_000_000_000
        self._author = shapes.user(BOT)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        parts = request.path.strip("/").split("/")[2:]
        if request.path == "/stats":
            return web.Response(body=json.dumps(self.calls).encode(), headers=JSON)
        what = f"{request.method} /" + "/".join("*" if part.isdecimal() else part for part in parts)
        self.calls[what] += 1
        status, found = self._done(request.method, parts, body)
        name = f"{what}:{parts[1]}" if self._buckets and len(parts) > 1 else what
        headers = JSON | {
            "X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "999", "X-RateLimit-Reset-After": "1.000",
            "X-RateLimit-Reset": f"{time.time() + 1:.3f}", "X-RateLimit-Bucket": f"{hash(name) & (1 << 64) - 1:016x}",
        }  # fmt: skip
        return web.Response(
            status=status, body=json.dumps(found).encode() if found is not None else b"", headers=headers
        )

    def _done(self, method: str, parts: list[str], body: bytes) -> tuple[int, Any]:
        match method, parts:
            case "GET", ["users", "@me"]:
                return 200, shapes.me(BOT)
            case "GET", ["oauth2" | "applications", *_]:
                return 200, shapes.application(BOT, BOT, 1)
            case "GET", ["channels", channel]:
                return 200, self._channel(channel)
            case "GET", ["channels", _, "messages"]:
                return 200, []
            case "POST", ["users", "@me", "channels"]:
                return 200, {"id": json.loads(body)["recipient_id"], "type": 1, "recipients": [self._author]}
            case "POST", ["channels", channel, "messages"]:
                return 200, self._message(channel, json.loads(body))
            case "PATCH", ["channels", channel, "messages", message]:
                return 200, {**self._message(channel, json.loads(body)), "id": message}
            case "POST", ["channels", channel, "messages", message, "threads"]:
                return 201, self._thread(message, channel, json.loads(body))
            case "POST", ["channels", channel, "threads"]:
                given = json.loads(body)
                thread = self._thread(self._number(), channel, given)
                return 201, {**thread, "message": self._message(thread["id"], given.get("message") or {})}
        return 204, None

    def _number(self) -> str:
        self._next += 1 << 22
        return str(self._next)

    def _message(self, channel: str, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": self._number(), "channel_id": channel, "author": self._author, "content": body.get("content") or "",
            "components": body.get("components") or [], "embeds": [], "attachments": [], "type": 0, "tts": False,
            "timestamp": "2026-06-25T12:00:00.000000+00:00", "edited_timestamp": None, "flags": body.get("flags") or 0,
            "pinned": False, "mention_everyone": False, "mentions": [], "mention_roles": [], "nonce": body.get("nonce"),
        }  # fmt: skip

    def _channel(self, channel: str) -> dict[str, Any]:
        return {
            "id": channel, "type": 0, "guild_id": "1", "name": "papers", "position": 0, "permission_overwrites": [],
            "parent_id": None, "topic": None, "nsfw": False, "last_message_id": None, "rate_limit_per_user": 0,
        }  # fmt: skip

    def _thread(self, number: str, parent: str, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": number, "type": 11, "guild_id": "1", "parent_id": parent, "owner_id": str(BOT.id),
            "name": body["name"], "message_count": 0, "member_count": 1, "last_message_id": None,
            "thread_metadata": {
                "archived": False, "archive_timestamp": "2026-06-25T12:00:00.000000+00:00", "locked": False,
                "auto_archive_duration": 4320,
            },
        }  # fmt: skip


async def _serve(port: int, buckets: bool) -> None:
    runner = web.ServerRunner(web.Server(Plain(buckets=buckets).answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--buckets", action="store_true")
    given = parser.parse_args()
    asyncio.run(_serve(given.port, given.buckets))


if __name__ == "__main__":
    main()
