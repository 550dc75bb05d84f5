"""A look into a database from outside: nothing is written, no lock is held, and whoever works with it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.messages import Destination
from bot.store import chats, course, ledger, schema, soundness, subscriptions
from bot.store.database import connect, explained, look
from bot.subscriptions import Subscription

_PATIENCE = 5.0
"""Seconds that a lock is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What was found. Of a database that is not up to date nothing is read but how far it is behind."""

    size: int
    """Bytes of the file, and of the write-ahead log beside it."""
    behind: int = 0
    """How many steps bring it up to date, as the next start does."""
    checked: bool = True
    """Whether there was time for SQLite's own check of all of it."""
    damage: str = ""
    """The first thing that this check found wrong."""
    subscriptions: tuple[Subscription, ...] = ()
    """What chats subscribed to by command."""
    moves: Mapping[Destination, Destination] = field(default_factory=dict)
    """Where chats that the settings file names are by now."""
    stops: Mapping[str, datetime] = field(default_factory=dict)
    """Until when (aware, UTC) which of arXiv's hosts must be left alone."""


async def inspect(path: Path, *, seconds: float) -> Inspection | None:
    """Look into the database; ``seconds`` are for SQLite's check, which reads all of it.

    None where there is none yet, and nothing is in the way of making it.

    :raises StoreError: it cannot be used: locked, read-only, damaged, newer than this program or not ours
    """
    return await asyncio.to_thread(_inspect, path, seconds)


async def remembered(path: Path, name: str) -> str | None:
    """What the program keeps of itself under a name, read beside a bot that may be running; None for nothing.

    :raises StoreError: the database cannot be used
    """
    return await asyncio.to_thread(_remembered, path, name)


def _remembered(path: Path, name: str) -> str | None:
    look(path, create=True)
    if not path.exists():
        return None
    with explained(path), closing(connect(path, "ro", _PATIENCE)) as connection:
        return None if schema.pending(connection, path) else course.kept(connection, name)


def _inspect(path: Path, seconds: float) -> Inspection | None:
    look(path, create=True)
    if not path.exists():
        return None
    log = path.with_name(f"{path.name}-wal")
    size = path.stat().st_size + (log.stat().st_size if log.exists() else 0)
    with explained(path), closing(connect(path, "ro", seconds)) as connection:
        if behind := schema.pending(connection, path):
            return Inspection(size=size, behind=behind)
        found = soundness.damage(connection, seconds=seconds)
        return Inspection(
            size=size,
            checked=found is not None,
            damage=found or "",
            subscriptions=tuple(subscriptions.load_all(connection)),
            moves=chats.moves(connection),
            stops=ledger.load_stops(connection),
        )
