"""The store: papers, announcements, summaries and the index over them, in one SQLite file."""

from bot.store.backup import back_up
from bot.store.completion import Completion
from bot.store.completion import Kind as CompletionKind
from bot.store.database import WAY_BACK
from bot.store.imports import Imported, Record
from bot.store.inspection import Inspection, inspect, remembered
from bot.store.lock import exclusive, is_held
from bot.store.pagers import Pager
from bot.store.people import Kept, Person, Shelf
from bot.store.search import Cursor, Found
from bot.store.soundness import examine
from bot.store.store import Store
from bot.store.summaries import Repair

__all__ = [
    "WAY_BACK",
    "Completion",
    "CompletionKind",
    "Cursor",
    "Found",
    "Imported",
    "Inspection",
    "Kept",
    "Pager",
    "Person",
    "Record",
    "Repair",
    "Shelf",
    "Store",
    "back_up",
    "examine",
    "exclusive",
    "inspect",
    "is_held",
    "remembered",
]
