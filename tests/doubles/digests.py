"""Digests of arbitrary texts, for the promise that no text breaks a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.digest import Digest, Wishes, digest
from bot.papers import EXTRACT, Announced, Announcement, Kind, Paper, Summary

DAY = date(2026, 11, 23)
MADE = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
CATEGORIES = ("cs.CV", "cs.LG")


def one_paper(text: str) -> Digest:
    """One paper whose every text is ``text``."""
    return build([(text,) * 9 + ("a-model",)])


def digests(*, hostile: Sequence[str] = ()) -> st.SearchStrategy[Digest]:
    """Digests of up to three papers whose texts are anything, with and without summaries."""
    text = st.text(max_size=40) | st.text("<>[]()`*_~!\\&#;/$ab1 \n-", max_size=20)
    if hostile:
        text |= st.sampled_from(hostile)
    paper = st.tuples(*[text] * 9, st.sampled_from(("a-model", "import", EXTRACT, "")))
    return st.lists(paper, max_size=3).map(build)


def build(papers: Sequence[tuple[str, ...]]) -> Digest:
    """Each row: title, abstract, author, comment, the five fields of the summary, its origin ("" for no summary)."""
    announced, summaries = [], {}
    for number, (title, abstract, author, comment, *fields, origin) in enumerate(papers):
        paper = Paper(
            id=f"2611.{90001 + number}",
            title=title,
            abstract=abstract,
            authors=(author, "Ada Brook"),
            categories=(CATEGORIES[number % 2],),
            comment=comment or None,
        )
        announced.append(Announced(paper, Kind.NEW))
        if origin:
            summaries[paper.id] = Summary(
                paper_id=paper.id,
                version=1,
                language="English",
                **dict(zip(("tldr", "motivation", "method", "result", "conclusion"), fields, strict=True)),
                origin=origin,
                made=MADE,
                unsupported=("1",),
            )
    day = [
        Announcement(
            day=DAY,
            category=code,
            entries=tuple(line for line in announced if line.paper.primary == code),
            source="listing",
        )
        for code in CATEGORIES
    ]
    return digest(DAY, day, summaries, Wishes(categories=CATEGORIES))
