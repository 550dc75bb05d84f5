"""Threads and forums over bare HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubles.clock import MovedClock
from tests.doubles.discord.client import Client, page, said, text
from tests.doubles.discord.places import Channel, Kind
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import Server


@pytest.fixture
def lab(discord: DiscordDouble) -> Server:
    return discord.guild("Lab")


def post(name: str = "a day", **more: Any) -> dict[str, Any]:
    first = {key: value for key, value in page(text("words"), container=9).items() if "nonce" not in key}
    return {"name": name, "message": first, **more}


async def opened(client: Client, channel: Channel, name: str = "cs.CV") -> Any:
    message = await client.send(channel.id, name)
    where = f"/channels/{channel.id}/messages/{message['id']}/threads"
    return await client.result("POST", where, {"name": name})


@pytest.mark.parametrize(("builder", "kind"), [("text", Kind.THREAD), ("announcement", Kind.ANNOUNCEMENT_THREAD)])
async def test_a_thread_has_the_number_of_its_message_and_there_is_one(
    builder: str, kind: Kind, discord: DiscordDouble, client: Client, lab: Server
) -> None:
    channel: Channel = getattr(lab, builder)()
    made = await opened(client, channel)
    (thread,) = channel.threads
    assert (thread.id, thread.kind, thread.starter) == (int(made["id"]), kind, channel.sent[0])
    again = f"/channels/{channel.id}/messages/{made['id']}/threads"
    assert await client.refusal("POST", again, {"name": "b"}) == (400, 160004)
    await client.send(thread.id, "inside")
    assert (thread.texts, channel.texts) == (["inside"], ["cs.CV"])
    discord.delete_message(channel.sent[0])
    await client.send(thread.id, "still there")
    assert discord.breaches == []


@pytest.mark.parametrize(
    ("body", "code"),
    [({"name": ""}, 50035), ({"name": "n" * 101}, 50035), ({"name": "n", "auto_archive_duration": 5}, 50035)],
)
async def test_names_and_durations(client: Client, lab: Server, body: dict[str, Any], code: int) -> None:
    channel = lab.text()
    message = await client.send(channel.id, "x")
    where = f"/channels/{channel.id}/messages/{message['id']}/threads"
    assert await client.refusal("POST", where, body) == (400, code)
    assert channel.threads == []


async def test_threads_need_rights_of_their_own(discord: DiscordDouble, client: Client, lab: Server) -> None:
    channel = lab.text()
    thread = int((await opened(client, channel))["id"])
    discord.take_rights(channel, "Create Public Threads", "Send Messages in Threads", "Manage Threads")
    message = await client.send(channel.id, "x")
    where = f"/channels/{channel.id}/messages/{message['id']}/threads"
    assert await client.refusal("POST", where, {"name": "b"}) == (403, 50013)
    assert await client.refusal("POST", f"/channels/{thread}/messages", said("x")) == (403, 50013)


async def test_archived_threads_are_fetched_back_by_writing_and_locked_ones_are_not(
    discord: DiscordDouble, client: Client, lab: Server
) -> None:
    channel = lab.text(deny=["Manage Threads"])
    await opened(client, channel)
    (thread,) = channel.threads
    message = await client.send(thread.id, "x")
    discord.archive(thread)
    where = f"/channels/{thread.id}/messages"
    assert await client.refusal("PATCH", f"{where}/{message['id']}", {"content": "y"}) == (400, 50083)
    await client.send(thread.id, "back")
    assert not thread.archived
    discord.lock(thread)
    assert await client.refusal("POST", where, said("x")) == (400, 160005)
    assert await client.refusal("PATCH", f"/channels/{thread.id}", {"locked": False}) == (403, 50013)
    discord.give_rights(channel, "Manage Threads")
    await client.send(thread.id, "by right")
    assert thread.texts == ["x", "back", "by right"]


@pytest.mark.parametrize(("builder", "code"), [("text", 160006), ("announcement", 160007)])
async def test_so_many_threads_may_be_active(
    builder: str, code: int, discord: DiscordDouble, client: Client, lab: Server
) -> None:
    channel: Channel = getattr(lab, builder)()
    lab.thread_cap = 1
    await opened(client, channel)
    message = await client.send(channel.id, "x")
    where = f"/channels/{channel.id}/messages/{message['id']}/threads"
    assert await client.refusal("POST", where, {"name": "b"}) == (400, code)
    discord.archive(channel.threads[0])
    await client.result("POST", where, {"name": "b"})


async def test_posts_have_tags_and_a_starter_and_are_listed(
    discord: DiscordDouble, client: Client, clock: MovedClock, lab: Server
) -> None:
    forum = lab.forum("days", tags=("cs.CV", "cs.AI"), require_tag=True, deny=["Manage Threads"])
    where = f"/channels/{forum.id}/threads"
    tag = str(forum.forum_tags[0].id)
    assert await client.refusal("POST", where, post()) == (400, 40067)
    assert await client.refusal("POST", where, post(applied_tags=["5"])) == (404, 10087)
    assert await client.refusal("POST", where, {"name": "x"}) == (400, 50035)
    made = await client.result("POST", where, post(applied_tags=[tag]))
    assert (made["message"]["id"], made["message"]["components"][0]["id"]) == (made["id"], 9)
    (thread,) = forum.posts
    assert (thread.name, thread.tags, thread.texts) == ("a day", ["cs.CV"], ["words"])
    active = await client.result("GET", f"/guilds/{lab.id}/threads/active")
    assert [(one["id"], one["applied_tags"]) for one in active["threads"]] == [(made["id"], [tag])]
    clock.advance(seconds=1)
    discord.archive(thread)
    assert (await client.result("GET", f"/guilds/{lab.id}/threads/active"))["threads"] == []
    archived = await client.result("GET", f"/channels/{forum.id}/threads/archived/public", limit=2)
    assert ([one["id"] for one in archived["threads"]], archived["has_more"]) == ([made["id"]], False)
    assert discord.breaches == []


async def test_a_forum_has_twenty_tags_of_different_names(client: Client, lab: Server) -> None:
    forum = lab.forum(tags=("cs.CV",))
    where = f"/channels/{forum.id}"
    old = {"id": str(forum.forum_tags[0].id), "name": "cs.CV"}
    many = [old, *({"name": f"tag {number}"} for number in range(20))]
    assert await client.refusal("PATCH", where, {"available_tags": many}) == (400, 50035)
    assert await client.refusal("PATCH", where, {"available_tags": [old, {"name": "n" * 21}]}) == (400, 50035)
    assert await client.refusal("PATCH", where, {"available_tags": [old, {"name": "CS.cv"}]}) == (400, 40061)
    await client.result("PATCH", where, {"available_tags": many[:20]})
    assert (len(forum.tags), forum.forum_tags[0].id) == (20, int(old["id"]))


async def test_people_make_threads_too(discord: DiscordDouble, client: Client, lab: Server) -> None:
    channel, forum = lab.text(), lab.forum()
    ada = discord.user("Ada")
    private = discord.start_thread(channel, "between us", ada, private=True)
    discord.take_rights(lab, "Manage Threads")
    assert await client.refusal("GET", f"/channels/{private.id}") == (403, 50001)
    theirs = discord.start_thread(forum, "a question", ada)
    assert theirs.starter is theirs.messages[0]
    await client.send(theirs.id, "an answer")
    assert theirs.texts == ["an answer"]
