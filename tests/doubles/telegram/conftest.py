"""A stand-in with a clock, a bare client and a real library's bot on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ClientTimeout
from telegram import Bot

from tests.doubles.clock import MovedClock
from tests.doubles.telegram.client import NOON, Client
from tests.doubles.telegram.server import TelegramDouble


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(NOON)


@pytest.fixture
async def telegram(clock: MovedClock) -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(clock) as double:
        yield double


@pytest.fixture
async def client(telegram: TelegramDouble) -> AsyncIterator[Client]:
    async with ClientSession(timeout=ClientTimeout(5)) as session:
        yield Client(telegram, session)


@pytest.fixture
async def bot(telegram: TelegramDouble) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url, base_file_url=telegram.base_file_url) as bot:
        yield bot
