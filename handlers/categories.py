"""``/categories``: what arXiv sorts papers into, all archives or those that words find."""

from __future__ import annotations

from collections import Counter

from bot import categories
from bot.messages import Asker, Button, Command, Option, Reply
from bot.words import speak
from handlers import completing

MOST_LINES = 45
"""The largest archive has 40 categories."""
MOST_BUTTONS = 5


def commands() -> tuple[Command, ...]:
    """The command of this family."""
    return (
        Command(
            name="categories",
            handler=find,
            argument="argument-words",
            examples=("categories", "categories vision", "categories math"),
            complete=completing.any_category,
            options=(Option(name="words", last=True, complete=completing.any_category),),
        ),
    )


async def find(asker: Asker, text: str) -> Reply:
    """The archives for no words; else the categories that have all of them, in code or name."""
    words = speak(asker.locale)
    if not text.strip():
        living = [one for code, one in categories.CATEGORIES.items() if code not in categories.ALIASES]
        sizes = Counter(one.archive for one in living)
        lines = [
            words("categories-archive", code=code, name=categories.name(code), count=count)
            for code, count in sizes.items()
        ]
        return Reply(text="\n".join([words("categories-heading", count=len(living)), *lines, words("categories-hint")]))
    found = [one for one in categories.search(text) if one.archive == text.strip().lower()] or categories.search(text)
    if not found:
        return Reply(text=words("categories-none", text=text.strip()[:60]), buttons=((_all(asker),),))
    lines = [words("categories-line", code=one.code, name=one.name) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(words("categories-more", count=len(found) - MOST_LINES))
    row = tuple(Button(one.code, f"today {one.code}", apart=True) for one in found[:MOST_BUTTONS])
    return Reply(text="\n".join(lines), buttons=(row,) if len(found) <= MOST_BUTTONS else ())


def _all(asker: Asker) -> Button:
    return Button(speak(asker.locale)("categories-all"), "categories")
