"""The full-text index: every paper once, in its newest version, with the summaries of it in all languages.

What is indexed is not what is stored. TeX becomes the Unicode that people type, and text without spaces between its
words (Chinese, Japanese, Korean) becomes overlapping pairs of characters: 扩散模型 is indexed as 扩散 散模 模型 型.
That finds words of two characters, which SQLite's trigram tokenizer cannot, and finds every word wherever it stands.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable

from bot.papers import Paper
from bot.store.values import as_paper, as_tuple, text
from bot.text import readable

LONGEST_QUERY = 500
"""Characters of a query that are looked at; a whole abstract pasted into a chat is cut to this."""

_UNSPACED = re.compile(
    "["
    "\u3005-\u3007\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7af"  # Korean
    "]+"
)


def find(conn: sqlite3.Connection, query: str, limit: int) -> list[Paper]:
    """Papers that have every word of ``query``, the newest first. Any text is a query; punctuation finds nothing."""
    match = _expression(query)
    if not match:
        return []
    rows = conn.execute(
        """
        SELECT p.id, v.version, v.title, v.abstract, v.authors, v.categories, v.comment, v.journal_ref, v.doi,
               v.licence, p.submitted, v.updated
        FROM (SELECT rowid AS number FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) AS found
        JOIN papers AS p ON p.number = found.number
        JOIN versions AS v ON v.paper = p.number AND v.version = p.version
        ORDER BY p.number DESC
        """,
        (match, limit),
    )
    return [as_paper(*row) for row in rows]


def index(conn: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Index these papers as they now stand in the tables, all in one statement."""
    conn.execute("DELETE FROM temp.texts")
    conn.executemany(
        "INSERT INTO temp.texts VALUES (?, ?, ?, ?, ?)",
        (
            (
                number,
                words(readable(title)),
                words(readable(abstract)),
                words(readable(", ".join(as_tuple(authors)))),
                words(summaries),
            )
            for number, title, abstract, authors, summaries in conn.execute(
                """
                SELECT p.number, v.title, v.abstract, v.authors, coalesce(
                    (SELECT group_concat(words, char(10)) FROM (
                        SELECT s.tldr || char(10) || s.motivation || char(10) || s.method || char(10) || s.result
                               || char(10) || s.conclusion AS words, max(s.version) FROM summaries AS s
                        WHERE s.paper = p.number AND NOT s.extract GROUP BY s.language)), '')
                FROM json_each(?) AS wanted
                JOIN papers AS p ON p.number = wanted.value
                JOIN versions AS v ON v.paper = p.number AND v.version = p.version
                """,
                (json.dumps(list(numbers)),),
            )
        ),
    )
    conn.execute("""
        INSERT OR REPLACE INTO search (rowid, title, abstract, authors, summaries)
        SELECT number, title, abstract, authors, summaries FROM temp.texts ORDER BY number
    """)


def words(source: str) -> str:
    """Text as it is indexed: compatibility forms (ﬁ, ², ＡＩ) as plain letters, unspaced scripts in pairs."""
    return _UNSPACED.sub(lambda run: f" {_pairs(run[0])} ", unicodedata.normalize("NFKC", source))


def _pairs(run: str) -> str:
    """Each character with its neighbour; the last stands alone, so that every character begins a token."""
    return " ".join(run[i : i + 2] for i in range(len(run)))


def _expression(query: str) -> str:
    """A query of anybody's as an FTS5 expression that cannot be malformed; empty when there is nothing to look for."""
    plain = unicodedata.normalize("NFKC", text(query[:LONGEST_QUERY])).replace('"', " ").replace("\0", " ")
    return " ".join(_term(word) for word in _UNSPACED.sub(r" \g<0> ", plain).split())


def _term(word: str) -> str:
    if not _UNSPACED.fullmatch(word):
        return f'"{word}"'
    if len(word) == 1:
        return f'"{word}" *'  # every pair that begins with it
    pairs, _, _ = _pairs(word).rpartition(" ")
    return f'"{pairs}"'
