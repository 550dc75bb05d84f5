"""Everything that the program talks to, on both platforms at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from bot import config
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.idleclock import IdleClock
from tests.doubles.model import ModelServer
from tests.doubles.telegram.chats import User
from tests.doubles.telegram.server import TelegramDouble


class Outside:
    """arXiv, a model, Telegram and Discord, over real sockets and with one clock; they answer while it is entered."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder = folder
        self.database = folder / "paperboy.db"
        self.clock = IdleClock(now)
        self.arxiv = ArxivDouble(self.clock)
        self.model = ModelServer()
        self.telegram = TelegramDouble(self.clock, rates=False)
        self.discord = DiscordDouble(self.clock, rates=False)
        self.discord.invalid_allowed = 10_000  # Discord's own limit, of ten minutes; here of all days
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            for double in (self.arxiv, self.model, self.telegram, self.discord):
                await stack.enter_async_context(double)
            self._open = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def settings(self, *, boss: User, categories: Sequence[str], subscriptions: Iterable[str]) -> config.Settings:
        """What a settings file says that names all of them, with these tables of ``[[subscriptions]]``."""
        head = f"""
            database = "{self.database}"
            admins = ["telegram:{boss.id}"]
            [arxiv]
            categories = {json.dumps(categories)}
            {self.arxiv.addresses}
            contact = "mailto:tests@example.org"
            {self.telegram.login()}
            {self.discord.login()}
        """
        file = self.folder / "paperboy.toml"
        file.write_text(head + "".join(subscriptions), encoding="utf-8")
        return config.load(file)

    @property
    def ports(self) -> set[int]:
        """Those that the settings name: whatever else the program connects to, somebody else has named."""
        urls = (self.arxiv.rss_url, self.arxiv.site_url, self.arxiv.api_url, self.model.base_url,
                self.telegram.base_url, self.discord.api_url, self.discord.gateway_url)  # fmt: skip
        return {urlsplit(url).port or 0 for url in urls}

    @property
    def breaches(self) -> list[str]:
        """Of what arXiv and the platforms ask of programs."""
        return [*self.arxiv.breaches, *self.telegram.breaches, *self.discord.breaches]
