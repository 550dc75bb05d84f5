"""What the components of a message must keep to ("Components V2"): Discord's schema, and what it does not state.

Discord ignores keys that it does not know; here they are breaches, for whoever writes them means something by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Component = dict[str, Any]

ROW, BUTTON, SELECT, TEXT_INPUT = 1, 2, 3, 4
OTHER_SELECTS = (5, 6, 7, 8)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LINK, PREMIUM = 5, 6

COMPONENTS = 40
"""Of one message, nested ones and accessories counted."""
CHARACTERS = 4000
"""Of all text displays of one message."""
BYTES = 10_000
"""Of the same, with twelve for each text display: a bit more, and the answer is 500."""
IN_CLASSIC = 5
"""Rows of buttons under a message of the older kind."""

_IN_CONTAINER = {ROW, TEXT, SECTION, GALLERY, SEPARATOR, FILE}
_AT_TOP = _IN_CONTAINER | {CONTAINER}
_KEYS = {
    ROW: {"components"},
    BUTTON: {"custom_id", "style", "label", "disabled", "url", "sku_id", "emoji"},
    SELECT: {"custom_id", "placeholder", "min_values", "max_values", "disabled", "required", "options"},
    SECTION: {"components", "accessory"},
    TEXT: {"content"},
    THUMBNAIL: {"media", "description", "spoiler"},
    GALLERY: {"items"},
    FILE: {"file", "spoiler"},
    SEPARATOR: {"spacing", "divider"},
    CONTAINER: {"components", "accent_color", "spoiler"},
} | {
    kind: {"custom_id", "placeholder", "min_values", "max_values", "disabled", "required", "default_values"}
    | ({"channel_types"} if kind == OTHER_SELECTS[-1] else set())
    for kind in OTHER_SELECTS
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weight:
    """How much of a message its components take."""

    components: int
    characters: int
    """UTF-16 units, never fewer than the characters that a limit may mean."""
    bytes: int


def weight(components: Sequence[Component]) -> Weight:
    """What a message's components take, as Discord counts."""
    texts = [one["content"] for one in walk(components) if one["type"] == TEXT]
    return Weight(
        components=sum(1 for _ in walk(components)),
        characters=sum(len(text.encode("utf-16-le", "replace")) // 2 for text in texts),
        bytes=sum(len(text.encode("utf-8", "replace")) + 12 for text in texts),
    )


def walk(components: Sequence[Component]) -> Iterator[Component]:
    """All components, each before those in it."""
    for one in components:
        yield one
        yield from walk([*(one.get("components") or ()), *([one["accessory"]] if one.get("accessory") else ())])


def breaches(components: Sequence[Component], *, v2: bool = True) -> list[str]:
    """What Discord would refuse, a sentence each; with ``v2`` False, of a message with text of its own."""
    if not isinstance(components, list):
        return ["components are no array"]
    found = [said for at, one in enumerate(components) for said in _one(one, f"components[{at}]", _AT_TOP)]
    if found:
        return found
    if not v2:
        found += [f"{one['type']} needs the flag of Components V2" for one in components if one["type"] != ROW]
        found += [f"{len(components)} rows"] if len(components) > IN_CLASSIC else []
        return found + _unique(components)
    taken = weight(components)
    found += ["no component at all"] if not components else []
    found += [f"{taken.components} components"] if taken.components > COMPONENTS else []
    found += [f"{taken.characters} characters of text"] if taken.characters > CHARACTERS else []
    found += [f"{taken.bytes} bytes of text, which is answered by 500"] if taken.bytes > BYTES else []
    return found + _unique(components)


def _unique(components: Sequence[Component]) -> list[str]:
    names = Counter(name for one in walk(components) if (name := one.get("custom_id")))
    numbers = Counter(number for one in walk(components) if (number := one.get("id")))
    found = [f"custom_id {name!r} stands {count} times" for name, count in names.items() if count > 1]
    return found + [f"id {number} stands {count} times" for number, count in numbers.items() if count > 1]


def _one(one: Any, at: str, allowed: set[int]) -> list[str]:
    if not isinstance(one, dict):
        return [f"{at} is no object"]
    kind = one.get("type")
    if kind not in allowed or type(kind) is not int:
        return [f"{at} has the type {kind!r} where one of {sorted(allowed)} may stand"]
    strange = one.keys() - _KEYS[kind] - {"type", "id"}
    found = [f"{at} has a key {key!r}" for key in sorted(strange)]
    number = one.get("id")
    if number is not None and not (type(number) is int and 0 <= number < 2**31):
        found.append(f"{at}.id is {number!r}")
    return found + _CHECKS[kind](one, at)


def _row(one: Component, at: str) -> list[str]:
    found = _children(one, at, {BUTTON, SELECT, *OTHER_SELECTS}, 5)
    if found:
        return found
    kinds = {child["type"] for child in one["components"]}
    if kinds != {BUTTON} and len(one["components"]) > 1:
        return [f"{at} has more than one select, or buttons beside it"]
    return []


def _button(one: Component, at: str) -> list[str]:
    found = _text(one, "label", at, 80, least=0) + _flag(one, "disabled", at) + _emoji(one, at)
    style = one.get("style")
    if type(style) is not int or not 1 <= style <= PREMIUM:
        return [*found, f"{at}.style is {style!r}"]
    needed = {LINK: "url", PREMIUM: "sku_id"}.get(style, "custom_id")
    found += [
        f"{at} of style {style} has {key!r}"
        for key in ("url", "sku_id", "custom_id")
        if key != needed and one.get(key) is not None
    ]
    if style == PREMIUM:
        return found + ([] if one.get("sku_id") else [f"{at} has no sku_id"])
    if not one.get("label") and not one.get("emoji"):
        found.append(f"{at} has neither label nor emoji")
    return found + (_address(one.get("url"), f"{at}.url", 512) if style == LINK else _name(one, at))


def _choices(one: Component, at: str) -> list[str]:
    found = _name(one, at) + _text(one, "placeholder", at, 150, least=0) + _flag(one, "disabled", at)
    options = one.get("options") if one["type"] == SELECT else [{}] * 25
    if not isinstance(options, list) or not 1 <= len(options) <= 25:
        return [*found, f"{at}.options are not 1 to 25"]
    if one["type"] == SELECT:
        found += [said for number, option in enumerate(options) for said in _option(option, f"{at}.options[{number}]")]
        values = Counter(option.get("value") for option in options if isinstance(option, dict))
        found += [f"{at} has the value {value!r} {count} times" for value, count in values.items() if count > 1]
    least = 1 if (given := one.get("min_values")) is None else given
    most = 1 if (given := one.get("max_values")) is None else given
    if type(least) is not int or type(most) is not int or not (0 <= least <= most and 1 <= most <= len(options)):
        found.append(f"{at} takes {least!r} to {most!r} of {len(options)} values")
    return found


def _option(option: Any, at: str) -> list[str]:
    if not isinstance(option, dict):
        return [f"{at} is no object"]
    strange = option.keys() - {"label", "value", "description", "default", "emoji"}
    found = [f"{at} has a key {key!r}" for key in sorted(strange)]
    found += _text(option, "label", at, 100) + _text(option, "value", at, 100)
    found += _text(option, "description", at, 100, least=0)
    return found + _flag(option, "default", at) + _emoji(option, at)


def _section(one: Component, at: str) -> list[str]:
    found = _children(one, at, {TEXT}, 3)
    return found + _one(one.get("accessory"), f"{at}.accessory", {BUTTON, THUMBNAIL})


def _display(one: Component, at: str) -> list[str]:
    content = one.get("content")
    if isinstance(content, str) and content and not content.strip():
        return [f"{at}.content is blank"]
    return _text(one, "content", at, CHARACTERS)


def _thumbnail(one: Component, at: str) -> list[str]:
    found = _text(one, "description", at, 1024) if one.get("description") is not None else []
    return found + _flag(one, "spoiler", at) + _media(one.get("media"), f"{at}.media")


def _gallery(one: Component, at: str) -> list[str]:
    items = one.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= 10 or not all(isinstance(item, dict) for item in items):
        return [f"{at}.items are not 1 to 10 objects"]
    return [said for number, item in enumerate(items) for said in _thumbnail(item, f"{at}.items[{number}]")]


def _file(one: Component, at: str) -> list[str]:
    file = one.get("file")
    url = file.get("url") if isinstance(file, dict) else None
    named = isinstance(url, str) and url.startswith("attachment://")
    return _flag(one, "spoiler", at) + ([] if named else [f"{at}.file names no attachment: {url!r}"])


def _separator(one: Component, at: str) -> list[str]:
    found = _flag(one, "divider", at)
    return found if one.get("spacing") in (None, 1, 2) else [*found, f"{at}.spacing is {one['spacing']!r}"]


def _container(one: Component, at: str) -> list[str]:
    found = _flag(one, "spoiler", at) + _children(one, at, _IN_CONTAINER, COMPONENTS)
    color = one.get("accent_color")
    if color is not None and not (type(color) is int and 0 <= color <= 0xFFFFFF):
        found.append(f"{at}.accent_color is {color!r}")
    return found


def _children(one: Component, at: str, allowed: set[int], most: int) -> list[str]:
    children = one.get("components")
    if not isinstance(children, list) or not 1 <= len(children) <= most:
        return [f"{at}.components are not 1 to {most}"]
    return [
        said for number, child in enumerate(children) for said in _one(child, f"{at}.components[{number}]", allowed)
    ]


def _name(one: Component, at: str) -> list[str]:
    return _text(one, "custom_id", at, 100)


def _text(one: Component, key: str, at: str, most: int, *, least: int = 1) -> list[str]:
    """A text's length in characters; those that UTF-8 cannot hold are no characters."""
    text = one.get(key)
    if text is None and not least:
        return []
    if not isinstance(text, str):
        return [f"{at}.{key} is {text!r}"]
    if not least <= len(text) <= most:
        return [f"{at}.{key} has {len(text)} characters, not {least} to {most}"]
    return [f"{at}.{key} has a lone surrogate"] if any("\ud800" <= sign <= "\udfff" for sign in text) else []


def _flag(one: Component, key: str, at: str) -> list[str]:
    return [] if one.get(key) in (None, True, False) else [f"{at}.{key} is {one[key]!r}"]


def _emoji(one: Component, at: str) -> list[str]:
    emoji = one.get("emoji")
    if emoji is None:
        return []
    named = isinstance(emoji, dict) and isinstance(emoji.get("name"), str) and 1 <= len(emoji["name"]) <= 32
    return [] if named else [f"{at}.emoji is {emoji!r}"]


def _media(media: Any, at: str) -> list[str]:
    return _address(media.get("url"), f"{at}.url", 2048) if isinstance(media, dict) else [f"{at} is no object"]


def _address(url: Any, at: str, most: int) -> list[str]:
    if not isinstance(url, str) or not 1 <= len(url) <= most:
        return [f"{at} is no address of at most {most} characters: {url!r}"]
    parts = urlsplit(url)
    known = (parts.scheme in ("http", "https") and parts.hostname) or parts.scheme in ("discord", "attachment")
    return [] if known and not any(sign.isspace() for sign in url) else [f"{at} is no address: {url!r}"]


_CHECKS: Mapping[int, Callable[[Component, str], list[str]]] = {
    **dict.fromkeys(OTHER_SELECTS, _choices),
    ROW: _row,
    BUTTON: _button,
    SELECT: _choices,
    SECTION: _section,
    TEXT: _display,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
