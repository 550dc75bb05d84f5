"""Lines that break where readers of any script expect it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.console.flow import Flow


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
