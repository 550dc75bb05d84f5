"""Our pages among all messages: the id of a page's container is the number of its record, whatever it says. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.discord.components import CONTAINER, Component


def marked(components: Sequence[Component], delivery: int) -> list[Component]:
    """The page's components, so that it is known again."""
    return [{**one, "id": delivery} if one["type"] == CONTAINER else one for one in components]


def is_page(message: Mapping[str, Any], delivery: int) -> bool:
    """Whether a message, as the API has it, is the page; of our own messages only."""
    return any(one["type"] == CONTAINER and one.get("id") == delivery for one in message.get("components", ()))
