"""A sentence as the models see it: its words and its cues, found once for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.summarize import cues

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*|%|[?:;]")

MAX_CHARS = 1500
"""No sentence tells more about itself after so many characters; whatever is longer is a broken text."""
MAX_WORDS = 80


class Reading(NamedTuple):
    """One sentence of an abstract."""

    text: str
    words: list[str]
    """In lower case, with every number as ``0``; ``%`` and ``?:;`` are words too."""
    cues: frozenset[str]
    """Names of ``bot.summarize.cues.CUES``."""


def read(sentences: Iterable[str]) -> list[Reading]:
    """Read the sentences of one abstract."""
    return [Reading(sentence, words(sentence)[:MAX_WORDS], cues.found(sentence[:MAX_CHARS])) for sentence in sentences]


def words(text: str) -> list[str]:
    """The words of a text, in the form that ``Reading.words`` tells."""
    return ["0" if word[0].isdecimal() else word for word in _WORD.findall(text[:MAX_CHARS].lower())]
