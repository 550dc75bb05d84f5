"""What a link into a chat with the bot opens: ``https://t.me/NAME?start=PAYLOAD``. Pure.

A payload has 1 to 64 of ``A-Z a-z 0-9 _ -`` (core.telegram.org/bots/features, deep linking). Anybody can write one and
have somebody else press it, so a payload only ever means a command that shows something: none that changes or deletes.
"""

from __future__ import annotations

import base64
import re
from datetime import date
from typing import Final

from bot import categories, identifiers
from bot.errors import UsageError
from bot.passages import Passage

LONGEST: Final = 64

_OF_A_PAPER: Final = {"p": "paper", "i": "similar", "b": "bibtex", "o": "original", "a": "authors", "w": "why"}
_BY_NAME: Final = {name: letter for letter, name in _OF_A_PAPER.items()}
_ALONE: Final = frozenset(
    [
        "about",
        "categories",
        "export",
        "forget",
        "help",
        "language",
        "saved",
        "search",
        "settings",
        "status",
        "subscribe",
        "today",
        "unsubscribe",
    ]
)
"""Commands that, with nothing behind their name, show something or ask first."""

_PAPER: Final = re.compile(r"(?P<letter>[a-z])_(?P<first>[0-9]{4}|[a-z-]{2,9})_(?P<rest>[0-9]{4,7}(?:v[0-9]{1,4})?)")
_DIGEST: Final = re.compile(r"digest (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?: (?P<category>[A-Za-z.-]+))?")
_DAY: Final = re.compile(r"d_(?P<day>[0-9]{8})(?:_(?P<category>[A-Za-z-]+(?:_[A-Za-z-]+)?))?")
_PASSAGE: Final = re.compile(r"e_([0-9]+)_([0-9a-f]+)_([0-9]+)_([0-9]+)_([0-9]+)")
_WRITTEN: Final = {code.replace(".", "_"): code for code in categories.CATEGORIES}


def address(bot: str, payload: str) -> str:
    """The link with this payload into the chat with a bot, which is named without its ``@``."""
    return f"https://t.me/{bot}?start={payload}"


def payload(line: str) -> str:
    """The payload that opens a command (as a button carries it, without a slash); empty where no link can carry it.

    ``paper 2606.30776`` is ``p_2606_30776``; ``digest 2026-11-24 cs.CV`` is ``d_20261124_cs_CV``; ``digest
    of:17.9f2c41d08a6b 52 96-120`` (``bot.passages``) is ``e_17_9f2c41d08a6b_52_96_120``; words to look for are encoded.
    """
    made = _payload(line)
    return made if len(made) <= LONGEST and command(made) == line else ""


def _payload(line: str) -> str:
    name, _, rest = line.partition(" ")
    if name in _ALONE and not rest:
        return name
    if letter := _BY_NAME.get(name):
        return f"{letter}_{re.sub('[./]', '_', rest, count=1)}"
    if match := _DIGEST.fullmatch(line):
        category = (match["category"] or "").replace(".", "_")
        return "_".join(filter(None, ("d", match["day"].replace("-", ""), category)))
    if name == "digest" and (passage := Passage.read(rest)):
        return f"e_{passage.delivery}_{passage.check}_{passage.at}_{passage.first}_{passage.last}"
    if name == "search":
        return "s_" + base64.urlsafe_b64encode(rest.encode(errors="replace")).decode().rstrip("=")
    return ""


def command(given: str) -> str | None:
    """The command that a payload opens; None for one that is not ours, or means nothing."""
    if len(given) > LONGEST:
        return None
    if given in _ALONE:
        return given
    if match := _PAPER.fullmatch(given):
        return _of_a_paper(_OF_A_PAPER.get(match["letter"]), match["first"], match["rest"])
    if match := _DAY.fullmatch(given):
        return _of_a_day(match["day"], match["category"])
    if match := _PASSAGE.fullmatch(given):
        delivery, check, at, first, last = match.groups()
        passage = Passage.read(f"of:{delivery}.{check} {at} {first}-{last}")
        return passage.line if passage else None
    return _of_words(given.removeprefix("s_")) if given.startswith("s_") else None


def _of_a_paper(name: str | None, first: str, rest: str) -> str | None:
    written = f"{first}{'.' if first.isdecimal() else '/'}{rest}"
    try:
        paper = identifiers.parse(written)
    except UsageError:
        return None
    return f"{name} {paper}" if name and str(paper) == written else None


def _of_a_day(written: str, category: str | None) -> str | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    if category is not None and category not in _WRITTEN:
        return None
    return " ".join(filter(None, ("digest", str(day), _WRITTEN.get(category or ""))))


def _of_words(encoded: str) -> str | None:
    try:
        words = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True).decode()
    except ValueError:
        return None
    return f"search {words}" if words.isprintable() and words == words.strip() != "" else None
