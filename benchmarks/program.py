"""What it costs to start and to idle, and what one extractive summary costs."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reporting import Report
from bot.summarize.extract import extract
from bot.text import readable
from tests.doubles.papers import invent

RUNS = 7
PAPERS = 300
EXTRACT_BOUND = 0.010  # seconds a paper
MEMORY_BOUND = 60.0  # MB


def run(report: Report) -> None:
    """Measure, and report (what, ours, reference, ratio, bound)."""
    abstracts = [(readable(paper.title), readable(f"{paper.abstract} {paper.abstract}")) for paper in invent(PAPERS)]
    extract(*abstracts[0])  # loads the weights
    started = time.process_time()
    for title, abstract in abstracts:
        extract(title, abstract)
    each = (time.process_time() - started) / PAPERS
    bound = f"{EXTRACT_BOUND * 1000:.0f} ms"
    report("extractive summary, a paper", f"{each * 1000:.1f} ms", bound, each / EXTRACT_BOUND, "<= 1")

    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "abstracts.jsonl"
        texts.write_text("".join(json.dumps(pair) + "\n" for pair in abstracts), encoding="utf-8")
        memory = _peak("extracting", texts)
        report(
            "extractive summary, memory",
            f"{memory:.0f} MB",
            f"{MEMORY_BOUND:.0f} MB",
            memory / MEMORY_BOUND,
            "<= 1",
        )
        ours, bare = _peak("idle", Path(folder) / "idle.db"), _peak("bare", texts)
        report("idle memory, all parts made", f"{ours:.0f} MB", f"{bare:.0f} MB Python", ours / bare, "")
    ours, bare = _seconds("-m", "bot", "--version"), _seconds("-c", "pass")
    report("start: paperboy --version", f"{ours * 1000:.0f} ms", f"{bare * 1000:.0f} ms Python", ours / bare, "")
    ours = _seconds("-m", "bot", "digest", "--help")
    report("start: paperboy digest", f"{ours * 1000:.0f} ms", f"{bare * 1000:.0f} ms Python", ours / bare, "")


def _peak(program: str, argument: Path) -> float:
    """The most memory that a process of its own had while it ran one of ``benchmarks.processes``, in MB."""
    command = [sys.executable, "-m", "benchmarks.processes", program, str(argument)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _seconds(*arguments: str) -> float:
    """The median of a few whole processes, after one that warms the disk cache."""

    def once() -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        return time.perf_counter() - started

    once()
    return statistics.median(once() for _ in range(RUNS))
