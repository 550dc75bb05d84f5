"""Text for pages that can set formulas: words to read, and the formulas that deserve a typesetter."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.text import tables
from bot.text.reading import read, readable

_CLUMSY: Final = re.compile(r"[_^\\√]")
"""What stands in a formula's Unicode where a typesetter would do better."""
_STACKED: Final = re.compile(r"\\[dtc]?frac(?![A-Za-z])")
"""What Unicode can only write side by side."""
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)")
_UNESCAPED_BRACE: Final = re.compile(r"\\.|([{}])", re.DOTALL)
_OF_PACKAGES: Final = {"nicefrac", "sfrac", "Bbb", "mathds", "mathbbm", "ensuremath"}
_IN_WORDS: Final = {"text", "textbf", "textit", "textrm", "quad", "qquad"}
_SETTABLE: Final = frozenset(tables.ARITY) - _OF_PACKAGES | _IN_WORDS
"""Commands that every typesetter of formulas knows."""
_LONGEST: Final = 300

# Two of Unicode's noncharacters, which are for a program's own use and stand in no text.
_OPEN: Final = "\ufdd0"
_CLOSE: Final = "\ufdd1"
_MARKED: Final = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


class Segment(NamedTuple):
    """A piece of a text: words, or a formula."""

    text: str
    """What ``readable`` makes of it."""
    formula: str = ""
    """Its TeX, without the dollars around it; empty for words."""


def segments(tex: str) -> tuple[Segment, ...]:
    """The same as ``readable`` in pieces. Joined, their texts are what it returns; an empty text has none.

    A formula that Unicode shows well (``$10^5$``) is among the words, and so is one that not every typesetter would
    take: with an author's own macros, or braces that don't match.
    """
    formulas: list[str] = []

    def mark(shown: str, formula: str) -> str:
        if not (_CLUMSY.search(shown) or _STACKED.search(formula)) or not _is_settable(formula):
            return shown
        formulas.append(" ".join(formula.split()))
        return f"{_OPEN}{shown}{_CLOSE}"

    marked = read(tex, mark)
    plain, pieces = (readable(tex), _MARKED.split(marked)) if formulas else (marked, [marked])
    # A mark that the text brought itself, or lost on the way, would set a formula in another's place.
    if len(pieces) != 2 * len(formulas) + 1 or "".join(pieces) != plain:
        return (Segment(plain),)
    found = [Segment(pieces[0])]
    for formula, shown, words in zip(formulas, pieces[1::2], pieces[2::2], strict=True):
        found += [Segment(shown, formula), Segment(words)]
    return tuple(segment for segment in found if segment.text)


def _is_settable(formula: str) -> bool:
    if not formula.strip() or not formula.isascii() or len(formula) > _LONGEST:
        return False
    if formula.lstrip()[0] in "_^":  # X$_i$: what it belongs to stands outside
        return False
    depth = 0
    for brace in _UNESCAPED_BRACE.findall(formula):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0 and all(name in _SETTABLE for name in _COMMAND.findall(formula))
