"""What people type when they search, as a value. Pure, and total: any text is a query.

    diffusion "image editing" -survey author:"Jane Doe" cat:cs.CV after:2026-11 before:7d

Words and phrases must all be there, in title, abstract, authors or summaries. Several ``author:`` must all have
written the paper; of several ``cat:``, which may name whole archives, one is enough. ``after:`` and ``before:`` speak
of the day of the first announcement, from the first on and up to the second without it. ``sort:newest`` and
``sort:best`` say what comes first. What looks like an operator and is none, or makes no sense, is a word like any
other.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from typing import Final

from bot import categories
from bot.errors import UsageError

LONGEST: Final = 500
"""Characters that are looked at; a whole abstract pasted into a chat is cut to this."""
MOST: Final = 24
"""Words, phrases and names of one kind that are looked for; more would only make the search slow."""


class Order(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for. ``str()`` is its normal form, which ``parse`` reads as the same query."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    """Words that stand side by side, exactly so."""
    excluded: tuple[str, ...] = ()
    """Words and phrases that may not be there."""
    authors: tuple[str, ...] = ()
    excluded_authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """Canonical codes (``cs.CV``) and archives (``cs``)."""
    excluded_categories: tuple[str, ...] = ()
    after: date | None = None
    """The first day that counts."""
    before: date | None = None
    """The first day that does not count any more."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Query()

    @property
    def misread(self) -> tuple[str, ...]:
        """The words that look like a filter, and make no sense as one: ``cat:cs.XX``, ``after:2026-13``."""
        said = (*self.words, *self.phrases, *self.excluded)
        return tuple(words for words in said if words.partition(":")[0].lower() in _FIELDS and ":" in words)

    def __str__(self) -> str:
        return " ".join(
            [
                *self.words,
                *(f'"{phrase}"' for phrase in self.phrases),
                *(f"-{_quoted(words)}" for words in self.excluded),
                *(f"author:{_quoted(name)}" for name in self.authors),
                *(f"-author:{_quoted(name)}" for name in self.excluded_authors),
                *(f"cat:{code}" for code in self.categories),
                *(f"-cat:{code}" for code in self.excluded_categories),
                *([f"after:{self.after}"] if self.after else []),
                *([f"before:{self.before}"] if self.before else []),
            ]
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is as a query, and how much of it that is."""

    query: Query
    items: int
    """Words, phrases and filters that were read, from the first on; repeated ones count again."""
    is_whole: bool
    """Whether that is all of them."""
    order: Order | None = None
    """What is to come first, where that is said; the last word counts."""


def parse(text: str, *, today: date) -> Query:
    """Read any text as a query; ``today`` is where ``after:7d`` counts from."""
    return read(text, today=today).query


def read(text: str, *, today: date) -> Reading:
    """``parse``, with the account of what is too long to be looked for whole. It is cut between two words."""
    begun = _begun(text)
    pieces: list[Query] = []
    room = LONGEST + 1
    is_whole = begun == text or not any(_items(text[len(begun) : len(begun) + LONGEST]))
    order = None
    for item in _items(begun):
        if said := _order(*item):
            order = said
            continue
        piece = _piece(*item, today)
        room -= len(str(piece)) + 1
        if room < 0:
            is_whole = False
            break  # so that the normal form is never cut itself
        pieces.append(piece)
    lists = {
        field: tuple(dict.fromkeys(chain.from_iterable(getattr(one, field) for one in pieces))) for field in _LISTS
    }
    items = len(pieces)
    if any(len(those) > MOST for those in lists.values()):
        items, is_whole = _last_but(MOST, pieces), False
    query = Query(
        **{field: those[:MOST] for field, those in lists.items()},
        after=max((piece.after for piece in pieces if piece.after), default=None),
        before=min((piece.before for piece in pieces if piece.before), default=None),
    )
    return Reading(query, items, is_whole, order)


def _begun(text: str) -> str:
    """As much of a text as is looked at: up to the end of a word, where there is one."""
    if len(text) <= LONGEST or text[LONGEST].isspace():
        return text[:LONGEST]
    cut = text[:LONGEST]
    *words, _ = cut.rsplit(maxsplit=1)
    return words[0] if words and not cut[-1].isspace() else cut


def _last_but(most: int, pieces: Sequence[Query]) -> int:
    """How many pieces come before the first that finds no room in its list."""
    seen: dict[str, set[str]] = {field: set() for field in _LISTS}
    for at, piece in enumerate(pieces):
        for field, those in seen.items():
            those.update(getattr(piece, field))
            if len(those) > most:
                return at
    return len(pieces)


def _order(minus: bool, operator: str, value: str, quoted: bool) -> Order | None:
    """The order that one item of the text asks for."""
    del quoted
    asked = _FIELDS.get(operator) == "order" and not minus
    return next((order for order in Order if asked and order == value.lower()), None)


def _piece(minus: bool, operator: str, value: str, quoted: bool, today: date) -> Query:
    """The query that one item of the text would be alone."""
    field = _FIELDS.get(operator)
    if field == "after" and not minus and (day := _day(value, today)):
        return Query(after=day)
    if field == "before" and not minus and (day := _day(value, today)):
        return Query(before=day)
    if field == "authors":
        return Query(excluded_authors=(value,)) if minus else Query(authors=(value,))
    if field == "categories" and (codes := _codes(value)):
        return Query(excluded_categories=codes) if minus else Query(categories=codes)
    plain = f"{operator}:{value}" if operator else value
    if minus:
        return Query(excluded=(plain,))
    return Query(phrases=(plain,)) if quoted else Query(words=(plain,))


# --- from text to items ---------------------------------------------------------------------------------------------

_LISTS: Final = tuple(field.name for field in fields(Query) if field.name not in ("after", "before"))
_FIELDS: Final = {
    **dict.fromkeys(("author", "authors", "by"), "authors"),
    **dict.fromkeys(("cat", "category", "in"), "categories"),
    **dict.fromkeys(("after", "since"), "after"),
    **dict.fromkeys(("before", "until"), "before"),
    "sort": "order",
}
_ITEM: Final = re.compile(
    r"""
      (?<!\S)(?P<minus>-?)(?:(?P<operator>[a-z]+):\s*)?"(?P<quoted>[^"]*)"
    | (?P<bare>[^\s"]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPERATION: Final = re.compile(r"([a-z]+):(.+)", re.IGNORECASE | re.DOTALL)
_WAITING: Final = re.compile(rf"(?<!\S)(-?(?:{'|'.join(_FIELDS)}):)\s+(?=\S)", re.IGNORECASE)
"""``author: Jane``: a known operator, and a blank before what it is about."""
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"') | {"−": "-"})
_UNTYPED: Final = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")


def _items(text: str) -> Iterator[tuple[bool, str, str, bool]]:
    """Whether it is excluded, the operator's name or "", the value, and whether that was in quotation marks."""
    plain = _UNTYPED.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].translate(_QUOTES))
    for item in _ITEM.finditer(_WAITING.sub(r"\1", plain)):
        if item["bare"] is None:
            operator = (item["operator"] or "").lower()
            if operator and operator not in _FIELDS:
                yield bool(item["minus"]), "", operator, False
                operator = ""
            if value := _trimmed(item["quoted"]):
                yield bool(item["minus"]), operator, value, True
        elif word := _trimmed(item["bare"]):
            minus = item["bare"].startswith("-")
            operation = _OPERATION.fullmatch(word)
            if operation and operation[1].lower() in _FIELDS and (value := _trimmed(operation[2])):
                yield minus, operation[1].lower(), value, False
            else:
                yield minus, "", word, False


def _trimmed(text: str) -> str:
    """Without blanks and signs at both ends, which no index knows; the marks of many scripts belong to their letter."""
    start, end = 0, len(text)
    while start < end and unicodedata.category(text[start])[0] not in "LN":
        start += 1
    while end > start and unicodedata.category(text[end - 1])[0] not in "LNM":
        end -= 1
    return " ".join(text[start:end].split())


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words or ":" in words else words


# --- values ---------------------------------------------------------------------------------------------------------

_ARCHIVES: Final = {
    category.archive.casefold(): category.archive
    for category in categories.CATEGORIES.values()
    if category.archive not in categories.CATEGORIES  # hep-th is both
}


def _codes(value: str) -> tuple[str, ...]:
    """The categories and archives named in ``cs.CV,math`` or ``cs.CV math``; none if one of them is unknown."""
    codes = []
    for part in value.replace(",", " ").split():
        if not (code := _ARCHIVES.get(part.casefold()) or _category(part)):
            return ()
        codes.append(code)
    return tuple(codes)


def _category(typed: str) -> str:
    try:
        return categories.canonical(typed)
    except UsageError:
        return ""


_CALENDAR: Final = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?", re.ASCII)
_AGO: Final = re.compile(r"([0-9]{1,4})([dwmy])", re.ASCII | re.IGNORECASE)


def _day(value: str, today: date) -> date | None:
    """The day of ``2026-11-20``, the first one of ``2026-11`` or ``2026``, or ``7d``, ``2w``, ``3m``, ``1y`` ago."""
    if value.lower() in ("today", "yesterday"):
        return today - timedelta(days=value.lower() == "yesterday")
    try:
        if calendar := _CALENDAR.fullmatch(value):
            year, month, day = (int(part or 1) for part in calendar.groups())
            return date(year, month, day)
        if ago := _AGO.fullmatch(value):
            return _before(today, int(ago[1]), ago[2].lower())
    except (ValueError, OverflowError):
        pass  # no such day, or one before our era
    return None


def _before(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
