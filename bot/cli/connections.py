"""A platform's connection in a task of its own: what befalls one platform leaves the others as they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.adapter import Adapter
from bot.errors import PaperboyError

log = logging.getLogger(__name__)


class Service(Protocol):
    """The bot on one platform, while it is entered."""

    @property
    def adapter(self) -> Adapter:
        """Brings editions there."""


class Connection:
    """From the first try to log in until it is closed, or until it fails so that only a person can mend it."""

    def __init__(
        self,
        platform: str,
        service: Callable[[], AbstractAsyncContextManager[Service]],
        *,
        adapters: dict[str, Adapter],
        on_here: Callable[[Connection], Awaitable[None]],
        on_failed: Callable[[Connection], Awaitable[None]],
    ) -> None:
        """Begin at once. ``adapters`` has the platform's for as long as it is logged in."""
        self.platform = platform
        self.failure: PaperboyError | None = None
        """Why it has ended."""
        self._service = service
        self._adapters = adapters
        self._on_here = on_here
        self._on_failed = on_failed
        self._settled = asyncio.Event()
        self._task = asyncio.create_task(self._live())

    @property
    def name(self) -> str:
        """As people write it."""
        return self.platform.capitalize()

    async def logged_in(self) -> bool:
        """Wait until it is logged in, or has failed; which of the two."""
        await self._settled.wait()
        return self.failure is None

    async def end(self) -> None:
        """Wait until it has failed, or is closed."""
        await asyncio.wait([self._task])

    async def close(self) -> None:
        """Log out, or stop trying."""
        self._task.cancel()
        await self.end()

    async def _live(self) -> None:
        try:
            await self._serve()
        except PaperboyError as error:
            self.failure = error
        except Exception:
            # A mistake of ours on one platform is no reason to be silent on the others.
            log.exception("%s", self.name)
            self.failure = PaperboyError(f"{self.name} met a mistake in Paperboy; the log has it. Report it.")
        finally:
            self._settled.set()
        await self._on_failed(self)

    async def _serve(self) -> None:
        async with self._service() as service:
            self._adapters[self.platform] = service.adapter
            try:
                await self._on_here(self)
                self._settled.set()
                # A service that fails from here on cancels this task, and says why as it is left.
                await asyncio.get_running_loop().create_future()
            finally:
                # Before it logs out, so that no other page is begun.
                del self._adapters[self.platform]
