"""What a reader finds. Every question has an end: so many papers are looked at, for so long, and no longer.

Newest first is the order of the index itself, so a page costs what its papers cost. For the best match the newest
papers with all the words, and the newest with all of them in the title, are scored and put in order.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self

from bot.errors import UsageError
from bot.papers import Paper
from bot.query import Order, Query
from bot.store import spelling
from bot.store.deadline import Deadline
from bot.store.matching import Term, expression, is_by, name_parts, terms
from bot.store.papers import DAILY
from bot.store.ranking import Scorer, rarity
from bot.store.values import as_paper

CANDIDATES = 120
"""Newest matches that are scored for the best match, shared out over the words of the query: with each word more the
next match takes longer to find, and is likelier to be what is meant."""
FEWEST = 40
"""However many words there are."""
TITLES = 100
"""Newest matches with all words in the title that are scored beside them, however old they are."""
SAMPLE = 2000
"""Newest papers that tell how rare a word is."""
LITTLE = 3
"""With fewer papers than that, a spelling that finds more is looked for."""

_NEWEST = 10**15
"""Above every number of a paper."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended; ``str()`` is its short form (at most 27 letters and dots), which ``parse`` reads.

    The numbers of papers grow with the day of their announcement, so what is announced later comes before every page
    but the first, and never moves what stands on the next.
    """

    ceiling: int
    """The newest paper that the first page could hold. Best match: nothing newer enters later pages."""
    number: int
    """The last paper of the page."""
    score: int = 0
    """Its score; newest first has none."""

    def __str__(self) -> str:
        return ".".join(map(_short, (self.ceiling, self.number, self.score)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the short form.

        :raises UsageError: it is none
        """
        if not re.fullmatch(r"[0-9a-z]{1,10}\.[0-9a-z]{1,10}\.[0-9a-z]{1,7}", text):
            raise UsageError("This page is not there any more; search again.")
        ceiling, number, score = (int(part, 36) for part in text.split("."))
        return cls(ceiling, number, score)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of what was found."""

    papers: tuple[Paper, ...]
    next: Cursor | None = None
    """Where the next page begins; None: this is the last. The best match ends with the papers that were scored."""
    complete: bool = True
    """False when time was over: there may be more, or better."""
    suggestion: str | None = None
    """Where little was found: the same query in a spelling that finds more."""


def find(
    conn: sqlite3.Connection, query: Query, order: Order, after: Cursor | None, limit: int, deadline: float
) -> Found:
    """One page of the papers that match; none for an empty query."""
    if query.is_empty:
        return Found(papers=())
    with Deadline(conn, deadline) as time:
        look = _Look(time, query, after)
        sought = terms(query)
        page = look.best(sought) if order is Order.BEST and sought else look.newest()
        shown = list(islice(page, limit + 1))
        more, shown = shown[limit:], shown[:limit]
        suggestion = None
        if after is None and len(shown) < LITTLE and not time.passed:
            suggestion = spelling.suggest(time, query, len(shown))
    return Found(
        papers=tuple(papers(conn, [cursor.number for cursor in shown])),
        next=shown[-1] if shown and (more or time.passed) else None,
        complete=not time.passed,
        suggestion=suggestion,
    )


def papers(conn: sqlite3.Connection, numbers: Sequence[int]) -> list[Paper]:
    """The papers with these numbers, in this order."""
    rows = conn.execute(
        """
        SELECT p.id, v.version, v.title, v.abstract, v.authors, v.categories, v.comment, v.journal_ref, v.doi,
               v.licence, p.submitted, v.updated
        FROM json_each(?) AS wanted
        JOIN papers AS p ON p.number = wanted.value
        JOIN versions AS v ON v.paper = p.number AND v.version = p.version
        ORDER BY wanted.key
        """,
        (json.dumps(numbers),),
    )
    return [as_paper(*row) for row in rows]


class _Look:
    """One search under way: what the index is asked, and from where to where."""

    def __init__(self, time: Deadline, query: Query, after: Cursor | None) -> None:
        self._time = time
        self._query = query
        self._after = after
        self._names = [name_parts(name) for name in query.authors]
        self._strangers = [name_parts(name) for name in query.excluded_authors]
        self._first = _number(query.after) if query.after else 0
        self._last = (_number(query.before) if query.before else _NEWEST) - 1
        self._ceiling = after.ceiling if after else next(self._rows("SELECT max(number) FROM papers"), (0,))[0] or 0

    def newest(self) -> Iterator[Cursor]:
        """Matches after the cursor, the newest first."""
        last = min(self._last, self._after.number - 1) if self._after else self._last
        columns = "authors" if self._names or self._strangers else "''"
        for number, *_ in self._matches(columns, expression(self._query), last):
            yield Cursor(self._ceiling, number)

    def best(self, sought: Sequence[Term]) -> Iterator[Cursor]:
        """Matches after the cursor, the best first, and of equally good ones the newest."""
        scorer = Scorer(sought, self._rarities(sought), together=True)
        last = min(self._last, self._ceiling)
        scores: dict[int, int] = {}
        for in_title, most in ((True, TITLES), (False, max(FEWEST, CANDIDATES // len(sought)))):
            found = self._matches(
                "authors, title, abstract, summaries", expression(self._query, in_title=in_title), last
            )
            # All of them before the first is scored: see index.py for what the event loop gains.
            for number, authors, title, abstract, summaries in list(islice(found, most)):
                if number not in scores:
                    scores[number] = scorer(title, abstract, authors, summaries)
        ranked = sorted(((score, number) for number, score in scores.items()), reverse=True)
        after = (self._after.score, self._after.number) if self._after else (1 << 60, 0)
        return (Cursor(self._ceiling, number, score) for score, number in ranked if (score, number) < after)

    def _rarities(self, sought: Sequence[Term]) -> list[float]:
        if len(sought) == 1:
            return [1.0]
        return [rarity(share) for share in shares(self._time, [term.expression for term in sought], self._ceiling)]

    def _matches(self, columns: str, match: str, last: int) -> Iterator[tuple[Any, ...]]:
        """The numbers of papers up to the last, the newest first, with columns of which the first is the authors."""
        rows = self._rows(
            f"SELECT rowid, {columns} FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"  # noqa: S608 - ours
            " ORDER BY rowid DESC",
            *(match, self._first, last),
        )
        return (row for row in rows if self._is_theirs(row[1]))

    def _is_theirs(self, authors: str) -> bool:
        """Whether the indexed authors are those of the query."""
        return all(is_by(name, authors) for name in self._names) and not any(
            is_by(name, authors) for name in self._strangers
        )

    def _rows(self, sql: str, *values: object) -> Iterator[Any]:
        return self._time.rows(sql, *values)


def shares(time: Deadline, expressions: Sequence[str], ceiling: int = _NEWEST) -> list[float]:
    """Which share of the newest papers matches each expression of the index."""
    size, first, last = next(
        time.rows(
            "SELECT count(*), min(number), max(number) FROM"
            " (SELECT number FROM papers WHERE number <= ? ORDER BY number DESC LIMIT ?)",
            *(ceiling, SAMPLE),
        ),
        (0, 0, 0),
    )
    counts = (
        time.rows("SELECT count(*) FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?", match, first, last)
        for match in expressions
    )
    return [next(count, (0,))[0] / size if size else 0.0 for count in counts]


def _number(day: object) -> int:
    return int(str(day).replace("-", "")) * DAILY


def _short(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    found = ""
    while number:
        number, digit = divmod(number, 36)
        found = digits[digit] + found
    return found or "0"
