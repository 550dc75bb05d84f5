"""What Discord lets a bot do, kept by us: 50 requests a second, few refused ones, and silence when it is shut out.

Discord's documentation ("Rate Limits") names all three: 50 requests a second over all routes, interactions' own
endpoints exempt; 10,000 answers of 401, 403 or 429 (but for those of a limit that is shared with others) within ten
minutes, after which Cloudflare shuts the address out. The limits of single routes are the library's care.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from bot.clock import Clock
from bot.discord.sessions import Sessions

log = logging.getLogger(__name__)

REQUESTS: Final = 10
SPELL: Final = 0.21
"""So many requests leave in so many seconds. A server counts what arrives, and fifty that left at once, held up on new
connections, would arrive together with the next fifty.
"""
WINDOW: Final = 600.0
"""Seconds over which refused requests are counted."""
FEW: Final = 1_000
"""So many refused requests in a window, and editions wait: a tenth of what Discord bears."""
MANY: Final = 5_000
"""So many, and everything waits."""
BEARABLE: Final = 30.0
"""Seconds that a request may wait at a stretch because Discord said so; beyond them its sender hears of it."""
_TICK: Final = 0.001
"""Clocks count microseconds, and a shorter sleep might not move one."""


class Priority(IntEnum):
    """Who goes first."""

    ANSWER = 0
    EDITION = 1


class ToldToWait(Exception):  # noqa: N818 -- no error of the program's: its sender makes a fault of it
    """The request was not made, and makes sense again in so many seconds."""

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


@dataclass(slots=True)
class _Hold:
    until: float = 0.0
    why: str = ""


class Traffic:
    """All requests of one bot: who may go, and what the answers say."""

    def __init__(self, clock: Clock, *, on_wait: Callable[[float], object] | None = None) -> None:
        """``on_wait`` is told of each request that had to wait: for how many seconds."""
        self._clock = clock
        self._on_wait = on_wait
        self._read = self._skipped = 0.0
        self._left: deque[float] = deque()
        """When the places of the last spell are free again."""
        self._waiting: tuple[deque[asyncio.Future[None]], ...] = (deque(), deque())
        """By priority."""
        self._waking: asyncio.Task[None] | None = None
        self._invalid: deque[float] = deque()
        self._said = False
        self._shut = _Hold()
        """Of all requests."""
        self._paused = _Hold()
        """Of those that the overall limit counts."""
        self.sessions = Sessions(clock)
        self.token_refused = asyncio.Event()
        """Set when a request with the bot's token was answered with 401."""

    async def turn(self, priority: Priority) -> None:
        """Wait until a request may leave.

        :raises ToldToWait: not within a bearable time
        """
        asked = self._now()
        await self._turn(priority)
        if self._on_wait and (waited := self._now() - asked) > _TICK:
            self._on_wait(waited)

    async def _turn(self, priority: Priority) -> None:
        while True:
            await self._sit_out(self._shut, self._paused)
            self._check(priority)
            if not any(self._waiting[: priority + 1]) and self._place():
                return
            waiter = asyncio.get_running_loop().create_future()
            self._waiting[priority].append(waiter)
            self._wake_later()
            await self._wait(waiter)
            # Much may have been said meanwhile. The place is lost then, and another one needed: all who have sat out
            # the same hold must not leave together.
            if max(self._shut.until, self._paused.until) <= self._now():
                self._check(priority)
                return

    async def held(self) -> None:
        """Wait while nothing may leave at all: also the requests that no limit counts.

        :raises ToldToWait: not within a bearable time
        """
        await self._sit_out(self._shut)

    async def _sit_out(self, *holds: _Hold) -> None:
        for hold in holds:
            while (seconds := hold.until - self._now()) > 0:
                if seconds > BEARABLE:
                    raise ToldToWait(hold.why, seconds)
                await self._clock.sleep(seconds)

    def hold(self, seconds: float, why: str, *, counted: bool = False) -> None:
        """Let nothing leave for so long, or nothing that the overall limit ``counted``."""
        hold, until = self._paused if counted else self._shut, self._now() + seconds
        if until > hold.until:
            hold.until, hold.why = until, why
            if seconds > BEARABLE:
                log.warning("%s Nothing is asked of it for %.0f s.", why, seconds)

    def invalid(self) -> None:
        """Count a request that was refused: too many of them, and Discord shuts the bot out."""
        self._invalid.append(self._now())

    def _check(self, priority: Priority) -> None:
        now = self._now()
        while self._invalid and self._invalid[0] <= now - WINDOW:
            self._invalid.popleft()
        bound = FEW if priority is Priority.EDITION else MANY
        if len(self._invalid) < bound:
            self._said = self._said and len(self._invalid) >= FEW // 2
            return
        if not self._said:
            self._said = True
            log.warning(
                "Discord has refused %d requests of this bot within ten minutes; editions wait, lest it shut the bot "
                "out. See which chats are reported to lack a permission.",
                len(self._invalid),
            )
        seconds = self._invalid[len(self._invalid) - bound] + WINDOW - now
        raise ToldToWait("Discord has refused too many requests of this bot in the last ten minutes.", seconds)

    def _place(self) -> bool:
        """Take one of the spell's places, if one is free."""
        now = self._now()
        while self._left and self._left[0] <= now:
            self._left.popleft()
        if len(self._left) >= REQUESTS:
            return False
        self._left.append(now + SPELL)
        return True

    async def _wait(self, waiter: asyncio.Future[None]) -> None:
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and self._left:
                self._left.pop()  # it was let go in the same moment, and does not use its place
                self._wake_later()
            raise

    def _let_go(self) -> None:
        for queue in self._waiting:
            while queue:
                if queue[0].done():  # cancelled
                    queue.popleft()
                elif self._place():
                    queue.popleft().set_result(None)
                else:
                    self._wake_later()
                    return

    def _wake_later(self) -> None:
        if self._waking is None and any(self._waiting):
            seconds = self._left[0] - self._now() if len(self._left) >= REQUESTS else 0.0
            self._waking = asyncio.create_task(self._wake(max(seconds, _TICK)))

    async def _wake(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._waking = None
        self._let_go()

    def _now(self) -> float:
        """Seconds that never run backwards, whatever is done to the machine's clock."""
        read = self._clock.now().timestamp()
        self._skipped += max(0.0, self._read - read)
        self._read = read
        return read + self._skipped
