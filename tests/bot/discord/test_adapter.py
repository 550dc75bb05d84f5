"""Pages in every kind of chat: where they stand, what they lead to, and what happens when a chat refuses."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Literal

import pytest

from bot.adapter import Barred, Gone, Unreachable
from bot.messages import Destination, Page, State
from bot.passages import Passage, check
from tests.doubles.discord.office import EDITION, TEXTS, TITLES, LeapingClock, Open, written
from tests.doubles.discord.server import DiscordDouble

SITE = "https://discord.com/channels"


@pytest.mark.parametrize("session", [True, False])
async def test_in_a_text_channel_each_category_has_a_thread_under_its_opener(
    session: bool, discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab")
    papers = lab.text("papers")
    async with opened(session=session) as here:
        done = await here.bring(papers.id)
    assert (done.sent, done.edited) == (6, 1)
    cover, vision, minds = papers.sent
    assert [one.name for one in papers.threads] == TITLES[1:]
    assert [one.id for one in papers.threads] == [vision.id, minds.id]
    assert [one.texts for one in papers.threads] == [
        ["first page of vision", "second page of vision"],
        ["first page of minds"],
    ]
    assert cover.text == f"**Tuesday** [Vision]({SITE}/{lab.id}/{vision.id}) [Minds]({SITE}/{lab.id}/{minds.id})"
    assert [one.silent for one in (cover, vision, *papers.threads[0].sent)] == [False, True, True, True]
    assert cover.container is not None, "by which it is known again"


@pytest.mark.parametrize("session", [True, False])
@pytest.mark.parametrize("kind", ["thread", "voice", "person"])
async def test_where_there_are_no_threads_everything_stands_in_order_and_links_lead_to_messages(
    kind: str, session: bool, discord: DiscordDouble, opened: Open
) -> None:
    lab, ada = discord.guild("Lab"), discord.user("Ada")
    lab.join(ada)
    places = {
        "thread": lambda: discord.start_thread(lab.text("papers"), "Reading group", user=ada),
        "voice": lambda: lab.voice("talk"),
        "person": lambda: ada.dm,
    }
    place = places[kind]()
    chat = ada.id if kind == "person" else place.id
    async with opened(session=session) as here:
        await here.bring(chat)
        assert await here.states(chat) == [State.SENT] * 6
    cover, vision, _, _, minds, _ = place.sent
    assert [one.text for one in place.sent[1:]] == TEXTS[1:]
    root = f"{SITE}/{'@me' if kind == 'person' else lab.id}/{place.id}"
    assert cover.text == f"**Tuesday** [Vision]({root}/{vision.id}) [Minds]({root}/{minds.id})"
    assert [one.silent for one in place.sent] == [False, *[True] * 5]


async def test_a_person_is_known_after_a_restart_without_another_question(discord: DiscordDouble, opened: Open) -> None:
    ada = discord.user("Ada")
    where = Destination("discord", str(ada.id))
    async with opened() as here:
        await here.bring(ada.id, EDITION[:1])
        assert here.adapter.name(where) == "Ada"
    asked = len(discord.calls)
    async with opened(session=False) as here:
        await here.bring(ada.id)
        assert await here.adapter.identity(where) == str(ada.id)
        assert here.adapter.name(where) == "Ada"
    assert len(discord.called("POST /users/@me/channels")) == 1
    assert not [call for call in discord.calls[asked:] if call.path == f"/channels/{ada.id}"]


@pytest.mark.parametrize("session", [True, False])
async def test_chats_are_called_by_their_names_and_go_by_their_ids(
    session: bool, discord: DiscordDouble, opened: Open
) -> None:
    lab, ada = discord.guild("Lab"), discord.user("Ada")
    papers, posts = lab.text("papers"), lab.forum("reading")
    thread = discord.start_thread(papers, "Old news")
    direct = ada.dm
    async with opened(session=session) as here:
        for chat in (papers, posts, thread):
            where = Destination("discord", str(chat.id))
            assert await here.adapter.identity(where) == str(chat.id)
            await here.bring(chat.id, EDITION[:1])
            assert here.adapter.name(where) == f"#{chat.name}{' (Lab)' if session else ''}"
        # Whichever id is written down, a person goes by one.
        assert await here.adapter.identity(Destination("discord", str(direct.id))) == str(ada.id)
        assert await here.adapter.identity(Destination("discord", str(ada.id))) == str(ada.id)
        assert here.adapter.name(Destination("discord", "12345")) == "12345"
    assert not discord.called("POST /users/@me/channels")


async def test_what_a_person_wrote_spares_the_question_for_their_direct_messages(
    discord: DiscordDouble, opened: Open
) -> None:
    ada = discord.user("Ada")
    direct = ada.dm
    async with opened() as here:
        person = await here.client.fetch_user(ada.id)
        here.adapter.knows(person, direct.id)
        await here.bring(ada.id, EDITION[:1])
        assert here.adapter.name(Destination("discord", str(ada.id))) == "Ada"
    assert len(direct.sent) == 1
    assert not discord.called("POST /users/@me/channels")


async def test_what_was_asked_of_a_channel_is_asked_anew_once_it_is_not_so_any_more(
    discord: DiscordDouble, opened: Open
) -> None:
    papers = discord.guild("Lab").text("papers")
    where = Destination("discord", str(papers.id))
    async with opened() as here:
        await here.adapter.say(where, "one")
        discord.rename(papers, "reading")
        await here.adapter.say(where, "two")
        assert here.adapter.name(where) == "#papers"
        here.adapter.forget(papers.id)
        await here.adapter.say(where, "three")
        assert here.adapter.name(where) == "#reading"


async def test_a_role_is_called_by_the_cover_alone_and_an_edit_keeps_it(discord: DiscordDouble, opened: Open) -> None:
    lab = discord.guild("Lab")
    papers, role = lab.text("papers"), lab.role("Readers", mentionable=True)
    async with opened() as here:
        await here.bring(papers.id, mention=role.id)
        assert here.reports == []
    cover, *others = papers.sent
    assert cover.text.startswith(f"<@&{role.id}>\n**Tuesday**")
    assert cover.edits == 1
    assert cover.pings == [role]
    assert not any(one.pings for one in [*others, *(m for thread in papers.threads for m in thread.sent)])


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_everybody_is_never_called_whatever_a_subscription_asks(
    kind: str, discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab")
    place = getattr(lab, kind)("papers")
    async with opened(session=True) as here:
        await here.bring(place.id, EDITION[:1], mention=lab.id)  # a server's own number is that of @everyone
        ((_, said),) = here.reports
        assert "not that of everyone" in said
    (cover,) = place.sent or place.posts[0].sent
    assert (cover.pings, cover.text) == ([], "**Tuesday** Vision Minds")


async def test_what_goes_by_its_own_id_is_asked_of_once(discord: DiscordDouble, opened: Open) -> None:
    lab = discord.guild("Lab")
    hidden, gone = lab.text("hidden", deny=("view_channel",)), discord.guild("Away", bot=False).text("papers")
    thread = discord.start_thread(lab.text("papers"), "Reading group")
    discord.archive(thread)
    async with opened(session=True) as here:
        asked = len(discord.calls)
        for _ in range(10):
            for chat in (hidden, gone, thread):
                assert await here.adapter.identity(Destination("discord", str(chat.id))) == str(chat.id)
        assert len(discord.calls) - asked <= 3


async def test_a_role_that_the_bot_may_not_call_is_named_and_the_operator_hears_what_to_do(
    discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab", rights=RIGHTS)
    papers, role = lab.text("papers"), lab.role("Readers")
    async with opened(session=True) as here:
        await here.bring(papers.id, mention=role.id)
        ((cause, sentence),) = here.reports
    assert cause == f"mention {papers.id} {role.id}"
    assert "@Readers" in sentence
    assert "Mention @everyone, @here, and All Roles" in sentence
    assert papers.sent[0].pings == []


async def test_the_rest_of_an_edition_is_reached_by_the_record_of_its_page(
    discord: DiscordDouble, opened: Open
) -> None:
    ada = discord.user("Ada")
    button = {"type": 2, "style": 2, "label": "More", "custom_id": "+edition:2:61-62"}
    text = json.dumps({"components": [{"type": 17, "components": [{"type": 1, "components": [button]}]}]})
    page = Page(number=1, text=text, papers=("2611.90001", "2611.90002", "2611.90003"))
    async with opened() as here:
        await here.bring(ada.id, [page])
        (delivery,) = await here.deliveries(ada.id)
    passage = Passage(delivery=delivery.id, check=check(page.papers), at=2, first=61, last=62)
    assert [one.custom_id for one in ada.dm.sent[0].buttons] == [f"+{passage.line}"]


RIGHTS = (
    "view_channel", "send_messages", "create_public_threads", "send_messages_in_threads", "read_message_history",
)  # fmt: skip


@pytest.mark.parametrize("session", [True, False])
@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ("send_messages", "“Send Messages”"),
        ("view_channel", "View Channel"),
        ("create_public_threads", "“Create Public Threads”"),
        ("send_messages_in_threads", "“Send Messages in Threads”"),
    ],
)
async def test_a_missing_permission_is_named_and_what_waits_arrives_once_it_is_given(
    lacking: str, named: str, session: bool, discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab", rights=RIGHTS)
    papers = lab.text("papers", deny=(lacking,))
    async with opened(session=session) as here:
        with pytest.raises(Barred, match=named) as caught:
            await here.bring(papers.id)
        assert "#papers" not in str(caught.value), "whoever tells it says where"
        assert State.SENDING not in await here.states(papers.id)
        discord.give_rights(papers, lacking)
        await here.bring(papers.id)
    assert [one.text for thread in papers.threads for one in thread.sent] == [TEXTS[2], TEXTS[3], TEXTS[5]]


@pytest.mark.parametrize("session", [True, False])
async def test_a_deleted_channel_is_gone(session: bool, discord: DiscordDouble, opened: Open) -> None:
    lab = discord.guild("Lab")
    papers = lab.text("papers")
    async with opened(session=session) as here:
        await here.bring(papers.id, EDITION[:1])
        discord.delete(papers)
        with pytest.raises(Gone):
            await here.bring(papers.id)


async def test_a_server_that_the_bot_is_thrown_out_of_is_gone(discord: DiscordDouble, opened: Open) -> None:
    lab = discord.guild("Lab")
    papers = lab.text("papers")
    async with opened(session=True) as here:
        await here.bring(papers.id, EDITION[:1])
        discord.kick(lab)
        await discord.settled()
        with pytest.raises((Gone, Barred), match="invite"):
            await here.bring(papers.id)


@pytest.mark.parametrize("dms", ["closed", "none"])
async def test_closed_direct_messages_are_gone_until_they_are_opened(
    dms: Literal["closed", "none"], discord: DiscordDouble, opened: Open
) -> None:
    ada = discord.user("Ada", dms=dms)
    async with opened() as here:
        with pytest.raises(Gone):
            await here.bring(ada.id)
        discord.open_dms(ada)
        await here.bring(ada.id)
    assert len(ada.dm.sent) == 6


async def test_opening_too_many_conversations_waits(discord: DiscordDouble, opened: Open) -> None:
    ada = discord.user("Ada")
    async with opened() as here:
        discord.fault("POST /users/@me/channels", "400 40003")
        with pytest.raises(Unreachable):
            await here.bring(ada.id)
        await here.bring(ada.id)
    assert len(ada.dm.sent) == 6


@pytest.mark.parametrize("chat", ["@papers", "99999999999999999999999", "7"])
async def test_what_is_no_chat_is_said_to_be_none(chat: str, discord: DiscordDouble, opened: Open) -> None:
    async with opened() as here:
        with pytest.raises((Barred, Gone), match=chat):
            await here.adapter.say(Destination("discord", chat), "hello?")


async def test_a_category_of_channels_cannot_be_written_to(discord: DiscordDouble, opened: Open) -> None:
    science = discord.guild("Lab").category("science")
    async with opened() as here:
        with pytest.raises(Barred, match="text, announcement or forum"):
            await here.bring(science.id)


async def test_a_plain_line_is_plain_and_calls_nobody(discord: DiscordDouble, opened: Open) -> None:
    lab, ada = discord.guild("Lab"), discord.user("Ada")
    papers = lab.text("papers")
    async with opened() as here:
        for chat in (papers.id, ada.id):
            await here.adapter.say(Destination("discord", str(chat)), "1 < 2 & no *stars*, @everyone")
            await here.adapter.say(Destination("discord", str(chat)), "word " * 1000)
    for place in (papers, ada.dm):
        line, long = place.sent
        assert line.text.replace("\\", "").replace("\u2060", "") == "1 < 2 & no *stars*, @everyone"
        assert line.pings == []
        assert len(long.content) <= 2000


async def test_an_edit_goes_into_an_archived_thread_and_leaves_a_locked_one_alone(
    discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab", rights=RIGHTS)
    papers = lab.text("papers")
    async with opened() as here:
        await here.bring(papers.id)
        vision, minds = papers.threads
        discord.archive(vision)
        discord.archive(minds)
        discord.lock(minds)
        for number in (3, 6):
            page = (await here.deliveries(papers.id))[number - 1]
            await here.store.revise(page, replace(page.page, text=written("repaired")))
        done = await here.bring(papers.id)
        assert done.edited == 1
        assert not any(one.stale for one in await here.deliveries(papers.id))
    assert vision.texts == ["repaired", "second page of vision"]
    assert minds.texts == ["first page of minds"]


async def test_a_deleted_message_is_not_missed_by_an_edit(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        await here.bring(papers.id)
        for number in (1, 3):
            page = (await here.deliveries(papers.id))[number - 1]
            await here.store.revise(page, replace(page.page, text=written("repaired")))
        discord.delete_message(papers.sent[0])
        discord.delete(papers.threads[0])
        assert (await here.bring(papers.id)).edited == 0
        assert not any(one.stale for one in await here.deliveries(papers.id))


async def test_old_messages_that_were_edited_too_often_are_left_alone_for_a_while(
    discord: DiscordDouble, opened: Open, fast: LeapingClock
) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        await here.bring(papers.id)
        cover = (await here.deliveries(papers.id))[0]
        await here.store.revise(cover, replace(cover.page, text=written("repaired")))
        discord.fault("PATCH /channels/*/messages/*", "429 30046")
        before = len(discord.called("PATCH /channels/*/messages/*"))
        for _ in range(3):
            with pytest.raises(Unreachable, match="edit"):
                await here.bring(papers.id)
        assert len(discord.called("PATCH /channels/*/messages/*")) == before + 1
        fast.leap(hours=2)
        await here.bring(papers.id)
    assert papers.sent[0].text == "repaired"


async def test_a_cover_that_leads_nowhere_new_is_not_edited(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        await here.bring(papers.id, EDITION[:1])
    assert papers.sent[0].edits == 0
    assert papers.sent[0].text == "**Tuesday** Vision Minds"


async def test_an_edit_whose_answer_is_lost_is_made_again(discord: DiscordDouble, opened: Open) -> None:
    papers = discord.guild("Lab").text("papers")
    async with opened() as here:
        discord.fault("PATCH /channels/*/messages/*", "reset after")
        assert (await here.bring(papers.id)).edited == 1
    assert papers.sent[0].text.count(SITE) == 2


async def test_two_chats_are_served_side_by_side_and_one_chat_in_order(discord: DiscordDouble, opened: Open) -> None:
    lab = discord.guild("Lab")
    slow, quick = lab.text("slow"), lab.text("quick")
    async with opened() as here:
        discord.fault("POST /channels/*/messages", "slow", channel=slow, seconds=0.5, times=20)
        waiting = asyncio.create_task(here.bring(slow.id))
        await here.bring(quick.id)
        assert not waiting.done()
        assert len(quick.sent) == 3
        await waiting
    assert [one.text for one in slow.sent[1:]] == ["## cs.CV", "## cs.AI"]


async def test_where_an_opener_was_refused_its_categorys_first_page_stands_for_it(
    discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab")
    papers, forum = lab.text("papers"), lab.forum("posts")
    pages = [
        Page(number=n, text=written(f"page {n}"), thread="cs.CV", papers=(f"2611.9000{n}",), silent=True)
        for n in (1, 2)
    ]
    async with opened() as here:
        await here.bring(papers.id, pages)
        await here.bring(forum.id, pages)
    assert papers.texts == ["page 1"]
    assert [thread.texts for thread in papers.threads] == [["page 2"]]
    assert [(post.name, post.texts) for post in forum.posts] == [("cs.CV", ["page 1", "page 2"])]
