"""Fifty requests a second, answers first, and silence when Discord asks for it. In no time: the clock jumps."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.discord.limits import BEARABLE, FEW, MANY, REQUESTS, SPELL, WINDOW, Priority, ToldToWait, Traffic
from tests.doubles.eventclock import EventClock


def test_never_more_than_fifty_leave_within_a_second() -> None:
    clock = EventClock()
    left: list[float] = []

    async def main() -> None:
        traffic = Traffic(clock)

        async def ask(number: int) -> None:
            await clock.sleep(number % 7 * 0.13)
            await traffic.turn(Priority(number % 2))
            left.append(clock.passed)

        await asyncio.gather(*(ask(number) for number in range(400)))

    asyncio.run(clock.run(main()))
    left.sort()
    assert all(later - earlier >= 1.0 for earlier, later in zip(left, left[50:], strict=False))
    # Not in heaps, either, which a slow connection would push together.
    assert all(later - earlier >= 0.2 for earlier, later in zip(left, left[10:], strict=False))
    # Nor is time wasted.
    assert left[-1] < 8 * 1.08


def test_answers_to_people_go_before_editions_that_have_waited_longer() -> None:
    clock = EventClock()
    order: list[Priority] = []

    async def main() -> None:
        traffic = Traffic(clock)

        async def ask(priority: Priority) -> None:
            await traffic.turn(priority)
            order.append(priority)

        for _ in range(REQUESTS):
            await traffic.turn(Priority.EDITION)
        editions = [asyncio.create_task(ask(Priority.EDITION)) for _ in range(80)]
        await asyncio.sleep(0)
        answers = [asyncio.create_task(ask(Priority.ANSWER)) for _ in range(5)]
        await asyncio.gather(*editions, *answers)

    asyncio.run(clock.run(main()))
    assert order[:5] == [Priority.ANSWER] * 5
    assert len(order) == 85


def test_who_gives_up_waiting_takes_no_place() -> None:
    clock = EventClock()

    async def main() -> None:
        traffic = Traffic(clock)
        for _ in range(REQUESTS):
            await traffic.turn(Priority.ANSWER)
        waiting = [asyncio.create_task(traffic.turn(Priority.ANSWER)) for _ in range(3 * REQUESTS)]
        await asyncio.sleep(0)
        for one in waiting[:-1]:
            one.cancel()
        await waiting[-1]

    asyncio.run(clock.run(main()))
    assert clock.passed == pytest.approx(SPELL, abs=0.01)


def test_a_clock_that_is_set_back_stops_nothing() -> None:
    clock = EventClock()

    async def main() -> None:
        traffic = Traffic(clock)
        for _ in range(REQUESTS):
            await traffic.turn(Priority.ANSWER)
        clock.jump(-7200)
        await traffic.turn(Priority.ANSWER)

    asyncio.run(clock.run(main()))
    assert clock.passed < -7190


def test_a_short_hold_is_waited_out_and_a_long_one_is_told_to_whoever_asks(caplog: pytest.LogCaptureFixture) -> None:
    clock = EventClock()

    async def main() -> None:
        traffic = Traffic(clock)
        traffic.hold(20, "Not now.")
        traffic.hold(5, "Not now either.")
        await traffic.turn(Priority.EDITION)
        assert clock.passed == pytest.approx(20)
        traffic.hold(BEARABLE + 900, "Cloudflare keeps the bot from Discord.")
        for ask in (traffic.held(), traffic.turn(Priority.ANSWER)):
            with pytest.raises(ToldToWait, match="Cloudflare") as told:
                await ask
            assert told.value.seconds == pytest.approx(BEARABLE + 900)
        await clock.sleep(901)
        await traffic.held()
        assert clock.passed == pytest.approx(20 + BEARABLE + 900)

    asyncio.run(clock.run(main()))
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_who_waits_while_nothing_may_leave_does_not_leave_in_a_heap_afterwards() -> None:
    clock = EventClock()
    left: list[float] = []

    async def main() -> None:
        traffic = Traffic(clock)

        async def ask(number: int) -> None:
            await traffic.turn(Priority(number % 2))
            left.append(clock.passed)

        asking = [asyncio.create_task(ask(number)) for number in range(300)]
        await clock.sleep(0.5)
        traffic.hold(20, "Not now.", counted=True)
        await asyncio.gather(*asking)

    asyncio.run(clock.run(main()))
    assert not any(0.5 < moment < 20.5 for moment in left)
    assert all(later - earlier >= 1.0 for earlier, later in zip(left, left[50:], strict=False))


def test_long_before_discord_would_shut_the_bot_out_editions_wait_and_it_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = EventClock()

    async def main() -> None:
        traffic = Traffic(clock)
        for _ in range(FEW):
            await traffic.turn(Priority.EDITION)
            traffic.invalid()
        for _ in range(3):
            with pytest.raises(ToldToWait, match="too many") as told:
                await traffic.turn(Priority.EDITION)
            assert 0 < told.value.seconds <= WINDOW
        await traffic.turn(Priority.ANSWER)  # people are still answered
        for _ in range(MANY - FEW):
            traffic.invalid()
        with pytest.raises(ToldToWait):
            await traffic.turn(Priority.ANSWER)
        await clock.sleep(WINDOW)
        await traffic.turn(Priority.EDITION)

    asyncio.run(clock.run(main()))
    assert FEW <= MANY < 10_000
    (record,) = caplog.records
    assert "1000 requests" in record.message
    assert "permission" in record.message


def test_the_wait_that_is_named_is_enough() -> None:
    clock = EventClock()

    async def main() -> None:
        traffic = Traffic(clock)
        for _ in range(FEW + 300):
            traffic.invalid()
            await clock.sleep(0.1)
        with pytest.raises(ToldToWait) as told:
            await traffic.turn(Priority.EDITION)
        await clock.sleep(told.value.seconds - 1)
        with pytest.raises(ToldToWait):
            await traffic.turn(Priority.EDITION)
        await clock.sleep(1.001)
        await traffic.turn(Priority.EDITION)

    asyncio.run(clock.run(main()))


def test_requests_that_had_to_wait_are_told_with_their_seconds_and_no_others() -> None:
    clock = EventClock()
    waits: list[float] = []

    async def main() -> None:
        traffic = Traffic(clock, on_wait=waits.append)
        for _ in range(REQUESTS):
            await traffic.turn(Priority.ANSWER)
        assert waits == []
        await traffic.turn(Priority.ANSWER)

    asyncio.run(clock.run(main()))
    assert waits == [pytest.approx(SPELL, abs=0.1)]
