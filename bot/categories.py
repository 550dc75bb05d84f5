"""arXiv's categories: codes, names, and the two ways in which one category has several codes.

The table is arXiv's own taxonomy of 2026. An *alias* is a second name of a living category (a paper in one is always in
the other: math.IT is cs.IT); a *subsumed* archive is one of the 1990s that went on as a category (cmp-lg is cs.CL).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib import resources
from types import MappingProxyType
from typing import Final

from bot.errors import UsageError


@dataclass(frozen=True, slots=True)
class Category:
    """One of the 155 categories that papers are announced in."""

    code: str
    """As arXiv writes it: ``cs.CV``, ``hep-th``, ``cond-mat.str-el``."""
    name: str
    """``Computer Vision and Pattern Recognition``."""
    archive: str
    """The archive's code: ``cs``, ``hep-th``, ``cond-mat``."""
    group: str
    """The name of the field that arXiv files the archive under: ``Computer Science``, ``Physics``."""


_TABLE: Final = json.loads(resources.files("bot").joinpath("taxonomy.json").read_text(encoding="utf-8"))
_ARCHIVE_NAMES: Final[Mapping[str, str]] = {code: archive["name"] for code, archive in _TABLE["archives"].items()}


def _category(code: str, name: str) -> Category:
    archive = code.partition(".")[0]
    return Category(code, name, archive, _TABLE["groups"][_TABLE["archives"][archive]["group"]])


CATEGORIES: Final[Mapping[str, Category]] = MappingProxyType(
    {code: _category(code, name) for code, name in _TABLE["categories"].items()}
)
"""Code -> category, in the order of arXiv's own list; arXiv counts the six aliases among its 155."""

ALIASES: Final[Mapping[str, str]] = MappingProxyType(_TABLE["aliases"])
"""Second name -> canonical code, six of them."""

SUBSUMED: Final[Mapping[str, str]] = MappingProxyType(_TABLE["subsumed"])
"""Closed archive -> the category that took it in, eighteen of them."""

_TODAY: Final[Mapping[str, str]] = {code: code for code in CATEGORIES} | dict(ALIASES) | dict(SUBSUMED)


def _squeezed(text: str) -> str:
    """Fold what people vary when they type a code: case, dots, hyphens and blanks."""
    return re.sub(r"[\s._/-]+", "", text).casefold()


_BY_TYPING: Final = {_squeezed(code): canonical for code, canonical in _TODAY.items()}
_ARCHIVES_BY_TYPING: Final = {_squeezed(code): code for code in _ARCHIVE_NAMES}


def canonical(text: str) -> str:
    """Return today's code of the category that somebody typed, whatever its case.

    Aliases and subsumed archives lead to the category that they are now. Raises ``UsageError`` with the nearest codes
    for anything else, a bare archive such as ``cs`` included.
    """
    typed = _squeezed(text)
    if typed in _BY_TYPING:
        return _BY_TYPING[typed]
    shown = " ".join(text.split())[:60]
    if archive := _ARCHIVES_BY_TYPING.get(typed):
        codes = [code for code, category in CATEGORIES.items() if category.archive == archive]
        examples = _listed([code for code in codes if code not in ALIASES], "and")
        message = f"{archive} is a whole archive of {len(codes)} categories; name some, such as {examples}."
        raise UsageError(message)
    if not typed:
        raise UsageError("No category was named; categories look like cs.CV, math.NA or hep-th.")
    near = _nearest(typed) or [category.code for category in search(text)]
    hint = f"did you mean {_listed(near, 'or')}?" if near else "categories look like cs.CV, math.NA or hep-th."
    message = f"{shown} is not an arXiv category; {hint}"
    raise UsageError(message)


def resolve(code: str) -> str:
    """Return the canonical code of a code in metadata; one that arXiv does not know comes back as it is."""
    return _TODAY.get(code, code)


def name(code: str) -> str:
    """Return the readable name of a code in metadata: a category, an alias, an old bare archive; else the code."""
    if category := CATEGORIES.get(ALIASES.get(code, code)):
        return category.name
    return _ARCHIVE_NAMES.get(code, code)


def search(words: str) -> list[Category]:
    """Return the categories whose code or name holds every word, best first; all of them for no words.

    An alias finds its category and is not listed beside it.
    """
    wanted = words.casefold().split()
    living = [category for code, category in CATEGORIES.items() if code not in ALIASES]
    ranked = [(rank, category) for category in living if (rank := _rank(category, wanted)) is not None]
    return [category for _, category in sorted(ranked, key=lambda pair: pair[0])]


def _rank(category: Category, wanted: list[str]) -> int | None:
    """Say how well a category fits (0 is best), or None for not at all. Only the worst word counts."""
    codes = [category.code.casefold(), *(old.casefold() for old, now in ALIASES.items() if now == category.code)]
    name_words = re.findall(r"\w+", category.name.casefold())
    worst = 0
    for word in wanted:
        if word in codes:
            rank = 0
        elif any(code.startswith(word) for code in codes):
            rank = 1
        elif word in name_words:
            rank = 2
        elif any(part.startswith(word) for part in name_words):
            rank = 3
        elif any(word in text for text in (*codes, category.name.casefold())):
            rank = 4
        else:
            return None
        worst = max(worst, rank)
    return worst


def _nearest(typed: str) -> list[str]:
    """Return up to three codes that ``typed`` may be a slip for; swapped letters are the likeliest slip."""
    scores = {
        code: (sorted(key) == sorted(typed), SequenceMatcher(None, key, typed).ratio())
        for key, code in _BY_TYPING.items()
        if abs(len(key) - len(typed)) < 4
    }
    near = [code for code, (swapped, ratio) in scores.items() if swapped or ratio >= 0.75]
    near.sort(key=lambda code: scores[code], reverse=True)
    return [code for code in near if scores[code][0]] or near[:3]


def _listed(items: Sequence[str], word: str) -> str:
    *most, last = items[:3]
    return f"{', '.join(most)} {word} {last}" if most else last
