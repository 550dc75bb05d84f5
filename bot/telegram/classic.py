"""An edition's pages as classic messages: the HTML of ``parse_mode`` (core.telegram.org/bots/api, "HTML style"). Pure.

Telegram makes links of what looks like one: ``cs.CV`` is a site on Cape Verde, ``@name`` calls somebody, ``/word`` is
a command. In running text an unseen joiner parts what would be taken for one; a code that somebody may want to copy
stands as code, where nothing is looked for. Addresses of the web stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from bot.edition.layout import Contents, Cover, Heading, Part, Row, Seen
from bot.edition.packing import Size
from bot.edition.papers import Depth, Pieces, Shown
from bot.subscriptions import Detail
from bot.telegram.markup import cards, escaped, italic, link, plain, quiet, size

FORM: Final = "html"

_FOUND: Final = re.compile(r"https?://\S+|[\w-]\.[a-z]{2}|\w@\w", re.IGNORECASE)
"""What Telegram may take for an address all the same; never less than it finds."""
_UNSEARCHED: Final = re.compile(r"<(a|code)\b[^<>]*>.*?</\1>", re.DOTALL)
_FOLD: Final = "<blockquote expandable>"
_BOLD_TITLE: Final = '"><b>'
"""How titles are written that stand over more."""
_OPENING: Final = re.compile(r"<[a-z]")


class Classic:
    """The layout that every client shows."""

    form = FORM
    formulas = False
    reached_by: Literal["links", "buttons"] = "links"
    room = Size(units=4096, marks=90, raw=32_000)
    """What Telegram takes: of more than 100 entities it drops the last without a word."""

    def cover(self, cover: Cover, /) -> str:
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

    def opener(self, _heading: Heading, /) -> str:
        """None: a thread begins with its first page of papers."""
        return ""

    def heading(self, heading: Heading, /) -> str:
        """What stands over a category's first page."""
        return f"{_bold(heading.name)}\n{_code(heading.code)} · {_text(heading.line)}"

    def paper(self, paper: Shown, depth: Depth, /) -> str:
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
            lines.append("\n".join(folded).join((_FOLD, "</blockquote>")))
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
        return self.size(markup) + Size(units=2, raw=2)

    def page(self, parts: Sequence[Part[str]], _contents: Contents, depth: Depth, /) -> str:
        """A page of papers."""
        gap = "\n" if depth.detail == "titles" else "\n\n"
        blocks = [block for part in parts for block in (part.heading, gap.join(part.papers), part.more)]
        return "\n\n".join(filter(None, blocks))

    def size(self, markup: str, /) -> Size:
        """How much of a message this takes."""
        found = len(_FOUND.findall(plain(_UNSEARCHED.sub(" ", markup))))
        return size(markup, len(_OPENING.findall(markup)) + found)

    def seen(self, text: str, /) -> Seen:
        """What a page of papers says of how it was made."""
        less: Detail = "brief" if _BOLD_TITLE in text else "titles"
        return Seen(
            papers=frozenset(cards(text)),
            detail="full" if _FOLD in text else less,
            is_headed=text.startswith("<b>"),
        )

    def noted(self, text: str, sentences: Iterable[str], /) -> list[str]:
        """Which of these sentences stand on a cover."""
        words = plain(text)
        return [sentence for sentence in sentences if sentence in words]


def line(text: str) -> str:
    """A sentence by itself."""
    return _text(text)


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
