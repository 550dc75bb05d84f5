"""Nothing that is logged holds a token: addresses carry them, and libraries log and raise addresses.

A filter would have to sit at every handler, and handlers come and go; the factory makes every record there is.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable

HIDDEN = "[hidden]"

_TOKENS = (
    re.compile(r"\d+(?::|%3A)[\w-]{35}(?![\w-])", re.IGNORECASE | re.ASCII),
    # Discord's: the bot's id in base64, when it was made, a signature.
    re.compile(r"(?<![\w.-])[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])", re.ASCII),
)
"""What bot tokens look like."""
_ADDRESS = re.compile(r"(/(?:interactions|webhooks)/\d+/)[\w.-]+", re.ASCII)
"""Discord's addresses for the answers to one interaction: whoever has them can answer in the bot's name."""
_secrets: set[str] = set()

_Factory = Callable[..., logging.LogRecord]


def redact(text: str) -> str:
    """The text without anything of a bot token's form, and without what ``install`` was told to hide."""
    for form in _TOKENS:
        text = form.sub(HIDDEN, text)
    text = _ADDRESS.sub(rf"\1{HIDDEN}", text)
    for secret in _secrets:
        text = text.replace(secret, HIDDEN)
    return text


def install(*secrets: str) -> None:
    """From now on hide these, and everything that looks like a bot token, in every log record of this process.

    May be called again with more of them.
    """
    _secrets.update(filter(None, secrets))
    before = logging.getLogRecordFactory()
    if not isinstance(before, _Redacting):
        logging.setLogRecordFactory(_Redacting(before))


class _Redacting:
    """A factory of log records around another one."""

    def __init__(self, make: _Factory) -> None:
        self._make = make

    def __call__(self, *args: object, **kwargs: object) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        text = _text(record)
        if (clean := redact(text)) != text:
            record.msg, record.args = clean, None
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        if record.exc_info and record.exc_info[0] is not None:
            trace = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
            if (clean := redact(trace)) != trace:
                # Handlers show the text where there is one; the exception itself would betray the secret to them.
                record.exc_info, record.exc_text = None, clean
        return record


def _text(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # whatever an argument's own __str__ raises: logging shows message and arguments as they are
        return f"{record.msg!r} {record.args!r}"
