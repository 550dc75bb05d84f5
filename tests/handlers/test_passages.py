"""What a capped edition has no room for is read in the bot just as the edition holds it, whoever asks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.adapter import Post
from bot.messages import Destination, Item, Reply
from bot.subscriptions import Look
from bot.telegram import deeplinks, links
from bot.telegram.chats import Chat, Kind
from bot.telegram.edition import pages
from bot.wishes import Wishes
from handlers.daily import Parts, gather, stored_digest
from handlers.desk import Desk
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.lookups import assert_pressable, button, desk, reader
from tests.doubles.papers import invent
from tests.stories.conftest import TUESDAY, Assemble, announce

THERE = Destination("telegram", "-1001")
WISHES = Wishes(categories=("cs.CV", "cs.AI"), unwanted_words=("owl maps",))
"""Other ones than those of whoever opens the link."""


async def sent(parts: Parts) -> tuple[dict[int, str], list[str]]:
    """An edition goes out: its papers by their numbers, and the command behind each of its links."""
    await gather(TUESDAY, WISHES.categories, parts)
    announced = await parts.store.announcements(TUESDAY, WISHES.categories)
    had = [entry.paper.id for entry in announced[0].entries][:3]
    digest = await stored_digest(TUESDAY, WISHES, parts.store, brought=had)
    assert {"had before", "unwanted words"} <= digest.receipt.filtered.keys()
    await parts.store.plan(THERE, TUESDAY, pages(digest, Look(max_pages=2)))
    opened = []
    for delivery in await parts.store.deliveries(THERE, TUESDAY):
        post = Post(destination=THERE, page=delivery.page, delivery=delivery.id)
        text = links.resolved(
            post, chat=Chat(id=-1001, kind=Kind.CHANNEL, username="", linked=None), bot="paperboy_bot"
        )
        standing = {f"paper {paper}" for paper in re.findall(r'"card:([^"]+)"', delivery.page.text)}
        for payload in re.findall(r"start=([\w-]+)", text):
            command = deeplinks.command(payload)
            assert command
            if command not in standing:
                opened.append(command)
    return {entry.number: entry.announced.paper.id for entry in digest.entries}, opened


async def whole_list(chat: Desk, command: str) -> list[Item]:
    """All items of a list, page by page."""
    reply = await chat.press(reader(), command)
    found = [*reply.items]
    while any(one.label == "Next" for row in reply.buttons for one in row):
        assert_pressable(reply, chat)
        before = reply
        reply = await chat.press(reader(), button(reply, "Next"))
        assert await chat.press(reader(), button(reply, "Back")) == before
        found += reply.items
    return found


def busy(arxiv: ArxivDouble) -> None:
    announce(arxiv, TUESDAY, invent(90) + invent(70, category="cs.AI", first=90201))


async def test_each_link_opens_just_those_papers_under_the_editions_numbers(
    arxiv: ArxivDouble, assemble: Assemble
) -> None:
    busy(arxiv)
    async with assemble() as parts:
        by_number, commands = await sent(parts)
        chat = desk(parts)
        assert len(commands) == 2
        for command in commands:
            first, last = map(int, command.rpartition(" ")[2].split("-"))
            items = await whole_list(chat, command)
            assert [item.number for item in items] == [*range(first, last + 1)]
            assert [item.command for item in items] == [f"paper {by_number[n]}" for n in range(first, last + 1)]
        reply = await chat.press(reader(), commands[0])
        first, last = map(int, commands[0].rpartition(" ")[2].split("-"))
        assert reply.text == f"Tuesday, November 24, 2026\nPapers {first} to {first + 7} of {first} to {last}"
        assert all(item.lead for item in reply.items)


async def test_nobody_opens_another_chats_edition_by_guessing(arxiv: ArxivDouble, assemble: Assemble) -> None:
    busy(arxiv)
    async with assemble() as parts:
        _, (command, _) = await sent(parts)
        (page,) = [one for one in await parts.store.deliveries(THERE, TUESDAY) if one.page.papers]
        check = re.findall(r"\.(\w+) ", command)[0]
        wrong = check[::-1].translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
        guesses = [
            command.replace(check, wrong),
            command.replace(f":{page.id}.", f":{page.id + 1}."),
            re.sub(r" \d+ (\d+-\d+)$", r" 999 \1", command),
        ]
        chat = desk(parts)
        for guess in guesses:
            reply = await chat.press(reader(), guess)
            assert (reply.items, reply.text) == (
                (),
                "That edition is not kept here any more. /today brings the newest one.",
            )
        assert (await chat.press(reader("zh"), guesses[0])).text.startswith("这里已不再保存那一期")


@pytest.mark.parametrize(
    "line", ["of:1", "of:1.abc 1 1-2", "of:1.9f2c41d08a6b 1 3-2", "of:0.9f2c41d08a6b 1 1-2", "from:9"]
)
async def test_what_names_no_passage_is_no_day_either(line: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        reply = await desk(parts).answer(reader(), f"/digest {line}")
    assert "is neither a day" in reply.text or "Please write a day" in reply.text


async def test_the_link_stays_good_when_a_summary_on_the_page_is_repaired(
    arxiv: ArxivDouble, assemble: Assemble
) -> None:
    busy(arxiv)
    async with assemble() as parts:
        _, (command, _) = await sent(parts)
        chat = desk(parts)
        before: Reply = await chat.press(reader(), command)
        (delivery,) = [one for one in await parts.store.deliveries(THERE, TUESDAY) if one.page.papers]
        await parts.store.revise(delivery, replace(delivery.page, text=f"{delivery.page.text} repaired"))
        assert await chat.press(reader(), command) == before
