"""JSON: every field, in a shape that other programs may rely on."""

from __future__ import annotations

import json

from hypothesis import given

from bot.digest import Digest
from bot.documents import RENDERERS, render
from bot.documents import json as document
from tests.doubles.digests import digests, one_paper


@given(digests())
def test_any_edition_reads_back_equal(edition: Digest) -> None:
    text = document.render(edition)
    text.encode()
    read = json.loads(text)
    assert read == document.document(edition)
    papers = [paper for group in read["groups"] for paper in group["papers"]]
    assert len(papers) == read["total"] == edition.total
    for paper, entry in zip(papers, edition.entries, strict=True):
        assert paper["title"] == entry.announced.paper.title
        assert paper["abstract"] == entry.announced.paper.abstract
        assert tuple(paper["authors"]) == entry.announced.paper.authors
        assert (paper["summary"] is None) == (entry.summary is None)
        if entry.summary:
            assert paper["summary"]["tldr"] == entry.summary.tldr


def test_the_shape_is_the_documented_one() -> None:
    assert json.loads(document.render(one_paper("5\\% `of' it"))) == {
        "day": "2026-11-23",
        "categories": ["cs.CV", "cs.LG"],
        "language": "English",
        "total": 1,
        "receipt": {
            "announced": 1,
            "summarized": 1,
            "from_abstract": 0,
            "filtered": {},
            "lost": 0,
            "pending": [],
            "unaudited": [],
        },
        "groups": [
            {
                "category": "cs.CV",
                "total": 1,
                "papers": [
                    {
                        "number": 1,
                        "id": "2611.90001",
                        "version": 1,
                        "kind": "new",
                        "category": "cs.CV",
                        "badges": [],
                        "title": "5\\% `of' it",
                        "title_readable": "5% ‘of’ it",
                        "authors": ["5\\% `of' it", "Ada Brook"],
                        "categories": ["cs.CV"],
                        "abstract": "5\\% `of' it",
                        "comment": "5\\% `of' it",
                        "journal_ref": None,
                        "doi": None,
                        "licence": None,
                        "submitted": None,
                        "updated": None,
                        "url": "https://arxiv.org/abs/2611.90001",
                        "pdf_url": "https://arxiv.org/pdf/2611.90001v1",
                        "summary": {
                            "language": "English",
                            "tldr": "5\\% `of' it",
                            "motivation": "5\\% `of' it",
                            "method": "5\\% `of' it",
                            "result": "5\\% `of' it",
                            "conclusion": "5\\% `of' it",
                            "origin": "a-model",
                            "prompt": "",
                            "made": "2026-11-23T05:30:00+00:00",
                            "unsupported": ["1"],
                        },
                    }
                ],
            },
            {"category": "cs.LG", "total": 0, "papers": []},
        ],
    }


def test_a_receipt_is_asked_for_in_any_format() -> None:
    edition = one_paper("plain")
    assert set(RENDERERS) == {"markdown", "html", "json"}
    for form, renderer in RENDERERS.items():
        assert render(edition, form) == renderer(edition)
        changed = render(edition, form, receipt=True) != renderer(edition)
        assert changed == (form == "markdown")
