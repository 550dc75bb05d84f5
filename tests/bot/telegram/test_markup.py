from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edition.packing import Size
from bot.telegram.markup import escaped, italic, link, plain, resolve, size, utf16
from tests.doubles.telegram.tdlib import parse_html

ANY = st.text(st.characters() | st.sampled_from("<>&\"'\ud800\u202e\x00"))


@given(ANY)
def test_escaped_text_is_read_as_text_and_nothing_else(text: str) -> None:
    read = parse_html(f"<b>x{escaped(text)}x</b>").text
    assert read == html.unescape(escaped(text)).join("xx")
    assert plain(escaped(text)).join("xx") == read


@given(ANY)
def test_escaped_text_ends_no_attribute_and_opens_no_tag(text: str) -> None:
    assert not set('<>"') & set(escaped(text))
    assert escaped(text).isprintable() or escaped(text).encode()  # no surrogate is left


def test_what_would_turn_or_hide_the_text_around_it_is_gone() -> None:
    assert escaped("a\u202eb\u2066c\x00d\x1be\x7ff\ufeffg\ufdd0h") == "abcdefgh"
    assert escaped("\ud83d and \udc00") == "\ufffd and \ufffd"
    assert escaped("שלום \u200fمرحبا\u200e") == "שלום \u200fمرحبا\u200e"


def test_placeholders_become_links_and_without_an_address_plain_text() -> None:
    markup = "\n".join(
        (link("thread:cs.CV", "<b>Vision</b>"), link("card:math/0309136", "1."), link("https://a.b", "c"))
    )
    known = {"thread:cs.CV": "https://t.me/c/1/2", "card:math/0309136": 'https://t.me/x?start="&'}
    assert resolve(markup, known.get) == (
        '<a href="https://t.me/c/1/2"><b>Vision</b></a>\n'
        '<a href="https://t.me/x?start=&quot;&amp;">1.</a>\n<a href="https://a.b">c</a>'
    )
    assert resolve(markup, lambda target: None) == '<b>Vision</b>\n1.\n<a href="https://a.b">c</a>'
    assert resolve(link("edition:52:96-120", "x"), str.upper) == '<a href="EDITION:52:96-120">x</a>'


@given(ANY)
def test_no_text_of_a_paper_is_ever_taken_for_a_placeholder(text: str) -> None:
    hostile = escaped(f'{text}<a href="card:1">x</a>{text}')
    assert resolve(hostile, lambda target: "https://evil.example") == hostile


def test_a_size_counts_what_is_seen_in_utf16_units_and_what_is_sent_in_bytes() -> None:
    markup = f"<b>é&amp;😀</b>{link('card:1', '1.')}"
    assert size(markup, 2) == Size(units=6, marks=2, raw=len(markup.encode()) + 128)
    assert utf16("a😀") == 3


@pytest.mark.parametrize(
    ("one", "fits"),
    [(Size(9, 9, 9), True), (Size(10), False), (Size(marks=10), False), (Size(raw=10), False)],
)
def test_a_size_fits_where_it_fits_in_every_respect(one: Size, fits: bool) -> None:
    assert one.fits(Size(9, 9, 9)) is fits


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("Ada Brook &amp; Bo", "<i>Ada Brook &amp; Bo</i>"),
        ("摘要语言：中文；来自 arXiv。", "摘要语言：中文；来自 arXiv。"),
        ("Ada Brook 等（另有 1 位作者） · cs.LG", "<i>Ada Brook</i> 等（另有 1 位作者） · cs.LG"),
        ("12 篇", "12 篇"),
        ("こんにちは", "こんにちは"),
        ("한국어", "한국어"),
    ],
)
def test_only_what_stands_before_chinese_is_in_italics(text: str, markup: str) -> None:
    assert italic(text) == markup
