"""The servers in processes of their own."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE

from aiohttp import ClientSession

from tests.doubles.discord.client import AGENT, said


async def test_the_server_for_measuring_takes_everything_and_counts_it() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.doubles.discord.plain", stdout=PIPE)
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    try:
        async with ClientSession() as session:
            for channel in (1, 2):
                async with session.post(f"{address}/channels/{channel}/messages", json=said("x")) as answer:
                    assert answer.headers["Content-Type"] == "application/json"
                    assert (await answer.json())["channel_id"] == str(channel)
            async with session.post(f"{address}/channels/1/messages/5/threads", json={"name": "a"}) as answer:
                assert (answer.status, (await answer.json())["id"]) == (201, "5")
            async with session.get(address.removesuffix("/api/v10") + "/stats") as answer:
                counted = await answer.json()
    finally:
        process.kill()
        await process.wait()
    assert counted == {"POST /channels/*/messages": 2, "POST /channels/*/messages/*/threads": 1}


async def test_the_whole_stand_in_runs_in_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.doubles.discord.alone", stdin=PIPE, stdout=PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    made = json.loads(await process.stdout.readline())
    headers = {"Authorization": f"Bot {made['token']}", "User-Agent": AGENT, "Content-Type": "application/json"}
    address = f"{made['api_url']}/channels/{made['text']}/messages"
    async with (
        ClientSession(headers=headers) as session,
        session.post(address, data=json.dumps(said("hello"))) as answer,
    ):
        assert answer.status == 200
    process.stdin.write(json.dumps({"texts": made["text"]}).encode() + b'\n{"breaches": true}\n')
    assert [json.loads(await process.stdout.readline()) for _ in range(2)] == [["hello"], []]
    process.stdin.close()
    assert await process.wait() == 0
