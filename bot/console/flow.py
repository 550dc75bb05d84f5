"""Lines that break where readers of any script expect it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_WIDE = "\u1100-\u11ff\u2e80-\u303f\u3040-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_OPENING = "(\\[“‘（「『《〈【〔｛"
_CLOSING = ")\\]”’,.;:!?%、。，．；：？！）」』》〉】〕｝…—～"
_PIECE = re.compile(rf"[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)?[{_CLOSING}]*\s*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Flow:
    """A paragraph. Unlike rich's own wrapping it also breaks between Chinese and Japanese characters, which have no
    blanks between them, and never puts their closing punctuation at the start of a line."""

    text: Text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Anything from one wide character to all of it on one line."""
        return Measurement(2, max(2, self.text.cell_len)).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One ``Text`` a line."""
        for paragraph in self.text.split("\n", allow_blank=True):
            for line in paragraph.divide(list(_breaks(paragraph.plain, max(2, options.max_width)))):
                line.rstrip()
                line.no_wrap, line.overflow = True, "ignore"
                yield line


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
