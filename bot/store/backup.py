"""A copy of the database as it stands at one moment, made while others go on working with it."""

from __future__ import annotations

import asyncio
import math
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.errors import StoreError
from bot.store import schema
from bot.store.database import connect, explained, look
from bot.store.soundness import damage

_STEP: Final = 1000
"""Pages that are copied between two looks at how far it is."""
_PATIENCE: Final = 30.0

Report = Callable[[int, int], object]


async def back_up(path: Path, target: Path, *, report: Report | None = None) -> int:
    """Copy the database to ``target``, which is there whole or not at all; returns the bytes of the copy.

    An earlier backup there is replaced, anything else is not. ``report`` is told, from another thread, how many of
    how many pages are copied.

    :raises StoreError: there is nothing to copy, it is damaged, or there is no room or no right to write it
    """
    return await asyncio.to_thread(_back_up, path, target, report)


def _back_up(path: Path, target: Path, report: Report | None) -> int:
    look(path, create=False)
    if target.exists():
        _expect_backup(path, target)
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        with explained(path), closing(connect(path, "ro", _PATIENCE)) as source:
            _copy(source, part, report)
        with part.open("rb") as copy:
            os.fsync(copy.fileno())
        part.replace(target)
    except OSError as error:
        raise StoreError(f"{target} could not be written ({error.strerror}); name another place.") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: sqlite3.Connection, part: Path, report: Report | None) -> None:
    # Within a transaction of ours it is one moment that is copied; else it would begin anew with everybody's write.
    source.execute("BEGIN")
    source.execute("SELECT 1 FROM sqlite_schema").fetchone()
    with explained(part), closing(connect(part, "rwc", _PATIENCE)) as copy:
        progress = (lambda _, left, total: report(total - left, total)) if report else None
        source.backup(copy, pages=_STEP, progress=progress)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which can be read where nothing can be written
        found = damage(copy, seconds=math.inf)
    if found:
        raise StoreError("The database is damaged, and so would be its copy; restore an older backup.")


def _expect_backup(path: Path, target: Path) -> None:
    if target.samefile(path):
        raise StoreError(f"{target} is the database itself; name another file for its copy.")
    try:
        with closing(connect(target, "ro", _PATIENCE)) as found:
            (application,) = found.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error:
        application = 0
    if application != schema.APPLICATION_ID:
        raise StoreError(f"{target} is there already and is no backup of Paperboy's; name another file.")
