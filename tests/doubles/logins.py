"""The bot on the stand-in for Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.adapter import Desk, Notes
from bot.telegram.service import Telegram, Webhook
from tests.doubles.desks import Clerk, Register
from tests.doubles.telegram.server import TelegramDouble

OPERATOR = 4711
_BOTS: WeakValueDictionary[int, Telegram] = WeakValueDictionary()


async def _unreported(cause: str, sentence: str) -> None:
    raise AssertionError(f"{cause}: {sentence}")


def new_login(
    double: TelegramDouble,
    desk: Desk | None = None,
    register: Register | None = None,
    *,
    notes: Notes | None = None,
    webhook: Webhook | None = None,
    token: str = "",
) -> Telegram:
    """The bot, not logged in yet."""
    register = register or Register()
    _BOTS[id(double)] = telegram = Telegram(
        token=token or double.token,
        base_url=double.base_url,
        desk=desk or Clerk(),
        residence=register,
        notes=notes or register,
        report=_unreported,
        is_operator=lambda user: user == str(OPERATOR),
        clock=double.clock,
        webhook=webhook,
    )
    return telegram


@asynccontextmanager
async def logged_in(
    double: TelegramDouble, desk: Desk | None = None, register: Register | None = None
) -> AsyncIterator[Telegram]:
    """The bot, answering people; what it says is faultless."""
    async with new_login(double, desk, register) as telegram:
        yield telegram
    assert double.breaches == []


async def settled(double: TelegramDouble) -> None:
    """Wait until everything that was written is answered: the updates are fetched, and the bot is at rest."""
    bot = _BOTS[id(double)]
    for _ in range(2000):
        if not double.updates.pending and not bot._tasks:
            return
        await asyncio.sleep(0.005)
    raise TimeoutError(f"still waiting: {double.updates.pending} {bot._tasks}")
