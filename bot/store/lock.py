"""One instance per database, by a lock that a crash releases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.errors import StoreError

_A_LOOK: Final = 0.5
"""Seconds: whoever only looks whether the lock is held has it for a moment."""


def is_held(database: Path) -> bool | None:
    """Whether a process delivers from ``database`` now; None where this account can't tell."""
    if not _path(database).exists():  # else looking would make it
        return False
    lock = FileLock(_path(database), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        return None
    lock.release()
    return False


def _path(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")


@contextmanager
def exclusive(database: Path) -> Iterator[None]:
    """Hold the right to deliver from ``database`` for as long as the block runs.

    The operating system holds the lock for the process and lets go of it however the process ends.

    :raises StoreError: another process delivers from it now, or its folder is missing or read-only
    """
    if not database.parent.is_dir():  # else the lock would make it, and a slip in the settings a second database
        raise StoreError(f"The folder of {database} does not exist; make it, or set `database` to another place.")
    lock = FileLock(_path(database), timeout=_A_LOOK)
    try:
        lock.acquire()
    except Timeout:
        raise StoreError(f"Another Paperboy is delivering from {database}; let it finish, or stop it.") from None
    except OSError as error:
        raise StoreError(
            f"{database}.lock cannot be made ({error.strerror}); make its folder writable, "
            "or set `database` to another place."
        ) from error
    try:
        yield
    finally:
        lock.release()
