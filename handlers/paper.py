"""``paper ID``: one paper in full, from the store or, where it is not there yet, from arXiv's query API."""

from __future__ import annotations

from dataclasses import dataclass

from bot import identifiers
from bot.errors import UsageError
from bot.papers import Paper, Summary
from handlers.daily import Parts, summarize


@dataclass(frozen=True, slots=True)
class Card:
    """A paper with its summary."""

    paper: Paper
    summary: Summary | None


async def find_paper(text: str, language: str, parts: Parts) -> Card:
    """The paper that ``text`` (an identifier, DOI or link in any usual form) names.

    Raises ``UsageError`` with the reason where it can name none, and ``SourceError`` where arXiv cannot be asked.
    """
    reference = identifiers.parse(text)
    if reference is None:
        raise UsageError(f"“{text}” is not an arXiv identifier or link. To look for words: paperboy search {text}")
    paper = await parts.store.paper(reference.id)
    if paper is None or (reference.version or 0) > paper.version:
        paper = await parts.source.paper(reference)
        if paper is None:
            raise UsageError(f"arXiv knows no paper {reference}. Look at the identifier once more.")
        await parts.store.save_papers([paper], at=parts.clock.now())
    await summarize([paper], language, parts)
    return Card(paper, (await parts.store.summaries([paper], language)).get(paper.id))
