"""Rich HTML: what passes the published grammar, and what it refuses."""

from __future__ import annotations

import pytest

from tests.doubles.telegram import rich
from tests.doubles.telegram.errors import Refusal

ENTITIES, CONTENT = "RICH_MESSAGE_ENTITIES_INVALID", "RICH_MESSAGE_CONTENT_REQUIRED"


def test_an_edition_like_message_passes_and_its_words_and_blocks_are_counted() -> None:
    source = (
        '<h2><a name="it"></a>cs.IT · 2</h2><p>See <a href="#it">here</a></p>\n'
        "<details><summary><b>1. A &amp; B</b></summary><p>two\nlines<br>three</p>"
        "<blockquote>short</blockquote><ul><li>one</li><li><p>two</p></li></ul></details>"
        "<pre><code class=\"language-py\">a\nb</code></pre><p><tg-math>x^2 &lt; 1</tg-math></p><hr><footer>end</footer>"
    )  # fmt: skip
    parsed = rich.parse(source)
    assert parsed.blocks == 3 + 1 + 2 + 1 + 2 + 1 + 2 + 1 + 2 + 2 - 2
    assert "1. A & B" in parsed.text
    assert "two lines\nthree" in parsed.text
    assert "a\nb" in parsed.text
    assert [block["type"] for block in parsed.api()["blocks"]][:3] == ["heading", "paragraph", "details"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", CONTENT),
        ("<p> </p>", CONTENT),
        ("<h1></h1><p>x</p>", CONTENT),
        ("<ul></ul>", CONTENT),
        ("<p><ul><li>x</li></ul></p>", CONTENT),
        ("<b><p>x</p></b>", CONTENT),
        ("<details><p>x</p></details>", CONTENT),
        ("<details><summary>x</summary></details>", CONTENT),
        ("<details><p>y</p><summary>x</summary></details>", CONTENT),
        ("p < 0.05", ENTITIES),
        ("AT&T", ENTITIES),
        ("&eacute;", ENTITIES),
        ("<p>x", ENTITIES),
        ("<b><i>x</b></i>", ENTITIES),
        ("x</b>", ENTITIES),
        ("<div>x</div>", ENTITIES),
        ("<p class='x'>x</p>", ENTITIES),
        ("<li>x</li>", ENTITIES),
        ("<ul>x</ul>", ENTITIES),
        ("<table><td>x</td></table>", ENTITIES),
        ("<p><tg-math>x<b>y</b></tg-math></p>", ENTITIES),
        ("<tg-thinking>x</tg-thinking>", ENTITIES),
        ('<p><a href="https://x.org"><a href="https://y.org">x</a></a></p>', ENTITIES),
        ('<p><a name="a"></a><a name="a"></a>x</p>', ENTITIES),
        ('<p><a href="#nowhere">x</a></p>', "RICH_MESSAGE_URL_INVALID"),
        ('<p><a href="thread:cs.CV">x</a></p>', "RICH_MESSAGE_URL_INVALID"),
        ('<p><a href="https://x.org/a b">x</a></p>', "RICH_MESSAGE_URL_INVALID"),
        (f"<p>{'x' * 32_769}</p>", "RICH_MESSAGE_TEXT_TOO_LONG"),
        ("<p>x</p>" * 501, "RICH_MESSAGE_BLOCKS_TOO_MANY"),
        ("<ul>" + "<li>x</li>" * 500 + "</ul>", "RICH_MESSAGE_BLOCKS_TOO_MANY"),
        ("<blockquote>" * 17 + "x" + "</blockquote>" * 17, "RICH_MESSAGE_DEPTH_INVALID"),
        ("<table><tr>" + "<td>x</td>" * 21 + "</tr></table>", "RICH_MESSAGE_TABLE_INVALID"),
    ],
)  # fmt: skip
def test_what_breaks_the_grammar_or_a_limit_is_refused_with_a_reason(source: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        rich.parse(source)
    assert refusal.value.description == f"Bad Request: {code}"
    assert str(refusal.value.__cause__)


@pytest.mark.parametrize(
    "source",
    [
        f"<p>{'x' * 32_768}</p>",
        "<p>x</p>" * 500,
        "<blockquote>" * 16 + "x" + "</blockquote>" * 16,
        "<table><tr>" + "<td>x</td>" * 20 + "</tr></table>",
        '<p><a href="https://x.org/?a=1&amp;b=2#c">x</a></p>',
        "plain words",
        '<ol start="3"><li value="4">x</li></ol>',
        "<details open><summary>s</summary>words alone</details>",
        "<figure><img src='https://x.org/a.png'><figcaption>x<cite>y</cite></figcaption></figure>",
    ],
)
def test_what_just_keeps_to_it_passes(source: str) -> None:
    assert rich.parse(source).source == source
