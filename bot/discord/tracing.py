"""Every request to Discord passes here before it leaves and when it is answered, the library's own retries too.

The hooks are aiohttp's, which the library takes as ``http_trace``: the first is awaited before anything is sent, and
what it raises, the request's sender gets.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Final

import aiohttp
from yarl import URL

from bot.discord.attempts import current
from bot.discord.limits import Priority, Traffic

SHUT_OUT: Final = 300.0
"""Seconds for which nothing is asked where Cloudflare has shut the bot out and does not say for how long."""


def trace(traffic: Traffic, api: str) -> aiohttp.TraceConfig:
    """Hooks that keep the limits of ``traffic`` for all requests to the API at this address."""

    def counts(url: URL) -> bool:
        """Whether the overall limit is for this: not for interactions' own endpoints, which carry their own token."""
        path = str(url).removeprefix(api)
        return not path.startswith(("/interactions/", "/webhooks/"))

    async def start(
        _session: aiohttp.ClientSession, context: SimpleNamespace, asked: aiohttp.TraceRequestStartParams
    ) -> None:
        context.ours = str(asked.url).startswith(api)
        context.attempt = attempt = current()
        if not context.ours:  # the gateway, or Discord's store of files
            return
        if counts(asked.url):
            await traffic.turn(Priority.ANSWER if attempt is None else attempt.priority)
        else:
            await traffic.held()
        if attempt is not None:
            attempt.begin(asked.method)

    async def connected(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
        if context.ours and context.attempt is not None:
            context.attempt.connected()

    async def answered(
        _session: aiohttp.ClientSession, context: SimpleNamespace, asked: aiohttp.TraceRequestEndParams
    ) -> None:
        if not context.ours:
            return
        answer = asked.response
        if context.attempt is not None:
            context.attempt.answered(answer.status)
        if answer.status in (401, 403, 429):
            _refused(traffic, answer, ours=counts(asked.url))

    async def read(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
        if context.ours and context.attempt is not None:
            context.attempt.end()

    hooks = aiohttp.TraceConfig()
    hooks.on_request_start.append(start)
    hooks.on_connection_create_end.append(connected)
    hooks.on_connection_reuseconn.append(connected)
    hooks.on_request_end.append(answered)
    hooks.on_response_chunk_received.append(read)
    hooks.on_request_exception.append(read)
    hooks.freeze()
    return hooks


def _refused(traffic: Traffic, answer: aiohttp.ClientResponse, *, ours: bool) -> None:
    """What else an answer of 401, 403 or 429 means. ``ours``: it was asked with the bot's token."""
    if answer.status == 401 and ours:
        traffic.token_refused.set()
    scope = answer.headers.get("X-RateLimit-Scope")
    if answer.status != 429 or scope != "shared":
        traffic.invalid()
    if answer.status != 429:
        return
    if "Via" not in answer.headers or answer.content_type != "application/json":
        # By this the library knows it, too: it is not Discord that answers, but Cloudflare before it.
        traffic.hold(_retry_after(answer) or SHUT_OUT, "Cloudflare keeps the bot from Discord.")
    elif scope == "global":
        traffic.hold(_retry_after(answer), "Discord takes no more requests of this bot for a while.", counted=True)


def _retry_after(answer: aiohttp.ClientResponse) -> float:
    try:
        return max(0.0, float(answer.headers.get("Retry-After", 0)))
    except ValueError:
        return 0.0
