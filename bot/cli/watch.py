"""A long job as somebody at a terminal sees it: one line for what is done, one bar for what goes on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as Bars,
)
from rich.text import Text

from bot.arxiv import NotYet
from bot.clock import NEW_YORK
from bot.errors import SourceError
from bot.papers import Announcement, Kind
from bot.summarize.summarizer import Outcome
from handlers.progress import Progress
from handlers.reporting import Reporter

log = logging.getLogger(__name__)


class TerminalProgress(Progress):
    """Writes to standard error, so that standard output holds the edition alone; bars only on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._defects: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()
        for defect, count in self._defects.items():
            papers = "1 paper" if count == 1 else f"{count} papers"
            self.say(f"{papers} in the authors' words for now: {defect}")

    def say(self, sentence: str) -> None:
        """One line above the bar."""
        self._bars.console.print(Text(sentence), highlight=False)

    def start(self, what: str, total: int | None = None) -> None:
        """Begin a new bar in place of the one before."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(what, total=total)

    def advance(self, by: int = 1) -> None:
        """Move the current bar on."""
        if self._task is not None:
            self._bars.advance(self._task, by)

    def reach(self, done: int, total: int | None = None) -> None:
        """Move the current bar to where so much is done; ``total`` where that is only known by now."""
        if self._task is not None:
            self._bars.update(self._task, completed=done, total=total)

    def gathering(self, categories: Sequence[str]) -> None:
        """A bar with one step a category."""
        self.start("Asking arXiv", len(categories))

    def gathered(self, announcement: Announcement) -> None:
        """What came, and whether arXiv's own count agrees."""
        self.advance()
        self.say(describe(announcement))

    def held_up(self, category: str, reason: SourceError) -> None:
        """Why a category is not there."""
        self.advance()
        self.say(f"{category}: {reason}")

    def waiting(self, until: datetime) -> None:
        """How long the wait is."""
        self.say(f"Asking again at {until.astimezone(NEW_YORK):%H:%M} New York time.")

    def summarizing(self, total: int) -> None:
        """A bar with one step a paper."""
        self.start("Summarizing", total)

    def summarized(self, outcome: Outcome) -> None:
        """One step; what went wrong is counted, and told once at the end."""
        self.advance()
        if outcome.defect:
            self._defects[outcome.defect] = self._defects.get(outcome.defect, 0) + 1


class LoggedProgress(TerminalProgress):
    """The same for nobody in particular: in the log."""

    def say(self, sentence: str) -> None:
        """A line of the log."""
        log.info("%s", sentence)

    def gathered(self, announcement: Announcement) -> None:
        """What came, of which day: several may be caught up one after the other."""
        self.advance()
        self.say(f"{announcement.day}, {describe(announcement)}")

    def held_up(self, category: str, reason: SourceError) -> None:
        """Why a category is not there. A day that is not out yet is no fault."""
        self.advance()
        log.log(logging.INFO if isinstance(reason, NotYet) else logging.WARNING, "%s: %s", category, reason)


class ServiceProgress(LoggedProgress):
    """The same, and whoever keeps the account of the running bot hears of it."""

    reporter: Reporter | None = None

    def gathered(self, announcement: Announcement) -> None:
        """arXiv has answered."""
        super().gathered(announcement)
        if self.reporter:
            self.reporter.arxiv_answered(announcement.category)

    def held_up(self, category: str, reason: SourceError) -> None:
        """It has not; that a day is not out yet is no fault of its."""
        super().held_up(category, reason)
        if self.reporter and not isinstance(reason, NotYet):
            self.reporter.arxiv_failed(category, str(reason))

    def summarized(self, outcome: Outcome) -> None:
        """A model that has ended its work has taken it up again."""
        super().summarized(outcome)
        if self.reporter and not outcome.summary.is_extract:
            self.reporter.model_answered()

    def model_ended(self, why: str) -> None:
        """The model is asked no more for now."""
        if self.reporter:
            self.reporter.model_ended(why)


def describe(announcement: Announcement) -> str:
    """One line for one category's announcement: its counts by kind, and how they were checked."""
    kinds = [entry.kind for entry in announcement.entries]
    crosslists = kinds.count(Kind.CROSS)
    replacements = sum(kind.is_replacement for kind in kinds)
    counts = f"{kinds.count(Kind.NEW)} new, {crosslists} cross-listed, {replacements} replaced"
    return f"{announcement.category}: {counts if kinds else 'nothing announced'}; {_checked(announcement)}"


def _checked(announcement: Announcement) -> str:
    if announcement.missing:
        return f"arXiv's page states {announcement.stated}, so {announcement.missing} ARE MISSING"
    if announcement.added:
        were = "1 was" if len(announcement.added) == 1 else f"{len(announcement.added)} were"
        return f"{were} on arXiv's page but not in its feed, and {'is' if were == '1 was' else 'are'} added"
    if announcement.stated is None:
        return "arXiv's page could not confirm the count"
    if announcement.stated < len(announcement.entries):
        return f"arXiv's page shows {announcement.stated} of them"
    return "arXiv's page agrees"
