"""Completion as people type: identifiers by their beginning, authors and titles by the beginnings of words.

The last word is looked up in the vocabulary, and the newest papers with its most common continuations are read. FTS5's
own prefixes would read all papers of all continuations before they name the first.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.query import LONGEST, Query
from bot.store.deadline import Deadline
from bot.store.index import UNSPACED, fold, name_mark, title_mark, tokens, unpaired
from bot.store.matching import all_of, any_of, expression, marked
from bot.store.values import text
from bot.text import readable

PATIENCE = 0.05
"""Seconds: later, the next letter is typed."""
CONTINUATIONS = 6
"""Words that one beginning stands for, the most common ones."""
LOOKED = 60
"""Newest papers with the words before the last that are looked through for the last."""
TELLING = 3
"""Letters of the last word from which on older papers are looked for, too. Fewer are the beginning of everything."""
BYLINES = 60
"""Newest papers whose authors' names are looked through."""
LONGEST_NAME = 4
"""Words of a name; more are a title's."""
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
            names = _authors(time, by["name"])[:limit]
            return [Completion(Kind.AUTHOR, name, _query_by(name, by["before"])) for name in names]
        found = [Completion(Kind.ID, f"{number} · {title}", number) for number, title in _ids(time, plain, limit)]
        found += [Completion(Kind.AUTHOR, name, _query_by(name)) for name in _authors(time, plain)[:AUTHORS]]
        known = {completion.value for completion in found}
        titles = (Completion(Kind.TITLE, title, number) for number, title in _titles(time, plain, limit))
        return [*found, *(completion for completion in titles if completion.value not in known)][:limit]


_BY = re.compile(r'(?P<before>(?:.*\s)?)(?:author|by):\s*"?(?P<name>[^"]+)', re.IGNORECASE | re.DOTALL)
_ID = re.compile(
    r"(?:arxiv:\s*)?(?P<id>[0-9]{4}(?:\.[0-9]{0,5})?|[a-z-]+(?:\.[a-z]{2})?/[0-9]{0,7})(?:v[0-9]*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Field:
    """Where words are completed: its name in the vocabulary, its column, and how its words are marked."""

    name: str
    column: str
    mark: Callable[[str], str]


_TITLE: Final = _Field("title", "title", title_mark)
_AUTHOR: Final = _Field("author", "authors", name_mark)


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
        found = _newest(time, "title", expression(Query(words=tuple(typed.split()))), limit)
    else:
        parts = tokens(typed)
        found = _going_on(time, _TITLE, parts, lambda title: _begins(parts, title), limit)
    for number, title in time.rows(
        """
        SELECT p.id, v.title FROM json_each(?) AS wanted
        JOIN papers AS p ON p.number = wanted.value
        JOIN versions AS v ON v.paper = p.number AND v.version = p.version ORDER BY wanted.key
        """,
        json.dumps([number for number, _ in found[:limit]]),
    ):
        yield number, readable(title)


def _authors(time: Deadline, typed: str) -> list[str]:
    """The names that have the words, those with the most new papers first."""
    parts = tokens(typed)
    unspaced = UNSPACED.search(typed)

    def named(authors: str) -> list[str]:
        names = authors.split("\n")
        if unspaced:
            return [name for name in names if typed in unpaired(name)]
        return [name for name in names if _begins(parts, name)]

    if unspaced:
        found = _newest(time, "authors", expression(Query(authors=(typed,))), BYLINES)
    elif len(parts) > LONGEST_NAME:
        found = []
    else:
        found = _going_on(time, _AUTHOR, parts, lambda authors: bool(named(authors)), BYLINES)
    names = Counter(name for _, authors in found for name in named(authors))
    return [unpaired(name) for name, _ in names.most_common()]


def _begins(parts: Sequence[str], text: str) -> bool:
    """Whether an indexed text has all these words; the last may be the beginning of one."""
    *whole, last = parts
    folded = fold(text)
    if last not in folded:
        return False  # quick, and true of nearly all names
    its = tokens(folded)
    return all(part in its for part in whole) and any(part.startswith(last) for part in its)


def _going_on(
    time: Deadline, field: _Field, parts: Sequence[str], fits: Callable[[str], bool], enough: int
) -> list[tuple[int, str]]:
    """The newest papers that have all the words in one field, the last of which may go on."""
    if not parts:
        return []
    *before, last = parts
    whole = marked(map(field.mark, before))
    if whole:
        looked = _newest(time, field.column, all_of(whole), LOOKED)
        fitting = [(number, text) for number, text in looked if fits(text)]
        if len(looked) < LOOKED or len(fitting) >= enough or len(last) < TELLING:
            return fitting
    continued = any_of(marked(map(field.mark, _continuations(time, field.name, last))))
    return _newest(time, field.column, all_of([*whole, continued]), enough) if continued else []


def _continuations(time: Deadline, field: str, beginning: str) -> list[str]:
    """The most common words that begin so."""
    limits = (field, beginning, f"{beginning}\uffff", CONTINUATIONS)
    common = time.rows(
        """
        SELECT word FROM vocabulary INDEXED BY common_words
        WHERE field = ? AND word >= ? AND word < ? AND papers >= 200 ORDER BY papers DESC LIMIT ?
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


def _newest(time: Deadline, column: str, match: str, limit: int) -> list[tuple[int, str]]:
    """The newest papers that match, and what one column of the index has of them."""
    return list(
        time.rows(
            f"SELECT rowid, {column} FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?",  # noqa: S608 - ours
            *(match, limit),
        )
    )
