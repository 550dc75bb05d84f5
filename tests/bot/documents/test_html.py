"""HTML: one file that reads back what was put in, whatever that was, and asks the network for nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from lxml import etree, html

from bot.digest import Digest, Receipt
from bot.documents.html import render
from bot.papers import FIELDS
from bot.text import readable
from tests.doubles.digests import digests, one_paper

HOSTILE = [
    "</p></article><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> ' onclick='x",
    "{{ 7 * 7 }} {% raw %} {# #}",
    "a < b & c > d &amp; &lt;",
    "<!-- -->]]><![CDATA[",
    "</style></title></textarea>",
    "\u202eabc\u2028def\x85ghi\x0b\x00\x1b[31m",
    "一  two\n\n三",
]

TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "nav", "ul", "li", "span",
    "section", "dl", "dt", "dd", "div", "main", "article", "details", "summary", "mark", "footer",
}  # fmt: skip


def parse(edition: Digest) -> html.HtmlElement:
    return html.document_fromstring(render(edition))


def texts(tree: html.HtmlElement, path: str) -> list[str]:
    return [str(element.text_content()) for element in tree.xpath(path)]


def check(edition: Digest) -> None:
    tree = parse(edition)
    assert {element.tag for element in tree.iter(etree.Element)} <= TAGS
    assert not list(tree.iter(etree.Comment))
    assert not [name for element in tree.iter(etree.Element) for name in element.attrib if str(name).startswith("on")]
    papers = tree.xpath("//article")
    assert len(papers) == edition.total
    for entry, article in zip(edition.entries, papers, strict=True):
        paper = entry.announced.paper
        assert texts(article, "h3") == [readable(paper.title)]
        assert article.xpath("string(h3/a/@href)") == paper.url
        assert texts(article, "div[@class='authors']//span") == [readable(author) for author in paper.authors]
        assert texts(article, ".//p[@class='abstract']") == [readable(paper.abstract)]
        for field in FIELDS:
            wanted = readable(getattr(entry.summary, field)) if entry.summary else ""
            assert texts(article, f".//*[@class='{field}']") == ([wanted] if wanted else [])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_text(text: str) -> None:
    check(one_paper(text))


@given(digests(hostile=HOSTILE))
def test_any_text_reads_back_equal_and_adds_no_element(edition: Digest) -> None:
    check(edition)


def test_nothing_is_asked_of_the_network() -> None:
    page = render(one_paper("plain"))
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //@src")
    assert "url(" not in page
    assert "@import" not in page
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_link_inside_leads_somewhere_and_every_id_is_unique() -> None:
    tree = parse(one_paper("plain"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = [target for value in tree.xpath("//@aria-labelledby") for target in value.split()]
    inside = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]
    assert set(inside + named) <= set(ids)
    assert {"toc", "cs.CV", "paper-1"} <= set(inside)


def test_headings_and_language_serve_a_screen_reader() -> None:
    tree = parse(one_paper("plain"))
    levels = [int(element.tag[1]) for element in tree.xpath("//h1 | //h2 | //h3")]
    assert levels == [1, 2, 2, 3]
    assert tree.get("lang") == "en"
    assert tree.xpath("//p[@class='tldr']/@lang") == ["en"]


def with_receipt(edition: Digest, **changes: object) -> str:
    receipt = replace(edition.receipt, **changes)  # type: ignore[arg-type]  # a table of keywords
    return render(replace(edition, receipt=receipt))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"announced": 4}, "3 announced papers are missing from this edition."),
        ({"announced": 0}, "the account does not balance"),
        ({"pending": ("cs.LG",)}, "Not confirmed by arXiv yet: cs.LG."),
    ],
)
def test_a_receipt_that_is_not_good_is_shouted(changes: dict[str, object], said: str) -> None:
    tree = html.document_fromstring(with_receipt(one_paper("plain"), **changes))
    assert said in " ".join(texts(tree, "//section[@class='receipt wrong']/p[@class='warning']"))


def test_a_good_receipt_is_calm_and_complete() -> None:
    tree = html.document_fromstring(with_receipt(one_paper("plain"), announced=3, filtered={"replacements": 2}))
    assert texts(tree, "//section[@class='receipt']//dd") == ["3", "1", "0", "2", "0"]
    small_print = " ".join(texts(tree, "//section[@class='receipt']/p"))
    assert "Left out: replacements 2." in small_print
    assert "1 by a-model, in English, 2026-11-23" in small_print


def test_unsupported_numbers_are_marked() -> None:
    tree = parse(one_paper("It is 1 of 10."))
    assert texts(tree, "//p[@class='tldr']/mark") == ["1"]
    assert "Not found in the abstract: 1" in tree.xpath("string(//article)")


@pytest.mark.parametrize(("count", "shown", "folded"), [(15, 15, 0), (16, 10, 6), (3000, 10, 2990)])
def test_long_author_lists_are_folded_and_nobody_is_left_out(count: int, shown: int, folded: int) -> None:
    edition = one_paper("plain")
    entry = edition.entries[0]
    names = tuple(f"Ada Brook the {n}th" for n in range(count))
    announced = replace(entry.announced, paper=replace(entry.announced.paper, authors=names))
    group = replace(edition.groups[0], entries=(replace(entry, announced=announced),))
    tree = parse(replace(edition, groups=(group,)))
    assert len(tree.xpath("//div[@class='authors']/span")) == shown
    assert len(tree.xpath("//div[@class='authors']/details/span")) == folded
    listed = re.sub(r"and \d+ more", "", tree.xpath("string(//div[@class='authors'])"))
    assert tuple(name.strip() for name in listed.split(",")) == names


def test_an_empty_edition_says_so() -> None:
    edition = one_paper("plain")
    empty = Receipt(announced=0, summarized=0, from_abstract=0, filtered={})
    tree = parse(replace(edition, groups=(), receipt=empty))
    assert "arXiv announced nothing in these categories." in tree.text_content()
