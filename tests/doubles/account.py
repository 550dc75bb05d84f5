"""What many days with everything going wrong came to."""

from __future__ import annotations

import resource
from collections import Counter
from dataclasses import dataclass, field

GROWTH = 1.25
"""How many times as many objects, files and tasks there may be at the end as there were in the first third."""


@dataclass(slots=True)
class Account:
    """What a soak found."""

    days: int = 0
    announced: int = 0
    pages: int = 0
    restarts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    doubted: int = 0
    """Copies, and pages left out, in chats where nobody can tell whether a page arrived; somebody was told of each."""
    receipts: list[str] = field(default_factory=list)
    """Covers whose account is not what arXiv announced."""
    breaches: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    """Tracebacks in the log."""
    objects: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        faults = ", ".join(f"{count} x {name}" for name, count in sorted(self.faults.items()))
        mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return (
            f"{self.days} days, {self.announced} papers, {self.pages} messages, {self.restarts} restarts in "
            f"{self.seconds:.0f} s, at most {mebibytes} MiB with all stand-ins\n"
            f"faults: {faults}\nlost {len(self.lost)}, repeated {len(self.repeated)} (and {self.doubted} where nobody "
            f"can tell), wrong receipts {len(self.receipts)}\nat the end of each day:\n"
            f"  objects of ours {_series(self.objects)}\n  open files {_series(self.files)}\n"
            f"  tasks {_series(self.tasks)}"
        )

    @property
    def wrong(self) -> list[str]:
        """Everything that must not be; empty when all is well."""
        found = [*self.lost, *self.repeated, *self.receipts, *self.breaches, *self.mistakes, *self.unanswered]
        for what, counts, spare in (("objects of ours", self.objects, 500), ("files", self.files, 10),
                                    ("tasks", self.tasks, 10)):  # fmt: skip
            early = max(counts[: max(1, len(counts) // 3)])
            if min(counts[-3:]) > GROWTH * early + spare:
                found.append(f"{what} grew from {early} to {counts[-1]}")
        return found


def _series(counts: list[int]) -> str:
    return " ".join(map(str, counts))
