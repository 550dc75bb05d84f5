"""Who and what there is: people, chats, topics, messages, and the shapes in which the Bot API writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tests.doubles.telegram.rich import Rich
from tests.doubles.telegram.tdlib import Entity

Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
WRITE_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class User:
    """A person, or the bot."""

    id: int
    first_name: str
    username: str = ""
    language: str = "en"
    is_bot: bool = False
    started: bool = True
    """Whether they ever spoke to the bot."""
    blocked: bool = False
    deactivated: bool = False

    def api(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            shape["username"] = self.username
        if not self.is_bot:
            shape["language_code"] = self.language
        return shape


@dataclass(slots=True, kw_only=True)
class Topic:
    """A topic of a forum; its id is that of the message that opened it."""

    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False
    deleted: bool = False
    by_bot: bool = True


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """A message as it stands in its chat now."""

    chat: Chat = field(repr=False)
    message_id: int
    at: datetime
    sender: User | None = field(repr=False)
    """None: the channel itself."""
    text: str = ""
    entities: tuple[Entity, ...] = ()
    source: str = ""
    """The text as it was sent: HTML, or rich HTML."""
    rich: Rich | None = None
    document: str = ""
    """The name of the file."""
    content: bytes = b""
    """The file's content."""
    reply_to: int | None = None
    thread_id: int | None = None
    silent: bool = False
    preview: bool = True
    """Whether links may show a preview."""
    markup: dict[str, Any] | None = None
    edits: int = 0
    edited: datetime | None = None
    by_bot: bool = False
    service: dict[str, Any] = field(default_factory=dict)
    """What a service message says, and other fields beside the content."""

    @property
    def id(self) -> int:
        return self.message_id

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The inline buttons in reading order."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def html(self) -> str:
        """The text as it was sent."""
        return self.source

    @property
    def links(self) -> list[str]:
        """Where the words lead, in order."""
        if self.rich is not None:
            return [link.attributes["href"] for link in self.rich.root.find("a") if "href" in link.attributes]
        return [entity.url for entity in self.entities if entity.kind == "text_link"]

    def api(self, *, depth: int = 1) -> dict[str, Any]:
        """As the Bot API writes it; with what it replies to, but not with what that replies to."""
        shape: dict[str, Any] = {
            "message_id": self.message_id,
            "date": int(self.at.timestamp()),
            "chat": self.chat.api(),
        }
        if self.sender is not None:
            shape["from"] = self.sender.api()
        elif self.chat.type == "channel":
            shape["sender_chat"] = self.chat.api()
        if self.rich is not None:
            shape["rich_message"] = self.rich.api()
        elif self.document:
            file = {"file_id": f"file{self.message_id}", "file_unique_id": f"unique{self.message_id}"}
            shape["document"] = {**file, "file_name": self.document, "file_size": len(self.content)}
            if self.text:
                shape |= {"caption": self.text, "caption_entities": [each.api() for each in self.entities]}
        elif self.text:
            shape["text"] = self.text
            if self.entities:
                shape["entities"] = [each.api() for each in self.entities]
        if self.edited is not None:
            shape["edit_date"] = int(self.edited.timestamp())
        if self.markup is not None and "inline_keyboard" in self.markup:
            shape["reply_markup"] = self.markup
        if self.thread_id is not None:
            shape["message_thread_id"] = self.thread_id
            if self.chat.is_forum:
                shape["is_topic_message"] = True
        target = self.chat.messages_by_id.get(self.reply_to or 0)
        if target is not None and depth:
            shape["reply_to_message"] = target.api(depth=0)
        return shape | self.service


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """A chat, and how the bot stands in it."""

    id: int
    type: Literal["private", "group", "supergroup", "channel"]
    title: str = ""
    username: str = ""
    user: User | None = None
    is_forum: bool = False
    bot: Status = "member"
    rights: set[str] = field(default_factory=set)
    """What the bot may do here as an administrator."""
    muted: bool = False
    """Whether members who are no administrators may not write."""
    members: dict[int, Status] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list, repr=False)
    deleted_messages: list[Message] = field(default_factory=list, repr=False)
    linked: Chat | None = field(default=None, repr=False)
    """A channel's discussion group, or the channel of a discussion group."""
    forwards: bool = True
    """Whether this channel's posts reach its discussion group just now."""
    deleted: bool = False
    migrated_to: int | None = None
    refuses_rich: str = ""
    """The description of a refusal that every rich message meets here."""
    typing: list[tuple[datetime, str]] = field(default_factory=list)
    """Which chat actions the bot showed, and when."""
    pinned: int = 0
    next_id: int = 2
    """In a channel or supergroup the first id is that of the message about its creation."""

    @property
    def sent(self) -> list[Message]:
        """The bot's own messages that stand here, service messages left out."""
        return [message for message in self.messages if message.by_bot and not _is_service(message)]

    @property
    def texts(self) -> list[str]:
        """The words of the bot's own messages."""
        return [message.text for message in self.sent]

    @property
    def messages_by_id(self) -> dict[int, Message]:
        return {message.message_id: message for message in self.messages}

    @property
    def is_admin(self) -> bool:
        return self.bot in {"administrator", "creator"}

    def may(self, right: str) -> bool:
        return self.is_admin and right in self.rights

    def api(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.user is not None:
            shape["first_name"] = self.user.first_name
        else:
            shape["title"] = self.title
        if self.username:
            shape["username"] = self.username
        if self.is_forum:
            shape["is_forum"] = True
        return shape

    def full(self) -> dict[str, Any]:
        """As ``getChat`` answers."""
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
        )
        shape = self.api() | {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": gifts}
        if self.username:
            shape["active_usernames"] = [self.username]
        if self.pinned in self.messages_by_id:
            shape["pinned_message"] = self.messages_by_id[self.pinned].api(depth=0)
        if self.linked is not None:
            shape["linked_chat_id"] = self.linked.id
        if self.type in {"group", "supergroup"}:
            shape["permissions"] = dict.fromkeys(WRITE_RIGHTS, not self.muted)
        return shape

    def member(self, user: User, status: Status | None = None) -> dict[str, Any]:
        """One member in the shape of ``ChatMember``; ``status`` where it is not the one of now."""
        now: Status = self.bot if user.is_bot else self.members.get(user.id, "left")
        status = status or now
        shape: dict[str, Any] = {"status": status, "user": user.api()}
        match status:
            case "creator":
                shape["is_anonymous"] = False
            case "administrator":
                rights = self.rights if user.is_bot else set(ADMIN_RIGHTS + CHANNEL_RIGHTS + GROUP_RIGHTS)
                named = ADMIN_RIGHTS + (CHANNEL_RIGHTS if self.type == "channel" else GROUP_RIGHTS)
                shape |= {"can_be_edited": False, "is_anonymous": False}
                shape |= {right: right in rights or right == "can_manage_chat" for right in named}
            case "restricted":
                shape |= {"is_member": True, "until_date": 0, **dict.fromkeys(WRITE_RIGHTS, False)}
            case "kicked":
                shape["until_date"] = 0
        return shape


def _is_service(message: Message) -> bool:
    return not (message.text or message.rich is not None or message.document)
