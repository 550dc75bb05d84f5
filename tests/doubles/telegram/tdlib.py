"""Telegram's own library reads the texts, so that the stand-in understands HTML exactly as the real server does.

Only functions that TDLib answers without a connection are used (``td_execute``).
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field, replace
from typing import Any

from tdjson import td_execute

KINDS = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "PhoneNumber": "phone_number",
    "BankCardNumber": "bank_card",
    "MediaTimestamp": "media_timestamp",
}
"""TDLib's names of entities and the Bot API's."""


class CannotParse(ValueError):  # noqa: N818 -- TDLib's own words
    """TDLib's own sentence about why not, with its "Can't parse entities: " in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of text that means something; offset and length in UTF-16 units."""

    kind: str
    offset: int
    length: int
    details: dict[str, Any] = field(default_factory=dict, compare=True)

    @property
    def end(self) -> int:
        return self.offset + self.length

    @property
    def url(self) -> str:
        return str(self.details.get("url", ""))

    def api(self) -> dict[str, Any]:
        """As the Bot API writes it."""
        return {"type": self.kind, "offset": self.offset, "length": self.length, **self.details}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text and what is marked in it."""

    text: str
    entities: tuple[Entity, ...] = ()

    def words(self, entity: Entity) -> str:
        """What that entity covers."""
        return self.text.encode("utf-16-le")[2 * entity.offset : 2 * entity.end].decode("utf-16-le")

    def trimmed(self) -> Parsed:
        """Blanks at the end go, and at the beginning up to the first entity, as they do before a message is stored."""
        text = self.text.rstrip()
        first = min((entity.offset for entity in self.entities), default=len(text))
        ahead = min(first, len(text) - len(text.lstrip(" \n")))
        text = text[ahead:]
        size = units(text)
        moved = [replace(entity, offset=entity.offset - ahead) for entity in self.entities]
        cut = [replace(entity, length=min(entity.end, size) - entity.offset) for entity in moved]
        return Parsed(text, tuple(entity for entity in cut if entity.length > 0))


def units(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(text: str) -> Parsed:
    """The text without its tags, and its entities. Raises ``CannotParse`` with TDLib's message."""
    answer = _execute("parseTextEntities", text=text, parse_mode={"@type": "textParseModeHTML"})
    if answer["@type"] == "error":
        raise CannotParse(answer["message"])
    return Parsed(answer["text"], tuple(_entity(each) for each in answer["entities"]))


def detected(text: str) -> list[Entity]:
    """What Telegram finds by itself in plain text: links, mentions, hashtags, commands, addresses."""
    return [_entity(each) for each in _execute("getTextEntities", text=text)["entities"]]


def _entity(found: dict[str, Any]) -> Entity:
    kind = found["type"]["@type"].removeprefix("textEntityType")
    details: dict[str, Any] = {}
    match kind:
        case "TextUrl":
            details["url"] = found["type"]["url"]
        case "PreCode":
            details["language"] = found["type"]["language"]
        case "CustomEmoji":
            details["custom_emoji_id"] = str(found["type"]["custom_emoji_id"])
        case "DateTime":
            details["unix_time"] = found["type"]["unix_time"]
        case "MentionName":
            details["user"] = {"id": found["type"]["user_id"], "is_bot": False, "first_name": "Somebody"}
    return Entity(kind=KINDS[kind], offset=found["offset"], length=found["length"], details=details)


@functools.cache
def _quiet() -> None:
    td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')


def _execute(request: str, **arguments: object) -> dict[str, Any]:
    _quiet()
    answer = td_execute(json.dumps({"@type": request, **arguments}).encode())
    if answer is None:
        raise CannotParse(f"TDLib has no answer to {request}")
    parsed: dict[str, Any] = json.loads(answer)
    return parsed
