"""``paperboy deliver``: one edition to every subscription, each page exactly once."""

from __future__ import annotations

from datetime import date

import click

from bot import announcements
from bot.adapter import Adapter
from bot.cli.parts import QUICK, STEADY, assemble, config_option, day_option, messages, run
from bot.cli.watch import TerminalProgress
from bot.clock import SystemClock
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
        run(_deliver(settings, day, wait=wait))


async def _deliver(settings: Settings, day: date | None, *, wait: bool) -> None:
    adapters: dict[str, Adapter] = {"console": ConsoleAdapter()}
    started = SystemClock().now()
    wanted = day or announcements.newest(started)
    failure: SourceError | None = None
    with TerminalProgress(messages()) as progress:
        async with assemble(settings, progress, patience=STEADY if wait else QUICK) as parts:
            for block in settings.subscriptions:
                subscription = _subscription(block, settings)
                adapter = adapters[subscription.destination.platform]
                done = await deliver(wanted, subscription, parts, ledger=parts.store, adapter=adapter, wait=wait)
                if done.sent:
                    progress.say(f"{subscription.destination}, {wanted}: {_account(done.sent)}")
                if done.edition:
                    reason = quiet.why(done.edition, asked_at=started, now=parts.clock.now())
                    failure = failure or quiet.fault(done.edition, reason)
                    if reason:
                        progress.say(f"{subscription.destination}: {reason}")
    if failure:
        raise failure


def _subscription(block: SubscriptionSettings, settings: Settings) -> Subscription:
    wishes = block.model_dump(exclude={"platform", "chat", "on_unknown"})
    return Subscription(
        destination=Destination(block.platform, block.chat),
        wishes=Wishes(**wishes | {"categories": block.categories or settings.arxiv.categories}),
        on_unknown=block.on_unknown,
    )


def _account(sent: Sent) -> str:
    words = "1 page delivered" if sent.sent == 1 else f"{sent.sent} pages delivered"
    if sent.already:
        words += f", {sent.already} {'was' if sent.already == 1 else 'were'} there already"
    if sent.unknown:
        pages = ", ".join(map(str, sent.unknown))
        words += f"; whether page {pages} had arrived when the last run ended is unknown"
    return words
