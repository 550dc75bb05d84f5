"""How a figure is told: beside its reference, with their ratio and its bound."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

Report: TypeAlias = Callable[[str, str, str, float, str], None]
"""What was measured, ours, the reference, their ratio, and what that may be."""
_COLUMNS: Final = "{:<46} {:>14} {:>18} {:>7}  {}"


def print_head() -> None:
    """The line above all figures."""
    print(_COLUMNS.format("what", "ours", "reference", "ratio", "bound"))


def print_figure(what: str, ours: str, reference: str, ratio: float, bound: str) -> None:
    """A ``Report``: a line for the figure, at once."""
    print(_COLUMNS.format(what, ours, reference, f"{ratio:.2f}", bound), flush=True)


def report_pairs(report: Report, what: str, pairs: Sequence[tuple[float, float]], than: str, bound: float) -> None:
    """Report CPU seconds a message of ours and of what it is measured against, taken in turns.

    The ratio is the median of the turns' ratios: a machine that is busy for a moment slows both sides of its turn.
    """
    ours, reference = (statistics.median(figures) * 1000 for figures in zip(*pairs, strict=True))
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    report(what, f"{ours:.2f} ms each", f"{reference:.2f} ms {than}", ratio, f"<= {bound:g}")
