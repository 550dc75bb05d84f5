"""The bot at work on its sample day in a world of stand-ins, and what then stands in its chats on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from babel.dates import format_skeleton
from markupsafe import Markup
from pydantic import SecretStr

from bot.config import SubscriptionSettings, TelegramSettings
from bot.errors import PaperboyError
from pictures.page import Picture, drawn
from pictures.sample import CATEGORIES, MORNING, delivered
from pictures.telegram import marked
from tests.doubles.clock import MovedClock
from tests.doubles.telegram.chats import Chat, Message, User
from tests.doubles.telegram.server import TelegramDouble
from tests.doubles.telegram.tdlib import Entity, detected


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message as a reader sees it."""

    kind: Literal["channel", "bot", "mine"]
    html: Markup
    rich: bool
    time: str
    edited: str
    """The word for it; empty where it was not."""
    reply: tuple[str, str] | None
    """Who wrote what it replies to, and how that begins."""
    keys: list[list[tuple[str, bool]]]
    """The buttons: what is written on each, and whether it leaves Telegram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A stretch of a chat."""

    name: str
    title: str
    subtitle: str
    day: str
    locale: str
    bubbles: Sequence[Bubble]
    opened: Sequence[int] = ()
    """Which of its folds are open, counted from 0."""


@dataclass(frozen=True, slots=True)
class _Stage:
    world: TelegramDouble
    channels: dict[str, Chat]

    async def said(self, user: User, text: str) -> list[Message]:
        """What somebody writes to the bot, and its answer."""
        question = self.world.write(user, text)
        return [question, *await self._answered(question.chat)]

    async def opened(self, message: Message, button: str) -> list[Message]:
        """What comes when a button is pressed."""
        self.world.press(message, button)
        return await self._answered(message.chat)

    async def _answered(self, chat: Chat) -> list[Message]:
        before = len(chat.messages)
        await self.world.until(lambda: len(chat.messages) > before, seconds=30)
        return chat.messages[before:]


async def pictures(folder: Path) -> list[Picture]:
    """Everything that is worth a picture; the bot's database goes into ``folder``."""
    return [
        Picture(name=f"telegram-{scene.name}", html=drawn("telegram/chat.html.j2", scene))
        for scene in await _scenes(folder)
    ]


async def _scenes(folder: Path) -> list[Scene]:
    async with _set_up(folder) as stage:
        english, rich, chinese = stage.channels.values()
        reader = stage.world.user("Ada")
        chinese_reader = stage.world.user("Ada", language="zh-hans")
        card = await stage.said(reader, "2611.99008")
        found = await stage.said(reader, "agents")
        found += await stage.opened(found[-1], "1")
        chinese_card = await stage.said(chinese_reader, "2611.99001")
        chinese_found = await stage.said(chinese_reader, "cat:cs.CV")
        cover, first, *others = english.sent
        return [
            _scene("edition", [cover, first]),
            _scene("papers", [first], opened=[0]),
            _scene("more-papers", others),
            _scene("rich-edition", rich.sent[:2], opened=[1]),
            _scene("rich-papers", rich.sent[2:], opened=[0, 3]),
            _scene("card", card),
            _scene("card-unfolded", card, opened=[0, 1, 2]),
            _scene("search", found),
            _scene("chinese-edition", chinese.sent, locale="zh-Hans", opened=[0]),
            _scene("chinese-card", chinese_card, locale="zh-Hans"),
            _scene("chinese-search", chinese_found, locale="zh-Hans"),
        ]


@asynccontextmanager
async def _set_up(folder: Path) -> AsyncIterator[_Stage]:
    clock = MovedClock(MORNING)
    async with TelegramDouble(clock) as world:
        channels = {
            "classic": world.channel("Daily Papers", username="daily_papers"),
            "rich": world.channel("Daily Papers", username="rich_papers"),
            "chinese": world.channel("每日论文", username="zh_papers"),
        }
        wishes = [_subscription(name, chat) for name, chat in channels.items()]
        account = TelegramSettings(token=SecretStr(world.token), base_url=world.base_url)
        async with delivered(folder, "telegram", wishes, clock=clock, telegram=account):
            yield _Stage(world, channels)
        if world.breaches:
            raise PaperboyError(f"Telegram would not have taken this: {world.breaches[0]}")


def _subscription(name: str, chat: Chat) -> SubscriptionSettings:
    wishes = SubscriptionSettings(platform="telegram", chat=f"@{chat.username}", categories=CATEGORIES)
    match name:
        case "rich":
            return wishes.model_copy(update={"format": "rich", "categories": ("cs.AI", "cs.CV")})
        case "chinese":
            return wishes.model_copy(update={"language": "Chinese", "categories": ("cs.CV",)})
        case _:
            return wishes


def _scene(name: str, shown: Sequence[Message], *, locale: str = "en", opened: Sequence[int] = ()) -> Scene:
    chat, in_chinese = shown[0].chat, locale != "en"
    is_channel = chat.type == "channel"
    subtitles = ("频道", "机器人") if in_chinese else ("channel", "bot")
    return Scene(
        name=name,
        title=chat.title if is_channel else "Paperboy",
        subtitle=subtitles[0 if is_channel else 1],
        day=format_skeleton("MMMMd", MORNING, locale=locale.replace("-", "_")),
        locale=locale,
        bubbles=[_bubble(message, "已编辑" if in_chinese else "edited") for message in shown],
        opened=opened,
    )


def _bubble(message: Message, edited: str) -> Bubble:
    kind: Literal["channel", "bot", "mine"] = "mine" if not message.by_bot else "bot"
    return Bubble(
        kind="channel" if message.chat.type == "channel" else kind,
        html=marked.rich(message.rich.root) if message.rich else marked.message(message.text, _entities(message)),
        rich=message.rich is not None,
        time=f"{message.at:%H:%M}",
        edited=edited if message.edited else "",
        reply=_replied(message),
        keys=[
            [(key["text"], "url" in key) for key in row] for row in (message.markup or {}).get("inline_keyboard", [])
        ],
    )


def _entities(message: Message) -> list[Entity]:
    """What was marked, and what Telegram makes links of by itself, where that is not marked already."""
    quiet = [one for one in message.entities if one.kind in ("code", "pre", "text_link")]
    found = [one for one in detected(message.text) if not any(a.offset <= one.offset < a.end for a in quiet)]
    known = {(one.kind, one.offset) for one in message.entities}
    return [*message.entities, *(one for one in found if (one.kind, one.offset) not in known)]


def _replied(message: Message) -> tuple[str, str] | None:
    target = message.chat.messages_by_id.get(message.reply_to or 0)
    if target is None:
        return None
    text = target.rich.text if target.rich else target.text
    return target.chat.title or "Paperboy", " ".join(text.split())[:80]
