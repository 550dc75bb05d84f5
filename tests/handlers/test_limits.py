"""Work that costs money: so much an hour for each person, and a friendly word with the time when it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.limits import Limits
from tests.doubles.chats import ADA
from tests.doubles.clock import MovedClock
from tests.stories.conftest import SIX_IN_NEW_YORK


def test_an_hours_worth_may_come_at_once_and_then_one_after_the_other(clock: MovedClock) -> None:
    limits = Limits(20, clock=clock)
    assert [limits.allow(ADA) for _ in range(21)] == [True] * 20 + [False]
    assert limits.free_again(ADA) == timedelta(minutes=3)
    clock.advance(minutes=3)
    assert [limits.allow(ADA) for _ in range(2)] == [True, False]
    clock.advance(hours=5)
    assert sum(limits.allow(ADA) for _ in range(30)) == 20


def test_everybody_has_a_limit_of_their_own(clock: MovedClock) -> None:
    limits = Limits(1, clock=clock)
    others = (ADA, replace(ADA, user="8"), replace(ADA, platform="discord"))
    assert all(limits.allow(one) for one in others)
    assert not any(limits.allow(one) for one in others)
    assert not limits.allow(replace(ADA, chat="-100", direct=False))


def test_operators_and_a_limit_of_nothing_have_none(clock: MovedClock) -> None:
    assert all(Limits(1, clock=clock).allow(replace(ADA, operator=True)) for _ in range(50))
    unlimited = Limits(0, clock=clock)
    assert all(unlimited.allow(ADA) for _ in range(50))
    assert unlimited.free_again(ADA) == timedelta(0)


@pytest.mark.parametrize(
    ("per_person", "locale", "told"),
    [
        (20, "en", "your 20 new summaries of the hour. The next one is free in 3 minutes;"),
        (60, "en", "The next one is free in a minute;"),
        (20, "zh", "你这一小时的 20 篇新摘要已用完，3 分钟后可以再请求。"),
    ],
)
def test_the_sentence_says_when_it_goes_on(per_person: int, locale: str, told: str, clock: MovedClock) -> None:
    limits = Limits(per_person, clock=clock)
    asker = replace(ADA, locale=locale)
    while limits.allow(asker):
        pass
    assert told in limits.refusal(asker)


@given(st.integers(1, 100), st.lists(st.integers(0, 1800), max_size=200))
def test_nobody_gets_more_than_the_bucket_and_what_flowed_in_and_the_promised_moment_holds(
    per_person: int, waits: list[int]
) -> None:
    clock = MovedClock(SIX_IN_NEW_YORK)
    limits = Limits(per_person, clock=clock)
    allowed = 0
    for wait in waits:
        clock.advance(seconds=wait)
        allowed += limits.allow(ADA)
    assert allowed <= per_person + sum(waits) / 3600 * per_person + 1e-3
    clock.advance(seconds=limits.free_again(ADA).total_seconds())
    assert limits.allow(ADA)


def test_strangers_of_long_ago_take_no_memory(clock: MovedClock) -> None:
    limits = Limits(5, clock=clock)
    for user in range(5000):
        assert limits.allow(replace(ADA, user=str(user)))
        clock.advance(minutes=1)
    assert len(limits._buckets) <= 1100
