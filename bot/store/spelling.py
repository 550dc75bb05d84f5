"""Typing mistakes: a spelling that finds more, from the words of titles and the names of authors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import get_close_matches
from string import ascii_lowercase

from bot.query import Query
from bot.store.deadline import Deadline
from bot.store.index import fold
from bot.store.matching import expression, forms

SHORTEST = 4
"""Letters of a word that is worth correcting: everything is near a shorter one."""
LONGEST = 24
COMMONER = 10
"""How many times as common a word has to be to be suggested in place of one that exists."""
NEIGHBOURS = 400
"""Words with the same beginning, the most common ones, that are compared when no single slip explains the word."""
LIKENESS = 0.8
"""How like they have to be (2M/T of difflib): two slips in ten letters are."""
MATCHES = 50
"""Papers that are counted to see whether a spelling finds more."""


def suggest(time: Deadline, query: Query, found: int) -> str | None:
    """The query in a spelling that finds more than ``found`` papers, or None."""

    def corrected(field: str) -> Callable[[str], str]:
        return lambda text: " ".join(_correct(time, field, word, far=not found) for word in text.split())

    other = replace(
        query,
        words=_each(query.words, corrected("title")),
        phrases=_each(query.phrases, corrected("title")),
        authors=_each(query.authors, corrected("author")),
    )
    if other == query or _count(time, other) <= found or time.passed:
        return None
    return str(other)


def _each(texts: Iterable[str], corrected: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(corrected, texts)))


def _count(time: Deadline, query: Query) -> int:
    return sum(
        1 for _ in time.rows("SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", expression(query), MATCHES)
    )


def _correct(time: Deadline, field: str, word: str, *, far: bool) -> str:
    """The word, or a much more common one that it may be a slip for.

    With ``far``, also for several slips, and even if some title has the word.
    """
    typed = fold(word)
    if not SHORTEST <= len(typed) <= LONGEST or not typed.isalpha() or not typed.isascii():
        return word
    known = _common(time, field, forms(typed))
    if known and not far:
        return word
    if _count(time, Query(words=(typed,))) >= MATCHES:
        return word  # common in abstracts, if in no title
    floor = COMMONER * max(known.values(), default=0)
    slips = {other: papers for other, papers in _common(time, field, _slips(typed)).items() if papers > floor}
    if slips:
        return max(slips, key=lambda other: (slips[other], other))
    return _nearest(time, field, typed, floor) or word if far else word


def _nearest(time: Deadline, field: str, typed: str, floor: int) -> str | None:
    """The word most like one, among the commonest with the same beginning."""
    rows = time.rows(
        """
        SELECT word FROM vocabulary WHERE field = ? AND word >= ? AND word < ? AND length(word) BETWEEN ? AND ?
        AND papers > ? ORDER BY papers DESC LIMIT ?
        """,
        *(field, typed[:2], typed[:2] + "\uffff", len(typed) - 2, len(typed) + 2, max(floor, 1), NEIGHBOURS),
    )
    return next(iter(get_close_matches(typed, [other for (other,) in rows], n=1, cutoff=LIKENESS)), None)


def _common(time: Deadline, field: str, words: Iterable[str]) -> dict[str, int]:
    """Those of the words that are in the vocabulary, and how many papers brought them."""
    rows = time.rows(
        "SELECT word, papers FROM json_each(?) CROSS JOIN vocabulary ON field = ? AND word = value",
        *(json.dumps(list(words)), field),
    )
    return dict(rows)


def _slips(word: str) -> set[str]:
    """All words that are one slip away: a letter too many, too few, a wrong one, or two that changed places."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    without = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    wrong = {left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase}
    more = {left + letter + right for left, right in halves for letter in ascii_lowercase}
    return (without | swapped | wrong | more) - {word}
