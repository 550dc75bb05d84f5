"""The dry run: what a wish would have made of the last edition in the store, before anybody says yes to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot import languages
from bot.digest import Digest, digest
from bot.papers import Announcement, Paper
from bot.store import Store
from bot.subscriptions import Subscription
from bot.text import readable, shorten
from bot.wishes import Dropped, Wishes
from bot.words import Words
from handlers.context import ENGLISH
from handlers.wish_line import has_layouts

EXAMPLES = 5
"""Papers shown of those that would come, and of those that would not."""
LONGEST_TITLE = 90
LOOK_BACK = 7
"""Days before the newest one in which an edition is looked for: not every category is fetched every day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """One stored day, sorted by one choice of wishes."""

    digest: Digest
    left_out: tuple[tuple[Paper, Dropped], ...]
    """Examples, the first in arXiv's order."""

    @property
    def day(self) -> date:
        """The announcement day that it was tried on."""
        return self.digest.day


async def dry_run(wishes: Wishes, store: Store) -> DryRun | None:
    """What ``wishes`` make of the newest stored edition; None where the store holds nothing of their categories.

    It is counted as the edition itself will be, as if it were the reader's first: what an earlier one brought is not
    left out here.
    """
    newest = await store.latest_day()
    if newest is None:
        return None
    for days in range(LOOK_BACK):
        day = newest - timedelta(days=days)
        if announcements := await store.announcements(day, wishes.categories):
            return await asyncio.to_thread(_sorted, day, announcements, wishes)
    return None


def _sorted(day: date, announcements: Sequence[Announcement], wishes: Wishes) -> DryRun:
    there = {announcement.category for announcement in announcements}
    pending = [category for category in wishes.categories if category not in there]
    made = digest(day, announcements, {}, wishes, pending=pending)
    shown = {entry.announced.paper.id for entry in made.entries}
    dropped = {
        entry.paper.id: entry.paper
        for announcement in announcements
        for entry in announcement.entries
        if entry.paper.id not in shown
    }
    examples = [(paper, _reason(paper, day, announcements, wishes)) for paper in list(dropped.values())[:EXAMPLES]]
    return DryRun(digest=made, left_out=tuple(examples))


def _reason(paper: Paper, day: date, announcements: Sequence[Announcement], wishes: Wishes) -> Dropped:
    """Why the digest leaves a paper out: it is asked itself, with this paper alone, so that both always agree."""
    alone = [
        replace(one, entries=tuple(entry for entry in one.entries if entry.paper.id == paper.id), stated=None)
        for one in announcements
    ]
    (reason,) = digest(day, alone, {}, wishes).receipt.filtered
    return Dropped(reason)


def warned(wishes: Wishes, words: Words, *, uses_model: bool) -> list[str]:
    """That summaries will not be in the language wished for, where no model writes them; else nothing."""
    return [] if uses_model or wishes.language == ENGLISH else [words("language-no-model")]


def told(found: DryRun | None, words: Words) -> str:
    """A dry run in words: the account, then examples each way."""
    return "\n".join(_lines(found, words)) if found else words("preview-nothing-stored")


def account(found: DryRun, words: Words) -> list[str]:
    """How many of how many would have come, and which wish leaves out how many."""
    receipt = found.digest.receipt
    lines = [words("preview-account", shown=found.digest.total, announced=receipt.announced, day=found.day)]
    for reason, count in receipt.filtered.items():
        lines.append(words("preview-left-out", reason=_because(reason, words), count=count))
    if receipt.lost:
        lines.append(words("preview-missing", count=receipt.lost))
    if receipt.pending:
        lines.append(words("preview-pending", categories=words("wish-comma").join(receipt.pending)))
    return lines


def _lines(found: DryRun, words: Words) -> Iterator[str]:
    yield from account(found, words)
    if shown := [entry.announced.paper for entry in found.digest.entries[:EXAMPLES]]:
        yield ""
        yield words("preview-would-come")
        yield from (f"+ {_title(paper)}" for paper in shown)
    if found.left_out:
        yield ""
        yield words("preview-would-not-come")
        for paper, reason in found.left_out:
            yield words("preview-example", title=_title(paper), reason=_because(reason, words))


def _because(reason: str, words: Words) -> str:
    return words("preview-reason", reason=Dropped(reason).name.lower())


def _title(paper: Paper) -> str:
    return shorten(" ".join(readable(paper.title).split()), LONGEST_TITLE)


def described(subscription: Subscription, words: Words) -> str:
    """A subscription in words, a line for each kind of wish."""
    wishes = subscription.wishes
    lines = [
        words("wish-categories", categories=words("wish-comma").join(wishes.categories)),
        words("wish-language", language=languages.said(wishes.language, words.language)),
        words("wish-time", time=subscription.at, zone=subscription.timezone)
        if subscription.time
        else words("wish-time-asap"),
        words("wish-kinds", crosslists=_switch(wishes.crosslists), replacements=_switch(wishes.replacements)),
        *_listed("wish-wanted", wishes.wanted_words, wishes.wanted_authors, words),
        *_listed("wish-unwanted", wishes.unwanted_words, wishes.unwanted_authors, words),
        words(
            "wish-form",
            layout=subscription.layout if has_layouts(subscription.destination) else "none",
            detail=subscription.detail,
            pages=subscription.max_pages,
            silent=_switch(subscription.silent),
        ),
    ]
    lines.append(words("wish-silence", missed=subscription.missed, quiet=_switch(subscription.quiet)))
    if subscription.mention:
        lines.append(words("wish-mention", role=subscription.mention))
    if subscription.destination.platform == "console":
        lines.append(words("wish-terminal"))
    return "\n".join(lines)


def _listed(message: str, those: Sequence[str], authors: Sequence[str], words: Words) -> Iterator[str]:
    if those or authors:
        comma = words("wish-comma")
        quoted = [words("wish-word", word=word) for word in those]
        quoted += [words("wish-author", name=name) for name in authors]
        yield words(message, what=comma.join(quoted))


def _switch(on: bool) -> str:
    return "yes" if on else "no"
