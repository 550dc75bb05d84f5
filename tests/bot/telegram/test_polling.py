"""Fetching updates from servers that answer, and not as Telegram does."""

from __future__ import annotations

import asyncio
import logging

import pytest
from telegram import Update
from telegram.ext import ExtBot

from bot import patience
from bot.clock import SystemClock
from bot.telegram.limiter import Limiter, Pass
from bot.telegram.pacing import Pacer
from bot.telegram.polling import poll, stubborn
from bot.telegram.trail import Trail
from bot.telegram.transport import AiohttpRequest
from tests.doubles.desks import Register
from tests.doubles.sockets import answer, listening

TOKEN = "123456:" + "A" * 35


def new_bot(url: str, request: AiohttpRequest) -> ExtBot[Pass]:
    limiter = Limiter(Pacer(SystemClock()), Trail(Register()))
    return ExtBot(TOKEN, base_url=url, request=request, get_updates_request=request, rate_limiter=limiter)


@pytest.mark.parametrize("nonsense", [True, [[]], [{"message": {}}], {"update_id": 1}])
async def test_what_is_no_list_of_updates_is_said_once_and_gone_on_from(
    nonsense: object, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.01)
    taken: asyncio.Queue[Update] = asyncio.Queue()
    nonsensical, whole, none = (answer({"ok": True, "result": one}) for one in (nonsense, [{"update_id": 7}], []))
    async with listening(nonsensical, nonsensical, whole, none) as server, AiohttpRequest() as request:
        bot = new_bot(server.url, request)
        polls = asyncio.create_task(poll(bot, taken.put_nowait, allowed=(), stubborn=stubborn()))
        async with asyncio.timeout(5):
            assert (await taken.get()).update_id == 7
        polls.cancel()
        await asyncio.wait([polls])
    assert [(record.levelno, record.message) for record in caplog.records] == [
        (
            logging.WARNING,
            "Telegram gives no usable answer: What came back is no list of updates. It is asked again until it does.",
        ),
        (logging.WARNING, "Telegram answers again."),
    ]


async def test_whoever_listens_is_told_in_place_of_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.01)
    heard: list[str] = []
    async with listening(b"", answer({"ok": True, "result": True})) as server, AiohttpRequest() as request:
        bot = new_bot(server.url, request)
        assert await stubborn(heard.append)(bot.delete_webhook)
    first, last = heard
    assert first.startswith("Telegram gives no usable answer: The connection to 127.0.0.1 broke before an answer came")
    assert last == "Telegram answers again."
    assert caplog.messages == []
