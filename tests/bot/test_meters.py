"""What is counted, as Prometheus reads it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, date, datetime

from prometheus_client.parser import text_string_to_metric_families

from bot import meters
from bot.meters import Meters


def read(made: Meters) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    families = text_string_to_metric_families(made.text().decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_counters_stand_at_nothing_before_anything_happens() -> None:
    samples = read(Meters(version="1.0", platforms=("telegram", "discord")))
    assert samples["paperboy_info", "1.0"] == 1
    for platform in ("telegram", "discord"):
        for state in ("sent", "edited", "unknown", "failed"):
            assert samples["paperboy_pages_total", platform, state] == 0
        assert samples["paperboy_rate_limit_wait_seconds_total", platform] == 0
    assert samples["paperboy_model_tokens_total",] == 0


def test_what_happens_is_counted() -> None:
    made = Meters(version="1.0", platforms=("telegram",))
    made.page("telegram", "sent", 3)
    made.page("telegram", "failed")
    made.waited("telegram", 1.5)
    made.waited("telegram", 0.5)
    made.tokens(700)
    made.announcement(date(2026, 11, 20))
    made.edition("telegram", datetime(2026, 11, 20, 1, tzinfo=UTC))
    made.here("telegram", logged_in=True)
    made.owed(repairs=4, pages=5)
    samples = read(made)
    assert samples["paperboy_pages_total", "telegram", "sent"] == 3
    assert samples["paperboy_pages_total", "telegram", "failed"] == 1
    assert samples["paperboy_rate_limit_wait_seconds_total", "telegram"] == 2
    assert samples["paperboy_model_tokens_total",] == 700
    assert samples["paperboy_last_announcement_timestamp_seconds",] == 1795132800
    assert samples["paperboy_last_edition_timestamp_seconds", "telegram"] == 1795136400
    assert samples["paperboy_logged_in", "telegram"] == 1
    assert samples["paperboy_repairs",] == 4
    assert samples["paperboy_unfinished_pages",] == 5
    assert made.counts() == {"sent": 3, "edited": 0, "unknown": 0, "failed": 1}


async def test_a_loop_that_is_held_up_is_noticed() -> None:
    made = Meters(version="1.0", platforms=())
    watching = asyncio.create_task(made.watch_the_loop())
    await asyncio.sleep(0)
    time.sleep(meters.SAMPLED + 0.3)  # noqa: ASYNC251 -- which is the mistake that is to be noticed
    await asyncio.sleep(0.1)
    watching.cancel()
    assert made.worst_lag() >= 0.25
    assert made.worst_lag() == 0
    assert read(made)["paperboy_loop_lag_seconds_count",] == 1
