"""Settings that are read again while the bot runs: which of them hold at once, and which need a restart."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from bot.config.models import Settings

_AT_ONCE: Final = {"arxiv": {"categories"}, "telegram": set[str](), "discord": set[str](), "health": set[str]()}
"""Of these blocks only the named keys can change: connections are made with the others."""


def merged(old: Settings, new: Settings) -> tuple[Settings, tuple[str, ...]]:
    """What holds from now on, and the names of the settings that were changed and need a restart."""
    unchanged: list[str] = []
    update: dict[str, object] = {"database": old.database}
    if new.database != old.database:
        unchanged.append("database")
    for block, free in _AT_ONCE.items():
        before: BaseModel = getattr(old, block)
        after: BaseModel = getattr(new, block)
        fixed = type(before).model_fields.keys() - free
        unchanged += [f"{block}.{key}" for key in fixed if getattr(before, key) != getattr(after, key)]
        update[block] = before.model_copy(update={key: getattr(after, key) for key in free})
    return new.model_copy(update=update), tuple(sorted(unchanged))
