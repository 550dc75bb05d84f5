"""The bot on the stand-in for Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.adapter import Desk, Notes
from bot.discord.service import Discord
from tests.doubles.desks import Clerk, Register
from tests.doubles.discord.server import DiscordDouble

OPERATOR = 4711
_BOTS: WeakValueDictionary[int, Discord] = WeakValueDictionary()


async def _unreported(cause: str, sentence: str) -> None:
    raise AssertionError(f"{cause}: {sentence}")


def new_login(
    double: DiscordDouble,
    desk: Desk | None = None,
    register: Register | None = None,
    *,
    notes: Notes | None = None,
    token: str = "",
    operator: int = OPERATOR,
) -> Discord:
    """The bot, not logged in yet."""
    register = register or Register()
    _BOTS[id(double)] = discord = Discord(
        token=token or double.token,
        api_url=double.api_url,
        gateway_url=double.gateway_url,
        desk=desk or Clerk(),
        residence=register,
        notes=notes or register,
        report=_unreported,
        is_operator=lambda user: user == str(operator),
        clock=double.clock,
    )
    return discord


@asynccontextmanager
async def logged_in(
    double: DiscordDouble, desk: Desk | None = None, register: Register | None = None
) -> AsyncIterator[Discord]:
    """The bot, answering people, its commands published; what it says is faultless."""
    async with new_login(double, desk, register) as discord:
        await settled(double)
        yield discord
        await settled(double)
    assert double.breaches == [], double.breaches


async def settled(double: DiscordDouble) -> None:
    """Wait until everything that was said is answered: the events have arrived, and the bot is at rest."""
    bot = _BOTS[id(double)]
    async with asyncio.timeout(20):
        while True:
            await double.settled(quiet=0.05)
            if not bot._turns.tasks:
                return
            await asyncio.sleep(0.01)
