"""Markdown: the fixed shape to the byte, and texts that cannot break it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.digest import Digest, Wishes, digest
from bot.documents import markdown
from bot.papers import EXTRACT, Announced, Announcement, Kind, Paper, Summary
from tests.doubles.digests import DAY, MADE, digests, one_paper

REFERENCE = Path(__file__).parents[3].parent / "shared/data/digest"

GOLDEN = """\
<div id=toc></div>

# Table of Contents

- [cs.CV](#cs.CV) [Total: 2]
- [cs.LG](#cs.LG) [Total: 1]


<div id='cs.CV'></div>

# cs.CV [[Back]](#toc)

### [1] [Owl Maps: Steering in $O(n)$](https://arxiv.org/abs/2611.90001)
*Ada Brook,Hiro Ink*

Main category: cs.CV

TL;DR: 猫头鹰看得见。


<details>
  <summary>Details</summary>
Motivation: 天黑。

Method: 飞行。

Result: 快 3 倍。

Conclusion: 值得。

Abstract: Owls see 33\\% more in <= 5s, or $\\alpha_i < 1$.

</details>


### [2] [Paper Boats](https://arxiv.org/abs/2611.90002)
*Kofi Drift*

Main category: cs.CV

TL;DR: Boats float.


<details>
  <summary>Details</summary>
Result: They float well.

Abstract: Boats float. They float well.

</details>


<div id='cs.LG'></div>

# cs.LG [[Back]](#toc)

### [3] [Salt](https://arxiv.org/abs/2611.90003)
*Ilse Hallow*

Main category: stat.ML


<details>
  <summary>Details</summary>


Abstract: Salt is white.

</details>
"""


def golden() -> Digest:
    owl = Paper(
        id="2611.90001",
        title="Owl Maps: Steering in $O(n)$",
        abstract="Owls see 33\\% more in <= 5s, or $\\alpha_i < 1$.",
        authors=("Ada Brook", "Hiro Ink"),
        categories=("cs.CV",),
    )
    boats = Paper(
        id="2611.90002",
        title="Paper Boats",
        abstract="Boats float. They float well.",
        authors=("Kofi Drift",),
        categories=("cs.CV", "cs.LG"),
    )
    salt = Paper(
        id="2611.90003",
        title="Salt",
        abstract="Salt is white.",
        authors=("Ilse Hallow",),
        categories=("stat.ML", "cs.LG"),
    )
    summaries = {
        owl.id: Summary(
            paper_id=owl.id,
            version=1,
            language="Chinese",
            tldr="猫头鹰看得见。",
            motivation="天黑。",
            method="飞行。",
            result="快 3 倍。",
            conclusion="值得。",
            origin="a_model",
            made=MADE,
        ),
        boats.id: Summary(
            paper_id=boats.id,
            version=1,
            language="English",
            tldr="Boats float.",
            result="They float well.",
            origin=EXTRACT,
            made=MADE,
            unsupported=("7",),
        ),
    }
    lines = {"cs.CV": [Announced(owl, Kind.NEW), Announced(boats, Kind.NEW)], "cs.LG": [Announced(salt, Kind.CROSS)]}
    day = [
        Announcement(day=DAY, category=code, entries=tuple(entries), source="listing")
        for code, entries in lines.items()
    ]
    return digest(DAY, day, summaries, Wishes(categories=("cs.CV", "cs.LG", "cs.RO")), pending=["cs.RO"])


def test_the_bare_document_keeps_its_shape_to_the_byte() -> None:
    assert markdown.render(golden()) == GOLDEN


def test_the_receipt_adds_what_the_shape_lacks() -> None:
    text = markdown.render(golden(), receipt=True)
    assert text.startswith(
        "**Monday, 23 November 2026**\n\n"
        "Receipt: 3 announced = 1 summarized + 2 from the abstract; 0 lost\n\n"
        "**Not confirmed by arXiv yet: cs.RO. More papers may follow.**\n\n"
        "Summaries: 1 by a_model, in Chinese, 2026-11-23; 1 in the authors' own words, 2026-11-23\n\n"
        "Thank you to arXiv for use of its open access interoperability.\n\n"
        "<div id=toc></div>\n"
    )
    assert "\n\nAnnounced as: cross-list from stat.ML\n\n" in text
    assert "\n\nSummary: in the authors' own words, 2026-11-23\n" in text
    assert "\n\nNumbers that the abstract does not contain: 7\n" in text


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference document is not on this machine")
def test_the_reference_records_give_the_reference_document() -> None:
    made = datetime(2025, 12, 12, tzinfo=UTC)
    rows = [json.loads(line) for line in (REFERENCE / "digest.jsonl").read_text(encoding="utf-8").splitlines()]
    papers = [
        Paper(
            id=row["id"],
            title=row["title"],
            abstract=row["summary"],
            authors=tuple(row["authors"]),
            categories=tuple(row["categories"]),
        )
        for row in rows
    ]
    summaries = {
        row["id"]: Summary(paper_id=row["id"], version=1, language="Chinese", origin="import", made=made, **row["AI"])
        for row in rows
    }
    codes = tuple(dict.fromkeys(paper.primary for paper in papers))
    day = [
        Announcement(
            day=date(2025, 12, 12),
            category=code,
            entries=tuple(Announced(paper, Kind.NEW) for paper in papers if paper.primary == code),
            source="import",
        )
        for code in codes
    ]
    edition = digest(date(2025, 12, 12), day, summaries, Wishes(categories=codes, language="Chinese"))
    assert markdown.render(edition).encode() == (REFERENCE / "digest.md").read_bytes()


READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(token: Token) -> str:
    """What a reader sees of an inline token."""
    return "".join("\n" if part.type in ("softbreak", "hardbreak") else part.content for part in token.children or [])


def inline(tokens: list[Token], opener: str) -> list[Token]:
    return [tokens[at + 1] for at, token in enumerate(tokens) if token.type == opener]


HOSTILE = [
    "[Re] A ]( b [c](http://evil.example)",
    "</details><script>alert(1)</script>",
    "<https://evil.example> and <!-- open",
    "```\ncode",
    "a\n\n# heading\n\n- list\n\n1. one\n\n> quote\n\n---\n\n    code\n\n| a |\n\n[x]: http://evil.example\n\n===",
    "``quoted'' and `code",
    "\x1b[31mred\x00",
    "pay \u202egro.live\u202c \u2066here\u2069 \x9b31m\x85now\u2028",
    "\\",
    "\\<b> \\\\<b> \\` \\\\`",
    "&lt;b&gt; &#60; &amp &",
    "*bold* _it_ __x__ a_b_c ~~no~~ ~5",
    "![](http://evil.example/pixel.png) !\\[a](b)",
    "[a][b] [c]\\(d)",
    "$x_i^*$ [[Back]](#toc)",
    "",
    " \t ",
    "<",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_break_nothing(text: str) -> None:
    check(one_paper(text))


@given(digests(hostile=HOSTILE))
def test_no_text_breaks_out_of_its_place(edition: Digest) -> None:
    check(edition)


def check(edition: Digest) -> None:
    for with_receipt in (False, True):
        tokens = READER.parse(markdown.render(edition, receipt=with_receipt))
        groups = [group for group in edition.groups if group.entries]
        headings = inline(tokens, "heading_open")
        titles = [token for token in headings if token.content.startswith("[")]
        assert len(headings) == 1 + len(groups) + edition.total
        for entry, heading in zip(edition.entries, titles, strict=True):
            links = [part for part in heading.children or [] if part.type == "link_open"]
            assert [link.attrs["href"] for link in links] == [entry.announced.paper.url]
            assert bare(shown(heading)) == bare(f"[{entry.number}] {entry.announced.paper.title}")

        html = [token.content for token in tokens if token.type == "html_block"]
        assert sum(block.startswith("<details>\n  <summary>Details</summary>\n") for block in html) == edition.total
        assert sum(block == "</details>\n" for block in html) == edition.total
        tags = [tag for block in html for tag in re.findall(r"<[a-zA-Z/!?][^>\n]*>?", block)]
        assert len(tags) == 4 * edition.total + 2 + 2 * len(groups)
        assert len(html) == 2 * edition.total + 1 + len(groups)

        everything = {token.type for token in tokens}
        assert everything <= {
            "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "html_block",
            "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
        }  # fmt: skip
        assert sum(token.type == "list_item_open" for token in tokens) == len(groups)
        parts = [part for token in tokens for part in token.children or []]
        assert not {"html_inline", "image", "code_inline"} & {part.type for part in parts}
        assert sum(part.type == "link_open" for part in parts) == edition.total + 2 * len(groups)


def bare(text: str) -> list[str]:
    r"""A text without blanks, controls and backslashes: of TeX's ``\%`` Markdown shows the sign alone."""
    return re.sub(r"[\\\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]", "", text).split()


@pytest.mark.parametrize("with_receipt", [False, True])
@pytest.mark.parametrize(
    "control", [*map(chr, range(0x80, 0xA0)), *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
)
def test_no_text_turns_the_direction_of_its_line_or_a_terminal(control: str, with_receipt: bool) -> None:
    text = f"safe{control}.example"
    made = markdown.render(one_paper(text), receipt=with_receipt)
    assert control not in made
    shown_as = "safe .example" if control == "\x85" else "safe.example"  # a line break in disguise
    assert f"[{shown_as}](https://arxiv.org/abs/" in made
    assert made.count(shown_as) >= 8


def test_the_marks_that_right_to_left_scripts_need_stay() -> None:
    text = "\u05d0\u200f! \u200e(b)\u061c"
    assert f"Abstract: {text}\n" in markdown.render(one_paper(text))


def test_paragraphs_of_an_abstract_survive() -> None:
    edition = one_paper("plain")
    entry = edition.entries[0]
    assert entry.summary
    text = "First\nline.\n\n  - Second.\n \n3) Third."
    paper = replace(entry.announced.paper, abstract=text)
    day = [Announcement(day=DAY, category="cs.CV", entries=(Announced(paper, Kind.NEW),), source="listing")]
    made = markdown.render(digest(DAY, day, {paper.id: entry.summary}, Wishes(categories=("cs.CV",))))
    assert "\nAbstract: First line.\n\n\\- Second.\n\n3\\) Third.\n\n</details>\n" in made
