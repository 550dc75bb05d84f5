"""An edition for other programs: one JSON object that holds everything an edition knows.

The shape is stable; keys are only ever added::

    {"day": "2026-08-12", "categories": ["cs.CV"], "language": "English", "total": 2,
     "receipt": {"announced": 3, "summarized": 1, "from_abstract": 1, "filtered": {"replacements": 1}, "lost": 0,
                 "pending": [], "unaudited": []},
     "groups": [{"category": "cs.CV", "total": 2, "papers": [
         {"number": 1, "id": "2608.01234", "version": 1, "kind": "new", "category": "cs.CV", "badges": [],
          "title": "as arXiv has it, in TeX", "title_readable": "in Unicode", "authors": ["..."],
          "categories": ["cs.CV", "cs.LG"], "abstract": "...", "comment": null, "journal_ref": null, "doi": null,
          "licence": null, "submitted": "2026-08-10T17:59:59+00:00", "updated": null,
          "url": "https://arxiv.org/abs/2608.01234", "pdf_url": "https://arxiv.org/pdf/2608.01234v1",
          "summary": {"language": "English", "tldr": "...", "motivation": "", "method": "", "result": "",
                      "conclusion": "", "origin": "extract", "prompt": "", "made": "2026-08-12T04:12:00+00:00",
                      "unsupported": []}}]}]}

``summary`` is null while it is still to be made. ``origin`` is ``extract`` (the authors' own words), ``import`` or the
name of a model; ``unsupported`` lists its numbers that stand nowhere in title, abstract or comment. ``kind`` is
arXiv's announcement type. Days are ISO 8601 dates in New York, instants ISO 8601 with their offset.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.digest import Digest, Entry, Receipt
from bot.papers import FIELDS, Summary
from bot.text import readable


def render(digest: Digest) -> str:
    """The edition as indented JSON, with one newline at its end."""
    return json.dumps(document(digest), ensure_ascii=False, indent=2) + "\n"


def document(digest: Digest) -> dict[str, Any]:
    """What ``render`` writes, as plain values."""
    return {
        "day": digest.day.isoformat(),
        "categories": [group.category for group in digest.groups],
        "language": digest.wishes.language,
        "total": digest.total,
        "receipt": _receipt(digest.receipt),
        "groups": [
            {
                "category": group.category,
                "total": len(group.entries),
                "papers": [_paper(entry) for entry in group.entries],
            }
            for group in digest.groups
        ],
    }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "announced": receipt.announced,
        "summarized": receipt.summarized,
        "from_abstract": receipt.from_abstract,
        "filtered": {str(reason): number for reason, number in receipt.filtered.items()},
        "lost": receipt.lost,
        "pending": list(receipt.pending),
        "unaudited": list(receipt.unaudited),
    }


def _paper(entry: Entry) -> dict[str, Any]:
    paper = entry.announced.paper
    return {
        "number": entry.number,
        "id": paper.id,
        "version": paper.version,
        "kind": str(entry.announced.kind),
        "category": entry.category,
        "badges": list(entry.badges),
        "title": paper.title,
        "title_readable": readable(paper.title),
        "authors": list(paper.authors),
        "categories": list(paper.categories),
        "abstract": paper.abstract,
        "comment": paper.comment,
        "journal_ref": paper.journal_ref,
        "doi": paper.doi,
        "licence": paper.licence,
        "submitted": _instant(paper.submitted),
        "updated": _instant(paper.updated),
        "url": paper.url,
        "pdf_url": paper.pdf_url,
        "summary": _summary(entry.summary) if entry.summary else None,
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "language": summary.language,
        **{name: getattr(summary, name) for name in FIELDS},
        "origin": summary.origin,
        "prompt": summary.prompt,
        "made": _instant(summary.made),
        "unsupported": list(summary.unsupported),
    }


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
