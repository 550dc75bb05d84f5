"""Delivery to the terminal that the program runs in: the simplest platform, and the pattern for the others."""

from __future__ import annotations

import sys
from io import StringIO
from typing import TextIO

from rich.console import Console, RenderableType

from bot.console import render
from bot.digest import Digest
from bot.errors import PaperboyError
from bot.messages import Destination, Page

WIDTH = 80
"""Columns of a delivered page: it is stored before it is sent, and must look the same wherever it is sent again."""


class ConsoleAdapter:
    """Writes pages to a stream: first the cover, then one page for each category that has papers."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    def pages(self, digest: Digest) -> list[Page]:
        """The edition as plain text, 80 columns wide."""
        groups = [group for group in digest.groups if group.entries]
        cover = Page(number=1, text=_plain(render.cover(digest)))
        return [
            cover,
            *(
                Page(
                    number=number,
                    text=_plain(render.group(digest, group)),
                    papers=tuple(entry.announced.paper.id for entry in group.entries),
                )
                for number, group in enumerate(groups, 2)
            ),
        ]

    async def send(self, destination: Destination, page: Page) -> None:
        """Write the page and flush it, so that a page marked as sent has left this process.

        :raises PaperboyError: the terminal is gone, or the disk behind it full
        """
        del destination  # every console destination is this terminal; its name only tells the records apart
        try:
            self._stream.write(page.text)
            self._stream.flush()
        except OSError as error:
            raise PaperboyError(
                f"Page {page.number} could not be written ({error.strerror}); run this again to go on from there."
            ) from error


def _plain(renderable: RenderableType) -> str:
    stream = StringIO()
    Console(file=stream, width=WIDTH, color_system=None, legacy_windows=False, emoji=False).print(renderable)
    return stream.getvalue() + "\n"
