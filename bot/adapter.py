"""What a platform must be able to do. A new platform is one folder that implements this."""

from __future__ import annotations

from typing import Protocol

from bot.digest import Digest
from bot.messages import Destination, Page


class Adapter(Protocol):
    """Turns digests into pages, and brings pages to where they go."""

    def pages(self, digest: Digest) -> list[Page]:
        """The edition as native messages, in the order in which they are to be sent. Pure."""

    async def send(self, destination: Destination, page: Page) -> None:
        """Bring one page there; returns when the platform has taken it."""
