"""How much the server takes: windows that slide, and the waiting time after one was too full."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass

from tests.doubles.telegram.errors import Refusal, flooded

OVERALL = 30
"""Messages to all chats in any one second."""
BURST = 4
"""Messages that one chat takes at once; after that one more for every second that has passed."""
PER_MINUTE = 20
"""Messages to one group or channel in any one minute."""
SLACK = 0.05
"""Seconds by which windows are shorter here, because a wire delivers unevenly; a clock that runs fast needs more."""


@dataclass(slots=True)
class _Waiting:
    until: float
    why: str


class Rates:
    """Counts messages and edits. ``now`` is seconds on any clock that does not go back."""

    def __init__(self) -> None:
        self.on = True
        self.slack = SLACK
        self._overall: deque[float] = deque()
        self._bucket: dict[int, tuple[float, float]] = {}
        self._minute: dict[int, deque[float]] = defaultdict(deque)
        self._waiting: dict[tuple[int | None, str], _Waiting] = {}

    def hold(self, chat: int | None, seconds: float, now: float, why: str, method: str = "") -> Refusal:
        """From now on the chat (None: every chat) must be left alone for so long, by this method or by all."""
        self._waiting[chat, method] = _Waiting(now + seconds, why)
        return flooded(math.ceil(seconds))

    def take(self, chat: int, *, crowd: bool, now: float, breaches: list[str]) -> None:
        """Count one message. Raises ``Refusal`` (429) where that is too many, or too early after the last refusal."""
        self.wait(chat, now=now, breaches=breaches)
        if self.on:
            self._count(chat, crowd=crowd, now=now, breaches=breaches)

    def wait(self, chat: int | None, *, now: float, breaches: list[str], method: str = "") -> None:
        """Raises ``Refusal`` (429) where the last refusal said to wait for longer."""
        for held in {(None, ""), (chat, ""), (chat, method)}:
            waiting = self._waiting.get(held)
            if waiting is None:
                continue
            if now < waiting.until - self.slack:
                left = waiting.until - now
                breaches.append(f"asked {left:.1f} s too early for chat {chat} ({waiting.why})")
                raise flooded(max(1, math.ceil(left)))
            del self._waiting[held]

    def _count(self, chat: int, *, crowd: bool, now: float, breaches: list[str]) -> None:
        minute = self._minute[chat]
        _slide(self._overall, now - 1 + self.slack)
        _slide(minute, now - 60 + self.slack)
        tokens, at = self._bucket.get(chat, (float(BURST), now))
        tokens = min(BURST, tokens + now - at)
        wait, why = 0.0, ""
        if len(self._overall) >= OVERALL:
            breaches.append(f"more than {OVERALL} messages in one second")
            raise self.hold(None, max(1.0, self._overall[0] + 1 - now), now, "overall")
        if tokens < 1 - self.slack:
            wait, why = max(1.0, 1 - tokens), f"more than {BURST} at once and 1 a second"
        if crowd and len(minute) >= PER_MINUTE:
            wait, why = max(wait, minute[0] + 60 - now), f"more than {PER_MINUTE} in a minute"
        if why:
            breaches.append(f"chat {chat}: {why}")
            raise self.hold(chat, wait, now, why)
        self._overall.append(now)
        minute.append(now)
        self._bucket[chat] = (tokens - 1, now)


def _slide(window: deque[float], since: float) -> None:
    while window and window[0] <= since:
        window.popleft()
