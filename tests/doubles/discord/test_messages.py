"""Messages over bare HTTP: what is taken, what is refused and how, what is noted."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientSession

from tests.doubles.clock import MovedClock
from tests.doubles.discord import schema
from tests.doubles.discord.client import AGENT, V2, Client, button, page, said, text
from tests.doubles.discord.places import Channel, Message
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import Server


@pytest.fixture
def lab(discord: DiscordDouble) -> Server:
    return discord.guild("Lab")


@pytest.fixture
def papers(lab: Server) -> Channel:
    return lab.text("papers")


async def test_a_page_comes_back_with_its_numbers(discord: DiscordDouble, client: Client, papers: Channel) -> None:
    body = page(text("one"), button("+paper 1"), container=3)
    sent = await client.result("POST", f"/channels/{papers.id}/messages", body)
    (box,) = sent["components"]
    assert (box["id"], [one["id"] for one in box["components"]]) == (3, [1, 2])
    (message,) = papers.sent
    assert (message.container, message.text, message.button("Details").custom_id) == (3, "one", "+paper 1")
    read = await client.result("GET", f"/channels/{papers.id}/messages/{message.id}")
    assert read["components"] == sent["components"]
    assert discord.breaches == []


@pytest.mark.parametrize(
    ("body", "status", "code", "where"),
    [
        (said("x" * 2001), 400, 50035, "content"),
        (said(), 400, 50006, None),
        (said("x", flags=1 << 6), 400, 50035, "flags"),
        (said("x", nonce="n" * 26), 400, 50035, "nonce"),
        (said("x", flags=V2), 400, 50035, "content"),
        (said(components=[{"type": 17, "components": [text("x")]}]), 400, 50035, "components"),
        (page(*[text("x")] * 40), 400, 50035, "components"),
        (page(text("x" * 3000), text("x" * 1001)), 400, 50035, "components"),
        (page(text("字" * 3400)), 500, 0, None),
        (page(button("a"), button("a")), 400, 50035, "components"),
        (said("x", embeds=[{"description": "d" * 4000}, {"description": "d" * 2001}]), 400, 50035, "embeds"),
        (said("x", allowed_mentions={"parse": ["roles"], "roles": ["1"]}), 400, 50035, "allowed_mentions"),
    ],
)
async def test_bodies_are_judged_before_anything_is_done(
    client: Client, papers: Channel, body: dict[str, Any], status: int, code: int, where: str | None
) -> None:
    got, found = await client("POST", f"/channels/{papers.id}/messages", body)
    assert (got, found["code"]) == (status, code)
    assert list(found.get("errors", {})) == ([where] if where else [])
    assert papers.messages == []


async def test_a_refusal_of_a_form_is_nested(client: Client, papers: Channel) -> None:
    _, found = await client("POST", f"/channels/{papers.id}/messages", said("x" * 2001))
    assert found == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {
            "content": {
                "_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}],
            }
        },
    }


@pytest.mark.parametrize(
    ("change", "noted"),
    [
        ({"allowed_mentions": None}, "absent"),
        ({"allowed_mentions": {"parse": ["everyone"]}}, "parses"),
        ({"nonce": None}, "nonce"),
        ({"enforce_nonce": False}, "nonce"),
    ],
)
async def test_what_is_taken_and_never_meant_is_noted(
    discord: DiscordDouble, client: Client, papers: Channel, change: dict[str, Any], noted: str
) -> None:
    await client.result("POST", f"/channels/{papers.id}/messages", {**said("x"), **change})
    (breach,) = discord.breaches
    assert noted in breach


async def test_what_the_official_schema_does_not_know_is_noted(
    discord: DiscordDouble, client: Client, papers: Channel
) -> None:
    if not schema.OFFICIAL.exists():
        pytest.skip("the official schema is not at hand")
    await client.send(papers.id, "x", colour=1, tts="no")
    odd = page(text("x") | {"size": 2})
    assert await client.refusal("POST", f"/channels/{papers.id}/messages", odd) == (400, 50035)
    assert discord.breaches == [
        "POST /channels/{channel_id}/messages: by the official schema, colour is unknown",
        "POST /channels/{channel_id}/messages: by the official schema, tts is 'no', which is no ['boolean', 'null']",
    ]


async def test_a_nonce_brings_the_first_message_again_for_some_minutes(
    discord: DiscordDouble, client: Client, clock: MovedClock, papers: Channel
) -> None:
    first = await client.send(papers.id, "one", nonce="page")
    clock.advance(seconds=170)
    assert (await client.send(papers.id, "two", nonce="page"))["id"] == first["id"]
    clock.advance(seconds=20)
    assert (await client.send(papers.id, "three", nonce="page"))["id"] != first["id"]
    assert papers.texts == ["one", "three"]


@pytest.mark.parametrize(
    ("rights", "sending", "reading"),
    [
        (["View Channel", "Send Messages", "Read Message History"], 200, 1),
        (["View Channel", "Send Messages"], 200, 0),
        (["View Channel", "Read Message History"], (403, 50013), 0),
        (["Send Messages"], (403, 50001), (403, 50001)),
    ],
)
async def test_rights_are_what_roles_and_overwrites_give(
    discord: DiscordDouble, client: Client, rights: list[str], sending: Any, reading: Any
) -> None:
    for channel in (
        discord.guild("By role", rights=rights).text(),
        discord.guild("By overwrite", rights=()).text(allow=rights),
    ):
        status, found = await client("POST", f"/channels/{channel.id}/messages", said("x"))
        assert sending in (status, (status, found.get("code")))
        status, found = await client("GET", f"/channels/{channel.id}/messages")
        assert reading == (len(found) if status == 200 else (status, found["code"]))


async def test_rights_are_taken_and_given_again(discord: DiscordDouble, client: Client, papers: Channel) -> None:
    where = f"/channels/{papers.id}/messages"
    for place in (papers.guild, papers):
        assert place is not None
        discord.take_rights(place, "Send Messages")
        assert await client.refusal("POST", where, said("x")) == (403, 50013)
        discord.give_rights(place, "Send Messages")
        await client.send(papers.id, "x")
    assert discord.breaches == []


async def test_what_is_not_there_is_unknown(discord: DiscordDouble, client: Client, lab: Server) -> None:
    gone, forum = lab.text("gone"), lab.forum()
    message = await client.send(gone.id, "x")
    discord.delete_message(discord.message(int(message["id"])))
    where = f"/channels/{gone.id}/messages/{message['id']}"
    assert await client.refusal("PATCH", where, {"content": "y"}) == (404, 10008)
    discord.delete(gone)
    assert await client.refusal("PATCH", where, {"content": "y"}) == (404, 10003)
    assert await client.refusal("POST", f"/channels/{forum.id}/messages", said("x")) == (403, 40058)
    discord.kick(lab)
    assert await client.refusal("GET", f"/channels/{forum.id}") == (403, 50001)
    assert await client.refusal("GET", "/channels/nonsense") == (400, 50035)


async def test_direct_messages_need_somebody_who_takes_them(discord: DiscordDouble, client: Client) -> None:
    for dms, refused in (("open", None), ("closed", (403, 50007)), ("none", (403, 50278))):
        user = discord.user(dms=dms)  # type: ignore[arg-type]  # one of the three
        room = await client.result("POST", "/users/@me/channels", {"recipient_id": str(user.id)})
        assert int(room["id"]) == user.dm.id
        if refused is None:
            await client.send(user.dm.id, "x")
        else:
            assert await client.refusal("POST", f"/channels/{user.dm.id}/messages", said("x")) == refused
    assert await client.refusal("POST", "/users/@me/channels", {"recipient_id": "5"}) == (400, 50033)
    ada = discord.user()
    discord.close_dms(ada)
    assert await client.refusal("POST", f"/channels/{ada.dm.id}/messages", said("x")) == (403, 50007)
    discord.open_dms(ada)
    await client.send(ada.dm.id, "x")


async def test_edits_keep_what_a_message_is(
    discord: DiscordDouble, client: Client, clock: MovedClock, papers: Channel
) -> None:
    sent = await client.result("POST", f"/channels/{papers.id}/messages", page(text("one")))
    where = f"/channels/{papers.id}/messages/{sent['id']}"
    assert await client.refusal("PATCH", where, {"content": "words"}) == (400, 50035)
    assert await client.refusal("PATCH", where, {"flags": 0, "components": sent["components"]}) == (400, 50035)
    assert await client.refusal("PATCH", where, {"components": []}) == (400, 50006)
    await client.result("PATCH", where, {"components": page(text("two"))["components"]})
    assert (papers.texts, papers.sent[0].edits) == (["two"], 1)
    theirs = discord.write(discord.user(), papers, "mine")
    assert await client.refusal("PATCH", f"/channels/{papers.id}/messages/{theirs.id}", {"content": "y"}) == (
        403,
        50005,
    )
    clock.advance(hours=2)
    discord.old_edits = 1
    await client.result("PATCH", where, {"components": page(text("three"))["components"]})
    assert await client.refusal("PATCH", where, {"components": page(text("four"))["components"]}) == (429, 30046)
    assert discord.breaches == []


async def test_messages_are_published_once_and_ten_times_an_hour(
    discord: DiscordDouble, client: Client, clock: MovedClock, lab: Server, papers: Channel
) -> None:
    news = lab.announcement()

    async def publish(channel: Channel, message: Message) -> tuple[int, Any]:
        return await client("POST", f"/channels/{channel.id}/messages/{message.id}/crosspost")

    for number in range(11):
        await client.send(news.id, str(number))
    for message in news.sent[:10]:
        assert (await publish(news, message))[0] == 200
    status, found = await publish(news, news.sent[10])
    assert (status, found["retry_after"]) == (429, 3600)
    clock.advance(hours=1)
    assert (await publish(news, news.sent[10]))[0] == 200
    assert (await publish(news, news.sent[10]))[1]["code"] == 40033
    await client.send(papers.id, "x")
    assert (await publish(papers, papers.sent[0]))[1]["code"] == 50024


async def test_history_is_read_in_pages_and_hides_what_is_not_for_the_bot(
    discord: DiscordDouble, client: Client, papers: Channel
) -> None:
    ada = discord.user("Ada")
    ids = [int((await client.send(papers.id, str(number)))["id"]) for number in range(4)]
    discord.write(ada, papers, "secret")
    discord.write(ada, papers, "boats", mention=True)

    async def read(**query: Any) -> list[str]:
        return [one["content"] for one in await client.result("GET", f"/channels/{papers.id}/messages", **query)]

    assert await read() == [f"<@{discord.bot.id}> boats", "", "3", "2", "1", "0"]
    assert await read(after=ids[0], limit=2) == ["2", "1"]
    assert await read(before=ids[2], limit=1) == ["1"]


async def test_only_roles_that_may_be_called_are_called(
    discord: DiscordDouble, client: Client, lab: Server, papers: Channel
) -> None:
    discord.take_rights(lab, "Mention Everyone")
    readers, shy = lab.role("Readers", mentionable=True), lab.role("Shy")
    everyone = f"@everyone <@&{readers.id}> <@&{shy.id}>"
    body = page(text(everyone)) | {"allowed_mentions": {"parse": [], "roles": [str(readers.id), str(shy.id)]}}
    await client.result("POST", f"/channels/{papers.id}/messages", body)
    await client.send(papers.id, everyone)
    assert [message.pings for message in papers.sent] == [[readers], []]


async def test_strangers_and_wrong_heads(discord: DiscordDouble, client: Client, papers: Channel) -> None:
    where = f"{discord.api_url}/channels/{papers.id}"
    async with ClientSession() as session:
        async with session.get(where, headers={"Authorization": "Bot x", "User-Agent": AGENT}) as answer:
            assert (answer.status, await answer.json()) == (401, {"message": "401: Unauthorized", "code": 0})
        async with session.get(where, headers={"Authorization": f"Bot {discord.token}"}) as answer:
            assert answer.status == 200
    assert await client.refusal("GET", "/guilds/1/emojis") == (404, 0)
    agent, unknown = discord.breaches
    assert "User-Agent" in agent
    assert "does not know GET /guilds/1/emojis" in unknown
