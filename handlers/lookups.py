"""Everything that people can ask about papers and days, in the order of ``/help``."""

from __future__ import annotations

from bot.messages import Command
from handlers import bibtex, catchup, categories, paper, search, similar, today, why
from handlers.context import Context


def commands(context: Context) -> tuple[Command, ...]:
    """The commands of all these families."""
    families = (
        paper.commands(context),
        search.commands(context),
        today.commands(context),
        catchup.commands(context),
        similar.commands(context),
        bibtex.commands(context),
        why.commands(context),
        categories.commands(),
    )
    return tuple(command for family in families for command in family)
