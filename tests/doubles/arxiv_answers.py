"""Answers of the stand-in for arXiv, whole and broken."""

from __future__ import annotations

from typing import Literal

from aiohttp import web

from tests.doubles import arxiv_markup as markup

Breakage = Literal[
    "truncated", "reset", "reset midway", "not XML", "empty feed", "bomb", "hang", "endless", "elsewhere", "other day"
]
"""Ways in which an answer can be broken:

``truncated``: half the body, as if that were all; ``reset``: the connection closes before the answer;
``reset midway``: it closes in the middle of the body; ``not XML``: status 200 and a web page about maintenance;
``empty feed``: today's date and no item; ``bomb``: nested entities that grow a billionfold; ``hang``: no answer at all;
``endless``: a body that never stops; ``elsewhere``: a redirect to a host that is not arXiv's;
``other day``: the quiet catch-up page of yesterday.
"""

BOMB = (
    "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]><rss version='2.0'><channel><title>&a9;</title></channel></rss>"
)


def xml(text: str, status: int = 200) -> web.Response:
    """A feed."""
    return web.Response(text=text, status=status, content_type="text/xml", charset="utf-8")


def html(text: str, status: int = 200) -> web.Response:
    """A page."""
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def failure(status: int, retry_after: int | str | None) -> web.Response:
    """A refusal, as arXiv words it."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    if status == 429:
        return web.Response(status=status, text="Rate exceeded.", headers=headers)
    response = html(markup.page(str(status), f"<h1>Error {status}</h1>"), status=status)
    response.headers.update(headers)
    return response


def hang_up(request: web.Request) -> web.Response:
    """The connection closes; nobody gets the answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def half(whole: web.Response) -> web.Response:
    """The first half of it, as if that were all."""
    return web.Response(body=_first_half(whole), content_type=whole.content_type, charset="utf-8")


async def broken_off(whole: web.Response, request: web.Request) -> web.Response:
    """The first half of it, then the connection closes."""
    headers = {"Content-Type": "text/xml", "Content-Length": str(whole.content_length)}
    stream = web.StreamResponse(headers=headers)
    await stream.prepare(request)
    await stream.write(_first_half(whole))
    return hang_up(request)


async def endless(request: web.Request) -> web.StreamResponse:
    """A body that never stops."""
    stream = web.StreamResponse(headers={"Content-Type": "text/xml"})
    await stream.prepare(request)
    while True:
        await stream.write(b" " * 65536)


def _first_half(whole: web.Response) -> bytes:
    assert isinstance(whole.body, bytes)
    return whole.body[: len(whole.body) // 2]
