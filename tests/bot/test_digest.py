"""Grouping, order, numbers, filters, and the receipt that must balance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import categories
from bot.digest import Digest, Dropped, Receipt, Wishes, digest
from bot.papers import EXTRACT, Announced, Announcement, Kind, Paper, Summary
from tests.doubles.papers import invent

DAY = date(2026, 11, 23)
MADE = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


def paper(number: int, *codes: str, title: str = "A Title", authors: tuple[str, ...] = ("Ada Brook",)) -> Paper:
    return Paper(
        id=f"2611.{90000 + number}",
        title=title,
        abstract="Moss grows. We count it.",
        authors=authors,
        categories=codes or ("cs.CV",),
    )


def announcement(category: str, *entries: tuple[Paper, Kind] | Paper, stated: int | None = None) -> Announcement:
    lines = tuple(Announced(*(entry if isinstance(entry, tuple) else (entry, Kind.NEW))) for entry in entries)
    return Announcement(day=DAY, category=category, entries=lines, source="rss", stated=stated)


def summary(paper: Paper, origin: str = "a-model") -> Summary:
    return Summary(paper_id=paper.id, version=1, language="English", tldr="Moss is counted.", origin=origin, made=MADE)


def layout(made: Digest) -> dict[str, list[str]]:
    return {group.category: [entry.announced.paper.id[-2:] for entry in group.entries] for group in made.groups}


def test_groups_follow_the_wishes_and_numbers_run_through() -> None:
    a, b, c = paper(1, "cs.AI"), paper(2, "cs.CV"), paper(3, "cs.CV")
    made = digest(
        DAY, [announcement("cs.CV", b, c), announcement("cs.AI", a)], {}, Wishes(categories=("cs.AI", "cs.CV"))
    )
    assert layout(made) == {"cs.AI": ["01"], "cs.CV": ["02", "03"]}
    assert [entry.number for entry in made.entries] == [1, 2, 3]
    assert made.total == 3


def test_a_paper_stands_once_under_its_primary_category() -> None:
    both = paper(1, "cs.LG", "cs.CV")
    day = [announcement("cs.CV", (both, Kind.CROSS)), announcement("cs.LG", both)]
    made = digest(DAY, day, {}, Wishes(categories=("cs.CV", "cs.LG")))
    assert layout(made) == {"cs.CV": [], "cs.LG": ["01"]}
    assert made.entries[0].announced.kind is Kind.NEW
    assert made.entries[0].badges == ()
    assert made.receipt.announced == 1


def test_a_cross_list_stands_under_the_first_chosen_category_that_lists_it() -> None:
    one = paper(1, "stat.ML", "cs.CV", "cs.LG")
    day = [announcement("cs.LG", (one, Kind.CROSS)), announcement("cs.CV", (one, Kind.CROSS))]
    made = digest(DAY, day, {}, Wishes(categories=("cs.CV", "cs.LG")))
    assert layout(made) == {"cs.CV": ["01"], "cs.LG": []}
    assert made.entries[0].badges == ("cross-list from stat.ML",)
    assert layout(digest(DAY, day, {}, Wishes(categories=("cs.LG", "cs.CV"))))["cs.LG"] == ["01"]


def test_aliases_are_one_category() -> None:
    one = paper(1, "math.IT", "cs.IT")
    day = [announcement("cs.IT", one)]
    for code in ("math.IT", "cs.IT"):
        made = digest(DAY, day, {}, Wishes(categories=(code,), crosslists=False))
        assert layout(made) == {"cs.IT": ["01"]}
        assert made.entries[0].badges == ()
    made = digest(DAY, day, {}, Wishes(categories=("math.IT", "cs.IT")))
    assert [group.category for group in made.groups] == ["cs.IT"]


def test_new_papers_come_before_cross_lists_and_each_kind_keeps_arxivs_order() -> None:
    day = [
        announcement(
            "cs.CV",
            (paper(9), Kind.REPLACE),
            (paper(8, "cs.LG", "cs.CV"), Kind.CROSS),
            (paper(7), Kind.NEW),
            (paper(6), Kind.NEW),
        )
    ]
    made = digest(DAY, day, {}, Wishes(categories=("cs.CV",), replacements=True))
    assert layout(made) == {"cs.CV": ["07", "06", "08", "09"]}
    assert made.entries[-1].badges == ("new version v1",)


def test_what_its_own_category_says_of_a_paper_counts() -> None:
    one = paper(1, "cs.CV", "cs.LG")
    day = [announcement("cs.LG", (one, Kind.CROSS)), announcement("cs.CV", (one, Kind.REPLACE))]
    assert digest(DAY, day, {}, Wishes(categories=("cs.CV", "cs.LG"))).receipt.filtered == {"replacements": 1}
    assert layout(digest(DAY, day, {}, Wishes(categories=("cs.LG",)))) == {"cs.LG": ["01"]}


def test_categories_that_were_not_chosen_count_for_nothing() -> None:
    made = digest(DAY, [announcement("cs.RO", paper(1, "cs.RO"), stated=9)], {}, Wishes(categories=("cs.CV",)))
    assert (made.total, made.receipt.announced) == (0, 0)


def test_another_days_announcement_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-11-20"):
        digest(DAY, [replace(announcement("cs.CV"), day=date(2026, 11, 20))], {}, Wishes(categories=("cs.CV",)))


OWL = paper(
    1,
    title="Self-Supervised Owl Maps at $O(n)$ and {\\'E}tudes",
    authors=("Geoffrey E. F\\o rde", "Laurens van der Brook", "Erd\\H{o}s, Paul", "Jean Drift Jr."),
)


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        ({"unwanted_words": ("owl",)}, Dropped.UNWANTED_WORD),
        ({"unwanted_words": ("OWL MAPS",)}, Dropped.UNWANTED_WORD),
        ({"unwanted_words": ("self supervised",)}, Dropped.UNWANTED_WORD),
        ({"unwanted_words": ("étude", "études")}, Dropped.UNWANTED_WORD),
        ({"unwanted_words": ("we count",)}, Dropped.UNWANTED_WORD),
        ({"unwanted_words": ("ow", "maps moss", "", " - ", ".*")}, None),
        ({"unwanted_authors": ("Førde",)}, Dropped.UNWANTED_AUTHOR),
        ({"unwanted_authors": ("forde",)}, Dropped.UNWANTED_AUTHOR),
        ({"unwanted_authors": ("Geoffrey Førde",)}, Dropped.UNWANTED_AUTHOR),
        ({"unwanted_authors": ("van der Brook",)}, Dropped.UNWANTED_AUTHOR),
        ({"unwanted_authors": ("brook",)}, Dropped.UNWANTED_AUTHOR),
        ({"unwanted_authors": ("Paul Erdos",)}, Dropped.UNWANTED_AUTHOR),
        ({"unwanted_authors": ("Erdős, Paul",)}, Dropped.UNWANTED_AUTHOR),
        ({"unwanted_authors": ("Drift",)}, Dropped.UNWANTED_AUTHOR),
        ({"unwanted_authors": ("Laurens", "Ook", "Paul Brook", "")}, None),
        ({"wanted_words": ("owl",)}, None),
        ({"wanted_words": ("badger",)}, Dropped.NOTHING_WANTED),
        ({"wanted_words": ("badger",), "wanted_authors": ("Erdos",)}, None),
        ({"wanted_authors": ("Nobody",)}, Dropped.NOTHING_WANTED),
        ({"wanted_words": ("owl",), "unwanted_authors": ("Erdos",)}, Dropped.UNWANTED_AUTHOR),
        ({"wanted_words": ("owl",), "unwanted_words": ("moss",)}, Dropped.UNWANTED_WORD),
    ],
)
def test_filters_drop_and_the_receipt_says_which(wishes: dict[str, tuple[str, ...]], reason: Dropped | None) -> None:
    made = digest(DAY, [announcement("cs.CV", OWL)], {}, Wishes(categories=("cs.CV",), **wishes))  # type: ignore[arg-type]  # a table of keywords
    assert made.receipt.filtered == ({reason: 1} if reason else {})
    assert made.total == (0 if reason else 1)


def test_words_without_blanks_between_them_are_found_inside() -> None:
    one = paper(1, title="基于扩散模型的地图")
    for word, found in (("扩散", 1), ("地图", 1), ("猫头鹰", 0)):
        wishes = Wishes(categories=("cs.CV",), wanted_words=(word,))
        assert digest(DAY, [announcement("cs.CV", one)], {}, wishes).total == found


def test_replacements_and_cross_lists_are_counted_by_their_names() -> None:
    day = [announcement("cs.CV", (paper(1), Kind.REPLACE), (paper(2, "cs.LG"), Kind.CROSS), paper(3))]
    made = digest(DAY, day, {}, Wishes(categories=("cs.CV",), crosslists=False))
    assert list(made.receipt.filtered.items()) == [("replacements", 1), ("cross-lists", 1)]
    assert made.receipt.balanced
    assert str(made.receipt) == (
        "3 announced = 0 summarized + 1 from the abstract + 2 left out as you wish (replacements 1, cross-lists 1); "
        "0 lost"
    )


def test_extracts_and_missing_summaries_count_as_from_the_abstract() -> None:
    papers = [paper(n) for n in (1, 2, 3)]
    summaries = {papers[0].id: summary(papers[0]), papers[1].id: summary(papers[1], EXTRACT)}
    made = digest(DAY, [announcement("cs.CV", *papers)], summaries, Wishes(categories=("cs.CV",)))
    assert (made.receipt.summarized, made.receipt.from_abstract, made.receipt.lost) == (1, 2, 0)
    assert [entry.credit for entry in made.entries] == [
        "by a-model, 2026-11-23",
        "in the authors' own words, 2026-11-23",
        "",
    ]
    assert made.credits == ("1 by a-model, in English, 2026-11-23", "1 in the authors' own words, 2026-11-23")


def test_a_paper_that_arxiv_counts_and_nobody_holds_is_lost_and_said_loudly() -> None:
    made = digest(DAY, [announcement("cs.CV", paper(1), stated=3)], {}, Wishes(categories=("cs.CV",)))
    assert made.receipt.lost == 2
    assert not made.receipt.balanced
    assert made.receipt.warnings == ("2 announced papers are missing from this edition.",)


def test_an_account_that_shows_too_much_does_not_balance_either() -> None:
    receipt = Receipt(announced=1, summarized=2, from_abstract=0, filtered={})
    assert not receipt.balanced
    assert receipt.warnings


def test_categories_not_confirmed_are_named() -> None:
    made = digest(DAY, [], {}, Wishes(categories=("cs.CV", "cs.LG")), pending=["cs.LG"])
    assert made.receipt.pending == ("cs.LG",)
    assert "cs.LG" in made.receipt.warnings[0]


def test_unsupported_numbers_are_marked_where_they_stand_alone() -> None:
    one = paper(1)
    marked = replace(summary(one), tldr="It is 12 times, not 12.5 or 2012, and 37% faster.", unsupported=("12", "37%"))
    entry = digest(DAY, [announcement("cs.CV", one)], {one.id: marked}, Wishes(categories=("cs.CV",))).entries[0]
    assert [text for text, unsupported in entry.pieces("tldr") if unsupported] == ["12", "37%"]
    assert "".join(text for text, _ in entry.pieces("tldr")) == marked.tldr
    assert entry.pieces("method") == ()


CODES = ("cs.CV", "cs.AI", "cs.LG", "cs.IT", "math.IT", "eess.SY", "cs.SY", "x-new.YZ")
POOL = [
    replace(one, categories=tuple(dict.fromkeys((CODES[n % 8], CODES[(n * 3 + 1) % 8], CODES[(n * 5 + 2) % 8]))))
    for n, one in enumerate(invent(24))
]
LINES = st.lists(st.builds(Announced, st.sampled_from(POOL), st.sampled_from(Kind)), max_size=20).map(tuple)
ANNOUNCEMENTS = st.lists(
    st.builds(
        Announcement,
        day=st.just(DAY),
        category=st.sampled_from(CODES),
        entries=LINES,
        stated=st.none() | st.integers(0, 30),
        source=st.just("rss"),
    ),
    max_size=6,
)
WORDS = st.lists(st.sampled_from(("owl", "paper boats", "drizzle", "We", "Brook", "Førde")), max_size=2).map(tuple)
WISHES = st.builds(
    Wishes,
    categories=st.lists(st.sampled_from(CODES), max_size=5).map(tuple),
    crosslists=st.booleans(),
    replacements=st.booleans(),
    wanted_words=WORDS,
    unwanted_words=WORDS,
    wanted_authors=WORDS,
    unwanted_authors=WORDS,
)
SUMMARIES = st.dictionaries(st.sampled_from(POOL), st.sampled_from((EXTRACT, "a-model", "import"))).map(
    lambda origins: {one.id: summary(one, origin) for one, origin in origins.items()}
)


@given(ANNOUNCEMENTS, SUMMARIES, WISHES)
def test_every_announced_paper_is_shown_once_or_counted(
    day: list[Announcement], summaries: dict[str, Summary], wishes: Wishes
) -> None:
    made = digest(DAY, day, summaries, wishes)
    chosen = set(map(categories.resolve, wishes.categories))
    ours = [one for one in day if categories.resolve(one.category) in chosen]
    announced = {line.paper.id for one in ours for line in one.entries}
    shown = [entry.announced.paper.id for entry in made.entries]
    assert len(shown) == len(set(shown))
    assert set(shown) <= announced
    assert made.receipt.lost == sum(one.missing for one in ours)
    assert made.receipt.filtered_total == len(announced) - len(shown)
    assert made.receipt.summarized + made.receipt.from_abstract == made.total == len(shown)
    assert [entry.number for entry in made.entries] == list(range(1, len(shown) + 1))
    for group in made.groups:
        assert group.category in chosen
        for entry in group.entries:
            primary = categories.resolve(entry.announced.paper.primary)
            assert entry.category == group.category
            assert group.category == primary or primary not in chosen
