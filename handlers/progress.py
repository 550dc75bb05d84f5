"""What a long job tells whoever watches it. Every method does nothing here; a watcher overrides what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.errors import SourceError
from bot.papers import Announcement
from bot.summarize.summarizer import Outcome


class Progress:
    """A watcher that looks away; subclass it to show something."""

    def gathering(self, categories: Sequence[str]) -> None:
        """These categories are about to be asked for, one after the other."""

    def gathered(self, announcement: Announcement) -> None:
        """One category's announcement is verified and stored."""

    def held_up(self, category: str, reason: SourceError) -> None:
        """One category could not be verified now; the reason says when it is tried again."""

    def waiting(self, until: datetime) -> None:
        """Every category that could be verified is; the others are asked again then."""

    def summarizing(self, total: int) -> None:
        """So many papers are about to be summarized."""

    def summarized(self, outcome: Outcome) -> None:
        """One paper's summary is stored."""
