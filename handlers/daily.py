"""The day, from arXiv's announcement to a finished digest: gather | store | summarize | digest.

Every step is safe to repeat and leaves its result in the store before the next begins. Killed anywhere, the next run
goes on where this one was: what is verified is not asked for again, what is summarized is not paid for again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.arxiv import Arxiv
from bot.clock import Clock
from bot.digest import Digest, digest
from bot.errors import SourceError, UsageError
from bot.papers import Announcement, Paper
from bot.store import Store
from bot.summarize.summarizer import Outcome, Summarizer
from bot.wishes import Wishes
from handlers import repairs
from handlers.errands import spanned
from handlers.merging import merge
from handlers.progress import Progress

log = logging.getLogger(__name__)

AUDIT_AGAIN = timedelta(minutes=15)
"""How soon a feed that was believed without arXiv's page, or that lacks what the page counts, is looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a day is made with. The composition root builds it once."""

    source: Arxiv
    store: Store
    summarizer: Summarizer
    clock: Clock
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One day's digest, and why any category is not in it yet."""

    digest: Digest
    held_up: dict[str, SourceError]


async def edition(day: date, wishes: Wishes, parts: Parts, *, wait: bool = False) -> Edition:
    """Everything between the question "what did arXiv announce on ``day``?" and its finished answer.

    Without ``wait`` every category is asked for once, and those that cannot be verified now are named in ``held_up``;
    with it, they are asked for again until all are verified. Raises ``UsageError`` for a day that cannot be had at
    all: in the future, or too long ago.
    """
    return await written(day, wishes, parts, await gather(day, wishes.categories, parts, wait=wait))


async def written(
    day: date, wishes: Wishes, parts: Parts, held_up: dict[str, SourceError], *, since: date | None = None
) -> Edition:
    """The edition of what is stored, summarized. ``held_up`` are those of its categories that could not be had."""
    await summarize_missing(day, wishes, parts, since=since)
    found = await stored_digest(day, wishes, parts.store, pending=tuple(held_up), since=since)
    return Edition(digest=found, held_up=held_up)


async def gather(day: date, categories: Sequence[str], parts: Parts, *, wait: bool = False) -> dict[str, SourceError]:
    """Fetch, verify and store the announcement of each category that is not closed yet.

    A category is closed when arXiv's own page counted its announcement and nothing is missing. One whose page could
    not be read is delivered without that audit rather than late, and looked at again by a later run.

    Returns the categories that are still missing, each with its reason; empty when the day is complete. A category's
    staleness is independent of the others', so each is verified, stored and asked for again on its own.
    """
    while True:
        held_up = await _ask_each(day, await _open(day, categories, parts), parts)
        again = [error.retry_at for error in held_up.values() if error.retry_at is not None]
        if not (wait and again):
            return held_up
        parts.progress.waiting(min(again))
        await parts.clock.sleep((min(again) - parts.clock.now()).total_seconds())


async def _open(day: date, categories: Sequence[str], parts: Parts) -> list[str]:
    """The categories to ask for: those not closed yet, but for what was believed without its audit a moment ago."""
    settled = await parts.store.verified(day) | await parts.store.stored_since(day, parts.clock.now() - AUDIT_AGAIN)
    return [category for category in categories if category not in settled]


async def _ask_each(day: date, categories: Sequence[str], parts: Parts) -> dict[str, SourceError]:
    held_up: dict[str, SourceError] = {}
    if categories:
        parts.progress.gathering(categories)
    for category in categories:
        known = await parts.store.known_ids(category, day)
        try:
            announcement = await parts.source.announcement(category, day, known=known)
        except SourceError as error:
            if await _has_arxivs_word(day, category, parts.store):
                log.info("%s of %s could not be audited yet: %s", category, day, error)
                continue
            held_up[category] = error
            parts.progress.held_up(category, error)
        except UsageError:
            # What arXiv keeps no longer may have been imported, and then that is the day.
            if not await parts.store.announcements(day, [category]):
                raise
        else:
            await parts.store.save_announcement(announcement, at=parts.clock.now())
            log.debug("%s of %s: %d entries from the %s", category, day, len(announcement.entries), announcement.source)
            parts.progress.gathered(announcement)
        finally:
            # A host that answered 403 must be left alone by the next process as well.
            await parts.store.save_stops(parts.source.stopped)
    return held_up


async def _has_arxivs_word(day: date, category: str, store: Store) -> bool:
    return any(not stored.is_imported for stored in await store.announcements(day, [category]))


async def summarize_missing(day: date, wishes: Wishes, parts: Parts, *, since: date | None = None) -> None:
    """Summarize what these wishes will show and nobody has summarized: not what a filter drops, nothing twice."""
    found = await stored_digest(day, wishes, parts.store, since=since)
    await summarize([entry.announced.paper for entry in found.entries], wishes.language, parts)


async def unwritten(papers: Sequence[Paper], language: str, parts: Parts) -> list[Paper]:
    """Those of these papers that a summary in ``language`` should be made of now."""
    have = await parts.store.summaries(papers, language)
    on_repair = {repair.paper_id: repair for repair in await parts.store.repairs(language)}
    now = parts.clock.now()
    return [
        paper
        for paper in papers
        if repairs.is_wanted(have.get(paper.id), on_repair.get(paper.id), parts.summarizer, now)
    ]


async def summarize(papers: Sequence[Paper], language: str, parts: Parts) -> None:
    """Give each of these papers a summary in ``language``, each stored the moment it is ready."""
    wanted = await unwritten(papers, language, parts)
    if not wanted:
        return
    parts.progress.summarizing(len(wanted))

    async def keep(outcome: Outcome) -> None:
        await parts.store.save_summary(outcome.summary, defect=outcome.defect, wanted=language)
        parts.progress.summarized(outcome)

    await parts.summarizer.summarize(wanted, language, save=keep)


async def stored_digest(
    day: date,
    wishes: Wishes,
    store: Store,
    *,
    pending: Sequence[str] = (),
    brought: Collection[str] = (),
    here: Collection[str] = (),
    since: date | None = None,
) -> Digest:
    """The digest of what the store holds for ``day``; asks nobody. The keywords are those of ``bot.digest.digest``.

    With ``since`` it is late, and one over all days from that one on.
    """
    announcements = await announced(since, day, wishes.categories, store)
    papers = {entry.paper.id: entry.paper for announcement in announcements for entry in announcement.entries}
    summaries = await store.summaries(list(papers.values()), wishes.language)
    found = digest(day, announcements, summaries, wishes, pending=pending, brought=brought, here=here)
    return replace(found, since=since)


async def announced(since: date | None, day: date, categories: Sequence[str], store: Store) -> list[Announcement]:
    """What is stored of a day; with ``since`` of all days from that one on, as if all were announced on ``day``."""
    if since in (None, day):
        return await store.announcements(day, categories)
    days = reversed(spanned(since, day))
    return merge([one for each in days for one in await store.announcements(each, categories)], day)
