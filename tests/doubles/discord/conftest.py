"""A stand-in with a clock, and a bare client for it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ClientTimeout

from tests.doubles.clock import MovedClock
from tests.doubles.discord.client import NOON, Client
from tests.doubles.discord.server import DiscordDouble


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(NOON)


@pytest.fixture
async def discord(clock: MovedClock) -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble(clock, rates=False) as double:
        yield double


@pytest.fixture
async def client(discord: DiscordDouble) -> AsyncIterator[Client]:
    async with ClientSession(timeout=ClientTimeout(5)) as session:
        yield Client(discord, session)
