"""A strict stand-in for Discord, over real sockets on a loopback port: REST and gateway.

    async with DiscordDouble(clock) as discord:
        lab = discord.guild("Lab")
        papers, ada = lab.text("papers"), discord.user("Ada")
        ...  # point the bot at discord.api_url and discord.gateway_url, with discord.token
        found = await discord.slash(ada, papers, "search", {"words": "boats"})
        assert found.ephemeral
        assert discord.breaches == []

It refuses what the real server refuses, in its shapes, and notes in ``breaches`` what the real one would take and this
program never means: calls of everybody, sends that a second try would repeat, answers that come too late.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.clock import Clock, SystemClock
from tests.doubles.discord import reading, schema
from tests.doubles.discord.asking import Asking
from tests.doubles.discord.commands import Commands
from tests.doubles.discord.errors import Refusal, general
from tests.doubles.discord.exchange import Call, Done, Handler, Request
from tests.doubles.discord.faults import Fault, Faults, matches
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.guilds import Guilds
from tests.doubles.discord.interactions import Interactions
from tests.doubles.discord.messages import Messages
from tests.doubles.discord.places import Channel, Json
from tests.doubles.discord.rates import Rates
from tests.doubles.discord.threads import Threads

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GAbCdE." + "a1" * 19
NOW_AND_THEN = 0.02
WEB_PAGE = "<html><head><title>error</title></head><body><center><h1>cloudflare</h1></center></body></html>"


class DiscordDouble(Asking):
    """The world of servers and people (see ``World``, ``People`` and ``Asking``), with a server in front of it."""

    def __init__(self, clock: Clock | None = None, *, rates: bool = True, token: str = TOKEN) -> None:
        self.breaches: list[str] = []
        super().__init__(clock or SystemClock())
        self.token = token
        self.calls: list[Call] = []
        self.rates = Rates()
        self.rates.on = rates
        self.faults = Faults()
        self.invalid_allowed = 10
        """So many answers of 401, 403 and 429 are no breach."""
        self.breach = self.breaches.append
        self.gateway = Gateway(self, token, self._tell)
        self.gateway.breaches = self.breaches
        self.emit = self.gateway.dispatch
        self.said = Messages(self, self.breach, lambda: self.gateway.privileged_allowed)
        self.interactions = Interactions(self, self.said, self.breach)
        self.commands_of = Commands(self, self.breach)
        rooms = (
            self.said, self.interactions, self.commands_of, Threads(self, self.said, self.breach),
            Guilds(self, self.gateway, self.breach),
        )  # fmt: skip
        self._routes = reading.Routes({route: handler for room in rooms for route, handler in room.routes.items()})
        self.api_url = ""
        self._runner: web.AppRunner | None = None
        self._news = asyncio.Event()
        self._late: set[asyncio.Task[Any]] = set()
        self._under_way = 0
        self._last = 0.0
        self._invalid = 0

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=26 * 2**20)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self._take)
        app.router.add_route("*", "/{path:.*}", self._nowhere)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[-1][1]
        self.api_url, self.gateway.url = f"http://127.0.0.1:{port}/api/v10", f"ws://127.0.0.1:{port}/gateway/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)
        self.gateway.drop()
        assert self._runner is not None
        await self._runner.cleanup()

    # -- what tests ask for

    def login(self, token: str = "") -> str:
        """The block of settings that leads here; with another ``token``, in vain."""
        login = f'[discord]\ntoken = "{token or self.token}"\n'
        return f'{login}api_url = "{self.api_url}"\ngateway_url = "{self.gateway_url}"\n'

    @property
    def gateway_url(self) -> str:
        """Where bots connect."""
        return self.gateway.url

    @property
    def nonce_life(self) -> float:
        """Seconds by the clock for which a nonce is known."""
        return self.said.nonce_life.total_seconds()

    @nonce_life.setter
    def nonce_life(self, seconds: float) -> None:
        self.said.nonce_life = timedelta(seconds=seconds)

    @property
    def history_lag(self) -> float:
        """Seconds by the clock for which a message is not in the history yet."""
        return self.said.history_lag.total_seconds()

    @history_lag.setter
    def history_lag(self, seconds: float) -> None:
        self.said.history_lag = timedelta(seconds=seconds)

    @property
    def old_edits(self) -> int:
        """Edits of messages older than an hour, for each channel and hour."""
        return self.said.old_edits

    @old_edits.setter
    def old_edits(self, edits: int) -> None:
        self.said.old_edits = edits

    @property
    def commands(self) -> dict[str, Json]:
        """The registered commands, by name."""
        return self.commands_of.registered

    def fault(
        self, what: str, kind: str, *, nth: int = 1, times: int = 1, channel: Channel | int | None = None,
        retry_after: float = 1.0, seconds: float = 1.0,
    ) -> Fault:  # fmt: skip
        """From now on the ``nth`` request of that kind meets this; see ``faults.KINDS``."""
        number = channel.id if isinstance(channel, Channel) else channel
        return self.faults.add(
            Fault(
                what=what, kind=kind, channel=number, nth=nth, times=times, retry_after=retry_after, seconds=seconds
            )
        )  # fmt: skip

    def called(self, what: str, channel: Channel | int | None = None) -> list[Call]:
        """The requests of that kind, in order: ``POST /channels/*/messages``."""
        number = channel.id if isinstance(channel, Channel) else channel
        return [one for one in self.calls if matches(what, one.method, one.path) and number in (None, one.channel)]

    async def until(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until the condition holds; it is looked at after every request, and now and then."""
        async with asyncio.timeout(seconds):
            while not condition():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), NOW_AND_THEN)

    async def ready(self, seconds: float = 10.0) -> None:
        """Wait until a session is up."""
        await self.until(lambda: self.gateway.connected, seconds)

    async def settled(self, quiet: float = 0.1, seconds: float = 10.0) -> None:
        """Wait until no request is under way, and none has been for ``quiet`` seconds."""
        began = time.monotonic()
        async with asyncio.timeout(seconds):
            while self._under_way or time.monotonic() - max(began, self._last) < quiet:  # noqa: ASYNC110 -- silence is no event
                await asyncio.sleep(quiet / 5)

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    # -- HTTP

    async def _nowhere(self, request: web.Request) -> web.StreamResponse:
        return reading.refused(general(404), {})

    async def _take(self, request: web.Request) -> web.StreamResponse:
        self._under_way += 1
        try:
            return await self._met(request)
        finally:
            self._under_way -= 1
            self._last = time.monotonic()
            self._tell()

    async def _met(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        found = self._routes.find(request.method, path)
        if found is None:
            self.breach(f"this stand-in does not know {request.method} {path} yet")
            return reading.refused(general(404), {})
        route, ids, handler = found
        try:
            asked = await reading.read(request, path, route, ids, self.token, self.breach)
        except Refusal as refused:
            asked = Request(method=request.method, path=path, route=route, ids=ids, query=dict(request.query), body={})
            return self._refused(asked, refused)
        fault = self.faults.meets(request.method, path, asked.channel)
        if fault is None:
            return await self._done(asked, handler)
        return await self._befallen(fault, request, asked, handler)

    async def _befallen(
        self, fault: Fault, request: web.Request, asked: Request, handler: Handler
    ) -> web.StreamResponse:
        if fault.refusal is not None:
            return self._refused(asked, fault.refusal)
        match fault.kind.split():
            case ["429", *how]:
                return self._limited(fault, asked, " ".join(how))
            case [status, "html"]:
                self._log(asked, int(status), "a web page")
                return web.Response(status=int(status), text=WEB_PAGE, content_type="text/html")
            case [way, "before"]:
                self._log(asked, 0, fault.kind)
                return await reading.lost(request, way)
            case ["late"]:
                task = asyncio.ensure_future(self._afterwards(fault.seconds, asked, handler))
                self._late.add(task)
                task.add_done_callback(self._late.discard)
                return await asyncio.shield(task)
        answer = await self._done(asked, handler)
        match fault.kind.split():
            case [way, "after"]:
                self._tell()
                return await reading.lost(request, way)
            case ["slow"]:
                self._tell()
                await asyncio.sleep(fault.seconds)
            case ["malformed", "json"]:
                assert isinstance(answer.body, bytes)
                answer.body = answer.body[: len(answer.body) // 2]
        return answer

    def _limited(self, fault: Fault, asked: Request, how: str) -> web.StreamResponse:
        try:
            self.rates.check(asked.route, asked.major, exempt=asked.exempt, breaches=self.breaches)
        except Refusal as early:
            return self._refused(asked, early)
        scope = how if how in ("shared", "global") else "global" if how == "html" else "user"
        refused = self.rates.hold(asked.route, asked.major, fault.retry_after, f"told {fault.kind}", scope)
        if how == "without via":
            del refused.headers["Via"]
        if how != "html":
            return self._refused(asked, refused)
        self._log(asked, 429, "a web page")
        retry = {"Retry-After": refused.headers["Retry-After"]}
        return web.Response(status=429, text=WEB_PAGE, content_type="text/html", headers=retry)

    async def _afterwards(self, seconds: float, asked: Request, handler: Handler) -> web.Response:
        await asyncio.sleep(seconds)
        answer = await self._done(asked, handler)
        self._tell()
        return answer

    async def _done(self, asked: Request, handler: Handler) -> web.Response:
        try:
            self.rates.check(asked.route, asked.major, exempt=asked.exempt, breaches=self.breaches)
            found = handler(asked)
            done = found if isinstance(found, Done) else await found
        except Refusal as refused:
            return self._refused(asked, refused)
        except Exception:
            self.breach(f"the stand-in broke at {asked.method} {asked.path}: {traceback.format_exc()}")
            raise
        # What the server itself refuses it has refused in its own words by now.
        for wrong in schema.wrongs(asked.route, asked.body) if asked.body else ():
            self.breach(f"{asked.route}: by the official schema, {wrong}")
        self._log(asked, done.status)
        headers = self.rates.headers(asked.route, asked.major)
        return reading.answered(done, headers)

    def _refused(self, asked: Request, refused: Refusal) -> web.Response:
        self._log(asked, refused.status, refused.message, refused.code)
        return reading.refused(refused, self.rates.headers(asked.route, asked.major))

    def _log(self, asked: Request, status: int, message: str = "", code: int = 0) -> None:
        if status in (401, 403, 429):
            self._invalid += 1
            if self._invalid > self.invalid_allowed:
                self.breach(f"{self._invalid} invalid requests, the last: {asked.method} {asked.path} {status} {code}")
        self.calls.append(
            Call(
                method=asked.method, path=asked.path, route=asked.route, body=asked.body, query=asked.query,
                headers=asked.headers, at=self.clock.now(), status=status, code=code, channel=asked.channel,
                message=message,
            )
        )  # fmt: skip
