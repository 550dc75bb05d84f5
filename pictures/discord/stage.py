"""The bot at work on its sample day in a world of stand-ins, and what then is seen of it on Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from babel.dates import format_date, format_time, format_timedelta
from markupsafe import Markup
from pydantic import SecretStr

from bot.config import DiscordSettings, SubscriptionSettings
from bot.errors import PaperboyError
from pictures.discord import marked
from pictures.discord.marked import Context
from pictures.discord.scene import Branch, Kind, Lead, Line, Popup, Post, Scene, words
from pictures.discord.scene import Channel as Entry
from pictures.page import DESKTOP, PHONE, Picture, drawn
from pictures.sample import CATEGORIES, MORNING, delivered
from tests.doubles.clock import MovedClock
from tests.doubles.discord.places import COMMAND, Channel, Guild, Message, User
from tests.doubles.discord.places import Kind as ChannelKind
from tests.doubles.discord.server import DiscordDouble

APART: Final = timedelta(minutes=7)
"""Messages of one author that follow each other sooner stand under one name."""
READERS: Final = "Readers"


@dataclass(frozen=True, slots=True)
class _Stage:
    world: DiscordDouble
    guild: Guild
    papers: Channel
    titles: Channel
    brief: Channel
    chinese: Channel
    forum: Channel
    reader: User
    chinese_reader: User

    def scene(
        self,
        name: str,
        channel: Channel,
        shown: Iterable[Message],
        *,
        locale: str = "en",
        popup: Popup | None = None,
        wide: bool = False,
    ) -> Scene:
        """Some messages of a channel, a thread or a direct message."""
        context, seen = self._context(locale), [*shown]
        kind: Kind = "thread" if channel.is_thread else "dm" if channel.guild is None else "text"
        title = "Paperboy" if kind == "dm" else channel.name
        said = words(locale, f"{'' if kind == 'thread' else '@' if kind == 'dm' else '#'}{title}")
        return Scene(
            name=name,
            kind=kind,
            title=title,
            day=format_date(MORNING, "long", locale=_babel(locale)),
            locale=locale,
            words=said,
            topic=channel.topic if wide else "",
            server=self.guild.name,
            sidebar=self._sidebar(channel) if wide else (),
            messages=[*_lines(seen, channel, context, said)],
            tags=channel.tags if kind == "thread" and channel.parent is self.forum else (),
            begins=kind == "thread" and channel.starter is seen[0],
            popup=popup,
        )

    def posts(self, name: str, *, wide: bool = False) -> Scene:
        """What is seen of the forum: newest posts first."""
        context = self._context("en")
        return Scene(
            name=name,
            kind="forum",
            title=self.forum.name,
            day="",
            locale="en",
            words=words("en", self.forum.name),
            server=self.guild.name,
            sidebar=self._sidebar(self.forum) if wide else (),
            tags=self.forum.tags,
            posts=[
                Post(
                    name=post.name,
                    tags=post.tags,
                    beginning=marked.summary(post.starter.components if post.starter else [], context),
                    replies=len(post.sent) - 1,
                    ago=_ago(post.messages[-1], context),
                )
                for post in reversed(self.forum.posts)
            ],
        )

    def _sidebar(self, here: Channel) -> list[tuple[str, list[Entry]]]:
        entries = []
        for channel in (self.papers, self.chinese, self.forum):
            kind: Kind = "forum" if channel.kind is ChannelKind.FORUM else "text"
            entries.append(Entry(name=channel.name, kind=kind, here=channel is here, unread=channel is not here))
            threads = channel.threads if kind == "text" and here in (channel, *channel.threads) else ()
            entries += [Entry(name=one.name, kind="thread", here=one is here, unread=True) for one in threads]
        return [("Papers", entries), ("Reading Group", [Entry(name="general"), Entry(name="lab-news")])]

    def _context(self, locale: str) -> Context:
        names = {str(channel.id): channel.name for channel in self.guild.channels}
        names |= {str(role.id): role.name for role in self.guild.roles.values()}
        names |= {str(user.id): user.name for user in (self.world.bot, self.reader, self.chinese_reader)}
        return Context(now=self.world.clock.now(), locale=locale, names=names)


async def pictures(folder: Path) -> list[Picture]:
    """Everything that is worth a picture; the bot's database goes into ``folder``."""
    return [
        Picture(
            name=f"discord-{scene.name}",
            html=drawn("discord/chat.html.j2", scene),
            width=DESKTOP if scene.sidebar else PHONE,
        )
        async for scene in _scenes(folder)
    ]


async def _scenes(folder: Path) -> AsyncIterator[Scene]:
    async with _set_up(folder) as stage:
        for scene in _editions(stage):
            yield scene
        async for scene in _answers(stage):
            yield scene
        async for scene in _chinese(stage):
            yield scene


def _editions(stage: _Stage) -> Iterator[Scene]:
    thread = stage.papers.threads[0]
    yield stage.scene("edition", stage.papers, stage.papers.sent)
    yield stage.scene("edition-wide", stage.papers, stage.papers.sent, wide=True)
    yield stage.scene("thread", thread, _whole(thread))
    yield stage.scene("thread-wide", thread, _whole(thread), wide=True)
    yield stage.scene("papers", thread, thread.sent)
    yield stage.scene("titles", stage.titles, stage.titles.sent)
    yield stage.scene("titles-thread", stage.titles.threads[0], _whole(stage.titles.threads[0]))
    yield stage.scene("brief", stage.brief, stage.brief.sent)
    yield stage.posts("forum")
    yield stage.posts("forum-wide", wide=True)
    for at, post in enumerate(stage.forum.posts, 1):
        yield stage.scene(f"post-{at}", post, post.sent)


async def _answers(stage: _Stage) -> AsyncIterator[Scene]:
    world, reader, here = stage.world, stage.reader, stage.papers
    offered = await world.complete(reader, here, "paper", "paper", "for")
    popup = Popup(command="paper", option="paper", typed="for", choices=[str(one["name"]) for one in offered])
    yield stage.scene("completion", here, here.sent[-1:], popup=popup)

    thread = here.threads[0]
    card = await world.press(thread.sent[-1], _details(thread.sent[-1]), reader)
    yield stage.scene("card", thread, card.answers)
    yield stage.scene("card-wide", thread, card.answers, wide=True)
    shared = await world.press(card.answers[-1], "Share", reader)
    yield stage.scene("shared", thread, shared.answers)

    found = await world.slash(reader, here, "search", {"words": "kettle"})
    opened = await world.press(found.answers[-1], _details(found.answers[-1]), reader)
    yield stage.scene("search", here, [*found.answers, *opened.answers])
    yield stage.scene("search-wide", here, [*found.answers, *opened.answers], wide=True)
    for name in ("today", "settings", "help", "status", "categories"):
        answer = await world.slash(reader, here, name, {})
        yield stage.scene(name, here, answer.answers)
    today = await world.slash(reader, here, "today", {})
    await world.press(today.answers[-1], "Next", reader)
    yield stage.scene("today-next", here, today.answers)
    direct = await _said(stage, reader, "counting sheep")
    opened = await world.press(direct[-1], _details(direct[-1]), reader)
    yield stage.scene("direct", reader.dm, [*direct, *opened.answers])
    exported = await world.slash(reader, here, "bibtex", {"papers": "2611.99001"})
    yield stage.scene("bibtex", here, exported.answers)


async def _chinese(stage: _Stage) -> AsyncIterator[Scene]:
    world, reader, here = stage.world, stage.chinese_reader, stage.chinese
    thread = here.threads[0]
    yield stage.scene("chinese-edition", here, here.sent, locale="zh-Hans")
    yield stage.scene("chinese-thread", thread, _whole(thread), locale="zh-Hans")
    card = await world.press(thread.sent[-1], _details(thread.sent[-1]), reader)
    yield stage.scene("chinese-card", thread, card.answers, locale="zh-Hans")
    found = await world.slash(reader, here, "search", {"words": "cat:cs.CV"})
    yield stage.scene("chinese-search", here, found.answers, locale="zh-Hans")


async def _said(stage: _Stage, user: User, text: str) -> list[Message]:
    """What somebody writes to the bot directly, and its answer."""
    before = len(user.dm.messages)
    stage.world.write(user, user, text)
    await stage.world.until(lambda: len(user.dm.sent) > 0 and len(user.dm.messages) > before + 1, seconds=30)
    await stage.world.settled()
    return user.dm.messages[before:]


def _details(message: Message) -> str:
    """The first button that is pressed rather than followed."""
    return next(button.custom_id for button in message.buttons if button.custom_id)


@asynccontextmanager
async def _set_up(folder: Path) -> AsyncIterator[_Stage]:
    clock = MovedClock(MORNING)
    async with DiscordDouble(clock=clock, rates=False) as world:
        guild = world.guild("Reading Group")
        role = guild.role(READERS, mentionable=True)
        stage = _Stage(
            world,
            guild,
            papers=guild.text("daily-papers"),
            titles=guild.text("titles"),
            brief=guild.text("brief"),
            chinese=guild.text("每日论文"),
            forum=guild.forum("paper-forum", tags=()),
            reader=world.user("Ada"),
            chinese_reader=world.user("Ada", locale="zh-CN"),
        )
        wishes = [
            _subscription(stage.papers, CATEGORIES, mention=str(role.id)),
            _subscription(stage.titles, CATEGORIES, detail="titles"),
            _subscription(stage.brief, CATEGORIES, max_pages=2),
            _subscription(stage.forum, CATEGORIES),
            _subscription(stage.chinese, CATEGORIES[:1], language="Chinese"),
        ]
        account = DiscordSettings(token=SecretStr(world.token), api_url=world.api_url, gateway_url=world.gateway_url)
        async with delivered(folder, "discord", wishes, clock=clock, discord=account):
            yield stage
        if world.breaches:
            raise PaperboyError(f"Discord would not have taken this: {world.breaches[0]}")


def _subscription(channel: Channel, categories: tuple[str, ...], **wishes: object) -> SubscriptionSettings:
    return SubscriptionSettings.model_validate(
        {"platform": "discord", "chat": str(channel.id), "categories": categories, **wishes}
    )


def _whole(thread: Channel) -> list[Message]:
    """A thread, as it is seen: with the message under which it hangs."""
    return [*([thread.starter] if thread.starter and thread.starter not in thread.messages else []), *thread.sent]


def _lines(shown: Sequence[Message], here: Channel, context: Context, said: dict[str, str]) -> Iterator[Line]:
    before: Message | None = None
    for message in shown:
        led = _led(message, context)
        yield Line(
            who=message.author.name,
            app=message.by_bot,
            time=_clock(message, context),
            html=_content(message, context),
            more=not led and before is not None and before.author is message.author and message.at - before.at < APART,
            private=message.ephemeral,
            edited=message.edits > 0,
            led=led,
            thread=_branch(message, context, said) if message.thread is not here else None,
        )
        before = message


def _content(message: Message, context: Context) -> Markup:
    parts = [marked.components(message.components, context)]
    if message.content:
        parts.insert(0, Markup('<div class="text">{}</div>').format(marked.text(message.content, context)))
    return Markup("").join(parts)


def _led(message: Message, context: Context) -> Lead | None:
    if message.type == COMMAND and message.metadata and "name" in message.metadata:
        who = context.names[str(message.metadata["user"]["id"])]
        return Lead(who=who, command=str(message.metadata["name"]))
    if message.reply_to is not None:
        target = message.reply_to
        return Lead(
            who=target.author.name,
            app=target.by_bot,
            words=marked.summary(target.components, context) or marked.text(target.content, context),
        )
    return None


def _branch(message: Message, context: Context, said: dict[str, str]) -> Branch | None:
    thread = message.thread
    if thread is None or not thread.sent:
        return None
    return Branch(
        name=thread.name,
        count=said["one" if len(thread.sent) == 1 else "count"].format(len(thread.sent)),
        last=marked.summary(thread.sent[-1].components, context),
        ago=_ago(thread.sent[-1], context),
    )


def _ago(message: Message, context: Context) -> str:
    since = min(message.at - context.now, timedelta(minutes=-1))
    return format_timedelta(since, add_direction=True, format="short", locale=_babel(context.locale))


def _clock(message: Message, context: Context) -> str:
    # English has a narrow blank before AM, for which few fonts have a glyph.
    return format_time(message.at, "short", locale=_babel(context.locale)).replace("\N{NARROW NO-BREAK SPACE}", " ")


def _babel(locale: str) -> str:
    return locale.replace("-", "_")
