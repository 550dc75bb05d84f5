"""Nothing of a token's form is written to a log, whoever writes it."""

from __future__ import annotations

import io
import logging

import pytest

from bot.secrets import HIDDEN, install, redact

TOKEN = "123456:AAbb-_" + "C" * 29
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gab-d_." + "e" * 38


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (
            f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
            "POST https://api.telegram.org/bot[hidden]/sendMessage",
        ),
        (f"The token `{TOKEN}` was rejected", "The token `[hidden]` was rejected"),
        (TOKEN.replace(":", "%3A"), HIDDEN),
        (TOKEN.replace(":", "%3a"), HIDDEN),
        ("at 12:34, 5678:short, 2026:07", "at 12:34, 5678:short, 2026:07"),
        (f"{'7' * 3}:{'x' * 36}", f"777:{'x' * 36}"),
        (f"Authorization: Bot {DISCORD}", f"Authorization: Bot {HIDDEN}"),
        (f"the token {DISCORD}.", f"the token {HIDDEN}."),
        (DISCORD.replace(".", "/"), DISCORD.replace(".", "/")),
        (
            "see www.example.org.uk/index.html and 2607.00001v2.pdf",
            "see www.example.org.uk/index.html and 2607.00001v2.pdf",
        ),
        (
            "POST https://discord.com/api/v10/interactions/123456/aW50ZXJhY3Rpb246MTIz/callback",
            f"POST https://discord.com/api/v10/interactions/123456/{HIDDEN}/callback",
        ),
        (
            "PATCH http://127.0.0.1:1/api/v10/webhooks/123/aW50ZXJhY3Rp-b24_.x/messages/@original has returned 404",
            f"PATCH http://127.0.0.1:1/api/v10/webhooks/123/{HIDDEN}/messages/@original has returned 404",
        ),
    ],
)
def test_what_looks_like_a_token_is_hidden_and_nothing_else(text: str, clean: str) -> None:
    assert redact(text) == clean


def test_messages_arguments_and_tracebacks_are_clean(written: io.StringIO) -> None:
    install("pass word")
    install("", "pass word")
    log = logging.getLogger("anybody")
    log.info("to %s", f"https://x/bot{TOKEN}")
    log.info("a %(key)s", {"key": "pass word"})
    log.info(TOKEN)
    log.info("broken %d %s", TOKEN, 1)
    log.warning("stack", stack_info=True)  # the stack shows this line: 123456:AAbb-_CCCCCCCCCCCCCCCCCCCCCCCCCCCCC
    try:
        try:
            raise OSError(f"https://x/bot{TOKEN}")
        except OSError as error:
            raise ValueError("pass word") from error
    except ValueError:
        log.exception("it failed with %s", TOKEN)
    text = written.getvalue()
    assert TOKEN not in text
    assert "pass word" not in text
    assert f"to https://x/bot{HIDDEN}" in text
    assert f"OSError: https://x/bot{HIDDEN}" in text
    assert "ValueError" in text


@pytest.mark.usefixtures("discreet")
def test_records_without_secrets_stay_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    install("pass word")
    error = ValueError("ordinary")
    logging.getLogger("anybody").error("%d of %s", 3, "it", exc_info=error)
    record = caplog.records[-1]
    assert (record.msg, record.args) == ("%d of %s", (3, "it"))
    assert record.exc_info is not None
    assert record.exc_info[1] is error


@pytest.mark.usefixtures("discreet")
def test_it_is_installed_once_around_whatever_factory_there_is() -> None:
    class Mine(logging.LogRecord):
        pass

    logging.setLogRecordFactory(Mine)
    install()
    first = logging.getLogRecordFactory()
    install("more")
    assert logging.getLogRecordFactory() is first
    record = logging.getLogger("x").makeRecord("x", logging.INFO, "f", 1, "more %s", ("or less",), None)
    assert isinstance(record, Mine)
    assert record.getMessage() == f"{HIDDEN} or less"
