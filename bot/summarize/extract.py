"""The summary without a model: the abstract's own sentences, one as TL;DR, the others sorted under what they say.

Nothing is written that the authors did not write. Sentences are shortened by deletion only ("In this paper, we show"
becomes "We show"), so the worst that can happen is a sentence under the wrong heading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.summarize import ranker, roles, sections
from bot.summarize.compress import headline, without_opening
from bot.summarize.reading import Reading, read
from bot.summarize.sections import SECTIONS
from bot.summarize.sentences import split

MAX_CHARS = 12_000
"""Six times the longest abstract that arXiv takes (1,920 characters). What follows is no abstract, and is not read."""
MAX_SENTENCES = {"motivation": 2, "method": 3, "result": 3, "conclusion": 2}
"""How many sentences a section shows at most."""
SURE = 0.55
"""Beside a sentence that belongs to a section for sure, only those that probably do are shown."""
NOWHERE = SECTIONS.index("none")


@dataclass(frozen=True, slots=True)
class Extract:
    """Five fields of the abstract's own sentences; all but ``tldr`` may be empty, as not every abstract says all."""

    tldr: str
    motivation: str = ""
    method: str = ""
    result: str = ""
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A sentence of the abstract with the section it belongs in."""

    index: int
    reading: Reading
    section: str
    certainty: float


def extract(title: str, abstract: str) -> Extract:
    """The summary of a paper, from readable Unicode text (formulas already converted).

    Any strings will do. ``tldr`` is empty only where both title and abstract are blank.
    """
    sentences = split(abstract[:MAX_CHARS])
    if not sentences:
        return Extract(tldr=" ".join(title.split()))
    readings = read(sentences)
    judged = roles.probabilities(readings)
    shares = sections.probabilities(readings, judged)
    best = _best(ranker.scores(title, readings, judged), shares)
    placed = [
        _Placed(i, reading, SECTIONS[row.index(max(row))], max(row))
        for i, (reading, row) in enumerate(zip(readings, shares, strict=True))
    ]
    others = [sentence for sentence in placed if sentence.index != best]
    texts = {name: _section(others, name) for name in MAX_SENTENCES}
    return Extract(tldr=headline(sentences[best]), **texts)


def _best(scores: list[float], shares: list[tuple[float, ...]]) -> int:
    """The sentence for the TL;DR: the highest score among those that say something about the work."""
    telling = [i for i, row in enumerate(shares) if row.index(max(row)) != NOWHERE]
    return max(telling or range(len(scores)), key=scores.__getitem__)


def _section(sentences: list[_Placed], name: str) -> str:
    """The text of one section, in the abstract's order; empty where none of ``sentences`` belongs in it."""
    belonging = [sentence for sentence in sentences if sentence.section == name]
    surest = max((sentence.certainty for sentence in belonging), default=0.0)
    probable = [sentence for sentence in belonging if sentence.certainty >= min(SURE, surest)]
    chosen = sorted(probable, key=_worth, reverse=True)[: MAX_SENTENCES[name]]
    return _text(sorted(chosen, key=lambda sentence: sentence.index))


def _worth(sentence: _Placed) -> float:
    """How much a reader wants this sentence in its section, beyond its belonging there."""
    found = sentence.reading.cues
    worth = sentence.certainty
    if sentence.section == "motivation":
        worth += 0.3 * ("problem" in found) + 0.2 * ("gap" in found)
    elif sentence.section == "method":
        worth += 0.3 * ("we_propose" in found) + 0.1 * ("our_method" in found)
    elif sentence.section == "result":
        worth += 0.2 * ("figure" in found) + 0.1 * ("experiments_show" in found)
    return worth


def _text(sentences: Iterable[_Placed]) -> str:
    """Sentences in one paragraph. "However," and the like go where the sentence before is not there to refer to."""
    shown: list[str] = []
    before = None
    for sentence in sentences:
        follows = before is not None and sentence.index == before + 1
        shown.append(sentence.reading.text if follows else without_opening(sentence.reading.text))
        before = sentence.index
    return " ".join(shown)
