"""What in the bot's own account needs a person, told once per cause, and a line a day when nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from typing import Final

from bot.clock import Clock
from bot.errors import StoreError
from bot.status import Status, unwell
from bot.store import Store
from handlers.operators import Operators

FAILING: Final = timedelta(hours=3)
"""arXiv's troubles mostly pass sooner."""
AWAY: Final = timedelta(hours=26)
"""Whoever was away for so long has missed an announcement, unless it was a weekend."""
ROOM: Final = 500_000_000
"""Bytes that should be free: an upgrade of the database, or a copy of it, needs room beside it."""
ENOUGH: Final = ROOM + ROOM // 2
"""So many, and it may be told again: else a disk at the edge would be told every minute."""
NOON: Final = 12
"""The hour (UTC) after which the day's line comes: the day's editions are out by then."""
_LINE: Final = "daily line"
_GIGABYTE: Final = 1_000_000_000

CAUSES: Final = ("arxiv", "arxiv stopped", "model", "disk", "store")


def needs(status: Status) -> Iterator[tuple[str, str]]:
    """Each of the ``CAUSES`` that holds, with what to do about it. Pure."""
    if status.arxiv and status.arxiv_since and status.at - status.arxiv_since >= FAILING:
        since, late = f"{status.arxiv_since:%Y-%m-%d %H:%M} UTC", ", ".join(status.missing)
        said = f"arXiv has given nothing of use for {late} since {since}: {status.arxiv} It is asked again and again."
        yield "arxiv", f"{said} See whether arxiv.org opens from this machine; if it does, look at the log."
    if status.stopped_hosts:
        said = f"arXiv has shut this machine out of {', '.join(status.stopped_hosts)} (403)."
        to_do = "Set arxiv.contact, and see that nothing else on this machine loads it."
        yield "arxiv stopped", f"{said} It is asked again a day later. {to_do}"
    if status.model:
        yield "model", f"{status.model} Until then new papers come in their authors' words, and are repaired later."
    if status.free < ROOM:
        free = f"Only {status.free / _GIGABYTE:.2f} GB are free beside the database"
        yield "disk", f"{free}: make room, or it can't be written."
    if status.store:
        yield "store", f"{status.store} Until then nothing is delivered, and nothing is lost."


class Vigil:
    """Looks at each new account of the bot."""

    def __init__(self, operators: Operators, store: Store, clock: Clock, *, daily_line: Callable[[], bool]) -> None:
        """``daily_line``: whether the operators want one."""
        self._operators = operators
        self._store = store
        self._clock = clock
        self._daily_line = daily_line

    async def begin(self, before: Status) -> None:
        """Tell that the bot was away for long; ``before`` is how it was when it was last heard of."""
        now = self._clock.now()
        if now - before.at < AWAY:
            return
        await self._operators.tell(
            f"away {before.at.isoformat()}",
            f"The bot was away from {before.at:%Y-%m-%d %H:%M} to {now:%Y-%m-%d %H:%M} UTC. What arXiv announced "
            "meanwhile follows, to each chat as it wishes.",
        )

    async def look(self, status: Status) -> None:
        """Tell what needs a person, and forget what does not any more."""
        found = dict(needs(status))
        for cause in CAUSES:
            if sentence := found.get(cause):
                await self._operators.tell(cause, sentence)
            elif cause != "disk" or status.free >= ENOUGH:
                await self._operators.over(cause)
        if not found:
            await self._say_the_line(status)

    async def _say_the_line(self, status: Status) -> None:
        now = self._clock.now().astimezone(UTC)
        if not self._daily_line() or now.hour < NOON or unwell(status, now):
            return
        if any(one.standing != "here" for one in status.platforms):
            return
        today = now.date().isoformat()
        try:
            if await self._store.kept(_LINE) == today:
                return
            await self._store.keep(_LINE, today)  # before it is said: rather none than two
        except StoreError:
            return
        await self._operators.say(line(status))


def line(status: Status) -> str:
    """The day in a line, when all is well. Pure."""
    day = f"{status.day:%A}, {status.day.day} {status.day:%B}"
    came = f"{day} is in for {', '.join(status.there)}" if not status.missing else f"{day} is awaited"
    done = f"{_many(status.pages.sent, 'page')} sent since the start"
    if status.unfinished:
        done += f", {status.unfinished} to go"
    words = [f"All is well. {came}; {_many(status.subscriptions, 'subscription')}, {done}."]
    if status.repairs:
        words.append(f"{_many(status.repairs, 'summary')} to be repaired.")
    if status.coming:
        words.append(f"The next editions are due at {status.coming[0].at:%Y-%m-%d %H:%M} UTC.")
    return " ".join(words)


def _many(count: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count:,} {what if count == 1 else plural}"
