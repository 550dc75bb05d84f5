"""The tables, as numbered migrations. A migration that has been released is never edited; the next one mends it.

Datetimes are ISO 8601 text in UTC, days are ``YYYY-MM-DD``, lists are JSON arrays.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database, Migrations

from bot.errors import StoreError
from bot.messages import Page
from bot.store import deliveries, index
from bot.store.values import as_tuple

APPLICATION_ID = 0x50626F79
"""Stands in the header of every database of ours ("Pboy"), so that ``file`` and we can tell it from others."""

migrations = Migrations("paperboy")


@migrations()
def m001_papers(db: Database) -> None:
    """Papers in all their versions, announcements, summaries, the index over them, and what a day has cost."""
    db.executescript("""
        CREATE TABLE papers (
            number INTEGER PRIMARY KEY,     -- day first announced and a counter: 20251212000042. Newest first is
                                            -- this key walked backwards, whatever was fetched late
            id TEXT NOT NULL UNIQUE,        -- without version
            version INTEGER NOT NULL,       -- the newest one known
            submitted TEXT                  -- version 1; null: no source has said
        ) STRICT;
        CREATE TABLE versions (
            paper INTEGER NOT NULL REFERENCES papers,
            version INTEGER NOT NULL,
            title TEXT NOT NULL,            -- this and the abstract as the source wrote them, TeX and all
            abstract TEXT NOT NULL,
            authors TEXT NOT NULL,
            categories TEXT NOT NULL,       -- the first is the primary one
            comment TEXT,                   -- here and below, null: no source has said
            journal_ref TEXT,
            doi TEXT,
            licence TEXT,
            updated TEXT,
            seen TEXT NOT NULL,             -- when this version came into the database
            PRIMARY KEY (paper, version)
        ) STRICT;
        CREATE TABLE announcements (
            id INTEGER PRIMARY KEY,
            day TEXT NOT NULL,
            category TEXT NOT NULL,
            stated INTEGER,                 -- how many entries arXiv says there are; null: not asked
            source TEXT NOT NULL,           -- 'import': a file's word, not yet arXiv's
            added TEXT NOT NULL,            -- ids that the listing had and the feed lacked
            saved TEXT NOT NULL,            -- when this record last changed
            UNIQUE (day, category)
        ) STRICT;
        CREATE TABLE entries (
            announcement INTEGER NOT NULL REFERENCES announcements,
            position INTEGER NOT NULL,      -- arXiv's order, from 0
            paper INTEGER NOT NULL,
            version INTEGER NOT NULL,       -- the one that was announced
            kind TEXT NOT NULL,
            PRIMARY KEY (announcement, position),
            FOREIGN KEY (paper, version) REFERENCES versions
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entries_by_paper ON entries (paper, version);
        CREATE TABLE summaries (
            paper INTEGER NOT NULL,
            version INTEGER NOT NULL,
            language TEXT NOT NULL,
            extract INTEGER NOT NULL,       -- 1: the abstract's own words. Kept beside a model's summary, because it
                                            -- still stands in for the languages that have none
            tldr TEXT NOT NULL,
            motivation TEXT NOT NULL,
            method TEXT NOT NULL,
            result TEXT NOT NULL,
            conclusion TEXT NOT NULL,
            origin TEXT NOT NULL,
            prompt TEXT NOT NULL,           -- '': no model was asked
            made TEXT NOT NULL,
            unsupported TEXT NOT NULL,
            PRIMARY KEY (paper, version, language, extract),
            FOREIGN KEY (paper, version) REFERENCES versions
        ) STRICT;
        CREATE TABLE repairs (
            paper INTEGER NOT NULL,
            version INTEGER NOT NULL,
            language TEXT NOT NULL,         -- the one that was asked for
            defect TEXT NOT NULL,           -- why the last attempt gave nothing fit to show
            attempts INTEGER NOT NULL,
            last TEXT NOT NULL,
            PRIMARY KEY (paper, version, language),
            FOREIGN KEY (paper, version) REFERENCES versions
        ) STRICT, WITHOUT ROWID;
        -- rowid: papers.number. Holds its own text, because what is searched is not what is stored: see search.py
        CREATE VIRTUAL TABLE search USING fts5 (
            title, abstract, authors, summaries, tokenize = "unicode61 remove_diacritics 2"
        );
        CREATE TABLE tokens (
            day TEXT PRIMARY KEY,
            tokens INTEGER NOT NULL         -- paid for, as the model's server counted them
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE stops (
            host TEXT PRIMARY KEY,
            until TEXT NOT NULL             -- left alone until then, because it said 403
        ) STRICT, WITHOUT ROWID;
    """)


@migrations()
def m002_deliveries(db: Database) -> None:
    """The outbox: a page is recorded before it is sent, so that no crash can lose or repeat it."""
    db.executescript("""
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,             -- the platform's own name for it; '': its only one
            day TEXT NOT NULL,
            page INTEGER NOT NULL,          -- its place in the edition, from 1
            text TEXT NOT NULL,             -- as it is sent, so that a page sent again is the same page
            papers TEXT NOT NULL,           -- ids of the papers it carries
            state TEXT NOT NULL,            -- planned, sending, sent, skipped
            UNIQUE (platform, chat, day, page)
        ) STRICT;
    """)


@migrations()
def m003_search(db: Database) -> None:
    """Lists of titles, names and categories, words for completion and spelling, and searches with pages."""
    db.executescript("""
        DROP TABLE search;                  -- made anew, and empty: see migrate
        -- rowid: papers.number. Holds its own text, because what is searched is not what is stored: see index.py
        CREATE VIRTUAL TABLE search USING fts5 (
            title, abstract, authors, marks, summaries, tokenize = "unicode61 remove_diacritics 2"
        );
        CREATE TABLE vocabulary (
            field TEXT NOT NULL,            -- title or author
            word TEXT NOT NULL,             -- as the index compares it
            papers INTEGER NOT NULL,        -- how many brought it
            PRIMARY KEY (field, word)
        ) STRICT, WITHOUT ROWID;
        -- most words are rare, and one letter begins tens of thousands of them
        CREATE INDEX common_words ON vocabulary (field, word) WHERE papers >= 200;
        CREATE TABLE pagers (
            token TEXT PRIMARY KEY,
            query TEXT NOT NULL,            -- in its normal form; who asked is not kept
            sequence TEXT NOT NULL,         -- newest or best
            asked TEXT NOT NULL             -- when last
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX pagers_by_age ON pagers (asked);
    """)


@migrations()
def m004_people(db: Database) -> None:
    """What chats and people chose by command, and what people saved."""
    db.executescript("""
        CREATE TABLE subscriptions (
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,
            wishes TEXT NOT NULL,           -- as JSON: see subscriptions.py
            kept TEXT NOT NULL,             -- since when
            PRIMARY KEY (platform, chat)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE drafts (               -- wishes that nobody has said yes to yet
            token TEXT PRIMARY KEY,
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,
            wishes TEXT NOT NULL,
            made TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE people (
            platform TEXT NOT NULL,
            user TEXT NOT NULL,
            locale TEXT,                    -- here and below, null: what the person's client says
            language TEXT,
            PRIMARY KEY (platform, user)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE saved (
            platform TEXT NOT NULL,
            user TEXT NOT NULL,
            paper TEXT NOT NULL,            -- its id
            at TEXT NOT NULL,
            PRIMARY KEY (platform, user, paper)
        ) STRICT, WITHOUT ROWID;
    """)


@migrations()
def m005_platforms(db: Database) -> None:
    """What deliveries to chat platforms need to know of a page and of a chat, and what operators were told."""
    db.executescript("""
        CREATE TABLE pages (                -- what many destinations are sent is kept once
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,    -- of all that follows
            text TEXT NOT NULL,             -- as it is sent, so that a page sent again is the same page
            papers TEXT NOT NULL,           -- ids of the papers it carries
            thread TEXT NOT NULL,           -- a category; '': the chat itself
            form TEXT NOT NULL,             -- how text is written
            silent INTEGER NOT NULL,
            links INTEGER NOT NULL          -- 1: names the threads of its edition
        ) STRICT;
        CREATE TABLE outbox (               -- takes the place of deliveries
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,             -- the platform's own name for it; '': its only one
            day TEXT NOT NULL,
            page INTEGER NOT NULL,          -- its place in the edition, from 1
            content INTEGER NOT NULL REFERENCES pages,
            state TEXT NOT NULL,            -- planned, sending, sent, skipped, failed
            place TEXT NOT NULL DEFAULT '', -- here and below: the platform's words
            anchor TEXT NOT NULL DEFAULT '',
            stale INTEGER NOT NULL,         -- 1: what stands there is older
            reason TEXT NOT NULL DEFAULT '',  -- why it was skipped, or failed
            resent INTEGER NOT NULL DEFAULT 0,  -- times that it was sent again although it may have arrived
            UNIQUE (platform, chat, day, page)
        ) STRICT;
    """)
    for number, *where, words, papers, state in db.execute(
        "SELECT id, platform, chat, day, page, text, papers, state FROM deliveries ORDER BY id"
    ):
        content = deliveries.content(db.conn, Page(number=0, text=words, papers=as_tuple(papers)))
        db.execute(
            "INSERT INTO outbox (id, platform, chat, day, page, content, state, stale) VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            (number, *where, content, state),
        )
    db.executescript("""
        DROP TABLE deliveries;
        ALTER TABLE outbox RENAME TO deliveries;
        CREATE INDEX deliveries_unfinished ON deliveries (day)
            WHERE state IN ('planned', 'sending') OR (state = 'sent' AND stale);
        CREATE TABLE notes (                -- what a platform remembers of a chat: its topics
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (platform, chat, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE closures (             -- chats that nothing is sent to until they open again
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,
            reason TEXT NOT NULL,
            since TEXT NOT NULL,
            PRIMARY KEY (platform, chat)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE moves (                -- chats whose id has changed
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,
            target TEXT NOT NULL,
            PRIMARY KEY (platform, chat)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE notices (              -- what the people who run the bot were told, once per cause
            cause TEXT PRIMARY KEY,
            sentence TEXT NOT NULL,
            waiting INTEGER NOT NULL,       -- 1: nobody could be reached yet
            told TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
    """)


@migrations()
def m006_service(db: Database) -> None:
    """What a bot that runs for years must know of its own past: how far each chat is, and what it keeps of itself."""
    db.executescript("""
        CREATE TABLE considered (           -- how far each destination is: what came later is owed to it
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,
            day TEXT NOT NULL,              -- the newest that was brought there, or had nothing in it
            PRIMARY KEY (platform, chat)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO considered SELECT platform, chat, max(day) FROM deliveries GROUP BY platform, chat;
        CREATE TABLE gaps (                 -- editions that make up for days on which none came
            platform TEXT NOT NULL,
            chat TEXT NOT NULL,
            day TEXT NOT NULL,              -- under which its pages are recorded: its last
            since TEXT,                     -- its first, if it comes late; null: it is in time, and of one day
            skipped TEXT NOT NULL,          -- days before it that none brings
            PRIMARY KEY (platform, chat, day)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE pages ADD COLUMN line INTEGER NOT NULL DEFAULT 0;  -- 1: says why there are no papers
        CREATE TABLE kept (                 -- what the program remembers of itself
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_by_page ON deliveries (content);  -- else finding pages without any takes for ever
        -- Whoever holds the list of subscriptions sees by this number, whoever wrote, whether it is still the list.
        INSERT INTO kept VALUES ('subscriptions', '0');
        CREATE TRIGGER subscription_made AFTER INSERT ON subscriptions BEGIN
            UPDATE kept SET value = value + 1 WHERE name = 'subscriptions';
        END;
        CREATE TRIGGER subscription_changed AFTER UPDATE ON subscriptions BEGIN
            UPDATE kept SET value = value + 1 WHERE name = 'subscriptions';
        END;
        CREATE TRIGGER subscription_dropped AFTER DELETE ON subscriptions BEGIN
            UPDATE kept SET value = value + 1 WHERE name = 'subscriptions';
        END;
    """)


def migrate(conn: sqlite3.Connection, path: Path) -> None:
    """Bring a new or older database up to date, all or nothing; one that is up to date is only read.

    :raises StoreError: it belongs to another program, or to a newer one of ours
    """
    with conn:
        conn.execute("BEGIN")  # one look at all of it: somebody else may just be making it
        if not pending(conn, path):
            return
    stage(conn)
    db = Database(conn, execute_plugins=False)
    with conn:
        conn.execute("BEGIN IMMEDIATE")
        if pending(conn, path):  # else somebody was faster while we waited for the lock
            migrations.apply(db)
            if conn.execute("SELECT 1 FROM search LIMIT 1").fetchone() is None:  # its layout is another now
                index.fill(conn)
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            conn.execute(f"PRAGMA user_version = {len(_known())}")


def pending(conn: sqlite3.Connection, path: Path) -> int:
    """How many migrations bring a database up to date; only reads.

    :raises StoreError: as ``migrate`` does
    """
    db = Database(conn, execute_plugins=False)
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID and (application or db.table_names()):
        raise StoreError(f"{path} is not a Paperboy database; set `database` to another file.")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > len(_known()) or {migration.name for migration in migrations.applied(db)} - _known():
        raise StoreError(
            f"{path} was written by a newer Paperboy; install that one, or set `database` to another file."
        )
    return len(migrations.pending(db))


def _known() -> set[str]:
    """The names of all migrations: those that a database with nothing in it still awaits."""
    with closing(Database(memory=True, execute_plugins=False)) as empty:
        return {migration.name for migration in migrations.pending(empty)}


def stage(conn: sqlite3.Connection) -> None:
    """Make the writer's temporary tables: rows wait there so that one statement can move a whole batch.

    The full-text index flushes its terms with every statement, so a thousand rows in one statement cost a fraction
    of a thousand statements.
    """
    conn.executescript("""
        PRAGMA temp_store = MEMORY;
        CREATE TEMP TABLE IF NOT EXISTS staged (
            position INTEGER PRIMARY KEY, day TEXT, category TEXT, kind TEXT, id TEXT, version INTEGER, title TEXT,
            abstract TEXT, authors TEXT, categories TEXT, comment TEXT, journal_ref TEXT, doi TEXT, licence TEXT,
            submitted TEXT, updated TEXT
        );
        CREATE TEMP TABLE IF NOT EXISTS texts (
            number INTEGER PRIMARY KEY, title TEXT, abstract TEXT, authors TEXT, marks TEXT, summaries TEXT
        );
    """)
