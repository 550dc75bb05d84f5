"""An edition's pages as rich messages: the HTML of ``sendRichMessage`` (Bot API 10.1, "Rich HTML style"). Pure.

Nothing is looked for in these texts: they are sent with ``skip_entity_detection``, because a single address or number
that the server finds and dislikes would cost the whole message. Line breaks in the source are blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from bot.edition.layout import Contents, Cover, Heading, Part, Row, Seen
from bot.edition.packing import Size
from bot.edition.papers import Depth, Piece, Pieces, Shown
from bot.subscriptions import Detail
from bot.telegram.markup import cards, escaped, italic, link, plain, size

FORM: Final = "rich"

_BLOCK: Final = re.compile(r"<(?:h\d|p|footer|table|tr|ol|li|blockquote|details|a name)\b")
_ITEM: Final = re.compile(r"<li>")
"""An item is a block, and what stands in it is one more."""
_SHORT: Final = Depth("titles", title=120)
"""Of titles in the contents."""
_LONGEST_LABEL: Final = 60


class Rich:
    """The layout with headings, contents, folds and formulas."""

    form = FORM
    formulas = True
    reached_by: Literal["links", "buttons"] = "links"
    room = Size(units=8000, marks=100, raw=32_000)
    """A quarter of what Telegram takes: clients fold what is longer, and show many blocks slowly."""

    def cover(self, cover: Cover, /) -> str:
        """The first page."""
        rows = "".join(_row(row) for row in cover.rows)
        others = " · ".join(f"{code} {count}" for code, count in cover.others)
        warnings = "".join(f"<blockquote><b>{escaped(text)}</b></blockquote>" for text in cover.warnings)
        total = escaped(cover.total)
        return "".join((
            f"<h3>{escaped(cover.day)}</h3><p>{link(cover.target, total) if cover.target else total}</p>",
            f"<table>{rows}</table>" if rows else "",
            f"<p>{escaped(others)}</p>" if others else "",
            f"<p>{escaped(cover.receipt)}</p>",
            warnings,
            f"<footer>{'<br>'.join(map(escaped, cover.small))}</footer>" if cover.small else "",
        ))  # fmt: skip

    def opener(self, _heading: Heading, /) -> str:
        """None: a thread begins with its first page of papers."""
        return ""

    def heading(self, heading: Heading, /) -> str:
        """What stands over a category's first page."""
        code, line = escaped(heading.code), escaped(heading.line)
        return f"<h3>{escaped(heading.name)}</h3><p><code>{code}</code> · {line}</p>"

    def paper(self, paper: Shown, depth: Depth, /) -> str:
        """One paper."""
        number, title = link(f"card:{paper.id}", f"{paper.number}."), link(paper.url, escaped(paper.title(depth)))
        if depth.detail == "titles":
            return f"{number} {title}"
        by = [_italic(paper.byline)] if paper.byline else []
        facts = (escaped(paper.id), f"<code>{escaped(paper.primary)}</code>", *map(_italic, paper.badges))
        words = [text] if (text := _inline(paper.lead(depth))) else []
        folded = [f"<b>{escaped(label)}</b> {_inline(text)}" for label, text in paper.details(depth)]
        if doubts := paper.doubts(depth):
            (folded or words).append(_italic(doubts))
        blocks = [
            f'<a name="{_anchor(paper)}"></a><h4>{number} {title}</h4>',
            _paragraph([*by, " · ".join(facts)]),
            _paragraph(words),
        ]
        blocks += [_fold(paper.fold, _paragraph(folded))] if folded else []
        return "".join(blocks)

    def frame(self, depth: Depth, /) -> Size:
        """What every page of papers takes for itself."""
        return self.size("<p></p>" if depth.detail == "titles" else _contents("0" * _LONGEST_LABEL, "", 1000))

    def taken(self, paper: Shown, markup: str, depth: Depth, /) -> Size:
        """What a paper's markup takes of its page, with its line of the contents."""
        beside = "<br>" if depth.detail == "titles" else _entry(paper)
        return self.size(markup) + self.size(beside)

    def more(self, said: str, target: str, /) -> str:
        """The way to papers that a page has no room for."""
        return f"<p>{link(target, escaped(said))}</p>"

    def around(self, markup: str, depth: Depth, /) -> Size:
        """What a heading, or the way to more papers, takes of its page; titles begin a paragraph behind it."""
        return self.size(markup + ("<p></p>" if depth.detail == "titles" else ""))

    def page(self, parts: Sequence[Part[str]], contents: Contents, depth: Depth, /) -> str:
        """A page of papers; its contents stand over the papers of one category, or over all."""
        listed, titles = contents.papers, depth.detail == "titles"
        entries = "".join(map(_entry, listed))
        table = _contents(contents.label, entries, listed[0].number) if listed and not titles else ""
        found = [table] if len(parts) > 1 else []
        for part in parts:
            papers = _paragraph(part.papers) if titles else "".join(part.papers)
            found += [part.heading or "", "" if len(parts) > 1 else table, papers, part.more or ""]
        return "".join(found)

    def size(self, markup: str, /) -> Size:
        """How much of a message this takes."""
        blocks = len(_BLOCK.findall(markup)) + len(_ITEM.findall(markup))
        return size(markup, blocks) + Size(units=markup.count("<br>"))

    def seen(self, text: str, /) -> Seen:
        """What a page of papers says of how it was made."""
        less: Detail = "brief" if "<h4>" in text else "titles"
        return Seen(
            papers=frozenset(cards(text)),
            # The contents are a fold too, behind which no paper stands.
            detail="full" if "<details><summary" in text.rpartition("</ol>")[2] else less,
            is_headed=text.startswith("<h3>"),
        )

    def noted(self, text: str, sentences: Iterable[str], /) -> list[str]:
        """Which of these sentences stand on a cover."""
        words = plain(text)
        return [sentence for sentence in sentences if sentence in words]


def _row(row: Row) -> str:
    said = escaped(row.said)
    count = f'<td align="right">{escaped(row.count)}</td>' if row.count else ""
    where = link(row.target, said) if row.target else said
    return f"<tr><td><code>{escaped(row.code)}</code></td><td>{where}</td>{count}</tr>"


def _contents(label: str, entries: str, first: int) -> str:
    return _fold(label, f'<ol start="{first}">{entries}</ol>')


def _fold(label: str, blocks: str) -> str:
    return f"<details><summary>{escaped(label)}</summary>{blocks}</details>"


def _paragraph(lines: Sequence[str]) -> str:
    return f"<p>{'<br>'.join(lines)}</p>" if lines else ""


def _entry(paper: Shown) -> str:
    return f'<li><a href="#{_anchor(paper)}">{escaped(paper.title(_SHORT))}</a></li>'


def _anchor(paper: Shown) -> str:
    return f"p{paper.number}"


def _italic(text: str) -> str:
    return italic(escaped(text))


def _inline(text: Pieces) -> str:
    return "".join(map(_piece, text))


def _piece(piece: Piece) -> str:
    if piece.formula:
        return f"<tg-math>{escaped(piece.formula)}</tg-math>"
    words = escaped(piece.text).replace("\n", "<br>")
    return f"<u>{words}</u>" if piece.doubtful else words
