"""A stand-in server whose clock runs fast, and the program on one database, started as often as a test likes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.doubles.discord.office import LeapingClock, Open, office
from tests.doubles.discord.server import DiscordDouble


@pytest.fixture
def fast() -> LeapingClock:
    return LeapingClock()


@pytest.fixture
async def discord(fast: LeapingClock) -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble(fast, rates=False) as double:
        double.gateway.identify_rate = False
        yield double
    assert double.breaches == []


@pytest.fixture
def opened(discord: DiscordDouble, fast: LeapingClock, tmp_path: Path) -> Open:
    return partial(office, discord.api_url, discord.gateway_url, discord.token, tmp_path / "p.db", fast)
