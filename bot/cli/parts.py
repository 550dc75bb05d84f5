"""The composition root: from settings to parts. Nothing else in the program builds its own dependencies."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from bot import config, logs
from bot.arxiv import Arxiv
from bot.cli.exchange import Writer
from bot.cli.watch import TerminalProgress
from bot.clock import Clock
from bot.config import Settings
from bot.errors import UsageError
from bot.store import Store
from bot.summarize.summarizer import Patience
from handlers.daily import Parts

QUICK = 60.0
"""Seconds of trying where somebody sits before the screen."""
STEADY = 3600.0
"""Seconds of trying where nobody waits: arXiv's troubles often last for minutes."""

NO_KEY = "There is no key for the model (OPENAI_API_KEY), so papers speak in their authors' words."

FILE = "paperboy settings file"
"""Where a verb finds, in its context's ``meta``, the path of the settings file that was read; None for no file."""

T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])


def config_option(command: Command) -> Command:
    """``--config FILE`` after the verb as well as before it; the verb receives ``settings``."""

    def read(ctx: click.Context, _: click.Parameter, path: Path | None) -> Settings:
        ctx.meta[FILE] = file = config.find(path or ctx.find_root().obj)
        settings = config.load(file)
        logs.write_as(settings.log.format)
        return settings

    return click.option(
        "--config",
        "settings",
        type=click.Path(path_type=Path),
        callback=read,
        help="The settings file. [default: paperboy.toml]",
    )(command)


def day_option(help_text: str) -> Callable[[Command], Command]:
    """``--day YYYY-MM-DD`` as a ``date``, or None."""

    def read(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise UsageError(f"--day {value} is not a day; write it like 2026-11-20.") from None

    return click.option("--day", metavar="YYYY-MM-DD", callback=read, help=help_text)


def run(job: Coroutine[Any, Any, T]) -> T:
    """Run one job to its end in a loop of its own. SIGTERM, with which services are stopped, is as gentle as Ctrl-C."""

    async def until_terminated() -> T:
        task = asyncio.current_task()
        if task and threading.current_thread() is threading.main_thread():  # only that one hears signals
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await job

    # What starting made stays for good. A full collection that walks it would keep the loop waiting for 50 ms.
    gc.freeze()
    try:
        return asyncio.run(until_terminated())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


class _Output(Console):
    """Leaves the decision what a broken pipe means to whoever answers for all errors."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704 -- rich calls this while it handles the error


def output() -> Console:
    """Standard output: colour only on a terminal, 80 columns where there is none to ask."""
    console = _Output(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and console.width < 80:
        console.width = 80
    return console


def write(document: str) -> None:
    """Put a document on standard output: in UTF-8, as it says of itself, whatever the terminal speaks."""
    click.echo(document.encode("utf-8", "replace"), nl=False)


def messages() -> Console:
    """Standard error: progress and sentences, so that output can go to a file. In a log, a sentence is a line."""
    console = _Output(stderr=True, highlight=False, markup=False, emoji=False)
    console.soft_wrap = not console.is_terminal
    return console


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled(Parts):
    """Parts whose writer can be exchanged."""

    summarizer: Writer


@asynccontextmanager
async def assemble(
    settings: Settings,
    progress: TerminalProgress,
    *,
    patience: float,
    clock: Clock,
    on_tokens: Callable[[int], object] | None = None,
    on_model_end: Callable[[str], object] | None = None,
    model_patience: Patience | None = None,
) -> AsyncIterator[Assembled]:
    """All parts, opened in order and closed in reverse.

    ``on_tokens`` is told of each answer's tokens, ``on_model_end`` why the model is asked no more for now.
    """
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(await Store.open(settings.database))
        store.adopt(settings.own_subscriptions)
        source = await stack.enter_async_context(
            Arxiv(
                rss_url=settings.arxiv.rss_url,
                site_url=settings.arxiv.site_url,
                api_url=settings.arxiv.api_url,
                request_interval=settings.arxiv.request_interval,
                page_interval=settings.arxiv.page_interval,
                contact=settings.arxiv.contact,
                clock=clock,
                patience=patience,
                stopped=await store.stops(),
                on_wait=progress.say,
            )
        )
        if settings.summarizer.lacks_key:
            progress.say(NO_KEY)
        writer = await stack.enter_async_context(
            Writer(
                settings.summarizer,
                store=store,
                clock=clock,
                on_tokens=on_tokens,
                on_end=on_model_end,
                patience=model_patience,
            )
        )
        yield Assembled(source=source, store=store, summarizer=writer, clock=clock, progress=progress)
