from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.digest import Digest
from bot.subscriptions import Detail, Look
from bot.telegram.edition import pages
from tests.doubles.digests import digests, one_paper
from tests.doubles.pages import SNIPPETS, check, one_day, read_rich, summarized
from tests.doubles.papers import invent

COVER = """\
<h3>Monday, November 23, 2026</h3><p>2 papers</p>
<table><tr><td><code>cs.CV</code></td>
<td><a href="thread:cs.CV">Computer Vision and Pattern Recognition</a></td><td align="right">2</td></tr>
<tr><td><code>cs.AI</code></td><td>Artificial Intelligence</td><td align="right">0</td></tr></table>
<p>Receipt: 2 announced = 1 summarized + 1 from the abstract; 0 lost</p>
<footer>Summaries in Chinese: 1 by a-model.<br>
Summaries in English: 1 still to come.<br>
A title opens arXiv, a number the paper's card.</footer>"""

HEADING = """\
<h3>Computer Vision and Pattern Recognition</h3><p><code>cs.CV</code> · Nov 23, 2026 · 2 papers</p>
"""

KITES = """<h4><a href="card:2611.90001">1.</a> \
<a href="https://arxiv.org/abs/2611.90001">Folding &lt;Kites&gt; in O(n²)</a></h4>
<p><i>Ada Brook</i><br>2611.90001 · <code>cs.CV</code></p>
"""
MOSS = """<h4><a href="card:2611.90002">2.</a> <a href="https://arxiv.org/abs/2611.90002">Moss &amp; Salt</a></h4>
<p><i>Ada Brook</i><br>2611.90002 · <code>cs.LG</code> · <i>cross-list in cs.CV</i></p>
"""

FULL = f"""\
<a name="p1"></a>{KITES}<p>Kites fold in <u>12</u> steps.</p>
<details><summary>Details</summary><p><b>Motivation</b> Nobody folds kites.<br>\
<b>Method</b> We fold at <tg-math>x_{{i}}^{{n+1}} &lt; 1</tg-math>.<br>\
<i>Not found in the abstract: 12.</i></p></details>
<a name="p2"></a>{MOSS}<details><summary>Details</summary><p><b>Abstract</b> \
We weigh moss. It is <tg-math>\\frac{{a}}{{b}}</tg-math> light.</p></details>"""

BRIEF = f"""\
<a name="p1"></a>{KITES}<p>Kites fold in <u>12</u> steps.<br><i>Not found in the abstract: 12.</i></p>
<a name="p2"></a>{MOSS}<p>We weigh moss. It is <tg-math>\\frac{{a}}{{b}}</tg-math> light.</p>"""

TITLES = """<p><a href="card:2611.90001">1.</a> \
<a href="https://arxiv.org/abs/2611.90001">Folding &lt;Kites&gt; in O(n²)</a><br>\
<a href="card:2611.90002">2.</a> <a href="https://arxiv.org/abs/2611.90002">Moss &amp; Salt</a></p>"""


def two_papers() -> Digest:
    one, other = invent(2)
    one = replace(one, title="Folding <Kites> in $O(n^2)$", authors=("Ada Brook",), categories=("cs.CV",))
    abstract = "We weigh moss. It is $\\frac{a}{b}$ light."
    other = replace(
        other, title="Moss & Salt", abstract=abstract, authors=("Ada Brook",), categories=("cs.LG", "cs.CV")
    )
    texts = ("Kites fold in 12 steps.", "Nobody folds kites.", "We fold at $x_{i}^{n+1} < 1$.")
    return one_day([one, other], [summarized(one, *texts, unsupported=("12",))], categories=("cs.CV", "cs.AI"))


@pytest.mark.parametrize(("detail", "papers"), [("full", FULL), ("brief", BRIEF), ("titles", TITLES)])
def test_an_edition_looks_like_this(detail: Detail, papers: str) -> None:
    cover, page = pages(two_papers(), Look(layout="rich", detail=detail))
    if detail == "titles":
        assert "<p>Receipt: 2 announced = 2 in this edition; 0 lost</p><footer>A title opens" in cover.text
    else:
        assert cover.text == COVER.replace("\n", "")
    assert page.text == (HEADING + papers).replace("\n", "")


def test_a_page_of_several_papers_has_contents_that_lead_to_each() -> None:
    papers = invent(30)
    _, *made = pages(one_day(papers), Look(layout="rich"))
    assert len(made) > 1
    for page in made:
        read = read_rich(page)
        numbers = [str(papers.index(paper) + 1) for paper in papers if paper.id in page.papers]
        assert re.findall(r'<li><a href="#p(\d+)">', page.text) == numbers
        assert re.findall(r'<a name="p(\d+)"></a><h4>', page.text) == numbers
        assert f"Contents: {numbers[0]} to {numbers[-1]}" in read.text
        assert f'<ol start="{numbers[0]}">' in page.text


def test_a_page_is_filled_before_another_begins() -> None:
    papers = [replace(paper, categories=("cs.CV",)) for paper in invent(300)]
    _, *made = pages(one_day(papers), Look(layout="rich"))
    for page in made[:-1]:
        read = read_rich(page)
        assert read.blocks > 90 or len(read.text) > 7000


def test_warnings_stand_out_on_the_cover() -> None:
    day = two_papers()
    cover, _ = pages(replace(day, receipt=replace(day.receipt, pending=("cs.AI",))), Look(layout="rich"))
    assert "<blockquote><b>Not confirmed by arXiv yet: cs.AI. More papers may follow.</b></blockquote>" in cover.text
    read_rich(cover)


@pytest.mark.parametrize("text", [*SNIPPETS, "x" * 1_000_000, "$x_{ij}$ " * 90_000, "\u200b" * 1_000_000, "<" * 9000])
def test_a_text_of_any_kind_and_length_makes_a_page_that_telegram_takes(text: str) -> None:
    check(pages(one_paper(text), Look(layout="rich")), one_paper(text))


@settings(max_examples=60, deadline=None)
@given(digests(hostile=SNIPPETS))
def test_whatever_is_announced_makes_pages_that_telegram_takes(digest: Digest) -> None:
    check(pages(digest, Look(layout="rich")), digest)
