"""Forums: a post for the cover and one for each category, with tags, exactly once."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.adapter import Barred, Fault, Unreachable
from bot.messages import Page, State
from tests.bot.discord.test_threads import bring
from tests.doubles.discord.office import EDITION, TEXTS, TITLES, LeapingClock, Open, written
from tests.doubles.discord.places import Channel
from tests.doubles.discord.server import DiscordDouble

RIGHTS = ("view_channel", "send_messages", "send_messages_in_threads", "read_message_history")
POST = "POST /channels/*/threads"
SITE = "https://discord.com/channels"
DAYS = (date(2026, 11, 24), date(2026, 11, 25))
SHARED = Page(number=2, text=written("papers of two categories"), papers=("2611.90001",), silent=True)
POSTS = [[TEXTS[0]], TEXTS[1:4], TEXTS[4:]]


def texts(forum: Channel) -> list[list[str]]:
    """What stands in its posts, without the cover's links."""
    posts = sorted(forum.posts, key=lambda post: post.id)
    return [[TEXTS[0] if text.startswith("**Tuesday") else text for text in post.texts] for post in posts]


@pytest.mark.parametrize("session", [True, False])
async def test_the_cover_is_a_post_and_so_is_each_category_with_its_tag(
    session: bool, discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab")
    forum = lab.forum("papers", tags=("cs.CV",))
    async with opened(session=session) as here:
        assert (await here.bring(forum.id)).sent == 6
    cover, vision, minds = sorted(forum.posts, key=lambda post: post.id)
    assert [post.name for post in (cover, vision, minds)] == TITLES
    assert texts(forum) == POSTS
    assert [post.tags for post in (cover, vision, minds)] == [[], ["cs.CV"], ["cs.AI"]]
    assert [tag.name for tag in forum.forum_tags] == ["cs.CV", "cs.AI"]
    assert cover.texts[0].endswith(f"[Vision]({SITE}/{lab.id}/{vision.id}) [Minds]({SITE}/{lab.id}/{minds.id})")
    assert [post.sent[0].silent for post in (cover, vision, minds)] == [False, True, True]


async def test_tags_are_made_once(discord: DiscordDouble, opened: Open) -> None:
    forum = discord.guild("Lab").forum("papers", tags=())
    for number in range(2):
        async with opened() as here:
            await here.bring(forum.id, day=DAYS[number])
    assert [tag.name for tag in forum.forum_tags] == ["cs.CV", "cs.AI"]
    assert len(discord.called("PATCH /channels/*")) == 2
    assert [post.tags for post in sorted(forum.posts, key=lambda post: post.id)] == [[], ["cs.CV"], ["cs.AI"]] * 2


@pytest.mark.parametrize("session", [True, False])
async def test_without_manage_channels_posts_come_without_tags(
    session: bool, discord: DiscordDouble, opened: Open
) -> None:
    forum = discord.guild("Lab", rights=RIGHTS).forum("papers", tags=("cs.AI",))
    async with opened(session=session) as here:
        await here.bring(forum.id)
        assert here.reports == []
    assert texts(forum) == POSTS
    assert [post.tags for post in sorted(forum.posts, key=lambda post: post.id)] == [[], [], ["cs.AI"]]
    assert not discord.called("PATCH /channels/*")


async def test_where_a_tag_is_required_and_none_can_be_made_a_person_must_act(
    discord: DiscordDouble, opened: Open
) -> None:
    lab = discord.guild("Lab", rights=RIGHTS)
    forum = lab.forum("papers", tags=("cs.AI",), require_tag=True)
    async with opened() as here:
        with pytest.raises(Barred, match=r"arXiv.*Manage Channels"):
            await here.bring(forum.id)
        discord.give_rights(forum, "manage_channels")
        await here.bring(forum.id)
    assert [tag.name for tag in forum.forum_tags] == ["cs.AI", "arXiv", "cs.CV"]
    assert [post.tags for post in sorted(forum.posts, key=lambda post: post.id)] == [["arXiv"], ["cs.CV"], ["cs.AI"]]


async def test_in_a_forum_full_of_tags_posts_come_without_and_the_operator_hears_of_it(
    discord: DiscordDouble, opened: Open
) -> None:
    forum = discord.guild("Lab").forum("papers", tags=[f"tag {n}" for n in range(20)])
    async with opened() as here:
        await here.bring(forum.id)
        assert {cause for cause, _ in here.reports} == {f"tags {forum.id}"}
        assert "20 tags" in here.reports[0][1]
    assert texts(forum) == POSTS


@pytest.mark.parametrize("general", [True, False])
async def test_a_full_forum_that_requires_tags_takes_the_general_one(
    general: bool, discord: DiscordDouble, opened: Open
) -> None:
    tags = [*(f"tag {n}" for n in range(19)), "arxiv" if general else "tag 19"]
    forum = discord.guild("Lab", rights=[*RIGHTS, "manage_channels"]).forum("papers", tags=tags, require_tag=True)
    async with opened() as here:
        if not general:
            with pytest.raises(Barred, match=r"20 tags.*delete one"):
                await here.bring(forum.id)
            discord.delete_tag(forum, "tag 19")
        await here.bring(forum.id)
    assert next(post.tags for post in forum.posts) == ["arxiv" if general else "arXiv"]
    assert texts(forum) == POSTS


async def test_a_tag_that_somebody_deletes_is_made_anew(discord: DiscordDouble, opened: Open) -> None:
    forum = discord.guild("Lab").forum("papers", tags=("cs.CV", "cs.AI"))
    async with opened() as here:
        await here.bring(forum.id)
        discord.delete_tag(forum, "cs.CV")
        await here.bring(forum.id, day=DAYS[1])
    assert [tag.name for tag in forum.forum_tags] == ["cs.AI", "cs.CV"]
    assert [post.tags for post in sorted(forum.posts, key=lambda post: post.id)][3:] == [[], ["cs.CV"], ["cs.AI"]]


@pytest.mark.parametrize("fault", ["reset after", "reset before", "malformed json", "502 html"])
async def test_a_tag_whose_answer_is_lost_is_made_once(fault: str, discord: DiscordDouble, opened: Open) -> None:
    forum = discord.guild("Lab").forum("papers", tags=())
    async with opened() as here:
        discord.fault("PATCH /channels/*", fault)
        await here.bring(forum.id)
    assert [tag.name for tag in forum.forum_tags] == ["cs.CV", "cs.AI"]


@pytest.mark.parametrize(
    ("fault", "nth"),
    [(fault, 1) for fault in ("reset before", "malformed json", "502 html", "503")]
    + [("reset after", nth) for nth in (1, 2, 3)],
)
async def test_a_post_whose_answer_is_lost_stands_there_once(
    fault: str, nth: int, discord: DiscordDouble, opened: Open
) -> None:
    forum = discord.guild("Lab").forum("papers")
    async with opened() as here:
        discord.fault(POST, fault, nth=nth)
        done = await here.bring(forum.id)
        assert await here.states(forum.id) == [State.SENT] * 6
    assert len(done.found) == (fault in ("reset after", "malformed json"))
    # Nobody makes it a second time without having looked for the first.
    assert discord.called("GET /guilds/*/threads/active")
    assert texts(forum) == POSTS


async def test_a_post_that_comes_late_is_waited_for(discord: DiscordDouble, opened: Open) -> None:
    forum = discord.guild("Lab").forum("papers")
    async with opened() as here:
        late = discord.fault(POST, "late", seconds=0.05)
        bringing = asyncio.create_task(here.bring(forum.id))
        await discord.until(lambda: late.met)
        bringing.cancel()
        await asyncio.gather(bringing, return_exceptions=True)
    async with opened() as here:
        await here.bring(forum.id)
    assert texts(forum) == POSTS


@pytest.mark.parametrize("change", ["archive", "rename", "starter"])
async def test_a_post_is_found_whatever_people_did_to_it(
    change: str, discord: DiscordDouble, opened: Open, fast: LeapingClock
) -> None:
    forum = discord.guild("Lab").forum("papers")
    async with opened() as here:
        discord.fault(POST, "reset after")
        discord.fault("GET /guilds/*/threads/active", "404 10004")
        with pytest.raises(Fault):  # the page is left under way
            await here.bring(forum.id)
        (post,) = forum.posts
        if change == "rename":
            discord.rename(post, "Something else")
        elif change == "archive":
            discord.archive(post)
        else:
            discord.delete_message(post.sent[0])
    fast.leap(hours=72)
    async with opened() as here:
        done = await here.bring(forum.id)
        assert done.found == [1]
    assert len(forum.posts) == 3


@pytest.mark.parametrize(
    ("fault", "hours", "unknown"),
    [("reset after", 0, [1]), ("reset before", 0, []), ("reset after", 3, [1]), ("reset before", 3, [1])],
)
async def test_without_the_right_to_read_a_post_is_settled_as_the_destination_wishes(
    fault: str, hours: int, unknown: list[int], discord: DiscordDouble, opened: Open, fast: LeapingClock
) -> None:
    forum = discord.guild("Lab", rights=[right for right in RIGHTS if "history" not in right]).forum("papers")
    async with opened() as here:
        discord.fault(POST, fault)
        discord.fault("GET /guilds/*/threads/active", "503")
        with pytest.raises(Unreachable):
            await here.bring(forum.id)
    fast.leap(hours=hours)
    async with opened() as here:
        done = await here.bring(forum.id, on_unknown="skip")
        assert list(done.unknown) == unknown
    assert len(forum.posts) == (3 if fault == "reset after" or not unknown else 2)


@pytest.mark.parametrize("how", ["locked", "deleted"])
async def test_a_category_whose_post_takes_no_more_goes_on_in_another(
    how: str, discord: DiscordDouble, opened: Open
) -> None:
    forum = discord.guild("Lab", rights=[*RIGHTS, "manage_channels"]).forum("papers")
    async with opened() as here:
        await here.bring(forum.id, until=3)
        post = max(forum.posts, key=lambda post: post.id)
        if how == "locked":
            discord.lock(post)
        else:
            discord.delete(post)
        await bring(here, forum.id)
        assert [cause for cause, _ in here.reports] == [f"detour {forum.id} {post.id}"]
    there = [text for one in forum.posts for text in one.texts if not text.startswith("**Tuesday")]
    assert sorted(there) == sorted(TEXTS[1:] if how == "locked" else TEXTS[3:])
    other = next(one for one in forum.posts if one.texts == [TEXTS[3]])
    assert (other.name, other.tags) == ("cs.CV", ["cs.CV"])
    assert f"/{other.id})" in min(forum.posts, key=lambda post: post.id).texts[0]


async def test_pages_of_small_categories_together_stand_with_the_cover(discord: DiscordDouble, opened: Open) -> None:
    forum = discord.guild("Lab").forum("papers")
    async with opened() as here:
        await here.bring(forum.id, [EDITION[0], SHARED])
    assert texts(forum) == [[TEXTS[0], "papers of two categories"]]


async def test_a_full_server_makes_room_for_a_post(discord: DiscordDouble, opened: Open) -> None:
    lab = discord.guild("Lab")
    forum = lab.forum("papers")
    old = discord.start_thread(lab.text("other"), "old", user=discord.bot)
    lab.thread_cap = 3
    async with opened() as here:
        await here.bring(forum.id)
    assert old.archived
    assert texts(forum) == POSTS
