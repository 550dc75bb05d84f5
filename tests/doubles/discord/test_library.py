"""The real library against the stand-in: it logs in, listens, answers, and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import yarl
from discord import (
    AllowedMentions,
    AutoShardedClient,
    Client,
    ConnectionClosed,
    Forbidden,
    ForumChannel,
    HTTPException,
    Intents,
    Interaction,
    LoginFailure,
    Message,
    Permissions,
    PrivilegedIntentsRequired,
    TextChannel,
    app_commands,
    ui,
)
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.doubles.discord import permissions
from tests.doubles.discord.places import Channel
from tests.doubles.discord.server import DiscordDouble


class Details(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"p:(?P<paper>.+)"):
    """A button that outlives its message's view."""

    def __init__(self, paper: str) -> None:
        super().__init__(ui.Button(label="Details", custom_id=f"p:{paper}"))
        self.paper = paper

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[ui.LayoutView], match: object, /) -> Details:
        return cls(getattr(match, "__getitem__")("paper"))  # noqa: B009 -- a match in all but its declared type

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.send_message(f"all of {self.paper}", ephemeral=True)


class Page(ui.LayoutView):
    """A page of one paper."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__(timeout=None)
        display: ui.TextDisplay[Page] = ui.TextDisplay("**1. Boats**")
        self.add_item(ui.Container(ui.Section(display, accessory=Details("2606.00001")), id=number))


class Bot(Client):
    """What a bot needs to be one."""

    def __init__(self, intents: Intents | None = None) -> None:
        super().__init__(
            intents=intents or Intents.default(), allowed_mentions=AllowedMentions.none(), guild_ready_timeout=0.1
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[Message] = []
        self.add_dynamic_items(Details)

        @self.tree.command(description="Search")
        @app_commands.describe(words="What to look for")
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
        @app_commands.allowed_installs(guilds=True, users=True)
        async def search(interaction: Interaction, words: str) -> None:
            await interaction.response.defer(ephemeral=True)
            await interaction.edit_original_response(view=Page())
            await interaction.followup.send(f"found {words}", ephemeral=True)

        @search.autocomplete("words")
        async def offer(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{typed} and more", value=f"{typed}+")]

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause of five seconds here."""

    async def on_message(self, message: Message) -> None:
        self.heard.append(message)


class Sharded(AutoShardedClient):
    """A bot of several shards."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause of five seconds here."""


@pytest.fixture(autouse=True)
def address(discord: DiscordDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", discord.api_url)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(discord.gateway_url))


@pytest.fixture
async def bot(discord: DiscordDouble) -> AsyncIterator[Bot]:
    async with Bot() as bot:
        running = asyncio.create_task(bot.start(discord.token))
        await discord.ready()
        await bot.wait_until_ready()
        yield bot
        await bot.close()
        await running
    assert discord.breaches == []


@pytest.fixture
def papers(discord: DiscordDouble) -> Channel:
    return discord.guild("Lab").text("papers")


def text_channel(bot: Client, channel: Channel) -> TextChannel:
    found = bot.get_channel(channel.id)
    assert isinstance(found, TextChannel)
    return found


def tags_of(bot: Client, forum: Channel) -> list[str]:
    found = bot.get_channel(forum.id)
    return [tag.name for tag in found.available_tags] if isinstance(found, ForumChannel) else []


def test_rights_are_called_as_in_the_library() -> None:
    ours = {name.lower(): bit for name, bit in permissions.BITS.items()}
    theirs = dict(Permissions.VALID_FLAGS)
    assert {bit for name, bit in theirs.items() if name not in ours} <= set(ours.values())
    assert all(theirs[name] == bit for name, bit in ours.items() if name in theirs)
    assert permissions.names(permissions.bits("View Channels", "send messages", "MANAGE_THREADS")) == [
        "VIEW_CHANNEL",
        "SEND_MESSAGES",
        "MANAGE_THREADS",
    ]


async def test_it_learns_of_servers_and_channels_and_sends_pages(
    discord: DiscordDouble, papers: Channel, bot: Bot
) -> None:
    channel = text_channel(bot, papers)
    assert channel.guild.name == "Lab"
    assert channel.permissions_for(channel.guild.me).create_public_threads
    first = await channel.send(view=Page(52), nonce="page-1", silent=True)
    again = await channel.send(view=Page(52), nonce="page-1", silent=True)
    assert first.id == again.id
    (page,) = papers.sent
    assert (page.container, page.text, page.silent, page.buttons[0].label) == (52, "**1. Boats**", True, "Details")
    await first.edit(view=Page(53))
    assert (page.container, page.edits) == (53, 1)
    assert [one.id async for one in channel.history()] == [page.id]


async def test_threads_and_posts(discord: DiscordDouble, papers: Channel, bot: Bot) -> None:
    channel = text_channel(bot, papers)
    opener = await channel.send("cs.CV")
    thread = await opener.create_thread(name="2026-06-25 · cs.CV · 11")
    await thread.send(view=Page())
    (made,) = papers.threads
    assert (made.name, made.id, made.texts) == (thread.name, opener.id, ["**1. Boats**"])
    await thread.edit(archived=True)
    await thread.send("once more")
    assert not made.archived
    lab = papers.guild
    assert lab is not None
    forum = discord.guilds[lab.id].forum("days", tags=("cs.CV",), require_tag=True)
    await discord.until(lambda: bot.get_channel(forum.id))
    days = bot.get_channel(forum.id)
    assert isinstance(days, ForumChannel)
    post = await days.create_thread(name="a day", view=Page(7), applied_tags=list(days.available_tags))
    (stands,) = forum.posts
    assert (stands.id, stands.tags, stands.starter) == (post.thread.id, ["cs.CV"], stands.sent[0])
    assert stands.starter is not None
    assert stands.starter.container == 7
    assert [one.id async for one in days.archived_threads()] == []


async def test_a_command_is_completed_deferred_and_answered_for_one_alone(
    discord: DiscordDouble, papers: Channel, bot: Bot
) -> None:
    ada = discord.user("Ada")
    offered = await discord.complete(ada, papers, "search", "words", "bo")
    assert offered == [{"name": "bo and more", "value": "bo+"}]
    done = await discord.slash(ada, papers, "search", {"words": "boats"})
    await discord.until(lambda: len(done.answers) == 2)
    assert done.deferred
    assert [one.ephemeral for one in done.answers] == [True, True]
    assert done.text == "found boats"
    assert papers.messages == []
    card = await discord.press(done.answer, "Details", ada)
    assert (card.text, card.ephemeral) == ("all of 2606.00001", True)


async def test_people_who_brought_the_app_along_use_it_anywhere(
    discord: DiscordDouble, papers: Channel, bot: Bot
) -> None:
    ada = discord.user("Ada", installed=True)
    foreign = discord.guild("Elsewhere", bot=False).text("chat")
    for place in (ada, discord.group_dm(ada, discord.user("Bob")), foreign):
        done = await discord.slash(ada, place, "search", {"words": "boats"})
        await discord.until(lambda done=done: len(done.answers) == 2)  # type: ignore[misc]  # bound at once
    with pytest.raises(Forbidden):
        await bot.get_partial_messageable(foreign.id).send("hello")


async def test_what_people_write_is_heard_with_words_only_where_it_is_meant_for_the_bot(
    discord: DiscordDouble, papers: Channel, bot: Bot
) -> None:
    ada = discord.user("Ada")
    discord.write(ada, papers, "among ourselves")
    discord.write(ada, papers, "boats", mention=True)
    discord.write(ada, ada, "boats in private")
    await asyncio.sleep(0.1)
    assert [one.content for one in bot.heard] == ["", f"{discord.bot_mention} boats", "boats in private"]


@pytest.mark.parametrize("way", ["close", "drop", "reconnect"])
async def test_a_lost_connection_is_resumed_and_nothing_is_missed(
    way: str, discord: DiscordDouble, papers: Channel, bot: Bot
) -> None:
    if way == "close":
        await discord.gateway.close(4000)
    else:
        getattr(discord.gateway, way)()
    ada = discord.user("Ada")
    discord.write(ada, ada, "are you there?")
    await discord.until(lambda: discord.gateway.resumed == 1)
    await asyncio.sleep(0.1)
    assert [one.content for one in bot.heard] == ["are you there?"]
    assert discord.gateway.identified == 1


async def test_a_session_that_is_no_longer_valid_begins_anew(discord: DiscordDouble, bot: Bot) -> None:
    discord.gateway.invalidate()
    await discord.until(lambda: discord.gateway.identified == 2)


async def test_it_hears_of_rights_rooms_and_its_own_comings_and_goings(
    discord: DiscordDouble, papers: Channel, bot: Bot
) -> None:
    lab, channel = papers.guild, text_channel(bot, papers)
    assert lab is not None

    def may() -> bool:
        return channel.permissions_for(channel.guild.me).send_messages

    for place in (lab, papers):
        discord.take_rights(place, "Send Messages")
        await discord.until(lambda: not may())
        discord.give_rights(place, "Send Messages")
        await discord.until(may)
    discord.rename(papers, "articles")
    await discord.until(lambda: channel.name == "articles")
    role = discord.guilds[lab.id].role("Readers")
    await discord.until(lambda: channel.guild.get_role(role.id))
    discord.delete_role(role)
    await discord.until(lambda: not channel.guild.get_role(role.id))
    forum = discord.guilds[lab.id].forum("days", tags=("cs.CV",))
    discord.add_tag(forum, "cs.AI")
    discord.delete_tag(forum, "cs.CV")
    await discord.until(lambda: tags_of(bot, forum) == ["cs.AI"])
    thread = discord.start_thread(papers, "talk")
    await discord.until(lambda: channel.get_thread(thread.id))
    discord.archive(thread)
    discord.delete(thread)
    await discord.until(lambda: not channel.threads)
    discord.delete(papers)
    await discord.until(lambda: bot.get_channel(papers.id) is None)
    discord.outage(lab)
    await discord.until(lambda: channel.guild.unavailable)
    discord.recover(lab)
    await discord.until(lambda: not channel.guild.unavailable)
    discord.kick(lab)
    await discord.until(lambda: not bot.guilds)
    discord.invite(lab)
    await discord.until(lambda: bot.guilds)


async def test_shards_have_each_their_servers(discord: DiscordDouble) -> None:
    servers = [discord.guild(f"Lab {number}").id for number in range(4)]
    discord.gateway.shards = 2
    async with Sharded(intents=Intents.default(), guild_ready_timeout=0.1) as bot:
        await bot.login(discord.token)
        running = asyncio.create_task(bot.connect())
        await bot.wait_until_ready()
        assert sorted(guild.id for guild in bot.guilds) == sorted(servers)
        assert {guild.shard_id for guild in bot.guilds} == {0, 1}
        await bot.close()
        await running
    assert discord.breaches == []


async def test_wrong_tokens_and_intents_are_refused(discord: DiscordDouble) -> None:
    async with Bot() as bot:
        with pytest.raises(LoginFailure):
            await bot.start("nonsense")
    everything = Intents.default()
    everything.message_content = True
    async with Bot(everything) as bot:
        with pytest.raises(PrivilegedIntentsRequired):
            await bot.start(discord.token)
    discord.gateway.shards = 2
    async with Bot() as bot:
        with pytest.raises(ConnectionClosed, match="4011"):
            await bot.start(discord.token)


async def test_limits_told_are_kept_and_cloudflare_is_no_limit(discord: DiscordDouble, papers: Channel) -> None:
    discord.rates.on = True
    discord.rates.limits["POST /channels/{channel_id}/messages"] = (5, 0.5)
    async with Bot() as bot:
        await bot.login(discord.token)
        channel = bot.get_partial_messageable(papers.id)
        for number in range(6):
            await channel.send(str(number))
        discord.fault("POST /channels/*/messages", "429", retry_after=0.2)
        await channel.send("after a while")
        discord.fault("POST /channels/*/messages", "429 html")
        with pytest.raises(HTTPException) as caught:
            await channel.send("never")
        assert caught.value.status == 429
    assert papers.texts == [*"012345", "after a while"]
    assert [call.status for call in discord.called("POST /channels/*/messages")] == [200] * 6 + [429, 200, 429]
    assert discord.breaches == []
