from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictures.telegram.marked import message, rich
from tests.doubles.telegram.rich import parse
from tests.doubles.telegram.tdlib import parse_html


def shown(html: str) -> str:
    """Telegram's HTML, read by Telegram's own library, as HTML for a browser."""
    read = parse_html(html)
    return str(message(read.text, read.entities))


@pytest.mark.parametrize(
    "html",
    [
        "plain",
        "a &lt; b &amp; c &gt; d",
        "<b>𝒳𝒴</b> after <i>astral 😀</i> letters, <code>𝒵</code>",
        "<b>bold <i>both <u>three</u></i> bold</b> none",
        '<a href="https://t.me/x?start=a&amp;b=1"><b>&lt;think&gt;</b></a>',
        "<b>one</b><i>two</i>",
    ],
)
def test_a_browser_is_told_what_telegram_was_told(html: str) -> None:
    assert shown(html) == html


def test_line_breaks_around_a_quote_are_not_shown_twice() -> None:
    quote = "<blockquote expandable><b>Method</b> We fold.\nTwice.</blockquote>"
    drawn = '<blockquote class="expandable"><div><b>Method</b> We fold.\nTwice.</div></blockquote>'
    assert shown(f"lead\n{quote}\n\nnext") == f"lead{drawn}\nnext"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "code"]), st.text("a𝒳<&>\"'é字", min_size=1)), max_size=6))
def test_no_letter_is_lost_or_becomes_markup(parts: list[tuple[str, str]]) -> None:
    written = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for _, text in parts]
    html = "".join(f"<{tag}>{text}</{tag}>" for (tag, _), text in zip(parts, written, strict=True))
    words = _Words()
    words.feed(shown(html))
    words.close()
    assert words.text == "".join(text for _, text in parts)


def test_a_rich_message_keeps_its_blocks_and_its_formulas_are_set() -> None:
    written = '<h4><a href="https://a.example">1. A&lt;B</a></h4><p>Of <tg-math>x_i</tg-math><br>and on</p>'
    drawn = written.replace("<tg-math>x_i</tg-math>", "<math><mrow><msub><mi>x</mi><mi>i</mi></msub></mrow></math>")
    assert str(rich(parse(written).root)) == drawn
