"""Every paper there is and ten thousand invented ones: no page that Discord would not take, none over a limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.discord.edition import pages
from bot.subscriptions import Detail, Look
from tests.doubles.discord.pages import check, check_words
from tests.doubles.pages import DAYS, real_day, strange_day

DETAILS: tuple[Detail, ...] = ("full", "brief", "titles")


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("path", sorted(DAYS.glob("*.jsonl")) or [DAYS], ids=lambda path: path.stem)
def test_every_real_paper_stands_once_on_a_page_that_discord_takes(path: Path, detail: Detail) -> None:
    if not path.is_file():
        pytest.skip(f"no real days beside this checkout ({DAYS})")
    digest = real_day(path, language="Chinese" if path.stem.endswith("1") else "English")
    made = pages(digest, Look(detail=detail))
    check(made, digest)
    for page in made[:: 1 if detail == "full" else 4]:
        check_words(page)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_paper_says_it_stands_once_on_a_page_that_discord_takes(seed: int) -> None:
    digest = strange_day(seed, 500)
    for detail in DETAILS:
        made = pages(digest, Look(detail=detail))
        check(made, digest)
        for page in made[:: 1 if detail == "full" else 4]:
            check_words(page)


@pytest.mark.parametrize("most", [1, 2, 4, 12, 40])
def test_a_real_day_within_few_pages_is_taken_too(most: int) -> None:
    days = sorted(DAYS.glob("*.jsonl"), key=lambda path: path.stat().st_size)
    if not days:
        pytest.skip(f"no real days beside this checkout ({DAYS})")
    digest = real_day(days[-1], language="Chinese")
    made = pages(digest, Look(max_pages=most))
    assert len(made) <= most
    check(made, digest)
    for page in made:
        check_words(page)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 9, 30])
def test_a_strange_day_within_few_pages_is_taken_too(most: int) -> None:
    digest = strange_day(most, 500)
    made = pages(digest, Look(max_pages=most))
    assert len(made) <= most
    check(made, digest)
    for page in made:
        check_words(page)
