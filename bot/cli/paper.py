"""``paperboy paper``: one paper in full."""

from __future__ import annotations

import click

from bot.cli.parts import QUICK, assemble, config_option, messages, output, run
from bot.cli.watch import TerminalProgress
from bot.clock import SystemClock
from bot.config import Settings
from bot.console import answers
from handlers.paper import find_paper


@click.command("paper")
@click.argument("identifier")
@click.option("--language", default="English", show_default=True, help="Of the summary, by its English name.")
@config_option
def command(settings: Settings, identifier: str, language: str) -> None:
    """Show one paper, by its arXiv id, DOI or link.

    A paper that is not in the database yet is fetched from arXiv, summarized and kept.
    """
    run(_show(settings, identifier, language))


async def _show(settings: Settings, identifier: str, language: str) -> None:
    with TerminalProgress(messages()) as progress:
        async with assemble(settings, progress, patience=QUICK, clock=SystemClock()) as parts:
            found = await find_paper(identifier, language, parts)
    output().print(answers.card(found.paper, found.summary))
