"""One open database: a writer thread, a few reader threads, and an event loop that never waits for SQLite."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar

from bot.errors import StoreError
from bot.store import schema

READERS = 4
"""More than one, so that a slow search does not hold up the look-ups behind it."""

LINGER = 0.005
"""Seconds that a transaction waits for company when the last one had some: the disk is waited for once for them all."""

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """Runs functions of a connection in their threads: reads side by side, writes one after the other."""

    def __init__(self, path: Path, writer: sqlite3.Connection, readers: list[sqlite3.Connection]) -> None:
        self._path = path
        self._writer = writer
        self._readers: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        for reader in readers:
            self._readers.put(reader)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._waiting: deque[_Write[Any]] = deque()
        self._called = False
        self._hurried = False
        self._crowded = False
        self._reading = ThreadPoolExecutor(len(readers), thread_name_prefix="store-reader")

    @classmethod
    def open(cls, path: Path, *, create: bool, patience: float) -> Self:
        """Open ``path`` and bring it up to date. Blocks; ``patience`` is how many seconds to wait for a lock.

        :raises StoreError: it cannot be used; nothing has been written to it then
        """
        look(path, create=create)
        opened: list[sqlite3.Connection] = []
        try:
            with explained(path):
                opened.append(writer := connect(path, "rwc" if create else "rw", patience))
                schema.migrate(writer, path)
                writer.execute("PRAGMA journal_mode = WAL")
                writer.execute("PRAGMA synchronous = FULL")  # what was paid for survives a power cut, too
                writer.execute("PRAGMA foreign_keys = ON")
                schema.stage(writer)
                opened += (connect(path, "ro", patience) for _ in range(READERS))
        except BaseException:
            for connection in opened:
                connection.close()
            raise
        return cls(path, writer, opened[1:])

    async def read(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work(connection, ...)`` on a reader's connection."""

        def job() -> T:
            connection = self._readers.get()
            try:
                with explained(self._path):
                    return work(connection, *args, **kwargs)
            finally:
                self._readers.put(connection)

        return await asyncio.get_running_loop().run_in_executor(self._reading, job)

    async def write(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run ``work(connection, ...)`` so that all of it is stored, or nothing. Returns once it is safe on the disk.

        Writes that wait at the same time share one transaction: the disk is waited for once, and many chats are
        served from one outbox. What one of them gets wrong is undone for it alone.

        Whoever stops waiting does not stop the work: a summary that is paid for is stored even when the task that
        brought it is cancelled.
        """
        return await self._put(_Write(lambda connection: work(connection, *args, **kwargs), self._future()))

    async def write_in_company(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for one of very many small writes: it may wait a few milliseconds for others to go with."""
        write = _Write(lambda connection: work(connection, *args, **kwargs), self._future(), patient=True)
        return await self._put(write)

    async def alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run work in the writer's place outside of any transaction, which some of SQLite's own chores need."""

        def run() -> T:
            with explained(self._path):
                return work(self._writer)

        return await asyncio.get_running_loop().run_in_executor(self._writing, run)

    @staticmethod
    def _future() -> asyncio.Future[Any]:
        return asyncio.get_running_loop().create_future()

    async def _put(self, write: _Write[T]) -> T:
        loop = asyncio.get_running_loop()
        self._waiting.append(write)
        self._hurried |= not write.patient
        if not self._called:
            self._called = True
            self._writing.submit(self._write_waiting, loop)
        return await write.done

    def _write_waiting(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the writer's thread: everything that waits, in order."""
        if self._crowded and not self._hurried:
            time.sleep(LINGER)
        self._called = self._hurried = False  # whoever comes from here on calls again
        batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not batch:
            return  # an earlier call has taken it along
        self._crowded = len(batch) > 1
        try:
            with explained(self._path), self._writer as connection:
                connection.execute("BEGIN IMMEDIATE")
                for write in batch:
                    write.run(connection, self._path)
        except Exception as error:
            # The transaction itself failed, and with it everything in it.
            for write in batch:
                write.error = error
        loop.call_soon_threadsafe(_tell, batch)

    async def close(self) -> None:
        """Finish what was begun, then let go of the file."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._reading.shutdown()
        self._writing.shutdown()
        while not self._readers.empty():
            self._readers.get().close()
        self._writer.close()  # the last one out tidies the write-ahead log into the file


class _Write(Generic[T]):
    """One write that waits, and then what became of it."""

    __slots__ = ("_work", "done", "error", "patient", "result")

    def __init__(
        self, work: Callable[[sqlite3.Connection], T], done: asyncio.Future[T], *, patient: bool = False
    ) -> None:
        self._work = work
        self.done = done
        self.patient = patient
        self.error: Exception | None = None
        self.result: T | None = None

    def run(self, connection: sqlite3.Connection, path: Path) -> None:
        """Within a transaction; raises only what has ended the transaction."""
        connection.execute("SAVEPOINT one")
        try:
            with explained(path):
                self.result = self._work(connection)
        except Exception as error:
            if not connection.in_transaction:  # a full disk, for one
                raise
            connection.execute("ROLLBACK TO one")
            self.error = error
        connection.execute("RELEASE one")


def _tell(batch: list[_Write[Any]]) -> None:
    """In the loop: let everybody know."""
    for write in batch:
        if write.done.done():
            continue  # nobody waits for it any more
        if write.error:
            write.done.set_exception(write.error)
        else:
            write.done.set_result(write.result)


def connect(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    """A connection in one of SQLite's modes: ``rwc``, ``rw`` or ``ro``; ``patience``: seconds to wait for a lock."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,  # transactions begin where we say so
        check_same_thread=False,  # each is used by one thread at a time
        cached_statements=256,
    )


def look(path: Path, *, create: bool) -> None:
    """Raise ``StoreError`` for what SQLite would refuse too late or in words that help nobody."""
    try:
        found = path.stat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise StoreError(
                f"The folder of {path} does not exist; make it, or set `database` to another place."
            ) from None
        if not create:
            raise StoreError(f"There is no database at {path} yet; `paperboy digest` begins one.") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be opened ({error}); set `database` to another file.") from error
    else:
        if not path.is_file():
            raise StoreError(f"{path} is not a file; set `database` to a file's name.")
        # SQLite opens what it may not write without a word, and the superuser is let in everywhere:
        # a file without any write permission is meant to stay as it is.
        if not found.st_mode & 0o222 or not os.access(path, os.R_OK | os.W_OK):
            raise StoreError(f"{path} is read-only; make it writable or set `database` to another file.")
    # The write-ahead log lies beside the file.
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StoreError(f"The folder of {path} is read-only; make it writable or set `database` to another place.")


WAY_BACK = (
    "restore a backup (stop the bot, move the damaged file away together with what lies beside it under its name with "
    "-wal and -shm, and put the newest copy that `paperboy backup` made in its place), or move it away to begin anew."
)
"""What helps against damage."""

_REASONS = {
    sqlite3.SQLITE_BUSY: "{path} is locked by another program; stop that program or try again later.",
    sqlite3.SQLITE_LOCKED: "{path} is locked by another program; stop that program or try again later.",
    sqlite3.SQLITE_READONLY: "{path} is read-only; make it and its folder writable or set `database` to another file.",
    sqlite3.SQLITE_PERM: "This account may not use {path}; change its permissions or set `database` to another file.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened; see that its folder exists and is writable.",
    sqlite3.SQLITE_NOTADB: f"{{path}} is no database or damaged; {WAY_BACK}",
    sqlite3.SQLITE_CORRUPT: f"{{path}} is damaged ({{error}}); {WAY_BACK}",
    sqlite3.SQLITE_FULL: "The disk is full, so {path} could not be written; make room and try again.",
    sqlite3.SQLITE_IOERR: "{path} could not be read or written ({error}); check the disk and try again.",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the world into a ``StoreError``; our own mistakes in SQL pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest the detail
        if code not in _REASONS:
            raise
        raise StoreError(_REASONS[code].format(path=path, error=error)) from error
