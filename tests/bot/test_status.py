"""What the bot keeps of itself can be read again, and says whether it does its work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.status import IDLE, SILENT, Coming, Pages, Platform, Status, Waiting, read, unwell

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TELEGRAM = Platform(name="telegram", standing="here", day=date(2026, 11, 20), at=NOW)
DISCORD = Platform(name="discord", standing="away", why="Discord can't be reached.")
WELL = Status(
    version="1.0",
    started=NOW - timedelta(days=3),
    at=NOW,
    rounds=NOW,
    day=date(2026, 11, 20),
    there=("cs.CV",),
    missing=("cs.AI",),
    arxiv_since=NOW,
    platforms=(TELEGRAM, DISCORD),
    waiting=(Waiting(platform="discord", why="No connection", chats=3, example="#papers"),),
    pages=Pages(sent=3),
    coming=(Coming(NOW, 7),),
)


def test_what_is_kept_is_read_again() -> None:
    assert read(WELL.written()) == WELL
    stopped = replace(WELL, stopped=NOW, rounds=None, arxiv_since=None)
    assert read(stopped.written()) == stopped


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "null", '{"at": 5}', WELL.written().replace("lag", "leg")])
def test_what_another_version_kept_is_nothing(text: str | None) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("status", "later", "words"),
    [
        (WELL, timedelta(minutes=1), []),
        (None, timedelta(), ["starting"]),
        (WELL, SILENT + timedelta(seconds=1), ["has not said how it is since 2026-11-20 12:00 UTC"]),
        (replace(WELL, rounds=NOW - IDLE), timedelta(seconds=1), ["has not looked what is due since"]),
        (replace(WELL, rounds=None), timedelta(), ["since it was started"]),
        (replace(WELL, store="The disk is full."), timedelta(), ["The disk is full."]),
        (replace(WELL, platforms=(DISCORD,)), timedelta(), ["discord: Discord can't be reached."]),
        (replace(WELL, platforms=()), timedelta(), []),
    ],
)
def test_it_is_unwell_for_reasons(status: Status | None, later: timedelta, words: list[str]) -> None:
    reasons = unwell(status, NOW + later)
    assert len(reasons) == len(words)
    for reason, word in zip(reasons, words, strict=True):
        assert word in reason
