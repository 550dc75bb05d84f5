"""The running bot: everything that ``paperboy run`` keeps going, and what it says of itself meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import bot
from bot import config, logs
from bot.cli.accounts import account, facts
from bot.cli.parts import NO_KEY, QUICK, Assembled, assemble, messages
from bot.cli.platforms import TOKENS, Platforms, missing
from bot.cli.watch import ServiceProgress
from bot.clock import Clock
from bot.config import Settings
from bot.errors import SettingsError, StoreError
from bot.health import answering
from bot.meters import Meters
from bot.scheduler import Job, scheduled
from bot.status import REPORTED, Status, unwell
from bot.store import examine
from bot.summarize.summarizer import Patience
from handlers.clockwork import Clockwork
from handlers.courier import Outcome
from handlers.reporting import Reporter
from handlers.vigil import Vigil

log = logging.getLogger(__name__)

CHECK: Final = timedelta(days=7)
"""How often all of the database is checked, if nothing gives another reason."""
AT_START: Final = 1.5
"""Seconds for that before a start; where they are not enough, it goes on beside the running bot."""
ALL_NIGHT: Final = 3600.0
GRACE: Final = 2.0
"""Seconds for what a model is writing when the bot is stopped. A job and an edition may both be at it, one after the
other, and pages under way have theirs in between (``handlers.rounds.GRACE``): all in all it ends within ten."""
_DAMAGE: Final = "damage"
_CHECKED: Final = "database checked"
"""The name under which the store keeps when that was."""


async def work(settings: Settings, file: Path | None, reload: asyncio.Event, clock: Clock) -> None:
    """Answer and deliver until cancelled, or until no platform is left. Each ``reload`` reads ``file`` again."""
    async with _opened(settings, file, clock) as service:
        await service.work(reload)


@asynccontextmanager
async def _opened(settings: Settings, file: Path | None, clock: Clock) -> AsyncIterator[Service]:
    meters = Meters(version=bot.__version__, platforms=TOKENS)
    progress = ServiceProgress(messages())
    opening = assemble(
        settings,
        progress,
        patience=QUICK,
        clock=clock,
        on_tokens=meters.tokens,
        on_model_end=progress.model_ended,
        model_patience=Patience(grace=GRACE),
    )
    async with opening as parts:
        platforms = Platforms(settings, parts, on_wait=meters.waited)
        service = Service(settings, file, parts, platforms, meters)
        progress.reporter = service.reporter
        await service.begin()
        try:
            async with answering(settings.health.listen, meters, service.unwell), platforms:
                yield service
        finally:
            await service.reporter.end()


class Service:
    """Holds together what works side by side."""

    def __init__(
        self, settings: Settings, file: Path | None, parts: Assembled, platforms: Platforms, meters: Meters
    ) -> None:
        self._settings = settings
        self._file = file
        self._parts = parts
        self._platforms = platforms
        self._meters = meters
        self.reporter = Reporter(
            parts,
            meters,
            version=bot.__version__,
            database=settings.database,
            platforms=platforms.standings,
            categories=lambda: self._settings.arxiv.categories,
            name=platforms.name,
        )
        self._vigil = Vigil(platforms.operators, parts.store, parts.clock, daily_line=lambda: self._settings.daily_line)
        self._clockwork = Clockwork(
            parts, platforms.courier, categories=settings.arxiv.categories, on_outcome=self._came_of_it
        )
        self._before: Status | None = None
        self._unchecked = False

    async def begin(self) -> None:
        """See how the run before this one ended, and whether the database is sound.

        :raises StoreError: it is damaged
        """
        self._before = before = await self.reporter.begin()
        now = self._parts.clock.now()
        if before is not None and before.stopped is None:
            log.warning("The run before this one was not stopped as it should be, at %s or later", f"{before.at:%F %R}")
        checked = await self._parts.store.kept(_CHECKED)
        is_old = checked is None or now - datetime.fromisoformat(checked) > CHECK
        if is_old or (before and before.stopped is None):
            self._unchecked = not await self._check(AT_START)

    def unwell(self) -> list[str]:
        """Why the bot does not do its work."""
        return list(unwell(self.reporter.status, self._parts.clock.now()))

    async def work(self, reload: asyncio.Event) -> None:
        """Answer and deliver until cancelled, or until no platform is left, which it raises."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(_beside(self._meters.watch_the_loop()))
            self._platforms.connect(TOKENS)
            await stack.enter_async_context(scheduled([Job("the account of itself", REPORTED, self._report)]))
            await stack.enter_async_context(_beside(self._reload_at(reload)))
            if self._unchecked:
                await stack.enter_async_context(_beside(self._check_at_leisure()))
            await self._platforms.first()
            subscriptions = await self._parts.store.subscriptions()
            self._warn_of_missing({one.destination.platform for one in subscriptions})
            log.info("Running, with %d subscriptions", len(subscriptions))
            try:
                async with scheduled(map(self._watched, self._clockwork.jobs)):
                    try:
                        await self._platforms.last()
                    finally:
                        self._platforms.courier.stop()  # while the jobs end, no other page is begun
            finally:
                await self._clockwork.stop()

    def _watched(self, job: Job) -> Job:
        """The same job, of whose course the account of the bot tells."""

        async def run() -> None:
            try:
                await job.run()
            except StoreError as error:
                self.reporter.store_failed(job.name, str(error))
            else:
                self.reporter.ran(job.name)

        return replace(job, run=run)

    def _came_of_it(self, day: date, outcome: Outcome) -> None:
        self.reporter.outcome(day, outcome)
        if sentence := account(day, outcome, self._platforms.name(outcome.subscription.destination)):
            log.info("%s", sentence, extra=facts(day, outcome))

    async def _report(self) -> None:
        """Say how the bot is, and tell its operators what needs them."""
        status = await self.reporter.make()
        before, self._before = self._before, None
        if before is not None:
            await self._vigil.begin(before)
        await self._vigil.look(status)

    async def _reload_at(self, reload: asyncio.Event) -> None:
        while True:
            await reload.wait()
            reload.clear()
            try:
                await self._reload()
            except Exception:
                log.exception("The settings could not be read again, and stay as they were")

    async def _reload(self) -> None:
        """Read the settings again, and go by them; those with a mistake change nothing."""
        operators = self._platforms.operators
        try:
            read = await asyncio.to_thread(lambda: config.load(config.find(self._file)))
            settings, unchanged = config.merged(self._settings, read)
            self._parts.summarizer.choose(settings.summarizer)
        except SettingsError as error:
            mistakes = "; ".join(str(error).splitlines())
            sentence = f"The settings can't be used, so those before them stay: {mistakes}"
            log.error("%s", sentence)  # noqa: TRY400 -- the sentence says it all
            with suppress(StoreError):
                await operators.over("settings")  # another attempt, with mistakes of its own
            await operators.tell("settings", sentence, logged=True)
            return
        self._settings = settings
        self.reporter.model_answered()  # whether the next one does will be seen
        self._platforms.change(settings)
        self._clockwork.fetch(settings.arxiv.categories)
        logs.write_as(settings.log.format)
        subscriptions = await self._parts.store.subscriptions()
        log.info("The settings were read again; there are %d subscriptions", len(subscriptions))
        if unchanged:
            log.warning("These need a restart, and stay as they were: %s", ", ".join(unchanged))
        if settings.summarizer.lacks_key:
            log.warning(NO_KEY)
        self._warn_of_missing({one.destination.platform for one in subscriptions})
        await operators.over("settings")

    def _warn_of_missing(self, platforms: set[str]) -> None:
        for sentence in missing(self._settings, platforms):
            log.warning("%s", sentence)

    async def _check(self, seconds: float) -> bool:
        if not await examine(self._settings.database, seconds=seconds):
            return False
        await self._parts.store.keep(_CHECKED, self._parts.clock.now().isoformat())
        await self._platforms.operators.over(_DAMAGE)
        return True

    async def _check_at_leisure(self) -> None:
        try:
            await self._check(ALL_NIGHT)
        except StoreError as error:
            log.error("%s", error)  # noqa: TRY400 -- the sentence says it all
            await self._platforms.operators.tell(_DAMAGE, str(error), logged=True)


@asynccontextmanager
async def _beside(job: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let it run until the end of the block."""
    task = asyncio.create_task(job)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
