"""What no message should hold."""

from __future__ import annotations

import re
from typing import Final

_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]")
"""Controls, changes of direction that would reach beyond their text, and what is no character."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """The text without controls, without changes of direction, and with a mark where half a character was."""
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))
