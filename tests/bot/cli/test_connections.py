"""A platform in a task of its own: there while it is logged in, gone before it logs out, and failing by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.adapter import Adapter
from bot.cli.connections import Connection, Service
from bot.console.adapter import ConsoleAdapter
from bot.errors import SettingsError


@dataclass
class Stage:
    """A service that does what it is told, and what is seen of it."""

    refusal: Exception | None = None
    adapters: dict[str, Adapter] = field(default_factory=dict)
    adapter: Adapter = field(default_factory=ConsoleAdapter)
    told: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    owner: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def service(self) -> AsyncIterator[Service]:
        await self.open.wait()
        if self.refusal is not None:
            raise self.refusal
        self.owner = asyncio.current_task()
        try:
            yield self
        except asyncio.CancelledError:
            self.told.append(f"leaves, {'with' if self.adapters else 'without'} an adapter")
            if self.refusal is None:
                raise
            assert self.owner is not None
            self.owner.uncancel()
            raise self.refusal from None

    def fail(self, error: Exception) -> None:
        """As a service does that can't go on: whoever entered it is cancelled, and told why."""
        assert self.owner is not None
        self.refusal = error
        self.owner.cancel()

    def connect(self) -> Connection:
        async def here(connection: Connection) -> None:
            self.told.append(f"{connection.name} is here")

        async def failed(connection: Connection) -> None:
            self.told.append(f"{connection.name}: {connection.failure}")

        return Connection("telegram", self.service, adapters=self.adapters, on_here=here, on_failed=failed)


async def test_it_is_there_once_it_is_logged_in_and_gone_before_it_logs_out() -> None:
    stage = Stage()
    connection = stage.connect()
    await asyncio.sleep(0)
    assert stage.adapters == {}
    stage.open.set()
    assert await connection.logged_in()
    assert stage.adapters == {"telegram": stage.adapter}
    await connection.close()
    assert stage.told == ["Telegram is here", "leaves, without an adapter"]
    assert connection.failure is None


async def test_one_that_is_still_trying_is_given_up() -> None:
    stage = Stage()
    connection = stage.connect()
    await asyncio.sleep(0)
    await connection.close()
    assert stage.told == []


async def test_one_that_can_not_log_in_says_why() -> None:
    stage = Stage(refusal=SettingsError("No such token."))
    stage.open.set()
    connection = stage.connect()
    assert not await connection.logged_in()
    await connection.end()
    assert stage.told == ["Telegram: No such token."]


async def test_one_that_fails_later_is_gone_and_says_why() -> None:
    stage = Stage()
    stage.open.set()
    connection = stage.connect()
    assert await connection.logged_in()
    stage.fail(SettingsError("Somebody else uses it."))
    await connection.end()
    assert stage.adapters == {}
    assert stage.told[1:] == ["leaves, without an adapter", "Telegram: Somebody else uses it."]


async def test_a_mistake_of_ours_ends_that_one_alone_and_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    stage = Stage(refusal=ZeroDivisionError("oh"))
    stage.open.set()
    connection = stage.connect()
    await connection.end()
    assert stage.told == ["Telegram: Telegram met a mistake in Paperboy; the log has it. Report it."]
    assert "ZeroDivisionError" in caplog.text
