"""``paperboy status``: how the running bot is, as it says itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.parts import config_option, output, run
from bot.clock import SystemClock
from bot.config import Settings
from bot.status import SILENT, Platform, Status, read, unwell
from bot.store import is_held, remembered
from handlers.reporting import KEPT

STANDINGS: Final = {"here": "logged in", "away": "not logged in", "out": "left out until the next start"}
_SOON: Final = 3
"""Times of coming editions that are told."""
_MEGABYTE, _GIGABYTE = 1_000_000, 1_000_000_000


@click.command("status")
@config_option
@click.pass_context
def command(ctx: click.Context, settings: Settings) -> None:
    """See how the running bot is, and what waits.

    What came last, what waits and why, and what is due next: the bot keeps this in its database once a minute, so
    nothing is asked of it, and nothing is changed. The exit status is 1 where it does not run, or not as it should.
    """
    status = read(run(remembered(settings.database, KEPT)))
    held = is_held(settings.database)
    now = SystemClock().now()
    running = is_running(status, now, held=held)
    show(rows(status, now, running=running, held=held), output())
    if not running or unwell(status, now):
        ctx.exit(1)


def is_running(status: Status | None, now: datetime, *, held: bool | None) -> bool:
    """Whether the bot runs. ``held``: whether somebody works with the database; None where that can't be told.

    `paperboy deliver` does so, too, but says nothing of itself.
    """
    if status is None or status.stopped or held is False:
        return False
    return held is True or now - status.at <= SILENT


def rows(status: Status | None, now: datetime, *, running: bool, held: bool | None) -> Iterator[tuple[str, str]]:
    """What is told, each with what it is about. Pure."""
    if status is None:
        yield "Bot", "It is starting, or another command works." if held else "It has never run on this database."
        return
    if not running:
        yield "Bot", _resting(status, held=held)
    else:
        yield "Bot", f"Running for {_span(now - status.started)}, version {status.version}."
        for reason in unwell(status, now):
            yield "", reason
    if running or not status.stopped:
        yield "As of", f"{_moment(status.at)}, {_span(now - status.at)} ago"
    yield "Announcement", _announcement(status)
    if status.arxiv:
        yield "", status.arxiv
    for one in status.platforms:
        yield one.name.capitalize(), _platform(one, running=running)
    yield from _work(status)
    if running:
        for at in status.coming[:_SOON]:
            yield ("Next" if at is status.coming[0] else ""), f"{_many(at.editions, 'edition')} at {_moment(at.at)}"
    if status.size:  # a run that ended before its first look has none
        yield "Database", f"{status.size / _MEGABYTE:,.1f} MB; {status.free / _GIGABYTE:,.1f} GB are free beside it"


def show(told: Iterator[tuple[str, str]], console: Console) -> None:
    """Two columns, which fit 80 characters."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=62)
    for subject, words in told:
        table.add_row(Text(subject, style="bold"), Text(words))
    console.print(table)


def _resting(status: Status, *, held: bool | None) -> str:
    busy = " Another command works with the database." if held and status.stopped else ""
    if status.stopped:
        return f"Not running. It was stopped on {_moment(status.stopped)}.{busy}"
    return f"Not running, and it was not stopped: it was last heard of on {_moment(status.at)}. See its log."


def _announcement(status: Status) -> str:
    day = _day(status.day)
    if not status.there:
        return f"{day}: not in yet"
    late = f"; {', '.join(status.missing)} not in yet" if status.missing else ""
    return f"{day}: {', '.join(status.there)}{late}"


def _platform(one: Platform, *, running: bool) -> str:
    last = f"the last edition, of {_day(one.day)}, on {_moment(one.at)}" if one.day and one.at else "no edition yet"
    if not running:
        return f"{last[:1].upper()}{last[1:]}"
    why = f". {one.why}" if one.why else ""
    return f"{STANDINGS[one.standing].capitalize()}; {last}{why}"


def _work(status: Status) -> Iterator[tuple[str, str]]:
    pages = status.pages
    since = f"{_many(pages.sent, 'page')} sent, {pages.edited:,} brought up to date since the start"
    trouble = f"; {pages.unknown:,} unknown, {pages.failed:,} refused" if pages.unknown or pages.failed else ""
    yield "Pages", f"{since}{trouble}"
    closed = f", {_many(status.closed, 'chat')} of them closed to the bot" if status.closed else ""
    yield "Subscriptions", f"{status.subscriptions:,}{closed}"
    if status.unfinished or status.waiting:
        yield "Waiting", f"{_many(status.unfinished, 'page')} to be sent"
    for one in status.waiting:
        others = f" and {one.chats - 1:,} more" if one.chats > 1 else ""
        yield "", f"{one.example}{others}: {one.why}"
    if status.model:
        yield "Model", status.model
    used = f"; {status.tokens:,} tokens used today" if status.tokens else ""
    yield "Repairs", f"{_many(status.repairs, 'summary')} owed by the model{used}" if status.repairs else f"None{used}"


def _many(count: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count:,} {what if count == 1 else plural}"


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _span(span: timedelta) -> str:
    """A length of time in its two largest units."""
    seconds = max(0, int(span.total_seconds()))
    units = [(seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")]
    shown = [f"{number} {unit}" for number, unit in units if number]
    return " ".join(shown[:2]) or "0 s"
