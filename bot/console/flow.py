"""Lines that break where readers of any script expect it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

_WIDE = "\u1100-\u11ff\u2e80-\u303f\u3040-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_OPENING = "(\\[“‘（「『《〈【〔｛"
_CLOSING = ")\\]”’,.;:!?%、。，．；：？！）」』》〉】〕｝…—～"
_PIECE = re.compile(rf"[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)?[{_CLOSING}]*\s*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Flow:
    """A paragraph, set flush behind an optional lead: a number, a label, an indent.

    Unlike rich's own wrapping it also breaks between Chinese and Japanese characters, which have no blanks between
    them, never puts their closing punctuation at the start of a line, and leaves no blanks at the end of one.
    """

    text: Text
    lead: Text = field(default_factory=Text)
    """Stands before the first line; the others are indented by its width."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One ``Text`` a line."""
        indent = Text(" " * self.lead.cell_len)
        width = max(2, options.max_width - self.lead.cell_len)
        before = self.lead
        for paragraph in self.text.split("\n", allow_blank=True):
            for line in paragraph.divide(list(_breaks(paragraph.plain, width))):
                whole = Text.assemble(before, line, no_wrap=True, overflow="ignore")
                whole.rstrip()
                yield whole
                before = indent


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where the lines after the first begin, each at most ``width`` cells wide (blanks at its end not counted)."""
    used = 0
    for piece in _PIECE.finditer(text):
        size = cell_len(piece[0].rstrip())
        if used and used + size > width:
            yield piece.start()
            used = 0
        at = piece.start()
        for part in chop_cells(piece[0].rstrip(), width)[:-1] if size > width else ():
            at += len(part)
            size -= cell_len(part)
            yield at
        used += size + cell_len(piece[0]) - cell_len(piece[0].rstrip())
