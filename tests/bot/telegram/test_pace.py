"""Whole mornings are simulated: a server counts what arrives, strictly; nothing here waits."""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import count
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.pace import BURST, FLOOD_REST, FLYING, GENTLE, OVERALL, Chat, Pace, Priority, Ticket

CHANNEL = -1001


class Plan(NamedTuple):
    """Messages to one chat; each is asked for when the one before is answered, as the outbox does."""

    chat: Chat
    messages: int
    start: float = 0.0
    priority: Priority = Priority.EDITION
    following_known: bool = True


class Arrival(NamedTuple):
    at: float
    chat: Chat
    priority: Priority
    waited: float


class Wish(NamedTuple):
    plan: Plan
    number: int
    at: float


def simulate(plans: Iterable[Plan], latency: Callable[[], float], seed: int = 1) -> list[Arrival]:
    """What arrives at the server and when: somewhere between a message's leaving and its answer."""
    pace, dice, serial = Pace(), random.Random(seed), count()
    events: list[tuple[float, int, Wish | Ticket | None]] = []
    asked: dict[Ticket, Wish] = {}
    arrivals = []

    def add(at: float, event: Wish | Ticket | None) -> None:
        heapq.heappush(events, (at, next(serial), event))

    for plan in plans:
        add(plan.start, Wish(plan, 0, plan.start))
    while events:
        now, _, event = heapq.heappop(events)
        if isinstance(event, Wish):
            following = event.plan.messages - event.number - 1 if event.plan.following_known else 0
            asked[pace.ask(event.plan.chat, event.plan.priority, following, now)] = event
        elif isinstance(event, Ticket):
            pace.done(event, now)
            wish = asked.pop(event)
            if wish.number + 1 < wish.plan.messages:
                add(now, Wish(wish.plan, wish.number + 1, now))
                continue
        while (ticket := pace.next(now)) is not None:
            taking = latency()
            wish = asked[ticket]
            arrivals.append(Arrival(now + dice.random() * taking, wish.plan.chat, wish.plan.priority, now - wish.at))
            add(now + taking, ticket)
        if (due := pace.due()) is not None and (not events or due < events[0][0]):
            assert due > now
            add(due, None)
    assert not asked
    arrivals.sort()
    return arrivals


def most_in(times: list[float], seconds: float) -> int:
    """The most in any window of that length."""
    most = first = 0
    for last, time in enumerate(times):
        while times[first] <= time - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def check_limits(arrivals: list[Arrival]) -> None:
    assert most_in([arrival.at for arrival in arrivals], 1.0) <= 30
    chats = defaultdict(list)
    for arrival in arrivals:
        chats[arrival.chat].append(arrival.at)
    for chat, times in chats.items():
        if isinstance(chat, str) or chat < 0:
            assert most_in(times, 60.0) <= 20
        tokens, before = 3.0, times[0]
        for time in times:
            tokens, before = min(3.0, tokens + time - before), time
            assert tokens >= 1 - 1e-9, f"too many in {chat} at {time}"
            tokens -= 1


def optimum(plans: Iterable[Plan]) -> float:
    """No order of sending is through earlier, were answers to come at once."""
    plans = list(plans)
    total = sum(plan.messages for plan in plans)
    bounds = [float((total - 1) // 30)]
    for plan in plans:
        last = plan.messages - 1
        group = isinstance(plan.chat, str) or plan.chat < 0
        bounds.append(60.0 * (last // 20) + max(0, last % 20 - 2) if group else max(0, last - 2))
    return max(bounds)


MORNINGS = {
    "one channel, 60 pages": [Plan(CHANNEL, 60)],
    "one channel by name, 60 pages": [Plan("@papers", 60)],
    "2,000 people": [Plan(chat, 1) for chat in range(1, 2001)],
    "2,000 people, 3 pages each": [Plan(chat, 3) for chat in range(1, 2001)],
    "people, then a long channel asked for last": [*(Plan(chat, 1) for chat in range(1, 2001)), Plan(CHANNEL, 60)],
    "100 groups, 30 pages each": [Plan(-chat, 30) for chat in range(1, 101)],
    "of all kinds": [
        *(Plan(chat, 1 + chat % 9) for chat in range(1, 1001)),
        *(Plan(-chat, 5 + chat % 40) for chat in range(1, 61)),
    ],
    "one person, 40 pages": [Plan(5, 40)],
}


@pytest.mark.parametrize("plans", MORNINGS.values(), ids=MORNINGS)
@pytest.mark.parametrize("slowest", [0.0, 0.02, 0.03], ids=["at once", "20 ms", "30 ms"])
def test_a_morning_keeps_every_limit_and_takes_hardly_longer_than_they_allow(plans: list[Plan], slowest: float) -> None:
    dice = random.Random(2)
    arrivals = simulate(plans, lambda: dice.uniform(0, slowest))
    assert len(arrivals) == sum(plan.messages for plan in plans)
    check_limits(arrivals)
    assert arrivals[-1].at <= 1.05 * optimum(plans)


@settings(max_examples=60, deadline=None)
@given(
    plans=st.lists(
        st.builds(
            Plan,
            st.integers(-12, 30).filter(bool),
            st.integers(1, 45),
            st.floats(0, 20),
            st.sampled_from(Priority),
            st.booleans(),
        ),
        min_size=1,
        max_size=50,
    ),
    seed=st.integers(0, 1000),
)
def test_no_window_ever_sees_more_than_the_limits(plans: list[Plan], seed: int) -> None:
    dice = random.Random(seed)
    # Answers within the grace, so that what is promised is exact.
    check_limits(simulate(plans, lambda: dice.uniform(0, OVERALL.grace), seed))


def test_people_are_answered_in_the_middle_of_a_morning() -> None:
    editions = [Plan(chat, 2) for chat in range(1, 2001)]
    answers = [Plan(10_000 + place, 1, start=place * 0.2, priority=Priority.ANSWER) for place in range(300)]
    arrivals = simulate([*editions, *answers], lambda: 0.01)
    check_limits(arrivals)
    assert max(arrival.waited for arrival in arrivals if arrival.priority is Priority.ANSWER) < 1.1
    assert arrivals[-1].at <= 1.05 * optimum([*editions, *answers])


def test_a_slow_server_costs_no_more_than_the_grace() -> None:
    plans = [Plan(chat, 1) for chat in range(1, 2001)]
    arrivals = simulate(plans, lambda: 0.5)
    assert arrivals[-1].at <= 1.05 * optimum(plans) + 0.5


def drain(pace: Pace, now: float) -> list[Ticket]:
    """All that may go now, answered at once."""
    went = []
    while (ticket := pace.next(now)) is not None:
        went.append(ticket)
        pace.done(ticket, now)
    return went


def test_order_in_a_chat_is_kept_within_a_priority_and_answers_go_first() -> None:
    pace = Pace()
    asked = [
        pace.ask(7, priority, 0, 0.0)
        for priority in (Priority.EDITION, Priority.EDITION, Priority.ANSWER, Priority.ANSWER)
    ]
    went: list[Ticket] = []
    now = 0.0
    while len(went) < 4:
        went += drain(pace, now)
        now += 1.0
    assert went == [asked[2], asked[3], asked[0], asked[1]]


@pytest.mark.parametrize(
    ("priority", "begun", "at_once"),
    [
        (Priority.EDITION, 0.0, 1),
        (Priority.EDITION, GENTLE - 1, 1),
        (Priority.EDITION, GENTLE, BURST),
        (Priority.ANSWER, 0.0, BURST),
    ],
)
def test_soon_after_a_start_editions_come_without_bursts_and_answers_as_ever(
    priority: Priority, begun: float, at_once: int
) -> None:
    pace = Pace(started=100.0)
    for _ in range(5):
        pace.ask(7, priority, 0, 100.0 + begun)
    went = [len(drain(pace, 100.0 + begun + 1.01 * second)) for second in range(3)]
    assert went == [at_once, 1, 1]


def test_an_answer_need_not_wait_for_the_gentle_pages_before_it() -> None:
    pace = Pace(started=0.0)
    pages = [pace.ask(7, Priority.EDITION, 0, 0.0) for _ in range(2)]
    assert drain(pace, 0.0) == pages[:1]
    answer = pace.ask(7, Priority.ANSWER, 0, 0.1)
    assert drain(pace, 0.1) == [answer]
    assert drain(pace, 1.1) == []
    assert drain(pace, 2.1) == pages[1:]


def test_a_chat_has_one_turn_at_a_time() -> None:
    pace = Pace()
    first, second = pace.ask(7, Priority.ANSWER, 0, 0.0), pace.ask(7, Priority.ANSWER, 0, 0.0)
    assert pace.next(0.0) is first
    assert pace.next(5.0) is None
    assert pace.due() is None
    pace.done(first, 5.0)
    assert pace.next(5.0) is second


def test_a_held_chat_sends_its_next_message_before_any_answer() -> None:
    pace = Pace()
    page = pace.ask(7, Priority.EDITION, 0, 0.0)
    assert pace.next(0.0) is page
    answer = pace.ask(7, Priority.ANSWER, 0, 0.0)
    more = pace.again(page, 0.0)
    assert pace.next(0.0) is more
    pace.done(more, 0.0)
    assert pace.next(0.0) is answer


def test_told_to_wait_is_for_that_chat_only() -> None:
    pace = Pace()
    ticket = pace.ask(7, Priority.ANSWER, 0, 0.0)
    assert pace.next(0.0) is ticket
    pace.bar(ticket, 30, 1.0)
    pace.done(ticket, 1.0)
    again, other = pace.ask(7, Priority.ANSWER, 0, 1.0), pace.ask(8, Priority.ANSWER, 0, 1.0)
    assert drain(pace, 1.0) == [other]
    assert pace.due() == 31.0
    assert drain(pace, 30.9) == []
    assert drain(pace, 31.0) == [again]


@pytest.mark.parametrize("seconds", [1.0, 290.0])
def test_three_chats_told_to_wait_within_a_second_stop_all_but_not_for_long(seconds: float) -> None:
    pace = Pace()
    tickets = [pace.ask(chat, Priority.EDITION, 0, 0.0) for chat in (1, 2, 3)]
    assert [pace.next(0.0) for _ in tickets] == tickets
    for ticket in tickets:
        pace.bar(ticket, seconds, 0.5)
        pace.done(ticket, 0.5)
    innocent = pace.ask(4, Priority.ANSWER, 0, 0.5)
    until = 0.5 + min(seconds, FLOOD_REST)
    assert pace.next(until - 0.1) is None
    assert pace.due() == until
    assert pace.next(until) is innocent


def test_one_chat_told_to_wait_thrice_stops_no_other() -> None:
    pace = Pace()
    ticket = pace.ask(1, Priority.EDITION, 0, 0.0)
    assert pace.next(0.0) is ticket
    for _ in range(3):
        pace.bar(ticket, 10, 0.5)
    other = pace.ask(4, Priority.ANSWER, 0, 0.5)
    assert pace.next(0.5) is other


def test_a_wait_that_concerns_no_chat_is_for_all() -> None:
    pace = Pace()
    pace.bar(None, 5, 0.0)
    ticket = pace.ask(4, Priority.ANSWER, 0, 0.0)
    assert (pace.next(4.9), pace.due()) == (None, 5.0)
    assert pace.next(5.0) is ticket


def test_who_no_longer_waits_takes_no_place() -> None:
    pace = Pace()
    gone = [pace.ask(chat, Priority.ANSWER, 0, 0.0) for chat in range(1, 1001)]
    for ticket in gone:
        pace.cancel(ticket)
    assert pace.due() is None
    waiting = [pace.ask(chat, Priority.ANSWER, 0, 0.0) for chat in range(1, 31)]
    assert drain(pace, 0.0) == waiting


def test_an_unused_turn_is_free_for_another() -> None:
    pace = Pace()
    tickets = [pace.ask(chat, Priority.ANSWER, 0, 0.0) for chat in range(1, 32)]
    let_go = [pace.next(0.0) for _ in range(30)]
    assert let_go == tickets[:30]
    assert pace.next(0.0) is None
    pace.done(tickets[0], 0.0, unused=True)
    assert pace.next(0.0) is tickets[30]


def test_a_cancelled_answer_leaves_its_chat_the_rank_of_an_edition() -> None:
    pace = Pace()
    for chat in range(1, 31):
        pace.ask(chat, Priority.ANSWER, 0, 0.0)
    assert len(drain(pace, 0.0)) == 30
    answer, edition = pace.ask(50, Priority.ANSWER, 0, 0.0), pace.ask(50, Priority.EDITION, 0, 0.0)
    assert pace.next(0.0) is None
    later = pace.ask(51, Priority.ANSWER, 0, 0.0)
    pace.cancel(answer)
    assert drain(pace, 5.0) == [later, edition]


def test_more_than_the_connections_are_never_under_way() -> None:
    pace = Pace()
    for chat in range(1, 301):
        pace.ask(chat, Priority.EDITION, 0, 0.0)
    under_way = []
    for second in range(20):
        while (ticket := pace.next(second * 1.0)) is not None:
            under_way.append(ticket)
    assert len(under_way) == FLYING
    assert pace.due() is None
    pace.done(under_way[0], 30.0)
    assert pace.next(30.0) is not None


def test_idle_chats_are_forgotten() -> None:
    pace = Pace()
    for chat in range(1, 1001):
        pace.ask(chat, Priority.EDITION, 0, 0.0)
        pace.ask(-chat, Priority.EDITION, 0, 0.0)
    now = 0.0
    while pace.due() is not None:
        drain(pace, now)
        now += 0.5
    assert len(pace) > 0
    pace.next(now + 70)
    assert len(pace) == 0


def test_a_turn_that_was_not_given_cannot_end() -> None:
    pace = Pace()
    with pytest.raises(ValueError, match="not been let go"):
        pace.done(pace.ask(1, Priority.ANSWER, 0, 0.0), 0.0)
