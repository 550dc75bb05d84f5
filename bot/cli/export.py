"""``paperboy export``: a stored day as a document."""

from __future__ import annotations

from datetime import date

import click

from bot import documents
from bot.cli.parts import config_option, day_option, run, write
from bot.clock import SystemClock
from bot.config import Settings
from bot.digest import Digest
from bot.store import Store
from handlers import archive


@click.command("export")
@day_option("The day to export. [default: the newest in the database]")
@click.option("--format", "form", type=click.Choice(list(documents.RENDERERS)), default="markdown", show_default=True)
@click.option("--language", help="Of the summaries. [default: for each paper the newest that there is]")
@click.option("--with-receipt", is_flag=True, help="Add the cover with the receipt to Markdown.")
@config_option
def command(settings: Settings, day: date | None, form: str, language: str | None, with_receipt: bool) -> None:
    """Print what the database holds of one day; ask nobody."""
    write(documents.render(run(_stored(settings, day, language)), form, receipt=with_receipt))


async def _stored(settings: Settings, day: date | None, language: str | None) -> Digest:
    async with await Store.open(settings.database, create=False) as store:
        return await archive.stored_day(day, settings.arxiv.categories, language, store, clock=SystemClock())
