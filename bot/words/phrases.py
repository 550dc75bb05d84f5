"""Greetings and other words that people write in the place of a command, in every language that the bot speaks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.words import languages, speak

_COMMANDS: Final = (
    "start",
    "help",
    "about",
    "today",
    "catchup",
    "subscribe",
    "unsubscribe",
    "settings",
    "categories",
    "language",
    "saved",
    "status",
)
"""All of them do something sensible with nothing behind their name."""
_SIGNS: Final = " \t\r\n.,;:!?…~。，；：！？、～"


def command(text: str) -> str | None:
    """The name of the command that a whole message stands for: ``hello`` and ``你好`` for ``start``; or None."""
    return _by_phrase().get(plain(text))


def plain(text: str) -> str:
    """A message as it is compared: without capitals, and without signs around it."""
    return " ".join(text.replace("’", "'").strip(_SIGNS).casefold().split())


@lru_cache
def _by_phrase() -> dict[str, str]:
    return {
        plain(phrase): name
        for language in languages()
        for name in _COMMANDS
        for phrase in re.split("[,、]", speak(language)(f"said-{name}"))
    }
