"""The chats behind the stand-in server: who is there, and how messages come to stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.clock import Clock
from tests.doubles.telegram.chats import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    Chat,
    Message,
    Status,
    Topic,
    User,
)
from tests.doubles.telegram.tdlib import Parsed
from tests.doubles.telegram.updates import Updates

BOT_ID = 123456


@dataclass(slots=True, kw_only=True)
class Press:
    """A button that somebody pressed."""

    id: str
    message: Message
    user: User
    data: str
    at: datetime
    answer: dict[str, Any] | None = None
    """What ``answerCallbackQuery`` brought."""


@dataclass(slots=True, kw_only=True)
class Asked:
    """An inline query that somebody typed."""

    id: str
    user: User
    text: str
    offset: str
    at: datetime
    answer: dict[str, Any] | None = None
    """What ``answerInlineQuery`` brought."""

    @property
    def results(self) -> list[dict[str, Any]]:
        return [] if self.answer is None else list(self.answer["results"])


@dataclass(slots=True, eq=False)
class World:
    """Builders are named by what they add."""

    clock: Clock
    me: User = field(
        default_factory=lambda: User(id=BOT_ID, first_name="Paperboy", username="paperboy_bot", is_bot=True)
    )
    privacy: bool = True
    """Whether the bot sees in groups only what is meant for it, unless it is an administrator there."""
    chats: dict[int, Chat] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    chosen: dict[str, Message] = field(default_factory=dict)
    """Messages that came from inline results, by their ``inline_message_id``."""
    updates: Updates = field(init=False)
    _account_id: int = 1
    """The next message id of private chats and basic groups, which share one sequence."""
    _serial: int = 0

    def __post_init__(self) -> None:
        self.updates = Updates(self.clock)

    # -- who is there

    def user(
        self,
        name: str = "Ada",
        *,
        user_id: int | None = None,
        username: str = "",
        language: str = "en",
        started: bool = True,
    ) -> User:
        """A person; where they ``started`` the bot, there is a private chat with their id."""
        user = User(
            id=user_id or 1000 + self.number(), first_name=name, username=username, language=language, started=started
        )
        self.users[user.id] = user
        self.chats[user.id] = Chat(id=user.id, type="private", user=user, username=username)
        return user

    def group(self, title: str = "Readers", *, bot: Status = "member", members: Iterable[User] = ()) -> Chat:
        """A basic group."""
        return self._chat("group", title, bot=bot, members=members, chat_id=-4000 - self.number())

    def supergroup(
        self,
        title: str = "Readers",
        *,
        username: str = "",
        bot: Status = "member",
        rights: Iterable[str] | None = None,
        members: Iterable[User] = (),
        forum: bool = False,
    ) -> Chat:
        """A supergroup; an administrator has every right unless ``rights`` names those it has."""
        return self._chat(
            "supergroup", title, username=username, bot=bot, rights=rights, members=members, is_forum=forum
        )

    def forum(
        self, title: str = "Forum", *, username: str = "", bot: Status = "administrator",
        rights: Iterable[str] | None = None, members: Iterable[User] = (),
    ) -> Chat:  # fmt: skip
        """A supergroup with topics."""
        return self.supergroup(title, username=username, bot=bot, rights=rights, members=members, forum=True)

    def channel(
        self,
        title: str = "Papers",
        *,
        username: str = "",
        bot: Status = "administrator",
        rights: Iterable[str] | None = None,
        linked: Chat | None = None,
    ) -> Chat:
        """A channel; posts in one with a ``linked`` supergroup appear there too."""
        channel = self._chat("channel", title, username=username, bot=bot, rights=rights)
        if linked is not None:
            channel.linked, linked.linked = linked, channel
        return channel

    def _chat(
        self, kind: Literal["group", "supergroup", "channel"], title: str, *, bot: Status, chat_id: int | None = None,
        username: str = "", rights: Iterable[str] | None = None, members: Iterable[User] = (), is_forum: bool = False,
    ) -> Chat:  # fmt: skip
        every = ADMIN_RIGHTS + (CHANNEL_RIGHTS if kind == "channel" else GROUP_RIGHTS)
        chat = Chat(
            id=chat_id or -1_001_000_000_000 - self.number(), type=kind, title=title, username=username, bot=bot,
            is_forum=is_forum, rights=set(every if rights is None else rights) if bot == "administrator" else set(),
            members={user.id: "member" for user in members},
        )  # fmt: skip
        self.chats[chat.id] = chat
        return chat

    def chat(self, which: int | str) -> Chat:
        """By number or ``@name``."""
        if isinstance(which, int):
            return self.chats[which]
        name = which.removeprefix("@").lower()
        return next(chat for chat in self.chats.values() if chat.username and chat.username.lower() == name)

    def promote(self, chat: Chat, user: User, status: Status = "administrator") -> None:
        """Make somebody an administrator there, or anything else."""
        chat.members[user.id] = status

    # -- how messages come to stand in chats

    def add_message(
        self, chat: Chat, sender: User | None, *, parsed: Parsed = Parsed(""), reply_to: int | None = None,  # noqa: B008 -- it is frozen
        thread_id: int | None = None, service: dict[str, Any] | None = None, by_bot: bool = False, **more: Any,
    ) -> Message:  # fmt: skip
        """Put a message into a chat under the next id that is due there."""
        replied = chat.messages_by_id.get(reply_to or 0)
        if replied is not None and thread_id is None and chat.type == "supergroup":
            # What answers a message stands in its thread; in a plain supergroup every message can begin one.
            thread_id = replied.thread_id or (None if chat.is_forum else replied.id)
        if chat.type in {"private", "group"}:
            number, self._account_id = self._account_id, self._account_id + 1
        else:
            number, chat.next_id = chat.next_id, chat.next_id + 1
        message = Message(
            chat=chat, message_id=number, at=self.clock.now(), sender=sender, text=parsed.text,
            entities=parsed.entities, reply_to=reply_to, thread_id=thread_id, by_bot=by_bot, service=service or {},
            **more,
        )  # fmt: skip
        chat.messages.append(message)
        return message

    def open_topic(self, forum: Chat, name: str, *, by: User, icon_color: int = 7322096) -> Topic:
        """Put a topic there; a bot hears of those that others open."""
        message = self.add_message(
            forum, by, service={"forum_topic_created": {"name": name, "icon_color": icon_color}}, by_bot=by is self.me
        )
        message.thread_id = message.id
        topic = Topic(id=message.id, name=name, icon_color=icon_color, by_bot=by is self.me)
        forum.topics[topic.id] = topic
        if by is not self.me:
            self.updates.add("message", message.api())
        return topic

    def forward_to_linked(self, post: Message) -> None:
        """Every post of a channel appears in its discussion group, where the bot hears of it if it hears anything."""
        channel, group = post.chat, post.chat.linked
        if channel.type != "channel" or group is None or group.deleted or not channel.forwards:
            return
        origin = {
            "type": "channel", "chat": channel.api(), "message_id": post.id, "date": int(post.at.timestamp()),
        }  # fmt: skip
        copy = self.add_message(
            group, User(id=777000, first_name="Telegram"), parsed=Parsed(post.text, post.entities),
            source=post.source, rich=post.rich, document=post.document, content=post.content,
            service={
                "is_automatic_forward": True, "forward_origin": origin, "sender_chat": channel.api(),
            },
        )  # fmt: skip
        if self.hears(group, copy):
            self.updates.add("message", copy.api())

    def edit_in_linked(self, post: Message) -> None:
        """A post that is edited is edited in the discussion group, too."""
        copies = post.chat.linked.messages if post.chat.type == "channel" and post.chat.linked is not None else []
        for copy in copies:
            if copy.service.get("forward_origin", {}).get("message_id") == post.id:
                copy.text, copy.entities, copy.source, copy.rich = post.text, post.entities, post.source, post.rich
                copy.edited = post.edited
                if self.hears(copy.chat, copy):
                    self.updates.add("edited_message", copy.api())

    def hears(self, chat: Chat, message: Message) -> bool:
        """Whether the bot is told of that message of somebody else."""
        if chat.type == "private":
            return message.sender is not None and not message.sender.blocked
        if chat.bot in {"left", "kicked"} or chat.deleted or chat.migrated_to is not None:
            return False
        if chat.is_admin or not self.privacy:
            return True
        target = chat.messages_by_id.get(message.reply_to or 0)
        named = f"@{self.me.username}".lower() in message.text.lower()
        command = message.text.startswith("/") and ("@" not in message.text.split()[0] or named)
        return command or named or (target is not None and target.by_bot)

    def somebody(self, chat: Chat) -> User:
        """Whoever it may be that does something there."""
        if chat.user is not None:
            return chat.user
        if not chat.members:
            chat.members[self.user("Grace").id] = "member"
        return self.users[next(iter(chat.members))]

    def number(self) -> int:
        """The next of some numbers that nothing else has."""
        self._serial += 1
        return self._serial
