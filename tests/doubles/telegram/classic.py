"""What a classic text must keep to."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tests.doubles.telegram import tdlib
from tests.doubles.telegram.errors import bad
from tests.doubles.telegram.tdlib import Entity, Parsed

MESSAGE = 4096
CAPTION = 1024
RAW_BYTES = 32_768
ENTITIES = 100
"""Beyond these the real server drops entities without a word."""

HREF = re.compile(r"""<a\s+href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


def read(text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None = None) -> Parsed:
    """The text as the server understands it. Raises ``Refusal``."""
    if len(text.encode()) > RAW_BYTES:
        raise bad("text is too long")
    match (parse_mode or "").lower():
        case "":
            given = [
                Entity(kind=each["type"], offset=each["offset"], length=each["length"], details=_details(each))
                for each in entities or ()
            ]
            return Parsed(text, tuple(given)).trimmed()
        case "html":
            try:
                return tdlib.parse_html(text).trimmed()
            except tdlib.CannotParse as error:
                raise bad(str(error)) from None
        case "markdownv2" | "markdown":
            raise bad("this stand-in reads HTML alone")
        case _:
            raise bad("unsupported parse_mode")


def message(text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None = None) -> Parsed:
    """The text of a message. Raises ``Refusal``."""
    if not text:
        raise bad("message text is empty")
    parsed = read(text, parse_mode, entities)
    if not parsed.text.strip():
        raise bad("text must be non-empty")
    if len(parsed.text) > MESSAGE:
        raise bad("message is too long")
    return parsed


def caption(text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None = None) -> Parsed:
    """The words under a file. Raises ``Refusal``."""
    parsed = read(text, parse_mode, entities)
    if len(parsed.text) > CAPTION:
        raise bad("message caption is too long")
    return parsed


def breaches(source: str, parsed: Parsed, parse_mode: str | None, limit: int = MESSAGE) -> list[str]:
    """What the real server would take without a word, and spoil."""
    found = []
    if (size := tdlib.units(parsed.text)) > limit:
        found.append(f"{size} UTF-16 units, {limit} are allowed")
    if (count := len(with_detected(parsed))) > ENTITIES:
        found.append(f"{count} entities, those after {ENTITIES} get lost")
    found += [f"entity over blanks only: {each.kind}" for each in parsed.entities if not parsed.words(each).strip()]
    found += _nesting(parsed)
    if (parse_mode or "").lower() == "html":
        links = HREF.findall(source)
        kept = sum(each.kind in {"text_link", "text_mention"} for each in parsed.entities)
        if kept < len(links):
            found.append(f"{len(links) - kept} of {len(links)} links lost: {_suspects(links)}")
        found += [f"link where nobody finds anything: {each.url}" for each in parsed.entities if _strange(each)]
    return found


def with_detected(parsed: Parsed) -> list[Entity]:
    """Its entities and those that Telegram finds by itself in the words between."""
    closed = [each for each in parsed.entities if each.kind in {"text_link", "text_mention", "code", "pre"}]
    free = [
        each
        for each in tdlib.detected(parsed.text)
        if not any(each.offset < taken.end and taken.offset < each.end for taken in closed)
    ]
    return sorted([*parsed.entities, *free], key=lambda entity: (entity.offset, -entity.length))


def _details(entity: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entity.items() if key not in {"type", "offset", "length"}}


def _nesting(parsed: Parsed) -> list[str]:
    quotes = [each for each in parsed.entities if "blockquote" in each.kind]
    codes = [each for each in parsed.entities if each.kind in {"code", "pre"}]
    found = [
        "a quotation inside a quotation" for one in quotes for other in quotes if one != other and _within(one, other)
    ]
    found += [
        f"{other.kind} inside {code.kind}"
        for code in codes
        for other in parsed.entities
        if other != code and _within(other, code) and "blockquote" not in other.kind
    ]
    return found


def _within(inner: Entity, outer: Entity) -> bool:
    return outer.offset <= inner.offset and inner.end <= outer.end


def _strange(entity: Entity) -> bool:
    # TDLib takes "mailto:ada@x.org" for a host of that name with a user and writes http:// in front.
    return entity.kind == "text_link" and urlsplit(entity.url).username is not None


def _suspects(links: list[tuple[str, str, str]]) -> str:
    urls = ["".join(link) for link in links]
    return ", ".join(url for url in urls if not url.startswith(("http://", "https://", "tg://"))) or "(all look well)"
