"""A delivery that is killed at one moment: ``python -m tests.doubles.doomed DATABASE CHAT MOMENT PAGE``.

Plans ``PAGES`` and sends them into the file CHAT; at the MOMENT of that page it kills its own process with SIGKILL,
as a crash would, with everything real but the platform.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import date
from pathlib import Path

from bot.adapter import Post
from bot.delivery import send_pages
from bot.messages import Destination, Page
from bot.store import Store
from tests.doubles.ledger import DoomedLedger
from tests.doubles.posts import Postbox

DAY = date(2026, 11, 24)
HERE = Destination("file", "chat")
PAGES = [Page(number=n, text=f"page {n}\n", papers=(f"2611.9000{n}",)) for n in (1, 2, 3)]


class FileAdapter(Postbox):
    """A chat that is a file: what is written to it has arrived."""

    def __init__(self, chat: Path) -> None:
        super().__init__()
        self._chat = chat

    async def send(self, post: Post) -> str:
        with self._chat.open("a", encoding="utf-8") as chat:
            chat.write(post.page.text)
        return str(post.page.number)


async def _main(database: str, chat: str, moment: str, page: str) -> None:
    async with await Store.open(database) as store:
        ledger = DoomedLedger(store, moment, int(page))
        await ledger.plan(HERE, DAY, PAGES)
        await send_pages(HERE, DAY, ledger=ledger, adapter=FileAdapter(Path(chat)), on_unknown="resend")


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
