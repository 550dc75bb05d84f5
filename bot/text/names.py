"""Author strings to names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.text.reading import readable

_MARK: Final = re.compile(r"\\.|[(){}]|,|:(?=\s|$)|\s(?:and|&)\s", re.DOTALL)
_SUFFIX: Final = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")


def split_authors(creator: str) -> tuple[str, ...]:
    """Split one author string into readable names, in order.

    Names are divided by commas (and by ``and``); what stands in parentheses are affiliations, which may hold commas,
    parentheses and conjunctions of their own, and is left out. A lone ``:``, which arXiv writes after a team's name,
    is nobody. A parenthesis that never closes hides no author.
    """
    pieces: list[str] = []
    current: list[str] = []
    unmatched = _unmatched_parentheses(creator)
    parentheses = braces = start = 0
    for match in _MARK.finditer(creator):
        mark, at = match[0], match.start()
        if mark[0] == "\\" or at in unmatched:
            continue
        if mark == "(":
            if not parentheses:
                current.append(creator[start:at])
            parentheses += 1
        elif mark == ")":
            parentheses -= 1
            if not parentheses:
                start = match.end()
        elif parentheses:
            continue
        elif mark in "{}":
            braces = max(0, braces + (1 if mark == "{" else -1))
        elif not braces:
            pieces.append(" ".join([*current, creator[start:at]]))
            current, start = [], match.end()
    pieces.append(" ".join([*current, creator[start:]]))
    names: list[str] = []
    for name in clean_authors(pieces):
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        else:
            names.append(name)
    return tuple(names)


def clean_authors(names: Iterable[str]) -> tuple[str, ...]:
    """Make names that are split already readable, and drop what is no name: empty ones and a lone ``:``."""
    cleaned = (" ".join(readable(name).split()) for name in names)
    return tuple(name for name in cleaned if name.strip(":;,. "))


def _unmatched_parentheses(text: str) -> set[int]:
    open_at: list[int] = []
    unmatched: set[int] = set()
    for match in re.finditer(r"\\.|[()]", text, re.DOTALL):
        if match[0] == "(":
            open_at.append(match.start())
        elif match[0] == ")":
            if open_at:
                open_at.pop()
            else:
                unmatched.add(match.start())
    return unmatched.union(open_at)
