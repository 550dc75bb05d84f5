"""A line of wishes, taken apart: ``+diffusion -author:"Paul Erdős" lang:Chinese``. Pure.

Quotes of any kind hold a value together, commas separate like blanks, and the forms of Chinese keyboards are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Token:
    """``-author:"Paul Erdős"`` in its parts; each of them may be empty."""

    sign: str
    """``+`` or ``-``."""
    name: str
    """In small letters, without its colon."""
    value: str
    """Without its quotes."""
    open_quote: bool = False
    """Whether a quote began that nothing ended."""


SEPARATORS: Final = re.compile(r"[\s,，、;；]+")
_HEAD = re.compile(r"(?P<sign>[+＋\-−–—－]?)(?:(?P<name>[^\W\d_]+(?:_[^\W\d_]+)*)[:：]\s*)?")
_BARE = re.compile(r"[^\s,，、;；]*")
_QUOTES: Final = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}


def tokens(line: str) -> Iterator[Token]:
    """The tokens of a line, whatever it holds."""
    at = 0
    while at < len(line):
        if gap := SEPARATORS.match(line, at):
            at = gap.end()
            continue
        head = _HEAD.match(line, at)
        assert head is not None  # noqa: S101 -- every part of it may be missing
        at = head.end()
        sign = "+" if head["sign"] in ("+", "＋") else "-" if head["sign"] else ""
        name = (head["name"] or "").casefold()
        if closing := _QUOTES.get(line[at : at + 1]):
            ends = [end for mark in closing if (end := line.find(mark, at + 1)) >= 0]
            yield Token(sign, name, " ".join(line[at + 1 : min(ends, default=len(line))].split()), not ends)
            at = min(ends, default=len(line)) + 1
        else:
            bare = _BARE.match(line, at)
            assert bare is not None  # noqa: S101 -- it may be empty
            yield Token(sign, name, bare.group())
            at = bare.end()
