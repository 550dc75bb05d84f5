"""A small server that takes updates from Telegram, for those behind a balancer that speaks HTTPS for them.

Telegram repeats an update until it is answered with 200, so that is said only when the update was handed over; what
can't be one is refused, and Telegram gives it up in the end.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from aiohttp import web
from telegram import Bot, Update

from bot.errors import SettingsError

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name
MAX_BODY = 1024**2  # bytes; an update has a few thousand
CLOSING = 5.0  # seconds for requests under way when it closes


class Webhook:
    """Listens while it is entered, and gives each update to ``hand_over``.

    ``secret`` is what ``setWebhook`` was given as secret_token. ``port`` 0 takes a free one; ``url`` says which. The
    loopback host is the default: the balancer stands before it.
    """

    def __init__(
        self,
        hand_over: Callable[[Update], Awaitable[object]],
        *,
        bot: Bot,
        secret: str,
        port: int,
        host: str = "127.0.0.1",
        path: str = "/telegram",
        max_body: int = MAX_BODY,
    ) -> None:
        if not secret:
            raise ValueError("without a secret, anybody could send updates")
        self._hand_over = hand_over
        self._bot = bot
        self._secret = secret.encode()
        self._host, self._port, self._path = host, port, path
        app = web.Application(client_max_size=max_body)
        app.router.add_post(path, self._take)
        # The access log would tell nothing that the conversations' own does not.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING)

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._runner.addresses[0][:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{self._path}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise SettingsError(
                f"The webhook can't listen on {self._host} port {self._port} ({error.strerror or error}): choose "
                "another port, or stop the program that has it."
            ) from None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        shown = request.headers.get(SECRET_HEADER)
        if shown is None:
            return web.Response(status=401, text="The secret token is missing.\n")
        if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), self._secret):
            log.warning("The webhook got a wrong secret token: set the webhook anew if that goes on.")
            return web.Response(status=403, text="The secret token is wrong.\n")
        update = _update(await request.read(), self._bot)
        if update is None:
            log.warning("The webhook got something that is no update.")
            return web.Response(status=400, text="This is no update.\n")
        await self._hand_over(update)
        return web.Response()


def _update(body: bytes, bot: Bot) -> Update | None:
    try:
        return Update.de_json(json.loads(body), bot)
    except Exception:  # the library's parser raises whatever an odd shape makes it stumble over
        return None
