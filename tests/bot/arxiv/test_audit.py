from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.arxiv.audit import doubt, from_feed, from_listing, is_of
from bot.arxiv.listing import Listing
from bot.arxiv.rss import Feed
from bot.papers import Announced, Kind
from tests.doubles.papers import invent

DAY, BEFORE = date(2026, 11, 23), date(2026, 11, 20)
PAPERS = invent(6)


def entries(kinds: str, first: int = 0) -> tuple[Announced, ...]:
    """``n`` new, ``c`` cross, ``r`` replaced, ``x`` replaced and cross-listed: one paper each."""
    names = {"n": Kind.NEW, "c": Kind.CROSS, "r": Kind.REPLACE, "x": Kind.REPLACE_CROSS}
    return tuple(Announced(paper, names[kind]) for paper, kind in zip(PAPERS[first:], kinds, strict=False))


def feed(announced: tuple[Announced, ...], day: date = DAY, items: date | None = None) -> Feed:
    return Feed(day=day, item_days=frozenset({items or day} if announced else ()), entries=announced)


def listing(announced: tuple[Announced, ...], stated: int | None = None) -> Listing:
    return Listing(day=DAY, entries=announced, stated=len(announced) if stated is None else stated)


@pytest.mark.parametrize(
    ("suspect", "known", "words"),
    [
        (feed(entries("nnc")), (), None),
        (feed(entries("nnc")), (PAPERS[0].id, PAPERS[1].id), None),
        (feed(entries("nnc")), [paper.id for paper in PAPERS], "its 3 papers are those of an earlier day"),
        (feed(entries("nr")), (PAPERS[0].id,), "its 1 papers are those of an earlier day"),
        (feed(entries("rx")), [paper.id for paper in PAPERS], None),
        (feed(()), [paper.id for paper in PAPERS], None),
        (feed(entries("n"), day=BEFORE), (), "it is dated 2026-11-20"),
        (feed((), day=BEFORE), (), "it is dated 2026-11-20"),
        (feed(entries("n"), items=BEFORE), (), "its papers are dated 2026-11-20"),
    ],
)
def test_a_feed_is_doubted_for_its_date_and_for_papers_of_earlier_days(
    suspect: Feed, known: tuple[str, ...], words: str | None
) -> None:
    assert doubt(suspect, DAY, known) == words


@pytest.mark.parametrize(
    ("held", "listed", "same"),
    [
        (entries("nnnn"), entries("nnnn"), True),
        (entries("nnnn"), entries("nn"), True),
        (entries("nnnn"), entries("n"), False),
        (entries("nnrr"), entries("rr", first=2), False),
        (entries("rr"), entries("rr"), True),
        (entries("rr"), entries("nn", first=2), False),
        ((), entries("nn"), True),
        ((), (), True),
    ],
)
def test_a_feed_is_the_listings_day_if_half_of_what_it_holds_stands_there(
    held: tuple[Announced, ...], listed: tuple[Announced, ...], same: bool
) -> None:
    assert is_of(feed(held), listing(listed)) is same


def test_what_the_listing_adds_stands_among_its_kind() -> None:
    audited = from_feed("cs.CV", DAY, feed(entries("nnr")), listing(entries("nnr") + entries("nc", first=4)))
    assert [(entry.kind.value, PAPERS.index(entry.paper)) for entry in audited.entries] == [
        ("new", 0), ("new", 1), ("new", 4), ("cross", 5), ("replace", 2),
    ]  # fmt: skip
    assert (audited.added, audited.stated) == ((PAPERS[4].id, PAPERS[5].id), 5)


def test_what_only_the_feed_has_stays() -> None:
    audited = from_feed("cs.CV", DAY, feed(entries("nnrx")), listing(entries("nn")))
    assert len(audited.entries) == 4
    assert (audited.stated, audited.missing) == (2, 0)


def test_what_is_stated_is_the_pages_own_count_whatever_the_feed_holds() -> None:
    on_page = entries("nn") + entries("c", first=1)  # one of them in two sections
    audited = from_feed("cs.CV", DAY, feed(entries("nnrx")), listing(on_page))
    assert (len(audited.entries), audited.stated, audited.missing) == (4, 2, 0)
    audited = from_feed("cs.CV", DAY, feed(entries("nnrx")), listing(on_page, stated=8))
    assert (len(audited.entries), audited.stated, audited.missing) == (4, 7, 3)


def test_the_feeds_word_on_a_paper_goes_before_the_pages() -> None:
    (mine,) = entries("n")
    on_page = replace(mine.paper, version=1, authors=("Somebody",), comment="3 pages", journal_ref="J. 1", licence=None)
    in_feed = replace(mine.paper, version=4, comment=None, journal_ref=None)
    audited = from_feed("cs.CV", DAY, feed((replace(mine, paper=in_feed),)), listing((replace(mine, paper=on_page),)))
    assert audited.entries[0].paper == replace(in_feed, comment="3 pages", journal_ref="J. 1")


def test_a_paper_in_two_sections_is_counted_once_wherever_it_is_counted() -> None:
    (mine,) = entries("c")
    twice = (mine, replace(mine, kind=Kind.REPLACE_CROSS))
    for announcement in (
        from_feed("cs.CV", DAY, feed((mine,)), listing(twice)),
        from_feed("cs.CV", DAY, feed(twice), listing(twice)),
        from_listing("cs.CV", DAY, listing(twice), "catchup", in_place_of_feed=False),
    ):
        assert (announcement.entries, announcement.stated, announcement.added) == ((mine,), 1, ())
    lost = from_listing("cs.CV", DAY, listing(twice, stated=5), "catchup", in_place_of_feed=False)
    assert lost.missing == 3


def test_a_feed_without_a_listing_states_nothing() -> None:
    assert from_feed("cs.CV", DAY, feed(entries("nn"))).stated is None
