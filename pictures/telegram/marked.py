"""Messages as HTML for a browser: texts by their entities, rich messages by their elements. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup, escape

from pictures.telegram.formulas import mathml
from tests.doubles.telegram.rich import Element
from tests.doubles.telegram.tdlib import Entity

TAGS: Final = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
LINKS: Final = frozenset({"text_link", "url", "mention", "hashtag", "cashtag", "bot_command", "email", "phone_number"})
"""What a reader sees in the colour of links and can tap."""
BLOCKS: Final = frozenset({"pre", "blockquote", "expandable_blockquote"})
"""What stands on lines of its own; the line breaks around it are part of that."""
_KEPT: Final = frozenset({"href", "colspan", "rowspan", "align", "start", "value", "open"})
"""Attributes of rich messages that mean the same to a browser."""


def message(text: str, entities: Iterable[Entity]) -> Markup:
    """A text with its entities; offsets are in UTF-16 units, and entities lie within each other or apart."""
    order = sorted(entities, key=lambda one: (one.offset, -one.length))
    units = text.encode("utf-16-le", "surrogatepass")
    return Markup("").join(_nested(units, order, 0, len(units) // 2))


def _nested(units: bytes, entities: Sequence[Entity], start: int, end: int) -> list[Markup]:
    found: list[Markup] = []
    at, rest = start, list(entities)
    was_block = False
    while rest:
        entity = rest.pop(0)
        within = []
        while rest and rest[0].offset < entity.end:
            within.append(rest.pop(0))
        is_block = entity.kind in BLOCKS
        found.append(_words(units, at, entity.offset, after_block=was_block, before_block=is_block))
        inner = Markup("").join(_nested(units, within, entity.offset, entity.end))
        found.append(_element(entity, inner))
        at, was_block = entity.end, is_block
    return [*found, _words(units, at, end, after_block=was_block)]


def _words(units: bytes, start: int, end: int, *, after_block: bool, before_block: bool = False) -> Markup:
    words = units[2 * start : 2 * end].decode("utf-16-le", "replace")
    if after_block:
        words = words.removeprefix("\n")
    if before_block:
        words = words.removesuffix("\n")
    return escape(words)


def _element(entity: Entity, inner: Markup) -> Markup:
    if entity.kind in LINKS:
        return Markup('<a href="{}">{}</a>').format(entity.url or "#", inner)
    if entity.kind == "expandable_blockquote":
        return Markup('<blockquote class="expandable"><div>{}</div></blockquote>').format(inner)
    tag = TAGS.get(entity.kind, "span")
    return Markup(f"<{tag}>{{}}</{tag}>").format(inner)


def rich(element: Element) -> Markup:
    """What stands in an element of a rich message."""
    return Markup("").join(_rich(child) if isinstance(child, Element) else escape(child) for child in element.children)


def _rich(element: Element) -> Markup:
    if element.tag == "tg-math":
        return mathml(element.text)
    if element.tag == "br":
        return Markup("<br>")
    kept = {name: value for name, value in element.attributes.items() if name in _KEPT}
    attributes = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in kept.items())
    return Markup(f"<{element.tag}{{}}>{{}}</{element.tag}>").format(attributes, rich(element))
