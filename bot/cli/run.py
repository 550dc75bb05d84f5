"""``paperboy run``: the bot, until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from pathlib import Path

import click

from bot.cli.parts import FILE, config_option, run
from bot.cli.platforms import with_token
from bot.cli.service import work
from bot.clock import SystemClock
from bot.config import Settings, strays
from bot.errors import SettingsError
from bot.store import exclusive

log = logging.getLogger(__name__)


@click.command("run")
@config_option
@click.pass_context
def command(ctx: click.Context, settings: Settings) -> None:
    """Run the bot, which answers and delivers, until it is stopped.

    It answers people, and brings every edition when it is due. Stopped at any moment, the next start goes on where
    this one was. On SIGHUP it reads its settings again.
    """
    if not with_token(settings):
        lacking = (
            "There is no platform to run on. For Telegram, get a token from @BotFather and set "
            "PAPERBOY_TELEGRAM_TOKEN. For Discord, make a bot at https://discord.com/developers and set "
            "PAPERBOY_DISCORD_TOKEN. `paperboy chat` and `paperboy deliver` need none."
        )
        raise SettingsError(" ".join((lacking, *strays())))
    with exclusive(settings.database):
        run(serve(settings, ctx.meta[FILE]))


async def serve(settings: Settings, file: Path | None = None) -> None:
    """Everything, until SIGINT or SIGTERM, which stop it wherever it is; SIGHUP has ``file`` read again."""
    logging.getLogger().setLevel(logging.INFO)  # nobody sits before it: the log is all that is seen of it
    for sentence in strays():
        log.warning("%s", sentence)
    stop, reload = asyncio.Event(), asyncio.Event()
    # From a terminal, SIGHUP is what is left of it when it is closed.
    hung_up = stop if sys.stderr.isatty() else reload
    for sign, event in ((signal.SIGINT, stop), (signal.SIGTERM, stop), (signal.SIGHUP, hung_up)):
        asyncio.get_running_loop().add_signal_handler(sign, event.set)
    working = asyncio.create_task(work(settings, file, reload, SystemClock()))
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
