"""Train the TL;DR ranker on SciTLDR-A and write its part of ``bot/summarize/weights.json``.

    python training/train_ranker.py DATA_FOLDER [LABELLED.json ...]

DATA_FOLDER holds ``scitldr_train.jsonl`` and ``scitldr_dev.jsonl``, as the data set's repository has them; the labelled
files name the acceptable sentences of today's abstracts across the fields of arXiv (SciTLDR knows machine learning of
some years ago). Run it after ``train_roles.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rouge_score.rouge_scorer import RougeScorer
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.summarize import ranker, roles  # noqa: E402 (the project need not be installed to train)
from bot.summarize.compress import headline  # noqa: E402
from bot.summarize.reading import read  # noqa: E402
from bot.summarize.sentences import split  # noqa: E402
from training.files import store  # noqa: E402

TEMPERATURE = 0.08
"""How much better a sentence has to be to be wanted much more: differences of ROUGE-1 are divided by it."""
PENALTY = 3e-4
LABELLED_GAIN = 0.3
"""What a sentence labelled as acceptable counts, on the scale of ROUGE-1."""
LABELLED_COPIES = 4
"""How often the labelled abstracts are repeated: they are few, and they are what the program will meet."""
RAREST = 25
"""Features of fewer sentences are left out."""


class Corpus(NamedTuple):
    """Sentences of all abstracts in one row; those of abstract k are ``starts[k]`` up to ``starts[k + 1]``."""

    rows: list[dict[str, float]]
    gain: Any
    starts: Any


def read_corpus(path: Path, limit: int | None = None) -> Corpus:
    """Read one split of SciTLDR; the gain of a sentence is its stemmed ROUGE-1 against the nearest reference."""
    scorer = RougeScorer(["rouge1"], use_stemmer=True)
    rows: list[dict[str, float]] = []
    gain: list[float] = []
    starts = [0]
    for line in path.read_text(encoding="utf-8").splitlines()[:limit]:
        record = json.loads(line)
        sentences = split(" ".join(record["source"]))  # the set's own splitting breaks sentences at line ends
        readings = read(sentences)
        rows += ranker.features(record["title"], readings, roles.probabilities(readings))
        shown = [headline(sentence) for sentence in sentences]
        gain += [max(scorer.score(target, text)["rouge1"].fmeasure for target in record["target"]) for text in shown]
        starts.append(len(rows))
    return Corpus(rows, np.array(gain), np.array(starts))


def read_labelled(path: Path) -> Corpus:
    """Read abstracts with acceptable sentences named by hand."""
    rows: list[dict[str, float]] = []
    gain: list[float] = []
    starts = [0]
    for record in json.loads(path.read_text(encoding="utf-8")):
        readings = read(record["sentences"])
        rows += ranker.features(record["title"], readings, roles.probabilities(readings))
        gain += [LABELLED_GAIN * (i in record["tldr"]) for i in range(len(readings))]
        starts.append(len(rows))
    return Corpus(rows, np.array(gain), np.array(starts))


def together(corpora: list[Corpus]) -> Corpus:
    """Several corpora as one."""
    offsets = np.cumsum([0, *(len(corpus.rows) for corpus in corpora)])
    return Corpus(
        [row for corpus in corpora for row in corpus.rows],
        np.concatenate([corpus.gain for corpus in corpora]),
        np.concatenate([[0], *(corpus.starts[1:] + base for corpus, base in zip(corpora, offsets, strict=False))]),
    )


def matrix(rows: list[dict[str, float]], names: list[str]) -> Any:
    """The rows as numbers, one column for each name."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def train(x: Any, corpus: Corpus) -> Any:
    """Weights under which the softmax over an abstract's sentences comes closest to the softmax of their gains."""
    starts, owner = corpus.starts[:-1], np.repeat(np.arange(len(corpus.starts) - 1), np.diff(corpus.starts))

    def shares(scores: Any) -> Any:
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        return powers / np.add.reduceat(powers, starts)[owner]

    wanted = shares(corpus.gain / TEMPERATURE)

    def loss(weights: Any) -> tuple[float, Any]:
        share = shares(x @ weights)
        cost = -(wanted * np.log(share + 1e-12)).sum() / len(starts) + PENALTY * weights @ weights
        return cost, x.T @ (share - wanted) / len(starts) + 2 * PENALTY * weights

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def main() -> None:
    """Train, say how well it does on the development split, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("labelled", type=Path, nargs="*")
    parser.add_argument(
        "--with-dev", action="store_true", help="learn from the development split too, once all is chosen"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "bot/summarize/weights.json")
    args = parser.parse_args()
    dev = read_corpus(args.data / "scitldr_dev.jsonl")
    corpora = [read_corpus(args.data / "scitldr_train.jsonl"), *([dev] if args.with_dev else [])]
    every = sorted({name for corpus in corpora for row in corpus.rows for name in row})
    counts = sum((matrix(corpus.rows, every) != 0).sum(axis=0) for corpus in corpora)
    names = [name for name, count in zip(every, counts, strict=True) if count >= RAREST]
    corpus = together([*corpora, *(read_labelled(path) for path in args.labelled for _ in range(LABELLED_COPIES))])
    weights = train(matrix(corpus.rows, names), corpus)
    source = f"SciTLDR-A {'train and dev splits' if args.with_dev else 'train split'}, hand-labelled arXiv abstracts"
    table = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    store(args.output, "ranker", table, f"{source}; training/train_ranker.py")

    if not args.with_dev:
        scores = matrix(dev.rows, names) @ weights
        spans = list(zip(dev.starts, dev.starts[1:], strict=False))
        picked = np.mean([dev.gain[a + np.argmax(scores[a:b])] for a, b in spans])
        best = np.mean([max(dev.gain[a:b]) for a, b in spans])
        first = np.mean(dev.gain[dev.starts[:-1]])
        print(
            f"development split: ROUGE-1 {100 * picked:.2f}; first sentences {100 * first:.2f}, best {100 * best:.2f}"
        )


if __name__ == "__main__":
    main()
