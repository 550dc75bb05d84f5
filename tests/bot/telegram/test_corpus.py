"""Every paper there is and ten thousand invented ones: no page that Telegram would not take, none over a limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.subscriptions import Look
from bot.telegram.edition import pages
from tests.doubles.pages import DAYS, check, real_day, strange_day

LOOKS = [Look(layout=layout, detail=detail) for layout in ("classic", "rich") for detail in ("full", "brief", "titles")]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.layout}-{look.detail}")
@pytest.mark.parametrize("path", sorted(DAYS.glob("*.jsonl")) or [DAYS], ids=lambda path: path.stem)
def test_every_real_paper_stands_once_on_a_page_that_telegram_takes(path: Path, look: Look) -> None:
    if not path.is_file():
        pytest.skip(f"no real days beside this checkout ({DAYS})")
    digest = real_day(path, language="Chinese" if path.stem.endswith("1") else "English")
    check(pages(digest, look), digest)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_paper_says_it_stands_once_on_a_page_that_telegram_takes(seed: int) -> None:
    digest = strange_day(seed, 500)
    for look in LOOKS:
        check(pages(digest, look), digest)
