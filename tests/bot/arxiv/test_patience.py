from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.arxiv.patience import FIRST_BACKOFF, FORGOTTEN, LONGEST_BACKOFF, UNREACHED_REST, Passing, Spell, Troubles

START = datetime(2026, 11, 23, 5, 10, tzinfo=UTC)
BUSY, AWAY = Passing("503 from rss"), Passing("no connection", unreached=True)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def add(troubles: Troubles, host: str, fault: Passing, seconds: float) -> Spell:
    return troubles.add(host, fault, tried=after(seconds), now=after(seconds))


def test_backoff_grows_with_every_failure_of_the_spell_up_to_its_limit() -> None:
    troubles, now, longest = Troubles(), 0.0, 0.0
    for failures in range(30):
        spell = add(troubles, "rss", BUSY, now)
        wait = (spell.until - after(now)).total_seconds()
        assert 1.0 <= wait <= min(LONGEST_BACKOFF, FIRST_BACKOFF * 2**failures)
        longest, now = max(longest, wait), now + wait
    assert longest > 60
    assert spell.since == START


def test_the_next_try_comes_no_sooner_than_the_host_asks_for_nor_than_it_was_put_off_to() -> None:
    troubles = Troubles()
    asked = add(troubles, "rss", Passing("429 from rss", retry_after=700), 0)
    assert asked.until == asked.barred == after(700)
    assert add(troubles, "rss", BUSY, 10).until == after(700)


def test_hosts_that_are_not_reached_one_after_another_share_one_trouble() -> None:
    troubles = Troubles()
    add(troubles, "rss", AWAY, 0)
    assert add(troubles, "site", AWAY, 50).since == START


@pytest.mark.parametrize("first", [BUSY, AWAY])
@pytest.mark.parametrize("second", [BUSY, AWAY])
def test_troubles_of_other_kinds_are_each_hosts_own(first: Passing, second: Passing) -> None:
    troubles = Troubles()
    add(troubles, "rss", first, 0)
    troubles.answered(after(20))  # by any host: we are not offline
    assert add(troubles, "site", second, 50).since == after(50)


def test_a_good_answer_ends_the_spell() -> None:
    troubles = Troubles()
    add(troubles, "rss", BUSY, 0)
    troubles.over("rss")
    assert troubles.of("rss", after(1)) is None


def test_a_spell_that_nobody_has_looked_into_for_long_is_forgotten() -> None:
    troubles = Troubles()
    due = add(troubles, "rss", AWAY, 0).until
    assert troubles.of("rss", due + FORGOTTEN) is not None
    later = due + FORGOTTEN + timedelta(seconds=1)
    assert troubles.of("rss", later) is None
    assert troubles.add("site", AWAY, tried=later, now=later).since == later
    assert troubles.add("rss", AWAY, tried=later, now=later).failures == 1


def test_a_host_that_is_not_reached_is_barred_for_a_while_and_one_that_fails_is_not() -> None:
    troubles = Troubles()
    assert add(troubles, "rss", BUSY, 0).barred == START
    for seconds in range(0, 1200, 100):
        spell = add(troubles, "site", AWAY, seconds)
        assert spell.barred == min(spell.until, after(seconds) + UNREACHED_REST)
