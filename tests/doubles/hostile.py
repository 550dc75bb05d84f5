"""What is meant to break a program: texts that papers, people and servers may bring."""

from __future__ import annotations

from hypothesis import strategies as st

MEGABYTE = 2**20

TEXTS: dict[str, str] = {
    "nothing": "",
    "blanks": " \t\n\u3000\u2028 ",
    "markup": "</p></blockquote></a><b>x<script>alert(1)</script><a href='tg://user?id=1'>",
    "half a tag": '<a href="https://evil.example/',
    "entities": "&lt;b&gt; &amp;amp; &#0; &#x110000; &bogus;",
    "markdown": "**x** [a](https://evil.example) ](https://evil.example) ```` ~~ || > # -# 1. \\",
    "mentions": "@everyone @here <@1> <@&1> <#1> </paper:1> <t:1:R> @somebody #tag $SPY /start",
    "bidi": "\u202eabc\u202d\u2066\u2067\u2068def\u200e\u200f\u061c",
    "unseen": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164\u2800\u034f",
    "nulls": "a\x00b\x00\x00" * 40,
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\x9f\x1b[31m\x1b]0;title\x07",
    "lone surrogates": "\ud800 x \udfff\ud83d y \udc00\ud800",
    "no characters": "\ufdd0\ufdef\uffff\ufffe\U0001ffff\U0010ffff",
    "combining": "a" + "\u0301\u0333\u033f\u20dd" * 200,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3ff\U0001f1e9\U0001f1ea" * 30,
    "wide": "字" * 5000,
    "astral": "𝒳" * 5000,
    "one long word": "x" * 9000,
    "many lines": "\n" * 3000 + "x\r\n\r" * 500,
    "braces": "{" * 3000 + "}" * 2999,
    "dollars": "$x$ $$ $" * 1500,
    "deep TeX": "$" + "\\frac{a}{" * 400 + "b" + "}" * 400 + "$",
    "accents": "\\'" * 3000 + "\\^{\\v{" * 500,
    "template": "{{ 7 * 7 }} {% raw %} {# #} ${x} %s %(x)s {0} { -brand } { $x }",
    "query": "'; DROP TABLE papers; -- \" OR 1=1 NEAR( * ^ : AND NOT",
    "addresses": "https://evil.example/a?b=c#d http://127.0.0.1:9/x ftp://evil.example file:///etc/passwd javascript:x",
    "placeholders": 'thread:cs.CV card:2611.90001 edition:1:2-3 {{thread:cs.CV}} href="card:x"',
    "a megabyte": "tall boats " * (MEGABYTE // 11),
    "a megabyte of TeX": "$x_{i}$ \\'e{} ``a'' " * (MEGABYTE // 20),
    "a megabyte of brackets": "[<{(" * (MEGABYTE // 4),
}
"""By what is odd about them."""

SHORT: dict[str, str] = {name: text for name, text in TEXTS.items() if len(text) <= 10_000}
"""Those that a person may write in one message."""


def texts(size: int = 200) -> st.SearchStrategy[str]:
    """Any text at all, halves of characters too; often one of those above, or pieces of them in a row."""
    pieces = st.sampled_from([text[:300] for text in SHORT.values() if text])
    return st.one_of(
        st.text(st.characters(exclude_categories=()), max_size=size),
        st.sampled_from(list(SHORT.values())),
        st.lists(pieces | st.text(max_size=8), max_size=6).map(" ".join),
        st.builds(lambda text: text * 300, st.text(max_size=12)),
    )
