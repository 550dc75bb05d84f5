"""Threads under openers: made once, and what happens when they are archived, locked, deleted or too many."""

from __future__ import annotations

import pytest

from bot.adapter import Barred, Unreachable
from bot.delivery import Sent
from tests.doubles.discord.office import TEXTS, Office, Open
from tests.doubles.discord.places import Channel
from tests.doubles.discord.server import DiscordDouble

RIGHTS = (
    "view_channel", "send_messages", "create_public_threads", "send_messages_in_threads", "read_message_history",
)  # fmt: skip
MAKE = "POST /channels/*/messages/*/threads"


async def bring(here: Office, chat: int) -> Sent:
    """As the courier does: what may come right soon is tried again a few times."""
    for _ in range(3):
        try:
            return await here.bring(chat)
        except Unreachable:
            pass
    return await here.bring(chat)


def everything(papers: Channel) -> list[str]:
    """What stands there, wherever."""
    texts = [one.text for place in [papers, *papers.threads] for one in place.sent]
    return sorted(text for text in texts if not text.startswith("**Tuesday"))


WHOLE = sorted(TEXTS[1:])


@pytest.mark.parametrize("fault", ["reset after", "reset before", "malformed json", "502 html"])
async def test_a_thread_whose_answer_is_lost_is_made_once(fault: str, discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        discord.fault(MAKE, fault)
        await here.bring(papers.id)
    assert len(papers.threads) == 2
    assert everything(papers) == WHOLE


async def test_a_thread_that_is_there_already_is_used(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        await here.bring(papers.id, until=2)
    opener = papers.sent[1]
    discord.start_thread(papers, "cs.CV", user=discord.bot, message=opener)
    async with opened() as here:
        await here.bring(papers.id)
    assert [one.texts for one in papers.threads] == [TEXTS[2:4], TEXTS[5:]]


@pytest.mark.parametrize("session", [True, False])
async def test_a_page_opens_an_archived_thread_again(session: bool, discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab", rights=RIGHTS).text("papers")
    async with opened(session=session) as here:
        await here.bring(papers.id, until=3)
        discord.archive(papers.threads[0])
        await here.bring(papers.id)
        assert here.reports == []
    assert papers.threads[0].texts == TEXTS[2:4]


async def test_where_a_send_does_not_open_it_the_thread_is_opened_before(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab", rights=RIGHTS).text("papers")
    async with opened() as here:
        await here.bring(papers.id, until=3)
        (thread,) = papers.threads
        discord.archive(thread)
        discord.fault("POST /channels/*/messages", "400 50083", channel=thread)
        await here.bring(papers.id)
        assert here.reports == []
    assert len(discord.called("PATCH /channels/*", channel=thread)) == 1
    assert thread.texts == TEXTS[2:4]


@pytest.mark.parametrize("session", [True, False])
@pytest.mark.parametrize("archived", [True, False])
async def test_beside_a_locked_thread_a_category_goes_on_in_the_channel(
    archived: bool, session: bool, discord: DiscordDouble, opened: Open
) -> None:
    papers = discord.guild("Lab", rights=RIGHTS).text("papers")
    async with opened(session=session) as here:
        await here.bring(papers.id, until=3)
        thread = papers.threads[0]
        discord.lock(thread)
        if archived:
            discord.archive(thread)
        await discord.settled()
        await bring(here, papers.id)
        ((cause, sentence),) = here.reports
    assert cause == f"detour {papers.id} {thread.id}"
    assert "#papers" in sentence
    assert "locked" in sentence
    assert [one.text for one in papers.sent[1:]] == [TEXTS[1], TEXTS[3], TEXTS[4]]
    assert papers.sent[0].text.count("https://") == 2


async def test_whoever_may_manage_threads_writes_in_a_locked_one(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab", rights=[*RIGHTS, "manage_threads"]).text("papers")
    async with opened(session=True) as here:
        await here.bring(papers.id, until=3)
        discord.lock(papers.threads[0])
        await discord.settled()
        await here.bring(papers.id)
        assert here.reports == []
    assert papers.threads[0].texts == TEXTS[2:4]


async def test_a_deleted_thread_does_not_keep_the_rest_from_its_readers(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        await here.bring(papers.id, until=3)
        discord.delete(papers.threads[0])
        await bring(here, papers.id)
        assert [cause.split()[0] for cause, _ in here.reports] == ["detour"]
    assert TEXTS[3] in everything(papers)
    async with opened() as here:  # and it stays so
        assert (await here.bring(papers.id)).already == 6


async def test_without_its_opener_a_category_stands_in_the_channel(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        await here.bring(papers.id, until=2)
        discord.delete_message(papers.sent[1])
        await here.bring(papers.id)
        ((_, sentence),) = here.reports
    assert "message" in sentence
    assert [one.text for one in papers.sent[1:]] == [TEXTS[2], TEXTS[3], TEXTS[4]]


async def test_a_thread_goes_on_without_its_opener(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened(session=True) as here:
        await here.bring(papers.id, until=3)
        discord.delete_message(papers.sent[1])
        await here.bring(papers.id)
    assert papers.threads[0].texts == TEXTS[2:4]


async def test_in_a_full_server_the_oldest_of_our_threads_makes_room(discord: DiscordDouble, opened: Open) -> None:
    lab = discord.guild("Lab", rights=RIGHTS)
    papers, other = lab.text("papers"), lab.text("other")
    theirs = discord.start_thread(other, "People talk")
    ours = [discord.start_thread(other, str(number), user=discord.bot) for number in range(3)]
    lab.thread_cap = 4
    async with opened() as here:
        await here.bring(papers.id)
        assert here.reports == []
    assert [one.archived for one in [theirs, *ours]] == [False, True, True, False]
    assert everything(papers) == WHOLE


async def test_a_thread_that_the_bot_may_not_archive_does_not_keep_it_from_others(
    discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab", rights=RIGHTS)
    papers, other = lab.text("papers"), lab.text("other")
    ours = [discord.start_thread(other, str(number), user=discord.bot) for number in range(3)]
    discord.lock(ours[0])
    lab.thread_cap = 3
    async with opened() as here:
        await here.bring(papers.id)
    assert [one.archived for one in ours] == [False, True, True]
    assert everything(papers) == WHOLE


async def test_where_no_room_can_be_made_a_person_is_asked_to(discord: DiscordDouble, opened: Open) -> None:
    lab = discord.guild("Lab", rights=RIGHTS)
    papers = lab.text("papers")
    lab.thread_cap = 1
    theirs = discord.start_thread(lab.text("other"), "People talk")
    async with opened() as here:
        with pytest.raises(Barred, match=r"active threads.*archive"):
            await here.bring(papers.id)
        discord.archive(theirs)
        lab.thread_cap = 2
        await here.bring(papers.id)
    assert everything(papers) == WHOLE


async def test_a_refused_title_costs_the_thread_and_no_page(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        discord.fault(MAKE, "400 200001")
        await here.bring(papers.id)
        assert len(here.reports) == 1
    assert everything(papers) == WHOLE


@pytest.mark.parametrize("locked", [True, False])
async def test_a_thread_that_is_the_destination_is_opened_again_and_a_locked_one_waits(
    locked: bool, discord: DiscordDouble, opened: Open
) -> None:
    papers = discord.guild("Lab", rights=RIGHTS).text("papers")
    thread = discord.start_thread(papers, "Reading group")
    discord.archive(thread)
    if locked:
        discord.lock(thread)
    async with opened() as here:
        if locked:
            with pytest.raises(Barred, match=r"locked.*Manage Threads"):
                await here.bring(thread.id)
            discord.unlock(thread)
        await here.bring(thread.id)
    assert thread.texts[1:] == TEXTS[1:]
