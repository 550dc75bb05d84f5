"""Answers in the terminal: everything that is known of a paper, and no more than its columns."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from bot.console import answers
from bot.papers import Paper, Summary
from bot.text import readable

MADE = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
PAPER = Paper(
    id="2611.90001",
    version=2,
    title="Folding Owl Maps in $O(n)$ Time",
    abstract="Owls see. We fold their maps \\emph{twice}.",
    authors=("Ada Brook", "Hiro F{\\o}rde"),
    categories=("cs.CV", "cs.AI"),
    comment="7 pages",
    journal_ref="J. Invented Res. 7 (2026) 1-12",
    doi="10.99999/invented.7",
    submitted=datetime(2026, 11, 1, tzinfo=UTC),
    updated=datetime(2026, 11, 20, tzinfo=UTC),
)
SUMMARY = Summary(
    paper_id=PAPER.id,
    version=2,
    language="English",
    tldr="Maps of 7 owls are folded.",
    method="Each is folded twice.",
    origin="a-model",
    made=MADE,
    unsupported=("7",),
)


def printed(what: RenderableType, *, width: int = 80) -> str:
    file = io.StringIO()
    Console(file=file, width=width, color_system=None).print(what)
    return file.getvalue()


def test_a_card_holds_all_that_is_known() -> None:
    assert (
        printed(answers.card(PAPER, SUMMARY))
        == """\
Folding Owl Maps in O(n) Time
      Ada Brook, Hiro Førde

      Category    cs.CV  Computer Vision and Pattern Recognition
                  cs.AI  Artificial Intelligence
      Submitted   2026-11-01
      Version     v2, 2026-11-20
      Comment     7 pages
      Journal     J. Invented Res. 7 (2026) 1-12
      DOI         10.99999/invented.7
      Links       https://arxiv.org/abs/2611.90001
                  https://arxiv.org/pdf/2611.90001v2

      Maps of 7 owls are folded.

      Method      Each is folded twice.
      Not found in the abstract: 7
      Summary     by a-model, 2026-11-23

      Abstract    Owls see. We fold their maps twice.
"""
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(PAPER, version=1, comment=None, journal_ref=None, doi=None, submitted=None, updated=None)
    card = printed(answers.card(bare, None))
    for label in ("Submitted", "Version", "Comment", "Journal", "DOI", "Summary", "Method"):
        assert label not in card
    assert "Abstract    Owls see." in card


def test_a_crowd_of_authors_is_counted() -> None:
    crowd = replace(PAPER, authors=tuple(f"A{n}" for n in range(3000)))
    assert "A19 and 2980 more" in " ".join(printed(answers.card(crowd, None)).split())


def test_papers_found_are_a_title_authors_and_a_link_each() -> None:
    other = replace(PAPER, id="2611.90002", title="Salt", authors=tuple(f"A{n}" for n in range(9)))
    assert (
        printed(answers.hits([PAPER, other]))
        == """\
Folding Owl Maps in O(n) Time
      Ada Brook, Hiro Førde
      cs.CV · https://arxiv.org/abs/2611.90001

Salt
      A0, A1, A2 and 6 more
      cs.CV · https://arxiv.org/abs/2611.90002
"""
    )


hostile = st.text(max_size=60) | st.sampled_from(["[bold]x[/bold]", "\x1b[31mred", "多模态大语言模型。" * 9, ":owl:"])


@given(title=hostile, abstract=hostile, author=hostile, comment=hostile)
@settings(max_examples=50)
def test_any_text_is_shown_as_it_is_and_within_the_columns(
    title: str, abstract: str, author: str, comment: str
) -> None:
    paper = replace(PAPER, title=title, abstract=abstract, authors=(author,), comment=comment)
    for shown in (printed(answers.card(paper, SUMMARY)), printed(answers.hits([paper]))):
        assert "\x1b" not in shown
        assert max(map(cell_len, shown.splitlines())) <= 80
        assert "".join(readable(title).split()) in "".join(shown.split())
