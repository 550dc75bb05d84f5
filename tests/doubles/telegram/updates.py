"""Updates that wait for the bot, and who may fetch them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from tests.doubles.telegram.errors import conflict

KEPT = timedelta(hours=24)
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only to those who ask for them by name."""


class Updates:
    """A queue in order, in which an update stays until the bot asks for later ones."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: dict[int, datetime] = {}
        self.pending: list[dict[str, Any]] = []
        self.allowed: list[str] = []
        """What the bot asked for last; [] is everything but the ``UNASKED``."""
        self.webhook: dict[str, Any] = {}
        self._next = 700_000_001
        self._news = asyncio.Event()
        self._poller: asyncio.Future[None] | None = None

    def add(self, kind: str, content: dict[str, Any]) -> dict[str, Any] | None:
        """Queue an update, if the bot wants that kind; returns it whole."""
        if kind not in self.allowed if self.allowed else kind in UNASKED:
            return None
        number, self._next = self._next, self._next + 1
        update: dict[str, Any] = {"update_id": number, kind: content}
        self.pending.append(update)
        self._since[number] = self._clock.now()
        self._news.set()
        return update

    def confirm(self, below: int) -> None:
        """Forget those with smaller ids, and after a day any; a negative number keeps only so many of the latest."""
        yesterday = self._clock.now() - KEPT
        self.pending = [update for update in self.pending if self._since[update["update_id"]] > yesterday]
        if below < 0:
            self.pending = self.pending[below:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= below]

    async def fetch(self, offset: int, limit: int, seconds: float, allowed: list[str] | None) -> list[dict[str, Any]]:
        """As ``getUpdates`` does: of two that wait at the same time the older one is refused."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        me: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = me
        if allowed is not None:
            self.allowed = allowed
        self.confirm(offset)
        try:
            await self._wait(me, seconds)
        finally:
            if self._poller is me:
                self._poller = None
        return self.pending[:limit]

    async def _wait(self, me: asyncio.Future[None], seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not self.pending and (left := until - loop.time()) > 0:
            self._news.clear()
            news = asyncio.ensure_future(self._news.wait())
            try:
                waiting: set[asyncio.Future[Any]] = {news, me}
                await asyncio.wait(waiting, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                news.cancel()
            if me.done():
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
