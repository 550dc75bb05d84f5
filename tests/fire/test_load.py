"""Many people on one bot: each edition is made once, and the queue is in the store. ``make bench`` has 100,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.courier import AT_ONCE
from tests.doubles.crowd import WISHES, serve

PEOPLE = 1500


@pytest.mark.timeout(120)
async def test_pages_are_made_once_for_each_distinct_edition_and_few_are_in_hand_at_a_time(tmp_path: Path) -> None:
    cost = await serve(PEOPLE, tmp_path)
    assert sum(cost.sent.values()) == PEOPLE, "everybody got an edition"
    assert cost.renders == len(WISHES)
    assert cost.at_once <= AT_ONCE
