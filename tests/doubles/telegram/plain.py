"""A Bot API server that takes everything at once, to measure clients: ``python -m tests.doubles.telegram.plain``.

It prints its base URL and serves until it is ended. ``GET /stats`` counts what it took.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

ME = {"id": 123456, "is_bot": True, "first_name": "Paperboy", "username": "paperboy_bot"}
MESSAGES = frozenset({"sendmessage", "sendrichmessage", "senddocument", "editmessagetext", "editmessagereplymarkup"})

LIMITS = {
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}
"""What a chat's full description must hold besides."""


class Plain:
    """Counts calls and numbers messages."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._message = 0

    async def answer(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        method = request.path.rpartition("/")[2].lower()
        if method == "stats":
            return _json(dict(self.calls))
        self.calls[method] += 1
        if method in MESSAGES:
            return _json({"ok": True, "result": self._sent(_chat(request, body))})
        if method == "getchat":
            return _json({"ok": True, "result": {**_who(_chat(request, body)), "accent_color_id": 1, **LIMITS}})
        if method == "getupdates":
            await asyncio.sleep(1)
            return _json({"ok": True, "result": []})
        return _json({"ok": True, "result": ME if method == "getme" else True})

    def _sent(self, chat: int) -> dict[str, Any]:
        self._message += 1
        return {"message_id": self._message, "date": 1_790_000_000, "chat": _who(chat), "text": "taken"}


def _who(chat: int) -> dict[str, Any]:
    kind = {"type": "private", "first_name": "Ada"} if chat > 0 else {"type": "channel", "title": "Papers"}
    return {"id": chat, **kind}


def _chat(request: web.BaseRequest, body: bytes) -> int:
    if request.content_type == "application/json":
        return int(json.loads(body)["chat_id"])
    if request.content_type == "multipart/form-data":
        return int(body.split(b'name="chat_id"')[1].split(b"\r\n\r\n", 1)[1].split(b"\r\n", 1)[0])
    return int(parse_qs(body.decode())["chat_id"][0])


def _json(value: object) -> web.Response:
    return web.Response(body=json.dumps(value).encode(), content_type="application/json")


async def _serve(port: int) -> None:
    runner = web.ServerRunner(web.Server(Plain().answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/bot", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(_serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
