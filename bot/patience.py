"""Asking until there is an answer: what nobody can mend but time is waited out, and said once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no answer yet."""

    words: str
    """A sentence for whoever runs the bot."""
    wait: float | None = None
    """The seconds that the other side asked for. It is no trouble, then, and nothing is said of it."""


class Stubborn:
    """Repeats a request until it is answered, with growing pauses, and says once when that begins and ends."""

    def __init__(
        self, name: str, judge: Callable[[Exception], Trouble | None], say: Callable[[str], object] | None = None
    ) -> None:
        """``name`` is whom it asks. ``judge`` says what an error means: None where it is no trouble of theirs, which
        is raised; it raises ``SettingsError`` itself where only a person can mend it. ``say`` is told instead of the
        log.
        """
        self._name = name
        self._judge = judge
        self._say = say or partial(log.warning, "%s")
        self._pause = 0.0

    async def __call__(self, request: Callable[[], Awaitable[T]]) -> T:
        """What the request gives in the end.

        :raises SettingsError: only a person can mend it
        """
        while True:
            try:
                given = await request()
            except Exception as error:
                trouble = self._judge(error)
                if trouble is None:
                    raise
                if not self._pause and trouble.wait is None:
                    self._say(trouble.words)
                self._pause = min(LONGEST_PAUSE, 2 * self._pause) or FIRST_PAUSE
                await asyncio.sleep(self._pause if trouble.wait is None else trouble.wait)
            else:
                if self._pause:
                    self._say(f"{self._name} answers again.")
                self._pause = 0.0
                return given
