"""What chats subscribed to by command, and what they are about to: a draft waits for its yes."""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bot.messages import Destination
from bot.store.values import moment, text
from bot.subscriptions import Origin, Subscription, parse_time
from bot.wishes import Wishes

DRAFT_LIFE = timedelta(days=1)
"""For so long somebody may look at what a wish would do before saying yes."""

_UNSTORED = {"destination", "wishes", "time", "origin"}


def keep(conn: sqlite3.Connection, subscription: Subscription, at: datetime) -> None:
    """Write a chat's subscription in the place of its former one; its drafts are done with."""
    where = _key(subscription.destination)
    conn.execute("DELETE FROM drafts WHERE platform = ? AND chat = ?", where)
    conn.execute(
        "INSERT INTO subscriptions VALUES (?, ?, ?, ?) "
        "ON CONFLICT (platform, chat) DO UPDATE SET wishes = excluded.wishes, kept = excluded.kept",
        (*where, _written(subscription), moment(at)),
    )


def drop(conn: sqlite3.Connection, destination: Destination) -> bool:
    """Delete a chat's subscription and drafts; whether there was a subscription. Nothing is owed to it any more."""
    conn.execute("DELETE FROM considered WHERE platform = ? AND chat = ?", _key(destination))
    conn.execute("DELETE FROM drafts WHERE platform = ? AND chat = ?", _key(destination))
    return conn.execute("DELETE FROM subscriptions WHERE platform = ? AND chat = ?", _key(destination)).rowcount > 0


def load(conn: sqlite3.Connection, destination: Destination) -> Subscription | None:
    """A chat's subscription."""
    row = conn.execute("SELECT wishes FROM subscriptions WHERE platform = ? AND chat = ?", _key(destination)).fetchone()
    return _read(destination, row[0]) if row else None


def load_all(conn: sqlite3.Connection) -> list[Subscription]:
    """All of them, the oldest first."""
    rows = conn.execute("SELECT platform, chat, wishes FROM subscriptions ORDER BY kept, platform, chat")
    return [_read(Destination(platform, chat), wishes) for platform, chat, wishes in rows]


def draft(conn: sqlite3.Connection, subscription: Subscription, at: datetime) -> str:
    """Keep what a chat may say yes to; returns its token, eight characters."""
    conn.execute("DELETE FROM drafts WHERE made < ?", (moment(at - DRAFT_LIFE),))
    token = secrets.token_urlsafe(6)
    conn.execute(
        "INSERT INTO drafts VALUES (?, ?, ?, ?, ?)",
        (token, *_key(subscription.destination), _written(subscription), moment(at)),
    )
    return token


def load_draft(conn: sqlite3.Connection, token: str, destination: Destination, at: datetime) -> Subscription | None:
    """The draft behind a token, for the chat that it was made for and no other, while it is fresh."""
    row = conn.execute(
        "SELECT wishes FROM drafts WHERE token = ? AND platform = ? AND chat = ? AND made >= ?",
        (text(token), *_key(destination), moment(at - DRAFT_LIFE)),
    ).fetchone()
    return _read(destination, row[0]) if row else None


def _key(destination: Destination) -> tuple[str, str]:
    return destination.platform, text(destination.chat)


def _written(subscription: Subscription) -> str:
    options = {name: value for name, value in asdict(subscription).items() if name not in _UNSTORED}
    values = asdict(subscription.wishes) | options | {"time": subscription.at}
    return text(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def _read(destination: Destination, written: str) -> Subscription:
    values: dict[str, Any] = json.loads(written)
    stored = {name: values.pop(name) for name in Wishes.__dataclass_fields__ if name in values}
    wishes: dict[str, Any] = {name: tuple(it) if isinstance(it, list) else it for name, it in stored.items()}
    return Subscription(
        destination=destination,
        wishes=Wishes(**wishes),
        time=parse_time(values.pop("time")),
        origin=Origin.COMMAND,
        **values,
    )
