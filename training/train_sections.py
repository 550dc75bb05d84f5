"""Train the section model on hand-labelled arXiv abstracts and write its part of ``bot/summarize/weights.json``.

    python training/train_sections.py LABELLED.json [LABELLED.json ...]

Each file is a list of ``{"sentences": [...], "roles": [...]}``, roles being M, T (method), R, C, O; of several
letters the first is the label and the others are acceptable too. Run it after ``train_roles.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.summarize import roles, sections  # noqa: E402 (the project need not be installed to train)
from bot.summarize.reading import read  # noqa: E402
from training.files import store  # noqa: E402

LETTERS = "MTRCO"
STRENGTH = 0.3
FOLDS = 10


def rows_of(abstract: dict[str, Any]) -> list[dict[str, float]]:
    """The features of one labelled abstract."""
    readings = read(abstract["sentences"])
    return sections.features(readings, roles.probabilities(readings))


def main() -> None:
    """Train, say how well it does on abstracts left out in turn, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, default=ROOT / "bot/summarize/weights.json")
    args = parser.parse_args()
    abstracts = [abstract for path in args.labelled for abstract in json.loads(path.read_text(encoding="utf-8"))]
    accepted = [letters for abstract in abstracts for letters in abstract["roles"]]
    labels = np.array([LETTERS.index(letters[0]) for letters in accepted])
    fold = np.repeat(np.arange(len(abstracts)) % FOLDS, [len(abstract["roles"]) for abstract in abstracts])
    vectorizer = DictVectorizer(sparse=False)
    x = vectorizer.fit_transform([row for abstract in abstracts for row in rows_of(abstract)])

    guess = np.empty_like(labels)
    for held_out in (fold == k for k in range(FOLDS)):
        guess[held_out] = fit(x[~held_out], labels[~held_out]).predict(x[held_out])
    right = np.mean([LETTERS[k] in letters for k, letters in zip(guess, accepted, strict=True)])
    print(
        f"{len(abstracts)} abstracts, each left out once: {100 * np.mean(guess == labels):.1f} % of sentences get the"
    )
    print(f"first label, {100 * right:.1f} % an accepted one")

    model = fit(x, labels)
    table = {
        name: [round(float(value), 3) for value in row]
        for name, row in zip(vectorizer.get_feature_names_out(), model.coef_.T, strict=True)
        if np.abs(row).max() > 0.001
    }
    bias = [round(float(value), 3) for value in model.intercept_]
    store(
        args.output,
        "sections",
        {"labels": list(sections.SECTIONS), "bias": bias, "table": table},
        "hand-labelled arXiv abstracts (metadata is CC0), training/train_sections.py",
    )


def fit(x: Any, labels: Any) -> LogisticRegression:
    """One multinomial logistic regression."""
    return LogisticRegression(C=STRENGTH, max_iter=1000).fit(x, labels)


if __name__ == "__main__":
    main()
