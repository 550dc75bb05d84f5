"""Train the role model on CSAbstruct and write its part of ``bot/summarize/weights.json``.

    python training/train_roles.py DATA_FOLDER

DATA_FOLDER holds ``csabstruct_train.jsonl`` and ``csabstruct_dev.jsonl``, as the data set's repository has them.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.summarize.reading import read  # noqa: E402 (the project need not be installed to train)
from bot.summarize.roles import ROLES, context, features  # noqa: E402
from training.files import store  # noqa: E402

CONFIDENCE_POWER = 1.5
"""Sentences count by the annotators' agreement raised to this: a label that two of five gave teaches little."""
FOLDS = 5
CONTEXT_SCALE = 2.0
"""The numbers seen by the second pass are few and sure; scaling them up spares them the penalty of rare words."""


class Corpus(NamedTuple):
    """Sentences of all abstracts in one row; ``group`` says which abstract each is of."""

    names: list[set[str]]
    labels: Any
    confidence: Any
    group: Any


def read_corpus(*paths: Path) -> Corpus:
    """Read one or more splits of CSAbstruct."""
    records = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return Corpus(
        names=[names for record in records for names in features(read(record["sentences"]))],
        labels=np.array([ROLES.index(label) for record in records for label in record["labels"]]),
        confidence=np.array([value for record in records for value in record["confs"]]),
        group=np.repeat(np.arange(len(records)), [len(record["sentences"]) for record in records]),
    )


def fit(x: Any, corpus: Corpus, rows: Any, strength: float) -> LogisticRegression:
    """One multinomial logistic regression, rows weighted by the annotators' agreement."""
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-4)
    return model.fit(x[rows], corpus.labels[rows], sample_weight=corpus.confidence[rows] ** CONFIDENCE_POWER)


def around(probabilities: Any, group: Any) -> Any:
    """The second pass's view, abstract by abstract."""
    rows: list[list[float]] = []
    for number in range(group[-1] + 1):
        rows += context([tuple(row) for row in probabilities[group == number]])
    return sparse.csr_matrix(np.array(rows) * CONTEXT_SCALE)


def most_telling(x: Any, models: list[LogisticRegression], count: int) -> Any:
    """The features that move the scores most, over all sentences: spread of the weights times that of the feature."""
    frequency = np.asarray(x.mean(axis=0)).ravel()
    spread = sum(model.coef_[:, : x.shape[1]].std(axis=0) for model in models)
    return np.sort(np.argsort(-spread * np.sqrt(frequency * (1 - frequency)))[:count])


def two_passes(x: Any, corpus: Corpus, args: argparse.Namespace) -> tuple[LogisticRegression, LogisticRegression]:
    """Both models. The second learns from guesses that the first made about abstracts it had not seen."""
    everything = np.arange(len(corpus.labels))
    unseen = np.zeros((len(everything), len(ROLES)))
    for train, held_out in GroupKFold(FOLDS).split(x, corpus.labels, corpus.group):
        unseen[held_out] = fit(x, corpus, train, args.first).predict_proba(x[held_out])
    both = sparse.hstack([x, around(unseen, corpus.group)]).tocsr()
    return fit(x, corpus, everything, args.first), fit(both, corpus, everything, args.second)


def table(names: list[str], first: LogisticRegression, second: LogisticRegression) -> dict[str, Any]:
    """The weights as the program reads them: one row of ten small whole numbers for each feature."""
    size = len(names)
    lexical = np.hstack([first.coef_.T, second.coef_[:, :size].T])
    scale = float(np.abs(lexical).max() / 99)
    whole = np.rint(lexical / scale).astype(int)
    return {
        "labels": list(ROLES),
        "scale": round(scale, 6),
        "bias": [round(float(value), 4) for value in (*first.intercept_, *second.intercept_)],
        "context": [[round(float(value) * CONTEXT_SCALE, 3) for value in row] for row in second.coef_[:, size:]],
        "table": {name: row.tolist() for name, row in zip(names, whole, strict=True) if row.any()},
    }


def main() -> None:
    """Train, say how well it does on the development split, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--size", type=int, default=1200, help="features to keep")
    parser.add_argument("--first", type=float, default=0.1, help="inverse penalty of the first pass")
    parser.add_argument("--second", type=float, default=0.05, help="inverse penalty of the second pass")
    parser.add_argument(
        "--with-dev", action="store_true", help="learn from the development split too, once all is chosen"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "bot/summarize/weights.json")
    args = parser.parse_args()
    train, dev = args.data / "csabstruct_train.jsonl", args.data / "csabstruct_dev.jsonl"
    corpus = read_corpus(train, dev) if args.with_dev else read_corpus(train)
    vectorizer = CountVectorizer(analyzer=lambda names: names, min_df=3, binary=True)
    x = vectorizer.fit_transform(corpus.names)
    kept = most_telling(x, list(two_passes(x, corpus, args)), args.size)
    names = [vectorizer.get_feature_names_out()[i] for i in kept]
    first, second = two_passes(x[:, kept], corpus, args)
    source = f"CSAbstruct {'train and dev splits' if args.with_dev else 'train split'}; training/train_roles.py"
    store(args.output, "roles", table(names, first, second), source)

    if not args.with_dev:
        held_out = read_corpus(dev)
        x_dev = vectorizer.transform(held_out.names)[:, kept]
        seen = around(first.predict_proba(x_dev), held_out.group)
        guess = second.predict(sparse.hstack([x_dev, seen]).tocsr())
        for name, least in (("all sentences", 0.0), ("those whose label 80 % of the annotators gave", 0.8)):
            rows = held_out.confidence >= least
            micro, macro = (f1_score(held_out.labels[rows], guess[rows], average=way) for way in ("micro", "macro"))
            print(f"development split, {name}: micro F1 {100 * micro:.1f}, macro F1 {100 * macro:.1f}")


if __name__ == "__main__":
    main()
