from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv import listing
from bot.arxiv.faults import Damaged
from bot.papers import Announced, Kind, Paper
from bot.text import clean_authors
from tests.doubles import arxiv_markup as markup
from tests.doubles.papers import invent

DAY = date(2026, 11, 23)
OWN, OTHERS = invent(4), invent(2, category="cs.LG", first=90101, version=2)
ENTRIES = [
    Announced(OWN[0], Kind.NEW),
    Announced(OWN[1], Kind.NEW),
    Announced(OTHERS[0], Kind.CROSS),
    Announced(replace(OWN[3], version=4), Kind.REPLACE),
    Announced(OTHERS[1], Kind.REPLACE_CROSS),
]
PAGE = markup.listing("cs.CV", ENTRIES, day=DAY).encode()


def as_the_page_knows_it(entry: Announced) -> Announced:
    paper = replace(
        entry.paper,
        authors=clean_authors(entry.paper.authors)[:100],
        doi=None,
        licence=None,
        submitted=None,
        updated=None,
    )
    return replace(entry, paper=paper)


@pytest.mark.parametrize(
    "page", [PAGE, markup.catchup("cs.CV", ENTRIES, day=DAY).encode()], ids=["the latest day", "catching up"]
)
def test_a_page_gives_its_day_its_count_and_its_papers(page: bytes) -> None:
    read = listing.parse(page, "cs.CV")
    assert (read.day, read.stated) == (DAY, 5)
    assert read.entries == tuple(as_the_page_knows_it(entry) for entry in ENTRIES)


def one(paper: Paper, kind: Kind = Kind.NEW, category: str = "cs.CV") -> Announced:
    (entry,) = listing.parse(markup.listing(category, [Announced(paper, kind)], day=DAY).encode(), category).entries
    return entry


def test_addresses_that_the_page_hides_are_put_back() -> None:
    paper = replace(
        OWN[0], comment="Code: https://example.org/a?b=1&c=2.", abstract="See https://example.org/x for $a<b$"
    )
    assert (one(paper).paper.comment, one(paper).paper.abstract) == (paper.comment, paper.abstract)


def test_line_breaks_of_an_abstract_are_kept() -> None:
    page = markup.listing("cs.CV", [Announced(replace(OWN[0], abstract="One.BREAKTwo."), Kind.NEW)], day=DAY)
    (entry,) = listing.parse(page.replace("BREAK", "<br>").encode(), "cs.CV").entries
    assert entry.paper.abstract == "One.\nTwo."


@pytest.mark.parametrize(
    ("paper", "kind", "version"),
    [
        (replace(OWN[0], id="2611.90004", version=3), Kind.REPLACE, 3),
        (replace(OWN[0], id="2611.90003", version=3), Kind.REPLACE, 2),
        (replace(OWN[0], id="2611.90003", version=1), Kind.NEW, 1),
        (replace(OWN[0], id="2611.90004", version=2, categories=("cs.LG", "cs.CV")), Kind.CROSS, 2),
        (replace(OWN[0], id="2611.90003", version=2, categories=("cs.LG", "cs.CV")), Kind.CROSS, 1),
    ],
)
def test_the_version_is_the_links_or_the_least_it_can_be(paper: Paper, kind: Kind, version: int) -> None:
    # The stand-in gives no link to papers whose number ends in 3.
    assert one(paper, kind).paper.version == version


@pytest.mark.parametrize(
    ("primary", "category", "kind"),
    [
        ("cs.CV", "cs.CV", Kind.REPLACE),
        ("cs.LG", "cs.CV", Kind.REPLACE_CROSS),
        ("cs.NA", "math.NA", Kind.REPLACE),
        ("math-ph", "math-ph", Kind.REPLACE),
        ("cond-mat.str-el", "math-ph", Kind.REPLACE_CROSS),
    ],
)
def test_replacements_are_cross_listed_where_another_category_is_primary(
    primary: str, category: str, kind: Kind
) -> None:
    assert one(replace(OWN[0], categories=(primary, "hep-th")), Kind.REPLACE, category).kind is kind


def test_old_identifiers_are_read() -> None:
    assert (
        one(replace(OWN[0], id="hep-th/0703166", categories=("hep-th",)), category="hep-th").paper.id
        == "hep-th/0703166"
    )


@pytest.mark.parametrize("page", [markup.listing, markup.catchup], ids=["the latest day", "catching up"])
def test_a_quiet_day_is_read_because_the_page_says_so(page: Callable[..., str]) -> None:
    assert listing.parse(page("cs.CV", [], day=DAY).encode(), "cs.CV") == listing.Listing(day=DAY, entries=(), stated=0)


@pytest.mark.parametrize("skip", [0, 1, 2, 3, 4, 5])
def test_every_cut_into_pages_is_read_with_the_whole_count(skip: int) -> None:
    first = listing.parse(markup.listing("cs.CV", ENTRIES, day=DAY, show=skip).encode(), "cs.CV") if skip else None
    rest = listing.parse(markup.listing("cs.CV", ENTRIES, day=DAY, skip=skip).encode(), "cs.CV")
    read = (*(first.entries if first else ()), *rest.entries)
    assert read == tuple(as_the_page_knows_it(entry) for entry in ENTRIES)
    assert {page.stated for page in (first, rest) if page} == {5}


def test_pages_that_overlap_are_joined_without_counting_a_paper_twice() -> None:
    first, more = (
        listing.parse(markup.listing("cs.CV", ENTRIES, day=DAY, skip=skip, show=3).encode(), "cs.CV") for skip in (0, 1)
    )
    assert listing.joined(first, more).entries == (*first.entries, more.entries[-1])


def test_pages_of_different_days_are_not_joined() -> None:
    with pytest.raises(Damaged, match="turned from 2026-11-23 to 2026-11-24"):
        listing.joined(*(listing.Listing(day=date(2026, 11, day), entries=(), stated=0) for day in (23, 24)))


def test_more_entries_stated_than_shown_are_told() -> None:
    read = listing.parse(markup.listing("cs.CV", ENTRIES, day=DAY, extra=2).encode(), "cs.CV")
    assert (read.stated, len(read.entries)) == (7, 5)


def test_an_abstract_that_talks_of_totals_does_not_count() -> None:
    paper = replace(OWN[0], abstract="Total of 99 entries. No updates.")
    page = markup.listing("cs.CV", [Announced(paper, Kind.NEW)], day=DAY).replace("Total of 1 entries", "")
    assert listing.parse(page.encode(), "cs.CV").stated == 1


@given(st.integers(0, len(PAGE.rstrip()) - 1))
def test_a_page_cut_anywhere_is_damaged_and_never_a_shorter_day(length: int) -> None:
    with pytest.raises(Damaged):
        listing.parse(PAGE[:length], "cs.CV")


@given(st.integers(0, len(PAGE) - 1), st.binary(max_size=8))
def test_a_mangled_page_is_read_or_damaged_and_nothing_else(place: int, put: bytes) -> None:
    with contextlib.suppress(Damaged):
        listing.parse(PAGE[:place] + put + PAGE[place + len(put) :], "cs.CV")


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"</html>",
        markup.page("Down", "<h1>We will be back soon</h1>").encode(),
        PAGE.replace(b"Showing new listings for Monday", b"New listings of Monday"),
        PAGE.replace(b"23 November 2026", b"31 November 2026"),
        PAGE.replace(b"showing 2 of 2", b"showing 3 of 3"),
        PAGE.replace(b"<h3>New submissions", b"<h4>New submissions"),
        PAGE.replace(b'href ="/abs/2611.90001"', b'href ="/abs/gone"'),
        PAGE.replace(b"list-title", b"list-heading"),
        PAGE.replace(b"list-subjects", b"list-topics"),
        markup.catchup("cs.CV", ENTRIES, day=DAY, abstracts=False).encode(),
        markup.listing("cs.CV", [], day=DAY).replace("No updates today.", "").encode(),
    ],
    ids=[
        "nothing", "only the end", "maintenance", "no heading", "impossible day", "miscounted", "section lost", "no id",
        "no titles", "no subjects", "no abstracts", "empty without a word",
    ],
)  # fmt: skip
def test_a_page_that_contradicts_itself_is_damaged(page: bytes) -> None:
    with pytest.raises(Damaged):
        listing.parse(page, "cs.CV")


NEW, CROSS, REP, REP_CROSS = Kind.NEW, Kind.CROSS, Kind.REPLACE, Kind.REPLACE_CROSS


@pytest.mark.parametrize(
    ("name", "category", "day", "kinds"),
    [
        (
            "listing/list_cs.AI_new_2026-08-12_trimmed.html", "cs.AI", date(2026, 8, 12),
            [NEW, NEW, CROSS, CROSS, REP, REP],
        ),
        (
            "server-generated/browse-list-math-new.html", "math.RT", date(2011, 2, 3),
            [NEW, CROSS, REP_CROSS, REP_CROSS, REP, REP_CROSS],
        ),
        ("server-generated/browse-list-math.RT-new.html", "math.RT", date(2011, 2, 3), [REP]),
        ("server-generated/browse-list-econ.EM-new-empty.html", "econ.EM", date(2011, 2, 3), []),
        ("server-generated/browse-catchup-grp_physics-abs.html", "hep-th", date(2011, 2, 3), [REP_CROSS] * 3 + [REP]),
        ("server-generated/browse-catchup-math-empty-day.html", "math.RT", date(2011, 2, 4), []),
    ],
)  # fmt: skip
def test_pages_of_arxivs_own_making_are_read(
    recorded: Callable[[str], bytes], name: str, category: str, day: date, kinds: list[Kind]
) -> None:
    read = listing.parse(recorded(name), category)
    assert (read.day, [entry.kind for entry in read.entries]) == (day, kinds)
    assert read.stated == len(kinds)
    assert all(entry.paper.authors and entry.paper.title for entry in read.entries)


def test_the_real_page_keeps_what_the_feed_lacks(recorded: Callable[[str], bytes]) -> None:
    read = listing.parse(recorded("listing/list_cs.AI_new_2026-08-12_trimmed.html"), "cs.AI")
    papers = {entry.paper.id: entry.paper for entry in read.entries}
    assert papers["2505.11635"].version == 2
    assert papers["2112.07752"].version == 5
    assert papers["2607.28646"].journal_ref == "2026 Narrative Inquiry 23 (2)"
    assert papers["2607.28646"].title.startswith('"YES! YES! I absolutely')
    assert papers["2505.23399"].comment == (
        "Accepted at NeurIPS 2025. Code available at https://github.com/jushengzhang/Gam-Agent"
    )
    assert papers["2505.23399"].authors[0] == "Jusheng Zhang"
    assert papers["2608.09949"].categories == ("cs.AI", "physics.bio-ph")


@pytest.mark.parametrize(
    "name", ["catchup-400-future", "catchup-400-too-old", "list-400-bad-category", "catchup-math-noabs"]
)
def test_pages_of_refusal_and_pages_without_abstracts_are_no_listings(
    recorded: Callable[[str], bytes], name: str
) -> None:
    with pytest.raises(Damaged):
        listing.parse(recorded(f"server-generated/browse-{name}.html"), "math.RT")
