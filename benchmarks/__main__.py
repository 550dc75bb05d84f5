"""``make bench``: every figure beside its reference, measured in the same run.

A ratio holds on any machine; the figures beside it are this machine's, and only say what the ratio is made of.
"""

from __future__ import annotations

from benchmarks import discord, load, pool, program, search, store, telegram


def main() -> None:
    """Run all benchmarks and print a line for each figure."""
    print(f"{'what':<46} {'ours':>14} {'reference':>18} {'ratio':>7}  bound")
    for benchmark in (program, pool, telegram, discord, store, search, load):
        benchmark.run(_print)


def _print(what: str, ours: str, reference: str, ratio: float, bound: str) -> None:
    print(f"{what:<46} {ours:>14} {reference:>18} {ratio:>7.2f}  {bound}", flush=True)


if __name__ == "__main__":
    main()
