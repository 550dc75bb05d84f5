from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.telegram.pace import BURST
from bot.telegram.pacing import Chat, Pacer, Priority
from tests.doubles.clock import MovedClock
from tests.doubles.eventclock import EventClock

CHANNEL = -1001


class Server:
    """Takes messages, at its own pace, and knows when each arrived."""

    def __init__(self, clock: EventClock) -> None:
        self._clock = clock
        self.log: list[tuple[float, Chat, str]] = []

    async def take(self, chat: Chat, text: str, seconds: float = 0.01) -> None:
        self.log.append((self._clock.passed, chat, text))
        await self._clock.sleep(seconds)

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.log]


def sender(pacer: Pacer, server: Server, priority: Priority) -> Callable[[Chat, str], Coroutine[Any, Any, None]]:
    async def send(chat: Chat, text: str) -> None:
        async with pacer.turn(chat, priority):
            await server.take(chat, text)

    return send


async def test_sixty_pages_to_a_channel_come_in_order_and_in_time() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)

    async def edition() -> None:
        for page in range(60):
            async with pacer.turn(CHANNEL, Priority.EDITION, following=59 - page):
                await server.take(CHANNEL, str(page))

    await clock.run(edition())
    assert server.texts == [str(page) for page in range(60)]
    assert clock.passed <= 1.05 * 137
    times = [at for at, _, _ in server.log]
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[20:], strict=False))


async def test_ten_thousand_wait_at_once_and_none_is_forgotten() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    send = sender(pacer, server, Priority.EDITION)
    await clock.run(_all(send(1 + place % 2000, str(place)) for place in range(1000)))
    assert sorted(map(int, server.texts)) == list(range(1000))
    assert clock.passed <= 1.05 * 33


@pytest.mark.parametrize(("waited", "at_once"), [(0, 1), (59, 1), (61, BURST)])
async def test_in_its_first_minute_a_new_process_sends_pages_one_by_one(waited: int, at_once: int) -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    send = sender(pacer, server, Priority.EDITION)

    async def later() -> None:
        await clock.sleep(waited)
        await _all(send(7, str(page)) for page in range(5))

    await clock.run(later())
    assert len([at for at, _, _ in server.log if at < waited + 0.9]) == at_once


async def _all(sends: Iterable[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*sends)


async def test_answers_overtake_editions() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    page, answer = sender(pacer, server, Priority.EDITION), sender(pacer, server, Priority.ANSWER)

    async def morning() -> None:
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 301):
                group.create_task(page(chat, "page"))
            await clock.sleep(2.5)
            group.create_task(answer(1000, "answer"))

    await clock.run(morning())
    at = next(at for at, chat, _ in server.log if chat == 1000)
    assert 2.5 <= at < 3.6


async def test_told_to_wait_holds_up_that_chat_and_no_other() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    answer = sender(pacer, server, Priority.ANSWER)

    async def talk() -> None:
        with pytest.raises(RetryAfter):
            async with pacer.turn(1, Priority.ANSWER):
                raise RetryAfter(30)
        await asyncio.gather(answer(1, "late"), answer(2, "at once"))

    await clock.run(talk())
    assert [(round(at), text) for at, _, text in server.log] == [(0, "at once"), (30, "late")]


async def test_told_to_wait_counts_as_the_cause_of_another_error_too() -> None:
    clock = EventClock()
    pacer = Pacer(clock)

    async def talk() -> None:
        with pytest.raises(OSError, match="later"):
            async with pacer.turn(1, Priority.ANSWER):
                raise OSError("later") from RetryAfter(30)
        async with pacer.turn(1, Priority.ANSWER):
            pass

    await clock.run(talk())
    assert clock.passed >= 30


async def test_a_rest_is_for_all() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    pacer.rest(12)
    await clock.run(_all([sender(pacer, server, Priority.ANSWER)(1, "answer")]))
    assert server.log[0][0] >= 12


async def test_a_turn_keeps_its_chat_for_a_second_message() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)

    async def page() -> None:
        async with pacer.turn(1, Priority.EDITION) as turn:
            await server.take(1, "probe")
            await turn.again()
            await server.take(1, "page")

    await clock.run(_all([page(), sender(pacer, server, Priority.ANSWER)(1, "answer")]))
    # The answer goes first as nobody holds the chat yet when both are asked for.
    assert server.texts in (["probe", "page", "answer"], ["answer", "probe", "page"])
    assert server.texts.index("page") - server.texts.index("probe") == 1


async def test_a_turn_that_is_over_gives_no_more() -> None:
    pacer = Pacer(EventClock())
    async with pacer.turn(1, Priority.EDITION) as turn:
        pass
    with pytest.raises(RuntimeError, match="over"):
        await turn.again()


async def test_whoever_is_cancelled_frees_the_place() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    answer = sender(pacer, server, Priority.ANSWER)

    async def impatient() -> None:
        waiting = [asyncio.create_task(answer(chat, "never")) for chat in range(100, 1100)]
        first = [asyncio.create_task(answer(1, str(place))) for place in range(5)]
        await asyncio.sleep(0)
        for task in [*waiting[30:], *first[1:4]]:
            task.cancel()
        await answer(2, "soon")
        await asyncio.gather(*first[:1], *first[4:], *waiting[:30])

    await clock.run(impatient())
    assert server.texts[30:] == ["0", "soon", "4"]
    assert clock.passed < 2.2


async def test_being_cancelled_at_the_very_moment_of_the_turn_loses_no_place() -> None:
    clock = MovedClock(datetime(2026, 7, 1, tzinfo=UTC))
    pacer = Pacer(clock)
    holder = pacer.turn(1, Priority.ANSWER)
    await holder.__aenter__()
    next_one = asyncio.create_task(pacer.turn(1, Priority.ANSWER).__aenter__())
    await asyncio.sleep(0)
    await holder.__aexit__(None, None, None)  # lets the other go, which has not run yet
    next_one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await next_one
    for _ in range(BURST - 1):
        await _turn(pacer)
    assert clock.slept == []


async def test_a_long_wait_does_not_hide_a_short_one() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    answer = sender(pacer, server, Priority.ANSWER)

    async def talk() -> None:
        with pytest.raises(RetryAfter):
            async with pacer.turn(1, Priority.ANSWER):
                raise RetryAfter(100)
        late = asyncio.create_task(answer(1, "late"))
        await asyncio.sleep(0)
        for _ in range(BURST + 1):
            await answer(2, "soon")
        await late

    await clock.run(talk())
    assert [round(at) for at, _, text in server.log if text == "soon"] == [0, 0, 0, 1]


async def test_a_clock_set_back_stops_nobody() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    answer = sender(pacer, server, Priority.ANSWER)

    async def talk() -> None:
        for place in range(6):
            await answer(1, str(place))
            if place == 3:
                clock.jump(-3600)

    await clock.run(talk())
    assert clock.passed + 3600 < 10


async def test_nothing_ticks_while_nobody_waits() -> None:
    clock = MovedClock(datetime(2026, 7, 1, tzinfo=UTC))
    pacer = Pacer(clock)
    for _ in range(3):
        async with pacer.turn(1, Priority.ANSWER):
            pass
    assert clock.slept == []
    before = len(asyncio.all_tasks())
    waiting = asyncio.create_task(_turn(pacer))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == before


async def _turn(pacer: Pacer) -> None:
    async with pacer.turn(1, Priority.ANSWER):
        pass


async def test_sends_that_take_their_time_go_side_by_side() -> None:
    clock = EventClock()
    pacer, server = Pacer(clock), Server(clock)
    dice = random.Random(5)

    async def send(chat: int) -> None:
        async with pacer.turn(chat, Priority.EDITION):
            await server.take(chat, "page", dice.uniform(0.05, 0.4))

    await clock.run(_all(send(chat) for chat in range(1, 301)))
    assert clock.passed <= 1.05 * 9 + 0.4


def test_turns_that_had_to_wait_are_told_with_their_seconds_and_no_others() -> None:
    clock = EventClock()
    waits: list[float] = []

    async def main() -> None:
        pacer = Pacer(clock, on_wait=waits.append)
        for _ in range(BURST + 2):
            async with pacer.turn(1, Priority.ANSWER):
                pass

    asyncio.run(clock.run(main()))
    assert len(waits) == 2
    assert sum(waits) == pytest.approx(2, abs=0.1)
