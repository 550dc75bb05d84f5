"""However a request to Telegram fails, no log and no error tells the token."""

from __future__ import annotations

import asyncio
import io
import logging

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.secrets import install
from bot.telegram.faults import fault
from bot.telegram.transport import AiohttpRequest
from tests.doubles.sockets import Talk, answer, listening, refusal

TOKEN = "123456:AAbb-_" + "C" * 29


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
