"""What a reader wants to see, and the filter that follows from it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot import categories
from bot.papers import Announced, Paper
from bot.text import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """One reader's choice. A paper that matches something unwanted is left out, whatever else it matches."""

    categories: tuple[str, ...]
    """Codes, most important first; an alias means the same as its category."""
    language: str = "English"
    """Of the summaries, by its English name."""
    crosslists: bool = True
    """Also papers whose primary category was not chosen."""
    replacements: bool = False
    """Also new versions of papers that were announced before."""
    wanted_words: tuple[str, ...] = ()
    """Words or phrases of title and abstract. Where any word or author is wanted, a paper needs at least one."""
    unwanted_words: tuple[str, ...] = ()
    wanted_authors: tuple[str, ...] = ()
    """Family names or full names, with or without their accents."""
    unwanted_authors: tuple[str, ...] = ()


class Dropped(StrEnum):
    """Why a reader does not see a paper, in the order in which it is asked; the receipt uses these words."""

    BROUGHT = "had before"
    REPLACEMENT = "replacements"
    CROSSLIST = "cross-lists"
    UNWANTED_WORD = "unwanted words"
    UNWANTED_AUTHOR = "unwanted authors"
    NOTHING_WANTED = "no wanted word or author"


class Filter:
    """Says of each announced paper whether the reader wants it."""

    def __init__(self, wishes: Wishes, brought: Collection[str] = (), here: Collection[str] = ()) -> None:
        self._wishes = wishes
        self._brought = frozenset(brought)
        self._here = frozenset(here)
        self._chosen = frozenset(map(categories.resolve, wishes.categories))
        self._wanted_words = _pattern(wishes.wanted_words)
        self._unwanted_words = _pattern(wishes.unwanted_words)
        self._wanted_authors = _names(wishes.wanted_authors)
        self._unwanted_authors = _names(wishes.unwanted_authors)

    def __call__(self, announced: Announced) -> Dropped | None:
        """The first reason to leave the paper out, or None to show it."""
        paper = announced.paper
        if paper.id in self._here or (paper.id in self._brought and not announced.kind.is_replacement):
            return Dropped.BROUGHT
        if announced.kind.is_replacement and not self._wishes.replacements:
            return Dropped.REPLACEMENT
        if not self._wishes.crosslists and categories.resolve(paper.primary) not in self._chosen:
            return Dropped.CROSSLIST
        if _mentions(paper, self._unwanted_words):
            return Dropped.UNWANTED_WORD
        if _is_by(paper, self._unwanted_authors):
            return Dropped.UNWANTED_AUTHOR
        if not (self._wanted_words or self._wanted_authors):
            return None
        if _mentions(paper, self._wanted_words) or _is_by(paper, self._wanted_authors):
            return None
        return Dropped.NOTHING_WANTED


# --- words ----------------------------------------------------------------------------------------------------------

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_GAP = re.compile(r"[\s\u2010\u2011-]+")  # "self-supervised" is also written "self supervised"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for all words and phrases, or None where there are none."""
    patterns = [_phrase(folded) for word in words if (folded := _folded(word).strip())]
    return re.compile("|".join(patterns)) if patterns else None


def _phrase(folded: str) -> str:
    inner = _GAP.pattern.join(map(re.escape, _GAP.split(folded)))
    # Chinese and Japanese are written without spaces, so a word of theirs is found anywhere.
    return inner if _CJK.search(folded) else rf"(?<!\w){inner}(?!\w)"


def _mentions(paper: Paper, pattern: re.Pattern[str] | None) -> bool:
    return pattern is not None and any(
        pattern.search(_folded(readable(text))) for text in (paper.title, paper.abstract)
    )


# --- authors --------------------------------------------------------------------------------------------------------

_Name = tuple[str, ...]
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_STROKES = str.maketrans("øłđħıæœ", "oldhiao")  # letters that Unicode does not take apart


def _names(written: tuple[str, ...]) -> frozenset[_Name]:
    return frozenset(name for one in written if (name := _name(one)))


def _name(written: str) -> _Name:
    """The comparable parts: ``Erd\\H{o}s, Paul`` and ``Paul P. Erdos Jr.`` both give ``("paul", "erdos")``."""
    family, comma, given = readable(written).partition(",")
    if comma and _parts(given) and _parts(given)[0] not in _SUFFIXES:
        written = f"{given} {family}"
    parts = [part for part in _parts(readable(written)) if part not in _SUFFIXES]
    return tuple(part for n, part in enumerate(parts) if n == 0 or len(part) > 1 or _CJK.match(part))


def _parts(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[\w'’-]+", unicodedata.normalize("NFC", bare).translate(_STROKES))


def _is_by(paper: Paper, names: frozenset[_Name]) -> bool:
    """Whether an author has one of the names: all of it, or its end, which is the family name with its particles."""
    return bool(names) and any(
        author[start:] in names for author in map(_name, paper.authors) for start in range(len(author))
    )
