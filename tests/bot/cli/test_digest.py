"""``paperboy digest``: the edition alone on standard output, everything else beside it, and a reason for silence."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from bot import config
from bot.cli.digest import print_edition
from bot.config import Settings
from bot.errors import SourceError, UsageError
from bot.papers import Paper
from bot.wishes import Wishes
from tests.bot.cli.conftest import CATEGORIES, Ask, one_sentence, settings
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock

FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)
SUNDAY_NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
TUESDAY_MORNING = datetime(2026, 11, 24, 11, tzinfo=UTC)
WISHES = Wishes(categories=CATEGORIES)


async def test_standard_output_holds_the_edition_and_nothing_else(
    arxiv: ArxivDouble, ask: Ask, day: date, papers: list[Paper], tmp_path: Path
) -> None:
    ran = await ask("digest", "--config", settings(tmp_path, arxiv), "--day", day, "--format", "json")
    assert ran.status == 0
    edition = json.loads(ran.out)
    assert [one["id"] for group in edition["groups"] for one in group["papers"]] == [paper.id for paper in papers]
    assert edition["receipt"]["lost"] == 0
    assert ran.err.splitlines() == [
        "cs.CV: 4 new, 0 cross-listed, 0 replaced; arXiv's page agrees",
        "cs.AI: 2 new, 0 cross-listed, 0 replaced; arXiv's page agrees",
    ]


async def test_the_same_day_again_asks_nobody_and_is_the_same_in_80_columns(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    path = settings(tmp_path, arxiv)
    first = await ask("--config", path, "digest", "--day", day)
    asked = len(arxiv.requests)
    again = await ask("--config", path, "digest", "--day", day)
    assert (first.status, again.status, again.err) == (0, 0, "")
    assert first.out == again.out
    assert asked == len(arxiv.requests) == len(CATEGORIES)
    assert "Receipt: 6 announced = 0 summarized + 6 from the abstract; 0 lost" in first.out
    assert max(map(cell_len, first.out.splitlines())) <= 80


async def test_wishes_choose_and_the_receipt_counts_what_they_leave_out(
    arxiv: ArxivDouble, ask: Ask, day: date, papers: list[Paper], tmp_path: Path
) -> None:
    path = settings(tmp_path, arxiv)
    name = papers[0].authors[0]
    ran = await ask("digest", "--config", path, "--day", day, "-c", "CS.cv", "--without-author", name)
    assert ran.status == 0
    assert "4 announced = " in ran.out
    assert "left out as you wish (unwanted authors " in " ".join(ran.out.split())
    assert arxiv.asked(f"/catchup/cs.AI/{day}") == []


async def test_a_refusal_everywhere_is_one_sentence_and_status_1(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    for code in CATEGORIES:
        arxiv.fail(f"/catchup/{code}/{day}", status=404, times=None)
    ran = await ask("digest", "--config", settings(tmp_path, arxiv), "--day", day)
    assert (ran.status, ran.out) == (1, "")
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == len(CATEGORIES) + 1
    assert ran.err.splitlines()[-1].startswith("paperboy: arXiv has given no usable answer since ")


async def test_what_is_there_is_printed_when_a_category_is_not_and_the_status_is_1(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    arxiv.fail(f"/catchup/cs.AI/{day}", status=404, times=None)
    ran = await ask("digest", "--config", settings(tmp_path, arxiv), "--day", day)
    assert ran.status == 1
    assert "4 announced = 0 summarized + 4 from the abstract; 0 lost" in ran.out
    assert "Not confirmed by arXiv yet: cs.AI." in ran.out
    assert ran.err.splitlines()[-1] == (
        f"paperboy: The edition of {day} is not complete yet: cs.AI can't be had. Run this again later."
    )


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2099-01-05", "2099-01-05 has not come yet in New York"),
        ("2020-01-06", "keeps a day's announcement for 90 days"),
    ],
)
async def test_a_day_that_cannot_be_had_is_wrong_use(
    day: str, says: str, arxiv: ArxivDouble, ask: Ask, tmp_path: Path
) -> None:
    ran = await ask("digest", "--config", settings(tmp_path, arxiv), "--day", day)
    assert ran.status == 2
    assert says in one_sentence(ran)
    assert arxiv.requests == []


# --- on days of our choice ------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(TUESDAY_MORNING)


@pytest.fixture
async def moved(clock: MovedClock) -> AsyncIterator[ArxivDouble]:
    """arXiv at the time that we say it is."""
    async with ArxivDouble(clock) as double:
        yield double
    assert double.breaches == []


@pytest.fixture
def chosen(moved: ArxivDouble, tmp_path: Path) -> Settings:
    return config.load(settings(tmp_path, moved))


def announce(arxiv: ArxivDouble, day: date, papers: list[Paper]) -> None:
    for code in CATEGORIES:
        arxiv.announce(day, code, [("new", paper) for paper in papers if paper.primary == code])


async def test_on_a_weekend_it_says_why_and_prints_the_newest_edition(
    moved: ArxivDouble, clock: MovedClock, chosen: Settings, papers: list[Paper], capsys: pytest.CaptureFixture[str]
) -> None:
    clock.advance(days=-2, hours=6)
    assert clock.now() == SUNDAY_NOON
    announce(moved, FRIDAY, papers)
    await print_edition(chosen, None, WISHES, "text", wait=False, clock=clock)
    out, err = capsys.readouterr()
    assert out.startswith("Friday, 20 November 2026\n")
    assert err.splitlines()[0] == (
        "arXiv announces nothing at weekends. The next announcement is expected on Monday, 23 November 2026, at 00:00 "
        "New York time (05:00 UTC). The newest edition is that of Friday, 20 November 2026."
    )


async def test_today_comes_from_the_feeds_without_a_reason(
    moved: ArxivDouble, clock: MovedClock, chosen: Settings, papers: list[Paper], capsys: pytest.CaptureFixture[str]
) -> None:
    announce(moved, TUESDAY, papers)
    await print_edition(chosen, None, WISHES, "markdown", wait=False, clock=clock)
    out, err = capsys.readouterr()
    assert all(paper.url in out for paper in papers)
    assert "expected" not in err


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_quiet_day_is_an_answer_and_no_fault(
    form: str, moved: ArxivDouble, clock: MovedClock, chosen: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(moved, TUESDAY, [])
    await print_edition(chosen, None, WISHES, form, wait=False, clock=clock)
    out, err = capsys.readouterr()
    assert "arXiv announced nothing in your categories for Tuesday, 24 November 2026." in err
    assert (out == "") if form == "text" else (json.loads(out)["total"] == 0)


async def test_with_wait_it_stays_until_the_day_is_out(
    moved: ArxivDouble, clock: MovedClock, chosen: Settings, papers: list[Paper], capsys: pytest.CaptureFixture[str]
) -> None:
    announce(moved, FRIDAY, papers[:1])
    announce(moved, TUESDAY, papers)
    clock.advance(hours=-13)  # Monday evening: Tuesday's listing is not out
    with pytest.raises(UsageError, match="has not come yet"):
        await print_edition(chosen, TUESDAY, WISHES, "text", wait=True, clock=clock)
    clock.advance(hours=7)
    moved.lagging_feed("cs.AI")
    moved.late_page("cs.AI")
    while_waiting = clock.sleep

    async def mend(seconds: float) -> None:
        await while_waiting(seconds)
        moved.mend()

    clock.sleep = mend  # type: ignore[method-assign]  # our own double, not a library's
    await print_edition(chosen, TUESDAY, WISHES, "text", wait=True, clock=clock)
    out, err = capsys.readouterr()
    assert "6 announced" in out
    assert "Asking again at 00:15 New York time." in err


async def test_a_source_that_cannot_be_reached_is_given_a_minute_and_then_said_with_since_when(
    moved: ArxivDouble, clock: MovedClock, chosen: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = chosen.arxiv.model_copy(update={"rss_url": "http://127.0.0.1:9", "site_url": "http://127.0.0.1:9"})
    unreachable = chosen.model_copy(update={"arxiv": closed})
    with pytest.raises(SourceError) as error:
        await print_edition(unreachable, None, WISHES, "text", wait=False, clock=clock)
    assert str(error.value) == (
        "arXiv has given no usable answer since 24 November, 06:00 New York time (11:00 UTC). Run this again later."
    )
    assert (clock.now() - TUESDAY_MORNING).total_seconds() <= 4 * 60
    out, err = capsys.readouterr()
    assert out == ""
    assert "no connection to 127.0.0.1:9" in err
