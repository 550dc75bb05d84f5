"""Announcements, their papers, and the papers' summaries."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import islice

from bot.papers import Announcement, Paper, Summary
from bot.store import announcements, imports, papers, summaries
from bot.store.facade.part import Part
from bot.store.imports import Imported, Record
from bot.store.summaries import Repair


class Library(Part):
    """What arXiv announced, and what was made of it."""

    async def save_announcement(self, announcement: Announcement, *, at: datetime) -> int:
        """Write a category's day with its papers; returns how many rows changed, 0 when all was known.

        From then on the category counts as verified for that day. A later record of the same day takes its place.
        """
        return await self._database.write(announcements.save, announcement, at)

    async def announcements(self, day: date, categories: Sequence[str] | None = None) -> list[Announcement]:
        """What was announced, papers in the version of that day and in arXiv's order.

        In the order of ``categories``, leaving out those that are not known; all of them when it is None.
        """
        return await self._database.read(announcements.load, day, categories)

    async def verified(self, day: date) -> frozenset[str]:
        """The categories whose announcement is closed: arXiv's own page counted it, and nothing that it counted lacks.

        What was only imported does not count, nor does a feed whose page could not be read.
        """
        return await self._database.read(announcements.verified, day)

    async def stored_since(self, day: date, moment: datetime) -> frozenset[str]:
        """The categories whose announcement, closed or not, has come from arXiv after ``moment``."""
        return await self._database.read(announcements.stored_since, day, moment)

    async def known_ids(self, category: str, before: date) -> frozenset[str]:
        """Ids that arXiv announced in the category within the seven days before."""
        return await self._database.read(announcements.known_ids, category, before)

    async def latest_day(self) -> date | None:
        """The newest day with an announcement, imported ones included."""
        return await self._database.read(announcements.latest_day)

    async def paper(self, paper_id: str, version: int | None = None) -> Paper | None:
        """A paper in that version, or in the newest one known."""
        return await self._database.read(papers.find, paper_id, version)

    async def save_papers(self, those: Sequence[Paper], *, at: datetime) -> int:
        """Write papers that no announcement has brought; returns how many rows changed.

        They take their place in time by their submission, or by ``at`` where that is not known.
        """
        return await self._database.write(papers.save_unannounced, those, at)

    async def import_records(
        self, records: Iterable[Record], *, at: datetime, progress: Callable[[int], None] | None = None
    ) -> Imported:
        """Take in whole histories; ``progress`` hears how many records are stored so far.

        Each paper is filed as new under its day and its primary category, in the order of the records, unless arXiv's
        own announcement of that category is there. ``records`` is read in a thread of its own, batch by batch; what it
        raises ends the import, with all batches before it stored. Importing the same again changes nothing.
        """
        source = iter(records)
        account = Imported()
        while batch := await asyncio.to_thread(lambda: list(islice(source, imports.BATCH))):
            account = await self._database.write(imports.save, batch, at, account)
            if progress:
                progress(account.records)
        return account

    async def save_summary(self, summary: Summary, *, defect: str | None = None, wanted: str | None = None) -> None:
        """Write a summary.

        ``defect`` says why a model gave none: the paper goes on the repair list for the language ``wanted`` (None: the
        summary's own), and the attempt is counted. A model's summary takes the paper off the list. An extract is kept
        beside a model's summary and never shown in its place.
        """
        await self._database.write(summaries.save, summary, defect, wanted)

    async def summaries(
        self, those: Sequence[Paper], language: str | None, *, prompt: str | None = None
    ) -> dict[str, Summary]:
        """The best summary of exactly these versions, by paper id; papers that have none are left out.

        One in the language (None: in any, the latest) comes before the abstract's own words. With ``prompt``, those
        that a model wrote for another prompt version do not count.
        """
        return await self._database.read(summaries.load, those, language, prompt)

    async def repairs(self, language: str) -> list[Repair]:
        """Summaries that a model still owes in a language, the newest papers first."""
        return await self._database.read(summaries.repairs, language)
