"""Every request to Telegram passes here: it waits for its turn, and what it brings back is remembered.

The hook is the library's own (``telegram.ext.BaseRateLimiter``), so nothing that is sent can go around it.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self, TypeAlias

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.faults import retry_after
from bot.telegram.pacing import Pacer, Priority, Turn
from bot.telegram.trail import Trail

log = logging.getLogger(__name__)

PATIENCE = 300.0
"""Seconds that a request lets itself be told to wait, at most, each time; beyond them its sender hears of it."""
ATTEMPTS = 5

_MESSAGES = ("send", "edit", "copy", "forward", "createForumTopic")
"""How the methods begin that Telegram counts."""
_UNCOUNTED = frozenset({"sendChatAction", "editMessageLiveLocation"})
"""Nothing is sent or edited by these; the latter is what asks whether a message stands (see ``looking``)."""
_TOPIC = "createForumTopic"
"""Telegram may refuse this for an hour, and says nothing about messages by it."""

JSON: TypeAlias = dict[str, Any]


class Hold:
    """A chat held over several requests, each of which waits until it may go: ``rate_limit_args`` of all of them."""

    def __init__(self, pacer: Pacer, chat: int, priority: Priority, *, following: int = 0) -> None:
        """``following``: how many more messages are to go there after this one, so that long editions start early."""
        self.chat = chat
        self._following = following
        self._pacer = pacer
        self._priority = priority
        self._turn: Turn | None = None
        self._used = False

    async def __aenter__(self) -> Self:
        turn = self._pacer.turn(self.chat, self._priority, following=self._following)
        self._turn = await turn.__aenter__()
        self._used = False
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            await turn.__aexit__(kind, error, trace)

    async def ready(self) -> None:
        """Wait until the next request may go."""
        if self._turn is None:
            raise RuntimeError("the chat is not held any more")
        if self._used:
            await self._turn.again()
        self._used = True

    @asynccontextmanager
    async def let_go(self) -> AsyncIterator[None]:
        """Let others write to the chat during the block, and take hold of it anew after it."""
        await self.__aexit__(None, None, None)
        try:
            yield
        except Exception:
            await self.__aenter__()
            raise
        await self.__aenter__()

    async def wait_out(self, told: RetryAfter) -> None:
        """Let the chat go until it may be written to again, and take hold of it anew."""
        await self.__aexit__(RetryAfter, told, None)
        await self.__aenter__()


Pass: TypeAlias = Hold | Priority
"""What ``rate_limit_args`` may be: the hold within which a request is made, or its rank; none is an answer's."""


class Limiter(BaseRateLimiter[Pass]):
    """Gives every message and edit its turn, and notices which ids come back.

    One request at a time is under way in a chat. A 429 is waited for, in that chat alone, and the request is made
    again: Telegram answers so before it does anything.
    """

    def __init__(self, pacer: Pacer, trail: Trail) -> None:
        self._pacer = pacer
        self._trail = trail
        self._numbers: dict[str, int] = {}

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | JSON | list[JSON]]],
        args: Any,
        kwargs: JSON,
        endpoint: str,
        data: JSON,
        rate_limit_args: Pass | None,
    ) -> bool | JSON | list[JSON]:
        """Make the request when its turn has come."""
        name = data.get("chat_id")
        if name is None or endpoint in _UNCOUNTED or not endpoint.startswith(_MESSAGES):
            result = await callback(*args, **kwargs)
            if endpoint == "getChat" and isinstance(result, dict):
                self._numbers[str(name).casefold()] = result["id"]
            return result
        chat = self._number(str(name))

        async def call() -> bool | JSON | list[JSON]:
            result = await callback(*args, **kwargs)
            # Pages are sent by those who hold their chat; what else is sent answers somebody.
            answer = endpoint.startswith("send") and not isinstance(rate_limit_args, Hold)
            self._remember(chat, result, no_page=answer)
            return result

        for _ in range(ATTEMPTS - 1):
            try:
                return await self._in_turn(call, chat, rate_limit_args)
            except RetryAfter as told:
                seconds = retry_after(told) or 0.0
                if seconds > PATIENCE or endpoint == _TOPIC:
                    raise
                log.info("Telegram lets chat %s wait for %g s", chat, seconds)
                if isinstance(rate_limit_args, Hold):
                    await rate_limit_args.wait_out(told)
        return await self._in_turn(call, chat, rate_limit_args)

    async def _in_turn(
        self, call: Callable[[], Coroutine[Any, Any, bool | JSON | list[JSON]]], chat: int | str, how: Pass | None
    ) -> bool | JSON | list[JSON]:
        if isinstance(how, Hold):
            await how.ready()
            return await call()
        async with self._pacer.turn(chat, Priority.ANSWER if how is None else how):
            return await call()

    def _number(self, name: str) -> int | str:
        """One and the same for a chat, however it is written, once it was asked about."""
        return int(name) if name.removeprefix("-").isdecimal() else self._numbers.get(name.casefold(), name)

    def _remember(self, chat: int | str, result: bool | JSON | list[JSON], *, no_page: bool) -> None:
        for message in result if isinstance(result, list) else [result]:
            if isinstance(message, dict):
                where = message.get("chat", {}).get("id", chat)
                number = message.get("message_id", message.get("message_thread_id"))
                if isinstance(where, int) and isinstance(number, int):
                    self._trail.saw(where, number, no_page=no_page)
