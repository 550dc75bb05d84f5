"""``paperboy search``: papers that the database holds, by what is in them."""

from __future__ import annotations

import click

from bot.cli.parts import config_option, messages, output, run
from bot.clock import SystemClock
from bot.config import Settings
from bot.console import answers
from bot.query import Order, Query, read
from bot.store import Found, Store


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many papers.")
@click.option("--best", is_flag=True, help="The best match first, not the newest.")
@config_option
def command(settings: Settings, words: tuple[str, ...], limit: int, best: bool) -> None:
    """Find papers by their words, newest first.

    Title, abstract, authors and summaries are searched, in any language; a paper must hold all the words. In quotation
    marks they must stand together; author:NAME, cat:cs.CV, after:2026-11-01, before:7d, sort:best and, after --, -WORD
    narrow it.
    """
    reading = read(" ".join(words), today=SystemClock().now().date())
    order = reading.order or (Order.BEST if best else Order.NEWEST)
    found = run(_search(settings, reading.query, order, limit))
    if found.papers:
        output().print(answers.hits(list(found.papers)))
    if not found.complete:
        messages().print("Time was over before all papers were looked at; more words make it quicker.")
    elif found.suggestion:
        messages().print(f"Did you mean: {found.suggestion}")
    elif not found.papers:
        messages().print("No paper in the database has all these words. Fewer words find more.")


async def _search(settings: Settings, query: Query, order: Order, limit: int) -> Found:
    async with await Store.open(settings.database, create=False) as store:
        return await store.find(query, order=order, limit=limit)
