"""``paperboy backup``: a copy of the database, also while the bot works with it."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.parts import config_option, messages, run
from bot.cli.watch import TerminalProgress
from bot.config import Settings
from bot.store import back_up


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
def command(settings: Settings, file: Path) -> None:
    """Copy the database to FILE, as it stands now.

    The bot may go on meanwhile. An earlier backup of that name is replaced once the new one is whole and checked. To
    restore it, stop the bot and put the copy where `database` in the settings points; delete what lies beside the old
    file under its name with -wal and -shm.
    """
    run(_back_up(settings, file))


async def _back_up(settings: Settings, file: Path) -> None:
    with TerminalProgress(messages()) as progress:
        progress.start("Copying")
        size = await back_up(settings.database, file, report=progress.reach)
    click.echo(f"{settings.database} is backed up to {file} ({size / 1e6:.1f} MB).")
