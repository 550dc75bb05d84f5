"""Pages whose answer was lost: found in the history, or sent again under a nonce that Discord still knows."""

from __future__ import annotations

from datetime import date

import pytest

from bot.adapter import Gone, Unreachable
from bot.messages import State
from bot.subscriptions import OnUnknown
from tests.doubles.discord.office import EDITION, TEXTS, LeapingClock, Open
from tests.doubles.discord.places import Channel
from tests.doubles.discord.server import DiscordDouble

SEND = "POST /channels/*/messages"
RIGHTS = ("view_channel", "send_messages", "create_public_threads", "send_messages_in_threads")


def everything(place: Channel) -> list[str]:
    """What stands there and in its threads, in order."""
    messages = [*place.sent, *(one for thread in place.threads for one in thread.sent)]
    return [TEXTS[0] if one.text.startswith("**") else one.text for one in sorted(messages, key=lambda one: one.id)]


@pytest.mark.parametrize(
    ("fault", "nth"),
    [(fault, 1) for fault in ("reset before", "malformed json", "502 html", "503")]
    + [("reset after", nth) for nth in (1, 2, 3)],
)
async def test_a_page_whose_answer_is_lost_stands_there_once(
    fault: str, nth: int, discord: DiscordDouble, opened: Open
) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        discord.fault(SEND, fault, nth=nth)
        await here.bring(papers.id)
        assert await here.states(papers.id) == [State.SENT] * 6
    assert everything(papers) == TEXTS


async def left_under_way(discord: DiscordDouble, opened: Open, chat: int, how: str, nth: int = 1) -> None:
    """A run that ends with a page of which nobody knows."""
    async with opened() as here:
        fault = discord.fault(SEND, how, nth=nth)
        blind = discord.fault("GET /channels/*/messages", "503", times=99)
        with pytest.raises(Unreachable):
            await here.bring(chat)
        assert fault.met
        discord.faults.clear()
        assert State.SENDING in await here.states(chat)
        assert blind.met


@pytest.mark.parametrize("how", ["reset after", "reset before"])
@pytest.mark.parametrize(("kind", "session"), [("text", True), ("text", False), ("thread", False), ("person", False)])
async def test_days_later_a_page_is_found_among_all_that_was_written_since(
    kind: str, how: str, session: bool, discord: DiscordDouble, opened: Open, fast: LeapingClock
) -> None:
    ada, lab = discord.user("Ada"), discord.guild("Lab")
    papers = lab.text("papers")
    place = ada.dm if kind == "person" else papers
    chat = ada.id if kind == "person" else papers.id
    await left_under_way(discord, opened, chat, how, nth=3 if kind == "thread" else 1)
    fast.leap(hours=20)
    for number in range(120):
        discord.write(ada, place if kind != "thread" else papers.threads[0], f"chatter {number}")
    fast.leap(hours=60)
    async with opened(session=session) as here:
        done = await here.bring(chat)
        assert len(done.found) == (how == "reset after")
        assert not done.unknown
    assert everything(place) == TEXTS


@pytest.mark.parametrize("session", [True, False])
@pytest.mark.parametrize("how", ["reset after", "reset before"])
async def test_without_the_history_the_nonce_does_while_it_lives(
    how: str, session: bool, discord: DiscordDouble, opened: Open
) -> None:
    papers = discord.guild("Lab", rights=RIGHTS).text("papers")
    async with opened(session=session) as here:
        discord.fault(SEND, how)
        done = await here.bring(papers.id)
        assert (done.unknown, done.found) == ({}, [])
    assert everything(papers) == TEXTS
    assert not discord.called("GET /channels/*/messages")


@pytest.mark.parametrize("wish", ["resend", "skip"])
async def test_without_the_history_and_after_the_nonce_the_destinations_wish_decides(
    wish: OnUnknown, discord: DiscordDouble, opened: Open, fast: LeapingClock
) -> None:
    papers = discord.guild("Lab", rights=[*RIGHTS, "read_message_history"]).text("papers")
    await left_under_way(discord, opened, papers.id, "reset after")
    discord.take_rights(papers, "read_message_history")
    fast.leap(minutes=30)
    async with opened() as here:
        assert (await here.bring(papers.id, on_unknown=wish)).unknown == {1: wish}
    assert everything(papers) == ([TEXTS[0], *TEXTS] if wish == "resend" else TEXTS)


async def test_other_pages_of_the_same_words_are_not_mistaken_for_it(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        await here.bring(papers.id, EDITION[:1])
        discord.fault(SEND, "reset before")
        await here.bring(papers.id, EDITION[:1], day=date(2026, 11, 25))
    assert everything(papers) == [TEXTS[0]] * 2


async def test_in_a_deleted_thread_nothing_arrived(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    await left_under_way(discord, opened, papers.id, "reset before", nth=3)
    discord.delete(papers.threads[0])
    async with opened() as here:
        for _ in range(3):
            try:
                await here.bring(papers.id)
            except Unreachable:
                continue
            break
        assert await here.states(papers.id) == [State.SENT] * 6
    assert everything(papers) == TEXTS


async def test_a_channel_that_is_deleted_while_a_page_is_under_way_is_gone(
    discord: DiscordDouble, opened: Open
) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened(session=True) as here:
        discord.fault(SEND, "reset after")
        discord.fault("GET /channels/*/messages", "404 10003")
        with pytest.raises(Gone):
            await here.bring(papers.id)


async def test_more_than_can_be_read_is_unknown(discord: DiscordDouble, opened: Open, fast: LeapingClock) -> None:
    papers = discord.guild("Lab").text("papers")
    ada = discord.user("Ada")
    await left_under_way(discord, opened, papers.id, "reset before")
    for number in range(5001):
        discord.write(ada, papers, str(number))
    async with opened() as here:
        assert (await here.bring(papers.id, on_unknown="skip")).unknown == {1: "skip"}
