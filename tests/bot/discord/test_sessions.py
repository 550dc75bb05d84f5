from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.discord.sessions import RESERVE, Sessions, Starts
from bot.errors import SettingsError
from tests.doubles.clock import MovedClock


def starts(remaining: int, **more: int) -> Starts:
    return Starts(shards=1, total=1000, remaining=remaining, reset_after=timedelta(hours=more.get("hours", 5)))


def test_no_session_is_begun_that_would_have_discord_reset_the_token() -> None:
    clock = MovedClock(datetime(2026, 7, 1, 6, tzinfo=UTC))
    sessions = Sessions(clock)
    sessions.told(starts(RESERVE + 2))
    sessions.begin()
    sessions.begin()
    with pytest.raises(SettingsError, match=r"1000 sessions a day.*after 01 July, 11:00 UTC"):
        sessions.begin()
    clock.advance(hours=5)
    for _ in range(1000 - RESERVE):  # a day's sessions are there again
        sessions.begin()
    with pytest.raises(SettingsError):
        sessions.begin()
    clock.advance(days=1)
    sessions.begin()


def test_all_shards_need_their_session() -> None:
    sessions = Sessions(MovedClock(datetime(2026, 7, 1, tzinfo=UTC)))
    sessions.told(starts(RESERVE + 3))
    sessions.check(3)
    with pytest.raises(SettingsError):
        sessions.check(4)


def test_a_bot_that_was_told_nothing_has_the_usual_number() -> None:
    sessions = Sessions(MovedClock(datetime(2026, 7, 1, tzinfo=UTC)))
    for _ in range(500):
        sessions.begin()
