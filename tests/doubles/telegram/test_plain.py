"""The server for measuring runs as a process of its own and takes what a real client sends."""

from __future__ import annotations

import asyncio
import json
import sys
from urllib.parse import urlsplit

from aiohttp import ClientSession
from telegram import Bot

from tests.doubles.telegram.server import TOKEN


async def test_it_prints_its_address_takes_messages_and_counts_them() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.doubles.telegram.plain", stdout=asyncio.subprocess.PIPE
    )  # fmt: skip
    try:
        assert process.stdout is not None
        base_url = (await process.stdout.readline()).decode().strip()
        async with Bot(TOKEN, base_url=base_url) as bot:
            ids = [(await bot.send_message(chat, "x")).message_id for chat in (5, -1001)]
            document = await bot.send_document(7, b"abc")
            assert await bot.get_updates(timeout=0) == ()
        async with ClientSession() as session, session.get(f"http://{urlsplit(base_url).netloc}/stats") as answer:
            stats = json.loads(await answer.text())
    finally:
        process.kill()
        await process.wait()
    assert (ids, document.chat.id) == ([1, 2], 7)
    assert (stats["sendmessage"], stats["senddocument"]) == (2, 1)
