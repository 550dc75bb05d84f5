"""How many sessions the bot may begin: Discord counts them by the day, and resets the token of a bot that overdoes it.

Discord's documentation ("Gateway", session start limit) has the figures, ``GET /gateway/bot`` what is left of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.errors import SettingsError

RESERVE: Final = 10
"""Sessions that are left alone, for the person who will look for what restarts the bot all day."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Starts:
    """What Discord says of a bot's sessions."""

    shards: int
    """Connections over which it wants the bot's servers to be spread."""
    total: int
    """Sessions that may be begun in a day."""
    remaining: int
    reset_after: timedelta
    """When there are ``total`` again."""


class Sessions:
    """Counts what is left, between the times when Discord says it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._total = self._remaining = 1000
        self._until = clock.now() + DAY

    def told(self, starts: Starts) -> None:
        """Discord has said how it stands."""
        self._total, self._remaining = starts.total, starts.remaining
        self._until = self._clock.now() + starts.reset_after

    def check(self, number: int = 1) -> None:
        """Whether so many sessions may be begun now.

        :raises SettingsError: they are used up
        """
        now = self._clock.now()
        if now >= self._until:
            self._remaining, self._until = self._total, now + DAY
        if self._remaining - number < min(RESERVE, self._total // 2):
            raise SettingsError(
                f"Discord lets a bot begin {self._total} sessions a day, and this one has used them up: find out what "
                f"starts it so often, and start it again after {_moment(self._until)}."
            )

    def begin(self) -> None:
        """Count one that is begun now.

        :raises SettingsError: they are used up
        """
        self.check()
        self._remaining -= 1


def _moment(when: datetime) -> str:
    return when.strftime("%d %B, %H:%M UTC")
