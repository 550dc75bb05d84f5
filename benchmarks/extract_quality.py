"""How good is the summary without a model?

    python benchmarks/extract_quality.py DATA_FOLDER

DATA_FOLDER may hold any of these; each is measured if it is there:

- ``csabstruct_*.jsonl`` (sentences, labels): micro and macro F1 of the roles.
- ``scitldr_*.jsonl`` (title, source, target): stemmed ROUGE-1 of the TL;DR against the nearest reference. Needs
  ``pip install rouge-score``.
- ``*.json``, lists of (title, sentences, roles, tldr) labelled by hand: how many of the sentences shown stand in a
  section that the label accepts, and how many TL;DRs are acceptable.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.summarize.extract import Extract, extract
from bot.summarize.roles import ROLES, roles
from bot.summarize.sentences import split

LETTERS = {"motivation": "M", "method": "T", "result": "R", "conclusion": "C"}


def role_scores(path: Path) -> str:
    """F1 of the five roles: micro is the share of right labels, macro the mean over the roles."""
    pairs: Counter[tuple[str, str]] = Counter()
    for record in _lines(path):
        pairs.update(zip(record["labels"], roles(record["sentences"]), strict=True))
    right = {role: pairs[role, role] for role in ROLES}
    sizes = {role: sum(count for pair, count in pairs.items() for side in pair if side == role) for role in ROLES}
    macro = statistics.mean(2 * right[role] / sizes[role] if sizes[role] else 0.0 for role in ROLES)
    return f"roles: micro F1 {100 * sum(right.values()) / pairs.total():.1f}, macro F1 {100 * macro:.1f}"


def tldr_score(path: Path) -> str:
    """Mean over the papers of the best stemmed ROUGE-1 against any reference."""
    try:
        scoring = importlib.import_module("rouge_score.rouge_scorer")
    except ImportError:
        return "TL;DR: not measured, because rouge-score is not installed (pip install rouge-score)"
    scorer = scoring.RougeScorer(["rouge1"], use_stemmer=True)
    values = []
    for record in _lines(path):
        tldr = extract(record["title"], " ".join(record["source"])).tldr
        values.append(max(scorer.score(target, tldr)["rouge1"].fmeasure for target in record["target"]))
    return f"TL;DR: ROUGE-1 {100 * statistics.mean(values):.2f} over {len(values)} papers"


def hand_scores(path: Path) -> str:
    """Agreement with labels given by hand."""
    shown: list[bool] = []
    acceptable: list[bool] = []
    spent: list[float] = []
    for record in json.loads(path.read_text(encoding="utf-8")):
        text = " ".join(record["sentences"])
        start = time.perf_counter()
        summary = extract(record["title"], text)
        spent.append(time.perf_counter() - start)
        acceptable.append(_source(summary.tldr, record["sentences"]) in record["tldr"])
        shown += [LETTERS[field] in record["roles"][i] for field, i in _placed(summary, record["sentences"])]
    return (
        f"{len(acceptable)} labelled by hand: {100 * statistics.mean(shown):.1f} % of {len(shown)} sentences shown are "
        f"in the right section, {100 * statistics.mean(acceptable):.1f} % of the TL;DRs are acceptable; "
        f"{1000 * statistics.median(spent):.1f} ms each"
    )


def _placed(summary: Extract, sentences: list[str]) -> Iterator[tuple[str, int]]:
    for field in LETTERS:
        for sentence in split(getattr(summary, field)):
            yield field, _source(sentence, sentences)


def _source(shown: str, sentences: list[str]) -> int:
    """The index of the sentence that ``shown`` was shortened from: the one with most of its words."""
    words = Counter(shown.lower().split())
    return max(range(len(sentences)), key=lambda i: (words & Counter(sentences[i].lower().split())).total())


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def main() -> None:
    """Measure everything the folder has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA_FOLDER")
    folder = parser.parse_args().data
    for pattern, measure in (
        ("csabstruct_*.jsonl", role_scores),
        ("scitldr_*.jsonl", tldr_score),
        ("hand*.json", hand_scores),
    ):
        for path in sorted(folder.glob(pattern)):
            print(f"{path.name}: {measure(path)}", flush=True)


if __name__ == "__main__":
    main()
