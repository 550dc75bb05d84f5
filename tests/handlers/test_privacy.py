"""/forget and /export: all of it, and for nobody else to see."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

from bot.messages import Destination, Page
from bot.papers import Paper
from bot.store import Person
from handlers.daily import Parts
from tests.doubles.chats import ADA, Chat
from tests.doubles.clock import MovedClock
from tests.stories.conftest import TUESDAY, Assemble

BOB = replace(ADA, user="8", chat="8")
GROUP = replace(ADA, chat="-100", direct=False)


async def live(chat: Chat, parts: Parts, papers: list[Paper]) -> None:
    """Use everything that leaves a trace."""
    await parts.store.save_papers(papers, at=parts.clock.now())
    await chat.press(await chat.say("/subscribe cs.CV time:08:30 +diffusion"), "Keep")
    await chat.say("/subscribe cs.AI")
    await chat.say(f"/save {papers[0].id} {papers[1].id}")
    where = Destination(chat.asker.platform, chat.asker.chat)
    await parts.store.plan(where, TUESDAY, [Page(number=1, text="Ada's", papers=(papers[2].id,))])
    await parts.store.keep_note(where, "direct", '{"channel": 9, "name": "Ada"}')
    await chat.say("/language summaries German")


async def test_export_hands_over_everything_as_json(papers: list[Paper], assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        await live(chat, parts, papers)
        reply = await chat.say("/export")
    assert reply.private
    assert reply.file is not None
    assert reply.file.name == "paperboy.json"
    document = json.loads(reply.file.text)
    assert (document["platform"], document["id"]) == ("telegram", "7")
    assert document["language"] == {"words": None, "summaries": "German"}
    assert [one["paper"] for one in document["saved"]] == [papers[0].id, papers[1].id]
    assert document["saved"][0]["since"] == clock.now().isoformat()
    assert document["subscription"]["categories"] == ["cs.CV"]
    assert document["subscription"]["wanted_words"] == ["diffusion"]
    assert document["subscription"]["mention"] == ""
    assert (document["subscription"]["time"], document["subscription"]["format"]) == ("08:30", "classic")
    assert document["editions"] == [{"day": "2026-11-24", "papers": [papers[2].id]}]
    assert document["notes"] == [{"name": "direct", "value": '{"channel": 9, "name": "Ada"}'}]
    assert (
        "Papers saved: 2; languages chosen: 1; subscriptions of this chat: 1; editions brought to this chat: 1; "
        "notes about it: 1."
    ) in reply.text


async def test_forget_asks_once_then_leaves_no_trace_and_says_what_it_was(
    papers: list[Paper], assemble: Assemble, tmp_path: Path
) -> None:
    async with assemble() as parts:
        ada, bob = Chat(parts, replace(ADA, user="ada-4711", chat="ada-4711")), Chat(parts, BOB)
        await live(ada, parts, papers)
        await live(bob, parts, papers)
        asked = await ada.say("/forget")
        assert "Papers saved: 2" in asked.text
        assert "stays" in (await ada.press(asked, "Cancel")).text
        assert await parts.store.subscription("telegram", "ada-4711")
        done = await ada.press(asked, "Delete everything")
        assert "Deleted." in done.text
        assert "Papers saved: 2; languages chosen: 1; subscriptions of this chat: 1" in done.text
        assert "no daily edition any more" in done.text
        assert await parts.store.subscription("telegram", "ada-4711") is None
        assert await parts.store.note(Destination("telegram", "ada-4711"), "direct") is None
        assert await parts.store.note(Destination("telegram", "8"), "direct")
        assert await parts.store.person("telegram", "ada-4711") == Person()
        assert await parts.store.subscription("telegram", "8")
        assert (await parts.store.saved("telegram", "8")).total == 2
        assert "Papers saved: 0" in (await ada.say("/forget yes")).text
    assert _rows_with(tmp_path / "paperboy.db", "ada-4711") == []
    assert _rows_with(tmp_path / "paperboy.db", "8") != []


def _rows_with(path: Path, value: str) -> list[str]:
    """The tables with a row that holds exactly this value."""
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = [
        table
        for table in tables
        if not table.startswith("search")
        and any(value in map(str, row) for row in connection.execute(f"SELECT * FROM {table}"))
    ]
    connection.close()
    return found


async def test_a_group_is_no_place_for_either(papers: list[Paper], assemble: Assemble) -> None:
    async with assemble() as parts:
        await live(Chat(parts), parts, papers)
        for locale, said in (("en", "write /{} to me directly"), ("zh", "请私下向我发送 /{}")):
            group = Chat(parts, replace(GROUP, locale=locale))
            for command in ("forget", "forget yes", "export"):
                reply = await group.say(f"/{command}")
                assert said.format(command.split()[0]) in reply.text
                assert reply.file is None
        assert (await parts.store.saved("telegram", "7")).total == 2


async def test_a_strangers_export_is_empty_and_in_their_language(assemble: Assemble) -> None:
    async with assemble() as parts:
        reply = await Chat(parts, replace(ADA, locale="zh-TW")).say("/export")
    assert "收藏论文：0 篇" in reply.text
    assert reply.file is not None
    document = json.loads(reply.file.text)
    assert (document["saved"], document["subscription"], document["editions"], document["notes"]) == ([], None, [], [])
