"""The plan of what goes wrong on a platform; which requests a fault may befall is the platform's own affair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar


@dataclass(slots=True, kw_only=True)
class Planned:
    """What is to happen to the ``nth`` matching request from now on, and to those after it, ``times`` in all."""

    kind: str
    nth: int
    times: int
    seconds: float
    met: int = 0
    """How many requests it has befallen."""


F = TypeVar("F", bound=Planned)


class Plan(Generic[F]):
    """What is still to go wrong."""

    def __init__(self) -> None:
        self._faults: list[F] = []

    def add(self, fault: F) -> F:
        """Put one more on the plan."""
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._faults.clear()

    def befalls(self, matches: Callable[[F], bool]) -> F | None:
        """The fault that befalls the request that these match."""
        for fault in filter(matches, self._faults):
            fault.nth -= 1
            if fault.nth < 1:
                fault.met += 1
                if fault.met >= fault.times:
                    self._faults.remove(fault)
                return fault
        return None
