"""What is the same of replies wherever they are shown. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.text import shorten

ROOMS: Final = (None, 2000, 1200, 700, 400, 250, 150, 80, 40)
"""Characters of any one text on a card, or in a list, from all (None) to the fewest, until everything fits."""


def shortening(room: int | None) -> Callable[[str], str]:
    """What makes a text short enough for one of ``ROOMS``."""
    return lambda text: text.strip() if room is None else shorten(text.strip(), room)
