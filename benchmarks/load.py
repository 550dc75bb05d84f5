"""100,000 people who get editions in private, against 10,000: what one of them costs must not grow with the others.

``python -m benchmarks.load`` prints it; it takes some minutes. Each crowd is a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import peak
from benchmarks.reporting import Report, print_figure
from tests.doubles.crowd import WISHES, serve

FEW, MANY = 10_000, 100_000
WORK_BOUND = 1.5
"""How many times as much work one of many may be as one of few."""
MEMORY_BOUND = 4.0
"""KB of memory that one more person may take."""


def run(report: Report) -> None:
    """Measure, and report (what, ours, reference, ratio, bound)."""
    few, many = _measured(FEW), _measured(MANY)
    each, before = many["seconds"] / MANY * 1000, few["seconds"] / FEW * 1000
    report("an edition for each of 100,000", f"{each:.2f} ms", f"{before:.2f} ms of 10,000", each / before, "<= 1.5")
    idle, was = many["idle"] / MANY * 1e6, few["idle"] / FEW * 1e6
    report("a look when all have theirs", f"{idle:.1f} us each", f"{was:.1f} us of 10,000", idle / was, "<= 1.5")
    more = (many["peak"] - few["peak"]) * 1024 / (MANY - FEW)
    bound = f"{MEMORY_BOUND:.0f} KB"
    report("memory for one more of 100,000", f"{more:.1f} KB", bound, more / MEMORY_BOUND, "<= 1")
    report("pages made for 100,000", f"{many['renders']:.0f}", f"{len(WISHES)} editions",
           many["renders"] / len(WISHES), "= 1")  # fmt: skip


def _measured(people: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.load", str(people)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _crowd(people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cost = asyncio.run(serve(people, Path(folder)))
    print(json.dumps({"seconds": cost.seconds, "idle": cost.idle, "renders": cost.renders, "peak": peak()}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _crowd(int(sys.argv[1]))
    else:
        run(print_figure)
