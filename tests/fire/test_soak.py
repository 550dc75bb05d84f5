"""Days on end, on both platforms at once, with everything going wrong that can; ``make soak`` lives a whole month."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles.soak import Soak, soak


@pytest.mark.timeout(120)
async def test_three_days_of_faults_lose_nothing_repeat_nothing_and_leak_nothing(tmp_path: Path) -> None:
    account = await soak(Soak(days=3, subscriptions=20, seed=3, folder=tmp_path))
    assert account.wrong == [], str(account)
    assert account.announced > 10
    assert account.restarts
    assert len(account.faults) > 8
