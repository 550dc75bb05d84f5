"""Interactions over bare HTTP and a bare websocket: deadlines, tokens, and who sees the answers."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.doubles.clock import MovedClock
from tests.doubles.discord.actions import Action
from tests.doubles.discord.client import V2, Client, page, said, text
from tests.doubles.discord.places import Channel, Json
from tests.doubles.discord.server import DiscordDouble

WORDS = {"type": 3, "name": "words", "description": "What to look for", "required": True, "autocomplete": True}
SEARCH = {
    "name": "search",
    "description": "Search",
    "options": [WORDS],
    "contexts": [0, 1, 2],
    "integration_types": [0, 1],
}
EPHEMERAL = 64


class Ear:
    """A bare bot that keeps what it hears."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[Json] = asyncio.Queue()

    async def interaction(self) -> Json:
        while (event := await self.events.get())["t"] != "INTERACTION_CREATE":
            pass
        found: Json = event["d"]
        return found


@pytest.fixture
async def ear(discord: DiscordDouble, client: Client) -> AsyncIterator[Ear]:
    ear, inflate = Ear(), zlib.decompressobj()
    address = f"{discord.gateway_url}?v=10&encoding=json&compress=zlib-stream"
    async with client.session.ws_connect(address) as socket:
        properties = {"os": "linux", "browser": "x", "device": "x"}
        await socket.send_str(
            json.dumps({"op": 2, "d": {"token": discord.token, "intents": 1 | 1 << 12, "properties": properties}})
        )

        async def listen() -> None:
            async for frame in socket:
                assert frame.data.endswith(b"\x00\x00\xff\xff")
                ear.events.put_nowait(json.loads(inflate.decompress(frame.data)))

        listening = asyncio.create_task(listen())
        await discord.ready()
        await client.result("PUT", f"/applications/{discord.bot.id}/commands", [SEARCH])
        discord.no_wait = True
        yield ear
        listening.cancel()


@pytest.fixture
def papers(discord: DiscordDouble) -> Channel:
    return discord.guild("Lab").text("papers")


async def answer(client: Client, event: Json, kind: int, data: Any = None, **query: Any) -> tuple[int, Any]:
    body = {"type": kind} if data is None else {"type": kind, "data": data}
    return await client("POST", f"/interactions/{event['id']}/{event['token']}/callback", body, **query)


def hook(discord: DiscordDouble, event: Json, rest: str = "") -> str:
    return f"/webhooks/{discord.bot.id}/{event['token']}{rest}"


def quiet(content: str, **more: Any) -> dict[str, Any]:
    return {"content": content, "allowed_mentions": {"parse": []}, **more}


async def asked(discord: DiscordDouble, ear: Ear, place: Any, **who: Any) -> tuple[Action, Json]:
    action = await discord.slash(discord.user(**who), place, "search", {"words": "boats"})
    return action, await ear.interaction()


async def test_a_command_says_who_asks_where(discord: DiscordDouble, ear: Ear, papers: Channel) -> None:
    action, event = await asked(discord, ear, papers, locale="zh-CN")
    assert papers.guild is not None
    assert (event["context"], event["locale"], event["authorizing_integration_owners"]) == (
        0,
        "zh-CN",
        {"0": str(papers.guild.id)},
    )
    assert event["member"]["user"]["id"] == str(action.user.id)
    assert event["data"]["options"] == [{"name": "words", "type": 3, "value": "boats"}]


async def test_answers_are_for_all_or_for_one(
    discord: DiscordDouble, client: Client, ear: Ear, papers: Channel
) -> None:
    open_one, event = await asked(discord, ear, papers)
    status, found = await answer(client, event, 4, quiet("for all"), with_response="1")
    assert (status, found["resource"]["message"]["content"]) == (200, "for all")
    assert found["interaction"]["response_message_id"] == str(open_one.answer.id)
    secret, event = await asked(discord, ear, papers)
    assert await answer(client, event, 4, quiet("for one", flags=EPHEMERAL)) == (204, None)
    assert (papers.texts, secret.text, secret.ephemeral) == (["for all"], "for one", True)
    hidden = f"/channels/{papers.id}/messages/{secret.answer.id}"
    assert await client.refusal("DELETE", hidden) == (404, 10008)
    assert await client("DELETE", hook(discord, event, "/messages/@original")) == (204, None)
    assert secret.answers == []
    assert discord.breaches == []


async def test_a_deferred_answer_takes_the_place_of_its_promise(
    discord: DiscordDouble, client: Client, ear: Ear, papers: Channel
) -> None:
    action, event = await asked(discord, ear, papers)
    await answer(client, event, 5, {"flags": EPHEMERAL})
    assert (action.answered, action.complete, action.answers) == (True, False, [])
    body = {key: value for key, value in page(text("found")).items() if "nonce" not in key}
    await client.result("PATCH", hook(discord, event, "/messages/@original"), body)
    await client.result("POST", hook(discord, event), quiet("and more", flags=EPHEMERAL))
    await action.settled()
    assert [one.text for one in action.answers] == ["found", "and more"]
    assert [one.ephemeral for one in action.answers] == [True, True]
    assert discord.breaches == []


async def test_the_first_answer_comes_once_and_in_time(
    discord: DiscordDouble, client: Client, ear: Ear, papers: Channel
) -> None:
    _, event = await asked(discord, ear, papers)
    assert await client.refusal("POST", hook(discord, event), quiet("too early")) == (404, 10015)
    await answer(client, event, 4, quiet("once"))
    assert (await answer(client, event, 4, quiet("twice")))[1]["code"] == 40060
    discord.deadline = 0.05
    late, event = await asked(discord, ear, papers)
    await late.settled()
    assert late.silence
    assert (await answer(client, event, 4, quiet("late")))[1]["code"] == 10062
    twice, silent = discord.breaches
    assert twice == "answered twice: search"
    assert silent == "no answer within 0.05 s: search"


async def test_a_token_lives_a_quarter_of_an_hour(
    discord: DiscordDouble, client: Client, clock: MovedClock, ear: Ear, papers: Channel
) -> None:
    _, event = await asked(discord, ear, papers)
    await answer(client, event, 4, quiet("now"))
    clock.advance(minutes=14)
    await client.result("POST", hook(discord, event), quiet("later"))
    clock.advance(minutes=2)
    assert await client.refusal("POST", hook(discord, event), quiet("too late")) == (401, 50027)


async def test_too_many_bytes_end_an_interaction(client: Client, discord: DiscordDouble, ear: Ear) -> None:
    ada = discord.user()
    action = await discord.slash(ada, ada, "search", {"words": "boats"})
    event = await ear.interaction()
    body = {key: value for key, value in page(text("字" * 3400)).items() if "nonce" not in key}
    assert (await answer(client, event, 4, body))[1]["code"] == 10062
    assert not action.answered


async def test_who_brought_the_app_along_has_five_answers_more(
    discord: DiscordDouble, client: Client, ear: Ear
) -> None:
    ada = discord.user(installed=True)
    place = discord.guild("Elsewhere", bot=False).text()
    hushed = await discord.slash(ada, place, "search", {"words": "boats"}, external_apps=False)
    event = await ear.interaction()
    assert event["authorizing_integration_owners"] == {"1": str(ada.id)}
    await answer(client, event, 4, quiet("for all, if it may be"))
    for number in range(5):
        await client.result("POST", hook(discord, event), quiet(str(number)))
    assert await client.refusal("POST", hook(discord, event), quiet("6")) == (400, 40094)
    assert {one.ephemeral for one in hushed.answers} == {True}
    assert await client.refusal("POST", f"/channels/{place.id}/messages", said("x")) == (403, 50001)


async def test_completions_are_at_most_twenty_five(
    discord: DiscordDouble, client: Client, ear: Ear, papers: Channel
) -> None:
    discord.no_wait = False
    asking = asyncio.create_task(discord.complete(discord.user(), papers, "search", "words", "bo"))
    event = await ear.interaction()
    assert event["data"]["options"] == [{"name": "words", "type": 3, "value": "bo", "focused": True}]
    many = [{"name": str(number), "value": str(number)} for number in range(26)]
    assert (await answer(client, event, 8, {"choices": many}))[1]["code"] == 50035
    assert (await answer(client, event, 4, quiet("words")))[1]["code"] == 50035
    await answer(client, event, 8, {"choices": many[:25]})
    assert len(await asking) == 25


async def test_a_pressed_button_changes_its_message_or_answers_beside_it(
    discord: DiscordDouble, client: Client, ear: Ear, papers: Channel
) -> None:
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Next", "custom_id": "next"}]}
    await client.result("POST", f"/channels/{papers.id}/messages", page(text("one"), row))
    (message,) = papers.sent
    pressed = await discord.press(message, "Next", discord.user())
    event = await ear.interaction()
    assert (event["data"]["custom_id"], event["message"]["id"]) == ("next", str(message.id))
    changed = {"components": page(text("two"), row)["components"], "flags": V2, "allowed_mentions": {"parse": []}}
    await answer(client, event, 7, changed)
    assert (pressed.updated, message.text, pressed.answers) == (True, "two", [])
    beside = await discord.press(message, 0, discord.user())
    event = await ear.interaction()
    await answer(client, event, 4, quiet("beside", flags=EPHEMERAL))
    assert (beside.text, beside.ephemeral) == ("beside", True)


async def test_a_form_is_filled_in(discord: DiscordDouble, client: Client, ear: Ear, papers: Channel) -> None:
    action, event = await asked(discord, ear, papers)
    field = {"type": 4, "custom_id": "words", "style": 1, "label": "Words"}
    form = {"custom_id": "form", "title": "Search", "components": [{"type": 1, "components": [field]}]}
    assert (await answer(client, event, 9, form | {"title": "t" * 46}))[1]["code"] == 50035
    await answer(client, event, 9, form)
    sent = await discord.submit(action, {"words": "boats"})
    event = await ear.interaction()
    assert event["type"] == 5
    assert event["data"]["components"][0]["components"][0]["value"] == "boats"
    await answer(client, event, 4, quiet("found"))
    assert sent.text == "found"
    assert discord.breaches == []


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Search"},
        {"name": "two words"},
        {"description": ""},
        {"description": "d" * 101},
        {"contexts": []},
        {"options": [WORDS, WORDS]},
        {"options": [{**WORDS, "required": False}, {**WORDS, "name": "more"}]},
        {"options": [{**WORDS, "choices": [{"name": "a", "value": "a"}]}]},
        {"options": [{**WORDS, "name": f"o{number}"} for number in range(26)]},
        {"description_localizations": {"xx": "words"}},
        {
            "options": [
                {**WORDS, "name": f"o{n}", "autocomplete": False, "choices": [
                    {"name": f"{m}" + "n" * 90, "value": f"{m}" + "v" * 90} for m in range(25)
                ]} for n in range(2)
            ]
        },
    ],
)  # fmt: skip
async def test_commands_that_cannot_be_registered(discord: DiscordDouble, client: Client, change: Json) -> None:
    where = f"/applications/{discord.bot.id}/commands"
    assert await client.refusal("PUT", where, [{**SEARCH, **change}]) == (400, 50035)
    assert discord.commands == {}


async def test_commands_keep_their_numbers(discord: DiscordDouble, client: Client) -> None:
    where = f"/applications/{discord.bot.id}/commands"
    chinese = {**SEARCH, "name": "搜索"}
    first = await client.result("PUT", where, [SEARCH, chinese])
    again = await client.result("PUT", where, [chinese])
    assert (again[0]["id"], list(discord.commands)) == (first[1]["id"], ["搜索"])
    assert await client.refusal("PUT", where, [SEARCH, SEARCH]) == (400, 50035)
