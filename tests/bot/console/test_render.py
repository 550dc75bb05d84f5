"""The edition in the terminal: complete, within its columns, and never taken for markup."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.console import render
from bot.console.flow import Flow
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


# --- lines ----------------------------------------------------------------------------------------------------------


def lines(text: str, width: int, lead: str = "") -> list[str]:
    file = io.StringIO()
    Console(file=file, width=width, color_system=None).print(Flow(Text(text), Text(lead)))
    return file.getvalue().splitlines()


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("一二三四五六", 6, ["一二三", "四五六"]),
        ("一二三，四五", 6, ["一二", "三，四", "五"]),  # no comma at the start of a line
        ("一二（三四）", 6, ["一二", "（三", "四）"]),  # no bracket at its end
        ("用 transformer 做", 12, ["用", "transformer", "做"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 5, [""]),
        ("a\n\nb", 5, ["a", "", "b"]),
    ],
)
def test_lines_break_where_readers_expect(text: str, width: int, broken: list[str]) -> None:
    assert lines(text, width) == broken


def test_a_lead_hangs_out() -> None:
    assert lines("one two three", 12, "[7] ") == ["[7] one two", "    three"]


TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=("C", "M")), max_size=60)


@given(TEXT | st.text("a，。（）一二 -", max_size=40), st.integers(4, 30))
def test_lines_lose_nothing_and_fit(text: str, width: int) -> None:
    out = lines(text, width)
    assert all(cell_len(line) <= width for line in out)
    assert "".join("".join(out).split()) == "".join(text.split())
