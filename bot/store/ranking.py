"""How well a paper answers a query: a score of the words it has, of where they stand and of how rare they are. Pure.

SQLite's own bm25 has no early stop: it scores every paper that has the words, and walks the whole list of each word to
learn how rare it is. On a million papers that takes seconds for a common word; this looks at a few hundred papers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from bot.store.index import fold, tokens
from bot.store.matching import Term

TITLE, AUTHORS, ABSTRACT, SUMMARIES = 4.0, 3.0, 1.0, 0.6
"""What a word is worth where it stands."""
TITLE_LENGTH = 70
"""Characters of a usual title: in a shorter one, each word says more."""
TOGETHER = 0.5
"""What it adds, as a share, when the words stand side by side in the order of the query."""
GRAIN = 1000
"""Scores are whole numbers, so that a cursor can hold them exactly."""


def rarity(share: float) -> float:
    """The weight of a word that this share of the papers has (0 to 1): its inverse document frequency."""
    return math.log(1.0 + 1.0 / max(share, 1e-4))


class Scorer:
    """Scores papers for some terms, each with its rarity; ``together``: also for their standing side by side."""

    def __init__(self, terms: Sequence[Term], rarities: Sequence[float], *, together: bool) -> None:
        patterns = [_pattern(term) for term in terms]
        self._terms = [
            (beginning, re.compile(pattern), weight)
            for (beginning, pattern), weight in zip(patterns, rarities, strict=True)
        ]
        together = together and len(terms) > 1
        self._together = re.compile(_GAP.join(pattern for _, pattern in patterns)) if together else None
        self._bonus = TOGETHER * sum(rarities)

    def __call__(self, title: str, abstract: str, authors: str = "", summaries: str = "") -> int:
        """The score of a paper by its indexed text."""
        fields = (
            (fold(title), TITLE * 2 / (1 + len(title) / TITLE_LENGTH)),
            (fold(abstract), ABSTRACT),
            (fold(authors), AUTHORS),
            (fold(summaries), SUMMARIES),
        )
        score = 0.0
        for beginning, pattern, weight in self._terms:
            for text, worth in fields:
                if beginning in text:  # much quicker than to look for a pattern
                    times = len(pattern.findall(text))
                    score += weight * worth * 2 * times / (times + 1)  # the third time says less than the first
        if self._together:
            score += self._bonus * sum(worth for text, worth in fields[:2] if self._together.search(text))
        return round(GRAIN * score)


_GAP = r"[\W_]+"


def _pattern(term: Term) -> tuple[str, str]:
    """How all forms of a term begin, and the pattern of them as the index understands them.

    That is whole words, with anything but words between them. The look behind comes after the beginning, because
    Python's patterns are only quick to find when they begin with plain letters.
    """
    forms = [tokens(form) for form in term.forms]
    beginning = _shared([form[0] for form in forms])
    rests = (_GAP.join(map(re.escape, [form[0].removeprefix(beginning), *form[1:]])) for form in forms)
    plain = re.escape(beginning)
    end = "" if term.is_prefix else r"(?![^\W_])"
    return beginning, rf"{plain}(?<![^\W_]{plain})(?:{'|'.join(rests)}){end}"


def _shared(words: Sequence[str]) -> str:
    """The beginning that all words have."""
    first, last = min(words), max(words)
    return first[: next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)]
