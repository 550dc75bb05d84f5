"""The first page of an edition: what there is, the account, and what to know of how it is shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot import categories, wording
from bot.digest import Digest, Entry
from bot.edition.layout import Cover, Layout, M, Row, first_fitting
from bot.edition.left import by_category, reading_on
from bot.subscriptions import Detail
from bot.text import shorten
from bot.words import Words

_ROWS: Final = (1000, 38, 20, 8, 0)
"""Categories with a row of their own: as many of these as fit; the others share a line."""
_LINE: Final = 500
"""Characters of one sentence."""
_LESS: Final[tuple[Detail, ...]] = ("brief", "titles")
"""What an edition may be shortened to."""


def notes(detail: Detail, wished: Detail, layout: Layout[M], words: Words, *, is_cut: bool) -> list[str]:
    """In what way an edition was shortened, to have no more pages than it may."""
    found = [words("edition-shortened", detail=detail)] if detail != wished else []
    return [*found, words("edition-cut", by=layout.reached_by)] if is_cut else found


def noted(said: str, wished: Detail, layout: Layout[M], words: Words) -> tuple[Detail, list[str]]:
    """In which detail the edition of a cover that stands was shown, and the notes that are on it."""
    shortened = {words("edition-shortened", detail=detail): detail for detail in _LESS}
    found = layout.noted(said, [*shortened, words("edition-cut", by=layout.reached_by)])
    return next((shortened[note] for note in found if note in shortened), wished), found


def text(
    digest: Digest,
    layout: Layout[M],
    words: Words,
    detail: Detail,
    notes: Sequence[str],
    instead: Sequence[Entry],
) -> str:
    """The cover of an edition in this detail; with ``instead``, of one without other pages, which leads to these."""
    small = wording.sources(digest, words) if detail != "titles" and not instead else []
    last = words("edition-alone" if instead else "edition-hint", by=layout.reached_by)
    small += [*notes, last] if digest.total else []
    targets = {group.category: f"thread:{group.category}" for group in digest.groups if group.entries}
    if instead:
        places = {entry.number: at for at, entry in enumerate(instead, start=1)}
        targets = {group[0].category: reading_on(group, places) for group in by_category(instead)}
    warnings = [*_gap(digest, words), *wording.warnings(digest.receipt, words)]
    made = Cover(
        date=digest.day,
        day=_days(digest, words),
        total=words("edition-count", count=digest.total),
        target=reading_on(instead, {}) if instead else "",
        choice=words("edition-choice"),
        rows=(),
        receipt=wording.receipt(digest.receipt, words, summaries=detail != "titles" and not instead),
        warnings=[shorten(warning, _LINE) for warning in warnings],
        small=[shorten(line, _LINE) for line in small],
    )
    return first_fitting((layout.cover(_with_rows(made, digest, rows, targets)) for rows in _ROWS), layout)


def _days(digest: Digest, words: Words) -> str:
    if digest.since in (None, digest.day):
        return words("digest-heading", day=digest.day)
    return words("edition-days", first=digest.since, last=digest.day)


def _gap(digest: Digest, words: Words) -> list[str]:
    """What became of the days on which no edition came."""
    said = []
    if digest.since:
        said.append(words("edition-late", days="one" if digest.since == digest.day else "many"))
    if digest.skipped:
        first, last = digest.skipped[0], digest.skipped[-1]
        said.append(words("edition-skipped", days="one" if first == last else "many", first=first, last=last))
    return said


def _with_rows(made: Cover, digest: Digest, rows: int, targets: Mapping[str, str]) -> Cover:
    groups = digest.groups
    # Where there is no room for all, those with papers have a row first.
    chosen = groups if len(groups) <= rows else sorted(groups, key=lambda group: not group.entries)[:rows]
    listed = {group.category for group in chosen}
    return replace(
        made,
        rows=[
            Row(
                code := group.category,
                categories.name(code),
                targets.get(code, ""),
                str(len(group.entries)),
            )
            for group in groups
            if group.category in listed
        ],
        others=[(group.category, len(group.entries)) for group in groups if group.category not in listed],
    )
