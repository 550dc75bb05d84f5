"""How the log is written: one line for each event, for people or for programs.

What is secret is hidden before it gets here (``bot.secrets``); what people write to the bot is never logged at all.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Final, Literal

Format = Literal["text", "json"]

_USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; anything else was given as ``extra``."""


class TextFormatter(logging.Formatter):
    """For people: ``2026-11-20 05:32:10 WARNING handlers.daily: ...``; only a traceback takes further lines."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's own name
        """The line without what follows it."""
        return " ".join(super().formatMessage(record).splitlines())


class JsonFormatter(logging.Formatter):
    """For programs: an object a line, with what a record was given as ``extra`` under its own names."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_text or record.exc_info:
            line["trace"] = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        # One that is not ASCII may be half a letter, which no file takes.
        return json.dumps(line, default=str)


def write_as(form: Format) -> None:
    """From now on write the log of this process in this form."""
    formatter = JsonFormatter() if form == "json" else TextFormatter()
    for handler in logging.getLogger().handlers:
        if type(handler) is logging.StreamHandler:  # what is derived from it is somebody else's
            handler.setFormatter(formatter)
