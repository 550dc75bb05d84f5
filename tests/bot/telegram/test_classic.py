from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.digest import Digest
from bot.papers import Paper
from bot.subscriptions import Detail, Look
from bot.telegram.edition import pages
from tests.doubles.digests import digests, one_paper
from tests.doubles.pages import SNIPPETS, check, live, one_day, read_classic, summarized
from tests.doubles.papers import invent

COVER = """\
<b>Monday, November 23, 2026</b>
2 papers

<code>cs.CV</code> <a href="thread:cs.CV">Computer Vision and Pattern Recognition</a> · 2
<code>cs.AI</code> Artificial Intelligence · 0

Receipt: 2 announced = 1 summarized + 1 from the abstract; 0 lost

<i>Summaries in Chinese: 1 by a-model.
Summaries in English: 1 still to come.
A title opens arXiv, a number the paper's card.</i>"""

TITLED = """\
<b>Monday, November 23, 2026</b>
2 papers

<code>cs.CV</code> <a href="thread:cs.CV">Computer Vision and Pattern Recognition</a> · 2
<code>cs.AI</code> Artificial Intelligence · 0

Receipt: 2 announced = 2 in this edition; 0 lost

<i>A title opens arXiv, a number the paper's card.</i>"""

HEADING = """\
<b>Computer Vision and Pattern Recognition</b>
<code>cs.CV</code> · Nov 23, 2026 · 2 papers
"""

FULL = """
<a href="card:2611.90001">1.</a> <a href="https://arxiv.org/abs/2611.90001"><b>Folding &lt;Kites&gt; in O(n²)</b></a>
<i>Ada Brook, Bo Drift, Chidi Ink\u00a0+2</i>
2611.90001 · <code>cs.CV</code>
Kites fold in <u>12</u> steps.
<blockquote expandable><b>Motivation</b> Nobody folds kites.
<b>Method</b> We fold at x_iⁿ⁺¹.
<b>Result</b> It takes 7 steps.
<b>Conclusion</b> Fold.
<i>Not found in the abstract: 12.</i></blockquote>

<a href="card:2611.90002">2.</a> <a href="https://arxiv.org/abs/2611.90002"><b>Moss &amp; Salt</b></a>
<i>Ada Brook</i>
2611.90002 · <code>cs.LG</code> · <i>cross-list in cs.\u2060CV</i>
<blockquote expandable><b>Abstract</b> We weigh moss. It is a/b light.</blockquote>"""

BRIEF = """
<a href="card:2611.90001">1.</a> <a href="https://arxiv.org/abs/2611.90001"><b>Folding &lt;Kites&gt; in O(n²)</b></a>
<i>Ada Brook, Bo Drift, Chidi Ink\u00a0+2</i>
2611.90001 · <code>cs.CV</code>
Kites fold in <u>12</u> steps.
<i>Not found in the abstract: 12.</i>

<a href="card:2611.90002">2.</a> <a href="https://arxiv.org/abs/2611.90002"><b>Moss &amp; Salt</b></a>
<i>Ada Brook</i>
2611.90002 · <code>cs.LG</code> · <i>cross-list in cs.\u2060CV</i>
We weigh moss. It is a/b light."""

TITLES = """
<a href="card:2611.90001">1.</a> <a href="https://arxiv.org/abs/2611.90001">Folding &lt;Kites&gt; in O(n²)</a>
<a href="card:2611.90002">2.</a> <a href="https://arxiv.org/abs/2611.90002">Moss &amp; Salt</a>"""


def two_papers() -> Digest:
    one, other = invent(2)
    authors = ("Ada Brook", "Bo Drift", "Chidi Ink", "Dagny Hallow", "Ilse Vale")
    one = replace(one, title="Folding <Kites> in $O(n^2)$", authors=authors, categories=("cs.CV",))
    abstract = "We weigh moss. It is $\\frac{a}{b}$ light."
    other = replace(other, title="Moss & Salt", abstract=abstract, authors=authors[:1], categories=("cs.LG", "cs.CV"))
    texts = (
        "Kites fold in 12 steps.",
        "Nobody folds kites.",
        "We fold at $x_{i}^{n+1}$.",
        "It takes 7 steps.",
        "Fold.",
    )
    summary = summarized(one, *texts, unsupported=("12",))
    return one_day([one, other], [summary], categories=("cs.CV", "cs.AI"))


@pytest.mark.parametrize(("detail", "papers"), [("full", FULL), ("brief", BRIEF), ("titles", TITLES)])
def test_an_edition_looks_like_this(detail: Detail, papers: str) -> None:
    cover, page = pages(two_papers(), Look(detail=detail))
    assert cover.text == (TITLED if detail == "titles" else COVER)
    assert page.text == HEADING + papers


def test_an_edition_in_chinese_has_no_fixed_word_of_english() -> None:
    day = two_papers()
    cover, page = pages(replace(day, wishes=replace(day.wishes, language="Chinese")), Look())
    assert "2026年11月23日星期一</b>\n2 篇论文\n" in cover.text
    assert "清单：公布 2 篇 = 已写摘要 1 篇" in cover.text
    assert "<blockquote expandable><b>动机</b> Nobody folds kites.\n<b>方法</b>" in page.text
    assert "<b>论文原摘要</b>" in page.text


def test_chinese_stands_upright() -> None:
    one, other = invent(2)
    day = one_day([replace(one, authors=("王小明",)), replace(other, authors=("Bo Drift",))], language="Chinese")
    cover, page = pages(day, Look())
    assert "\n王小明\n" in page.text
    assert "<i>Bo Drift</i>" in page.text
    assert "<i>" not in cover.text


def abstract_of(text: str) -> Paper:
    return replace(invent(1)[0], abstract=text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by @somebody and #tag, /start it with $SPY, see cs.CV and math.AT or physics.ao-ph", []),
        ("Recall@10 and/or 5/6 of $5", []),
        ("code at https://example.org/@me/a#b", ["https://example.org/@me/a#b"]),
    ],
)
def test_no_word_of_a_paper_calls_somebody_or_becomes_a_command_and_addresses_stay(text: str, found: list[str]) -> None:
    _, page = pages(one_day([abstract_of(text)]), Look())
    assert live(page) == found


def test_categories_are_never_taken_for_sites() -> None:
    day = two_papers()
    warned = replace(day, receipt=replace(day.receipt, pending=("cs.AI", "math.AT")))
    assert [live(page) for page in pages(warned, Look())] == [[], []]


LONG = ("x" * 1_000_000, "word " * 200_000, "\u200b" * 1_000_000, "<" * 9000, "\U0001f600" * 9000)


@pytest.mark.parametrize("text", [*SNIPPETS, *LONG])
def test_a_text_of_any_kind_and_length_makes_a_page_that_telegram_takes(text: str) -> None:
    check(pages(one_paper(text), Look()), one_paper(text))


@settings(max_examples=60, deadline=None)
@given(digests(hostile=SNIPPETS))
def test_whatever_is_announced_makes_pages_that_telegram_takes(digest: Digest) -> None:
    check(pages(digest, Look()), digest)


def test_addresses_in_papers_count_among_the_hundred_entities() -> None:
    papers = [replace(paper, title=f"{n}.example.org") for n, paper in enumerate(invent(60))]
    for page in pages(one_day(papers), Look(detail="brief")):
        read_classic(page)
    texts = [summarized(paper, " ".join(f"https://a.example/{n}" for n in range(30))) for paper in papers]
    for page in pages(one_day(papers, texts), Look(detail="brief")):
        read_classic(page)
