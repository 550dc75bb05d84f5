"""Other programs are told whether the bot is healthy, and why not."""

from __future__ import annotations

import json
import socket

import aiohttp
import pytest

from bot.errors import SettingsError
from bot.health import answering
from bot.meters import Meters

METERS = Meters(version="1.0", platforms=("telegram",))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


async def test_health_is_200_until_there_is_a_reason_and_then_503_with_it() -> None:
    reasons: list[str] = []
    address = f"127.0.0.1:{free_port()}"
    async with answering(address, METERS, lambda: reasons), aiohttp.ClientSession() as session:
        async with session.get(f"http://{address}/healthz") as response:
            assert (response.status, await response.json()) == (200, {"healthy": True, "reasons": []})
        reasons.append("The disk is full.")
        async with session.get(f"http://{address}/healthz") as response:
            assert (response.status, json.loads(await response.text())["reasons"]) == (503, reasons)
        async with session.get(f"http://{address}/metrics") as response:
            assert response.headers["Content-Type"].startswith("text/plain; version=")
            assert "paperboy_pages_total" in await response.text()
        async with session.get(f"http://{address}/") as response:
            assert response.status == 404
    with pytest.raises(OSError, match=r"refused|failed"):
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 1)


async def test_without_an_address_nobody_listens() -> None:
    async with answering("", METERS, list):
        pass


async def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SettingsError, match=rf"Nobody can listen on {listen} .*change health\.listen"):
            async with answering(listen, METERS, list):
                pass
