"""``paperboy digest``: fetch, summarize, and print one edition."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from bot import announcements, categories, documents
from bot.cli.parts import QUICK, STEADY, assemble, config_option, day_option, messages, output, run, write
from bot.cli.watch import TerminalProgress
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.console import render
from bot.digest import Digest
from bot.wishes import Wishes
from handlers import daily, quiet


@click.command("digest")
@day_option("The announcement day. [default: the newest that is out]")
@click.option("-c", "--category", "codes", multiple=True, metavar="CODE", help="Only this category; may be repeated.")
@click.option("--format", "form", type=click.Choice(["text", *documents.RENDERERS]), default="text", show_default=True)
@click.option("--language", default="English", show_default=True, help="Of the summaries, by its English name.")
@click.option("--crosslists/--no-crosslists", default=True, help="With papers whose main category is another.")
@click.option("--replacements/--no-replacements", default=False, help="With new versions of earlier papers.")
@click.option("--want", "wanted_words", multiple=True, metavar="WORDS", help="Only papers that mention this.")
@click.option("--without", "unwanted_words", multiple=True, metavar="WORDS", help="No paper that mentions this.")
@click.option("--author", "wanted_authors", multiple=True, metavar="NAME", help="Only papers by this author.")
@click.option("--without-author", "unwanted_authors", multiple=True, metavar="NAME", help="No paper by this author.")
@click.option("--wait", is_flag=True, help="Stay, and ask again until every category is there.")
@config_option
def command(
    settings: Settings, day: date | None, codes: tuple[str, ...], form: str, *, wait: bool, **filters: Any
) -> None:
    """Print one day's edition with its receipt; deliver nothing.

    Today's announcement comes from arXiv's feeds, an earlier one (up to 90 days back) from its catch-up pages. What is
    fetched and summarized is kept, so the same day a second time asks nobody.
    """
    chosen = tuple(dict.fromkeys(map(categories.canonical, codes))) or settings.arxiv.categories
    run(print_edition(settings, day, Wishes(categories=chosen, **filters), form, wait=wait, clock=SystemClock()))


async def print_edition(
    settings: Settings, day: date | None, wishes: Wishes, form: str, *, wait: bool, clock: Clock
) -> None:
    """Make the edition of ``day`` (None: the newest that is out) and print it, or say why there is none."""
    started = clock.now()
    wanted = day or announcements.newest(started)
    with TerminalProgress(messages()) as progress:
        if day is None and (reason := quiet.why_not_today(wanted, started)):
            progress.say(reason)
        async with assemble(settings, progress, patience=STEADY if wait else QUICK, clock=clock) as parts:
            edition = await daily.edition(wanted, wishes, parts, wait=wait)
    nothing = quiet.why(edition, asked_at=started, now=clock.now())
    if nothing is None or form != "text":
        _print(edition.digest, form)
    if fault := quiet.fault(edition, nothing):
        raise fault
    if nothing:
        messages().print(str(nothing))


def _print(digest: Digest, form: str) -> None:
    if form == "text":
        output().print(render.edition(digest))
    else:
        write(documents.render(digest, form, receipt=True))
