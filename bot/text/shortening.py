"""Long text to short."""

from __future__ import annotations

import unicodedata
from typing import Final

_ELLIPSIS: Final = "…"
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f")


def shorten(text: str, limit: int) -> str:
    """Cut ``text`` to at most ``limit`` code points, at the end of a word, and mark the cut with an ellipsis.

    Chinese, Japanese and Korean may be cut between any two characters. A word longer than half the room (a link, say)
    is cut inside rather than left out, but never between a letter and its accent.
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    room = limit - len(_ELLIPSIS)
    cut = next((end for end in range(room, room // 2, -1) if _is_word_end(text, end)), None)
    if cut is None:
        cut = next((end for end in range(room, 0, -1) if not _continues(text[end], text[end - 1])), 0)
    return text[:cut].rstrip().rstrip(",;:-–—(").rstrip() + _ELLIPSIS


def _is_word_end(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end]
    if after.isspace() or before.isspace():
        return True
    return (_is_cjk(before) or _is_cjk(after)) and not _continues(after, before)


def _is_cjk(char: str) -> bool:
    return char >= "\u2e80" and unicodedata.east_asian_width(char) in "WF"


def _continues(char: str, before: str) -> bool:
    """Whether ``char`` belongs to the character before it: an accent, or a part of one emoji."""
    return unicodedata.combining(char) > 0 or char in _JOINERS or before == "\u200d"
