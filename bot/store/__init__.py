"""The store: papers, announcements, summaries and the index over them, in one SQLite file."""

from bot.store.imports import Imported, Record
from bot.store.lock import exclusive
from bot.store.store import Store
from bot.store.summaries import Repair

__all__ = ["Imported", "Record", "Repair", "Store", "exclusive"]
