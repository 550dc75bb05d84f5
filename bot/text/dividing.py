"""Long texts in parts, for places that take only so much."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_BREAKS: Final = (r"\n\s*\n", r"\n", r"(?<=[.!?])\s|(?<=[。！？])", r"\s")
"""Where a long text is divided, the best places first."""


def sound(text: str) -> str:
    """A text without halves of characters, which no message can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def divided(text: str, room: int, size: Callable[[str], int] = len) -> list[str]:
    """A text in parts of at most ``room``, between paragraphs, lines or words; none if blank.

    ``size`` measures a text; no part of one may be bigger than the whole, nor a single character than ``room``.
    """
    parts: list[str] = []
    text = text.strip()
    while size(text) > room:
        most = _prefix(text, room, size)
        at = next(filter(None, (_last(pattern, most) for pattern in _BREAKS)), len(most))
        parts.append(text[:at].strip())
        text = text[at:].strip()
    return [part for part in (*parts, text) if part]


def _prefix(text: str, room: int, size: Callable[[str], int]) -> str:
    """The longest beginning of a text that is at most ``room``, and not empty."""
    least, most = 1, min(len(text), room)
    while least < most:
        middle = (least + most + 1) // 2
        if size(text[:middle]) > room:
            most = middle - 1
        else:
            least = middle
    return text[:least]


def _last(pattern: str, text: str) -> int:
    """Where the last break of this kind is, in the second half of the text; 0 where there is none."""
    return max((found.end() for found in re.finditer(pattern, text) if found.end() > len(text) // 2), default=0)
