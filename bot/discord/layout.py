"""An edition's pages as components: a box with papers, a line between each two, or with titles over menus. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from bot.discord import buttons, components
from bot.discord.components import Component
from bot.discord.markup import code, escaped, link, small
from bot.edition.layout import Contents, Cover, Heading, Part, Row, Seen
from bot.edition.packing import Size
from bot.edition.papers import Depth, Pieces, Shown
from bot.subscriptions import Detail
from bot.text import printable, shorten

FORM: Final = "components"

_RED: Final = 0xB31B1B
"""The edge of a cover: arXiv's own color."""
_LONGEST_TITLE: Final = 80
_MENUS: Final = 4
"""Below titles, at most: there is room for 84 of one letter."""
_CARD: Final = "paper "
_THREAD: Final = "](thread:"
_ADDRESS: Final = 80
"""Characters of a link to a thread; placeholders are shorter."""


@dataclass(frozen=True, slots=True)
class Title:
    """A paper in a list of titles."""

    paper: Shown
    line: str
    option: Component
    """Its line in the menu below the list."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: components as they stand there, or a title, which shares them with others."""

    components: Sequence[Component] = ()
    title: Title | None = None


class Components:
    """The layout of every page."""

    form = FORM
    formulas = False
    reached_by: Literal["links", "buttons"] = "buttons"
    room = components.ROOM

    def cover(self, cover: Cover, /) -> str:
        """The first page."""
        rows = [_row(row) for row in cover.rows]
        if cover.others:
            rows.append(" · ".join(f"{code(category)} {count}" for category, count in cover.others))
        account = [escaped(cover.receipt), *(f"**{escaped(warning)}**" for warning in cover.warnings)]
        texts = [[f"## {escaped(cover.day)}", escaped(cover.total)], rows, account, list(map(small, cover.small))]
        children = _parted([components.text("\n".join(lines))] for lines in texts if lines)
        if cover.target:
            children.append(components.row(_more(cover.total, cover.target)))
            leading = [row for row in cover.rows if row.target]
            children += _menus(cover.choice, [row.code for row in leading], list(map(_category, leading)))
        box = components.container(children, color=_RED)
        return _written(box, title=f"{cover.date} · {cover.total}")

    def opener(self, heading: Heading, /) -> str:
        """The message under which a category's thread hangs; in a forum, the beginning of its post."""
        box = components.container([components.text(_heading(heading))])
        return _written(box, title=f"{heading.date} · {heading.code} · {heading.count}")

    def heading(self, heading: Heading, /) -> Block:
        """What stands over a category's papers where it shares pages."""
        return Block([components.text(_heading(heading))])

    def paper(self, paper: Shown, depth: Depth, /) -> Block:
        """One paper."""
        title = link(paper.url, paper.title(depth))
        carried = buttons.custom_id(f"{_CARD}{paper.id}", buttons.APART)
        if depth.detail == "titles":
            label = shorten(f"{paper.number}. {printable(paper.title(_SHORT))}", components.LONGEST_OPTION)
            return Block(title=Title(paper, f"**{paper.number}\\.** {title}", components.option(label, carried)))
        head = [f"**{paper.number}\\. {title}**"]
        if facts := _facts(paper, depth):
            head.append(f"-# {facts}")
        # What unfolds elsewhere stands on the card alone: even a full page has what others show folded.
        folded = replace(depth, detail="brief")
        below = [lead] if (lead := _inline(paper.lead(folded))) else []
        if doubts := paper.doubts(folded):
            below.append(small(doubts))
        # Text beside a button is narrow on a phone: only the head stands there.
        beside = components.section("\n".join(head), components.button(paper.fold, carried))
        return Block([beside, *([components.text("\n".join(below))] if below else [])])

    def more(self, said: str, target: str, /) -> Block:
        """The way to papers that a page has no room for."""
        return Block([components.row(_more(said, target))])

    def page(self, parts: Sequence[Part[Block]], _contents: Contents, depth: Depth, /) -> str:
        """A page of papers."""
        children: list[Component] = []
        titles: list[Title] = []
        for part in parts:
            if part.heading:
                children += [components.separator(2)] if children else []
                children += part.heading.components
            if listed := [paper.title for paper in part.papers if paper.title]:
                children.append(components.text("\n".join(title.line for title in listed)))
                titles += listed
            else:
                children += _parted(paper.components for paper in part.papers)
            children += part.more.components if part.more else ()
        return _written(components.container(children + _menu_of(titles)), detail=depth.detail)

    def frame(self, depth: Depth, /) -> Size:
        """What every page of papers takes for itself: its box, and menus below titles.

        A paper that is not in a list of titles counts with the line over it. There is none over what stands first,
        which makes up for the box.
        """
        return Size(marks=1 + 2 * _MENUS) + _AROUND_TEXT if depth.detail == "titles" else Size()

    def around(self, markup: Block, depth: Depth, /) -> Size:
        """What a heading, or the way to more papers, takes of its page."""
        own = components.size(markup.components)
        if depth.detail != "titles" or markup.components[0]["type"] != components.TEXT:
            return own  # a heading has the line that the paper under it counts
        return own + _LINE + _AROUND_TEXT

    def taken(self, _paper: Shown, markup: Block, _depth: Depth, /) -> Size:
        """What a paper's markup takes of its page, with what is pressed for its card."""
        if title := markup.title:
            return components.size_of(f"{title.line}\n") + components.size_of_option(title.option)
        return _LINE + components.size(markup.components)

    def size(self, text: str, /) -> Size:
        """How much of a message a whole page takes."""
        threads = text.count(_THREAD)
        return components.size(json.loads(text)["components"]) + Size(units=_ADDRESS * threads, raw=_ADDRESS * threads)

    def seen(self, text: str, /) -> Seen:
        """What a page of papers says of how it was made."""
        page = json.loads(text)
        carried = [
            line
            for one in components.walk(page["components"])
            for line in (one.get("custom_id", ""), *(option["value"] for option in one.get("options", ())))
        ]
        start = f"{buttons.APART}{_CARD}"
        detail: Detail = page["detail"]
        return Seen(
            papers=frozenset(line.removeprefix(start) for line in carried if line.startswith(start)),
            detail=detail,
            is_headed=False,
        )

    def noted(self, text: str, sentences: Iterable[str], /) -> list[str]:
        """Which of these sentences stand in the small print of a cover."""
        texts = (one.get("content", "") for one in components.walk(json.loads(text)["components"]))
        lines = {line for text in texts for line in text.split("\n")}
        return [sentence for sentence in sentences if small(sentence) in lines]


def line(text: str) -> str:
    """A sentence by itself; in a forum it is the post's title, too."""
    return _written(components.container([components.text(escaped(text))]), title=shorten(text, _LONGEST_TITLE))


_SHORT: Final = Depth("titles", title=_LONGEST_TITLE)
"""Of titles in a menu."""
_AROUND_TEXT: Final = components.size([components.text("")])
_LINE: Final = components.size([components.separator()])


def _heading(heading: Heading) -> str:
    return f"### {escaped(heading.name)}\n{code(heading.code)} · {escaped(heading.line)}"


def _row(row: Row) -> str:
    leads = row.target.startswith("thread:")
    said = link(row.target, row.said) if leads else escaped(row.said)
    return f"{code(row.code)} {said}{f' · {row.count}' if row.count else ''}"


def _facts(paper: Shown, depth: Depth) -> str:
    """Who wrote it and what it is, in small print; of a brief one, only how it was announced."""
    badges = map(escaped, paper.badges)
    if not depth.is_full:
        return " · ".join(badges)
    by = [escaped(paper.byline)] if paper.byline else []
    return " · ".join([*by, code(paper.id), code(paper.primary), *badges])


def _inline(text: Pieces) -> str:
    """A text in one paragraph; numbers that the abstract does not support are underlined."""
    found = "".join(f"__{escaped(piece.text)}__" if piece.doubtful else escaped(piece.text) for piece in text)
    return " ".join(found.split())


def _more(said: str, target: str) -> Component:
    return components.button(shorten(said, components.LONGEST_LABEL), f"{buttons.APART}{target}")


def _category(row: Row) -> Component:
    label = f"{row.code} · {printable(row.said)} · {row.count}"
    return components.option(shorten(label, components.LONGEST_OPTION), f"{buttons.APART}{row.target}")


def _menu_of(titles: Sequence[Title]) -> list[Component]:
    if not titles:
        return []
    return _menus(titles[0].paper.fold, [one.paper.number for one in titles], [one.option for one in titles])


def _menus(said: str, names: Sequence[object], options: Sequence[Component]) -> list[Component]:
    """Menus of about the same length; each says from where to where it goes."""
    count = -(-len(options) // components.OPTIONS)
    found = []
    for number in range(count):
        start, stop = (len(options) * at // count for at in (number, number + 1))
        reach = f"{names[start]} – {names[stop - 1]}" if stop - start > 1 else f"{names[start]}"
        menu = components.menu(f"{buttons.MENU}{number + 1}", f"{said} · {reach}", options[start:stop])
        found.append(components.row(menu))
    return found


def _parted(groups: Iterable[Sequence[Component]]) -> list[Component]:
    """With a line between each two."""
    return [part for group in groups for part in (components.separator(), *group)][1:]


def _written(box: Component, **said: str) -> str:
    return json.dumps(said | {"components": [box]}, ensure_ascii=False, separators=(",", ":"))
