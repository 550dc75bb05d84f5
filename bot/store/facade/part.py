"""What all parts of the store have in common."""

from __future__ import annotations

from bot.store.database import Database


class Part:
    """One theme of the store. All of them share the one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
