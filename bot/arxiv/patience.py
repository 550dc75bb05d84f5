"""How long a failing host is put up with: one patience for a whole spell of trouble, whatever is asked in it.

Were it counted anew for every request, an edition of ten categories would wait ten times for a host that is away.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FIRST_BACKOFF, LONGEST_BACKOFF = 5.0, 600.0
UNREACHED_REST = timedelta(seconds=30)
"""A host that no connection leads to is not tried for another address so soon: that cannot end otherwise."""
FORGOTTEN = timedelta(minutes=10)
"""A host that nobody has asked for so long after its next try was due starts with a clean slate."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_dice = random.SystemRandom()


class Passing(Exception):  # noqa: N818 -- nobody's error: a reason to wait and try again
    """A fault that time may mend; ``str()`` names it in few words.

    ``retry_after`` is for how many seconds the host asks to be left alone. ``unreached``: no connection came about.
    """

    def __init__(self, words: str, *, retry_after: float = 0.0, unreached: bool = False) -> None:
        super().__init__(words)
        self.retry_after = retry_after
        self.unreached = unreached


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """What is wrong with a host: one failure after another, and no good answer between them."""

    since: datetime
    words: str
    unreached: bool
    failures: int
    until: datetime
    """When the next try makes sense."""
    barred: datetime
    """Up to when not even one try is made: the host has asked for it, or there is no way to it."""

    def outlasts(self, patience: timedelta, begun: datetime) -> bool:
        """Whether a request that began at ``begun`` gives up before the next try."""
        return self.until > min(self.since, begun) + patience


class Troubles:
    """The hosts in trouble."""

    def __init__(self) -> None:
        self._spells: dict[str, Spell] = {}
        self._answered = _LONG_AGO

    def of(self, host: str, now: datetime) -> Spell | None:
        """The spell of trouble that a host is in."""
        spell = self._spells.get(host)
        return spell if spell is not None and now <= spell.until + FORGOTTEN else None

    def add(self, host: str, fault: Passing, *, tried: datetime, now: datetime) -> Spell:
        """Note the failure of a try that began at ``tried``, and choose the next: exponential backoff with jitter.

        It comes no sooner than the host asks for, nor than an earlier failure has put it off to.
        """
        earlier = self.of(host, now)
        failures = earlier.failures if earlier else 0
        jitter = _dice.uniform(0, min(LONGEST_BACKOFF, FIRST_BACKOFF * 2.0 ** min(failures, 20)))
        until = now + timedelta(seconds=max(1.0, fault.retry_after, jitter))
        if earlier:
            until = max(until, earlier.until)
        asked = now + timedelta(seconds=fault.retry_after)
        self._spells[host] = spell = Spell(
            since=earlier.since if earlier else self._beginning(fault, tried, now),
            words=str(fault),
            unreached=fault.unreached,
            failures=failures + 1,
            until=until,
            barred=min(until, now + UNREACHED_REST) if fault.unreached else asked,
        )
        return spell

    def over(self, host: str) -> None:
        """Note a good answer: the host's spell has ended."""
        self._spells.pop(host, None)

    def answered(self, now: datetime) -> None:
        """Note that some host has answered anything at all, so there is a way to the world."""
        self._answered = now

    def _beginning(self, fault: Passing, tried: datetime, now: datetime) -> datetime:
        """Hosts that are not reached, one after another and none in between, share the trouble: we are offline."""
        spells = (self.of(host, now) for host in self._spells)
        shared = (spell.since for spell in spells if spell and spell.unreached and spell.since > self._answered)
        return min([tried, *shared]) if fault.unreached else tried
