from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.telegram import secrets
from bot.telegram.faults import fault
from bot.telegram.secrets import HIDDEN, install, redact
from bot.telegram.transport import AiohttpRequest
from tests.doubles.sockets import Talk, answer, listening, refusal

TOKEN = "123456:AAbb-_" + "C" * 29


@pytest.fixture(autouse=True)
def factory() -> Iterator[None]:
    """The process's own factory comes back after each test."""
    before, known = logging.getLogRecordFactory(), set(secrets._secrets)
    yield
    logging.setLogRecordFactory(before)
    secrets._secrets.clear()
    secrets._secrets.update(known)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, with tracebacks, as a file would get it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


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


def test_records_without_secrets_stay_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    install("pass word")
    error = ValueError("ordinary")
    logging.getLogger("anybody").error("%d of %s", 3, "it", exc_info=error)
    record = caplog.records[-1]
    assert (record.msg, record.args) == ("%d of %s", (3, "it"))
    assert record.exc_info is not None
    assert record.exc_info[1] is error


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


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


FAILURES = {
    "flood": refusal(429, "Too Many Requests: retry after 7", retry_after=7),
    "fault": refusal(500, "Internal Server Error: restart"),
    "gateway": answer(b"<html>502</html>", "502 Bad Gateway", "text/html"),
    "reset": b"",
    "cut": answer(b'{"ok": true, "resu'),
    "no HTTP": b"SSH-2.0-OpenSSH\r\n",
    "silence": hang,
    "refused": refusal(400, "Bad Request: chat not found"),
    "unauthorized": refusal(401, "Unauthorized"),
    "blocked": refusal(403, "Forbidden: bot was blocked by the user"),
    "not found": refusal(404, "Not Found"),
    "conflict": refusal(409, "Conflict: terminated by other getUpdates request"),
    "elsewhere": answer(b"", "302 Found", more=f"Location: https://127.0.0.1:1/bot{TOKEN}/sendMessage\r\n"),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("method", ["send_message", "initialize", "get_updates"])
async def test_no_failing_request_tells_the_token_in_a_log_or_an_error(
    failure: Talk | bytes, method: str, written: io.StringIO
) -> None:
    install()
    async with listening(failure) as server, AiohttpRequest(timeout=0.3) as request:
        bot = Bot(TOKEN, base_url=server.url, request=request, get_updates_request=request)
        with pytest.raises(TelegramError) as caught:
            await getattr(bot, method)(*((1, "hello") if method == "send_message" else ()))
    _check(caught.value, written)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/bot", "https://no-such-host.invalid/bot"])
async def test_no_unsent_request_tells_the_token_either(url: str, written: io.StringIO) -> None:
    install()
    async with AiohttpRequest(timeout=1) as request:
        with pytest.raises(TelegramError) as caught:
            await Bot(TOKEN, base_url=url, request=request).send_message(1, "hello")
    _check(caught.value, written)


def _check(error: TelegramError, written: io.StringIO) -> None:
    logging.getLogger("anybody").error("failed", exc_info=error)
    assert "failed" in written.getvalue()
    assert TOKEN not in written.getvalue()
    assert TOKEN not in str(fault(error))
    # The library itself puts a refused token into its error; that is why errors are shown through ``fault``.
    causes: BaseException | None = error.__cause__ if "rejected by the server" in str(error) else error
    while causes is not None:
        assert TOKEN not in f"{causes} {causes!r}"
        causes = causes.__cause__ or causes.__context__
