"""Which section of the summary each sentence belongs in.

The roles were learned on abstracts of earlier years, by other names, and know no conclusions. A second small model
takes them together with the cues and the place of a sentence, and says motivation, method, result, conclusion, or none
(links to code, rights). It was taught with arXiv abstracts labelled by hand, across fields.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.summarize.linear import softmax
from bot.summarize.reading import Reading
from bot.summarize.roles import ROLES, Probabilities
from bot.summarize.weights import weights

SECTIONS = ("motivation", "method", "result", "conclusion", "none")
"""In the order of all weights and probabilities."""

_OWN = frozenset({"we_propose", "work_makes", "our_method", "we_make"})
_MADE = frozenset({"we_propose", "work_makes", "our_method"})


def probabilities(sentences: Sequence[Reading], roles: Sequence[Probabilities]) -> list[tuple[float, ...]]:
    """How likely each sentence of one abstract belongs in each section; one row per sentence, in order."""
    raw = weights()["sections"]
    bias: list[float] = raw["bias"]
    table: dict[str, list[float]] = raw["table"]
    result = []
    for row in features(sentences, roles):
        scores = list(bias)
        for name, value in row.items():
            for k, weight in enumerate(table.get(name, ())):
                scores[k] += weight * value
        result.append(softmax(scores))
    return result


def features(sentences: Sequence[Reading], roles: Sequence[Probabilities]) -> list[dict[str, float]]:
    """Named values of each sentence; ``roles`` holds what the role model says, sentence by sentence."""
    last = len(sentences) - 1
    made = False
    result = []
    for i, (sentence, own) in enumerate(zip(sentences, roles, strict=True)):
        row = {f"role={role}": math.log(value + 0.01) for role, value in zip(ROLES, own, strict=True)}
        row |= {f"#{cue}": 1.0 for cue in sentence.cues}
        for way, j in (("<", i - 1), (">", i + 1)):
            if 0 <= j <= last:
                row |= {f"{way}role={role}": value for role, value in zip(ROLES, roles[j], strict=True)}
        row["place"] = i / last if last else 0.0
        row |= {f"at={i}": 1.0} if i < 2 else {}
        row |= {f"left={last - i}": 1.0} if last - i < 2 else {}
        row["made before"] = float(made)
        row["own work"] = float(bool(sentence.cues & _OWN))
        row["number"] = float("0" in sentence.words)
        made = made or bool(sentence.cues & _MADE)
        result.append(row)
    return result
