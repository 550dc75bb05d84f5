from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictures.discord.marked import Context, components, summary, text
from tests.doubles.discord.markdown import read, shown

CONTEXT = Context(now=datetime(2026, 11, 23, 9, 0, tzinfo=UTC), names={"77": "daily-papers", "5": "Readers"})


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("**bold *both***", "<b>bold <i>both</i></b>"),
        ("# One\ntwo", "<h1>One</h1>two"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("-# small", "<small>small</small>"),
        ("[words](https://arxiv.org/abs/1)", '<a href="https://arxiv.org/abs/1">words</a>'),
        ("<#77> <@&5>", '<span class="mention">#daily-papers</span> <span class="mention">@Readers</span>'),
        ("<t:1795422600:R>", '<span class="time">30 minutes ago</span>'),
        ("<t:1795422600:d>", '<span class="time">11/23/26</span>'),
        ("> quoted", '<div class="quote"><i></i><blockquote>quoted</blockquote></div>'),
    ],
)
def test_a_browser_is_told_what_discords_client_would_show(written: str, drawn: str) -> None:
    assert str(text(written, CONTEXT)) == drawn


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text("ab_`~|<&\"'\\[]()é字 ", max_size=30))
def test_no_letter_is_lost_or_becomes_html(written: str) -> None:
    words = _Words()
    words.feed(str(text(written, CONTEXT)))
    words.close()
    assert words.text == shown(read(written))


def test_a_container_holds_sections_rows_and_lines() -> None:
    made = [
        {
            "type": 17,
            "accent_color": 0xB31B1B,
            "components": [
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "**one**"}],
                    "accessory": {"type": 2, "style": 2, "label": "Details & more", "custom_id": "x"},
                },
                {"type": 14, "divider": False, "spacing": 2},
                {"type": 1, "components": [{"type": 2, "style": 5, "label": "PDF", "url": "https://arxiv.org/pdf/1"}]},
                {
                    "type": 1,
                    "components": [
                        {
                            "type": 3,
                            "custom_id": "s",
                            "placeholder": "Open",
                            "options": [{"label": "A", "value": "a", "default": True}],
                        }
                    ],
                },
            ],
        }
    ]
    drawn = str(components(made, CONTEXT))
    assert drawn.startswith('<section class="container accent" style="--bar:#b31b1b"><div class="section"><div>')
    assert '<span class="button secondary"><span>Details &amp; more</span></span>' in drawn
    assert '<hr class="large unseen">' in drawn
    assert '<span class="button link"><span>PDF</span><svg' in drawn
    assert '<span class="select chosen"><span>A</span>' in drawn
    assert str(summary(made, CONTEXT)) == "<b>one</b>"
