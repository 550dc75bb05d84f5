"""``paperboy chat``: the bot in the terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import platformdirs

from bot.cli.parts import QUICK, assemble, config_option, messages, output, run
from bot.cli.watch import TerminalProgress
from bot.clock import SystemClock
from bot.config import Settings
from bot.console.chat import Chat
from bot.messages import Asker
from handlers.table import desk


@click.command("chat")
@click.option("--locale", metavar="TAG", help="The language that the bot speaks: en, zh. [default: the system's]")
@config_option
def command(settings: Settings, locale: str | None) -> None:
    """Talk with the bot in the terminal.

    Everything that can be asked on a chat platform is answered here; /help lists it. Lines from a file or a program
    are answered one after the other.
    """
    run(_chat(settings, locale or system_locale(os.environ)))


async def _chat(settings: Settings, locale: str) -> None:
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    console = output()
    asker = Asker(platform="console", user="local", chat="local", operator=True, locale=locale)
    # Above a line that waits for its answer, on the same terminal; never among answers that go to a file.
    progress = TerminalProgress(console if at_terminal else messages())
    async with assemble(settings, progress, patience=QUICK, clock=SystemClock()) as parts:
        chat = Chat(desk(parts, settings), asker, console)
        if at_terminal:
            await chat.talk(_history())
        else:
            if isinstance(sys.stdin, io.TextIOWrapper):
                sys.stdin.reconfigure(errors="replace")  # a stray byte is no reason to stop
            await chat.read(sys.stdin)


def system_locale(environment: Mapping[str, str]) -> str:
    """The language of messages that the environment asks for (``LANG=zh_CN.UTF-8``), by POSIX's order; else English."""
    asked = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    language = asked.partition(".")[0].partition("@")[0].replace("_", "-")
    return "en" if language in ("", "C", "POSIX") else language


def _history() -> Path:
    folder = platformdirs.user_state_path("paperboy")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "chat-history"
