"""Things that go wrong, on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatch

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
class Fault:
    """What is to happen to the ``nth`` matching call from now on, and to those after it, ``times`` in all."""

    method: str
    kind: str
    chat: int | None
    nth: int
    times: int
    retry_after: int
    seconds: float
    met: int = 0
    """How many calls it has befallen."""

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


class Faults:
    """The plan of what goes wrong."""

    def __init__(self) -> None:
        self._plan: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Put one more on the plan."""
        self._plan.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._plan.clear()

    def meets(self, method: str, chat: int | None) -> Fault | None:
        """The fault that befalls this call."""
        for fault in self._plan:
            if not fnmatch(method, fault.method) or (fault.chat is not None and fault.chat != chat):
                continue
            fault.nth -= 1
            if fault.nth < 1:
                fault.met += 1
                if fault.met >= fault.times:
                    self._plan.remove(fault)
                return fault
        return None
