"""What goes wrong on demand, limits, and the gateway's refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import ClientError, ClientTimeout, WSMsgType

from tests.doubles.discord.client import AGENT, Client, said
from tests.doubles.discord.places import Channel
from tests.doubles.discord.server import DiscordDouble

SEND = "POST /channels/*/messages"


@pytest.fixture
def papers(discord: DiscordDouble) -> Channel:
    return discord.guild("Lab").text("papers")


@pytest.mark.parametrize(
    ("kind", "arrives"),
    [("reset before", 0), ("reset after", 1), ("silent before", 0), ("silent after", 1), ("late", 1)],
)
async def test_answers_get_lost_before_or_after_it_was_done(
    discord: DiscordDouble, client: Client, papers: Channel, kind: str, arrives: int
) -> None:
    fault = discord.fault(SEND, kind, nth=2, seconds=0.3)
    await client.send(papers.id, "first")
    headers = {"Authorization": f"Bot {discord.token}", "User-Agent": AGENT, "Content-Type": "application/json"}
    with pytest.raises((ClientError, TimeoutError)):
        async with client.session.post(
            f"{discord.api_url}/channels/{papers.id}/messages",
            data=json.dumps(said("second")), headers=headers, timeout=ClientTimeout(0.2),
        ):  # fmt: skip
            pass
    await discord.until(lambda: len(discord.called(SEND)) == 2)
    assert papers.texts == ["first"] + ["second"] * arrives
    assert fault.met == 1
    await client.send(papers.id, "third")


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("500", 500, {"message": "500: Internal Server Error", "code": 0}),
        ("503", 503, {"message": "503: Service Unavailable", "code": 0}),
        ("403 50013", 403, {"message": "Missing Permissions", "code": 50013}),
        ("404 10004", 404, {"message": "Unknown Guild", "code": 10004}),
        ("429", 429, {"message": "You are being rate limited.", "code": 0, "retry_after": 0.01, "global": False}),
    ],
)
async def test_servers_fail_in_their_several_ways(
    discord: DiscordDouble, client: Client, papers: Channel, kind: str, status: int, body: dict[str, Any]
) -> None:
    discord.fault(SEND, kind, channel=papers, retry_after=0.01)
    assert await client("POST", f"/channels/{papers.id}/messages", said("x")) == (status, body)
    assert (papers.texts, discord.called(SEND)[0].status) == ([], status)


@pytest.mark.parametrize(
    ("kind", "status", "via"),
    [
        ("429 html", 429, None),
        ("502 html", 502, None),
        ("429 without via", 429, None),
        ("429 shared", 429, "1.1 google"),
    ],
)
async def test_what_stands_before_the_api_answers_in_its_own_way(
    discord: DiscordDouble, client: Client, papers: Channel, kind: str, status: int, via: str | None
) -> None:
    discord.fault("* /channels/*", kind)
    headers = {"Authorization": f"Bot {discord.token}", "User-Agent": AGENT}
    async with client.session.get(f"{discord.api_url}/channels/{papers.id}", headers=headers) as answer:
        assert (answer.status, answer.headers.get("Via")) == (status, via)
        assert (answer.content_type == "text/html") == kind.endswith("html")
        assert answer.headers.get("X-RateLimit-Scope") == {"429 shared": "shared", "429 without via": "user"}.get(kind)


async def test_half_an_answer_is_none(discord: DiscordDouble, client: Client, papers: Channel) -> None:
    discord.fault(SEND, "malformed json")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        await client.send(papers.id, "x")
    assert papers.texts == ["x"]


async def test_who_does_not_wait_is_refused_again_and_noted(
    discord: DiscordDouble, client: Client, papers: Channel
) -> None:
    now = 0.0
    discord.rates.now = lambda: now
    discord.fault(SEND, "429", retry_after=5)
    where = f"/channels/{papers.id}/messages"
    for _ in range(2):
        assert (await client.refusal("POST", where, said("x")))[0] == 429
    (breach,) = discord.breaches
    assert "5.0 s too early" in breach
    now = 5.0
    await client.send(papers.id, "x")


async def test_a_channel_takes_five_messages_in_five_seconds_and_all_together_fifty_a_second(
    discord: DiscordDouble, client: Client, papers: Channel
) -> None:
    now = 0.0
    discord.rates.on, discord.rates.now = True, lambda: now
    where = f"/channels/{papers.id}/messages"
    for _ in range(5):
        await client.send(papers.id, "x")
    status, found = await client("POST", where, said("x"))
    assert (status, found["retry_after"]) == (429, 5.0)
    assert discord.breaches == []
    now = 5.0
    assert papers.guild is not None
    for number in range(51):
        status, found = await client("GET", f"/channels/{papers.id if number % 2 else discord.user().dm.id}")
    assert (status, found["global"]) == (429, True)
    assert discord.breaches == ["more than 50 requests in one second"]


async def test_many_invalid_requests_are_noted(discord: DiscordDouble, client: Client) -> None:
    hidden = discord.guild(rights=()).text()
    discord.invalid_allowed = 2
    for _ in range(3):
        assert await client.refusal("GET", f"/channels/{hidden.id}") == (403, 50001)
    (breach,) = discord.breaches
    assert "3 invalid requests" in breach


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"op": 2, "d": {"token": "x", "intents": 1}}, 4004),
        ({"op": 2, "d": {"intents": 1 << 15}}, 4014),
        ({"op": 2, "d": {"intents": 1 << 30}}, 4013),
        ({"op": 2, "d": {"intents": 1, "shard": [2, 2]}}, 4010),
        ({"op": 3, "d": {}}, 4003),
        ("nonsense", 4002),
    ],
)
async def test_the_gateway_refuses(discord: DiscordDouble, client: Client, frame: Any, code: int) -> None:
    if isinstance(frame, dict) and frame["op"] == 2:
        base = {"token": discord.token, "properties": {"os": "x", "browser": "x", "device": "x"}}
        frame["d"] = base | frame["d"]
    async with client.session.ws_connect(f"{discord.gateway_url}?v=10&encoding=json") as socket:
        hello = await socket.receive_json()
        assert (hello["op"], hello["d"]["heartbeat_interval"]) == (10, 41250)
        await socket.send_str(json.dumps(frame))
        ended = await socket.receive()
    assert (ended.type, ended.data) == (WSMsgType.CLOSE, code)


async def test_so_many_sessions_begin_in_five_seconds_and_in_a_day(discord: DiscordDouble, client: Client) -> None:
    properties = {"os": "x", "browser": "x", "device": "x"}
    identify = {"op": 2, "d": {"token": discord.token, "intents": 1, "properties": properties}}

    async def begun() -> int:
        async with client.session.ws_connect(f"{discord.gateway_url}?v=10&encoding=json") as socket:
            await socket.receive_json()
            await socket.send_json(identify)
            found: int = (await socket.receive_json())["op"]
            return found

    discord.gateway.identify_rate = True
    assert [await begun(), await begun()] == [0, 9]
    discord.gateway.identify_rate, discord.gateway.starts_left = False, 1
    assert [await begun(), await begun()] == [0, 9]
    assert len(discord.breaches) == 2
    limit = (await client.result("GET", "/gateway/bot"))["session_start_limit"]
    assert (limit["remaining"], limit["max_concurrency"]) == (0, 1)


async def test_heartbeats_are_acknowledged_unless_the_server_is_mute(discord: DiscordDouble, client: Client) -> None:
    async with client.session.ws_connect(f"{discord.gateway_url}?v=10&encoding=json") as socket:
        await socket.receive_json()
        discord.gateway.mute()
        await socket.send_json({"op": 1, "d": None})
        await discord.until(lambda: discord.gateway.received)
        discord.gateway.unmute()
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json())["op"] == 11
    assert [op for op, _ in discord.gateway.received] == [1, 1]
    discord.gateway.down = True
    with pytest.raises(ClientError):
        await client.session.ws_connect(discord.gateway_url)
