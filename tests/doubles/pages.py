"""Pages of editions, read as Telegram reads them; and days to make editions of."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

from bot.digest import Digest, Wishes, digest
from bot.messages import Page
from bot.papers import EXTRACT, FIELDS, Announced, Announcement, Kind, Paper, Summary
from bot.telegram.markup import resolve
from tests.doubles.papers import invent
from tests.doubles.telegram import rich
from tests.doubles.telegram.tdlib import Entity, Parsed, detected, parse_html, units

DAYS = Path(__file__).parents[2].parent / "shared/data/days"
MADE = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
CATEGORIES = ("cs.CV", "cs.AI", "cs.CL")
MARKS = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "code": "code",
    "a": "text_link",
    "blockquote": "expandable_blockquote",
}


def addressed(markup: str) -> str:
    """With the longest addresses that a placeholder can get."""
    return resolve(markup, lambda target: f"https://t.me/{'a' * 32}?start={'x' * 64}")


class _Written(HTMLParser):
    """What the markup says is marked, as (kind, text, address)."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[tuple[str, str, str]] = []
        self._open: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append([MARKS[tag], "", dict(attrs).get("href") or ""])

    def handle_endtag(self, tag: str) -> None:
        kind, text, address = self._open.pop()
        assert kind == MARKS[tag]
        self.marks.append((kind, text, address))

    def handle_data(self, data: str) -> None:
        for mark in self._open:
            mark[1] += data


def read_classic(page: Page) -> Parsed:
    """The page as TDLib reads it, within every limit, with every mark that was written."""
    assert page.form == "html"
    markup = addressed(page.text)
    assert len(markup.encode()) <= 32_768
    read = parse_html(markup)
    assert 0 < units(read.text) <= 4096
    assert read.text == read.text.strip()
    found = Counter((one.kind, read.words(one), one.url) for one in read.entities)
    written = _Written()
    written.feed(markup)
    assert found == Counter(written.marks)
    assert len(read.entities) + len(_lively(read)) <= 100
    return read


def _lively(read: Parsed) -> list[Entity]:
    """What Telegram makes of the text by itself, outside of links and code."""
    quiet = [one for one in read.entities if one.kind in ("code", "text_link")]
    return [one for one in detected(read.text) if not any(a.offset <= one.offset < a.end for a in quiet)]


def live(page: Page) -> list[str]:
    """The words of a classic page that Telegram makes links, mentions, hashtags or commands of."""
    read = parse_html(addressed(page.text))
    return [read.words(one) for one in _lively(read)]


def read_rich(page: Page) -> rich.Rich:
    """The page as the published grammar has it, within what clients show well."""
    assert page.form == "rich"
    read = rich.parse(addressed(page.text))
    assert 0 < units(read.text) <= 8400  # line breaks between blocks are counted here
    assert read.blocks <= 100
    return read


def check(pages: Sequence[Page], of: Digest) -> None:
    """Whether each page can be sent as it is, and each paper is carried once, in order."""
    for page in pages:
        if page.form == "rich":
            read_rich(page)
        else:
            read_classic(page)
    check_order(pages, of)


def check_order(pages: Sequence[Page], of: Digest) -> None:
    """Whether each paper is carried once, in order, on any platform's pages.

    Small categories of a capped edition share pages behind the others.
    """
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert [page.silent for page in pages] == [False] + [True] * (len(pages) - 1)
    assert [page.links for page in pages] == [True] + [False] * (len(pages) - 1)
    threads = [page for page in pages if page.thread or page.links]
    carried = [paper for page in threads for paper in page.papers]
    shared = [paper for page in pages if page not in threads for paper in page.papers]
    order = [entry.announced.paper.id for entry in of.entries]
    assert carried == [paper for paper in order if paper not in set(shared)]
    assert shared == [paper for paper in order if paper not in set(carried)]


def one_day(
    papers: Iterable[Paper],
    summaries: Iterable[Summary] = (),
    *,
    language: str = "English",
    categories: Sequence[str] = CATEGORIES,
    day: date = date(2026, 11, 23),
) -> Digest:
    """The digest of papers that were all announced on one day, wherever they are listed."""
    papers = list(papers)
    announcements = [
        Announcement(
            day=day,
            category=code,
            entries=tuple(
                Announced(paper, Kind.NEW if paper.primary == code else Kind.CROSS)
                for paper in papers
                if code in paper.categories
            ),
            source="listing",
        )
        for code in categories
    ]
    wishes = Wishes(categories=tuple(categories), language=language)
    return digest(day, announcements, {one.paper_id: one for one in summaries}, wishes)


def summarized(paper: Paper, *texts: str, origin: str = "a-model", unsupported: Sequence[str] = ()) -> Summary:
    """A summary of these texts, in the order of the fields; further fields are empty."""
    fields = dict(zip(FIELDS, (*texts, "", "", "", "", "")[:5], strict=True))
    language = "English" if origin == EXTRACT else "Chinese"
    return Summary(
        paper_id=paper.id,
        version=1,
        language=language,
        origin=origin,
        made=MADE,
        unsupported=tuple(unsupported),
        **fields,
    )


def real_day(path: Path, *, language: str = "English") -> Digest:
    """A day of real papers, each under its own main category; sentences of the abstracts stand for summaries."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    papers = [
        Paper(
            id=row["id"],
            title=row["title"],
            abstract=row["summary"],
            authors=tuple(row["authors"]),
            categories=tuple(row["categories"]),
            comment=row["comment"],
        )
        for row in rows
    ]
    chosen = tuple(dict.fromkeys(paper.primary for paper in papers))
    # Every seventh is still without a summary.
    summaries = [_from_abstract(paper) for number, paper in enumerate(papers) if number % 7]
    return one_day(papers, summaries, categories=chosen, language=language)


def _from_abstract(paper: Paper) -> Summary:
    sentences = paper.abstract.split(". ")
    parts = [sentences[-1], *(sentences[at % len(sentences)][:180] for at in range(4))]
    return summarized(paper, *parts, unsupported=("3", "10"))


SNIPPETS = (
    "$\\frac{a_{i}}{b^{n+1}}$",
    "$x_{ij}^{(k)} \\le \\sqrt{n\\log n}$",
    "$\\mymacro{x}_i$",
    "$O(n)$",
    "costs $5 and $10",
    "大型语言模型在空间理解上仍有明显差距。",
    "ことばの意味",
    "한국어 문장",
    'Schr\\"odinger & S{\\o}ren',
    "p<0.05 & q>0.1",
    "<b>bold</b>",
    "</blockquote>",
    '<a href="https://example.org">here</a>',
    "&lt;script&gt;",
    "thread:cs.CV",
    "@somebody",
    "#hashtag",
    "/start",
    "$SPY",
    "cs.CV",
    "https://example.org/a_(b)?c=d&e=f",
    "user@example.org",
    "\u202eright to left\u202c",
    "\u200b\u200d\u2060",
    "a\x00b\x07c",
    "\ud800",
    "\U0001f600\U0001f469\u200d\U0001f52c",
    "e\u0301\u0333\u033f",
    "\u05e9\u05dc\u05d5\u05dd",
    "\u0645\u0631\u062d\u0628\u0627",
    "tail\\",
    "{unmatched",
    "`code`",
    "12.5% of 2012",
    "\n\n  next paragraph",
    "\ufdd0x\ufdd1",
    "verylongword" * 30,
    "\u3164",
    "\u2800",
)
"""What papers have in them, and what somebody might put there."""


def strange_day(seed: int, count: int) -> Digest:
    """A day of invented papers with everything that texts may hold, in English or Chinese."""
    dice = random.Random(seed)
    papers, summaries = [], []
    for at, plain in enumerate(invent(count, category=dice.choice(CATEGORIES), seed=seed)):
        paper = replace(
            plain,
            title=_stirred(dice, plain.title, 3),
            abstract=_stirred(dice, plain.abstract * dice.choice((1, 1, 1, 1, 4)), 6),
            authors=tuple(_stirred(dice, name, 1) for name in plain.authors) * dice.choice((0, 1, 1, 1, 1, 40)),
            categories=(dice.choice(CATEGORIES), *plain.categories[1:]),
        )
        papers.append(paper)
        if at % 5:
            texts = [_stirred(dice, plain.abstract[: dice.choice((60, 150, 300))], 3) for _ in FIELDS]
            origin = dice.choice(("a-model", "a-model", EXTRACT, "import"))
            kept = texts if at % 3 else [text if dice.random() < 0.6 else "" for text in texts]
            summaries.append(summarized(paper, *kept, origin=origin, unsupported=("12", "5", "2012")[: at % 4]))
    return one_day(papers, summaries, language=dice.choice(("English", "Chinese", "German")))


def _stirred(dice: random.Random, text: str, most: int) -> str:
    words = text.split(" ")
    for _ in range(dice.randint(0, most)):
        words.insert(dice.randint(0, len(words)), dice.choice(SNIPPETS))
    return " ".join(words)
