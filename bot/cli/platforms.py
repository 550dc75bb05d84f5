"""Which platforms there are, and what keeps the account of their chats: the second half of the composition root."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from functools import partial
from types import TracebackType
from typing import Final, Self, TypeAlias

from bot.adapter import Adapter, Unreachable
from bot.cli.connections import Connection, Service
from bot.config import Settings
from bot.console.adapter import ConsoleAdapter
from bot.errors import PaperboyError, SettingsError
from bot.messages import Destination
from handlers.courier import Courier
from handlers.daily import Parts
from handlers.operators import Operators
from handlers.residents import Residents
from handlers.table import desk

log = logging.getLogger(__name__)

Say: TypeAlias = Callable[[str], object]

TOKENS: Final = {
    "telegram": "Get one from @BotFather and set PAPERBOY_TELEGRAM_TOKEN, or `token` in the [telegram] block.",
    "discord": "Make a bot at https://discord.com/developers and set PAPERBOY_DISCORD_TOKEN, or `token` in the "
    "[discord] block.",
}
"""The platforms that need a login, and where its token comes from."""


class Platforms:
    """The open platforms, by name, and who brings editions to them; until the end of the block.

    They stand side by side: one that can't be reached, or fails for good, is left out, and the others go on.
    """

    def __init__(self, settings: Settings, parts: Parts) -> None:
        """The console needs no login, and is open from the start."""
        self.adapters: dict[str, Adapter] = {"console": ConsoleAdapter()}
        people = [Destination(*person.split(":", 1)) for person in settings.admins]
        self._operators = Operators(people, adapters=self.adapters, store=parts.store, clock=parts.clock)
        self._residents = Residents(parts.store, self._operators, parts.clock)
        self.courier = Courier(
            store=parts.store, adapters=self.adapters, residents=self._residents, operators=self._operators
        )
        self._desk = desk(parts, settings)
        self._settings = settings
        self._parts = parts
        self._connections: dict[str, Connection] = {}

    def name(self, destination: Destination) -> str:
        """What people call a chat."""
        return self._operators.name(destination)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(each.close() for each in self._connections.values()))

    def connect(self, wanted: Collection[str], *, on_trouble: Say | None = None) -> list[str]:
        """Begin to log in to those of the ``wanted`` platforms that have a token, and name them.

        Each is tried until it succeeds, or only a person can help; people who write there are answered from then on.
        ``on_trouble`` is told, at once, why one does not succeed, and when it does after all; else the log is.
        """
        services = {"telegram": self._telegram, "discord": self._discord}
        begun = [platform for platform in with_token(self._settings) if platform in wanted]
        for platform in begun:
            self._connections[platform] = Connection(
                platform,
                partial(services[platform], on_trouble),
                adapters=self.adapters,
                on_here=self._here,
                on_failed=self._failed,
            )
        return begun

    async def first(self) -> None:
        """Wait until one of them is logged in.

        :raises PaperboyError: none can be
        """
        for settled in asyncio.as_completed([each.logged_in() for each in self._connections.values()]):
            if await settled:
                return
        raise self._failure()

    async def log_in(self, platform: str, *, patience: float | None) -> None:
        """Wait until this one is logged in; for ``patience`` seconds, None: for as long as it takes.

        :raises Unreachable: they were not enough; it is tried no more
        :raises PaperboyError: a person must act
        """
        connection = self._connections[platform]
        try:
            async with asyncio.timeout(patience):
                if await connection.logged_in():
                    return
        except TimeoutError:
            await connection.close()
            raise Unreachable(
                f"{connection.name} could not be reached for {patience:g} s, so what goes there waits. Run this again "
                "later, or with --wait to have it tried until it can."
            ) from None
        self.check(platform)

    def check(self, platform: str) -> None:
        """Raise why this one has failed, if it has."""
        if failure := self._connections[platform].failure:
            raise failure

    async def last(self) -> None:
        """Wait until none is left, and raise why."""
        for each in self._connections.values():
            await each.end()
        raise self._failure()

    def _failure(self) -> PaperboyError:
        failures = [each.failure for each in self._connections.values() if each.failure]
        return failures[0] if len(failures) == 1 else SettingsError(" ".join(map(str, failures)))

    async def _here(self, connection: Connection) -> None:
        await self._operators.over(_login(connection))

    async def _failed(self, connection: Connection) -> None:
        """Say so, unless it was the last: whoever waits for that hears it."""
        if all(each.failure for each in self._connections.values()):
            return
        sentence = f"{connection.failure} Until it is started again, the bot goes on without {connection.name}."
        log.error("%s", sentence)
        try:
            await self._operators.tell(_login(connection), sentence, logged=True)
        except PaperboyError as error:
            log.warning("%s", error)

    def _telegram(self, on_trouble: Say | None) -> AbstractAsyncContextManager[Service]:
        # Its libraries take half a second to load: whoever has no token does not wait for them.
        from bot.telegram.service import Telegram, Webhook  # noqa: PLC0415

        wishes = self._settings.telegram
        return Telegram(
            token=wishes.token.get_secret_value(),
            base_url=wishes.base_url,
            desk=self._desk,
            residence=self._residents,
            notes=self._parts.store,
            report=self._operators.tell,
            is_operator=partial(self._settings.is_operator, "telegram"),
            clock=self._parts.clock,
            webhook=Webhook(wishes.webhook_url, wishes.webhook_listen) if wishes.webhook_url else None,
            proxy=wishes.proxy or None,
            on_trouble=on_trouble,
        )

    def _discord(self, on_trouble: Say | None) -> AbstractAsyncContextManager[Service]:
        from bot.discord.service import Discord  # noqa: PLC0415 -- as above

        wishes = self._settings.discord
        return Discord(
            token=wishes.token.get_secret_value(),
            api_url=wishes.api_url,
            gateway_url=wishes.gateway_url,
            proxy=wishes.proxy or None,
            sharded=wishes.sharded,
            desk=self._desk,
            residence=self._residents,
            notes=self._parts.store,
            report=self._operators.tell,
            is_operator=partial(self._settings.is_operator, "discord"),
            clock=self._parts.clock,
            on_trouble=on_trouble,
        )


def _login(connection: Connection) -> str:
    """The cause under which it is told that a platform is left out."""
    return f"login {connection.platform}"


def with_token(settings: Settings) -> list[str]:
    """The platforms that the settings have a token for."""
    tokens = {"telegram": settings.telegram.token, "discord": settings.discord.token}
    return [platform for platform in TOKENS if tokens[platform].get_secret_value()]


def missing(settings: Settings, wanted: Collection[str]) -> list[str]:
    """A sentence for each platform that somebody subscribes on, and that there is no token for."""
    return [
        f"There are subscriptions on {platform.capitalize()}, but no token for it. {way}"
        for platform, way in TOKENS.items()
        if platform in wanted and platform not in with_token(settings)
    ]
