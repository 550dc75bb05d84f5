"""Papers as people meet them: the one place that decides which facts a card or a line of a list shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from bot import categories
from bot.messages import Button, Card, Fold, Item, Link
from bot.papers import EXTRACT, FIELDS, IMPORT, Paper, Summary
from bot.text import readable, shorten
from bot.words import Words
from handlers import links

LONGEST_COMMAND = 60
"""Bytes of UTF-8 that a button's command may have; platforms take 64, and add a mark of their own."""

MOST_AUTHORS = 10
"""On a card; of more than these, the first few are named."""
FIRST_AUTHORS = 6
LISTED_AUTHORS = 3
"""In a line of a list."""

LEAD = 280
"""Characters of the TL;DR in a line of a list."""

_HTML_SINCE = "2312"
"""arXiv converts papers to HTML since December 2023."""


def card(
    paper: Paper, summary: Summary | None, words: Words, *, other_language: str | None = None, original: bool = False
) -> Card:
    """One paper in full; without a summary, the abstract leads.

    ``other_language`` is a language to offer the summary in. ``original`` says that the authors' own words were asked
    for, so that the way back leads to the summary.
    """
    abstract = readable(paper.abstract)
    return Card(
        paper=paper.id,
        title=readable(paper.title),
        url=paper.url,
        byline=byline(paper.authors, words, most=MOST_AUTHORS, first=FIRST_AUTHORS),
        facts=tuple(_facts(paper, words)),
        lead=(readable(summary.tldr) if summary else "") or abstract,
        folds=_folds(summary, abstract, words),
        credit=credit(summary, words) if summary else "",
        links=_links(paper, words),
        buttons=_buttons(paper, summary, words, other_language, original=original),
    )


def item(paper: Paper, summary: Summary | None, words: Words, *, note: str = "", number: int = 0) -> Item:
    """One line of a list; ``note`` is what the list has to say of the paper, ``number`` what it calls it."""
    facts = [byline(paper.authors, words, most=LISTED_AUTHORS + 1, first=LISTED_AUTHORS), paper.primary, note]
    return Item(
        title=readable(paper.title),
        url=paper.url,
        byline=" · ".join(filter(None, facts)),
        lead=shorten(readable(summary.tldr), LEAD) if summary else "",
        command=f"paper {paper.id}",
        number=number,
    )


def byline(authors: Sequence[str], words: Words, *, most: int, first: int) -> str:
    """The authors; of more than ``most`` only the ``first``, and how many more there are."""
    if len(authors) <= most:
        return ", ".join(map(readable, authors))
    return words("byline-more", authors=", ".join(map(readable, authors[:first])), more=len(authors) - first)


def credit(summary: Summary, words: Words) -> str:
    """Whose words a summary is, since when, and which of its numbers to doubt."""
    made = f"{summary.made:%Y-%m-%d}"
    if summary.origin == EXTRACT:
        return words("credit-extract", date=made)
    if summary.origin == IMPORT:
        line = words("credit-import", date=made)
    else:
        line = words("credit-model", model=readable(summary.origin), date=made)
    doubtful = ", ".join(summary.unsupported)
    return f"{line} {words('credit-unsupported', numbers=doubtful)}" if doubtful else line


def _facts(paper: Paper, words: Words) -> list[str]:
    facts = [" · ".join(f"{categories.name(code)} ({code})" for code in paper.categories)]
    dates = [words("card-submitted", date=f"{paper.submitted:%Y-%m-%d}")] if paper.submitted else []
    if paper.version > 1 and paper.updated:
        dates.append(words("card-version-of", version=str(paper.version), date=f"{paper.updated:%Y-%m-%d}"))
    elif paper.version > 1:
        dates.append(words("card-version", version=str(paper.version)))
    facts += [" · ".join(dates)] if dates else []
    facts += [words("card-comment", text=readable(paper.comment))] if paper.comment else []
    facts += [words("card-journal", text=readable(paper.journal_ref))] if paper.journal_ref else []
    return facts


def _folds(summary: Summary | None, abstract: str, words: Words) -> tuple[Fold, ...]:
    if summary is None:
        return ()
    sections = [(name, readable(getattr(summary, name))) for name in FIELDS[1:]]
    folds = [Fold(words("card-section", section=name), text) for name, text in sections if text]
    if abstract:
        folds.append(Fold(words("card-section", section="abstract"), abstract))
    return tuple(folds)


def _links(paper: Paper, words: Words) -> tuple[Link, ...]:
    found = [Link(words("card-link-abstract"), paper.url), Link("PDF", paper.pdf_url)]
    if "/" not in paper.id and paper.id[:4] >= _HTML_SINCE:
        found.append(Link("HTML", f"https://arxiv.org/html/{paper.id}v{paper.version}"))
    if paper.doi:
        found.append(Link("DOI", f"https://doi.org/{quote(paper.doi, safe='/:;()')}"))
    return (*found, *links.named(paper.abstract, paper.comment))


def _buttons(
    paper: Paper, summary: Summary | None, words: Words, other_language: str | None, *, original: bool
) -> tuple[Button, ...]:
    found = [
        Button(words("button-save"), f"save {paper.id}", apart=True),
        Button(words("button-similar"), f"similar {paper.id}", apart=True),
        Button(words("button-bibtex"), f"bibtex {paper.id}", apart=True),
    ]
    if other_language:
        found.append(Button(words("button-language", language=other_language), f"paper {paper.id} in {other_language}"))
    if original:
        found.append(Button(words("button-summary"), f"paper {paper.id}"))
    elif summary and not summary.is_extract:
        found.append(Button(words("button-original"), f"original {paper.id}"))
    if len(paper.authors) > MOST_AUTHORS:
        found.append(Button(words("button-authors"), f"authors {paper.id}", apart=True))
    return tuple(button for button in found if fits(button.command))


def fits(command: str) -> bool:
    """Whether a button can carry this command."""
    return len(command.encode()) <= LONGEST_COMMAND
