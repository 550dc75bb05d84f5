"""The log: a line for each event, and for programs an object a line."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import JsonFormatter, TextFormatter


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("handlers.daily", logging.WARNING, __file__, 1, message, args, None)
    vars(made).update(extra)
    return made


@given(st.text())
def test_an_event_is_one_line_whatever_stands_in_it(text: str) -> None:
    plain = TextFormatter().format(record("%s", text))
    assert plain.splitlines() == [plain]
    line = JsonFormatter().format(record("%s", text))
    assert line.splitlines() == [line]
    assert json.loads(line)["message"] == text


def test_programs_find_what_an_event_is_about() -> None:
    line = json.loads(JsonFormatter().format(record("%d pages", 3, event="edition", pages=3)))
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "warning", "logger": "handlers.daily", "message": "3 pages", "event": "edition", "pages": 3
    }  # fmt: skip


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
def test_a_mistake_of_ours_comes_with_its_traceback(formatter: logging.Formatter) -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        failed = record("Oh")
        failed.exc_info = sys.exc_info()
    assert "ZeroDivisionError" in formatter.format(failed)
