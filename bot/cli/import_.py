"""``paperboy import``: records of papers, single days or whole histories, into the database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from bot.cli.parts import config_option, day_option, messages, run
from bot.cli.watch import TerminalProgress
from bot.clock import NEW_YORK, SystemClock
from bot.config import Settings
from bot.store import Record, Store
from handlers import records


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@day_option("The announcement day of the papers. [default: the day in the file's name, else today]")
@click.option("--language", help="Of the summaries, by its English name. [default: told from their words]")
@config_option
def command(settings: Settings, files: tuple[Path, ...], day: date | None, language: str | None) -> None:
    """Take in papers and summaries from JSON Lines files.

    A record holds id, title, authors, categories, comment, summary (the abstract) and, where there is one, AI with
    tldr, motivation, method, result and conclusion. Importing a file again changes nothing.
    """
    run(_import(settings, files, day, language))


def _count_lines(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for line in lines if line.strip())


async def _import(settings: Settings, files: tuple[Path, ...], day: date | None, language: str | None) -> None:
    now = SystemClock().now()
    with TerminalProgress(messages()) as progress:
        async with await Store.open(settings.database) as store:
            for path in files:
                filed = day or records.day_of(path) or now.astimezone(NEW_YORK).date()
                progress.start(f"Importing {path.name}", await asyncio.to_thread(_count_lines, path))
                imported = await store.import_records(
                    _filed(path, filed, now, language), at=now, progress=progress.reach
                )
                progress.say(
                    f"{path}: {imported.records} records filed under {filed}; {imported.papers} papers and "
                    f"{imported.summaries} summaries are new or changed."
                )


def _filed(path: Path, day: date, made: datetime, language: str | None) -> Iterator[Record]:
    for record in records.read(path, made=made, language=language):
        yield day, record.paper, record.summary
