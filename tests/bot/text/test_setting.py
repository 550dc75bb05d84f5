from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import readable, segments

TEX = st.text() | st.text("$\\(){}[]_^ \n%ab12fracqt", max_size=60)


def formulas(tex: str) -> list[str]:
    return [segment.formula for segment in segments(tex) if segment.formula]


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("A bound of $x_{i}^{n+1} \\le \\sqrt{n}$ holds.", ["x_{i}^{n+1} \\le \\sqrt{n}"]),
        ("Then \\(\\frac{a}{b}\\) and $$\\int_{a}^{b} f_{ij}$$", ["\\frac{a}{b}", "\\int_{a}^{b} f_{ij}"]),
        ("$a_{ij}\n  + b_{ij}$", ["a_{ij} + b_{ij}"]),
        # what Unicode shows well
        ("$10^5$ of $\\alpha$, in $O(n \\log n)$, $a/b$", []),
        # what a typesetter might refuse
        ("$\\mymacro_{ij}$", []),
        ("$\\begin{cases} x_{ij} \\end{cases}$", []),
        ("$x_{ij}}$ and $y_{i{j}$", []),
        ("$\\ref{eq_1}_{ab}$", []),
        ("$α_{ij}$", []),
        (f"${'x_{ij}' * 60}$", []),
        # its base stands outside
        ("CO$_{ij}$ and x$^{ab}$", []),
        # no formulas at all
        ("It costs $5_a and $10_b today.", []),
        ("", []),
    ],
)
def test_formulas_are_those_that_unicode_cannot_show_and_every_typesetter_takes(tex: str, found: list[str]) -> None:
    assert formulas(tex) == found


def test_marks_that_a_text_brings_itself_never_move_a_formula() -> None:
    assert formulas("\ufdd0x\ufdd1 $a_{ij}$") == []
    assert segments("\ufdd0x\ufdd1")[0].text == "\ufdd0x\ufdd1"


@given(TEX)
def test_joined_the_pieces_are_what_everybody_else_reads(tex: str) -> None:
    assert "".join(segment.text for segment in segments(tex)) == readable(tex)
    assert all(segment.text for segment in segments(tex))
