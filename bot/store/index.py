"""The full-text index: every paper once, in its newest version, with the summaries of it in all languages.

What is indexed is not what is stored. TeX becomes the Unicode that people type, and text without spaces between its
words (Chinese, Japanese, Korean) becomes overlapping pairs of characters: 扩散模型 is indexed as 扩散 散模 模型 型.
That finds words of two characters, which SQLite's trigram tokenizer cannot, and finds every word wherever it stands.

Beside it stands the vocabulary: the words of all titles and authors' names, each with how many papers brought it.
Completion and spelling need words by their beginning, and FTS5 would read the papers of all of them to say so.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice

from bot.categories import resolve
from bot.store.values import as_tuple
from bot.text import readable

BATCH = 1000
"""Papers in one statement when the index is made anew."""

MARK = "\ue000"
"""Begins the index's own words: SQLite takes private-use characters for letters, and no query keeps them."""
EVERY = f"{MARK}every"
"""The word of every paper, so that a query which only excludes has something to exclude from."""

UNSPACED = re.compile(
    "["
    "\u3005-\u3007\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7af"  # Korean
    "]+"
)
_PAIRED = re.compile(rf" (?:{UNSPACED.pattern[:-1]}{{2}} )*{UNSPACED.pattern[:-1]} ")
_ACCENTED = re.compile("[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]+")
_TOKEN = re.compile(r"[^\W_]+")
_LEARNT = re.compile(r"\D.{1,31}")


def index(conn: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Index these papers as they now stand in the tables, all in one statement."""
    wanted = json.dumps(list(numbers))
    known = {
        number: (title, authors)
        for number, title, authors in conn.execute(
            "SELECT rowid, title, authors FROM search WHERE rowid IN (SELECT value FROM json_each(?))", (wanted,)
        ).fetchall()
    }
    learnt: Counter[tuple[str, str]] = Counter()
    rows = []
    # All rows before the work on them, here and wherever rows are many. SQLite lets go of the interpreter's lock for
    # each row, for so short a time that no other thread gets it: the event loop would wait until the last row.
    for number, title, abstract, authors, categories, summaries in conn.execute(
        """
        SELECT p.number, v.title, v.abstract, v.authors, v.categories, coalesce(
            (SELECT group_concat(words, char(10)) FROM (
                SELECT s.tldr || char(10) || s.motivation || char(10) || s.method || char(10) || s.result
                       || char(10) || s.conclusion AS words, max(s.version) FROM summaries AS s
                WHERE s.paper = p.number AND NOT s.extract GROUP BY s.language)), '')
        FROM json_each(?) AS wanted
        JOIN papers AS p ON p.number = wanted.value
        JOIN versions AS v ON v.paper = p.number AND v.version = p.version
        """,
        (wanted,),
    ).fetchall():
        its_title = words(readable(title))
        its_authors = "\n".join(words(readable(name)) for name in as_tuple(authors))
        old_title, old_authors = known.get(number, ("", ""))
        if its_title != old_title:
            learnt.update(("title", word) for word in _new_words(its_title, old_title))
        if its_authors != old_authors:
            learnt.update(("author", word) for word in _new_words(its_authors, old_authors))
        marks = _marks(its_title, its_authors, as_tuple(categories))
        rows.append((number, its_title, words(readable(abstract)), its_authors, marks, words(summaries)))
    conn.execute("DELETE FROM temp.texts")
    conn.executemany("INSERT INTO temp.texts VALUES (?, ?, ?, ?, ?, ?)", rows)
    conn.execute("""
        INSERT OR REPLACE INTO search (rowid, title, abstract, authors, marks, summaries)
        SELECT number, title, abstract, authors, marks, summaries FROM temp.texts ORDER BY number
    """)
    _learn(conn, learnt)


def fill(conn: sqlite3.Connection) -> None:
    """Index every paper there is: what a new layout of the index needs once."""
    numbers = (number for (number,) in conn.execute("SELECT number FROM papers ORDER BY number").fetchall())
    while batch := list(islice(numbers, BATCH)):
        index(conn, batch)


def _new_words(text: str, old: str) -> set[str]:
    return vocabulary(text) - vocabulary(old)


def vocabulary(text: str) -> set[str]:
    """The different words of indexed text that are worth completing: no numbers, nothing unspaced."""
    return {word for word in tokens(text) if _LEARNT.fullmatch(word) and not UNSPACED.search(word)}


def _learn(conn: sqlite3.Connection, learnt: Mapping[tuple[str, str], int]) -> None:
    """Count words of papers. Nothing is ever unlearnt: the counts only say what is common."""
    rows = [(field, word, papers) for (field, word), papers in sorted(learnt.items())]  # in order: fewer pages to seek
    conn.execute(
        """
        INSERT INTO vocabulary (field, word, papers)
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
        FROM json_each(?) WHERE true
        ON CONFLICT (field, word) DO UPDATE SET papers = papers + excluded.papers
        """,
        (json.dumps(rows),),
    )


def words(source: str) -> str:
    """Text as it is indexed: compatibility forms (ﬁ, ², ＡＩ) as plain letters, unspaced scripts in pairs."""
    return UNSPACED.sub(lambda run: f" {pairs(run[0])} ", unicodedata.normalize("NFKC", source))


def pairs(run: str) -> str:
    """Each character with its neighbour; the last stands alone, so that every character begins a token."""
    return " ".join(run[i : i + 2] for i in range(len(run)))


def unpaired(indexed: str) -> str:
    """Indexed text with its unspaced runs as they were written."""
    return _PAIRED.sub(lambda run: "".join(pair[0] for pair in run[0].split()), indexed).strip()


def fold(source: str) -> str:
    """Indexed text as the index compares it: without case and accents."""
    lowered = source.lower()
    return lowered if lowered.isascii() else _ACCENTED.sub(lambda run: _bare(run[0]), lowered)


def _bare(run: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", run) if not unicodedata.combining(letter))


def tokens(text: str) -> list[str]:
    """The words of indexed text, folded, in order."""
    return _TOKEN.findall(fold(text))


# --- marks ----------------------------------------------------------------------------------------------------------
# FTS5 can look for a word in one column, but reads its whole list to do so: papers by a Dr. Long would be sought among
# all that have something long. So the words of titles and names stand in the index once more, each with its field.


def _marks(title: str, authors: str, categories: Iterable[str]) -> str:
    """All marks of a paper. Aliases of categories are resolved."""
    codes = {resolve(code) for code in categories}
    marks = {EVERY, *map(category_mark, codes), *(archive_mark(code.partition(".")[0]) for code in codes)}
    marks.update(map(title_mark, tokens(title)), map(name_mark, tokens(authors)))
    return " ".join(sorted(marks))


def title_mark(token: str) -> str:
    """A word of the title."""
    return f"{MARK}t{token}"


def name_mark(token: str) -> str:
    """A part of an author's name."""
    return f"{MARK}n{token}"


def category_mark(code: str) -> str:
    """``cs.CV`` as one word, whatever its dots and hyphens."""
    return f"{MARK}c{''.join(tokens(code))}"


def archive_mark(archive: str) -> str:
    """``cs`` as one word; hep-th is an archive and its only category, and has both marks."""
    return f"{MARK}a{''.join(tokens(archive))}"
