"""A stand-in server whose clock runs fast, and the program on one database, started as often as a test likes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.doubles.clock import FastClock
from tests.doubles.telegram.office import Open, office
from tests.doubles.telegram.server import TelegramDouble


@pytest.fixture
def fast() -> FastClock:
    return FastClock()


@pytest.fixture
async def telegram(fast: FastClock) -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(fast, rates=False) as double:
        yield double
    assert double.breaches == []


@pytest.fixture
def opened(telegram: TelegramDouble, fast: FastClock, tmp_path: Path) -> Open:
    return partial(office, telegram.base_url, telegram.token, tmp_path / "p.db", fast)
