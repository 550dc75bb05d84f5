"""The parts of a message ("Components V2"), as Discord takes them, and how much of it they take. Pure.

Its documentation says what may stand where (docs.discord.com/developers/components/reference).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from bot.edition.packing import Size

Component = dict[str, Any]

ROW: Final = 1
BUTTON: Final = 2
SELECT: Final = 3
SECTION: Final = 9
TEXT: Final = 10
SEPARATOR: Final = 14
CONTAINER: Final = 17

_SECONDARY: Final = 2
_LINK: Final = 5

ROOM: Final = Size(units=3900, marks=40, raw=9500)
"""What one message may hold, with some room left: for a line that calls a role, and for what Discord does not say.

It takes 40 components, nested ones and accessories counted, and 4,000 characters of text. Beyond about 10,170 bytes of
text, with twelve for each text display, its answer is 500 (github.com/discord/discord-api-docs, issue 8554).
"""
OPTIONS: Final = 25
"""Of one menu."""
LONGEST_LABEL: Final = 80
LONGEST_OPTION: Final = 100
LONGEST_PLACEHOLDER: Final = 150
_OVERHEAD: Final = 12


def text(content: str) -> Component:
    """Markdown, with everything in it escaped that is not meant as markup."""
    return {"type": TEXT, "content": content}


def button(label: str, custom_id: str, *, style: int = _SECONDARY) -> Component:
    """What answers when it is pressed."""
    return {"type": BUTTON, "style": style, "label": label, "custom_id": custom_id}


def link(label: str, url: str) -> Component:
    """A way out to the web."""
    return {"type": BUTTON, "style": _LINK, "label": label, "url": url}


def section(content: str, beside: Component) -> Component:
    """Text with a button beside it."""
    return {"type": SECTION, "components": [text(content)], "accessory": beside}


def row(*children: Component) -> Component:
    """Up to five buttons beside each other, or one menu."""
    return {"type": ROW, "components": list(children)}


def option(label: str, value: str) -> Component:
    """One line of a menu: plain text, which has no markup."""
    return {"label": label, "value": value}


def menu(custom_id: str, placeholder: str, options: Sequence[Component]) -> Component:
    """A list to choose one line from."""
    return {"type": SELECT, "custom_id": custom_id, "placeholder": placeholder, "options": list(options)}


def separator(spacing: Literal[1, 2] = 1) -> Component:
    """A line between what is over and under it, with little room or much."""
    return {"type": SEPARATOR, "divider": True, "spacing": spacing}


def container(children: Sequence[Component], *, color: int | None = None) -> Component:
    """A box around it all."""
    accent = {} if color is None else {"accent_color": color}
    return {"type": CONTAINER, **accent, "components": list(children)}


def walk(components: Sequence[Component]) -> Iterator[Component]:
    """All of them, each before what is in it."""
    for one in components:
        yield one
        yield from walk(one.get("components", ()))
        if beside := one.get("accessory"):
            yield beside


def size(components: Sequence[Component]) -> Size:
    """What they take of a message: characters and bytes of text, and how many there are."""
    taken = Size()
    for one in walk(components):
        taken += Size(marks=1)
        if one["type"] == TEXT:
            taken += size_of(one["content"]) + Size(raw=_OVERHEAD)
        for choice in one.get("options", ()):
            taken += size_of_option(choice)
    return taken


def size_of(content: str) -> Size:
    """What text takes within a text display."""
    return Size(units=len(content.encode("utf-16-le")) // 2, raw=len(content.encode()))


def size_of_option(choice: Component) -> Size:
    """What a line of a menu takes: no text, but bytes of what is sent."""
    return Size(raw=len(choice["label"].encode()))
