"""Wishes as people say them, ``in Chinese at 8:30 pm New York``, turned into the tokens that they mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot import categories, languages
from bot.errors import UsageError
from bot.subscriptions import find_zone, parse_time
from handlers.wish_tokens import Token

_MOST_WORDS: Final = 3
"""Of one place or language: ``Port of Spain``."""
_SHORTEST_LANGUAGE: Final = 4
"""Letters. What is shorter is a code, and may as well be an English word or an archive: ``is``, ``cs``."""
_BEFORE_A_LANGUAGE: Final = frozenset(("in", "language", "lang", "语言", "用"))
_FILLERS: Final = frozenset(
    (
        *("and", "at", "by", "clock", "daily", "day", "each", "every", "from", "in", "lang", "language", "me", "of"),
        *("on", "papers", "please", "summaries", "the", "time", "timezone", "to", "tz", "with", "zone"),
        *("和", "以及", "在", "用", "每天", "每日", "语言", "时间", "时区"),
    )
)
_GLUED: Final = re.compile(r"(?:每天|每日|在|早上|上午)+(?=\d)|^用(?=.)")
"""Chinese has no blanks: ``每天8:30``, ``用中文``."""
_HALVES: Final = frozenset(("am", "pm", "a.m.", "p.m."))
_PLACES: Final = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_NO_PLACES: Final = frozenset(("north", "south", "west", "act", "east", "center"))
"""Parts of the database's names that people mean otherwise."""
_WHOLE_NAMES: Final = frozenset(("utc", "gmt"))


def understood(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with what bare words say put as ``time:``, ``tz:`` and ``lang:``, and without words that say nothing.

    A bare word that is none of these stays as it is.
    """
    at = 0
    while at < len(tokens):
        token = tokens[at]
        run = [one.value for one in _bare(tokens[at : at + _MOST_WORDS + 1])]
        if not run:
            following = tokens[at + 1].value.casefold() if _bare(tokens[at + 1 : at + 2]) else ""
            half = following if token.name in ("time", "时间") and following in _HALVES else ""
            yield replace(token, value=f"{token.value} {half.replace('.', '')}") if half else token
            at += 2 if half else 1
            continue
        meant, used = _read(run)
        yield from meant
        at += used


def _bare(tokens: Sequence[Token]) -> list[Token]:
    """The bare words at the beginning."""
    found = []
    for token in tokens:
        if token.sign or token.name or token.open_quote or not token.value:
            break
        found.append(token)
    return found


def _read(run: Sequence[str]) -> tuple[list[Token], int]:
    """What the first of these words mean, and how many of them that takes."""
    first = run[0].casefold()
    if _is_category(first):
        return [Token("", "", run[0])], 1
    if first in _BEFORE_A_LANGUAGE:
        for many in range(min(_MOST_WORDS, len(run) - 1), 0, -1):
            if _is_language(text := " ".join(run[1 : 1 + many])):
                return [Token("", "lang", text)], 1 + many
    if (glued := _GLUED.match(first)) and (rest := run[0][glued.end() :]):
        if first.startswith("用"):
            return ([Token("", "lang", rest)], 1) if _is_language(rest) else ([Token("", "", run[0])], 1)
        return _read([rest, *run[1:]])
    if found := _time(run):
        return found
    for many in range(min(_MOST_WORDS, len(run)), 0, -1):
        if zone := _zone(" ".join(run[:many])):
            return [Token("", "tz", zone)], many
    if not first.isascii() and _is_language(run[0]):
        return [Token("", "lang", run[0])], 1  # 中文 can be nothing else
    if first == "at" and len(run) > 1 and run[1].isdecimal() and not _time(run[1:]):
        return [Token("", "time", run[1])], 2  # at what half of the day is for its writer to say
    return ([] if first in _FILLERS else [Token("", "", run[0])]), 1


def _time(run: Sequence[str]) -> tuple[list[Token], int] | None:
    half = run[1].casefold() if len(run) > 1 and run[1].casefold() in _HALVES else ""
    text = f"{run[0]} {half.replace('.', '')}".strip().replace("：", ":")
    try:
        parse_time(text)
    except ValueError:
        return None
    return [Token("", "time", text)], 2 if half else 1


def _zone(text: str) -> str | None:
    """A time zone by its full name, or by a place in it; not by a word that happens to be part of some name."""
    folded = text.casefold()
    found = find_zone(text)
    if found is None or folded in _NO_PLACES:
        return None
    return found if folded in _WHOLE_NAMES or found.startswith(_PLACES) else None


def _is_category(folded: str) -> bool:
    try:
        categories.canonical(folded)
    except UsageError:
        return False
    return True


def _is_language(text: str) -> bool:
    return (len(text) >= _SHORTEST_LANGUAGE or not text.isascii()) and languages.find(text) is not None
