"""What a query means, whatever is typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.query import LONGEST, MOST, Order, Query, parse, read

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("paper boats", Query(words=("paper", "boats"))),
        ('tidal "paper boats" clocks', Query(words=("tidal", "clocks"), phrases=("paper boats",))),
        ("“paper boats” „moss“", Query(phrases=("paper boats", "moss"))),
        ("「纸船」", Query(phrases=("纸船",))),
        ('boats -kites -"salt bridges" −owls', Query(words=("boats",), excluded=("kites", "salt bridges", "owls"))),
        ("state-of-the-art - boats", Query(words=("state-of-the-art", "boats"))),
        ('author:brook by:"Ada Hallow"', Query(authors=("brook", "Ada Hallow"))),
        ("author: Brook", Query(authors=("Brook",))),
        ('-author:"Bo Ink" Author:Ada', Query(authors=("Ada",), excluded_authors=("Bo Ink",))),
        ("cat:cs.cv category:math.IT in:q-alg", Query(categories=("cs.CV", "cs.IT", "math.QA"))),
        (
            'in:"cs.CV math" -cat:"q-alg, hep-th"',
            Query(categories=("cs.CV", "math"), excluded_categories=("math.QA", "hep-th")),
        ),
        ("cat:cs,hep-th -cat:math", Query(categories=("cs", "hep-th"), excluded_categories=("math",))),
        ("after:2026-11-01 before:2027", Query(after=date(2026, 11, 1), before=date(2027, 1, 1))),
        ("since:2026-11 until:2026/12/24", Query(after=date(2026, 11, 1), before=date(2026, 12, 24))),
        ("after:7d", Query(after=date(2026, 3, 24))),
        ("after:2w", Query(after=date(2026, 3, 17))),
        ("after:1m", Query(after=date(2026, 2, 28))),
        ("after:2Y", Query(after=date(2024, 3, 31))),
        ("after:yesterday before:today", Query(after=date(2026, 3, 30), before=TODAY)),
        ("after:2025 after:7d before:7d before:2025", Query(after=date(2026, 3, 24), before=date(2025, 1, 1))),
        ("（boats）， kites!", Query(words=("boats", "kites"))),
        ("ＡＩ：纸船 author：Brook", Query(words=("AI:纸船",), authors=("Brook",))),
        ("boats boats BOATS", Query(words=("boats", "BOATS"))),
        ("हिन्दी नौका", Query(words=("हिन्दी", "नौका"))),
    ],
)
def test_the_language_of_queries(typed: str, query: Query) -> None:
    assert parse(typed, today=TODAY) == query


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("title:boats", ("title:boats",)),
        ("cat:cs.XX", ("cat:cs.XX",)),
        ("cat:cs.CV,boats", ("cat:cs.CV,boats",)),
        ("after:tomorrow", ("after:tomorrow",)),
        ("after:2026-13", ("after:2026-13",)),
        ("after:9999y", ("after:9999y",)),
        ("before:0", ("before:0",)),
        ("sort:oldest", ("sort:oldest",)),
        ('"paper boats', ("paper", "boats")),
        ("boats author:", ("boats", "author")),
        ('boats author:"" ""', ("boats",)),
        ("boats AND (kites OR owls*)", ("boats", "AND", "kites", "OR", "owls")),
    ],
)
def test_what_is_no_operator_or_makes_no_sense_is_words(typed: str, words: tuple[str, ...]) -> None:
    assert parse(typed, today=TODAY) == Query(words=words)


@pytest.mark.parametrize(
    ("typed", "query", "order"),
    [
        ("boats", Query(words=("boats",)), None),
        ("sort:newest boats", Query(words=("boats",)), Order.NEWEST),
        ("boats SORT: Best kites", Query(words=("boats", "kites")), Order.BEST),
        ("sort:best boats sort:newest", Query(words=("boats",)), Order.NEWEST),
        ("sort:best", Query(), Order.BEST),
        ('"sort:best" -sort:newest', Query(phrases=("sort:best",), excluded=("sort:newest",)), None),
        ("sort:oldest", Query(words=("sort:oldest",)), None),
    ],
)
def test_what_comes_first_is_said_beside_the_query(typed: str, query: Query, order: Order | None) -> None:
    reading = read(typed, today=TODAY)
    assert (reading.query, reading.order) == (query, order)


@pytest.mark.parametrize(
    ("typed", "misread"),
    [
        ("boats cat:cs.XX -after:never", ("cat:cs.XX", "after:never")),
        ('boats cat:"computer vision" "in boats" title:x', ("cat:computer vision",)),
        ("sort:oldest", ("sort:oldest",)),
    ],
)
def test_what_looks_like_a_filter_and_is_none_can_be_told(typed: str, misread: tuple[str, ...]) -> None:
    assert set(parse(typed, today=TODAY).misread) == set(misread)


@pytest.mark.parametrize(
    "typed", ["", " ", '"', "-", '""', "—…", "\0", "\ud800", "()", "*", "😀", 'author:"—"', '-"\'"']
)
def test_signs_alone_ask_for_nothing(typed: str) -> None:
    assert parse(typed, today=TODAY).is_empty


def test_what_is_too_long_to_be_a_query_is_cut() -> None:
    assert len(str(parse("boats" * 5000, today=TODAY))) == LONGEST
    many = parse(" ".join(map(str, range(1000))), today=TODAY)
    assert many.words == tuple(map(str, range(MOST)))


@pytest.mark.parametrize(
    ("typed", "items", "is_whole", "last"),
    [
        ("paper boats", 2, True, "boats"),
        ("paper boats " * 300, 83, False, "boats"),  # cut after "paper", never within a word
        ("boats " + " " * 600 + "…", 1, True, "boats"),
        ("boats " + " " * 600 + "kites", 1, False, "boats"),
        (" ".join(map(str, range(MOST))), MOST, True, str(MOST - 1)),
        (" ".join(map(str, range(MOST + 9))), MOST, False, str(MOST - 1)),
        (" ".join(["0", *map(str, range(MOST + 9))]), MOST + 1, False, str(MOST - 1)),
        ("x" * 500 + " boats", 1, False, "x" * 500),
    ],
)
def test_what_is_cut_is_cut_between_words_and_counted(typed: str, items: int, is_whole: bool, last: str) -> None:
    reading = read(typed, today=TODAY)
    assert (reading.items, reading.is_whole, reading.query.words[-1]) == (items, is_whole, last)
    assert set(reading.query.words) <= set(typed.split())


PIECES = st.sampled_from(
    [
        *(
            '"',
            "-",
            " ",
            ":",
            "author:",
            "-author:",
            "CAT:",
            "after:",
            "before:",
            "sort:",
            "best",
            "title:",
            "2026-11",
            "7d",
            "cs.CV",
        ),
        *("cs", "boats", "O'Ink", "纸船", "—", "\0", "\ud800", "\u0303", "²", "(", ")", "ﬁ", "İ", "：", "＂", "“", ","),
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=80))
@example("author:x " * 2 + "in:cs,math,hep-th " * 25 + "-a:b " * 100)
@example("-ﷺ " * 200)
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_query_and_its_normal_form_means_the_same(typed: str) -> None:
    query = parse(typed, today=TODAY)
    assert parse(str(query), today=TODAY) == query
    assert len(str(query).encode("utf-8")) <= 4 * LONGEST  # fit to be shown and stored
