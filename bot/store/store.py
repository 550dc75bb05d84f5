"""The store as the rest of the program sees it: asynchronous, and in the program's own words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.messages import Delivery, Destination, Page, State
from bot.papers import Announcement, Paper, Summary
from bot.query import Order, Query
from bot.store import (
    announcements,
    chats,
    completion,
    condition,
    course,
    deliveries,
    housekeeping,
    imports,
    ledger,
    pagers,
    papers,
    people,
    search,
    similar,
    subscriptions,
    summaries,
)
from bot.store.chats import Closure
from bot.store.completion import Completion
from bot.store.condition import Condition
from bot.store.database import READERS, Database
from bot.store.imports import Imported, Record
from bot.store.pagers import Pager
from bot.store.people import Kept, Person, Shelf
from bot.store.search import Cursor, Found
from bot.store.summaries import Repair
from bot.subscriptions import Subscription

SEARCHES = READERS - 2
"""At a time: however slow they are, look-ups by id find a free reader."""


class Store:
    """Everything that outlives a run, in one SQLite file. Each method that writes does so wholly or not at all.

    Text comes back as it was given, except that a lone surrogate, which no file can hold, becomes U+FFFD. Every method
    raises ``StoreError`` when the file cannot be used any more.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._adopted: dict[Destination, Subscription] = {}
        self._moves: dict[Destination, Destination] = {}
        self._settled: dict[Destination, Subscription] = {}
        self._everybody: list[Subscription] = []
        self._version = ""
        self._searches = asyncio.Semaphore(SEARCHES)

    @classmethod
    async def open(cls, path: Path | str, *, create: bool = True, patience: float = 5.0) -> Self:
        """Open the database file, make it if need be, and bring its tables up to date.

        ``patience`` is how many seconds to wait for another program that holds it.

        :raises StoreError: it is locked, read-only, damaged, newer than this program or not ours, and was left as it is
        """
        store = cls(await asyncio.to_thread(Database.open, Path(path), create=create, patience=patience))
        await store._learn_moves()
        return store

    async def close(self) -> None:
        """Finish the writes that were begun and let go of the file."""
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    # Announcements

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

    # Papers

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

    # Summaries

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

    # Deliveries

    async def plan(
        self,
        destination: Destination,
        day: date,
        pages: Sequence[Page],
        *,
        counts: bool = False,
        since: date | None = None,
    ) -> None:
        """Record pages of an edition as planned, all or none. Those that are planned already stay as they are.

        If it ``counts``, the destination is as far as ``day`` with them. An edition that comes late holds all days
        ``since`` one.
        """
        await self._database.write(deliveries.plan, destination, day, pages, counts, since)

    async def deliveries(self, destination: Destination, day: date) -> list[Delivery]:
        """An edition's deliveries in the order of its pages; none if it is not planned."""
        return await self._database.read(deliveries.load, destination, day)

    async def delivery(self, number: int) -> tuple[date, Delivery] | None:
        """The delivery with this id, and the day of its edition; None where none is kept."""
        return await self._database.read(deliveries.find, number)

    async def unfinished(self, since: date, before: date) -> list[tuple[Destination, date]]:
        """Editions from ``since`` on and ``before`` a day that have pages to be sent or edited, oldest first."""
        return await self._database.read(deliveries.unfinished, since, before)

    async def brought(self, destination: Destination) -> frozenset[str]:
        """Ids of all papers on pages ever planned for a destination, but for those that the platform refused."""
        return await self._database.read(deliveries.brought, destination)

    async def replan(self, destination: Destination, day: date, pages: Sequence[Page]) -> None:
        """Put these in the place of all pages of the edition that are planned and were never under way."""
        await self._database.write(deliveries.replan, destination, day, pages)

    async def mark(
        self, delivery: Delivery, state: State, *, place: str = "", anchor: str = "", reason: str = ""
    ) -> None:
        """Record what has become of a page; what is empty stays as it was."""
        await self._database.write_in_company(deliveries.mark, delivery, state, place, anchor, reason)

    async def withdraw(self, delivery: Delivery, anchor: str) -> None:
        """Record that an attempt surely did not arrive: planned again, unless another one has begun since."""
        await self._database.write(deliveries.withdraw, delivery, anchor)

    async def resend(self, delivery: Delivery) -> None:
        """Count that a page is sent again although nobody can tell whether it arrived."""
        await self._database.write(deliveries.resend, delivery)

    async def revise(self, delivery: Delivery, page: Page) -> None:
        """Record that a page that was sent is to say something else: it is stale from now on."""
        await self._database.write(deliveries.revise, delivery, page)

    async def refreshed(self, delivery: Delivery) -> None:
        """Record that what stands there is what the page says."""
        await self._database.write(deliveries.refreshed, delivery)

    # How far everybody is

    async def considered(self) -> dict[Destination, date]:
        """The newest day that each destination was brought, or that had nothing in it: what came later is owed."""
        return await self._database.read(course.considered)

    async def consider(self, destination: Destination, day: date) -> None:
        """Record that a destination is as far as ``day``; one that is further stays so."""
        await self._database.write(course.consider, destination, day)

    async def enrol(self, destinations: Collection[Destination], day: date) -> None:
        """Let destinations that are new be as far as ``day``, and forget all that are none of these."""
        await self._database.write(course.enrol, destinations, day)

    async def since(self, destination: Destination, day: date) -> date | None:
        """The first of the days that an edition holds which was planned as a late one; None of any other."""
        return await self._database.read(course.since, destination, day)

    async def kept(self, name: str) -> str | None:
        """What the program remembers of itself under this name."""
        return await self._database.read(course.kept, name)

    async def keep(self, name: str, value: str) -> None:
        """Remember it, in the place of what was there."""
        await self._database.write(course.keep, name, value)

    async def tidy(self, *, at: datetime) -> int:
        """Throw away what nobody will ask for again, and put the file in order; returns how many rows went."""
        gone = await self._database.write(housekeeping.tidy, at)
        await self._database.alone(housekeeping.settle)
        return gone

    # Chats on their platforms

    async def note(self, destination: Destination, name: str) -> str | None:
        """What a platform kept about a chat under this name."""
        return await self._database.read(chats.note, destination, name)

    async def keep_note(self, destination: Destination, name: str, value: str | None) -> None:
        """Keep a platform's note in the place of the former one; None forgets it."""
        await self._database.write(chats.keep_note, destination, name, value)

    async def close_chat(self, destination: Destination, reason: str, *, at: datetime) -> bool:
        """Record that nothing can be sent to a chat now; whether it was open before."""
        return await self._database.write(chats.close, destination, reason, at)

    async def open_chat(self, destination: Destination) -> bool:
        """Record that a chat takes messages; whether it was closed before."""
        if not await self._database.read(chats.is_closed, destination):
            return False  # as with nearly every message that anybody writes
        return await self._database.write(chats.open_again, destination)

    async def closures(self) -> list[Closure]:
        """The chats that nothing is sent to, the latest last."""
        return await self._database.read(chats.closures)

    async def move_chat(self, destination: Destination, chat: str) -> bool:
        """Let everything that is recorded of a chat follow it to its new id; whether that was not known yet."""
        moved = await self._database.write(chats.move, destination, chat)
        if moved:
            await self._learn_moves()
        return moved

    async def note_cause(self, cause: str, sentence: str, *, at: datetime) -> bool:
        """Record what the people who run the bot must know, until one of them has heard it; whether that is new."""
        return await self._database.write(chats.note_cause, cause, sentence, at)

    async def untold(self) -> list[tuple[str, str]]:
        """Causes that nobody could be told of yet, each with its sentence, the oldest first."""
        return await self._database.read(chats.untold)

    async def told(self, cause: str) -> None:
        """Record that somebody has heard of a cause."""
        await self._database.write(chats.told, cause)

    async def settle(self, cause: str) -> bool:
        """Forget a cause, so that it is told again should it come back; whether it was known."""
        if not await self._database.read(chats.is_known, cause):
            return False  # as nearly always
        return await self._database.write(chats.settle, cause)

    # Search

    async def find(
        self,
        query: Query,
        *,
        order: Order = Order.NEWEST,
        after: Cursor | None = None,
        limit: int = 8,
        deadline: float = 0.2,
    ) -> Found:
        """One page of the papers that match, beginning ``after`` the page before; none for an empty query.

        After ``deadline`` seconds what was found until then is the answer, and ``Found.complete`` says so. Without
        words to score, the best match is the newest.
        """
        async with self._searches:
            return await self._database.read(search.find, query, order, after, limit, deadline)

    async def complete(self, typed: str, *, limit: int = 25) -> list[Completion]:
        """What a text that is being typed may become: identifiers, authors and titles, at most ``limit``."""
        return await self._database.read(completion.complete, typed, limit)

    async def similar(self, paper_id: str, *, limit: int = 8) -> list[Paper]:
        """The papers nearest to one by its special words, itself left out; none where the paper is not known."""
        async with self._searches:
            return await self._database.read(similar.similar, paper_id, limit)

    async def open_pager(self, query: Query, order: Order, *, at: datetime) -> str:
        """Keep a search for its further pages, for 30 days; returns its token: twelve of A-Z a-z 0-9 _ -."""
        return await self._database.write(pagers.keep, query, order, at)

    async def pager(self, token: str) -> Pager | None:
        """The search behind a token; None if it is no longer kept."""
        return await self._database.read(pagers.load, token)

    # Subscriptions

    def adopt(self, subscriptions: Iterable[Subscription]) -> None:
        """Know the settings file's subscriptions, too. They stay there, and come before what a chat wrote itself."""
        self._adopted = {subscription.destination: subscription for subscription in subscriptions}
        self._settle()

    def _settle(self) -> None:
        """Work out where the chats of the settings file are by now; of two subscriptions for one, the first counts."""
        self._settled = {}
        for written, subscription in self._adopted.items():
            here = self._moves.get(written, written)
            self._settled.setdefault(here, replace(subscription, destination=here))
        self._version = ""

    async def _learn_moves(self) -> None:
        self._moves = await self._database.read(chats.moves)
        self._settle()

    def written(self) -> list[Destination]:
        """The destinations of the settings file's subscriptions, as it has them."""
        return list(self._adopted)

    async def settle_name(self, destination: Destination, chat: str) -> None:
        """Know a chat that the settings file calls by a name by its id, under which all is recorded from now on.

        What was recorded under the name follows, unless it once belonged to another chat.
        """
        known = self._moves.get(destination)
        if known is None:
            await self.move_chat(destination, chat)
        elif known.chat != chat:
            await self._database.write(chats.rename, destination, chat)
            await self._learn_moves()

    def chat_in_file(self, platform: str, name: str) -> str | None:
        """Where the chat is by now that the settings file calls by this name; platforms don't mind the case."""
        ours = (one for one in self._adopted if one.platform == platform and one.chat.casefold() == name.casefold())
        return next((self._moves.get(one, one).chat for one in ours), None)

    async def subscription(self, platform: str, chat: str) -> Subscription | None:
        """What a chat gets, and how: from the settings file, or by command."""
        destination = Destination(platform, chat)
        return self._settled.get(destination) or await self._database.read(subscriptions.load, destination)

    async def subscriptions(self) -> list[Subscription]:
        """All of them, one for each destination: the settings file's in its order, then those by command, by age.

        While nothing has changed it is the very same list.
        """
        version = await self._database.read(course.kept, course.VERSION) or ""
        if version != self._version:
            own = await self._database.read(subscriptions.load_all)
            self._everybody = [*self._settled.values(), *(one for one in own if one.destination not in self._settled)]
            self._version = version
        return self._everybody

    async def save_subscription(self, subscription: Subscription, *, at: datetime) -> None:
        """Write what a chat wishes, in the place of what it wished before; its drafts are done with."""
        await self._database.write(subscriptions.keep, subscription, at)

    async def drop_subscription(self, destination: Destination) -> bool:
        """Delete what a chat wished by command; whether there was anything."""
        return await self._database.write(subscriptions.drop, destination)

    async def save_draft(self, subscription: Subscription, *, at: datetime) -> str:
        """Keep a wish for a day, until somebody says yes to it; returns its token, eight characters."""
        return await self._database.write(subscriptions.draft, subscription, at)

    async def draft(self, token: str, destination: Destination, *, at: datetime) -> Subscription | None:
        """The wish behind a token, if it was made for this chat within the last day."""
        return await self._database.read(subscriptions.load_draft, token, destination, at)

    # People

    async def person(self, platform: str, user: str) -> Person:
        """What a person chose for themselves; of a stranger, nothing."""
        return await self._database.read(people.load, platform, user)

    async def save_person(self, platform: str, user: str, person: Person) -> None:
        """Write what a person chose; who chose nothing is not kept."""
        await self._database.write(people.save, platform, user, person)

    async def save_paper(self, platform: str, user: str, paper_id: str, *, at: datetime, most: int) -> bool:
        """Put a paper on a person's shelf, which holds ``most``; whether it stands there now."""
        return await self._database.write(people.save_paper, platform, user, paper_id, at, most)

    async def unsave_paper(self, platform: str, user: str, paper_id: str) -> bool:
        """Take a paper off a person's shelf; whether it stood there."""
        return await self._database.write(people.unsave_paper, platform, user, paper_id)

    async def saved(self, platform: str, user: str, *, offset: int = 0, limit: int = 8) -> Shelf:
        """A page of a person's saved papers, the last saved first."""
        return await self._database.read(people.shelf, platform, user, offset, limit)

    async def everything_about(self, platform: str, user: str, chat: Destination) -> Kept:
        """All that is held about a person, and about their own chat with the bot."""
        return await self._database.read(people.everything, platform, user, chat)

    async def forget(self, platform: str, user: str, chat: Destination) -> Kept:
        """Delete all that is held about a person, and about their own chat; returns what it was."""
        return await self._database.write(people.forget, platform, user, chat)

    # The ledger

    async def add_tokens(self, day: date, tokens: int) -> int:
        """Count tokens that were paid for; returns the day's sum."""
        return await self._database.write(ledger.add_tokens, day, tokens)

    async def tokens(self, day: date) -> int:
        """The day's sum of tokens."""
        return await self._database.read(ledger.load_tokens, day)

    async def stops(self) -> dict[str, datetime]:
        """Hosts that answered 403, and until when each is left alone."""
        return await self._database.read(ledger.load_stops)

    async def save_stops(self, stops: Mapping[str, datetime]) -> None:
        """Replace the hosts that are left alone."""
        await self._database.write(ledger.save_stops, stops)

    async def condition(self, *, attempts: int) -> Condition:
        """How the database is doing; a summary is owed while it was asked for fewer than ``attempts`` times."""
        return await self._database.read(condition.load, attempts)
