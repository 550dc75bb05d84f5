"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.days import BEGINNING, categories, day, page, span

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026/11/2", date(2026, 11, 2)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 23)),
        ("昨天", date(2026, 11, 23)),
        ("前天", date(2026, 11, 22)),
        ("monday", date(2026, 11, 23)),
        ("TUE", TODAY),
        ("wed", date(2026, 11, 18)),
        ("周三", date(2026, 11, 18)),
        ("星期天", date(2026, 11, 22)),
        ("3d", date(2026, 11, 21)),
        ("１０ｄ", date(2026, 11, 14)),
        ("10天", date(2026, 11, 14)),
        ("0d", TODAY),
        ("2026-02-30", None),
        ("1066-10-14", None),
        ("t", None),
        ("cs.CV", None),
        ("", None),
    ],
)
def test_a_day_is_what_people_mean(text: str, meant: date | None) -> None:
    assert day(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10d", (date(2026, 11, 14), TODAY)),
        ("2026-11-10..2026-11-12", (date(2026, 11, 10), date(2026, 11, 12))),
        ("2026-11-12..2026-11-10", (date(2026, 11, 10), date(2026, 11, 12))),
        ("monday", (date(2026, 11, 23), TODAY)),
        ("..", None),
        ("10d..owls", None),
    ],
)
def test_a_gap_begins_and_ends_with_a_day(text: str, meant: tuple[date, date] | None) -> None:
    assert span(text, TODAY) == meant


def test_a_category_may_be_named_as_such_and_is_one_then_whatever_it_looks_like() -> None:
    assert categories(["3d", "cat:cs.CV", "in:page:2", "cs.AI", "cat:"]) == (
        ["cs.CV", "page:2"],
        ["3d", "cs.AI", "cat:"],
    )


def test_the_page_is_taken_from_between_the_words() -> None:
    assert page(["2026-11-20", "page:3", "cs.CV"]) == (3, ["2026-11-20", "cs.CV"])
    assert page(["page:x", "page:0"]) == (1, ["page:x"])


@given(st.text(), st.dates(min_value=BEGINNING))
def test_any_text_is_a_day_of_arxiv_or_none(text: str, today: date) -> None:
    assert (day(text, today) or BEGINNING) >= BEGINNING
