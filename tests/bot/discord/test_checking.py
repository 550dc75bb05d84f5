"""What ``paperboy check`` finds out on Discord: the link that invites the bot, and what is missing where."""

from __future__ import annotations

import re

import pytest
from discord import Permissions

from bot.adapter import Finding
from bot.clock import SystemClock
from bot.discord.checking import check
from bot.messages import Destination
from tests.doubles.discord.server import TOKEN, DiscordDouble

READING = ("view_channel", "read_message_history")
THREADS = ("create_public_threads", "send_messages_in_threads")


async def look(
    discord: DiscordDouble, *chats: int | str, sharded: bool = False, token: str = TOKEN, mention: int = 0
) -> list[Finding]:
    where = [Destination("discord", str(chat)) for chat in chats]
    found = await check(
        token=token,
        api_url=discord.api_url,
        proxy=None,
        sharded=sharded,
        destinations=where,
        clock=SystemClock(),
        mentions={one: str(mention) for one in where} if mention else None,
    )
    assert discord.gateway.identified == 0
    assert {call.method for call in discord.calls} <= {"GET"}
    return found


def asked_for(findings: list[Finding]) -> set[str]:
    """The permissions that the link asks for."""
    (link,) = (found for finding in findings[:2] for found in re.findall(r"https://\S+", finding.said))
    assert "scope=bot+applications.commands" in link
    assert "client_id=" in link
    return {name for name, value in Permissions(int(link.partition("permissions=")[2])) if value}


def library(*names: str) -> set[str]:
    return {name for name, value in Permissions(**dict.fromkeys(names, True)) if value}


@pytest.mark.parametrize(
    ("kind", "needs"),
    [
        ("text", (*READING, *THREADS, "send_messages")),
        ("announcement", (*READING, *THREADS, "send_messages")),
        ("forum", (*READING, "send_messages", "send_messages_in_threads", "manage_channels")),
        ("thread", (*READING, "send_messages_in_threads")),
        ("voice", (*READING, "send_messages", "connect")),
    ],
)
async def test_the_link_asks_for_exactly_what_the_kind_of_chat_needs_and_with_that_all_is_well(
    kind: str, needs: tuple[str, ...], discord: DiscordDouble
) -> None:
    lab = discord.guild("Lab", rights=needs)
    place = discord.start_thread(lab.text("x"), "papers") if kind == "thread" else getattr(lab, kind)("papers")
    findings = await look(discord, place.id)
    assert asked_for(findings) == library(*needs)
    assert [finding.advice for finding in findings] == [""] * 3
    assert findings[2].subject == "#papers (Lab)"


async def test_several_chats_need_what_each_of_them_needs(discord: DiscordDouble) -> None:
    lab = discord.guild("Lab")
    findings = await look(discord, lab.text("papers").id, lab.forum("posts").id)
    assert asked_for(findings) == library(*READING, *THREADS, "send_messages", "manage_channels")


async def test_with_nothing_subscribed_the_link_is_for_a_text_channel(discord: DiscordDouble) -> None:
    findings = await look(discord)
    assert len(findings) == 2
    assert asked_for(findings) == library(*READING, *THREADS, "send_messages")


async def test_what_is_missing_is_named_for_each_chat(discord: DiscordDouble) -> None:
    lab = discord.guild("Lab")
    papers = lab.text("papers", deny=("create_public_threads", "read_message_history"))
    hidden = lab.text("hidden", deny=("view_channel",))
    findings = await look(discord, papers.id, hidden.id)
    assert findings[2].subject == "#papers (Lab)"
    assert "“Create Public Threads”" in findings[2].advice
    assert "“Read Message History”" in findings[2].advice
    assert "“Send Messages”" not in findings[2].advice
    assert "View Channel" in findings[3].advice


async def test_a_thread_has_the_permissions_of_its_channel(discord: DiscordDouble) -> None:
    lab = discord.guild("Lab")
    papers = lab.text("papers", deny=("send_messages_in_threads",))
    (*_, finding) = await look(discord, discord.start_thread(papers, "group").id)
    assert "“Send Messages in Threads”" in finding.advice


@pytest.mark.parametrize("mentionable", [True, False])
async def test_calling_a_role_needs_a_right_or_a_role_that_lets_itself_be_called(
    mentionable: bool, discord: DiscordDouble
) -> None:
    rights = [*READING, *THREADS, "send_messages"]
    lab = discord.guild("Lab", rights=rights)
    papers, role = lab.text("papers"), lab.role("Readers", mentionable=mentionable)
    findings = await look(discord, papers.id, mention=role.id)
    assert ("mention_everyone" in asked_for(findings)) is not mentionable
    assert ("All Roles" in findings[2].advice) is not mentionable
    assert "no role" in (await look(discord, papers.id, mention=12345))[2].advice


async def test_people_are_counted_and_what_is_nothing_is_said_to_be(discord: DiscordDouble) -> None:
    ada, bob = discord.user("Ada"), discord.user("Bob")
    findings = await look(discord, ada.id, bob.dm.id, 12345)
    assert "2 people get editions directly" in findings[0].said
    (*_, finding) = findings
    assert finding.subject == "12345"
    assert finding.advice


async def test_a_forum_without_the_right_to_make_tags_is_fine_but_could_be_better(discord: DiscordDouble) -> None:
    lab = discord.guild("Lab", rights=[*READING, "send_messages", "send_messages_in_threads"])
    (*_, finding) = await look(discord, lab.forum("posts").id)
    assert not finding.advice
    assert "Manage Channels" in finding.said


async def test_a_channel_that_nobody_can_write_to_is_said_to_be_one(discord: DiscordDouble) -> None:
    (*_, finding) = await look(discord, discord.guild("Lab").category("science").id)
    assert "text, announcement or forum" in finding.advice


@pytest.mark.parametrize("sharded", [True, False])
async def test_when_discord_asks_for_shards_that_is_said(sharded: bool, discord: DiscordDouble) -> None:
    discord.gateway.shards = 2
    findings = await look(discord, sharded=sharded)
    assert ("sharded = true" in findings[0].advice) is not sharded


async def test_a_wrong_token_is_one_sentence(discord: DiscordDouble) -> None:
    (finding,) = await look(discord, token=TOKEN[:-2] + "zz")
    assert finding.said == "The bot can't log in."
    assert "Developer Portal" in finding.advice


async def test_without_discord_there_is_one_sentence(discord: DiscordDouble) -> None:
    discord.fault("GET /users/@me", "reset before", times=9)
    (finding,) = await look(discord)
    assert finding.advice
