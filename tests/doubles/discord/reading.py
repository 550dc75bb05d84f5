"""HTTP requests read and judged by what surrounds their bodies, and answers written."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from tests.doubles.discord.errors import Refusal, general, refusal
from tests.doubles.discord.exchange import Done, Handler, Request

AGENT = re.compile(r"DiscordBot \(\S+ ?,? ?\S+\).*")


class Routes:
    """Methods and paths, and who answers them."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._by_shape: dict[tuple[str, int], list[tuple[list[str], str, Handler]]] = {}
        for route, handler in handlers.items():
            method, _, pattern = route.partition(" ")
            parts = pattern.strip("/").split("/")
            self._by_shape.setdefault((method, len(parts)), []).append((parts, route, handler))
        for known in self._by_shape.values():
            # What is named stands before what may be anything.
            known.sort(key=lambda each: [part.startswith("{") for part in each[0]])

    def find(self, method: str, path: str) -> tuple[str, dict[str, str], Handler] | None:
        """The route that fits, and what stands in the places of its path."""
        given = path.strip("/").split("/")
        for parts, route, handler in self._by_shape.get((method, len(given)), ()):
            ids = {part[1:-1]: one for part, one in zip(parts, given, strict=True) if part.startswith("{")}
            if all(part.startswith("{") or part == one for part, one in zip(parts, given, strict=True)):
                return route, ids, handler
        return None


async def read(
    request: web.Request, path: str, route: str, ids: dict[str, str], token: str, breach: Callable[[str], None]
) -> Request:
    """The request, with its body read; refuses strangers."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    body, files = await _body(request, breach, route)
    asked = Request(
        method=request.method, path=path, route=route, ids=ids, query=dict(request.query), body=body, files=files,
        headers={name: value for name, value in headers.items() if name != "authorization"},
    )  # fmt: skip
    if not asked.exempt and headers.get("authorization") != f"Bot {token}":
        raise general(401)
    if not asked.exempt and not AGENT.fullmatch(headers.get("user-agent", "")):
        breach(f"{route}: the User-Agent is {headers.get('user-agent')!r}")
    return asked


async def _body(
    request: web.Request, breach: Callable[[str], None], route: str
) -> tuple[Any, dict[str, tuple[str, bytes]]]:
    files: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "multipart/form-data":
        parts = await request.post()
        for name, value in parts.items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.file.read())
        return _parsed(str(parts.get("payload_json", "{}"))), files
    text = await request.text()
    if not text:
        return {}, files
    if request.headers.get("Content-Type") != "application/json":
        breach(f"{route}: the Content-Type is {request.headers.get('Content-Type')!r}")
    return _parsed(text), files


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise refusal(50109) from None


def answered(done: Done, headers: dict[str, str]) -> web.Response:
    """An answer, with exactly the type of content that the real one has."""
    if done.status == 204:
        return web.Response(status=204, headers=headers)
    body = json.dumps(done.payload, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(status=done.status, body=body, headers={"Content-Type": "application/json", **headers})


def refused(what: Refusal, headers: dict[str, str]) -> web.Response:
    """A refusal; where it is 429, its head says more."""
    return answered(Done(what.status, what.body), {**headers, **what.headers})


async def lost(request: web.Request, way: str) -> web.StreamResponse:
    """No answer: the line is cut, or stays silent until the client hangs up."""
    if way == "silent":
        await asyncio.sleep(3600)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
