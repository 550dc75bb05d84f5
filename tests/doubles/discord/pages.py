"""Pages of editions, read as Discord's client reads them, and checked as its server would."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.digest import Digest
from bot.discord.markup import resolve
from bot.messages import Page
from tests.doubles.discord import markdown
from tests.doubles.discord.components import BUTTON, CONTAINER, SELECT, TEXT, Component, breaches, walk, weight
from tests.doubles.pages import check_order

MARKS = {"text", "bold", "underline", "link", "code", "heading", "subtext", "emoji", "break"}
CALL = {"type": TEXT, "content": "<@&1234567890123456789>"}
"""What calls a role, over a cover."""
TITLE = 100


def components(page: Page) -> list[Component]:
    """With the longest addresses and commands that a placeholder can get."""
    return resolve(page.text, _longest)


def _longest(target: str) -> str:
    if target.startswith("thread:"):
        return f"https://discord.com/channels/{9 * 10**18}/{9 * 10**18}"
    return f"digest of:{10**14}.9f2c41d08a6b {target.removeprefix('edition:').replace(':', ' ')}"


def texts(page: Page) -> list[str]:
    """What its text displays hold."""
    return [one["content"] for one in walk(components(page)) if one["type"] == TEXT]


def seen(page: Page) -> str:
    """What a reader sees of it, without what is pressed."""
    return "\n".join(markdown.shown(markdown.read(text)) for text in texts(page)).replace("\u2060", "")


def title(page: Page) -> str | None:
    """What its thread is called, or a forum post of it."""
    found: dict[str, Any] = json.loads(page.text)
    return found.get("title")


def pressed(page: Page) -> list[str]:
    """What stands behind its buttons and the lines of its menus."""
    found = list(walk(components(page)))
    lines = [one["custom_id"] for one in found if one["type"] == BUTTON]
    return lines + [option["value"] for one in found if one["type"] == SELECT for option in one["options"]]


def shown(page: Page) -> list[str]:
    """The papers that stand on a page, by the ways to their cards; it may carry more."""
    return [line.removeprefix("+paper ") for line in pressed(page) if line.startswith("+paper ")]


def check_page(page: Page) -> None:
    """Whether it can be sent as it is, and says nothing that Discord would take for more than words."""
    assert page.form == "components"
    found = components(page)
    assert breaches(found) == []
    assert [one["type"] for one in found] == [CONTAINER]
    taken = weight([CALL, *found] if page.links else found)
    assert taken.components <= 40
    assert taken.characters <= (3990 if page.links else 3900)
    assert taken.bytes <= (9600 if page.links else 9500)
    opens = page.links or page.is_line or (page.thread and not page.papers)
    name = title(page)
    assert 0 < len(name.strip()) <= len(name) <= TITLE if opens and name else not opens and name is None
    assert len(shown(page)) == len(set(shown(page)))
    assert set(shown(page)) <= set(page.papers)


def check_words(page: Page) -> None:
    """Whether its texts are marked up as they were meant to be, and call nobody."""
    for text in texts(page):
        nodes = list(markdown.walk(markdown.read(text)))
        assert {node.kind for node in nodes} <= MARKS
        for node in nodes:
            if node.kind == "link" and not node.value.startswith("https://discord.com/channels/"):
                words = markdown.shown(node.children)
                assert node.value.startswith("https://arxiv.org/abs/") or node.value == words
    titles = [text for text in texts(page) if "https://arxiv.org/abs/" in text]
    assert sum(text.count("](https://arxiv.org/abs/") for text in titles) == len(shown(page))


def check(pages: Sequence[Page], of: Digest) -> None:
    """Whether each page can be sent as it is, and each paper is carried once, in order."""
    for page in pages:
        check_page(page)
    check_order(pages, of)
    carried = [page for page in pages if page.papers]
    for page in carried:
        # What stands on a page without a way to it has a passage that leads there.
        left = [line for line in pressed(page) if line.startswith("+digest of:")]
        assert bool(left) == (set(shown(page)) != set(page.papers))
