"""How much work that costs money one person may cause: a bucket of tokens each, which fills up again by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.clock import Clock
from bot.messages import Asker
from bot.words import speak

HOUR = timedelta(hours=1)
_MANY = 1000
"""Buckets are looked through for full ones whenever there are this many more; a full one need not be kept."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    tokens: float
    at: datetime


class Limits:
    """Counts in memory: a restart forgives. Operators, who pay for it, have no limit."""

    def __init__(self, per_person: int, *, clock: Clock) -> None:
        """``per_person``: pieces of work in an hour, all of which may come at once; 0 sets no limit."""
        self._most = per_person
        self._clock = clock
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._tidy_at = _MANY

    def allow(self, asker: Asker) -> bool:
        """Whether the asker may cause one more piece of work; where they may, it is counted."""
        if not self._most or asker.operator:
            return True
        self._tidy()
        tokens = self._tokens(asker)
        if tokens < 1:
            return False
        self._buckets[_key(asker)] = _Bucket(tokens - 1, self._clock.now())
        return True

    def free_again(self, asker: Asker) -> timedelta:
        """How long until the asker may cause one more."""
        if not self._most or asker.operator:
            return timedelta(0)
        return HOUR / self._most * max(0.0, 1 - self._tokens(asker))

    def refusal(self, asker: Asker) -> str:
        """The sentence for somebody who may not, with when they may again."""
        minutes = max(1, ceil(self.free_again(asker) / timedelta(minutes=1)))
        return speak(asker.locale)("limit-free-again", most=self._most, minutes=minutes)

    def _tokens(self, asker: Asker) -> float:
        bucket = self._buckets.get(_key(asker))
        return self._filled(bucket) if bucket else self._most

    def _filled(self, bucket: _Bucket) -> float:
        # Rounded, so that whoever comes back at the promised minute is not refused for a billionth of a token.
        return min(self._most, round(bucket.tokens + (self._clock.now() - bucket.at) / HOUR * self._most, 6))

    def _tidy(self) -> None:
        if len(self._buckets) >= self._tidy_at:
            kept = {key: bucket for key, bucket in self._buckets.items() if self._filled(bucket) < self._most}
            self._buckets = kept
            self._tidy_at = len(kept) + _MANY


def _key(asker: Asker) -> tuple[str, str]:
    return asker.platform, asker.user
