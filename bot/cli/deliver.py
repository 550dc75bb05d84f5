"""``paperboy deliver``: one edition to every subscription, each page exactly once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

import click

from bot import announcements
from bot.cli.accounts import account
from bot.cli.parts import QUICK, STEADY, assemble, config_option, day_option, messages, run
from bot.cli.platforms import Platforms, missing
from bot.cli.watch import TerminalProgress
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.errors import PaperboyError, SettingsError
from bot.store import exclusive
from bot.subscriptions import Subscription
from handlers import quiet
from handlers.backlog import bring_owed
from handlers.courier import AT_ONCE, Outcome
from handlers.errands import Errand, before
from handlers.press import Press


@click.command("deliver")
@day_option("The announcement day. [default: the newest that is out]")
@click.option(
    "--wait", is_flag=True, help="Stay, and ask again until every category is there and each platform can be reached."
)
@config_option
def command(settings: Settings, day: date | None, *, wait: bool) -> None:
    """Deliver one edition to every subscription, then exit.

    Days that were missed come before the newest edition, as each subscription wishes (`missed`), unless you name a
    day. Safe to repeat: what is delivered is not delivered again, and what was interrupted goes on where it was.
    """
    _expect_distinct(settings.own_subscriptions)
    with exclusive(settings.database):
        run(deliver_all(settings, day, wait=wait, clock=SystemClock()))


async def deliver_all(settings: Settings, day: date | None, *, wait: bool, clock: Clock) -> None:
    """Deliver the edition of ``day`` wherever it is not yet, and tell what was done.

    None: the newest that is out, and before it what was missed, as each subscription wishes.
    """
    started = clock.now()
    wanted = day or announcements.newest(started)
    failures: list[PaperboyError] = []
    with TerminalProgress(messages()) as progress:
        async with assemble(settings, progress, patience=STEADY if wait else QUICK, clock=clock) as parts:
            subscriptions = await parts.store.subscriptions()
            if not subscriptions:
                raise SettingsError(
                    "There is no subscription. Add a [[subscriptions]] block to the settings file, "
                    "or write /subscribe in `paperboy chat`."
                )
            await parts.store.enrol({one.destination for one in subscriptions}, before(wanted))
            if day is None and (reason := quiet.why_not_today(wanted, started)):
                progress.say(reason)

            platforms = Platforms(settings, parts)

            async def tell(its_day: date, outcome: Outcome) -> None:
                if sentence := account(its_day, outcome, platforms.name(outcome.subscription.destination)):
                    progress.say(sentence)
                if outcome.fault:
                    failures.append(outcome.fault)
                if outcome.edition is None:
                    return
                nothing = quiet.why(outcome.edition, asked_at=started, now=clock.now())
                if fault := quiet.fault(outcome.edition, nothing):
                    failures.append(fault)
                elif nothing:
                    progress.say(f"{platforms.name(outcome.subscription.destination)}: {nothing}")

            async def bring(those: Sequence[Subscription], at_once: int = AT_ONCE) -> None:
                """The edition that somebody asked for; else what is owed, the newest edition last."""
                if day is None:
                    await bring_owed(wanted, those, press, platforms.courier, on_outcome=tell, at_once=at_once)
                else:
                    asked = Errand(day=day, counts=False)
                    told = partial(tell, day)
                    await platforms.courier.bring(asked, those, press, on_outcome=told, at_once=at_once)

            async def deliver_to(platform: str) -> None:
                """What goes to one platform, when it is logged in; the others don't wait for it."""
                try:
                    await platforms.log_in(platform, patience=None if wait else QUICK)
                    await platforms.courier.settle_names()
                    theirs = [one for one in await parts.store.subscriptions() if one.destination.platform == platform]
                    await bring(theirs)
                    platforms.check(platform)
                except PaperboyError as error:
                    absent.append(str(error))

            platforms_wanted = {one.destination.platform for one in subscriptions}
            absent = missing(settings, platforms_wanted)
            async with platforms:
                press = Press(parts, wait=wait)
                # What shares one terminal comes one after the other; chats are served side by side.
                here = [one for one in subscriptions if one.destination.platform == "console"]
                await bring(here, at_once=1)
                # Only now: whoever reads the console need not wait until another platform can be reached.
                async with asyncio.TaskGroup() as group:
                    for platform in platforms.connect(platforms_wanted, on_trouble=progress.say):
                        group.create_task(deliver_to(platform))
        if failures:
            for sentence in absent:
                progress.say(sentence)
    if failures:
        raise failures[0]
    if absent:
        raise SettingsError(" ".join(absent))


def _expect_distinct(subscriptions: Sequence[Subscription]) -> None:
    """Each needs a destination of its own: deliveries are recorded by it."""
    for destination, count in Counter(one.destination for one in subscriptions).items():
        if count > 1:
            raise SettingsError(f"{count} subscriptions go to {destination}; give each a `chat` of its own.")
