"""What one day holds for one reader: grouped, ordered, numbered, and accounted for to the last paper. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import NamedTuple

from bot import categories
from bot.papers import EXTRACT, IMPORT, Announced, Announcement, Kind, Paper, Summary
from bot.text import readable
from bot.wishes import Dropped, Filter, Wishes

__all__ = ["Digest", "Dropped", "Entry", "Group", "Receipt", "Wishes", "digest"]

_ORDER = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One numbered paper of a digest."""

    number: int
    """1, 2, 3 ... through the whole edition."""
    announced: Announced
    category: str
    """The group it stands in, in canonical spelling."""
    summary: Summary | None
    """None while it is still to be made; the abstract stands in for it."""

    @property
    def badges(self) -> tuple[str, ...]:
        """What a reader should know of how it was announced, in a few words each."""
        paper, kind = self.announced.paper, self.announced.kind
        badges = []
        if categories.resolve(paper.primary) != self.category:
            badges.append(f"cross-list from {paper.primary}")
        elif kind is Kind.CROSS:
            badges.append("newly cross-listed")
        if kind.is_replacement:
            badges.append(f"new version v{paper.version}")
        return tuple(badges)

    @property
    def credit(self) -> str:
        """Whose words the summary is, and since when; empty without a summary."""
        if self.summary is None:
            return ""
        return f"{credit(self.summary.origin)}, {self.summary.made:%Y-%m-%d}"

    def pieces(self, field: str) -> tuple[tuple[str, bool], ...]:
        """A field of its summary as ``pieces`` gives it; none without a summary."""
        return pieces(self.summary, field) if self.summary else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The papers that stand under one of the chosen categories; possibly none."""

    category: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The digest's account: announced = summarized + from the abstract + filtered + lost.

    The first four are counted each for itself: the announced on arXiv's side, the others on the reader's. ``lost`` is
    what remains between them, so that neither a fault in the source nor one in this program can hide.
    """

    announced: int
    """Distinct papers announced in the chosen categories, with those that arXiv counts and we do not hold."""
    summarized: int
    from_abstract: int
    """Papers whose summary is the abstract's own words, or still to be made."""
    filtered: Mapping[str, int]
    """How many each of the reader's own wishes left out (``Dropped``), in the order in which they are asked."""
    pending: tuple[str, ...] = ()
    """Chosen categories whose announcement arXiv has not confirmed yet; the account is closed without them."""
    unaudited: tuple[str, ...] = ()
    """Chosen categories whose papers are here, but whose count arXiv's own page could not confirm yet."""

    @property
    def filtered_total(self) -> int:
        """How many papers the reader's wishes left out."""
        return sum(self.filtered.values())

    @property
    def lost(self) -> int:
        """Announced papers that reach the reader in no way. Must be 0."""
        return self.announced - self.summarized - self.from_abstract - self.filtered_total

    @property
    def balanced(self) -> bool:
        """Whether every announced paper is accounted for."""
        return self.lost == 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must not be overlooked, a sentence each."""
        found = []
        if self.lost > 0:
            papers = "paper is" if self.lost == 1 else "papers are"
            found.append(f"{self.lost} announced {papers} missing from this edition.")
        if self.lost < 0:
            found.append(f"This edition holds {-self.lost} more than was announced; the account does not balance.")
        if self.pending:
            found.append(f"Not confirmed by arXiv yet: {', '.join(self.pending)}. More papers may follow.")
        if self.unaudited:
            found.append(f"Not counted against arXiv's page yet: {', '.join(self.unaudited)}. Papers may follow.")
        return tuple(found)

    def __str__(self) -> str:
        left_out = ", ".join(f"{reason} {number}" for reason, number in self.filtered.items())
        parts = [f"{self.summarized} summarized", f"{self.from_abstract} from the abstract"]
        parts += [f"{self.filtered_total} left out as you wish ({left_out})"] if self.filtered else []
        return f"{self.announced} announced = {' + '.join(parts)}; {self.lost} lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one announcement day holds for one reader."""

    day: date
    wishes: Wishes
    groups: tuple[Group, ...]
    """One for each chosen category, in the order of the wishes."""
    receipt: Receipt
    since: date | None = None
    """It comes late, and holds every announcement day from this one on."""
    skipped: tuple[date, ...] = ()
    """The announcement days before it that no edition brings, as only the newest is wished for."""

    @property
    def skipped_line(self) -> str:
        """Those days, as ``date_line`` says its own; empty where there are none."""
        return _span(self.skipped[0], self.skipped[-1]) if self.skipped else ""

    @property
    def date_line(self) -> str:
        """The day as a heading: "Wednesday, 12 August 2026"; of several days, the first and the last."""
        return _span(self.since or self.day, self.day)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All papers in the order of their numbers."""
        return tuple(entry for group in self.groups for entry in group.entries)

    def only(self, papers: Collection[str]) -> Digest:
        """The same with these papers alone, numbered anew. The receipt stays that of the whole."""
        numbers = count(1)
        groups = (
            replace(
                group,
                entries=tuple(
                    replace(entry, number=next(numbers))
                    for entry in group.entries
                    if entry.announced.paper.id in papers
                ),
            )
            for group in self.groups
        )
        return replace(self, groups=tuple(groups))

    @property
    def total(self) -> int:
        """How many papers it shows."""
        return sum(len(group.entries) for group in self.groups)

    @property
    def credits(self) -> tuple[str, ...]:
        """The small print: how many summaries are whose words, in which language, and until when they were made."""
        made: defaultdict[str, list[date]] = defaultdict(list)
        for entry in self.entries:
            if summary := entry.summary:
                language = "" if summary.is_extract else f", in {summary.language}"
                made[credit(summary.origin) + language].append(summary.made.date())
        often = sorted(made.items(), key=lambda item: -len(item[1]))
        return tuple(f"{len(days)} {words}, {max(days)}" for words, days in often)


def _span(first: date, last: date) -> str:
    return _long(last) if first == last else f"{_long(first)} to {_long(last)}"


def _long(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def credit(origin: str) -> str:
    """Whose words a summary of this origin is, as said to a reader."""
    return {EXTRACT: "in the authors' own words", IMPORT: "imported"}.get(origin, f"by {origin}")


def pieces(summary: Summary, field: str) -> tuple[tuple[str, bool], ...]:
    """A field of a summary as readable text in pieces; True marks a number that the abstract does not support.

    ``field`` is one of ``bot.papers.FIELDS``. Joined, the pieces are the whole text; an empty field has none.
    """
    text = readable(getattr(summary, field))
    numbers = sorted(filter(None, summary.unsupported), key=len, reverse=True)
    if not numbers:
        return ((text, False),) if text else ()
    # Not inside of a longer number: an unsupported 12 does not mark the 12 of 2012 or of 12.5.
    found = re.split(rf"(?<![\d.,])({'|'.join(map(re.escape, numbers))})(?!\d|[.,]\d)", text)
    return tuple((piece, at % 2 == 1) for at, piece in enumerate(found) if piece)


def digest(
    day: date,
    announcements: Sequence[Announcement],
    summaries: Mapping[str, Summary],
    wishes: Wishes,
    *,
    pending: Sequence[str] = (),
    brought: Collection[str] = (),
    here: Collection[str] = (),
) -> Digest:
    """Sort a day's announcements into the digest that ``wishes`` ask for.

    ``announcements`` are those of ``day``, of any categories; the ones that were not chosen are ignored. ``summaries``
    are by paper id, in the language of the wishes. ``pending`` names categories that arXiv has not confirmed.
    ``brought`` are ids of papers that the reader has from earlier editions, and gets again only in a new version;
    ``here`` those that this very edition has brought already, when it is completed later.

    A paper stands once: under its primary category if that is chosen, else under the first chosen one that it is
    listed in. Groups stand in the order of the wishes; in a group new papers come before cross-lists and replacements,
    each in arXiv's order. Raises ``ValueError`` for an announcement of another day.
    """
    chosen = tuple(dict.fromkeys(map(categories.resolve, wishes.categories)))
    ours = [one for one in announcements if categories.resolve(one.category) in chosen]
    if strangers := {one.day for one in ours} - {day}:
        message = f"announcements of {', '.join(map(str, sorted(strangers)))} in a digest of {day}"
        raise ValueError(message)

    reason_to_drop = Filter(wishes, brought, here)
    dropped: Counter[Dropped] = Counter()
    shown: defaultdict[str, list[_Sighting]] = defaultdict(list)
    for sightings in _by_paper(ours).values():
        home = _home(sightings, chosen)
        sighting = min(sightings, key=lambda one: one.rank_in(home))
        if reason := reason_to_drop(sighting.announced):
            dropped[reason] += 1
        else:
            shown[home].append(sighting)

    numbers = count(1)
    groups = tuple(
        Group(
            category=category,
            entries=tuple(
                Entry(
                    number=next(numbers),
                    announced=one.announced,
                    category=category,
                    summary=summaries.get(one.announced.paper.id),
                )
                for one in sorted(shown[category], key=lambda one: one.rank_in(category)[1:])
            ),
        )
        for category in chosen
    )
    return Digest(day=day, wishes=wishes, groups=groups, receipt=_receipt(ours, groups, dropped, pending))


class _Sighting(NamedTuple):
    """One line of one announcement, and where it stood."""

    category: str
    announcement: int
    position: int
    announced: Announced

    def rank_in(self, home: str) -> tuple[bool, int, bool, int, int]:
        """Sorts a paper's sightings: what its own group's announcement says of it counts most, then what is newest.

        Without its first item it sorts a group's papers: by kind, then in arXiv's order, those that only another
        category announced at the end.
        """
        elsewhere = self.category != home
        return elsewhere, _ORDER[self.announced.kind], elsewhere, self.announcement, self.position


def _by_paper(announcements: Sequence[Announcement]) -> dict[str, list[_Sighting]]:
    papers: defaultdict[str, list[_Sighting]] = defaultdict(list)
    for number, announcement in enumerate(announcements):
        category = categories.resolve(announcement.category)
        for position, announced in enumerate(announcement.entries):
            papers[announced.paper.id].append(_Sighting(category, number, position, announced))
    return papers


def _home(sightings: Sequence[_Sighting], chosen: Sequence[str]) -> str:
    """The one chosen category under which a paper stands."""
    paper: Paper = sightings[0].announced.paper
    listed = tuple(map(categories.resolve, paper.categories))
    if listed[0] in chosen:
        return listed[0]
    everywhere = {*listed, *(one.category for one in sightings)}
    return next(category for category in chosen if category in everywhere)


def _receipt(
    announcements: Sequence[Announcement],
    groups: Sequence[Group],
    dropped: Counter[Dropped],
    pending: Sequence[str],
) -> Receipt:
    announced = {entry.paper.id for announcement in announcements for entry in announcement.entries}
    shown = [entry.summary for group in groups for entry in group.entries]
    by_model = sum(1 for summary in shown if summary and not summary.is_extract)
    return Receipt(
        announced=len(announced) + sum(announcement.missing for announcement in announcements),
        summarized=by_model,
        from_abstract=len(shown) - by_model,
        filtered={reason: dropped[reason] for reason in Dropped if dropped[reason]},
        pending=tuple(pending),
        unaudited=tuple(one.category for one in announcements if one.is_unaudited),
    )
