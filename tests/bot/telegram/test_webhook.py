from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import Bot, Update

from bot.errors import SettingsError
from bot.telegram.webhook import SECRET_HEADER, Webhook

SECRET = "0ur-secret_token"
HELLO = {
    "update_id": 1,
    "message": {"message_id": 5, "date": 1_780_000_000, "chat": {"id": 1, "type": "private"}, "text": "/start"},
}
BOT = Bot("123456:" + "A" * 35)


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_an_update_is_handed_over_and_then_answered(client: aiohttp.ClientSession) -> None:
    queue: asyncio.Queue[object] = asyncio.Queue()
    async with (
        Webhook(queue.put, bot=BOT, secret=SECRET, port=0) as webhook,
        client.post(webhook.url, json=HELLO, headers={SECRET_HEADER: SECRET}) as response,
    ):
        assert response.status == 200
        update = queue.get_nowait()
    assert webhook_text(update) == "/start"


def webhook_text(update: object) -> str | None:
    assert isinstance(update, Update)
    assert update.message is not None
    assert update.message.get_bot() is BOT
    return update.message.text


async def test_an_update_is_not_answered_before_it_is_handed_over(client: aiohttp.ClientSession) -> None:
    taken = asyncio.Event()

    async def hand_over(update: Update) -> None:
        await taken.wait()

    async with Webhook(hand_over, bot=BOT, secret=SECRET, port=0) as webhook:
        posting = asyncio.create_task(_status(client, webhook.url, HELLO))
        done, _ = await asyncio.wait([posting], timeout=0.1)
        assert not done
        taken.set()
        assert await posting == 200


async def test_an_update_that_could_not_be_handed_over_is_not_answered_with_200(
    client: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    async def hand_over(update: Update) -> None:
        raise OSError("disk full")

    async with Webhook(hand_over, bot=BOT, secret=SECRET, port=0) as webhook:
        assert await _status(client, webhook.url, HELLO) == 500
    assert "disk full" in caplog.text


async def _status(client: aiohttp.ClientSession, url: str, update: object) -> int:
    async with client.post(url, json=update, headers={SECRET_HEADER: SECRET}) as response:
        return response.status


@pytest.mark.parametrize(
    ("headers", "data", "status"),
    [
        ({}, b"{}", 401),
        ({SECRET_HEADER: ""}, b"{}", 403),
        ({SECRET_HEADER: SECRET + "x"}, b"{}", 403),
        ({SECRET_HEADER: "0ür"}, b"{}", 403),
        ({SECRET_HEADER: SECRET}, b"", 400),
        ({SECRET_HEADER: SECRET}, b"{", 400),
        ({SECRET_HEADER: SECRET}, b"\xff\xfe", 400),
        ({SECRET_HEADER: SECRET}, b"null", 400),
        ({SECRET_HEADER: SECRET}, b"[]", 400),
        ({SECRET_HEADER: SECRET}, b"{}", 400),
        ({SECRET_HEADER: SECRET}, b'{"update_id": 1, "message": 5}', 400),
        ({SECRET_HEADER: SECRET}, b"[" * 5000, 400),
        ({SECRET_HEADER: SECRET}, b" " * 2000, 400),
        ({SECRET_HEADER: SECRET}, b" " * 20_000, 413),
    ],
)
async def test_what_is_no_update_of_telegrams_is_refused(
    client: aiohttp.ClientSession, headers: dict[str, str], data: bytes, status: int
) -> None:
    queue: asyncio.Queue[object] = asyncio.Queue()
    async with (
        Webhook(queue.put, bot=BOT, secret=SECRET, port=0, max_body=10_000) as webhook,
        client.post(webhook.url, data=data, headers=headers) as response,
    ):
        assert response.status == status
    assert queue.empty()


async def test_other_paths_and_methods_are_not_there(client: aiohttp.ClientSession) -> None:
    queue: asyncio.Queue[object] = asyncio.Queue()
    async with Webhook(queue.put, bot=BOT, secret=SECRET, port=0, path="/deep/in") as webhook:
        assert webhook.url.endswith("/deep/in")
        async with client.get(webhook.url) as response:
            assert response.status == 405
        async with client.post(webhook.url + "side", json=HELLO, headers={SECRET_HEADER: SECRET}) as response:
            assert response.status == 404


async def test_a_port_that_is_taken_is_one_clear_sentence() -> None:
    queue: asyncio.Queue[object] = asyncio.Queue()
    async with Webhook(queue.put, bot=BOT, secret=SECRET, port=0) as first:
        port = int(first.url.split(":")[2].split("/")[0])
        with pytest.raises(SettingsError, match=f"port {port} .*choose another port"):
            async with Webhook(queue.put, bot=BOT, secret=SECRET, port=port):
                pass


def test_a_webhook_without_a_secret_is_not_built() -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhook(asyncio.Queue[object]().put, bot=BOT, secret="", port=0)
