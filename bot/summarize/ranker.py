"""Which sentence of an abstract tells the paper in one line.

A linear ranker: each sentence gets a score from its cues, its role, its place, its length, and how much it shares with
the title and with the rest of the abstract; the highest wins.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from bot.summarize.compress import headline
from bot.summarize.reading import Reading, words
from bot.summarize.roles import ROLES, Probabilities
from bot.summarize.weights import weights

_EMPTY_WORDS = """
    a about above after again all also an and any are as at be because been before being below between both but by
    can could did do does doing down during each few for from further had has have having here how i if in into is it
    its itself may more most must no nor not of off on once only or other our out over own same should so some such than
    that the their them then there these they this those through to too under until up very was we were what when where
    which while who whom why will with would via using use used based towards toward paper work propose present show
    novel new approach method"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_REFERRING = frozenset(
    {"it", "its", "this", "that", "these", "those", "they", "their", "such", "he", "she", "both", "each"}
)
_STEM = 6
"""Letters by which words count as the same: "optimal", "optimise" and "optimisation" are one."""


def scores(title: str, sentences: Sequence[Reading], roles: Sequence[Probabilities]) -> list[float]:
    """One score for each sentence of an abstract; the highest makes the best TL;DR."""
    table: dict[str, float] = weights()["ranker"]
    return [
        sum(table.get(name, 0.0) * value for name, value in row.items()) for row in features(title, sentences, roles)
    ]


def features(title: str, sentences: Sequence[Reading], roles: Sequence[Probabilities]) -> list[dict[str, float]]:
    """Named values of each sentence; the order of ``roles`` is that of the sentences."""
    stems = [_stems(sentence.words) for sentence in sentences]
    wanted = set(_stems(words(title)))
    name = _name(title)
    everything = Counter(stem for row in stems for stem in set(row))
    norm = math.sqrt(sum(count * count for count in everything.values())) or 1.0
    shared = [_f1(wanted, set(row)) for row in stems]
    last = len(sentences) - 1
    seen: set[str] = set()
    result = []
    for i, (sentence, content) in enumerate(zip(sentences, stems, strict=True)):
        kinds = set(content)
        row = {f"role={role}": value for role, value in zip(ROLES, roles[i], strict=True)}
        row |= {f"#{cue}": 1.0 for cue in sentence.cues}
        row |= {f"first#{cue}": 1.0 for cue in sentence.cues - seen}
        seen |= sentence.cues
        row[f"at={min(i, 4)}"] = 1.0
        row["place"] = i / last if last else 0.0
        row["end"] = float(i == last)
        size = len(headline(sentence.text).split())
        row["short"] = max(0, 12 - size) / 12
        row["long"] = max(0, size - 25) / 25
        row["very long"] = max(0, size - 40) / 40
        row["content"] = min(len(kinds), 30) / 30
        row["title"] = shared[i]
        row["title covered"] = len(kinds & wanted) / len(wanted) if wanted else 0.0
        row["title most"] = float(shared[i] == max(shared))
        row["centre"] = sum(everything[stem] for stem in kinds) / (norm * math.sqrt(len(kinds) or 1))
        row["name"] = float(bool(name) and name in sentence.text)
        row["refers"] = float(bool(sentence.words) and sentence.words[0] in _REFERRING)
        row["numbers"] = min(sentence.words.count("0"), 4) / 4
        result.append(row)
    return result


def _name(title: str) -> str:
    """What the authors call their work, where the title is "Name: what it is"."""
    head, colon, _ = title.partition(":")
    return head.strip() if colon and len(head.split()) <= 2 else ""


def _stems(tokens: Sequence[str]) -> list[str]:
    return [token[:_STEM] for token in tokens if len(token) > 1 and token not in _EMPTY]


def _f1(a: set[str], b: set[str]) -> float:
    """Overlap of two sets, 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
