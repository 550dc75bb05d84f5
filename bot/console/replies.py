"""A reply in the terminal. Pure: folds are open, and what one would tap elsewhere has a number to type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.console import Group as Stack
from rich.constrain import Constrain
from rich.style import Style
from rich.text import Text

from bot.console.flow import Flow
from bot.console.render import WIDEST
from bot.messages import Button, Card, Item, Reply

_INDENT, _LABEL = 4, 12
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What moves a terminal's cursor or changes its colours: a reply may repeat what somebody wrote."""


class _Numbers:
    """Counts what can be typed; an item of a list that has a number keeps it where nothing before it has that."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, wished: int = 0) -> int:
        self._last = max(self._last + 1, wished)
        return self._last


def commands(reply: Reply) -> dict[int, str]:
    """The command behind each number that ``render`` shows."""
    numbers = _Numbers()
    found = {numbers.next(): button.command for card in reply.cards for button in card.buttons}
    found |= {numbers.next(item.number): item.command for item in reply.items}
    return found | {numbers.next(): button.command for row in reply.buttons for button in row}


def render(reply: Reply) -> RenderableType:
    """The whole reply, at most 100 columns wide, its blocks set apart by empty lines."""
    apart = [part for block in _blocks(reply, _Numbers()) for part in (Text(), block)]
    return Constrain(Stack(*apart[1:]), WIDEST)


def _blocks(reply: Reply, numbers: _Numbers) -> Iterator[RenderableType]:
    if reply.text:
        yield Flow(_text(reply.text))
    for card in reply.cards:
        yield Stack(*_card(card))
        if card.buttons:
            yield _buttons(card.buttons, numbers, indent=_INDENT)
    for item in reply.items:
        yield Stack(*_item(item, numbers.next(item.number)))
    if reply.file and reply.file.text not in reply.text:
        yield Stack(_text(reply.file.name, "dim"), Flow(_text(reply.file.text.rstrip("\n"))))
    if rows := [_buttons(row, numbers) for row in reply.buttons if row]:
        yield Stack(*rows)


def _card(card: Card) -> Iterator[RenderableType]:
    yield Flow(_text(card.title, Style(bold=True, link=card.url)))
    yield _indented(_text(card.byline, "italic"))
    for fact in card.facts:
        yield _indented(_text(fact, "dim"))
    if card.lead:
        yield Text()
        yield _indented(_text(card.lead))
    if card.folds:
        yield Text()
    for fold in card.folds:
        yield _indented(_text(fold.text), fold.label)
    if card.credit:
        yield Text()
        yield _indented(_text(card.credit, "dim"))
    if card.links:
        yield Text()
    for link in card.links:
        yield _indented(_text(link.url, Style(color="blue", link=link.url)), link.label)


def _item(item: Item, number: int) -> Iterator[RenderableType]:
    yield Flow(_text(item.title, Style(bold=True, link=item.url)), Text(f"{number:>{_INDENT - 1}} ", "cyan"))
    yield _indented(_text(item.byline, "italic"))
    if item.lead:
        yield _indented(_text(item.lead))


def _buttons(buttons: tuple[Button, ...], numbers: _Numbers, *, indent: int = 0) -> RenderableType:
    labels = [Text.assemble((f"{numbers.next():>{_INDENT - 1}} ", "cyan"), _text(one.label)) for one in buttons]
    return _Row(labels, indent)


@dataclass(frozen=True, slots=True)
class _Row:
    """Buttons side by side, on as many lines as they need; none is broken in two while it fits on a line."""

    labels: Sequence[Text]
    indent: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line = Text(" " * self.indent)
        for label in self.labels:
            if line.plain.strip() and line.cell_len + label.cell_len > options.max_width:
                yield line
                line = Text(" " * self.indent)
            line = Text.assemble(line, "  " if line.plain.strip() else "", label)
        yield line


def _indented(text: Text, label: str = "") -> Flow:
    """A paragraph under a title; behind a label, if it has one."""
    lead = f"{label}{' ' * max(1, _LABEL - cell_len(label))}" if label else ""
    return Flow(text, _text(" " * _INDENT + lead, "dim"))


def _text(text: str, style: str | Style = "") -> Text:
    return Text(_CONTROL.sub("\ufffd", text), style)
