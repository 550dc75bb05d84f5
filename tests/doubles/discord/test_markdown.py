from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles.discord.markdown import Node, read, shown


def outline(written: str) -> str:
    """What was read, with the kinds of what is no plain text."""
    return "".join(_outline(node) for node in read(written))


def _outline(node: Node) -> str:
    inner = node.text + "".join(map(_outline, node.children))
    return inner if node.kind == "text" else f"<{node.kind}{' ' + node.value if node.value else ''}>{inner}</>"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        # Emphasis: the longest wins; underscores want edges of words, asterisks no blank behind them.
        ("***a***", "<italic><bold>a</></>"),
        ("__*a*__ ~~b~~ ||c||", "<underline><italic>a</></> <strike>b</> <spoiler>c</>"),
        ("snake_case_name", "snake_case_name"),
        ("a_b_ c", "a<italic>b</> c"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**a** *b", "<bold>a</> *b"),
        # Code keeps everything.
        ("`*a* \\_`", "<code>*a* \\_</>"),
        ("```py\nx = 1\n```", "<pre py>x = 1</>"),
        # A backslash makes a sign of all but letters, digits and blanks.
        (r"\*a\* \\ \a \[b](c)", r"*a* \ \a [b](c)"),
        # What only the beginning of a line means.
        ("# a #\nb", "<heading 1>a</>b"),
        ("a # b", "a # b"),
        ("a\n### b", "a\n<heading 3>b</>"),
        ("#a", "#a"),
        ("-# a\n-# b", "<subtext>a</><subtext>b</>"),
        ("- a\n- b\nc", "<bullets><item>a</><item>b</></>c"),
        ("a\n1. b", "a\n<numbers 1><item>b</></>"),
        ("- a\n  - b", "<bullets><item>a<bullets><item>b</></></></>"),
        ("+ a", "+ a"),
        ("**1. a**", "<bold><numbers 1><item>a</></></>"),
        (r"**1\. a**", "<bold>1. a</>"),
        ("> a\n> b\nc", "<quote>a\nb\n</>c"),
        (">>> a\nb", "<quote>a\nb</>"),
        ("a > b", "a > b"),
        # Links, and what makes raw text of them.
        ("[a *b*](https://x.org)", "<link https://x.org>a <italic>b</></>"),
        ("[a [b] c](https://x.org)", "<link https://x.org>a [b] c</>"),
        ("[a](<https://x.org/(y)>)", "<link https://x.org/(y)>a</>"),
        (r"[a\*b](https://x.org)", r"<link https://x.org>a\*b</>"),
        ("[1. a](https://x.org)", "<link https://x.org>1. a</>"),
        ("[a 😀](https://x.org)", "[a 😀](https://x.org)"),
        ("[a ↔ b](https://x.org)", "[a ↔ b](https://x.org)"),
        ("[a https://y.org](https://x.org)", "[a https://y.org](https://x.org)"),
        ("[a <#1>](https://x.org)", "[a <#1>](https://x.org)"),
        ("[`😀`](https://x.org)", "<link https://x.org><code>😀</></>"),
        ("[`<@1>`](https://x.org)", "[`<@1>`](https://x.org)"),
        ("[ ](https://x.org)", "[ ](https://x.org)"),
        ("[a](thread:cs.CV)", "[a](thread:cs.CV)"),
        ("[a](javascript:x)", "[a](javascript:x)"),
        ("[a](https://x.org) " + "[ " * 11, "[a](<link https://x.org>https://x.org</>) " + "[ " * 11),
        ("[a](https://x.org) [[ " + "b" * 101, "[a](<link https://x.org>https://x.org</>) [[ " + "b" * 101),
        ("[a](https://x.org) [0, 1) and on " + "b" * 101, "<link https://x.org>a</> [0, 1) and on " + "b" * 101),
        ("see https://x.org/a_(b)).", "see <link https://x.org/a_(b)>https://x.org/a_(b)</>)."),
        ("<https://x.org>", "<link https://x.org>https://x.org</>"),
        # What calls somebody or becomes something else.
        ("<@1> <@!1> <@&2> <#3>", "<user 1></> <user 1></> <role 2></> <channel 3></>"),
        ("@everyone @you", "<everyone everyone></> @you"),
        ("</search:1> <:x:2>", "<command search></> <custom-emoji x></>"),
        ("<t:5:R> <t:5>", "<timestamp 5:R></> <timestamp 5:f></>"),
        (":x: 3:1:2", "<emoji>❌</> 3:1:2"),
        (r"a ↔ b \↔ c → d", "a <emoji>↔</> b ↔ c → d"),
        (r"¯\_(ツ)_/¯", r"¯\_(ツ)_/¯"),
    ],
)
def test_it_is_read_as_by_discords_client(written: str, seen: str) -> None:
    assert outline(written) == seen


@given(st.text("ab1 _*`~|\\[]()<>#-./@!é字😀\n", max_size=60))
def test_everything_is_read_to_its_end(written: str) -> None:
    # Names of mentions, languages of code and addresses of links are not shown.
    letters = [sign for sign in written if sign in "ab字"]
    seen = [sign for sign in shown(read(written)) if sign in "ab字"]
    assert seen == letters or any(mark in written for mark in ("<", "](", "```"))
