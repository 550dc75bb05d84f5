"""A limit of time for reading: what was found until then is the answer."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

STEPS = 1000
"""SQLite's virtual machine asks for the time once in so many of its instructions: every fraction of a millisecond."""


class Deadline:
    """While it is entered, ``rows`` end when the time is over, and ``passed`` says whether they did."""

    def __init__(self, conn: sqlite3.Connection, seconds: float) -> None:
        self._conn = conn
        self._end = time.monotonic() + seconds
        self.passed = False

    def __enter__(self) -> Self:
        self._conn.set_progress_handler(self._over, STEPS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._conn.set_progress_handler(None, 0)

    def rows(self, sql: str, *values: object) -> Iterator[Any]:
        """The rows of a query, as many as there is time for."""
        if self._over():
            return
        try:
            yield from self._conn.execute(sql, values)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise

    def _over(self) -> bool:
        self.passed = self.passed or time.monotonic() > self._end
        return self.passed
