"""Classic texts are read by TDLib, trimmed as they are before they are stored, and looked through for losses."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles.telegram import classic
from tests.doubles.telegram.errors import Refusal
from tests.doubles.telegram.tdlib import CannotParse, parse_html, units

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(TEXTS, TEXTS)
def test_escaped_words_come_back_and_entities_cover_what_was_marked(plain: str, bold: str) -> None:
    parsed = parse_html(f"{html.escape(plain)}<b>{html.escape(bold)}</b>")
    assert parsed.text == plain + bold
    (entity,) = parsed.entities
    assert (entity.kind, parsed.words(entity), entity.offset) == ("bold", bold, units(plain))


@pytest.mark.parametrize(
    ("source", "text", "covered"),
    [
        ("  \n x <b>y</b> \n", "x y", ["y"]),
        (" <b> y</b>", " y", [" y"]),
        ("x<b>y  </b>", "xy", ["y"]),
        ("\U0001d538 <i>\U0001d539</i> ", "\U0001d538 \U0001d539", ["\U0001d539"]),
    ],
)
def test_blanks_around_go_and_entities_move_along(source: str, text: str, covered: list[str]) -> None:
    parsed = classic.read(source, "HTML")
    assert parsed.text == text
    assert [parsed.words(entity) for entity in parsed.entities] == covered


def test_what_tdlib_says_is_passed_on() -> None:
    with pytest.raises(CannotParse, match='Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'):
        parse_html("<b>x</i>")
    with pytest.raises(Refusal, match="caption is too long"):
        classic.caption("x" * 1025, None)
    assert classic.caption("x" * 1024, None).text


def test_links_found_in_words_count_and_those_inside_of_links_do_not() -> None:
    parsed = classic.message('<a href="https://x.org/">x.org</a> y.org #tag', "HTML")
    assert [entity.kind for entity in classic.with_detected(parsed)] == ["text_link", "url", "hashtag"]
    assert classic.breaches("", parsed, "HTML") == []
