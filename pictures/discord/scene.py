"""What is seen of Discord at one moment: the values that the page is drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

Kind = Literal["text", "forum", "thread", "dm"]

APP: Final = "#3f7d58"
PERSON: Final = "#b8602f"
"""The colours of faces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The line above a message: what it replies to, or the command that it answers."""

    who: str
    app: bool = False
    command: str = ""
    words: Markup | None = None

    @property
    def colour(self) -> str:
        """Of the face."""
        return APP if self.app else PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """The thread under a message."""

    name: str
    count: str
    last: Markup
    ago: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message."""

    who: str
    app: bool
    time: str
    html: Markup
    more: bool = False
    """Whether it follows another of the same author, so that face and name are left out."""
    private: bool = False
    edited: bool = False
    led: Lead | None = None
    thread: Branch | None = None

    @property
    def colour(self) -> str:
        """Of the face."""
        return APP if self.app else PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An entry at the side."""

    name: str
    kind: Kind = "text"
    here: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Popup:
    """A command being typed, and what is offered to complete it."""

    command: str
    option: str
    typed: str
    choices: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as a forum lists it."""

    name: str
    tags: Sequence[str]
    beginning: Markup
    replies: int
    ago: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A whole screen: of a phone, or with a sidebar, of a desktop."""

    name: str
    kind: Kind
    title: str
    day: str
    locale: str
    words: Mapping[str, str]
    """The client's own."""
    topic: str = ""
    server: str = ""
    sidebar: Sequence[tuple[str, Sequence[Channel]]] = ()
    messages: Sequence[Line] = ()
    begins: bool = False
    """Whether a thread's beginning is in sight."""
    tags: Sequence[str] = ()
    posts: Sequence[Post] = ()
    popup: Popup | None = None


def words(locale: str, title: str) -> dict[str, str]:
    """What the client itself says, in one of its languages."""
    if locale.startswith("zh"):
        return {
            "app": "应用",
            "used": "使用了",
            "private": "只有您才能看到此内容",
            "dismiss": "忽略消息",
            "edited": "（已编辑）",
            "begun": "发起人：",
            "write": f"给 {title} 发消息",
            "find": "搜索或创建帖子……",
            "new": "新帖子",
            "one": "{} 条消息",
            "count": "{} 条消息",
        }
    return {
        "app": "APP",
        "used": "used",
        "private": "Only you can see this",
        "dismiss": "Dismiss message",
        "edited": "(edited)",
        "begun": "Started by",
        "write": f"Message {title}",
        "find": "Search or create a post…",
        "new": "New Post",
        "one": "{} Message",
        "count": "{} Messages",
    }
