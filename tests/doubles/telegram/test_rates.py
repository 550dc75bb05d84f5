"""How much the stand-in takes, and what it says to those who bring more."""

from __future__ import annotations

from aiohttp import ClientSession

from tests.doubles.clock import MovedClock
from tests.doubles.telegram.client import Client
from tests.doubles.telegram.server import TelegramDouble


async def test_a_chat_takes_four_at_once_and_then_one_a_second(
    telegram: TelegramDouble, client: Client, clock: MovedClock
) -> None:
    ada = telegram.user()
    for _ in range(4):
        await client.result("sendMessage", chat_id=ada.id, text="x")
    answer = await client("sendMessage", chat_id=ada.id, text="x")
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
    assert answer["description"] == "Too Many Requests: retry after 1"
    assert len(telegram.breaches) == 1
    clock.advance(seconds=1)
    for _ in range(30):
        await client.result("sendMessage", chat_id=ada.id, text="x")
        clock.advance(seconds=1)
    assert len(telegram.breaches) == 1


async def test_a_channel_takes_twenty_a_minute_and_all_together_thirty_a_second(
    telegram: TelegramDouble, client: Client, clock: MovedClock
) -> None:
    channel = telegram.channel()
    for _ in range(20):
        await client.result("sendMessage", chat_id=channel.id, text="x")
        clock.advance(seconds=1)
    answer = await client("sendMessage", chat_id=channel.id, text="x")
    assert answer["parameters"] == {"retry_after": 40}
    clock.advance(seconds=40)
    await client.result("sendMessage", chat_id=channel.id, text="x")
    clock.advance(seconds=1)
    people = [telegram.user() for _ in range(31)]
    for user in people[:30]:
        await client.result("sendMessage", chat_id=user.id, text="x")
    assert (await client("sendMessage", chat_id=people[30].id, text="x"))["error_code"] == 429
    assert telegram.breaches == [
        f"chat {channel.id}: more than 20 in a minute",
        "more than 30 messages in one second",
    ]


async def test_who_comes_back_before_the_time_is_refused_again_and_it_is_a_breach(
    telegram: TelegramDouble, client: Client, clock: MovedClock
) -> None:
    ada, bob = telegram.user(), telegram.user("Bob")
    telegram.fault("sendMessage", "429", chat=ada.id, retry_after=10)
    assert (await client("sendMessage", chat_id=ada.id, text="x"))["parameters"] == {"retry_after": 10}
    await client.result("sendMessage", chat_id=bob.id, text="x")
    assert telegram.breaches == []
    clock.advance(seconds=4)
    assert (await client("sendMessage", chat_id=ada.id, text="x"))["parameters"] == {"retry_after": 6}
    assert len(telegram.breaches) == 1
    clock.advance(seconds=6)
    await client.result("sendMessage", chat_id=ada.id, text="x")


async def test_without_rates_everything_is_taken_at_once(clock: MovedClock) -> None:
    async with TelegramDouble(clock, rates=False) as telegram, ClientSession() as session:
        client, channel = Client(telegram, session), telegram.channel()
        for _ in range(40):
            await client.result("sendMessage", chat_id=channel.id, text="x")
        assert telegram.breaches == []
