"""Papers like one paper, by the words that make it special: those that it has and few others have."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from bot.papers import Paper
from bot.store.deadline import Deadline
from bot.store.index import fold
from bot.store.matching import Term, all_of, forms
from bot.store.ranking import Scorer, rarity
from bot.store.search import papers, shares
from bot.store.values import text

PATIENCE = 0.2
"""Seconds."""
TITLE = 3
"""How many times a word of the title counts."""
OFTEN = 4
"""Times beyond which a word says no more."""
COMMON = 0.3
"""A share of the papers: a word that more of them have makes none special."""
READ = 60
"""Different words of the paper that are looked at, the most frequent ones."""
SPECIAL = 14
"""Words that are searched for: the most special ones that any other paper has."""
PAIRED = 7
"""Of them, those that are also searched for two at a time, which finds older papers with both."""
NEWEST = 60
"""Newest papers that are read for each word or pair."""
CLOSE = 80
"""Papers whose texts are compared in the end."""

_WORD = re.compile(r"[^\W\d_][^\W_]{2,}")


def similar(conn: sqlite3.Connection, paper_id: str, limit: int) -> list[Paper]:
    """The papers nearest to one, which itself is left out; none where nothing is near or the paper is not known."""
    row = conn.execute(
        """
        SELECT p.number, s.title, s.abstract FROM papers AS p JOIN search AS s ON s.rowid = p.number WHERE p.id = ?
        """,
        (text(paper_id),),
    ).fetchone()
    if row is None:
        return []
    number, title, abstract = row
    with Deadline(conn, PATIENCE) as time:
        weights = _weights(time, _frequencies(title, abstract))
        nearest = _nearest(time, number, weights, limit)
    return papers(conn, nearest)


def _frequencies(title: str, abstract: str) -> Counter[str]:
    """How often each word stands there, singular and plural as one."""
    counted: Counter[str] = Counter()
    for words, worth in ((title, TITLE), (abstract, 1)):
        for word in _WORD.findall(fold(words)):
            counted[min(forms(word), key=len)] += worth
    return counted


def _weights(time: Deadline, frequencies: Counter[str]) -> dict[str, float]:
    """What each word says about the paper, the most special first."""
    read = [word for word, _ in frequencies.most_common(READ)]
    rarities = zip(read, shares(time, [Term(forms(word)).expression for word in read]), strict=True)
    weights = {word: _dampened(frequencies[word]) * rarity(share) for word, share in rarities if share < COMMON}
    return dict(sorted(weights.items(), key=lambda pair: -pair[1]))


def _nearest(time: Deadline, number: int, weights: Mapping[str, float], limit: int) -> list[int]:
    """Papers that share special words: those on the most lists, then of these the ones that say the words most."""
    having: dict[int, set[str]] = {}
    special: list[str] = []
    for word in weights:
        if len(special) == SPECIAL:
            break
        others = _having(time, (word,)) - {number}
        special += [word] if others else []
        for other in others:
            having.setdefault(other, set()).add(word)
    for pair in combinations(special[:PAIRED], 2):
        for other in _having(time, pair) - {number}:
            having.setdefault(other, set()).update(pair)
    worth = {other: sum(weights[word] for word in words) for other, words in having.items()}
    close = sorted(worth, key=lambda other: (-worth[other], -other))[:CLOSE]
    scorer = Scorer([Term(forms(word)) for word in special], [weights[word] for word in special], together=False)
    scores = {
        other: scorer(title, abstract) / math.sqrt(len(abstract) + 1)  # a long one has more words of every kind
        for other, title, abstract in time.rows(
            "SELECT rowid, title, abstract FROM search WHERE rowid IN (SELECT value FROM json_each(?))",
            json.dumps(close),
        )
    }
    return sorted(scores, key=lambda other: (-scores[other], -other))[:limit]


def _having(time: Deadline, words: Sequence[str]) -> set[int]:
    """The newest papers with all these words."""
    match = all_of(Term(forms(word)).expression for word in words)
    rows = time.rows("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", match, NEWEST)
    return {number for (number,) in rows}


def _dampened(times: int) -> float:
    return math.sqrt(min(times, OFTEN))
