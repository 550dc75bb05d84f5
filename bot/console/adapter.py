"""Delivery to the terminal that the program runs in: the simplest platform, and the pattern for the others."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from typing import NoReturn, TextIO

from rich.console import Console, RenderableType
from rich.text import Text

from bot.adapter import Post, Unknown
from bot.console import render
from bot.console.flow import Flow
from bot.digest import Digest
from bot.errors import PaperboyError
from bot.messages import Destination, Page
from bot.subscriptions import Look

WIDTH = 80
"""Columns of a delivered page: it is stored before it is sent, and must look the same wherever it is sent again."""


class ConsoleAdapter:
    """Writes pages to a stream: first the cover, then one page for each category that has papers."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        """The edition as plain text, 80 columns wide; a terminal shows all of it, however it is to look elsewhere."""
        del look
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

    def rewrite(self, page: Page, digest: Digest, look: Look) -> None:
        """What is printed is printed."""

    def line(self, text: str) -> Page:
        """A paragraph of its own."""
        return Page(number=1, text=_plain(Flow(Text(text))), is_line=True)

    @asynccontextmanager
    async def turn(self, post: Post) -> AsyncIterator[str]:
        """A terminal is always ready; it remembers nothing."""
        del post
        yield ""

    async def send(self, post: Post) -> str:
        """Write the page and flush it, so that a page marked as sent has left this process.

        Every console destination is this terminal; its name only tells the records apart.

        :raises PaperboyError: the terminal is gone, or the disk behind it full
        """
        self._write(post.page.text, f"Page {post.page.number}")
        return ""

    async def find(self, post: Post) -> NoReturn:
        """Nobody can tell what a terminal has shown."""
        raise Unknown(f"page {post.page.number} may have been printed when a run was cut short")

    async def edit(self, post: Post, place: str) -> None:
        """What is printed is printed."""

    def has_address(self, place: str) -> bool:
        """A printed page leads nowhere."""
        del place
        return False

    def name(self, destination: Destination) -> str:
        """As the settings call it."""
        return str(destination)

    async def identity(self, destination: Destination) -> str:
        """Two names are two destinations, though both are this terminal."""
        return destination.chat

    async def say(self, destination: Destination, text: str) -> None:
        """A line of its own."""
        del destination
        self._write(f"{text}\n", "A line")

    def _write(self, text: str, what: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError as error:
            # Not a fault of delivery: some of it may stand there.
            raise PaperboyError(
                f"{what} could not be written ({error.strerror}); run this again to go on from there."
            ) from error


def _plain(renderable: RenderableType) -> str:
    stream = StringIO()
    Console(file=stream, width=WIDTH, color_system=None, legacy_windows=False, emoji=False).print(renderable)
    return stream.getvalue() + "\n"
