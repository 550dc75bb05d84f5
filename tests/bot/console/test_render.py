"""The edition in the terminal: complete, within its columns, and never taken for markup."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from rich.cells import cell_len
from rich.console import Console

from bot.console import render
from bot.digest import Digest
from bot.text import readable
from tests.doubles.digests import build, digests, one_paper

ROW = ("Owl Maps", "Owls see. They fly.", "Ada Brook", "", "They see 7 more.", "Dark.", "Fly.", "", "Good.", "a-model")


def printed(edition: Digest, *, width: int = 80, colour: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=colour, color_system="standard" if colour else None)
    console.print(render.edition(edition))
    return file.getvalue()


def test_the_whole_edition_in_eighty_columns() -> None:
    cross = (*ROW[:-1], "extract")
    edition = build([ROW, cross, ("Salt", "Salt is white.", "Ilse Ink", "", "", "", "", "", "", "")])
    assert (
        printed(replace(edition, receipt=replace(edition.receipt, pending=("cs.RO",))))
        == """\
Monday, 23 November 2026

cs.CV  Computer Vision and Pattern Recognition     2
cs.LG  Machine Learning                            1
Total                                              3

Receipt: 3 announced = 1 summarized + 2 from the abstract; 0 lost
Not confirmed by arXiv yet: cs.RO. More papers may follow.
Summaries: 1 by a-model, in English, 2026-11-23; 1 in the authors' own words,
2026-11-23

cs.CV  Computer Vision and Pattern Recognition ─────────────────────────────────

  [1] Owl Maps
      Ada Brook, Ada Brook
      cs.CV · https://arxiv.org/abs/2611.90001 · by a-model, 2026-11-23
      They see 7 more.

      Motivation  Dark.
      Method      Fly.
      Conclusion  Good.
      Not found in the abstract: 1

  [2] Salt
      Ilse Ink, Ada Brook
      cs.CV · https://arxiv.org/abs/2611.90003
      No summary yet. The authors' abstract:
      Salt is white.

cs.LG  Machine Learning ────────────────────────────────────────────────────────

  [3] Owl Maps
      Ada Brook, Ada Brook
      cs.LG · https://arxiv.org/abs/2611.90002 · in the authors' own words,
      2026-11-23
      They see 7 more.

      Motivation  Dark.
      Method      Fly.
      Conclusion  Good.
      Not found in the abstract: 1
"""
    )


def test_many_authors_are_counted() -> None:
    edition = one_paper("plain")
    entry = edition.entries[0]
    for count, shown in ((5, "A0, A1, A2, A3, A4\n"), (6, "A0, A1, A2 and 3 more\n"), (3000, "A2 and 2997 more\n")):
        paper = replace(entry.announced.paper, authors=tuple(f"A{n}" for n in range(count)))
        announced = replace(entry.announced, paper=paper)
        group = replace(edition.groups[0], entries=(replace(entry, announced=announced),))
        assert shown in printed(replace(edition, groups=(group,)))


@given(
    digests(
        hostile=[
            "[bold]x[/bold]",
            "[/]",
            "[link=http://evil.example]",
            ":owl:",
            "\x1b[31mred",
            "多模态大语言模型。" * 9,
        ]
    )
)
@settings(max_examples=50)
def test_any_text_is_shown_as_it_is_and_within_the_columns(edition: Digest) -> None:
    out = printed(edition, width=80)
    assert "\x1b" not in out
    for line in out.splitlines():
        assert cell_len(line) <= 80
        assert line == line.rstrip(" ")
    for entry in edition.entries:
        assert "".join(readable(entry.announced.paper.title).split()) in "".join(out.split())


def test_colour_is_for_terminals_and_changes_no_word() -> None:
    edition = build([ROW])
    coloured = printed(edition, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", coloured) == printed(edition)


def test_wide_terminals_do_not_make_endless_lines() -> None:
    out = printed(one_paper("word " * 100), width=200)
    assert max(map(cell_len, out.splitlines())) == render.WIDEST


@pytest.mark.parametrize(
    ("announced", "pending", "styles"),
    [(1, (), {"bold", "green"}), (3, (), {"bold", "bold red"}), (1, ("cs.LG",), {"bold", "green", "bold yellow"})],
)
def test_a_receipt_that_is_not_good_is_shouted(announced: int, pending: tuple[str, ...], styles: set[str]) -> None:
    receipt = replace(one_paper("plain").receipt, announced=announced, pending=pending)
    text = render.receipt(receipt)
    assert text.plain.splitlines() == [f"Receipt: {receipt}", *receipt.warnings]
    assert {str(span.style) for span in text.spans} == styles
