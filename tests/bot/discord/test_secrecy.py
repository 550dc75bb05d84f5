"""However a request to Discord fails, no log and no error tells the token."""

from __future__ import annotations

import asyncio
import io
import logging

import discord
import pytest

from bot.adapter import Fault
from bot.clock import SystemClock
from bot.discord import gateway
from bot.discord.client import make_client
from bot.discord.gateway import logged_in
from bot.discord.limits import Traffic
from bot.discord.rest import Rest
from bot.errors import PaperboyError
from tests.doubles.sockets import Talk, answer, listening

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gab-d_." + "e" * 38
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5"


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


def refusal(status: str, code: int) -> bytes:
    return answer({"message": f"no {TOKEN}", "code": code}, status)


FAILURES = {
    "reset": b"",
    "cut": answer(b'{"id": "1'),
    "no HTTP": b"SSH-2.0-OpenSSH\r\n",
    "silence": hang,
    "unavailable": answer(b"<html>503</html>", "503 Service Unavailable", "text/html"),
    "shut out": answer(b"<html>429</html>", "429 Too Many Requests", "text/html"),
    "unauthorized": refusal("401 Unauthorized", 0),
    "forbidden": refusal("403 Forbidden", 50013),
    "not found": refusal("404 Not Found", 0),
    "refused": refusal("400 Bad Request", 50035),
    "elsewhere": answer(b"", "302 Found", more=f"Location: https://127.0.0.1:1/{INTERACTION}\r\n"),
}
ME = {"id": "1", "username": "paperboy", "discriminator": "0", "avatar": None, "bot": True, "global_name": None}
APPLICATION = {
    "id": "1",
    "name": "Paperboy",
    "icon": None,
    "description": "",
    "bot_public": True,
    "verify_key": "x",
    "bot_require_code_grant": False,
    "flags": 0,
    "owner": ME,
    "team": None,
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("during", ["login", "send", "answer"])
async def test_no_failing_request_tells_a_token(
    failure: Talk | bytes, during: str, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "LOGIN", 0.3)
    before = () if during == "login" else tuple(answer(one, more="Connection: close\r\n") for one in (ME, APPLICATION))
    async with listening(*before, failure) as server:
        client = make_client(
            api_url=f"http://127.0.0.1:{server.port}/api",
            gateway_url="ws://127.0.0.1:1/",
            traffic=Traffic(SystemClock()),
        )
        with pytest.raises(PaperboyError) as caught:
            await _ask(client, during)
    logging.getLogger("anybody").error("failed", exc_info=caught.value)
    assert "failed" in written.getvalue()
    for secret in (TOKEN, INTERACTION):
        assert secret not in written.getvalue()
        assert secret not in str(caught.value)
    assert isinstance(caught.value, Fault) or during == "login"


async def _ask(client: discord.Client, during: str) -> None:
    path = "/webhooks/{webhook_id}/{webhook_token}" if during == "answer" else "/channels/{channel_id}/messages"
    async with logged_in(client, TOKEN):
        await Rest(client)("POST", path, json={}, patience=0.3, channel_id=5, webhook_id=1, webhook_token=INTERACTION)
