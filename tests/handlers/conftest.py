"""The same parts, servers and clock as in the stories, and a bot that runs on them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.subscriptions import Subscription
from tests.doubles.posts import Postbox
from tests.doubles.running import Running
from tests.stories.conftest import Assemble, arxiv, assemble, clock, model, papers, witness

__all__ = ["arxiv", "assemble", "clock", "model", "papers", "witness"]

Run = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture
def run(assemble: Assemble) -> Run:
    """Each call is a new start of the bot on the same database."""

    @asynccontextmanager
    async def start(chats: Postbox, *subscriptions: Subscription) -> AsyncIterator[Running]:
        async with assemble() as parts:
            yield Running(parts, chats, subscriptions)

    return start
