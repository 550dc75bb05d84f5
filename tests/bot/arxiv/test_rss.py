from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv import rss
from bot.arxiv.faults import Damaged
from bot.papers import Announced, Kind
from bot.text import clean_authors
from tests.doubles import arxiv_markup as markup
from tests.doubles.arxiv_answers import BOMB
from tests.doubles.papers import invent

DAY = date(2026, 11, 23)
KINDS = (Kind.NEW, Kind.NEW, Kind.CROSS, Kind.REPLACE, Kind.REPLACE_CROSS)
ENTRIES = [Announced(paper, kind) for paper, kind in zip(invent(5, version=2), KINDS, strict=True)]
FEED = markup.feed("cs.CV", ENTRIES, day=DAY).encode()

TEXT = st.text(st.characters(exclude_categories=["C"], include_characters="\n\t")).map(str.strip).filter(bool)


def as_the_feed_knows_it(entry: Announced) -> Announced:
    authors = clean_authors(entry.paper.authors)
    return replace(entry, paper=replace(entry.paper, authors=authors, comment=None, submitted=None, updated=None))


def test_a_feed_gives_its_day_and_its_papers_as_arxiv_wrote_them() -> None:
    feed = rss.parse(FEED)
    assert feed.day == DAY
    assert feed.item_days == {DAY}
    assert feed.entries == tuple(as_the_feed_knows_it(entry) for entry in ENTRIES)


@given(title=TEXT, abstract=TEXT)
def test_no_text_is_changed_on_the_way(title: str, abstract: str) -> None:
    paper = replace(ENTRIES[0].paper, title=title, abstract=abstract)
    (entry,) = rss.parse(markup.feed("cs.CV", [Announced(paper, Kind.NEW)], day=DAY).encode()).entries
    assert (entry.paper.title, entry.paper.abstract) == (title, abstract)


def test_a_title_of_a_single_zero_is_a_title() -> None:
    paper = replace(ENTRIES[0].paper, title="0")
    (entry,) = rss.parse(markup.feed("cs.CV", [Announced(paper, Kind.NEW)], day=DAY).encode()).entries
    assert entry.paper.title == "0"


def test_thousands_of_authors_survive() -> None:
    names = tuple(f"Author Number{n}" for n in range(3303))
    paper = replace(ENTRIES[0].paper, authors=names)
    (entry,) = rss.parse(markup.feed("cs.CV", [Announced(paper, Kind.NEW)], day=DAY).encode()).entries
    assert entry.paper.authors == names


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Mon, 23 Nov 2026 00:00:00 -0500", date(2026, 11, 23)),
        ("Mon, 23 Nov 2026 05:00:00 +0000", date(2026, 11, 23)),
        ("Mon, 23 Nov 2026 04:59:59 GMT", date(2026, 11, 22)),
        ("Tue, 14 Jul 2026 04:00:00 +0000", date(2026, 7, 14)),
    ],
)
def test_the_day_is_new_yorks_in_whatever_zone_it_is_written(stated: str, day: date) -> None:
    body = markup.feed("cs.CV", [], day=DAY).replace("Mon, 23 Nov 2026 00:00:00 -0500", stated)
    assert rss.parse(body.encode()).day == day


def test_an_empty_feed_is_a_feed_without_papers() -> None:
    feed = rss.parse(markup.feed("cs.CV", [], day=DAY).encode())
    assert (feed.day, feed.entries, feed.item_days) == (DAY, (), frozenset())


@given(st.integers(0, len(FEED.rstrip()) - 1))
def test_a_feed_cut_anywhere_is_damaged_and_never_a_shorter_day(length: int) -> None:
    with pytest.raises(Damaged):
        rss.parse(FEED[:length])


@given(st.integers(0, len(FEED) - 1), st.binary(max_size=8))
def test_a_mangled_feed_is_read_or_damaged_and_nothing_else(place: int, put: bytes) -> None:
    with contextlib.suppress(Damaged):
        rss.parse(FEED[:place] + put + FEED[place + len(put) :])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Rate exceeded.",
        b"<html><body>Down for maintenance</body></html>",
        b"<rss version='2.0'></rss>",
        BOMB.encode(),
        b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><rss><channel><title>&x;</title></channel></rss>",
        b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/rss.dtd'>" + FEED.partition(b"?>")[2],
        FEED.replace(b"<pubDate>", b"<pubbed>").replace(b"</pubDate>", b"</pubbed>"),
        FEED.replace(b"Mon, 23 Nov 2026 00:00:00", b"Someday"),
        FEED.replace(b"<arxiv:announce_type>cross</arxiv:announce_type>", b""),
        FEED.replace(b"<arxiv:announce_type>cross<", b"<arxiv:announce_type>absonly<"),
        FEED.replace(b"oai:arXiv.org:2611.90001v2", b"something else"),
        FEED.replace(b"<category>cs.CV</category>", b""),
        markup.answer("", [], limit=1, total=0, now=datetime(2026, 11, 23, tzinfo=UTC)).encode(),
    ],
    ids=[
        "nothing", "plain text", "web page", "no channel", "entity bomb", "outside entity", "outside document type",
        "no date", "impossible date", "no type", "unknown type", "no id", "no categories", "Atom",
    ],
)  # fmt: skip
def test_what_is_no_whole_feed_is_damaged(body: bytes) -> None:
    with pytest.raises(Damaged):
        rss.parse(body)


def test_the_real_feed_of_a_monday_is_read_whole(recorded: Callable[[str], bytes]) -> None:
    feed = rss.parse(recorded("rss/rss2_quant-ph_2025-04-28.xml"))
    assert feed.day == date(2025, 4, 28)
    assert feed.item_days == {feed.day}
    assert Counter(entry.kind for entry in feed.entries) == {
        Kind.NEW: 40, Kind.CROSS: 10, Kind.REPLACE: 22, Kind.REPLACE_CROSS: 9
    }  # fmt: skip
    papers = {entry.paper.id: entry.paper for entry in feed.entries}
    assert len(papers) == 81
    assert all(paper.abstract and "Announce Type" not in paper.abstract for paper in papers.values())
    assert all(paper.authors for paper in papers.values())
    assert "Cram\\'er-Rao" in papers["2504.17873"].title
    assert (papers["2504.16424"].version, papers["2504.16424"].primary) == (2, "math-ph")
    assert any(paper.doi for paper in papers.values())
    assert any(paper.journal_ref for paper in papers.values())


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("rss/rss2_cs_2025-04-27_sunday_empty.xml", date(2025, 4, 27)),
        ("server-generated/feed-rss-empty-hep-th.xml", date(2023, 10, 27)),
    ],
)
def test_real_feeds_of_days_without_papers_are_read(recorded: Callable[[str], bytes], name: str, day: date) -> None:
    feed = rss.parse(recorded(name))
    assert (feed.day, feed.entries) == (day, ())


def test_an_id_of_a_form_that_is_not_known_yet_costs_no_day(recorded: Callable[[str], bytes]) -> None:
    feed = rss.parse(recorded("server-generated/feed-rss-testdb-cs.CV+math.xml"))
    assert ("1234.5645", 2) in {(entry.paper.id, entry.paper.version) for entry in feed.entries}
