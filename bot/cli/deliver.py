"""``paperboy deliver``: one edition to every subscription, each page exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from datetime import date

import click

from bot import announcements
from bot.adapter import Adapter
from bot.cli.parts import QUICK, STEADY, assemble, config_option, day_option, messages, run
from bot.cli.watch import TerminalProgress
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.console.adapter import ConsoleAdapter
from bot.delivery import Sent
from bot.errors import SettingsError, SourceError
from bot.store import exclusive
from bot.subscriptions import Subscription
from handlers import quiet
from handlers.deliver import deliver


@click.command("deliver")
@day_option("The announcement day. [default: the newest that is out]")
@click.option("--wait", is_flag=True, help="Stay, and ask again until every category is there.")
@config_option
def command(settings: Settings, day: date | None, *, wait: bool) -> None:
    """Deliver one edition to every subscription, then exit.

    Safe to repeat: what is delivered is not delivered again, and what was interrupted goes on where it was.
    """
    _expect_distinct(settings.own_subscriptions)
    with exclusive(settings.database):
        run(deliver_all(settings, day, wait=wait, clock=SystemClock()))


async def deliver_all(settings: Settings, day: date | None, *, wait: bool, clock: Clock) -> None:
    """Deliver the edition of ``day`` (None: the newest that is out) wherever it is not yet, and tell what was done."""
    adapters: dict[str, Adapter] = {"console": ConsoleAdapter()}
    started = clock.now()
    wanted = day or announcements.newest(started)
    failure: SourceError | None = None
    with TerminalProgress(messages()) as progress:
        async with assemble(settings, progress, patience=STEADY if wait else QUICK, clock=clock) as parts:
            subscriptions = await parts.store.subscriptions()
            if not subscriptions:
                raise SettingsError(
                    "There is no subscription. Add a [[subscriptions]] block to the settings file, "
                    "or write /subscribe in `paperboy chat`."
                )
            unreachable = _unreachable(subscriptions, adapters)
            if day is None and (reason := quiet.why_not_today(wanted, started)):
                progress.say(reason)
            for subscription in subscriptions:
                adapter = adapters.get(subscription.destination.platform)
                if adapter is None:
                    continue
                done = await deliver(wanted, subscription, parts, ledger=parts.store, adapter=adapter, wait=wait)
                if done.sent:
                    progress.say(f"{subscription.destination}, {wanted}: {_account(done.sent, subscription)}")
                nothing = quiet.why(done.edition, asked_at=started, now=clock.now())
                if fault := quiet.fault(done.edition, nothing):
                    failure = failure or fault
                elif nothing:
                    progress.say(f"{subscription.destination}: {nothing}")
        if failure and unreachable:
            progress.say(unreachable)
    if failure:
        raise failure
    if unreachable:
        raise SettingsError(unreachable)


def _expect_distinct(subscriptions: Sequence[Subscription]) -> None:
    """Each needs a destination of its own: deliveries are recorded by it."""
    for destination, count in Counter(one.destination for one in subscriptions).items():
        if count > 1:
            raise SettingsError(f"{count} subscriptions go to {destination}; give each a `chat` of its own.")


def _unreachable(subscriptions: Sequence[Subscription], adapters: Container[str]) -> str | None:
    """The sentence about subscriptions on platforms that this version cannot deliver to; None where there are none."""
    waiting = [one.destination for one in subscriptions if one.destination.platform not in adapters]
    if not waiting:
        return None
    places = ", ".join(map(str, waiting[:3])) + (" ..." if len(waiting) > 3 else "")
    number = "1 subscription waits" if len(waiting) == 1 else f"{len(waiting)} subscriptions wait"
    return f"{number} for a version that can deliver to other platforms than the terminal: {places}."


def _account(sent: Sent, subscription: Subscription) -> str:
    words = "1 page delivered" if sent.sent == 1 else f"{sent.sent} pages delivered"
    if sent.already:
        words += f", {sent.already} {'was' if sent.already == 1 else 'were'} there already"
    for page in sent.unknown:
        settled = {"resend": "sent again", "skip": "left out"}[subscription.on_unknown]
        words += f"; page {page} may have arrived when an earlier run was cut short, and was {settled}"
    return words
