"""Which platforms there are, and what keeps the account of their chats: the second half of the composition root."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import AsyncExitStack
from functools import partial
from types import TracebackType
from typing import Self

from bot.adapter import Adapter, Unreachable
from bot.config import Settings
from bot.console.adapter import ConsoleAdapter
from bot.errors import SettingsError
from bot.messages import Destination
from handlers.courier import Courier
from handlers.daily import Parts
from handlers.operators import Operators
from handlers.residents import Residents
from handlers.table import desk


class Platforms:
    """The open platforms, by name, and who brings editions to them; until the end of the block."""

    def __init__(self, settings: Settings, parts: Parts) -> None:
        """The console needs no login, and is open from the start."""
        self.adapters: dict[str, Adapter] = {"console": ConsoleAdapter()}
        people = [Destination(*person.split(":", 1)) for person in settings.admins]
        self._operators = Operators(people, adapters=self.adapters, store=parts.store, clock=parts.clock)
        self._residents = Residents(parts.store, self._operators, parts.clock)
        self.courier = Courier(
            store=parts.store, adapters=self.adapters, residents=self._residents, operators=self._operators
        )
        self._settings = settings
        self._parts = parts
        self._stack = AsyncExitStack()

    def name(self, destination: Destination) -> str:
        """What people call a chat."""
        return self._operators.name(destination)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    async def log_in(
        self,
        wanted: Collection[str],
        *,
        patience: float | None = None,
        on_trouble: Callable[[str], object] | None = None,
    ) -> None:
        """Log in to those of the ``wanted`` platforms that have a token, and listen to what people write there.

        ``patience`` is how many seconds of trying are enough, None: none are. ``on_trouble`` is told, at once, why it
        does not succeed, and when it does after all; else the log is.

        :raises Unreachable: they were not enough
        :raises SettingsError: a person must act
        """
        if "telegram" not in wanted or not self._settings.telegram.token.get_secret_value():
            return
        try:
            async with asyncio.timeout(patience):
                self.adapters["telegram"] = await self._telegram(on_trouble)
        except TimeoutError:
            raise Unreachable(
                f"Telegram could not be reached for {patience:g} s, so what goes there waits. Run this again later, or "
                "with --wait to have it tried until it can."
            ) from None

    async def _telegram(self, on_trouble: Callable[[str], object] | None) -> Adapter:
        # Its libraries take half a second to load: whoever has no token does not wait for them.
        from bot.telegram.service import Telegram, Webhook  # noqa: PLC0415

        wishes = self._settings.telegram
        telegram = await self._stack.enter_async_context(
            Telegram(
                token=wishes.token.get_secret_value(),
                base_url=wishes.base_url,
                desk=desk(self._parts, self._settings),
                residence=self._residents,
                notes=self._parts.store,
                report=self._operators.tell,
                is_operator=partial(self._settings.is_operator, "telegram"),
                clock=self._parts.clock,
                webhook=Webhook(wishes.webhook_url, wishes.webhook_listen) if wishes.webhook_url else None,
                proxy=wishes.proxy or None,
                on_trouble=on_trouble,
            )
        )
        return telegram.adapter


def missing(settings: Settings, wanted: Collection[str]) -> str | None:
    """A sentence for each platform that somebody subscribes on and that can't be reached; None where there is none."""
    sentences = []
    if "telegram" in wanted and not settings.telegram.token.get_secret_value():
        sentences.append(
            "There are subscriptions on Telegram, but no token for it. Get one from @BotFather and set "
            "PAPERBOY_TELEGRAM_TOKEN, or `token` in the [telegram] block."
        )
    if "discord" in wanted:
        sentences.append("Subscriptions on Discord wait for a version of Paperboy that can deliver there.")
    return " ".join(sentences) or None


def expect(settings: Settings, wanted: Collection[str]) -> None:
    """Raise ``SettingsError`` where one of these platforms can't be reached."""
    if sentence := missing(settings, wanted):
        raise SettingsError(sentence)
