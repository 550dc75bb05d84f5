"""The bot's session with Discord, from login to logout. Reconnecting and resuming in between is the library's own.

What time may mend is waited for; what only a person can mend ends the session in one sentence.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from itertools import chain, repeat
from types import TracebackType
from typing import Final, Self

import discord

from bot import secrets
from bot.adapter import Fault, Unknown, Unreachable
from bot.discord.attempts import attempt
from bot.discord.faults import TokenRefused, fault
from bot.discord.limits import Traffic
from bot.discord.rest import Rest
from bot.discord.sessions import Starts
from bot.errors import PaperboyError, SettingsError
from bot.patience import Stubborn, Trouble

log = logging.getLogger(__name__)

LOGIN: Final = 10.0
"""Seconds for an answer while logging in: whoever has started the bot is to hear why nothing happens."""
SILENCE: Final = 30.0
"""Seconds without a connection after which it is worth a word; Discord itself ends one every few hours."""
CLOSING: Final = 5.0
"""Seconds for the farewell."""

_ENDED: Final = {
    4010: "Discord does not take the bot's share of its servers (4010): start it again.",
    4011: "Discord wants this bot to use several connections (4011): set discord.sharded to true.",
    4012: "Discord does not speak the bot's version of its protocol any more (4012): update Paperboy.",
    4013: "Discord does not know the events that the bot asks for (4013): update Paperboy.",
    4014: "Discord does not let the bot have the events that it asks for (4014): allow the bot's intents in the "
    "Developer Portal (the application's page, Bot), or update Paperboy.",
}


class Session:
    """An async context manager: inside of it the client is logged in and ready.

    Where only a person can help (the token is refused, Discord wants shards, the day's sessions are used up), entering
    raises ``SettingsError``; should that turn out later, the task that entered is cancelled, and leaving raises it.
    """

    def __init__(
        self,
        client: discord.Client,
        token: str,
        *,
        traffic: Traffic,
        on_trouble: Callable[[str], object] | None = None,
    ) -> None:
        """``client`` and ``traffic`` belong together, and serve one session. ``on_trouble`` is told when Discord stops
        to answer and when it answers again; else the log is.
        """
        secrets.install(token)
        self._client = client
        self._token = token
        self._traffic = traffic
        self._say = on_trouble or partial(log.warning, "%s")
        self._stubborn = Stubborn("Discord", _judge, on_trouble)
        self._link = _Link(self._say)
        self._owner: asyncio.Task[object] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._failure: PaperboyError | None = None

    async def __aenter__(self) -> Self:
        self._owner = asyncio.current_task()
        try:
            await self._stubborn(partial(_log_in, self._client, self._token))
            await self._prepare()
            await self._connect()
        except BaseException:
            await self._close()
            raise
        log.info("Logged in to Discord as %s", self._client.user)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        owner, self._owner = self._owner, None
        await self._close()
        if self._failure is not None and isinstance(error, asyncio.CancelledError) and owner is not None:
            owner.uncancel()
            raise self._failure

    async def _prepare(self) -> None:
        """Ask how many connections there should be, and whether they may be made at all."""
        told = await self._stubborn(partial(starts, self._client))
        self._traffic.sessions.told(told)
        sharded = isinstance(self._client, discord.AutoShardedClient)
        if sharded:
            # The library would ask for the number by itself, and take the gateway's address from the answer.
            self._client.shard_count = told.shards
        elif told.shards > 1:
            log.warning("Discord asks for %d connections of this bot: set discord.sharded to true.", told.shards)
        self._traffic.sessions.check(told.shards if sharded else 1)
        application = self._client.application
        if application is not None and application.interactions_endpoint_url:
            self._say(
                "The application has an Interactions Endpoint URL, so commands and buttons don't reach this bot: clear "
                "it in the Developer Portal (the application's page, General Information)."
            )

    async def _connect(self) -> None:
        """Wait until the client is ready."""
        self._link.listen(self._client)
        connection = self._spawn(self._run())
        ready = asyncio.create_task(self._client.wait_until_ready())
        try:
            await asyncio.wait({connection, ready}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if connection.done():
            connection.result()
        for task in (connection, self._spawn(self._watch_token())):
            task.add_done_callback(self._ended)

    async def _run(self) -> None:
        """Stay connected, until the client is closed or nothing but a person can help."""
        for pause in chain((1, 2, 4, 8, 16), repeat(30)):
            try:
                await self._client.connect()
                return
            except PaperboyError:
                raise
            except discord.PrivilegedIntentsRequired:
                raise SettingsError(_ENDED[4014]) from None
            except discord.ConnectionClosed as error:
                if error.code == 4004:
                    raise SettingsError(str(fault(discord.LoginFailure()))) from None
                if error.code in _ENDED:
                    raise SettingsError(_ENDED[error.code]) from None
                raise PaperboyError(f"Discord has ended the session ({error.code}): start the bot again.") from None
            except Exception as error:
                if self._client.is_closed():
                    log.exception("The connection to Discord has broken down")
                    raise PaperboyError("The connection to Discord has broken down: start the bot again.") from None
                # Where the very first connection fails, the library stumbles over there being none to resume.
                log.info("Discord's gateway can't be reached (%s); tried again in %d s", _first(error), pause)
                await asyncio.sleep(pause)

    async def _watch_token(self) -> None:
        """Notice that the token has been changed, whatever the connection does."""
        while True:
            await self._traffic.token_refused.wait()
            try:
                await Rest(self._client)("GET", "/users/@me")
            except TokenRefused as error:
                raise SettingsError(str(error)) from None
            except Fault:
                await asyncio.sleep(SILENCE)
            else:
                self._traffic.token_refused.clear()

    def _spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.append(task)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Deaf, the bot had better stop, and say why."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, PaperboyError) and self._owner is not None:
            self._failure = error
            self._owner.cancel()

    async def _close(self) -> None:
        self._link.close()
        try:
            async with asyncio.timeout(CLOSING):
                await self._client.close()
        except TimeoutError:
            await self._client.http.close()  # what the library would have done after the gateway's farewell
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
            for task in self._tasks:
                if not task.cancelled():
                    task.exception()  # was told where it happened


class _Link:
    """Whether there is a connection, and a word about it where there is none for long."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self._say = say
        self._down: set[int] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._said = self._closed = False

    def listen(self, client: discord.Client) -> None:
        """Begin, with no connection yet."""
        sharded = isinstance(client, discord.AutoShardedClient)

        async def lost(shard: int = 0) -> None:
            self._lost(shard)

        async def found(shard: int = 0) -> None:
            self._found(shard)

        # The library's events for both kinds of client, the one with the shard's number.
        for name, listener in (("disconnect", lost), ("connect", found), ("resumed", found)):
            setattr(client, f"on_shard_{name}" if sharded else f"on_{name}", listener)
        self._lost(0)

    def close(self) -> None:
        """Say nothing more: there is to be no connection."""
        self._closed = True
        self._stop()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _lost(self, shard: int) -> None:
        if not self._down and not self._closed:
            log.info("Connecting to Discord")
            self._timer = asyncio.get_running_loop().call_later(SILENCE, self._complain)
        self._down.add(shard)

    def _found(self, shard: int) -> None:
        if shard not in self._down:
            return
        self._down.discard(shard)
        if not self._down:
            log.info("Connected to Discord")
            self._stop()
            if self._said:
                self._said = False
                self._say("Discord answers again.")

    def _complain(self) -> None:
        self._said = True
        self._say(
            f"There has been no connection to Discord for {SILENCE:.0f} s: check the network; it is tried again until "
            "there is one."
        )


@asynccontextmanager
async def logged_in(client: discord.Client, token: str) -> AsyncIterator[None]:
    """Be logged in without a session: requests can be made, and nothing is heard. Tried once.

    :raises SettingsError: only a person can help
    :raises Fault: Discord can't be reached
    """
    secrets.install(token)
    try:
        try:
            await _log_in(client, token)
        except Fault as error:
            _judge(error)
            raise
        yield
    finally:
        await client.close()


async def starts(client: discord.Client) -> Starts:
    """What Discord says of the bot's sessions.

    :raises Fault: it does not say
    """
    told = await Rest(client)("GET", "/gateway/bot", patience=LOGIN)
    try:
        limit = told["session_start_limit"]
        return Starts(
            shards=int(told["shards"]),
            total=int(limit["total"]),
            remaining=int(limit["remaining"]),
            reset_after=timedelta(milliseconds=int(limit["reset_after"])),
        )
    except (KeyError, TypeError, ValueError):
        raise Unreachable("Discord does not say where its gateway is; tried again later.") from None


async def _log_in(client: discord.Client, token: str) -> None:
    try:
        async with attempt(LOGIN):
            await client.login(token)
    except Fault:
        # The library would leave this try's connections open, and begin the next one over a connector that is closed.
        await client.http.close()
        client.http.connector = discord.utils.MISSING
        raise


def _judge(error: Exception) -> Trouble | None:
    if isinstance(error, TokenRefused):
        raise SettingsError(str(error)) from None
    if isinstance(error, Unreachable | Unknown):
        return Trouble(str(error))
    if isinstance(error, Fault):
        raise SettingsError(f"Discord does not let the bot log in: {error} Check discord.api_url.") from None
    return None


def _first(error: BaseException) -> str:
    """The kind of error that others came of."""
    while error.__context__ is not None:
        error = error.__context__
    return type(error).__name__
