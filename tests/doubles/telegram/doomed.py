"""One run of deliveries to Telegram: ``python -m tests.doubles.telegram.doomed DATABASE URL TOKEN CHAT MOMENT PAGE``.

Plans ``EDITION`` and sends it to the CHAT behind the server at URL; at the MOMENT of that page it kills its own process
with SIGKILL, as a crash would. At another MOMENT it goes on to the end, unless somebody else kills it.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from tests.doubles.clock import FastClock
from tests.doubles.ledger import DoomedLedger
from tests.doubles.telegram.office import office


async def _main(database: str, url: str, token: str, chat: str, moment: str, page: str) -> None:
    async with office(url, token, Path(database), FastClock()) as here:
        await replace(here, ledger=DoomedLedger(here.store, moment, int(page))).bring(chat)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
