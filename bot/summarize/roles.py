"""What each sentence of an abstract is for: background, objective, method, result, or none of these.

A linear model in two passes. The first judges each sentence by its words, its cues, its place and how its neighbours
begin. The second looks again, knowing what the first thought of the sentences around: a sentence between two results
is likely a third. Both are multinomial logistic regressions, so all that runs here is looking up and adding.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bot.summarize.linear import dot, softmax
from bot.summarize.reading import Reading, read
from bot.summarize.weights import weights

ROLES = ("background", "objective", "method", "result", "other")
"""The labels of the CSAbstruct data set (Cohan et al. 2019), in the order of all weights and probabilities."""

Probabilities = tuple[float, ...]
"""One probability per role, in the order of ``ROLES``; they add up to 1."""

_TELLTALES = ("we_propose", "this_work", "we_make", "experiments_show", "problem", "our_method", "aim")
"""Cues that change the reading of everything before and after them."""


def roles(sentences: Sequence[str]) -> list[str]:
    """The likeliest role of each sentence of one abstract."""
    return [ROLES[row.index(max(row))] for row in probabilities(read(sentences))]


def probabilities(sentences: Sequence[Reading]) -> list[Probabilities]:
    """How likely each sentence of one abstract has each role."""
    model = _model()
    size = len(ROLES)
    scores = [_lexical(model, names) for names in features(sentences)]
    first = [softmax(row[:size]) for row in scores]
    return [
        softmax([score + dot(model.context[k], seen) for k, score in enumerate(row[size:])])
        for row, seen in zip(scores, context(first), strict=True)
    ]


def features(sentences: Sequence[Reading]) -> Iterator[set[str]]:
    """For each sentence the names of what is true of it; the models know weights for some of these names."""
    tokens = [sentence.words for sentence in sentences]
    found = [sentence.cues for sentence in sentences]
    last = len(sentences) - 1
    telling = {cue: [i for i, here in enumerate(found) if cue in here] for cue in _TELLTALES}
    for i, (own, here) in enumerate(zip(tokens, found, strict=True)):
        names = {
            f"at={min(i, 6)}",
            f"left={min(last - i, 5)}",
            f"of={min(last, 13) // 2}",
            f"size={min(len(own), 60) // 8}",
        }
        names.add(f"part={8 * i // last}" if last else "alone")
        names.update(own)
        names.update(map(" ".join, pairwise(own)))
        names.update(f"^{' '.join(own[:n])}" for n in (1, 2, 3))
        names.update(f"#{cue}" for cue in here)
        quarter = "start" if i == 0 else "end" if i == last else "early" if 2 * i <= last else "late"
        names.update(f"#{cue}@{quarter}" for cue in here)
        for way, j in (("<", i - 1), (">", i + 1)):
            if 0 <= j <= last:
                names.update(f"{way}#{cue}" for cue in found[j])
                names.update(f"{way}^{' '.join(tokens[j][:n])}" for n in (1, 2))
        names.update(f"after#{cue}" for cue, places in telling.items() if places and places[0] < i)
        names.update(f"before#{cue}" for cue, places in telling.items() if places and places[-1] > i)
        yield names


def context(first: Sequence[Probabilities]) -> list[list[float]]:
    """What the second pass sees of the first, as one row of numbers for each sentence.

    The sentence's own log-probabilities; the probabilities of the two sentences before and the two after, each with a
    flag for "there is none"; and the highest so far and the highest still to come, role by role.
    """
    nobody = (0.0,) * len(ROLES)
    ahead = _running_maximum(first[::-1])[::-1]
    rows = []
    for i, (own, so_far, to_come) in enumerate(zip(first, _running_maximum(first), ahead, strict=True)):
        row = [math.log(p + 0.001) for p in own]
        for j in (i - 2, i - 1, i + 1, i + 2):
            row += [*first[j], 0.0] if 0 <= j < len(first) else [*nobody, 1.0]
        rows.append([*row, *so_far, *to_come])
    return rows


def _running_maximum(rows: Sequence[Probabilities]) -> list[Probabilities]:
    """Before each row, the highest value of each column in the rows before it (0 at the start)."""
    highest = (0.0,) * len(ROLES)
    result = []
    for row in rows:
        result.append(highest)
        highest = tuple(map(max, highest, row))
    return result


class _Model(NamedTuple):
    """Weights as the file has them, made ready for use."""

    bias: list[float]
    table: dict[str, list[int]]
    scale: float
    context: list[list[float]]


@cache
def _model() -> _Model:
    raw = weights()["roles"]
    table = {name: list(row) for name, row in raw["table"].items()}
    return _Model(raw["bias"], table, raw["scale"], raw["context"])


def _lexical(model: _Model, names: set[str]) -> list[float]:
    """Scores from the features alone: those of the first pass, then those of the second."""
    rows = [row for name in names if (row := model.table.get(name)) is not None]
    totals = map(sum, zip(*rows, strict=True)) if rows else (0,) * len(model.bias)
    return [bias + model.scale * total for bias, total in zip(model.bias, totals, strict=True)]
