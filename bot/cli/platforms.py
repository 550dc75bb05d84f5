"""Which platforms there are, and what keeps the account of their chats: the second half of the composition root."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from bot.adapter import Adapter
from bot.config import Settings
from bot.console.adapter import ConsoleAdapter
from bot.errors import SettingsError
from bot.messages import Destination
from handlers.courier import Courier
from handlers.daily import Parts
from handlers.operators import Operators
from handlers.residents import Residents
from handlers.table import desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Platforms:
    """The open platforms, by name, and who brings editions to them."""

    adapters: dict[str, Adapter]
    courier: Courier


@asynccontextmanager
async def open_platforms(settings: Settings, parts: Parts, wanted: Collection[str]) -> AsyncIterator[Platforms]:
    """Log in to those of the ``wanted`` platforms that have a token, and listen to what people write there."""
    adapters: dict[str, Adapter] = {"console": ConsoleAdapter()}
    people = [Destination(*person.split(":", 1)) for person in settings.admins]
    operators = Operators(people, adapters=adapters, store=parts.store, clock=parts.clock)
    residents = Residents(parts.store, operators, parts.clock)
    courier = Courier(store=parts.store, adapters=adapters, residents=residents, operators=operators)
    async with AsyncExitStack() as stack:
        token = settings.telegram.token.get_secret_value()
        if "telegram" in wanted and token:
            # Its libraries take half a second to load: whoever has no token does not wait for them.
            from bot.telegram.service import Telegram, Webhook  # noqa: PLC0415

            webhook = settings.telegram.webhook_url
            telegram = await stack.enter_async_context(
                Telegram(
                    token=token,
                    base_url=settings.telegram.base_url,
                    desk=desk(parts, settings),
                    residence=residents,
                    notes=parts.store,
                    report=operators.tell,
                    is_operator=partial(settings.is_operator, "telegram"),
                    clock=parts.clock,
                    webhook=Webhook(webhook, settings.telegram.webhook_listen) if webhook else None,
                    proxy=settings.telegram.proxy or None,
                )
            )
            adapters["telegram"] = telegram.adapter
        yield Platforms(adapters=adapters, courier=courier)


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
