"""``paperboy deliver``: one edition to every subscription, each page exactly once."""

from __future__ import annotations

from collections import Counter
from datetime import date

import click

from bot import announcements
from bot.adapter import Adapter
from bot.cli.parts import QUICK, STEADY, assemble, config_option, day_option, messages, run
from bot.cli.watch import TerminalProgress
from bot.clock import Clock, SystemClock
from bot.config import Settings, SubscriptionSettings
from bot.console.adapter import ConsoleAdapter
from bot.delivery import Sent
from bot.errors import SettingsError, SourceError
from bot.messages import Destination
from bot.store import exclusive
from bot.wishes import Wishes
from handlers import quiet
from handlers.deliver import Subscription, deliver


@click.command("deliver")
@day_option("The announcement day. [default: the newest that is out]")
@click.option("--wait", is_flag=True, help="Stay, and ask again until every category is there.")
@config_option
def command(settings: Settings, day: date | None, *, wait: bool) -> None:
    """Deliver one edition to every subscription, then exit.

    Safe to repeat: what is delivered is not delivered again, and what was interrupted goes on where it was.
    """
    if not settings.subscriptions:
        raise SettingsError("There is no subscription. Add a [[subscriptions]] block to the settings file.")
    with exclusive(settings.database):
        run(deliver_all(settings, day, wait=wait, clock=SystemClock()))


async def deliver_all(settings: Settings, day: date | None, *, wait: bool, clock: Clock) -> None:
    """Deliver the edition of ``day`` (None: the newest that is out) wherever it is not yet, and tell what was done."""
    adapters: dict[str, Adapter] = {"console": ConsoleAdapter()}
    subscriptions = _subscriptions(settings)
    started = clock.now()
    wanted = day or announcements.newest(started)
    failure: SourceError | None = None
    with TerminalProgress(messages()) as progress:
        if day is None and (reason := quiet.why_not_today(wanted, started)):
            progress.say(reason)
        async with assemble(settings, progress, patience=STEADY if wait else QUICK, clock=clock) as parts:
            for subscription in subscriptions:
                adapter = adapters[subscription.destination.platform]
                done = await deliver(wanted, subscription, parts, ledger=parts.store, adapter=adapter, wait=wait)
                if done.sent:
                    progress.say(f"{subscription.destination}, {wanted}: {_account(done.sent, subscription)}")
                if done.edition:
                    nothing = quiet.why(done.edition, asked_at=started, now=clock.now())
                    if fault := quiet.fault(done.edition, nothing):
                        failure = failure or fault
                    elif nothing:
                        progress.say(f"{subscription.destination}: {nothing}")
    if failure:
        raise failure


def _subscriptions(settings: Settings) -> list[Subscription]:
    """All of them, each with a destination of its own: deliveries are recorded by it."""
    found = [_subscription(block, settings) for block in settings.subscriptions]
    for destination, count in Counter(one.destination for one in found).items():
        if count > 1:
            raise SettingsError(f"{count} subscriptions go to {destination}; give each a `chat` of its own.")
    return found


def _subscription(block: SubscriptionSettings, settings: Settings) -> Subscription:
    wishes = block.model_dump(exclude={"platform", "chat", "on_unknown"})
    return Subscription(
        destination=Destination(block.platform, block.chat),
        wishes=Wishes(**wishes | {"categories": block.categories or settings.arxiv.categories}),
        on_unknown=block.on_unknown,
    )


def _account(sent: Sent, subscription: Subscription) -> str:
    words = "1 page delivered" if sent.sent == 1 else f"{sent.sent} pages delivered"
    if sent.already:
        words += f", {sent.already} {'was' if sent.already == 1 else 'were'} there already"
    for page in sent.unknown:
        settled = {"resend": "sent again", "skip": "left out"}[subscription.on_unknown]
        words += f"; page {page} may have arrived when an earlier run was cut short, and was {settled}"
    return words
