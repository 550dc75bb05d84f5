"""``paperboy demo``: the whole path, from arXiv's formats to an edition, on a bundled day of invented papers."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import click

from bot import documents
from bot.cli.parts import QUICK, assemble, messages, output, run
from bot.cli.watch import TerminalProgress
from bot.clock import NEW_YORK, SystemClock
from bot.config import ArxivSettings, Settings
from bot.console import render
from bot.demo.server import DAY, SampleDay
from bot.digest import Digest
from bot.wishes import Wishes
from handlers import daily

DOCUMENTS = {"markdown": "edition.md", "html": "edition.html", "json": "edition.json"}


class SampleClock(SystemClock):
    """Runs like the machine's clock, on the morning of the sample day."""

    def __init__(self) -> None:
        morning = datetime.combine(DAY, time(6), NEW_YORK)
        self._ahead: timedelta = morning.astimezone(UTC) - super().now()

    def now(self) -> datetime:
        """The current moment of the sample day (aware, UTC)."""
        return super().now() + self._ahead


@click.command("demo")
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Where the edition's files and the database go.",
)
def command(folder: Path) -> None:
    """Show a whole run on a small bundled day, offline.

    The papers are invented. They are served in arXiv's own formats by a small server on this machine, fetched,
    checked, stored, summarized and printed, just as `paperboy digest` does with today's real ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob("paperboy.db*"):
        leftover.unlink()
    digest = run(_demo(folder / "paperboy.db"))
    output().print(render.edition(digest))
    say = messages().print
    say()
    for form, name in DOCUMENTS.items():
        (folder / name).write_text(documents.render(digest, form, receipt=True), encoding="utf-8")
        say(f"{form:>9}  {folder / name}")
    say("\nWith internet, the same for today's real papers:  paperboy digest")


async def _demo(database: Path) -> Digest:
    async with SampleDay() as sample:
        settings = Settings(
            database=database,
            arxiv=ArxivSettings(
                rss_url=sample.rss_url,
                site_url=sample.site_url,
                api_url=sample.api_url,
                request_interval=0.2,
                page_interval=0.2,
            ),
        )
        with TerminalProgress(messages()) as progress:
            progress.say(
                f"A sample day of invented papers, {DAY:%A %-d %B %Y}, served in arXiv's formats on this machine."
            )
            async with assemble(settings, progress, patience=QUICK, clock=SampleClock()) as parts:
                edition = await daily.edition(DAY, Wishes(categories=settings.arxiv.categories), parts)
    return edition.digest
