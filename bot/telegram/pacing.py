"""Waiting for one's turn to send: ``bot.telegram.pace`` says when it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from bot.clock import Clock
from bot.telegram.faults import retry_after
from bot.telegram.pace import Chat, Pace, Priority, Ticket

__all__ = ["Chat", "Pacer", "Priority", "Turn"]

_TICK = 0.001  # seconds; clocks count microseconds, and a shorter sleep might not move one


class Pacer:
    """Waits for turns, by a clock."""

    def __init__(self, clock: Clock, *, on_wait: Callable[[float], object] | None = None) -> None:
        """``on_wait`` is told of each turn that did not come at once: after how many seconds it came."""
        self._line = _Line(clock, on_wait)

    def turn(self, chat: Chat, priority: Priority, *, following: int = 0) -> Turn:
        """``async with pacer.turn(chat, Priority.ANSWER): await bot.send_message(...)``.

        One message or edit to the chat, sent within it; its end is taken for the answer. Meanwhile nobody else gets a
        turn in that chat, so asking for one inside waits for ever: a second message goes after ``await turn.again()``.
        ``following`` tells how many pages are known to come after this one: long editions start first, so that all
        are through as early as the limits allow. A ``RetryAfter`` that comes out of it makes the chat wait, also as
        the cause of another error; sending again is up to the caller.
        """
        return Turn(self._line, chat, priority, following)

    def rest(self, seconds: float) -> None:
        """Let nobody send for so long: Telegram asked for it where no chat was concerned."""
        self._line.pace.bar(None, seconds, self._line.now())
        self._line.dispatch()


class Turn:
    """What ``Pacer.turn`` gives."""

    __slots__ = ("_chat", "_following", "_line", "_priority", "_ticket")

    def __init__(self, line: _Line, chat: Chat, priority: Priority, following: int) -> None:
        self._line = line
        self._chat = chat
        self._priority = priority
        self._following = following
        self._ticket: Ticket | None = None

    async def __aenter__(self) -> Self:
        line = self._line
        ticket = line.pace.ask(self._chat, self._priority, self._following, line.now())
        await line.wait(ticket)
        self._ticket = ticket
        return self

    async def again(self) -> None:
        """Wait until another message may go to the chat, without giving it out of hand."""
        ticket, self._ticket = self._ticket, None
        if ticket is None:
            raise RuntimeError("this turn is over, or was never entered")
        line = self._line
        ticket = line.pace.again(ticket, line.now())
        await line.wait(ticket)
        self._ticket = ticket

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ticket, self._ticket = self._ticket, None
        if ticket is None:
            return  # cancelled while it waited to go again
        line, now = self._line, self._line.now()
        if (seconds := retry_after(error)) is not None:
            line.pace.bar(ticket, seconds, now)
        line.pace.done(ticket, now)
        line.dispatch()


class _Line:
    """Those who wait, and whoever wakes them."""

    def __init__(self, clock: Clock, on_wait: Callable[[float], object] | None) -> None:
        self._clock = clock
        self._on_wait = on_wait
        self._waiters: dict[Ticket, asyncio.Future[None]] = {}
        self._waking: asyncio.Task[None] | None = None
        self._wake_at = 0.0
        self._read = self._skipped = 0.0
        self.pace = Pace(started=self.now())

    def now(self) -> float:
        """Seconds that never run backwards, whatever is done to the machine's clock."""
        read = self._clock.now().timestamp()
        self._skipped += max(0.0, self._read - read)
        self._read = read
        return read + self._skipped

    async def wait(self, ticket: Ticket) -> None:
        waiter = self._waiters[ticket] = asyncio.get_running_loop().create_future()
        asked = self.now()
        self.dispatch()
        at_once = waiter.done()
        try:
            await waiter
            if self._on_wait and not at_once:
                self._on_wait(self.now() - asked)
        except asyncio.CancelledError:
            if self._waiters.pop(ticket, None) is not None:
                self.pace.cancel(ticket)
            else:
                self.pace.done(ticket, self.now(), unused=True)
            self.dispatch()
            raise

    def dispatch(self) -> None:
        """Let go who may, and see to it that somebody looks again in time."""
        now = self.now()
        while (ticket := self.pace.next(now)) is not None:
            waiter = self._waiters.pop(ticket)
            if not waiter.done():  # else it is being cancelled, and hands back its turn at once
                waiter.set_result(None)
        due = self.pace.due()
        if self._waking is not None and (due is None or due < self._wake_at):
            self._waking.cancel()
            self._waking = None
        if due is not None and self._waking is None:
            self._wake_at = due
            self._waking = asyncio.create_task(self._wake(max(due - now, _TICK)))

    async def _wake(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._waking = None
        self.dispatch()
