"""Everything that is owed at one moment, brought in one go: what ``paperboy deliver`` does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from functools import partial

from bot.arxiv.source import REACH
from bot.subscriptions import Subscription
from handlers.courier import AT_ONCE, Courier, Outcome
from handlers.errands import Errand, before, errand, missed_days
from handlers.press import Press


async def bring_owed(
    newest: date,
    subscriptions: Sequence[Subscription],
    press: Press,
    courier: Courier,
    *,
    on_outcome: Callable[[date, Outcome], Awaitable[None]],
    at_once: int = AT_ONCE,
) -> None:
    """What was begun, then what was missed, each as its subscription wishes it, then the edition of ``newest``.

    Their clock times don't matter. What can't be had of an earlier day now stays owed, and the newest edition comes
    all the same.
    """
    store = courier.store

    async def bring(one: Errand, those: Sequence[Subscription]) -> None:
        await courier.bring(one, those, press, on_outcome=partial(on_outcome, one.day), at_once=at_once)

    by_destination = {one.destination: one for one in subscriptions}
    for destination, day in await store.unfinished(newest - timedelta(days=REACH), newest):
        if destination in by_destination:
            await bring(Errand(day=day, counts=False, only_mends=True), [by_destination[destination]])
    waiting = list(subscriptions)
    while waiting:
        reached = await store.considered()
        ready: defaultdict[Errand, list[Subscription]] = defaultdict(list)
        for one in waiting:
            days = missed_days(reached.get(one.destination, before(newest)), press.parts.clock.now())
            ready[errand(days, one.missed, newest) or Errand(day=newest, counts=False)].append(one)
        for each, those in sorted(ready.items(), key=lambda item: item[0].day):
            await bring(each, those)
        now_reached = await store.considered()
        waiting = [one for each, those in ready.items() if each.day < newest for one in those]
        stuck = [one for one in waiting if now_reached.get(one.destination) == reached.get(one.destination)]
        if stuck:
            await bring(Errand(day=newest, counts=False), stuck)
            waiting = [one for one in waiting if one not in stuck]
