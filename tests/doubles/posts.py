"""A platform of the simplest kind: it remembers what arrived, and cannot tell whether a lost answer meant a page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.adapter import Post, Unknown
from bot.digest import Digest
from bot.messages import Destination, Page
from bot.subscriptions import Look


class Postbox:
    """Takes everything."""

    def __init__(self) -> None:
        self.arrived: list[Post] = []
        self.edited: list[Post] = []
        self.said: list[tuple[Destination, str]] = []

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        raise AssertionError("an edition is made once, when it is planned")

    def rewrite(self, page: Page, digest: Digest, look: Look) -> Page | None:
        return None

    def line(self, text: str) -> Page:
        return Page(number=1, text=text, is_line=True)

    @asynccontextmanager
    async def turn(self, post: Post) -> AsyncIterator[str]:
        yield f"after {len(self.arrived)}"

    async def send(self, post: Post) -> str:
        self.arrived.append(post)
        return f"place {len(self.arrived)}"

    async def find(self, post: Post) -> str | None:
        raise Unknown("it may be there")

    async def edit(self, post: Post, place: str) -> None:
        self.edited.append(post)

    def has_address(self, place: str) -> bool:
        return True

    def name(self, destination: Destination) -> str:
        return str(destination)

    async def identity(self, destination: Destination) -> str:
        return destination.chat.casefold()

    async def say(self, destination: Destination, text: str) -> None:
        self.said.append((destination, text))

    @property
    def numbers(self) -> list[int]:
        """The numbers of the pages that arrived."""
        return [post.page.number for post in self.arrived]
