"""kill -9 at any step of an edition on its way to Telegram: every page once, in its thread, in order."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.messages import State
from tests.doubles.clock import FastClock
from tests.doubles.ledger import MOMENTS
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.office import TEXTS, office
from tests.doubles.telegram.server import TelegramDouble

ARRIVED = "after the request arrived"
LOST = "before the request arrived"
ENDS = (*MOMENTS, ARRIVED, LOST)
KINDS = ("channel", "comments", "supergroup", "forum")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(FastClock(), rates=False) as double:
        yield double
    assert double.breaches == []


def make(telegram: TelegramDouble, kind: str) -> tuple[Chat, Chat]:
    """A destination, and the chat where its threads are."""
    if kind == "comments":
        group = telegram.supergroup(bot="administrator")
        return telegram.channel(linked=group), group
    builders: dict[str, Callable[[], Chat]] = {
        "channel": telegram.channel,
        "supergroup": telegram.supergroup,
        "forum": telegram.forum,
    }
    chat = builders[kind]()
    return chat, chat


async def run_until_killed(
    telegram: TelegramDouble, chat: Chat, database: Path, end: str, page: int = 1, method: str = "sendMessage"
) -> None:
    """One run of the program, which dies at this moment of the page, by its own hand or by somebody else's."""
    if end in (ARRIVED, LOST):
        sent = sum(call.method == method for call in telegram.calls)
        fault = telegram.fault(method, "silent after" if end == ARRIVED else "silent before")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.doubles.telegram.doomed"),
        *(str(database), telegram.base_url, telegram.token, str(chat.id), end, str(page)),
    )
    if end in (ARRIVED, LOST):
        await telegram.until(lambda: fault.met and len(telegram.called(method)) > sent, 60)
        process.kill()
    assert await process.wait() == -signal.SIGKILL


def people_write(telegram: TelegramDouble, *chats: Chat) -> None:
    for chat in chats:
        if chat.type == "channel":
            telegram.post(chat, "what somebody else posts")
        else:
            telegram.write(chat, "what people write")


def check(kind: str, chat: Chat, threads: Chat) -> None:
    """Everything stands where it should."""
    pages = chat.sent if chat is threads else [*chat.sent, *threads.sent]
    assert [page.text for page in pages] == TEXTS
    assert all(not page.markup for page in pages)
    cover, two, three, four, five = pages
    assert len(cover.links) == 2
    if kind == "forum":
        assert two.thread_id != four.thread_id
        assert [page.thread_id for page in pages] == [None, *[two.thread_id] * 2, *[four.thread_id] * 2]
        assert len(chat.topics) == 2
        return
    first = next(
        (one.id for one in threads.messages if one.service.get("forward_origin", {}).get("message_id") == cover.id),
        None,
    )
    assert [two.reply_to, three.reply_to, four.reply_to, five.reply_to] == [first, two.id, first, four.id]


@pytest.mark.parametrize("kind", KINDS)
async def test_killed_once_at_every_page_and_every_step_nothing_is_lost_or_repeated(
    kind: str, telegram: TelegramDouble, tmp_path: Path
) -> None:
    chat, threads = make(telegram, kind)
    database = tmp_path / "p.db"
    await run_until_killed(telegram, chat, database, "planned")
    shift = KINDS.index(kind)
    ends = ENDS[1:]
    for page in range(1, 6):
        people_write(telegram, *{chat.id: chat, threads.id: threads}.values())
        await run_until_killed(telegram, chat, database, ends[(page + shift) % len(ends)], page)
    people_write(telegram, threads)
    async with office(telegram.base_url, telegram.token, database, FastClock()) as here:
        await here.bring(chat.id)
        assert await here.states(chat.id) == [State.SENT] * 5
        assert here.reports == []
    check(kind, chat, threads)


@pytest.mark.parametrize("end", [ARRIVED, LOST])
async def test_killed_while_a_topic_is_made_there_is_one_topic(
    end: str, telegram: TelegramDouble, tmp_path: Path
) -> None:
    forum = telegram.forum()
    await run_until_killed(telegram, forum, tmp_path / "p.db", end, method="createForumTopic")
    people_write(telegram, forum)
    async with office(telegram.base_url, telegram.token, tmp_path / "p.db", FastClock()) as here:
        await here.bring(forum.id)
    check("forum", forum, forum)
