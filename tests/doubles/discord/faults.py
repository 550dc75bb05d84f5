"""Things that go wrong, on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.doubles.discord.errors import KNOWN, Refusal
from tests.doubles.faults import Plan, Planned

KINDS = frozenset(
    {"429", "429 shared", "429 global", "429 without via", "429 html", "500", "502 html", "503", "504 html",
     "reset before", "reset after", "silent before", "silent after", "slow", "late", "malformed json"}
)  # fmt: skip
"""What can go wrong, besides any "<status> <code>" such as "403 50013":

``429``: that bucket is to be left alone for ``retry_after`` seconds; ``429 shared``: the same, for a limit that others
used up; ``429 global``: everything is to be; ``429 without via`` and ``429 html``: said by what stands before the API;
``500``, ``502 html``, ``503``, ``504 html``: nothing done; ``reset before``: the connection breaks and nothing was
done; ``reset after``: everything was done and the connection breaks; ``silent before`` and ``silent after``: the same,
with no answer for as long as the client waits; ``slow``: done at once, answered ``seconds`` later; ``late``: done
``seconds`` later even if nobody waits any more; ``malformed json``: done, and the answer is cut in half.
"""
CODED = re.compile(r"([45]\d\d) (\d+)")


@dataclass(slots=True, kw_only=True)
class Fault(Planned):
    """What befalls such requests in a channel (None: in any)."""

    what: str
    """Method and path, such as ``POST /channels/*/messages``; a star is one part of the path."""
    channel: int | None
    retry_after: float

    def __post_init__(self) -> None:
        if self.kind not in KINDS and not CODED.fullmatch(self.kind):
            raise ValueError(f"no such fault: {self.kind}")

    @property
    def refusal(self) -> Refusal | None:
        """The refusal that it is, if it is one."""
        if self.kind in ("500", "503"):
            return Refusal(int(self.kind), 0)
        coded = CODED.fullmatch(self.kind)
        if coded is None:
            return None
        status, code = int(coded[1]), int(coded[2])
        return Refusal(status, code, KNOWN[code][1] if code in KNOWN else "")


class Faults(Plan[Fault]):
    """The plan of what goes wrong."""

    def meets(self, method: str, path: str, channel: int | None) -> Fault | None:
        """The fault that befalls this request."""
        return self.befalls(lambda fault: matches(fault.what, method, path) and fault.channel in (None, channel))


def matches(what: str, method: str, path: str) -> bool:
    """Whether a request is one of those that are meant: ``PATCH /channels/*/messages/*``; ``*`` for all."""
    if what == "*":
        return True
    wanted, _, pattern = what.partition(" ")
    parts, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    fits = len(parts) == len(given) and all(one in ("*", other) for one, other in zip(parts, given, strict=True))
    return wanted in ("*", method) and fits
