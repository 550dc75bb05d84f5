"""``paperboy run``: the bot, until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from datetime import date, timedelta

import click

from bot.cli.accounts import account
from bot.cli.parts import QUICK, assemble, config_option, messages, run
from bot.cli.platforms import TOKENS, Platforms, missing, with_token
from bot.cli.watch import LoggedProgress
from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import SettingsError
from bot.scheduler import every
from bot.store import exclusive
from handlers.courier import Outcome
from handlers.rounds import Rounds

log = logging.getLogger(__name__)

A_ROUND = timedelta(seconds=5)
"""Whoever has just subscribed is waiting for an edition; arXiv is asked far less often."""


@click.command("run")
@config_option
def command(settings: Settings) -> None:
    """Run the bot, which answers and delivers, until it is stopped.

    It answers people, and brings every edition when it is due. Stopped at any moment, the next start goes on where
    this one was.
    """
    if not with_token(settings):
        raise SettingsError(
            "There is no platform to run on. For Telegram, get a token from @BotFather and set "
            "PAPERBOY_TELEGRAM_TOKEN. For Discord, make a bot at https://discord.com/developers and set "
            "PAPERBOY_DISCORD_TOKEN. `paperboy chat` and `paperboy deliver` need none."
        )
    with exclusive(settings.database):
        run(serve(settings))


async def serve(settings: Settings) -> None:
    """Everything, until SIGINT or SIGTERM: both stop it wherever it is, also while it starts."""
    logging.getLogger().setLevel(logging.INFO)  # nobody sits before it: the log is all that is seen of it
    stop = asyncio.Event()
    for stopping in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(stopping, stop.set)
    working = asyncio.create_task(_work(settings))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([working, stopped], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (working, stopped):
            task.cancel()
        await asyncio.wait([working])
    if not working.cancelled():
        working.result()
    log.info("Stopped; the next start goes on where this one was")


async def _work(settings: Settings) -> None:
    """Answer and deliver until cancelled, or until no platform is left."""
    async with (
        assemble(settings, LoggedProgress(messages()), patience=QUICK, clock=SystemClock()) as parts,
        Platforms(settings, parts) as platforms,
    ):
        platforms.connect(TOKENS)
        await platforms.first()
        subscriptions = await parts.store.subscriptions()
        for sentence in missing(settings, {one.destination.platform for one in subscriptions}):
            log.warning("%s", sentence)

        def note(day: date, outcome: Outcome) -> None:
            if sentence := account(day, outcome, platforms.name(outcome.subscription.destination)):
                log.info("%s", sentence)

        rounds = Rounds(parts, platforms.courier, categories=settings.arxiv.categories, on_outcome=note)
        log.info("Running, with %d subscriptions", len(subscriptions))
        try:
            async with every(A_ROUND, rounds.make):
                await platforms.last()
        finally:
            await rounds.stop()
