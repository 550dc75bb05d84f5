"""The worker pool against the ideal: 32 requests at a time to a model that takes 0.3 s, with 1 % faults."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

from benchmarks.reporting import Report, print_figure
from bot.clock import SystemClock
from bot.summarize.summarizer import ModelSummarizer, Outcome
from tests.doubles.model import KEY, NAME
from tests.doubles.papers import invent

PAPERS = 2_000
CONCURRENCY = 32
LATENCY = 0.3
FAULT_EVERY = 100
"""Every hundredth request fails, with a 429 and a 500 in turn."""


class _Purse:
    async def spent(self) -> int:
        return 0

    async def add(self, tokens: int) -> None:
        pass


async def _summarize(base_url: str) -> tuple[float, list[Outcome]]:
    outcomes: list[Outcome] = []

    async def save(outcome: Outcome) -> None:
        outcomes.append(outcome)

    async with ModelSummarizer(
        base_url=base_url, api_key=KEY, model=NAME, concurrency=CONCURRENCY, budget=_Purse(), clock=SystemClock()
    ) as summarizer:
        papers = invent(PAPERS)
        start = time.perf_counter()
        await summarizer.summarize(papers, "English", save=save)
        return time.perf_counter() - start, outcomes


def run(report: Report) -> None:
    """Measure, and report (what, ours, reference, ratio, bound)."""
    # In its own process, so that the server's work does not count as ours.
    command = [
        sys.executable,
        "-m",
        "tests.doubles.model",
        "--latency",
        str(LATENCY),
        "--fault-every",
        str(FAULT_EVERY),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            if server.stdout is None:
                raise RuntimeError("the model's stand-in has no output")
            seconds, outcomes = asyncio.run(_summarize(server.stdout.readline().strip()))
        finally:
            server.terminate()
    ideal = PAPERS / CONCURRENCY * LATENCY
    written = sum(not outcome.summary.is_extract for outcome in outcomes)
    report(
        f"{PAPERS} summaries, {CONCURRENCY} at a time",
        f"{seconds:.2f} s",
        f"{ideal:.2f} s ideal",
        ideal / seconds,
        ">= 0.9",
    )
    report("summaries written by the model", str(written), f"{PAPERS} papers", written / PAPERS, "= 1")


if __name__ == "__main__":
    run(print_figure)
