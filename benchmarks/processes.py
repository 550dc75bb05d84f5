"""Programs that are measured from inside a process of their own: each prints the most memory it had, in MB."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path


def bare(_: Path) -> None:
    """Python with nothing of ours."""


def extracting(abstracts: Path) -> None:
    """The extractive summary and what it needs."""
    from bot.summarize.extract import extract  # noqa: PLC0415 -- the import is what is measured

    with abstracts.open(encoding="utf-8") as lines:
        for line in lines:
            extract(*json.loads(line))


def idle(database: Path) -> None:
    """All parts, made and waiting."""
    from bot.cli.parts import assemble, messages  # noqa: PLC0415 -- the import is what is measured
    from bot.cli.watch import TerminalProgress  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.config import Settings  # noqa: PLC0415

    async def wait() -> None:
        progress = TerminalProgress(messages())
        async with assemble(Settings(database=database), progress, patience=1, clock=SystemClock()):
            await asyncio.sleep(0)

    asyncio.run(wait())


def peak() -> float:
    """In MB. getrusage would count the parent's memory too, from the moment between fork and exec."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    {"bare": bare, "extracting": extracting, "idle": idle}[sys.argv[1]](Path(sys.argv[2]))
    print(peak())
