"""Requests over real sockets to a Discord that fails them in every way: what is known of each afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest

from bot.adapter import Fault, Refused, Unknown, Unreachable
from bot.clock import SystemClock
from bot.discord.attempts import attempt
from bot.discord.client import make_client
from bot.discord.faults import Later, NoPermission, TokenRefused
from bot.discord.gateway import logged_in
from bot.discord.limits import Traffic
from bot.discord.rest import Rest
from tests.doubles.discord.server import TOKEN, DiscordDouble
from tests.doubles.sockets import Talk, answer, listening

CREATED = "POST /channels/*/messages"


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble() as one:
        one.invalid_allowed = 1000
        yield one


@asynccontextmanager
async def rest(double: DiscordDouble, traffic: Traffic | None = None) -> AsyncIterator[Rest]:
    traffic = traffic or Traffic(SystemClock())
    client = make_client(api_url=double.api_url, gateway_url=double.gateway_url, traffic=traffic)
    async with logged_in(client, TOKEN):
        yield Rest(client)


def page(nonce: str) -> dict[str, Any]:
    return {"content": "hello", "nonce": nonce, "enforce_nonce": True, "allowed_mentions": {"parse": []}}


async def send(rest: Rest, channel: Any, **more: Any) -> Any:
    body = page(f"pb{channel.id}")
    return await rest("POST", "/channels/{channel_id}/messages", channel_id=channel.id, json=body, **more)


async def test_what_is_sent_comes_back_as_discord_wrote_it(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        sent = await send(ask, channel)
        found = await ask("GET", "/channels/{channel_id}/messages", channel_id=channel.id, query={"limit": 5})
        nothing = await ask("POST", "/channels/{channel_id}/typing", channel_id=channel.id)
    assert [one["id"] for one in found] == [sent["id"]]
    assert nothing is None
    assert double.breaches == []


@pytest.mark.parametrize("kind", ["reset after", "silent after", "malformed json", "503"])
async def test_what_left_and_was_not_answered_may_have_arrived(double: DiscordDouble, kind: str) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault(CREATED, kind)
        with pytest.raises(Unknown, match="may have arrived"):
            await send(ask, channel, patience=0.5)
        # The nonce says that it is the same.
        await send(ask, channel)
    assert len(channel.sent) == 1


@pytest.mark.parametrize("kind", ["reset before", "silent before", "malformed json"])
async def test_a_question_without_an_answer_has_changed_nothing(double: DiscordDouble, kind: str) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault("GET /channels/*", kind, times=9)
        with pytest.raises(Unreachable) as caught:
            await ask("GET", "/channels/{channel_id}", channel_id=channel.id, patience=0.5)
    assert type(caught.value) is Unreachable


async def test_a_refusal_is_told_by_its_kind(double: DiscordDouble) -> None:
    channel = double.guild().text(deny=("send_messages",))
    async with rest(double) as ask:
        with pytest.raises(NoPermission):
            await send(ask, channel)
        double.fault("GET /channels/*", "401 0")
        with pytest.raises(TokenRefused):
            await ask("GET", "/channels/{channel_id}", channel_id=channel.id)


async def test_the_library_tries_again_after_a_500_and_nothing_stands_twice(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault(CREATED, "502 html")
        await send(ask, channel)
    assert len(double.called(CREATED)) == 2
    assert len(channel.sent) == 1


async def test_what_must_not_be_made_twice_is_not_tried_again(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault(CREATED, "500")
        with pytest.raises(Unknown):
            await send(ask, channel, once=True)
        assert len(double.called(CREATED)) == 1
        # A 429 has done nothing, whatever it is for.
        double.fault(CREATED, "429", retry_after=0.1)
        await send(ask, channel, once=True)
    assert len(channel.sent) == 1


async def test_the_seconds_do_not_run_while_a_request_waits_for_its_turn(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault(CREATED, "429", retry_after=0.8)
        await send(ask, channel, patience=0.5)
    assert len(double.called(CREATED)) == 2


async def test_the_seconds_of_all_tries_count_together(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault("GET /channels/*", "slow", times=9, seconds=0.3)

        async def all_of_them() -> None:
            async with attempt(0.5):
                for _ in range(9):
                    await ask._client.fetch_channel(channel.id)

        with pytest.raises(Unreachable):
            await all_of_them()
    assert len(double.called("GET /channels/*")) == 2


async def test_a_long_wait_is_told_and_not_sat_out(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault(CREATED, "429 shared", retry_after=219)
        with pytest.raises(Later, match="219 s") as told:
            await send(ask, channel)
    assert told.value.seconds == pytest.approx(219, abs=1)


@pytest.mark.parametrize("kind", ["429 without via", "429 html"])
async def test_where_cloudflare_answers_nothing_more_is_asked(double: DiscordDouble, kind: str) -> None:
    channel = double.guild().text()
    traffic = Traffic(SystemClock())
    async with rest(double, traffic) as ask:
        double.fault(CREATED, kind, retry_after=90)
        with pytest.raises(Later):
            await send(ask, channel)
        calls = len(double.calls)
        with pytest.raises(Later, match="Cloudflare") as told:
            await ask("GET", "/channels/{channel_id}", channel_id=channel.id)
        assert 80 < told.value.seconds <= 90
        with pytest.raises(Later, match="Cloudflare"):  # nor of what no limit counts
            await ask("GET", "/webhooks/{webhook_id}/{webhook_token}", webhook_id=1, webhook_token="x")
        assert len(double.calls) == calls


async def test_a_global_limit_makes_everything_wait_and_then_goes_on(double: DiscordDouble) -> None:
    guild = double.guild()
    first, second = guild.text(), guild.text()
    async with rest(double) as ask:
        double.fault(CREATED, "429 global", retry_after=0.4)
        await asyncio.gather(send(ask, first), send(ask, second))
    assert len(first.sent) == len(second.sent) == 1


async def test_a_global_limit_does_not_keep_people_from_their_answers(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault(CREATED, "429 global", retry_after=60)
        with pytest.raises(Later):
            await send(ask, channel)
        with pytest.raises(Later, match="no more requests"):  # not even asked
            await ask("GET", "/users/@me")
        with pytest.raises(Refused):  # asked, and there is no such interaction
            await ask("GET", "/webhooks/{webhook_id}/{webhook_token}", webhook_id=1, webhook_token="x")


async def test_who_is_cancelled_while_a_global_limit_lasts_leaves_nobody_waiting(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        limit = double.fault(CREATED, "429 global", retry_after=0.5)
        sending = asyncio.create_task(send(ask, channel))
        await double.until(lambda: limit.met)
        await asyncio.sleep(0.1)
        sending.cancel()
        async with asyncio.timeout(5):
            await send(ask, channel)
    assert double.breaches == []


async def test_what_discord_does_not_want_to_be_asked_for_long_is_not_asked_and_all_else_is(
    double: DiscordDouble,
) -> None:
    guild = double.guild()
    first, second = guild.text(), guild.text()
    async with rest(double) as ask:
        double.fault(CREATED, "429 shared", retry_after=200)
        for _ in range(3):
            with pytest.raises(Later) as told:
                await send(ask, first)
            assert 190 < told.value.seconds <= 200
        await send(ask, second)
        await ask("GET", "/channels/{channel_id}", channel_id=first.id)
    assert len(double.called(CREATED, channel=first.id)) == 1
    assert double.breaches == []


async def test_rights_that_are_taken_after_a_lost_answer_do_not_say_that_nothing_arrived(double: DiscordDouble) -> None:
    channel = double.guild().text()
    async with rest(double) as ask:
        double.fault(CREATED, "500")
        double.fault(CREATED, "403 50013", nth=1)
        with pytest.raises(Unknown):
            await send(ask, channel)
        double.fault(CREATED, "403 50013")
        with pytest.raises(NoPermission):
            await send(ask, channel)


async def test_a_401_of_the_bots_own_is_noticed(double: DiscordDouble) -> None:
    traffic = Traffic(SystemClock())
    async with rest(double, traffic) as ask:
        with pytest.raises(Fault):
            await ask("GET", "/webhooks/{webhook_id}/{webhook_token}", webhook_id=1, webhook_token="x")
        assert not traffic.token_refused.is_set()
        double.fault("GET /users/@me", "401 0")
        with pytest.raises(TokenRefused):
            await ask("GET", "/users/@me")
        assert traffic.token_refused.is_set()


ME = {"id": "1", "username": "paperboy", "discriminator": "0", "avatar": None, "bot": True, "global_name": None}
APPLICATION = {
    "id": "1",
    "name": "Paperboy",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "x",
    "flags": 0,
    "owner": ME,
    "team": None,
}


def at(url: str, **more: Any) -> discord.Client:
    return make_client(api_url=url, gateway_url="ws://127.0.0.1:1/", traffic=Traffic(SystemClock()), **more)


CLOSE = "Connection: close\r\n"


@pytest.mark.parametrize(
    ("talk", "kind"),
    [
        (b"", Unknown),
        (b"SSH-2.0-OpenSSH\r\n", Unknown),
        (answer(b'{"id": "1", ', more=CLOSE), Unknown),
        (answer(b"welcome", kind="text/html", more=CLOSE), Unknown),
        (answer(b"<html>no</html>", "403 Forbidden", "text/html", more=CLOSE), Unreachable),
    ],
    ids=["cut", "no HTTP", "half of it", "no JSON", "a proxy's page"],
)
async def test_whatever_else_answers_is_not_taken_for_discord(talk: Talk | bytes, kind: type[Fault]) -> None:
    login = (answer(ME, more=CLOSE), answer(APPLICATION, more=CLOSE))
    async with listening(*login, talk) as server:
        client = at(server.url)
        async with logged_in(client, TOKEN):
            with pytest.raises(kind) as caught:
                await Rest(client)("POST", "/channels/{channel_id}/messages", channel_id=5, json={}, patience=2)
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://127.0.0.1:9/api", "refused|failed"), ("http://no-such-host.invalid/api", "name is not known|broke")],
)
async def test_what_never_had_a_connection_surely_did_not_arrive(url: str, words: str) -> None:
    with pytest.raises(Unreachable, match=words) as caught:
        async with logged_in(at(url), TOKEN):
            pass
    assert type(caught.value) is Unreachable


async def test_a_proxy_that_refuses_the_way_has_kept_the_request() -> None:
    async with listening(answer(b"", "407 Proxy Authentication Required")) as proxy:
        client = at("https://discord.example/api", proxy=f"http://ada:s3cret@127.0.0.1:{proxy.port}")
        with pytest.raises(Unreachable, match="the proxy refuses with 407") as caught:
            async with logged_in(client, TOKEN):
                pass
    assert "s3cret" not in str(caught.value)


async def test_a_bot_that_is_being_stopped_asks_nothing_more(double: DiscordDouble) -> None:
    async with rest(double) as ask:
        pass
    with pytest.raises(Unreachable, match="being stopped"):
        await ask("GET", "/users/@me")
