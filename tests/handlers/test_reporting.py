"""The bot's account of itself: what waits and why, what came last, what is due next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.adapter import Unreachable
from bot.delivery import Sent
from bot.errors import StoreError
from bot.messages import Destination
from bot.meters import Meters
from bot.status import Platform, read
from bot.subscriptions import Subscription
from bot.wishes import Wishes
from handlers.courier import Outcome
from handlers.daily import Parts
from handlers.reporting import KEPT, ROUNDS, Reporter, coming
from tests.doubles.clock import MovedClock
from tests.stories.conftest import Assemble

DAY = date(2026, 11, 20)


def subscription(chat: str) -> Subscription:
    return Subscription(destination=Destination("telegram", chat), wishes=Wishes(categories=("cs.CV",)))


def reporter(parts: Parts) -> Reporter:
    return Reporter(
        parts,
        Meters(version="1.0", platforms=("telegram",)),
        version="1.0",
        database=Path("paperboy.db"),
        platforms=lambda: [Platform(name="telegram", standing="here")],
        categories=lambda: ("cs.CV", "cs.AI"),
        name=str,
    )


async def test_what_could_not_be_brought_is_told_by_reason_until_it_arrives(assemble: Assemble) -> None:
    async with assemble() as parts:
        some = [subscription(str(number)) for number in range(3)]
        for one in some:
            await parts.store.save_subscription(one, at=parts.clock.now())
        account = reporter(parts)
        for one in some:
            account.outcome(DAY, Outcome(subscription=one, fault=Unreachable("No connection.")))
        (waiting,) = (await account.make()).waiting
        assert (waiting.platform, waiting.why, waiting.chats) == ("telegram", "No connection.", 3)
        account.outcome(DAY, Outcome(subscription=some[0], sent=Sent(sent=4, found=[5])))
        await parts.store.drop_subscription(some[1].destination)
        status = await account.make()
        assert [one.chats for one in status.waiting] == [1]
        assert (status.pages.sent, status.subscriptions) == (5, 2)
        (platform,) = status.platforms
        assert (platform.day, platform.at) == (DAY, parts.clock.now())
        assert read(await parts.store.kept(KEPT)) == status

        later = reporter(parts)  # the next run knows of the last edition
        before = await later.begin()
        assert before == status
        assert (await later.make()).platforms == status.platforms


async def test_how_it_was_stopped_is_kept(assemble: Assemble) -> None:
    async with assemble() as parts:
        account = reporter(parts)
        await account.make()
        for stopped in (None, parts.clock.now()):
            before = await reporter(parts).begin()
            assert before is not None
            assert before.stopped == stopped
            await account.end()


async def test_arxivs_troubles_are_told_since_they_began_and_until_it_answers(
    assemble: Assemble, clock: MovedClock
) -> None:
    async with assemble() as parts:
        account = reporter(parts)
        began = clock.now()
        account.arxiv_failed("cs.CV", "No answer.")
        clock.advance(hours=1)
        account.arxiv_failed("cs.CV", "No answer again.")
        account.arxiv_failed("cs.AI", "No answer.")
        status = await account.make()
        assert (status.arxiv_since, status.missing) == (began, ("cs.CV", "cs.AI"))
        for category in ("cs.CV", "cs.AI"):
            account.arxiv_answered(category)
        assert (await account.make()).arxiv_since is None


async def test_a_database_that_fails_is_told_even_so_and_forgotten_when_it_works(
    assemble: Assemble, caplog: pytest.LogCaptureFixture
) -> None:
    async with assemble() as parts:
        account = reporter(parts)
        for _ in range(3):
            account.store_failed(ROUNDS, str(StoreError("The disk is full.")))
        assert (await account.make()).store == "The disk is full."
        assert caplog.messages.count("The disk is full.") == 1
        account.ran(ROUNDS)
        assert (await account.make()).store == ""


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # A Friday in New York, in winter: feeds turn at 05:00 UTC.
        (datetime(2026, 11, 20, 6, tzinfo=UTC), ["2026-11-20T07:00", "2026-11-23T05:00"]),
        (datetime(2026, 11, 20, 8, tzinfo=UTC), ["2026-11-23T05:00", "2026-11-23T07:00"]),
    ],
)
def test_what_comes_next_is_todays_if_it_is_still_to_come(now: datetime, expected: list[str]) -> None:
    some = [subscription("1"), subscription("2"), replace(subscription("3"), time=time(8), timezone="Europe/Berlin")]
    found = coming(some, now)
    assert [f"{one.at:%Y-%m-%dT%H:%M}" for one in found] == expected
    assert sum(one.editions for one in found) == 3
