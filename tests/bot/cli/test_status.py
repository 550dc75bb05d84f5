"""``paperboy status``: what a person reads of a bot that runs, rests, has died, or never was."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from rich.console import Console

from bot.cli.status import is_running, rows, show
from bot.status import SILENT, Coming, Pages, Platform, Status, Waiting

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LONG = "The bot lacks the permissions that it needs there. " * 5
RUNNING = Status(
    version="1.0",
    started=NOW - timedelta(days=3, hours=2),
    at=NOW - timedelta(seconds=20),
    rounds=NOW,
    day=date(2026, 11, 20),
    there=("cs.CV", "math.NT"),
    missing=("cs.AI",),
    arxiv="arXiv gives no answer.",
    platforms=(
        Platform(name="telegram", standing="here", day=date(2026, 11, 19), at=NOW - timedelta(days=1)),
        Platform(name="discord", standing="out", why=LONG),
    ),
    subscriptions=1234,
    waiting=(Waiting(platform="discord", why=LONG, chats=3, example="#papers (A server with a very long name)"),),
    unfinished=17,
    closed=1,
    repairs=1,
    tokens=123_456,
    pages=Pages(sent=34_567, unknown=2),
    coming=(Coming(NOW + timedelta(hours=17), 1200), Coming(NOW + timedelta(hours=19), 1)),
    size=512_000_000,
    free=3_000_000_000,
)


def seen(status: Status | None, *, running: bool, held: bool | None = None) -> str:
    file = io.StringIO()
    show(rows(status, NOW, running=running, held=held), Console(file=file, width=80))
    return file.getvalue()


def test_a_running_bot_tells_all_in_80_columns() -> None:
    text = seen(RUNNING, running=True, held=True)
    assert max(map(len, text.splitlines())) <= 80
    flat = " ".join(text.split())
    for words in (
        "Running for 3 d 2 h, version 1.0.",
        "Friday, 20 November 2026: cs.CV, math.NT; cs.AI not in yet",
        "arXiv gives no answer.",
        "Logged in; the last edition, of Thursday, 19 November 2026",
        "Left out until the next start; no edition yet. The bot lacks",
        "34,567 pages sent, 0 brought up to date since the start; 2 unknown, 0 refused",
        "1,234, 1 chat of them closed to the bot",
        "17 pages to be sent",
        "and 2 more: The bot lacks the permissions",
        "1 summary owed by the model; 123,456 tokens used today",
        "1,200 editions at 2026-11-21 05:00 UTC",
        "1 edition at 2026-11-21 07:00 UTC",
    ):
        assert words in flat


def test_a_run_that_ended_before_its_first_look_tells_no_sizes() -> None:
    started = Status(version="1.0", started=NOW, at=NOW, day=NOW.date())
    assert "Database" in seen(RUNNING, running=False, held=False)
    assert "Database" not in seen(started, running=False, held=False)


@pytest.mark.parametrize(
    ("status", "held", "words"),
    [
        (None, False, "It has never run on this database."),
        (None, True, "It is starting, or another command works."),
        (replace(RUNNING, stopped=NOW), False, "Not running. It was stopped on 2026-11-20 12:00 UTC."),
        (replace(RUNNING, stopped=NOW), True, "Another command works with the database."),
        (RUNNING, False, "it was not stopped: it was last heard of on 2026-11-20 11:59 UTC"),
    ],
)
def test_one_that_does_not_run_says_so_first(status: Status | None, held: bool, words: str) -> None:
    text = " ".join(seen(status, running=False, held=held).split())
    assert words in text
    assert text.startswith("Bot")
    assert "Next" not in text


@pytest.mark.parametrize(
    ("status", "held", "running"),
    [
        (RUNNING, True, True),
        (RUNNING, False, False),
        (RUNNING, None, True),
        (replace(RUNNING, at=NOW - SILENT - timedelta(seconds=1)), None, False),
        (replace(RUNNING, at=NOW - SILENT - timedelta(seconds=1)), True, True),  # and unwell
        (replace(RUNNING, stopped=NOW), True, False),
        (None, True, False),
    ],
)
def test_it_runs_where_it_speaks_and_holds_the_lock(status: Status | None, held: bool | None, running: bool) -> None:
    assert is_running(status, NOW, held=held) is running
