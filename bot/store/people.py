"""What is kept of a person: the languages they chose, the papers they saved, and what is known of their own chat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.messages import Destination
from bot.papers import Paper
from bot.store import chats, subscriptions
from bot.store.values import as_moment, as_paper, as_tuple, moment, text
from bot.subscriptions import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a person chose; None leaves it to what their client says."""

    locale: str | None = None
    """Of the bot's own words: ``en``, ``zh``."""
    language: str | None = None
    """Of summaries, by its English name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One page of a person's saved papers, the last saved first."""

    papers: tuple[Paper, ...]
    total: int
    """On all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Everything that the store holds about a person and their own chat with the bot."""

    person: Person
    saved: tuple[tuple[str, datetime], ...]
    """Ids of saved papers, and since when."""
    subscription: Subscription | None
    """Of their own chat, where it was made by command."""
    brought: tuple[tuple[date, tuple[str, ...]], ...]
    """The editions of their own chat: the day, and the papers' ids."""
    notes: tuple[tuple[str, str], ...]
    """What the platform must remember of their own chat, to reach them there in their language: its name, and what."""


def load(conn: sqlite3.Connection, platform: str, user: str) -> Person:
    """What a person chose; of a stranger, nothing."""
    row = conn.execute("SELECT locale, language FROM people WHERE platform = ? AND user = ?", (platform, text(user)))
    locale, language = row.fetchone() or (None, None)
    return Person(locale=locale, language=language)


def save(conn: sqlite3.Connection, platform: str, user: str, person: Person) -> None:
    """Write what a person chose; who chose nothing is not kept at all."""
    conn.execute("DELETE FROM people WHERE platform = ? AND user = ?", (platform, text(user)))
    if person != Person():
        conn.execute(
            "INSERT INTO people VALUES (?, ?, ?, ?)", (platform, text(user), text(person.locale), text(person.language))
        )


def save_paper(conn: sqlite3.Connection, platform: str, user: str, paper_id: str, at: datetime, most: int) -> bool:
    """Put a paper on a person's shelf, unless it stands there or ``most`` papers do; whether it stands there now."""
    where = (platform, text(user))
    if conn.execute("SELECT 1 FROM saved WHERE platform = ? AND user = ? AND paper = ?", (*where, paper_id)).fetchone():
        return True
    if _count(conn, platform, user) >= most:
        return False
    conn.execute("INSERT INTO saved VALUES (?, ?, ?, ?)", (*where, paper_id, moment(at)))
    return True


def unsave_paper(conn: sqlite3.Connection, platform: str, user: str, paper_id: str) -> bool:
    """Take a paper off a person's shelf; whether it stood there."""
    where = (platform, text(user), text(paper_id))
    return conn.execute("DELETE FROM saved WHERE platform = ? AND user = ? AND paper = ?", where).rowcount > 0


def shelf(conn: sqlite3.Connection, platform: str, user: str, offset: int, limit: int) -> Shelf:
    """A page of a person's saved papers, each in its newest version."""
    rows = conn.execute(
        """
        SELECT p.id, v.version, v.title, v.abstract, v.authors, v.categories, v.comment, v.journal_ref, v.doi,
               v.licence, p.submitted, v.updated
        FROM saved AS s
        JOIN papers AS p ON p.id = s.paper
        JOIN versions AS v ON v.paper = p.number AND v.version = p.version
        WHERE s.platform = ? AND s.user = ?
        ORDER BY s.at DESC, p.number DESC
        LIMIT ? OFFSET ?
        """,
        (platform, text(user), limit, offset),
    )
    return Shelf(papers=tuple(as_paper(*row) for row in rows), total=_count(conn, platform, user))


def _count(conn: sqlite3.Connection, platform: str, user: str) -> int:
    row = conn.execute("SELECT count(*) FROM saved WHERE platform = ? AND user = ?", (platform, text(user))).fetchone()
    return int(row[0])


def everything(conn: sqlite3.Connection, platform: str, user: str, chat: Destination) -> Kept:
    """All that is held about a person, and about ``chat``, which is theirs alone."""
    saved = conn.execute(
        "SELECT paper, at FROM saved WHERE platform = ? AND user = ? ORDER BY at, paper", (platform, text(user))
    )
    return Kept(
        person=load(conn, platform, user),
        saved=tuple((paper, since) for paper, at in saved if (since := as_moment(at))),
        subscription=subscriptions.load(conn, chat),
        brought=tuple(_brought(conn, chat)),
        notes=chats.notes(conn, chat),
    )


def forget(conn: sqlite3.Connection, platform: str, user: str, chat: Destination) -> Kept:
    """Delete all that is held about a person and about ``chat``, which is theirs alone; returns what it was."""
    found = everything(conn, platform, user, chat)
    conn.execute("DELETE FROM people WHERE platform = ? AND user = ?", (platform, text(user)))
    conn.execute("DELETE FROM saved WHERE platform = ? AND user = ?", (platform, text(user)))
    subscriptions.drop(conn, chat)
    for table in ("deliveries", "notes", "closures", "considered", "gaps"):
        conn.execute(
            f"DELETE FROM {table} WHERE platform = ? AND chat = ?",  # noqa: S608 -- names of our own
            (chat.platform, text(chat.chat)),
        )
    return found


def _brought(conn: sqlite3.Connection, chat: Destination) -> Iterator[tuple[date, tuple[str, ...]]]:
    rows = conn.execute(
        """
        SELECT day, json_group_array(value) FROM deliveries JOIN pages ON pages.id = content, json_each(papers)
        WHERE platform = ? AND chat = ? GROUP BY day ORDER BY day
        """,
        (chat.platform, text(chat.chat)),
    )
    return ((date.fromisoformat(day), as_tuple(papers)) for day, papers in rows)
