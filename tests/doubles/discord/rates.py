"""How much the server takes: a bucket for each route and channel, fifty requests a second in all."""

from __future__ import annotations

import hashlib
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.doubles.discord.errors import Refusal

OVERALL = 50
"""Requests in any one second."""
SLACK = 0.1
"""Seconds by which windows are shorter here, because a wire delivers unevenly."""
LIMITS: dict[str, tuple[int, float]] = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "POST /channels/{channel_id}/threads": (5, 5.0),
    "POST /channels/{channel_id}/messages/{message_id}/threads": (5, 5.0),
    "GET /channels/{channel_id}/messages": (5, 1.0),
    "POST /users/@me/channels": (10, 10.0),
    "PUT /applications/{application_id}/commands": (2, 20.0),
}
"""(requests, seconds) by route; the real server does not say, and changes its mind."""
OTHERS = (50, 10.0)


@dataclass(slots=True)
class _Bucket:
    limit: int
    window: float
    used: int = 0
    ends: float = 0.0


@dataclass(slots=True)
class _Held:
    until: float
    why: str


class Rates:
    """Counts requests, in real seconds, for that is what clients wait in; ``now`` may be set."""

    def __init__(self) -> None:
        self.on = True
        self.slack = SLACK
        self.now: Callable[[], float] = time.monotonic
        self.limits = dict(LIMITS)
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._overall: deque[float] = deque()
        self._held: dict[tuple[str, str], _Held] = {}

    def hold(self, route: str, major: str, seconds: float, why: str, scope: str = "user") -> Refusal:
        """From now on that bucket (route "": everything) must be left alone for so long."""
        everywhere = scope == "global"
        key = ("", "") if everywhere else (route, major)
        self._held[key] = _Held(self.now() + seconds, why)
        return limited(seconds, scope)

    def check(self, route: str, major: str, *, exempt: bool, breaches: list[str]) -> None:
        """Raises ``Refusal`` (429) for a request that comes too early or is one too many."""
        now = self.now()
        for key in [(route, major)] if exempt else [("", ""), (route, major)]:
            held = self._held.get(key)
            if held is None:
                continue
            if now < held.until - self.slack:
                left = held.until - now
                breaches.append(f"{route} {major} came {left:.1f} s too early ({held.why})")
                raise limited(left, "global" if not key[0] else "user")
            del self._held[key]
        if not self.on:
            return
        if not exempt:
            while self._overall and self._overall[0] <= now - 1 + self.slack:
                self._overall.popleft()
            if len(self._overall) >= OVERALL:
                breaches.append(f"more than {OVERALL} requests in one second")
                raise self.hold("", "", 1.0, "overall", "global")
            self._overall.append(now)
        bucket = self._bucket(route, major)
        if now >= bucket.ends:
            bucket.used, bucket.ends = 0, now + bucket.window
        if bucket.used >= bucket.limit:
            raise limited(bucket.ends - now, "user")
        bucket.used += 1

    def headers(self, route: str, major: str) -> dict[str, str]:
        """What every answer says of its bucket."""
        bucket, now = self._bucket(route, major), self.now()
        after = max(0.0, bucket.ends - now) if self.on else 1.0
        remaining = bucket.limit - bucket.used if self.on else bucket.limit - 1
        return {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(max(0, remaining)),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(route.encode(), usedforsecurity=False).hexdigest(),
        }

    def _bucket(self, route: str, major: str) -> _Bucket:
        key = (route, major)
        if key not in self._buckets:
            self._buckets[key] = _Bucket(*self.limits.get(route, OTHERS))
        return self._buckets[key]


def limited(seconds: float, scope: str = "user", code: int | None = None, message: str = "") -> Refusal:
    """429, as the API itself says it."""
    more = {"retry_after": round(max(0.001, seconds), 3), "global": scope == "global"}
    found = Refusal(429, code or 0, message or "You are being rate limited.", **more)
    found.headers = {
        "Retry-After": str(math.ceil(seconds)),
        "Via": "1.1 google",
        "X-RateLimit-Scope": scope,
        **({"X-RateLimit-Global": "true"} if scope == "global" else {}),
    }
    return found
