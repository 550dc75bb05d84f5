from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord.markup import JOINER, code, escaped, link, resolve, small, title
from tests.doubles.discord.markdown import MENTIONS, Node, read, shown, walk
from tests.doubles.pages import SNIPPETS

HOSTILE = (
    *SNIPPETS,
    "# heading",
    "### heading",
    "-# small",
    "- item",
    "* item",
    "+ item",
    "1. item",
    "2) item",
    "> quote",
    ">>> quote",
    "   # heading",
    "\t- item",
    "[words](https://example.org)",
    "[words](thread:cs.CV)",
    "[words\\](thread:cs.CV)",
    "a [b [c] d] e",
    "]][[",
    "](",
    "\\](",
    "**bold**",
    "***",
    "__init__",
    "_it_",
    "snake_case",
    "~~gone~~",
    "||hidden||",
    "`code`",
    "```block```",
    "@everyone",
    "x@here",
    "<@123>",
    "<@!123>",
    "<@&123>",
    "<#123>",
    "</paper:123>",
    "<id:customize>",
    "<t:1700000000:R>",
    "<:kite:123>",
    "<a:kite:123>",
    ":tada:",
    "1:30:45",
    "a::b",
    "<https://example.org>",
    "<mailto:ada@example.org>",
    "https://example.org",
    "HTTPS://EXAMPLE.ORG/",
    "(see https://example.org/a_b.)",
    "https://example.org/[x](thread:cs.CV)",
    "https://example.org/**bold**",
    "https://example.org/`code`|x|",
    "https://example.org/\\x",
    "https://",
    "https://x",
    "https://exam…",
    "见https://example.org/甲乙",
    "discord.gg/kites",
    "www.example.org",
    "\\",
    "\\\\",
    "\\*",
    "¯\\_(ツ)_/¯",
    "\u2194\ufe0f",
    "\u2194",
    "1\ufe0f\u20e3",
    "\U0001f1e9\U0001f1ea",
    "\u2028# x",
    "  \n",
    "\r\n# x",
    "\x00",
)
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text("*_~|`[]()<>@#:-+. \\1a\n", max_size=6) | st.text(max_size=6)).map(
    "".join
)


def kinds(nodes: list[Node]) -> set[str]:
    return {node.kind for node in walk(nodes)}


def words(text: str) -> str:
    """What counts of a text: blanks at the edges of lines do not, and no client shows what is not printable."""
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]", "", text)
    text = re.sub("[\ud800-\udfff]", "\ufffd", text).replace("\t", "    ").replace(JOINER, "")
    text = text.replace("%5B", "[").replace("%5D", "]").replace("%7C", "|").replace("%60", "`").replace("%5C", "\\")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


@given(TEXTS)
@example("1. one\n2. two\n\n# x\n-# y\n> z")
@example("# **https://example.org/a_(b)** <@1>")
def test_whatever_a_text_says_it_is_shown_as_it_is(text: str) -> None:
    nodes = read(f"**Before** {escaped(text)}")
    assert words(shown(nodes)) == words(f"Before {text}")
    nodes = read(escaped(text))
    assert words(shown(nodes)) == words(text)
    assert kinds(nodes) <= {"text", "link", "emoji", "break"}
    assert kinds(nodes).isdisjoint(MENTIONS)
    for node in walk(nodes):
        if node.kind == "emoji":
            assert node.text in text, "no emoji was made of a name"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Code: https://example.org/kites.", "https://example.org/kites"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("见https://example.org/a。然后", "https://example.org/a"),
        ("https://example.org/a?b=c&d=*e*f, and", "https://example.org/a?b=c&d=*e*f"),
        ("https://example.org/a|b[c]d", "https://example.org/a%7Cb%5Bc%5Dd"),
        ("**https://example.org/x**", "https://example.org/x"),
    ],
)
def test_an_address_in_a_text_can_be_tapped_and_is_the_whole_of_it(text: str, address: str) -> None:
    (found,) = [node.value for node in walk(read(escaped(text))) if node.kind == "link"]
    assert found == address


@pytest.mark.parametrize("text", ["See https://example.org/kit…", "https://x", "ftp://example.org/", "example.org"])
def test_what_is_no_whole_address_of_the_web_leads_nowhere(text: str) -> None:
    assert "link" not in kinds(read(escaped(text)))


@given(TEXTS)
@example("A* search [0, 1) with x_1, _y_ & __z__ ~5 |x| `c` \\alpha")
@example("kites \U0001f600 and \u2194")
@example("10_it_`")
@example("discord.gg/kites https://example.org <@1> :tada: @everyone")
def test_whatever_the_words_of_a_link_are_it_is_one_link(text: str) -> None:
    (bold,) = read(f"**1\\. {link('https://arxiv.org/abs/2611.90001', text)}**")
    assert bold.kind == "bold"
    number, made = bold.children
    assert (number, made.kind, made.value) == (Node("text", "1. "), "link", "https://arxiv.org/abs/2611.90001")
    assert kinds(list(made.children)) <= {"text"}


@pytest.mark.parametrize(
    ("plain", "seen"),
    [
        ("A* search in [0, 1)", "A∗ search in ［0, 1)"),
        ("snake_case and _x_", "snake_case and ˍxˍ"),
        ("Why p<0.05?", "Why p<0.05?"),
        ("Kites \U0001f600 fly", "Kites fly"),
        ("f: X \u2194 Y", "f: X ⟷ Y"),
        ("C:\\kites", "C:\\kites"),
        ("\U0001f600", "…"),
    ],
)
def test_the_words_of_a_link_stay_readable(plain: str, seen: str) -> None:
    assert shown(read(link("https://example.org", plain))).replace(JOINER, "") == seen


@given(st.text("a`\\*\x00", min_size=1, max_size=9))
def test_code_is_code(text: str) -> None:
    found = read(f"x {code(text + 'a')} y")
    assert [node.kind for node in found] == ["text", "code", "text"]


@given(st.text("a*-# <@`", max_size=12))
def test_small_print_is_small_and_nothing_else(text: str) -> None:
    (line,) = read(small(f"a{text}"))
    assert line.kind == "subtext"
    assert shown([line]).replace(JOINER, "").strip() == f"a{text}".strip()


def page(*components: object) -> str:
    return json.dumps({"title": "2026-11-23", "components": [{"type": 17, "components": components}]})


CONTENTS = {"type": 10, "content": "`cs.CV` [Vision](thread:cs.CV) · 3\n`cs.AI` [Kites \\& bows](thread:cs.AI) · 4"}


def button(carried: str) -> dict[str, object]:
    return {"type": 2, "style": 2, "label": "Go", "custom_id": carried}


def test_words_lead_to_threads_as_soon_as_these_stand() -> None:
    (box,) = resolve(page(CONTENTS), {"thread:cs.CV": "https://discord.com/channels/1/2"}.get)
    (text,) = box["components"]
    assert text["content"] == "`cs.CV` [Vision](https://discord.com/channels/1/2) · 3\n`cs.AI` Kites \\& bows · 4"


def test_a_button_leads_to_what_a_page_has_no_room_for_or_is_not_there() -> None:
    menu = {
        "type": 3,
        "custom_id": "menu 1",
        "options": [{"label": "a", "value": "+edition:1:1-2"}, {"label": "b", "value": "+edition:3:3-4"}],
    }
    rows = [
        {"type": 1, "components": [button("+edition:1:1-2"), button("+edition:5:5-6"), button("+paper 2611.90001")]},
        {"type": 1, "components": [button("+edition:5:5-6")]},
        {"type": 1, "components": [menu]},
        {"type": 14},
    ]
    known = {"edition:1:1-2": "digest of:1.x 1 1-2"}
    (box,) = resolve(page(*rows), known.get)
    first, second, line = box["components"]
    assert [one["custom_id"] for one in first["components"]] == ["+digest of:1.x 1 1-2", "+paper 2611.90001"]
    assert second["components"][0]["options"] == [{"label": "a", "value": "+digest of:1.x 1 1-2"}]
    assert line == {"type": 14}
    assert resolve(page(rows[1]), lambda _: None) == []


@given(TEXTS)
def test_no_text_of_a_paper_becomes_a_placeholder(text: str) -> None:
    made = page({"type": 10, "content": f"{escaped(text)}{link('https://arxiv.org', text)}{escaped(text)}"})
    assert resolve(made, lambda target: pytest.fail(target)) == json.loads(made)["components"]


def test_a_page_says_what_its_thread_is_called() -> None:
    assert title(page()) == "2026-11-23"
    assert title('{"components":[]}') == ""
