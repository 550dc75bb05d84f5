"""Things that go wrong, on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatch

from tests.doubles.faults import Plan, Planned
from tests.doubles.telegram.errors import Refusal

KINDS = frozenset(
    {"429", "500", "502 html", "reset before", "reset after", "silent before", "silent after", "slow", "late",
     "malformed json"}
)  # fmt: skip
"""What can go wrong, besides any "400 …", "401 …", "403 …", "404 …" with its description:

``429``: that chat is to be left alone for ``retry_after`` seconds; ``500``: the server restarts, nothing done;
``502 html``: a gateway's web page, nothing done; ``reset before``: the connection breaks and nothing was done;
``reset after``: everything was done and the connection breaks; ``silent before`` and ``silent after``: the same, with
no answer for as long as the client waits; ``slow``: done at once, answered ``seconds`` later; ``late``: done
``seconds`` later even if nobody waits any more; ``malformed json``: done, and the answer is cut in half.
"""
DESCRIBED = re.compile(r"(4\d\d) (.+)", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class Fault(Planned):
    """What befalls calls of a ``method`` (a pattern) in a chat (None: in any)."""

    method: str
    chat: int | None
    retry_after: int

    def __post_init__(self) -> None:
        if self.kind not in KINDS and not DESCRIBED.fullmatch(self.kind):
            raise ValueError(f"no such fault: {self.kind}")

    @property
    def refusal(self) -> Refusal | None:
        """The refusal that it is, if it is one."""
        if self.kind == "500":
            return Refusal(500, "Internal Server Error: restart")
        described = DESCRIBED.fullmatch(self.kind)
        if described is None:
            return None
        prefix = {"400": "Bad Request: ", "403": "Forbidden: ", "409": "Conflict: "}.get(described[1], "")
        return Refusal(int(described[1]), prefix + described[2].removeprefix(prefix))


class Faults(Plan[Fault]):
    """The plan of what goes wrong."""

    def meets(self, method: str, chat: int | None) -> Fault | None:
        """The fault that befalls this call."""
        return self.befalls(lambda fault: fnmatch(method, fault.method) and fault.chat in (None, chat))
