"""An edition's pages as classic messages: the HTML of ``parse_mode`` (core.telegram.org/bots/api, "HTML style"). Pure.

Telegram makes links of what looks like one: ``cs.CV`` is a site on Cape Verde, ``@name`` calls somebody, ``/word`` is
a command. In running text an unseen joiner parts what would be taken for one; a code that somebody may want to copy
stands as code, where nothing is looked for. Addresses of the web stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.telegram.layout import Contents, Cover, Part, Row
from bot.telegram.markup import Size, escaped, italic, link, plain, quiet, size
from bot.telegram.papers import Depth, Pieces, Shown

FORM: Final = "html"

_FOUND: Final = re.compile(r"https?://\S+|[\w-]\.[a-z]{2}|\w@\w", re.IGNORECASE)
"""What Telegram may take for an address all the same; never less than it finds."""
_UNSEARCHED: Final = re.compile(r"<(a|code)\b[^<>]*>.*?</\1>", re.DOTALL)
_OPENING: Final = re.compile(r"<[a-z]")


class Classic:
    """The layout that every client shows."""

    form = FORM
    formulas = False
    room = Size(units=4096, marks=90, raw=32_000)
    """What Telegram takes: of more than 100 entities it drops the last without a word."""

    def cover(self, cover: Cover) -> str:
        """The first page."""
        total = _text(cover.total)
        head = [_bold(cover.day), link(cover.target, total) if cover.target else total]
        rows = [_row(row) for row in cover.rows]
        if cover.others:
            rows.append(_code(" ".join(f"{code} {count}" for code, count in cover.others)))
        account = [_text(cover.receipt), *map(_bold, cover.warnings)]
        small = [_italic("\n".join(cover.small))] if cover.small else []
        parts = ["\n".join(head), "\n".join(rows), "\n".join(account), *small]
        return "\n\n".join(filter(None, parts))

    def heading(self, code: str, name: str, line: str) -> str:
        """What stands over a category's first page."""
        return f"{_bold(name)}\n{_code(code)} · {_text(line)}"

    def paper(self, paper: Shown, depth: Depth) -> str:
        """One paper."""
        number, title = link(f"card:{paper.id}", f"{paper.number}."), paper.title(depth)
        if depth.detail == "titles":
            return f"{number} {link(paper.url, _text(title))}"
        lines = [f"{number} {link(paper.url, _bold(title))}"]
        if paper.byline:
            lines.append(_italic(paper.byline))
        lines.append(" · ".join((_text(paper.id), _code(paper.primary), *map(_italic, paper.badges))))
        if lead := _inline(paper.lead(depth)):
            lines.append(lead)
        folded = [f"{_bold(label)} {_inline(text)}" for label, text in paper.details(depth)]
        if doubts := paper.doubts(depth):
            (folded or lines).append(_italic(doubts))
        if folded:
            lines.append("\n".join(folded).join(("<blockquote expandable>", "</blockquote>")))
        return "\n".join(lines)

    def frame(self, _depth: Depth, /) -> Size:
        """What every page of papers takes for itself."""
        return Size()

    def taken(self, _paper: Shown, markup: str, _depth: Depth, /) -> Size:
        """What a paper's markup takes of its page, with the empty line over it."""
        return self.size(markup) + Size(units=2, raw=2)

    def more(self, said: str, target: str, /) -> str:
        """The way to papers that a page has no room for."""
        return link(target, _text(said))

    def around(self, markup: str, _depth: Depth, /) -> Size:
        """What a heading, or the way to more papers, takes of its page, with the empty line beside it."""
        return self.size(markup) + Size(units=2, raw=2) if markup else Size()

    def page(self, parts: Sequence[Part], _contents: Contents, depth: Depth, /) -> str:
        """A page of papers."""
        gap = "\n" if depth.detail == "titles" else "\n\n"
        blocks = [block for part in parts for block in (part.heading, gap.join(part.papers), part.more)]
        return "\n\n".join(filter(None, blocks))

    def size(self, markup: str) -> Size:
        """How much of a message this takes."""
        found = len(_FOUND.findall(plain(_UNSEARCHED.sub(" ", markup))))
        return size(markup, len(_OPENING.findall(markup)) + found)


def _row(row: Row) -> str:
    said = _text(row.said)
    count = f" · {row.count}" if row.count else ""
    return f"{_code(row.code)} {link(row.target, said) if row.target else said}{count}"


def _bold(text: str) -> str:
    return f"<b>{_text(text)}</b>"


def _code(text: str) -> str:
    return f"<code>{escaped(text)}</code>"


def _italic(text: str) -> str:
    return italic(_text(text))


def _inline(text: Pieces) -> str:
    return "".join(f"<u>{_text(piece.text)}</u>" if piece.doubtful else _text(piece.text) for piece in text)


def _text(text: str) -> str:
    return escaped(quiet(text))
