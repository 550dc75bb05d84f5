"""What somebody at the screen is told: one line for what is done, and every doubt."""

from __future__ import annotations

import io
import logging
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from bot.arxiv import NotYet
from bot.cli.watch import LoggedProgress, TerminalProgress, describe
from bot.errors import SourceError
from bot.papers import Announced, Announcement, Kind, Summary
from bot.summarize.summarizer import Outcome
from tests.doubles.papers import invent

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
KINDS = (Kind.NEW, Kind.NEW, Kind.CROSS, Kind.REPLACE, Kind.REPLACE_CROSS)
ENTRIES = tuple(Announced(paper, kind) for paper, kind in zip(invent(5), KINDS, strict=True))


def announcement(
    entries: tuple[Announced, ...] = ENTRIES, stated: int | None = 5, added: tuple[str, ...] = ()
) -> Announcement:
    return Announcement(
        day=date(2026, 11, 24), category="cs.CV", entries=entries, stated=stated, source="rss", added=added
    )


@pytest.mark.parametrize(
    ("it", "line"),
    [
        (announcement(), "cs.CV: 2 new, 1 cross-listed, 2 replaced; arXiv's page agrees"),
        (announcement((), 0), "cs.CV: nothing announced; arXiv's page agrees"),
        (
            announcement(stated=None),
            "cs.CV: 2 new, 1 cross-listed, 2 replaced; arXiv's page could not confirm the count",
        ),
        (
            announcement(stated=7),
            "cs.CV: 2 new, 1 cross-listed, 2 replaced; arXiv's page states 7, so 2 ARE MISSING",
        ),
        (
            announcement(added=("2611.90001",)),
            "cs.CV: 2 new, 1 cross-listed, 2 replaced; 1 was on arXiv's page but not in its feed, and is added",
        ),
        (
            announcement(added=("2611.90001", "2611.90002")),
            "cs.CV: 2 new, 1 cross-listed, 2 replaced; 2 were on arXiv's page but not in its feed, and are added",
        ),
    ],
)
def test_a_category_is_one_line_with_its_counts_and_how_they_were_checked(it: Announcement, line: str) -> None:
    assert describe(it) == line


def test_the_log_has_one_line_for_each_category_with_its_day_and_warns_of_faults_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    progress = LoggedProgress(Console(file=io.StringIO()))
    progress.gathered(announcement())
    progress.held_up("cs.CV", NotYet("It is not out."))
    progress.held_up("cs.CV", SourceError("arXiv gives no answer."))
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("INFO", "2026-11-24, cs.CV: 2 new, 1 cross-listed, 2 replaced; arXiv's page agrees"),
        ("INFO", "cs.CV: It is not out."),
        ("WARNING", "cs.CV: arXiv gives no answer."),
    ]


def outcome(n: int, defect: str | None) -> Outcome:
    paper = invent(1, first=90001 + n)[0]
    summary = Summary(paper_id=paper.id, version=1, language="English", tldr="Owls.", origin="extract", made=NOW)
    return Outcome(paper, summary, defect)


@pytest.mark.parametrize("terminal", [False, True])
def test_a_whole_run_is_told_line_by_line_and_each_defect_once_at_the_end(terminal: bool) -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=80, force_terminal=terminal, color_system=None, soft_wrap=not terminal)
    with TerminalProgress(console) as progress:
        progress.gathering(["cs.CV", "cs.AI"])
        progress.gathered(announcement())
        progress.held_up("cs.AI", SourceError("503 from [rss.arxiv.org]", retry_at=NOW))
        progress.waiting(NOW)
        progress.summarizing(4)
        for n, defect in enumerate((None, "empty", "empty", "too long")):
            progress.summarized(outcome(n, defect))
    said = stream.getvalue()
    wanted = [
        "cs.CV: 2 new, 1 cross-listed, 2 replaced; arXiv's page agrees",
        "cs.AI: 503 from [rss.arxiv.org]",
        "Asking again at 06:00 New York time.",
        "2 papers in the authors' words for now: empty",
        "1 paper in the authors' words for now: too long",
    ]
    if terminal:
        assert [said.count(line) for line in wanted] == [1] * len(wanted)
        assert "Summarizing" in said
    else:
        assert said.splitlines() == wanted


def test_in_a_log_a_sentence_is_a_line_however_long() -> None:
    stream = io.StringIO()
    sentence = "owl " * 100 + "[bold]end[/bold]"
    with TerminalProgress(Console(file=stream, width=80, soft_wrap=True)) as progress:
        progress.say(sentence)
    assert stream.getvalue() == f"{sentence}\n"
