"""A reader at the front desk: what the commands about papers are asked with in tests."""

from __future__ import annotations

from datetime import datetime

from bot.messages import Asker, Card, Reply
from bot.papers import Paper, Summary
from bot.wishes import Wishes
from handlers import lookups
from handlers.context import Context
from handlers.daily import Parts
from handlers.desk import Desk
from handlers.limits import Limits

WISHES = Wishes(categories=("cs.CV", "cs.AI"))
ELSEWHERE = {"help", "save", "settings", "subscribe"}
"""Commands of other families that these lead to."""


def reader(locale: str = "en") -> Asker:
    """Somebody in a chat of their own."""
    return Asker(platform="console", user="reader", chat="reader", locale=locale)


def spent(parts: Parts) -> Limits:
    """Limits under which ``reader()`` may cause nothing more for an hour."""
    limits = Limits(1, clock=parts.clock)
    assert limits.allow(reader())
    return limits


def context(parts: Parts, *, wishes: Wishes = WISHES, limits: Limits | None = None) -> Context:
    """Everybody has the same wishes, and no limit unless one is given."""

    async def wishes_of(asker: Asker) -> Wishes:
        return wishes

    return Context(parts=parts, wishes=wishes_of, limits=limits or Limits(0, clock=parts.clock))


def desk(parts: Parts, *, wishes: Wishes = WISHES, limits: Limits | None = None) -> Desk:
    """A desk with the commands about papers."""
    return Desk(lookups.commands(context(parts, wishes=wishes, limits=limits)))


async def whole(reply: Reply) -> Reply:
    """The reply when it is complete."""
    while reply.later:
        reply = await reply.later()
    return reply


def button(reply: Reply | Card, label: str) -> str:
    """The command behind a button, by its label."""
    buttons = reply.buttons if isinstance(reply, Card) else [each for row in reply.buttons for each in row]
    return next(each.command for each in buttons if each.label == label)


def all_commands(reply: Reply) -> list[str]:
    """The commands of everything that can be pressed."""
    buttons = [each for row in reply.buttons for each in row] + [each for card in reply.cards for each in card.buttons]
    return [each.command for each in buttons] + [item.command for item in reply.items]


def assert_pressable(reply: Reply, desk: Desk) -> None:
    """Every button fits into 64 bytes and calls a command that there is."""
    names = {name for command in desk.commands for name in (command.name, *command.aliases)}
    for command in all_commands(reply):
        assert len(command.encode()) <= 64, command
        assert command.partition(" ")[0] in names | ELSEWHERE, command


def summary_of(paper: Paper, made: datetime, *, language: str = "English", origin: str = "parrot-2") -> Summary:
    """A summary as a model writes them."""
    return Summary(
        paper_id=paper.id,
        version=paper.version,
        language=language,
        tldr="The short of it.",
        motivation="Why they did it.",
        method="How they did it.",
        result="What came out: 95 of 100.",
        conclusion="What it means.",
        origin=origin,
        made=made,
    )
