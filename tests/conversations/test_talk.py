"""The desk as a whole: greetings, help, status, any text at all, and every button that is offered."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.console import replies
from bot.messages import Reply
from bot.papers import Paper
from handlers.about import DISCLAIMER, THANKS
from tests.conversations.conftest import ASKER, Talk
from tests.doubles.arxiv import ArxivDouble
from tests.stories.conftest import TUESDAY

LONGEST = 2000
"""Characters that every platform takes in one message."""


async def test_a_newcomer_is_greeted_and_finds_the_way(talk: Talk, announced: list[Paper]) -> None:
    await talk.say("/start")
    await talk.press("start-help")
    assert all(f"\n/{command.name} " in talk.reply.text for command in talk.desk.commands)
    await talk.say("/start")
    await talk.press("start-today")
    assert talk.reply.items
    await talk.say("/start")
    await talk.press("start-subscribe")
    assert talk.hears("subscribe-keep")


async def test_help_of_each_command_has_its_examples_to_press(talk: Talk) -> None:
    for command in talk.desk.commands:
        await talk.say(f"/help {command.name}")
        assert [button.command for button in talk.buttons] == list(command.examples)
        assert talk.words(f"command-{command.name}") in talk.reply.text


async def test_help_fits_into_one_message(talk: Talk) -> None:
    assert len((await talk.say("/help")).text) <= LONGEST


async def test_about_thanks_arxiv_in_its_own_words_and_leads_on(talk: Talk) -> None:
    await talk.say("/about")
    assert f"{THANKS} {DISCLAIMER}" in talk.reply.text
    await talk.press("about-status")
    assert talk.hears("status-newest", day=TUESDAY)


async def test_status_follows_the_day(talk: Talk, announced: list[Paper]) -> None:
    await talk.say("/status")
    assert talk.hears("status-out", category="cs.CV")
    assert talk.hears("status-awaited", day=TUESDAY, there="00:00", utc="05:00")
    await talk.say("/today")
    await talk.say("/status")
    there = sum("cs.CV" in paper.categories for paper in announced)
    assert talk.hears("status-in", category="cs.CV", entries=there)
    assert talk.hears("status-tokens", tokens=0)


async def test_a_slip_in_a_command_is_one_tap_from_being_mended(talk: Talk) -> None:
    await talk.say("/statsu")
    assert talk.hears("no-such-command-but", name="statsu", meant="status")
    await talk.press("/status")
    assert talk.hears("status-newest", day=TUESDAY)


@pytest.mark.parametrize("locale", ["en"], indirect=True)
async def test_every_example_and_every_button_leads_somewhere(talk: Talk, announced: list[Paper]) -> None:
    """Press whatever is offered, then what that offers, until nothing new comes."""
    waiting = [example for command in talk.desk.commands for example in command.examples]
    waiting += [f"paper {announced[0].id}", "search lantern"]
    pressed: set[str] = set()
    while waiting and len(pressed) < 400:
        command = waiting.pop(0)
        kind = " ".join(command.split()[:2])
        if command in pressed or sum(" ".join(one.split()[:2]) == kind for one in pressed) > 3:
            continue
        pressed.add(command)
        reply = await talk.take(command)
        assert reply.text or reply.cards, command
        assert not reply.text.startswith("There is no command"), command
        waiting += replies.commands(reply).values()
    assert {command.split()[0] for command in pressed} == {command.name for command in talk.desk.commands}


NAMES = (
    "start help about paper original authors search find today digest catchup similar bibtex why categories save saved "
    "subscribe unsubscribe settings language forget export status nothing"
)
ARGUMENTS = ("2611.90001", "cs.CV", "3d", "page:x 1", "keep x", "yes", "remove 1 99999", "time:08:30 +boats", '"')
TEXTS = (
    st.text()
    | st.text("/abcdeiprst \"'-+:.*()中文论文0123456789@\n\x00\ud800", max_size=60)
    | st.builds("/{} {}".format, st.sampled_from(NAMES.split()), st.text(max_size=30) | st.sampled_from(ARGUMENTS))
)


@pytest.mark.parametrize("locale", ["en"], indirect=True)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXTS, language=st.sampled_from(["en", "zh-CN", "", "xx-YY"]), direct=st.booleans())
async def test_any_text_is_answered_and_every_answer_can_be_shown(
    talk: Talk, announced: list[Paper], text: str, language: str, direct: bool
) -> None:
    asker = replace(ASKER, locale=language, direct=direct, may_change=direct, operator=direct)
    reply = await talk.desk.answer(asker, text)
    while reply.later:
        replies.render(reply)
        reply = await reply.later()
    assert reply.text or reply.cards
    assert all(len(command.encode()) <= 64 for command in replies.commands(reply).values())
    replies.render(reply)


async def test_fifty_people_may_ask_for_the_same_day_at_once_and_arxiv_is_asked_once(
    talk: Talk, arxiv: ArxivDouble, announced: list[Paper]
) -> None:
    async def ask(number: int) -> Reply:
        reply = await talk.desk.answer(replace(talk.asker, user=str(number), chat=str(number)), "/today")
        return await reply.later() if reply.later else reply

    answers = await asyncio.gather(*map(ask, range(50)))
    assert len({answer.text for answer in answers}) == 1
    feeds = [request.path for request in arxiv.requests if request.path.startswith("/rss/")]
    assert len(feeds) == len(set(feeds))
