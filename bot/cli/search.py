"""``paperboy search``: words in the papers that the database holds."""

from __future__ import annotations

import click

from bot.cli.parts import config_option, messages, output, run
from bot.config import Settings
from bot.console import answers
from bot.papers import Paper
from bot.store import Store


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many papers.")
@config_option
def command(settings: Settings, words: tuple[str, ...], limit: int) -> None:
    """Find papers by their words, newest first.

    Title, abstract, authors and summaries are searched, in any language; a paper must hold all the words.
    """
    found = run(_search(settings, " ".join(words), limit))
    if found:
        output().print(answers.hits(found))
    else:
        messages().print("No paper in the database has all these words. Fewer words find more.")


async def _search(settings: Settings, words: str, limit: int) -> list[Paper]:
    async with await Store.open(settings.database, create=False) as store:
        return await store.search(words, limit=limit)
