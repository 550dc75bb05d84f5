"""A layout of bare lines, to see which papers stand on which page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from bot.edition.layout import Contents, Cover, Heading, Part, Seen
from bot.edition.packing import Size
from bot.edition.papers import Depth, Shown

_LINES = {"full": 6, "brief": 3, "titles": 1}


class Lines:
    """A page holds twenty lines; a paper takes up to six of them, a heading or the way to more papers takes one."""

    form = "lines"
    formulas = False
    room = Size(units=20)

    def __init__(self, *, opens: bool, reached_by: Literal["links", "buttons"] = "links") -> None:
        """``opens`` says whether threads hang from pages of their own."""
        self._opens = opens
        self.reached_by = reached_by

    def cover(self, cover: Cover, /) -> str:
        return "\n".join((cover.day, f"{cover.total} {cover.target}", *(row.code for row in cover.rows), *cover.small))

    def opener(self, heading: Heading, /) -> str:
        return f"opens {heading.code} {heading.count}" if self._opens else ""

    def heading(self, heading: Heading, /) -> str:
        return f"# {heading.code}"

    def paper(self, paper: Shown, depth: Depth, /) -> str:
        return "\n".join([f"{depth.detail} {paper.id}"] + ["·"] * (_LINES[depth.detail] - 1))

    def more(self, said: str, target: str, /) -> str:
        return f"{said} -> {target}"

    def page(self, parts: Sequence[Part[str]], _contents: Contents, _depth: Depth, /) -> str:
        lines = [line for part in parts for line in (part.heading, *part.papers, part.more)]
        return "\n".join(line for line in lines if line)

    def frame(self, _depth: Depth, /) -> Size:
        return Size()

    def around(self, markup: str, _depth: Depth, /) -> Size:
        return self.size(markup)

    def taken(self, _paper: Shown, markup: str, _depth: Depth, /) -> Size:
        return self.size(markup)

    def size(self, text: str, /) -> Size:
        return Size(units=text.count("\n") + 1)

    def seen(self, text: str, /) -> Seen:
        papers = [line.split(" ") for line in text.split("\n") if line.startswith(tuple(_LINES))]
        shown = frozenset(paper for _, paper in papers)
        detail = next((name for name in _LINES if text.startswith(name) or f"\n{name} " in text), "full")
        return Seen(papers=shown, detail=detail, is_headed=text.startswith("#"))  # type: ignore[arg-type]  # a key above

    def noted(self, text: str, sentences: Iterable[str], /) -> list[str]:
        return [sentence for sentence in sentences if sentence in text.split("\n")]
