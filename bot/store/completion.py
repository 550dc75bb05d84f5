"""Completion as people type: identifiers by their beginning, authors and titles by the beginnings of words.

The last word is looked up in the vocabulary, and the newest papers with its most common continuations are read. FTS5's
own prefixes would read all papers of all continuations before they name the first.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bot.query import LONGEST, Query
from bot.store.deadline import Deadline
from bot.store.index import UNSPACED, fold, name_mark, title_mark, tokens, words
from bot.store.matching import all_of, any_of, expression, marked
from bot.store.values import as_tuple, text
from bot.text import readable

PATIENCE = 0.05
"""Seconds: later, the next letter is typed."""
CONTINUATIONS = 12
"""Words that one beginning stands for, the most common ones."""
BYLINES = 60
"""Newest papers whose authors' names are looked through."""
AUTHORS = 5
"""Names among the completions, so that they leave room for titles."""


class Kind(StrEnum):
    """What a completion is."""

    ID = "id"
    AUTHOR = "author"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that the words may become."""

    kind: Kind
    label: str
    """What to show: a title, a name, or an identifier and its title."""
    value: str
    """What to ask for: the identifier of a paper, or a query for the author's papers."""


def complete(conn: sqlite3.Connection, typed: str, limit: int) -> list[Completion]:
    """What the text may become, the likeliest first; nothing for no text."""
    plain = unicodedata.normalize("NFKC", text(typed[:LONGEST])).strip()
    with Deadline(conn, PATIENCE) as time:
        if by := _BY.fullmatch(plain):
            names = islice(_authors(time, by["name"]), limit)
            return [Completion(Kind.AUTHOR, name, _query_by(name, by["before"])) for name in names]
        found = [Completion(Kind.ID, f"{number} · {title}", number) for number, title in _ids(time, plain, limit)]
        found += [Completion(Kind.AUTHOR, name, _query_by(name)) for name in islice(_authors(time, plain), AUTHORS)]
        known = {completion.value for completion in found}
        titles = (Completion(Kind.TITLE, title, number) for number, title in _titles(time, plain, limit))
        return [*found, *(completion for completion in titles if completion.value not in known)][:limit]


_BY = re.compile(r'(?P<before>(?:.*\s)?)(?:author|by):\s*"?(?P<name>[^"]+)', re.IGNORECASE | re.DOTALL)
_ID = re.compile(
    r"(?:arxiv:\s*)?(?P<id>[0-9]{4}(?:\.[0-9]{0,5})?|[a-z-]+(?:\.[a-z]{2})?/[0-9]{0,7})(?:v[0-9]*)?", re.IGNORECASE
)


def _query_by(name: str, before: str = "") -> str:
    """A search for the author's papers, after what had been typed before."""
    plain = name.replace('"', " ")
    return f'{before}author:"{plain}"'


def _ids(time: Deadline, typed: str, limit: int) -> Iterator[tuple[str, str]]:
    """Papers whose identifiers begin with what was typed."""
    match = _ID.fullmatch(typed)
    if not match:
        return
    first = re.sub(r"\.[a-z]+/", "/", match["id"].lower())  # a subject class is no part of the identity
    for number, title in time.rows(
        """
        SELECT p.id, v.title FROM papers AS p JOIN versions AS v ON v.paper = p.number AND v.version = p.version
        WHERE p.id >= ? AND p.id < ? ORDER BY p.id DESC LIMIT ?
        """,
        *(first, f"{first}\uffff", limit),
    ):
        yield number, readable(title)


def _titles(time: Deadline, typed: str, limit: int) -> Iterator[tuple[str, str]]:
    """The newest papers whose titles have the words; unspaced scripts, which titles lack, are found in summaries."""
    if UNSPACED.search(typed):
        match = expression(Query(words=tuple(typed.split())))
    else:
        match = _going_on(time, "title", title_mark, tokens(typed))
    for number, title, _, _ in _newest(time, match, limit):
        yield number, readable(title)


def _authors(time: Deadline, typed: str) -> Iterator[str]:
    """The names that have the words, those with the most new papers first."""
    parts = tokens(words(typed))
    names: Counter[str] = Counter()
    for _, _, authors, indexed in _newest(time, _going_on(time, "author", name_mark, parts), BYLINES):
        lines = fold(indexed).split("\n")
        names.update(name for name, line in zip(as_tuple(authors), lines, strict=False) if _begins(parts, line))
    return map(readable, (name for name, _ in names.most_common()))


def _begins(parts: Sequence[str], name: str) -> bool:
    """Whether an indexed name has all these parts; the last may be the beginning of one."""
    *whole, last = parts
    if last not in name:
        return False  # as nearly all names
    its = tokens(name)
    return all(part in its for part in whole) and any(part.startswith(last) for part in its)


def _going_on(time: Deadline, field: str, mark: Callable[[str], str], parts: Sequence[str]) -> str:
    """For the index: all the words in one field, the last of which may go on. Empty if it has no such word."""
    if not parts:
        return ""
    *whole, last = parts
    continued = any_of(marked(map(mark, _continuations(time, field, last))))
    return all_of([*marked(map(mark, whole)), continued]) if continued else ""


def _continuations(time: Deadline, field: str, beginning: str) -> list[str]:
    """The most common words that begin so."""
    limits = (field, beginning, f"{beginning}\uffff", CONTINUATIONS)
    common = time.rows(
        """
        SELECT word FROM vocabulary INDEXED BY common_words
        WHERE field = ? AND word >= ? AND word < ? AND papers >= 50 ORDER BY papers DESC LIMIT ?
        """,
        *limits,
    )
    found = [word for (word,) in common]
    if len(found) == CONTINUATIONS:
        return found
    every = time.rows(
        "SELECT word FROM vocabulary WHERE field = ? AND word >= ? AND word < ? ORDER BY papers DESC LIMIT ?", *limits
    )
    return [word for (word,) in every]


def _newest(time: Deadline, match: str, limit: int) -> Iterator[tuple[str, str, str, str]]:
    """Of the newest papers that match: id, title and authors as the source wrote them, and the authors as indexed."""
    if not match:
        return iter(())
    return time.rows(
        """
        SELECT p.id, v.title, v.authors, found.authors
        FROM (SELECT rowid AS number, authors FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) AS found
        JOIN papers AS p ON p.number = found.number
        JOIN versions AS v ON v.paper = p.number AND v.version = p.version
        ORDER BY p.number DESC
        """,
        *(match, limit),
    )
