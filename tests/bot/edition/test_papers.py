from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edition.papers import DEPTHS, Depth, Piece, Shown, at_most, clipped
from bot.papers import Paper
from bot.words import speak
from tests.doubles.pages import one_day, summarized
from tests.doubles.papers import invent

FULL, BRIEF, TITLES = Depth("full"), Depth("brief"), Depth("titles")
PIECES = st.lists(st.builds(Piece, st.text(min_size=1, max_size=9), formula=st.sampled_from(("", "", "x_{i}")))).map(
    tuple
)


def shown(paper: Paper, *texts: str, unsupported: tuple[str, ...] = (), formulas: bool = False) -> Shown:
    summaries = [summarized(paper, *texts, unsupported=unsupported)] if texts else []
    (entry,) = one_day([paper], summaries).entries
    return Shown(entry, speak("en"), formulas=formulas)


@pytest.fixture
def paper() -> Paper:
    return replace(invent(1)[0], title="Kites", abstract="We fold $x_{ij}$ kites.", authors=("Ada Brook",))


@pytest.mark.parametrize("title", ["", " ", "\u200b", "...", "\u202e\x00", "$$"])
def test_a_paper_whose_title_cannot_be_seen_goes_by_its_id(paper: Paper, title: str) -> None:
    assert shown(replace(paper, title=title)).title(FULL) == paper.id


def test_a_title_stands_on_one_line_and_has_an_end(paper: Paper) -> None:
    title = shown(replace(paper, title="Kites\n\n  and boats " + "x" * 1_000_000)).title(FULL)
    assert title.startswith("Kites and boats x")
    assert len(title) <= 300
    assert title.endswith("…")


@pytest.mark.parametrize(
    ("authors", "byline"),
    [
        ((), ""),
        (("",), ""),
        (("A B", "C D", "E F", "G H"), "A B, C D, E F, G H"),
        (("A B", "C D", "E F", "G H", "I J"), "A B, C D, E F\u00a0+2"),
        (("Em{\\i}r", "Vale") * 300, "Emır, Vale, Emır\u00a0+597"),
        (("x" * 1_000_000,), "x" * 59 + "…"),
    ],
)
def test_the_byline_names_the_first_authors_and_counts_the_others(
    paper: Paper, authors: tuple[str, ...], byline: str
) -> None:
    assert shown(replace(paper, authors=authors)).byline == byline


def test_details_stand_under_their_labels_and_empty_ones_are_left_out(paper: Paper) -> None:
    one = shown(paper, "T.", "Why.", "", "Found.")
    assert one.lead(FULL) == (Piece("T."),)
    assert one.details(FULL) == [("Motivation", (Piece("Why."),)), ("Result", (Piece("Found."),))]
    assert one.details(BRIEF) == []


def test_the_abstract_stands_in_where_there_is_no_summary(paper: Paper) -> None:
    one = shown(replace(paper, abstract="A kite. " * 100))
    assert one.lead(FULL) == ()
    ((label, ((abstract, *_),)),) = one.details(FULL)
    assert (label, len(abstract)) == ("Abstract", 799)
    ((beginning, *_),) = one.lead(BRIEF)
    assert beginning.startswith("A kite. A kite.")
    assert len(beginning) <= 300


def test_a_field_with_nothing_to_see_is_no_field(paper: Paper) -> None:
    one = shown(paper, "\u200b", " ", "...", "\u202e", "$$")
    assert one.lead(FULL) == ()
    assert [label for label, _ in one.details(FULL)] == ["Abstract"]


def test_numbers_that_the_abstract_lacks_are_marked_and_named(paper: Paper) -> None:
    one = shown(paper, "It takes 12 steps of 2012.", "In 7.", unsupported=("12", "7"))
    assert one.lead(FULL) == (Piece("It takes "), Piece("12", doubtful=True), Piece(" steps of 2012."))
    assert one.doubts(FULL) == one.doubts(BRIEF) == "Not found in the abstract: 12, 7."
    assert shown(paper, "No number.", "In 7.", unsupported=("7",)).doubts(BRIEF) == ""


def test_formulas_are_kept_for_a_layout_that_can_set_them(paper: Paper) -> None:
    (_, (_, formula, _)), *_ = shown(paper, formulas=True).details(FULL)
    assert formula == Piece("x_ij", formula="x_{ij}")
    assert shown(paper).details(FULL) == [("Abstract", (Piece("We fold x_ij kites."),))]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("All x_ij kites fold (x_ij).", ["x_{ij}", "x_{ij}"]),
        ("The max_ij of x_ijk and x_ij².", []),
        ("Of 12 kites, x_ij fold.", ["x_{ij}"]),
    ],
)
def test_formulas_of_the_abstract_are_found_again_in_a_summary_that_spells_them_out(
    paper: Paper, text: str, formulas: list[str]
) -> None:
    lead = shown(paper, text, unsupported=("12",), formulas=True).lead(FULL)
    assert "".join(piece.text for piece in lead) == text
    assert [piece.formula for piece in lead if piece.formula] == formulas
    assert [piece.text for piece in lead if piece.doubtful] == (["12"] if "12" in text else [])
    assert not any(piece.formula for piece in shown(paper, text).lead(FULL))


@given(PIECES, st.integers(1, 40))
def test_a_clipped_text_is_no_longer_than_told_and_no_formula_is_cut(text: tuple[Piece, ...], limit: int) -> None:
    cut = clipped(text, limit)
    if cut != text:
        assert cut[:-1] == text[: len(cut) - 1]
        assert cut[-1].text.endswith("…")
        assert not cut[-1].formula
    assert sum(max(len(piece.text), len(piece.formula)) for piece in cut) <= limit + 1
    assert clipped(text, 0) == text


def test_a_paper_gets_shorter_step_by_step() -> None:
    assert [depth.detail for depth in DEPTHS] == sorted(
        (depth.detail for depth in DEPTHS), key=("full", "brief", "titles").index
    )
    assert at_most("brief")[0] == BRIEF
    assert at_most("titles")[0] == TITLES
