"""The table of everything that people can ask, and the desk that answers with it."""

from __future__ import annotations

from functools import partial

from bot.config import Settings
from bot.messages import Command
from handlers import about, inline, lookups, privacy, reader, saved, status, subscribe
from handlers import settings as preferences
from handlers.context import Context
from handlers.daily import Parts
from handlers.desk import Desk
from handlers.help import Help
from handlers.limits import Limits


def desk(parts: Parts, settings: Settings) -> Desk:
    """The front desk with every command, for people in the languages that they chose."""
    context = _context(parts, settings)
    return Desk(
        _commands(context, settings),
        recognize=partial(reader.recognized, store=parts.store),
        offers=partial(inline.offer, context=context),
    )


def commands(parts: Parts, settings: Settings) -> tuple[Command, ...]:
    """Every command, in the order in which ``/help`` lists them."""
    return _commands(_context(parts, settings), settings)


def _context(parts: Parts, settings: Settings) -> Context:
    return Context(
        parts=parts,
        wishes=partial(reader.wishes, store=parts.store, offered=settings.arxiv.categories),
        limits=Limits(settings.limits.per_person, clock=parts.clock),
    )


def _commands(context: Context, settings: Settings) -> tuple[Command, ...]:
    parts, summarizer, offered = context.parts, settings.summarizer, settings.arxiv.categories
    return Help(
        (
            *lookups.commands(context),
            *saved.commands(context),
            *subscribe.commands(parts, offered=offered),
            *preferences.commands(parts, offered=offered),
            *privacy.commands(parts),
            *status.commands(parts, categories=offered, budget=summarizer.daily_token_budget),
            *about.commands(model=summarizer.model if summarizer.uses_model else None),
        )
    ).commands
