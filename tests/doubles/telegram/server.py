"""A strict stand-in for the Bot API, over real HTTP on a loopback port.

    async with TelegramDouble(clock) as telegram:
        ada = telegram.user("Ada")
        telegram.write(ada, "/start")
        ...  # point the bot at telegram.base_url (".../bot") with telegram.token
        assert telegram.chat(ada.id).texts == ["Welcome!"]
        assert telegram.breaches == []

It refuses what the real server refuses, in its words, and notes in ``breaches`` what the real one would take silently
and spoil: unknown parameters, lost links, entities beyond the hundredth, requests sent too early or too fast.
"""

from __future__ import annotations

import asyncio
import json
import re
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientSession, web

from bot.clock import Clock, SystemClock
from tests.doubles.telegram import schema
from tests.doubles.telegram.asking import Asking
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.errors import Refusal
from tests.doubles.telegram.faults import Fault, Faults
from tests.doubles.telegram.people import People
from tests.doubles.telegram.rates import Rates
from tests.doubles.telegram.sending import Sending
from tests.doubles.telegram.world import BOT_ID, World

TOKEN = f"{BOT_ID}:" + "A" * 35
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
RICH = re.compile(r"sendrichmessage(draft)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it arrived, and how it ended (or ended for the server, where the answer was lost)."""

    method: str
    params: dict[str, Any]
    at: datetime
    chat: int | None
    status: int
    """The HTTP status; 0 where the answer never came."""
    description: str = ""
    """What the refusal said."""


class TelegramDouble(People):
    """The world of chats (see ``World`` and ``People``), with a server in front of it."""

    def __init__(
        self, clock: Clock | None = None, *, rates: bool = True, privacy: bool = True, token: str = TOKEN
    ) -> None:
        super().__init__(clock or SystemClock(), privacy=privacy)
        self.token = token
        self.breaches: list[str] = []
        self.calls: list[Call] = []
        self.rates = Rates()
        self.rates.on = rates
        self.faults = Faults()
        self.balancer = ""
        """Where a set webhook's updates really go: ``http://127.0.0.1:PORT/path``."""
        self.sending = Sending(self, self.rates, self.breaches.append)
        self.asking = Asking(self, self.sending, self.breaches.append)
        self.base_url = ""
        self.base_file_url = ""
        self._runner: web.AppRunner | None = None
        self._news = asyncio.Condition()
        self._late: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=50 * 2**20)
        app.router.add_route("*", "/{bot:bot[^/]*}/{method}", self._take)
        app.router.add_route("*", "/{rest:.*}", self._nowhere)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        root = f"http://127.0.0.1:{self._runner.addresses[-1][1]}"
        self.base_url, self.base_file_url = f"{root}/bot", f"{root}/file/bot"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)
        assert self._runner is not None
        await self._runner.cleanup()

    # -- what tests ask for

    def login(self) -> str:
        """The block of settings that leads here."""
        return f'[telegram]\ntoken = "{self.token}"\nbase_url = "{self.base_url}"\n'

    @property
    def rich_supported(self) -> bool:
        """Whether the server is new enough for rich messages."""
        return self.sending.rich_supported

    @rich_supported.setter
    def rich_supported(self, supported: bool) -> None:
        self.sending.rich_supported = supported

    @property
    def commands(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        """The registered commands, by scope (JSON) and language."""
        return self.asking.commands

    def fault(
        self, method: str, kind: str, *, nth: int = 1, times: int = 1, chat: Chat | int | None = None,
        retry_after: int = 3, seconds: float = 1.0,
    ) -> Fault:  # fmt: skip
        """From now on the ``nth`` call of that method (``send*`` works) meets this; see ``faults.KINDS``."""
        number = chat.id if isinstance(chat, Chat) else chat
        return self.faults.add(
            Fault(
                method=method, kind=kind, chat=number, nth=nth, times=times, retry_after=retry_after, seconds=seconds
            )
        )  # fmt: skip

    def called(self, method: str, chat: int | None = None) -> list[Call]:
        """The calls of that method, in order."""
        return [call for call in self.calls if call.method == method and chat in {None, call.chat}]

    async def until(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until the condition holds; it is looked at after every request."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: bool(condition()))

    async def deliver(self) -> list[int]:
        """Bring the waiting updates to the webhook, in order, until one is not taken; returns the statuses."""
        webhook, statuses = self.updates.webhook, []
        async with ClientSession() as session:
            while self.updates.pending:
                update = self.updates.pending[0]
                status = await self._post(session, self.balancer, webhook.get("secret_token", ""), update)
                statuses.append(status)
                if not 200 <= status < 300:
                    break
                self.updates.confirm(update["update_id"] + 1)
        return statuses

    async def post_update(self, url: str, secret: str | None, update: dict[str, Any]) -> int:
        """Post one update to some address, with any secret; returns the status."""
        async with ClientSession() as session:
            return await self._post(session, url, secret, update)

    async def _post(self, session: ClientSession, url: str, secret: str | None, update: dict[str, Any]) -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        async with session.post(url, json=update, headers=headers) as answer:
            return answer.status

    # -- HTTP

    async def _nowhere(self, request: web.Request) -> web.Response:
        return _refused(Refusal(404, "Not Found"))

    async def _take(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["bot"].removeprefix("bot")
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{30,}", token):
            return _refused(Refusal(404, "Not Found"))
        if token != self.token:
            return _refused(Refusal(401, "Unauthorized"))
        raw, files = await _arguments(request)
        method = schema.name_of(request.match_info["method"])
        if method is None or (RICH.fullmatch(method.lower()) and not self.rich_supported):
            return await self._answered(
                method or request.match_info["method"], raw, Refusal(404, "Not Found: method not found")
            )
        fault = self.faults.meets(method, _chat_of(raw, self))
        if fault is None:
            return await self._done(method, raw, files)
        return await self._befallen(fault, request, method, raw, files)

    async def _befallen(
        self, fault: Fault, request: web.Request, method: str, raw: dict[str, Any], files: dict[str, Any]
    ) -> web.StreamResponse:
        chat, seconds = _chat_of(raw, self), self.clock.now().timestamp()
        if fault.refusal is not None:
            return await self._answered(method, raw, fault.refusal)
        match fault.kind:
            case "429":
                # How often topics are made is limited apart from messages.
                alone = method if method == "createForumTopic" else ""
                with suppress(Refusal):
                    self.rates.wait(chat, now=seconds, breaches=self.breaches, method=alone)
                return await self._answered(
                    method, raw, self.rates.hold(chat, fault.retry_after, seconds, "told to wait", alone)
                )
            case "502 html":
                await self._log(method, raw, 502, "Bad Gateway")
                return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
            case "reset before" | "silent before":
                await self._log(method, raw, 0, fault.kind)
                return await _lost(request, fault.kind)
            case "late":
                task = asyncio.ensure_future(self._afterwards(fault.seconds, method, raw, files))
                self._late.add(task)
                task.add_done_callback(self._late.discard)
                return await asyncio.shield(task)
        answer = await self._done(method, raw, files)
        match fault.kind:
            case "reset after" | "silent after":
                return await _lost(request, fault.kind)
            case "slow":
                await asyncio.sleep(fault.seconds)
            case "malformed json":
                assert isinstance(answer.body, bytes)
                return web.Response(body=answer.body[: len(answer.body) // 2], content_type="application/json")
        return answer

    async def _afterwards(
        self, seconds: float, method: str, raw: dict[str, Any], files: dict[str, Any]
    ) -> web.Response:
        await asyncio.sleep(seconds)
        return await self._done(method, raw, files)

    async def _done(self, method: str, raw: dict[str, Any], files: dict[str, Any]) -> web.Response:
        try:
            params, breaches = schema.read(method, raw, files)
            self.breaches += breaches
            result = await self._handler(method)(params | files)
        except Refusal as refusal:
            return await self._answered(method, raw, refusal)
        except Exception:
            self.breaches.append(f"the stand-in broke at {method}: {traceback.format_exc()}")
            raise
        await self._log(method, params, 200)
        return web.json_response({"ok": True, "result": result}, dumps=_json)

    def _handler(self, method: str) -> Callable[[dict[str, Any]], Awaitable[object]]:
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower()
        handler = getattr(self.sending, name, None) or getattr(self.asking, name, None)
        if handler is None:
            self.breaches.append(f"this stand-in does not know {method} yet")
            raise Refusal(404, "Not Found: method not found")
        found: Callable[[dict[str, Any]], Awaitable[object]] = handler
        return found

    async def _answered(self, method: str, raw: dict[str, Any], refusal: Refusal) -> web.Response:
        await self._log(method, raw, refusal.code, refusal.description)
        return _refused(refusal)

    async def _log(self, method: str, params: dict[str, Any], status: int, description: str = "") -> None:
        chat = _chat_of(params, self)
        call = Call(
            method=method, params=params, at=self.clock.now(), chat=chat, status=status, description=description
        )
        self.calls.append(call)
        async with self._news:
            self._news.notify_all()


def _refused(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    headers = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.json_response(body, status=refusal.code, headers=headers, dumps=_json)


async def _lost(request: web.Request, kind: str) -> web.Response:
    if kind.startswith("silent"):
        await asyncio.sleep(3600)  # ends when the client hangs up
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _arguments(request: web.Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parameters and files, in whichever of the four ways they come."""
    raw: dict[str, Any] = dict(request.query)
    files: dict[str, Any] = {}
    if request.content_type == "application/json":
        with suppress(ValueError, TypeError):
            raw |= await request.json()
    elif request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.file.read())
            else:
                raw[name] = value
    for name, value in list(raw.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            files[name] = files.pop(value.removeprefix("attach://"), None)
            del raw[name]
    return raw, files


def _chat_of(params: dict[str, Any], world: World) -> int | None:
    which = params.get("chat_id")
    try:
        return int(which) if which is not None else None
    except ValueError:
        with suppress(StopIteration):
            return world.chat(str(which)).id
        return None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
