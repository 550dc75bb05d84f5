"""Which platforms there are, and what keeps the account of their chats: the second half of the composition root."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial
from types import TracebackType
from typing import Final, Self, TypeAlias

from bot.adapter import Adapter, Unreachable
from bot.cli.connections import Connection, Service
from bot.cli.exchange import Front
from bot.config import Settings
from bot.console.adapter import ConsoleAdapter
from bot.errors import PaperboyError, SettingsError
from bot.messages import Destination
from bot.status import Platform
from handlers.courier import Courier
from handlers.daily import Parts
from handlers.operators import Operators
from handlers.residents import Residents
from handlers.table import desk

log = logging.getLogger(__name__)

LAST_WORDS: Final = 2.0
"""Seconds for telling operators, at the end, what they have not heard yet."""

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

    def __init__(
        self, settings: Settings, parts: Parts, *, on_wait: Callable[[str, float], object] | None = None
    ) -> None:
        """The console needs no login, and is open from the start.

        ``on_wait`` is told on which platform a request had to wait for its turn, and for how many seconds.
        """
        self.adapters: dict[str, Adapter] = {"console": ConsoleAdapter()}
        self.operators = Operators(_people(settings), adapters=self.adapters, store=parts.store, clock=parts.clock)
        self._residents = Residents(parts.store, self.operators, parts.clock)
        self.courier = Courier(
            store=parts.store, adapters=self.adapters, residents=self._residents, operators=self.operators
        )
        self._front = Front(desk(parts, settings))
        self._settings = settings
        self._parts = parts
        self._on_wait = on_wait
        self._connections: dict[str, Connection] = {}
        self._troubles: dict[str, str] = {}

    def change(self, settings: Settings) -> None:
        """Go by these settings from now on, but for tokens and addresses."""
        self._settings = settings
        self._parts.store.adopt(settings.own_subscriptions)
        self.operators.people = _people(settings)
        self._front.open(desk(self._parts, settings))

    def name(self, destination: Destination) -> str:
        """What people call a chat."""
        return self.operators.name(destination)

    def standings(self) -> list[Platform]:
        """How each platform stands that there is a login for."""
        return [self._standing(each) for each in self._connections.values()]

    def _standing(self, connection: Connection) -> Platform:
        name = connection.platform
        if connection.failure:
            return Platform(name=name, standing="out", why=str(connection.failure))
        if name in self.adapters:
            return Platform(name=name, standing="here")
        return Platform(name=name, standing="away", why=self._troubles.get(name, "Logging in."))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(PaperboyError, TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                await self.operators.remind(at_once=True)  # what was to be told with more
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
        await self.operators.over(_login(connection))

    async def _failed(self, connection: Connection) -> None:
        """Say so, unless it was the last: whoever waits for that hears it."""
        if all(each.failure for each in self._connections.values()):
            return
        sentence = f"{connection.failure} Until it is started again, the bot goes on without {connection.name}."
        log.error("%s", sentence)
        try:
            await self.operators.tell(_login(connection), sentence, logged=True)
        except PaperboyError as error:
            log.warning("%s", error)

    def _trouble(self, platform: str, say: Say | None, sentence: str) -> None:
        self._troubles[platform] = sentence
        if say:
            say(sentence)
        else:
            log.warning("%s", sentence)

    def _waited(self, platform: str, seconds: float) -> None:
        if self._on_wait:
            self._on_wait(platform, seconds)

    def _is_operator(self, platform: str, user: str) -> bool:
        return self._settings.is_operator(platform, user)

    def _telegram(self, on_trouble: Say | None) -> AbstractAsyncContextManager[Service]:
        # Its libraries take half a second to load: whoever has no token does not wait for them.
        from bot.telegram.service import Telegram, Webhook  # noqa: PLC0415

        wishes = self._settings.telegram
        return Telegram(
            token=wishes.token.get_secret_value(),
            base_url=wishes.base_url,
            desk=self._front,
            residence=self._residents,
            notes=self._parts.store,
            report=self.operators.tell,
            is_operator=partial(self._is_operator, "telegram"),
            clock=self._parts.clock,
            webhook=Webhook(wishes.webhook_url, wishes.webhook_listen) if wishes.webhook_url else None,
            proxy=wishes.proxy or None,
            on_trouble=partial(self._trouble, "telegram", on_trouble),
            on_wait=partial(self._waited, "telegram"),
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
            desk=self._front,
            residence=self._residents,
            notes=self._parts.store,
            report=self.operators.tell,
            is_operator=partial(self._is_operator, "discord"),
            clock=self._parts.clock,
            on_trouble=partial(self._trouble, "discord", on_trouble),
            on_wait=partial(self._waited, "discord"),
        )


def _people(settings: Settings) -> list[Destination]:
    return [Destination(*person.split(":", 1)) for person in settings.admins]


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
