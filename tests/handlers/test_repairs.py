"""Who is asked again: nobody too often, nobody too soon, and nobody in vain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.papers import EXTRACT, Summary
from bot.store import Repair
from handlers.budget import StoredBudget
from handlers.repairs import MOST_ATTEMPTS, PAUSE, is_wanted
from tests.doubles.clock import MovedClock
from tests.stories.conftest import Assemble

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
EXTRACTED = Summary(paper_id="2611.90001", version=1, language="English", tldr="Owls.", origin=EXTRACT, made=NOW)
WRITTEN = replace(EXTRACTED, origin="a-model")
IMPORTED = replace(EXTRACTED, origin="import")
MINUTE = timedelta(minutes=1)


def owed(attempts: int, ago: timedelta) -> Repair:
    return Repair(
        paper_id="2611.90001", version=1, language="English", defect="empty", attempts=attempts, last=NOW - ago
    )


@pytest.mark.parametrize(
    ("summary", "repair", "by_model", "by_extract"),
    [
        (None, None, True, True),
        (None, owed(1, PAUSE), True, True),
        (EXTRACTED, None, True, False),
        (EXTRACTED, owed(1, PAUSE), True, False),
        (EXTRACTED, owed(1, PAUSE - MINUTE), False, False),
        (EXTRACTED, owed(MOST_ATTEMPTS - 1, PAUSE), True, False),
        (EXTRACTED, owed(MOST_ATTEMPTS, 99 * PAUSE), False, False),
        (WRITTEN, None, False, False),
        (IMPORTED, None, False, False),
    ],
)
async def test_a_paper_is_wanted_while_its_summary_is_missing_or_owed_and_the_pause_is_over(
    summary: Summary | None,
    repair: Repair | None,
    by_model: bool,
    by_extract: bool,
    assemble: Assemble,
) -> None:
    for with_model, wanted in ((True, by_model), (False, by_extract)):
        async with assemble(with_model=with_model) as parts:
            assert is_wanted(summary, repair, parts.summarizer, NOW) is wanted


async def test_the_days_account_outlives_the_process_and_ends_with_the_utc_day(
    assemble: Assemble, clock: MovedClock
) -> None:
    async with assemble() as parts:
        await StoredBudget(parts.store, clock).add(70)
    async with assemble() as parts:
        budget = StoredBudget(parts.store, clock)
        await budget.add(5)
        assert await budget.spent() == 75
        clock.advance(hours=13)
        assert await budget.spent() == 0
