"""Split the text of an abstract into its sentences.

General splitters stumble over what abstracts are full of: "vs.", "et al." before a capital, product names that open a
sentence in lower case, sentences glued together where a line break was lost. The rules here are about those.
"""

from __future__ import annotations

import re

_END = re.compile(
    r"""(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>["'”’»)\]}]*+)(?P<gap>\s|(?=[A-Z]))   # no gap in "models.To"
      | [。！？]+[”’」』）]*\s?""",
    re.VERBOSE,
)
_MASKED = re.compile(r"\([^()]{0,400}\)|\$[^$]{0,400}\$")
"""Brackets and inline formulas: a full stop inside is not the end of the sentence around it."""
_LAST_TOKEN = re.compile(r"[^\s(\[{,;:—–-]*\Z")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_NEXT_WORD = re.compile(r"[^\W\d_]+")

_ABBREVIATIONS = """
    e.g eg i.e ie vs v.s cf resp viz approx w.r.t wrt s.t a.k.a aka incl esp dr prof mr mrs ms fig figs eq eqs secs
    cor eds dept univ"""
_NEVER_LAST = frozenset(_ABBREVIATIONS.split())
_BEFORE_NUMBERS = frozenset(
    {"no", "nos", "nr", "art", "p", "pp", "vol", "ch", "sec", "tab", "thm", "prop", "def", "lem", "ref", "refs", "ca"}
)
_SELDOM_LAST = frozenset(
    {"al", "etc", "inc", "ltd", "co", "corp", "jr", "sr", "u.s", "u.k", "ph.d", "phd", "m.s", "b.s", "a.m", "p.m"}
)
_OPENING_WORDS = """
    A Additionally After All Also Although An And Another As At Based Because Besides Both But By Code Compared
    Consequently Current Despite Does Due During Each Empirically Even Every Evaluations Existing Experimental
    Experiments Extensive Finally First For From Further Furthermore Given Hence Here How However If
    Importantly In Inspired Instead It Its Many Meanwhile More Moreover Most Motivated Nevertheless Next No
    Notably On Once One Our Over Overall Project Recent Recently Results Second Secondly Similarly Simulations
    Since Several So Specifically Such Surprisingly That The Their Then There Therefore These They This Thus To
    Together Traditional Two Under Unfortunately Unlike Using Via We What When Where Whether Which While With
    Without Yet"""
_OPENERS = frozenset(_OPENING_WORDS.split())
"""Words that open a sentence in abstracts and are hardly ever a name."""

MAX_WINDOW = 60
"""How far back from a full stop the word before it is looked for, in characters."""


def split(text: str) -> list[str]:
    """The sentences of ``text`` in order, each with its white space evened out; nothing else is changed or lost.

    Any string will do, and the time grows with its length. Text without a sentence gives an empty list.
    """
    text = " ".join(text.split())
    shadow = _MASKED.sub(lambda match: re.sub(r"[.!?…]", "_", match[0]), text)
    sentences = []
    start = 0
    for match in _END.finditer(shadow):
        end = match.end()
        if end < len(text) and _is_boundary(shadow, start, match):
            sentences.append(text[start:end].rstrip())
            start = end
    return [*sentences, rest] if (rest := text[start:].strip()) else sentences


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the sentence that began at ``start`` ends with this punctuation."""
    mark = match["mark"]
    if mark is None:  # an ideographic full stop is never anything else
        return True
    after = text[match.end() : match.end() + MAX_WINDOW]
    before = text[max(start, match.start() - MAX_WINDOW) : match.start()]
    found = _LAST_TOKEN.search(before)
    token = found[0] if found else ""
    opener = _NEXT_WORD.match(after)
    next_word = opener[0] if opener else ""
    if not match["gap"]:
        return _is_glued(token, next_word, match["close"])
    if not _may_open(after, next_word):
        return False
    if mark != ".":
        return True
    if after[0].isdecimal() and token.lower() in _BEFORE_NUMBERS:
        return False
    return _may_end(before.removesuffix(token), token, next_word)


def _is_glued(token: str, next_word: str, close: str) -> bool:
    """Whether a lost space stands here. Names (Node.JS, U.S.A) and addresses have none to lose."""
    if next_word not in _OPENERS or "/" in token or "." in token or "@" in token:
        return False
    return bool(close) or len(token) > 1


def _may_open(after: str, next_word: str) -> bool:
    """Whether a sentence can start so. Lower case cannot, unless it is a name such as mmWave or vMF, or Greek."""
    first = after[0]
    if first in ",;:)]}%&/":
        return False
    return not (first.islower() and first.isascii()) or not next_word.islower()


def _may_end(before: str, token: str, next_word: str) -> bool:
    """Whether a sentence can end with ``token`` and one full stop, where ``before`` is what stands before the token."""
    word = token.strip("\"'“”‘’*").lower()
    if word in _NEVER_LAST:
        return False
    if word in _SELDOM_LAST:
        return next_word in _OPENERS
    if _INITIALS.fullmatch(token):  # of a person, or the "A" of "class A"
        return next_word in _OPENERS
    if word.isdigit() and len(word) <= 2:  # the number of a list item: "... as follows: 1. We"
        return before.rstrip()[-1:] not in ("", ":", ";", ",", ".")
    return True
