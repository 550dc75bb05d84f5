"""``make bench``: every figure beside its reference, measured in the same run.

A ratio holds on any machine; the figures beside it are this machine's, and only say what the ratio is made of.
"""

from __future__ import annotations

from benchmarks import discord, load, pool, program, search, store, telegram
from benchmarks.reporting import print_figure, print_head


def main() -> None:
    """Run all benchmarks and print a line for each figure."""
    print_head()
    for benchmark in (program, pool, telegram, discord, store, search, load):
        benchmark.run(print_figure)


if __name__ == "__main__":
    main()
