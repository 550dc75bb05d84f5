"""One request, as we know it and the library does not: whether it left, and how long it has been under way.

A request that may have changed something must not be repeated blindly once it has left, so the line is drawn where
aiohttp hands over a connection: whatever fails before it (DNS, TCP, TLS, a proxy) surely did not arrive. aiohttp tells
of it through the hooks that the client's ``http_trace`` has (see ``tracing``).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Final

import aiohttp
import discord

from bot.adapter import Fault
from bot.discord.faults import fault
from bot.discord.limits import Priority, ToldToWait

PATIENCE: Final = 30.0
_SILENT: Final = frozenset({401, 403, 404, 429})
"""Refusals that say nothing of what an earlier try did: rights are taken, channels deleted in between."""
_CHANGING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Lost(Exception):  # noqa: N818 -- no error of the program's: it becomes a fault where the attempt ends
    """What must not be asked for twice was asked for once, and no answer came that says what became of it."""


class Attempt:
    """What becomes of one request of the library's, over all its tries."""

    def __init__(self, patience: float, *, priority: Priority, once: bool) -> None:
        self.priority = priority
        self._once = once
        self._patience = patience
        self._timeout = asyncio.timeout(None)
        self._started: float | None = None
        self._changes = False
        self._left = self._left_before = False

    @property
    def left(self) -> bool:
        """Whether something may have been changed of which no answer has told."""
        return self._left

    def timing(self) -> asyncio.Timeout:
        """Ends the block in which the seconds are used up."""
        return self._timeout

    def begin(self, method: str) -> None:
        """A try is made now.

        :raises Lost: an earlier one may have been enough
        """
        if self._left and self._once:
            raise Lost
        self._changes, self._left_before = method in _CHANGING, self._left
        now = asyncio.get_running_loop().time()
        self._started = now
        self._timeout.reschedule(now + self._patience)

    def connected(self) -> None:
        """The try has a connection: from here on it may arrive."""
        self._left = self._left or self._changes

    def answered(self, status: int) -> None:
        """The head of an answer has come, and tells of this try at least."""
        if status in _SILENT:
            self._left = self._left_before
        elif 300 <= status < 500:
            self._left = False

    def end(self) -> None:
        """The try is over. What it took is not there for the next one."""
        if self._started is not None:
            self._patience = max(0.0, self._patience - (asyncio.get_running_loop().time() - self._started))
            self._started = None
        if not self._timeout.expired():
            self._timeout.reschedule(None)


_current: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


def current() -> Attempt | None:
    """The attempt that a request belongs to."""
    return _current.get()


@asynccontextmanager
async def attempt(
    patience: float = PATIENCE, *, priority: Priority = Priority.ANSWER, once: bool = False
) -> AsyncIterator[None]:
    """Make one request of the library's within it: nothing but our faults comes out of it.

    ``patience`` is for how many seconds it may be under way, in all its tries; none are used up while it waits for its
    turn in a limit. ``once``: it must not be made again where the first may have been enough (a post in a forum: there
    is no nonce for it).

    :raises Unknown: it may have changed something, and nobody said so
    :raises Fault: another kind, by what went wrong; nothing was changed
    """
    one = Attempt(patience, priority=priority, once=once)
    token = _current.set(one)
    try:
        async with one.timing():
            yield
    except Fault:
        raise
    except (discord.DiscordException, aiohttp.ClientError, OSError, ToldToWait, Lost) as error:
        raise fault(error, left=one.left) from None
    except ValueError as error:
        # What is no JSON, in place of an answer; the decoders' own errors are kinds of this one.
        if type(error).__name__ != "JSONDecodeError" and not isinstance(error, UnicodeDecodeError):
            raise
        raise fault(error, left=one.left) from None
    finally:
        _current.reset(token)
