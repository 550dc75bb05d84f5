"""How the bot is, for other programs: ``/healthz`` and ``/metrics`` over HTTP.

They tell nothing of chats or people, and take nothing in; still they had better be reached from this machine alone.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web

from bot.errors import SettingsError

log = logging.getLogger(__name__)


class Measured(Protocol):
    """What ``/metrics`` shows."""

    content_type: str

    def text(self) -> bytes:
        """Everything, in Prometheus' own form."""


@asynccontextmanager
async def answering(listen: str, measured: Measured, unwell: Callable[[], Sequence[str]]) -> AsyncIterator[None]:
    """Answer on ``listen`` (``host:port``) until the end of the block; an empty one answers nowhere.

    ``unwell`` says in sentences why the bot does not do its work; of a healthy one there is nothing to say.

    :raises SettingsError: nobody can listen there
    """
    if not listen:
        yield
        return

    async def health(_: web.Request) -> web.Response:
        reasons = unwell()
        return web.json_response(
            {"healthy": not reasons, "reasons": list(reasons)}, status=503 if reasons else 200, headers=_FRESH
        )

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=measured.text(), headers={"Content-Type": measured.content_type} | _FRESH)

    app = web.Application()
    app.add_routes([web.get("/healthz", health), web.get("/metrics", metrics)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        host, _, port = listen.rpartition(":")
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            raise SettingsError(
                f"Nobody can listen on {listen} ({error.strerror}): change health.listen, or stop what listens there."
            ) from error
        log.info("Health and metrics are answered on %s", listen)
        yield
    finally:
        await runner.cleanup()


_FRESH = {"Cache-Control": "no-store"}
